"""Index the shared reports, ask the gold questions without a model, print the score table.

usage: score.py SHARED_DIR [--floors FILE] [--answers FILE] [--every N] [--llm http://127.0.0.1:8081/v1]

Skipped, with status 0, where SHARED_DIR is missing.
"""

from __future__ import annotations

import argparse
import json
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
    parser.add_argument("--every", type=int, default=1, help="ask only every Nth question")
    parser.add_argument(
        "--llm", metavar="URL", help="ask once more with the model of this endpoint, and print its table too"
    )
    args = parser.parse_args()
    gold = args.shared / "gold" / "dev.jsonl"
    if not gold.is_file():
        print(f"skipped: {gold} is missing")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        answers = args.answers or Path(folder) / "answers.jsonl"
        gold = sample(gold, Path(folder) / "gold.jsonl", args.every)
        environment = clean_environment(Path(folder) / "data")
        subprocess.run([*HUIWEN, "index", str(args.shared / "reports")], env=environment, check=True)
        subprocess.run([*HUIWEN, "ask", "--batch", str(gold), "--out", str(answers)], env=environment, check=True)
        ruler = [sys.executable, str(args.shared / "gold" / "score.py"), str(gold), str(answers)]
        status = subprocess.run([*ruler, *floors(args.floors)], check=False).returncode
        if args.llm:
            status = with_model(args.llm, gold, answers.with_suffix(".llm.jsonl"), ruler[:-1], environment)
        return status


def with_model(url: str, gold: Path, answers: Path, ruler: list[str], environment: dict[str, str]) -> int:
    """The same questions with a model, however slow it is."""
    model = {"HUIWEN_LLM_MODEL": "openai:local", "HUIWEN_LLM_BASE_URL": url, "HUIWEN_LLM_TIMEOUT": "600"}
    subprocess.run([*HUIWEN, "ask", "--batch", str(gold), "--out", str(answers)], env=environment | model, check=True)
    modes = [json.loads(line)["mode"] for line in answers.read_text(encoding="utf-8").splitlines()]
    print(f"with the model (its own words in {modes.count('llm')} of {len(modes)} answers):", flush=True)
    return subprocess.run([*ruler, str(answers)], check=False).returncode


def sample(gold: Path, into: Path, every: int) -> Path:
    """Every Nth question of a file."""
    if every == 1:
        return gold
    lines = gold.read_text(encoding="utf-8").splitlines()[::every]
    into.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return into


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
