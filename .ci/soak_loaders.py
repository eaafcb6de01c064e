"""Damaged files over all loaders: none may crash a worker, and workers may leak nothing.

usage: .ci/soak_loaders.py [COUNT]     prints its numbers; exit 1 where a loader failed, memory grew or something was left
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from retrieval.loaders.isolation import FILES, Limits, Workers  # noqa: E402
from tests.retrieval.loaders import fuzzing  # noqa: E402

COUNT = 10_000
BUDGET = 28 * 60.0
GROWTH = 60  # MB by which a worker's least memory may be higher in the second half of its files than in the first
FAILED = ROOT / "build" / "soak"


class Failures(logging.Handler):
    """What loaders did not foresee, with the file that did it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = ("", b"")
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count it by its last line, keep the first file of each kind."""
        kind = record.getMessage().strip().splitlines()[-1][:160]
        if not self.seen[kind]:
            FAILED.mkdir(parents=True, exist_ok=True)
            name, data = self.now
            (FAILED / f"{len(self.seen)}-{name}").write_bytes(data)
            print(f"\n{record.getMessage()}")
        self.seen[kind] += 1


def children(home: Path) -> list[int]:
    """Processes that work below ``home``, zombies of ours among them."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit():
                state = (process / "stat").read_text().rpartition(")")[2].split()
                zombie = state[0] == "Z" and int(state[1]) == os.getpid()
                if zombie or home in (process / "cwd").readlink().parents:
                    found.append(int(process.name))
        except OSError:
            continue
    return found


def memory(pid: int) -> float:
    """Resident memory in MB."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


def main() -> int:
    """Run it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    files, failures = fuzzing.seeds(), Failures()
    logging.getLogger("retrieval.loaders.isolation").addHandler(failures)
    with tempfile.TemporaryDirectory() as home:
        tempfile.tempdir = home
        workers = Workers(limits=Limits(seconds=20))
        began = time.monotonic()
        outcomes: Counter[str] = Counter()
        slowest, done = (0.0, ""), 0
        sizes: dict[int, list[float]] = defaultdict(list)
        for number in range(count):
            name, data = fuzzing.damaged(number, files)
            failures.now = (name, data)
            start = time.monotonic()
            outcomes[f"{name[2:]} {fuzzing.read(workers, name, data)}"] += 1
            slowest = max(slowest, (time.monotonic() - start, f"{number} {name}"))
            done = number + 1
            if number % 20 == 19:
                for pid in children(Path(home)):
                    sizes[pid].append(memory(pid))
            if time.monotonic() - began > BUDGET:
                break
        workers.close()
        left = children(Path(home)), list(Path(home).iterdir())
    halves = [(one[: len(one) // 2], one[len(one) // 2 :]) for one in sizes.values() if len(one) > 3]
    grown = max((min(later) - min(earlier) for earlier, later in halves), default=0.0)
    took = time.monotonic() - began
    print(f"\n{done} files in {took:.0f} s, slowest {slowest[0]:.1f} s ({slowest[1]}), at most {FILES} a worker")
    print("  ".join(f"{key}: {value}" for key, value in sorted(outcomes.items())))
    print(
        f"workers: largest {max(map(max, sizes.values()), default=0):.0f} MB, its least memory in the second half of its files at most +{grown:.0f} MB; left: {left}"
    )
    print(f"failures: {dict(failures.seen) or 'none'}")
    return int(bool(failures.seen) or grown > GROWTH or any(left) or done < count)


if __name__ == "__main__":
    sys.exit(main())
