"""Index the shared reports, ask the gold questions without a model, print the score table.

usage: score.py SHARED_DIR [--floors FILE] [--answers FILE]

Skipped, with status 0, where SHARED_DIR is missing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HUIWEN = (sys.executable, "-m", "bot")


def main() -> int:
    """Run the three steps; the exit status is the ruler's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--floors", type=Path, help="file of NAME=VALUE lines that must be reached")
    parser.add_argument("--answers", type=Path, help="keep the answers here")
    args = parser.parse_args()
    gold = args.shared / "gold" / "dev.jsonl"
    if not gold.is_file():
        print(f"skipped: {gold} is missing")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        answers = args.answers or Path(folder) / "answers.jsonl"
        environment = clean_environment(Path(folder) / "data")
        subprocess.run([*HUIWEN, "index", str(args.shared / "reports")], env=environment, check=True)
        subprocess.run([*HUIWEN, "ask", "--batch", str(gold), "--out", str(answers)], env=environment, check=True)
        ruler = [sys.executable, str(args.shared / "gold" / "score.py"), str(gold), str(answers)]
        return subprocess.run([*ruler, *floors(args.floors)], check=False).returncode


def clean_environment(data: Path) -> dict[str, str]:
    """The environment without anyone's own settings, with the data directory set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIWEN_")}
    return kept | {"HUIWEN_DATA": str(data)}


def floors(path: Path | None) -> list[str]:
    """The ruler's arguments for a file of floors; ``#`` starts a comment."""
    if path is None:
        return []
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return ["--floor", *filter(None, lines)]


if __name__ == "__main__":
    sys.exit(main())
