"""The package as others get it: what it needs is declared, and the wheel works away from the sources."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "retrieval", "prompts", "huiwen")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = {canonicalize_name(Requirement(one).name) for one in PROJECT["dependencies"]}
FOR_TESTS = {canonicalize_name(Requirement(one).name) for one in PROJECT["optional-dependencies"]["dev"]}
FOR_SCANS = {canonicalize_name(Requirement(one).name) for one in PROJECT["optional-dependencies"]["ocr"]}
CONSTRAINED = dict(
    re.findall(r"^([a-z0-9-]+)==(.+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
)
REPORT = """青岚市2024年卫生健康工作总结
一、办好民生实事
1.发展普惠托育。全市千人口托位数达到4.73个，普惠托位占比67.7%。
"""


def foreign_imports(folder: Path) -> set[str]:
    """The distributions that the modules below a folder import."""
    owners = packages_distributions()
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            tops = {name.split(".")[0] for name in names} - sys.stdlib_module_names - {*PACKAGES, "tests"}
            found |= {canonicalize_name(owners[top][0]) for top in tops & owners.keys()}
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_imported_is_declared(package: str) -> None:
    assert foreign_imports(ROOT / package) - DECLARED - FOR_SCANS == set()


def test_what_the_tests_import_is_declared() -> None:
    assert (foreign_imports(ROOT / "tests") | foreign_imports(ROOT / ".ci")) - DECLARED - FOR_TESTS == set()


def test_every_dependency_is_constrained() -> None:
    assert (DECLARED | FOR_TESTS | FOR_SCANS) - set(CONSTRAINED) == set()
    assert "torch" not in CONSTRAINED


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources with what is installed here."""
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(source / "dist"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next((source / "dist").glob("*.whl"))


@pytest.mark.install
def test_the_wheel_holds_the_packages_and_their_data(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    assert held == {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


@pytest.mark.install
def test_the_wheel_answers_from_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    """Huiwen itself is installed anew; its dependencies are lent from this environment."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    site = next((environment / "lib").glob("python*/site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")

    def huiwen(*arguments: str) -> str:
        command = [str(environment / "bin" / "huiwen"), *arguments]
        lent = {name: value for name, value in os.environ.items() if not name.startswith(("HUIWEN_", "PYTHON"))}
        done = subprocess.run(command, cwd=tmp_path, env=lent, check=True, capture_output=True, text=True)
        return done.stdout

    assert json.loads(huiwen("index", "report.txt", "--json"))[0]["state"] == "added"
    answer = json.loads(huiwen("ask", "青岚市2024年千人口托位数是多少", "--json"))
    assert (answer["status"], "4.73" in answer["text"]) == ("answered", True)
    where = subprocess.run(
        [python, "-c", "import bot; print(bot.__file__)"], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert str(environment) in where.stdout
