"""Print constraints.txt: the installed version of every distribution that the project needs, directly or not.

usage: .venv/bin/python .ci/constraints.py > constraints.txt
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def needed(requirements: list[str]) -> dict[str, str]:
    """Name → version of the installed distributions that ``requirements`` reach; markers of other systems are left out."""
    found: dict[str, str] = {}
    queue = [(Requirement(text), "") for text in requirements]
    seen: set[tuple[str, str]] = set()
    while queue:
        requirement, extra = queue.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = installed.version
        for wanted in {"", *requirement.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, wanted))
            queue += [(Requirement(text), wanted) for text in installed.requires or ()]
    return found


def main() -> None:
    """Print one ``name==version`` line a distribution, sorted."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"].get("optional-dependencies", {}).values()
    roots = [*project["project"]["dependencies"], *(one for extra in extras for one in extra)]
    print("# Tried together; made by .ci/constraints.py. Used by `make` and by pip install -c constraints.txt huiwen.")
    for name, version in sorted(needed(roots).items()):
        if not re.search(r"\+", version):
            print(f"{name}=={version}")


if __name__ == "__main__":
    main()
