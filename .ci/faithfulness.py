"""How many false variants of right answers the faithfulness gate catches, and how many true ones it lets pass.

usage: faithfulness.py SHARED_DIR [--each N] [--seed N] [--answers FILE --data DIR] [--misses] [--caught 0.98 --passed 0.97]

Indexes the shared reports, asks the gold questions without a model, makes variants of the cited lines by plain text surgery
(tests/faithful/variants.py) and judges them twice: with the sections of the catalogue, and by the quotes alone. Every
sentence of the answers themselves must pass, and false comparisons alone must reach the floor too. Skipped, with status 0, where SHARED_DIR is missing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from score import HUIWEN, clean_environment

from bot import verifying
from retrieval import Library, Verdict
from tests.faithful.variants import FALSE, TRUE, variants


def main() -> int:
    """Measure; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--each", type=int, default=60, help="variants of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--answers", type=Path, help="answers already given …")
    parser.add_argument("--data", type=Path, help="… from this data directory")
    parser.add_argument("--misses", action="store_true", help="print what was judged wrongly")
    parser.add_argument("--caught", type=float, default=0.98, help="floor for false variants")
    parser.add_argument("--passed", type=float, default=0.97, help="floor for true variants")
    args = parser.parse_args()
    if not (args.shared / "gold" / "dev.jsonl").is_file():
        print(f"skipped: {args.shared / 'gold' / 'dev.jsonl'} is missing")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        data, answers = args.data or Path(folder) / "data", args.answers or Path(folder) / "answers.jsonl"
        if not args.answers:
            _ask(args.shared, data, answers)
        given = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
        with Library(data, readonly=True) as stored, Library(Path(folder) / "none", readonly=True) as alone:
            rates = [
                _measure(name, library, given, args) for name, library in (("sections", stored), ("quotes", alone))
            ]
    return 0 if all(caught >= args.caught and passed >= args.passed and not bad for caught, passed, bad in rates) else 1


def _ask(shared: Path, data: Path, answers: Path) -> None:
    environment = clean_environment(data)
    gold = shared / "gold" / "dev.jsonl"
    subprocess.run([*HUIWEN, "index", str(shared / "reports")], env=environment, check=True)
    subprocess.run([*HUIWEN, "ask", "--batch", str(gold), "--out", str(answers)], env=environment, check=True)


def _measure(
    name: str, library: Library, given: list[dict[str, Any]], args: argparse.Namespace
) -> tuple[float, float, int]:
    """(share of false ones caught, share of true ones passed, sentences of the answers themselves that failed)."""
    bad = [(answer["id"], verdict) for answer in given for verdict in _verdicts(library, answer) if not verdict.ok]
    for id, verdict in bad:
        print(f"{name} {id} {verdict.reason}: {verdict.text}")
    print(f"{name}: {len(bad)} sentences of {len(given)} answers failed")
    cited = [answer for answer in given if answer["citations"]]
    return _rate(name, "caught", library, cited, args), _rate(name, "passed", library, cited, args), len(bad)


def _rate(name: str, what: str, library: Library, cited: list[dict[str, Any]], args: argparse.Namespace) -> float:
    makers = FALSE if what == "caught" else TRUE
    asked, right = Counter[str](), Counter[str]()
    for kind, answer, line in variants(cited, makers, args.each, args.seed):
        verdicts = _verdicts(library, answer)
        good = all(verdict.ok for verdict in verdicts) == (what == "passed")
        asked[kind] += 1
        right[kind] += good
        if args.misses and not good:
            print(f"  {kind}: {line}  ({next((v.reason for v in verdicts if not v.ok), '')})")
    print(f"{name}: {what} " + "  ".join(f"{kind} {right[kind]}/{asked[kind]}" for kind in asked), end="")
    rate = right.total() / asked.total()
    print(f"  → {right.total()}/{asked.total()} = {rate:.3f}")
    return min(rate, right["direction"] / asked["direction"]) if asked["direction"] else rate


def _verdicts(library: Library, answer: dict[str, Any]) -> tuple[Verdict, ...]:
    given = verifying.given(answer, 1)
    return library.verify(given.text, given.citations, given.missing)


if __name__ == "__main__":
    sys.exit(main())
