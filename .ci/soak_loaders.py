"""Damaged files over all loaders: none may crash a worker, and workers may leak nothing; and a report of 500 pages.

usage: .ci/soak_loaders.py [COUNT]     prints its numbers; exit 1 where a loader failed, memory grew or something was left
"""

from __future__ import annotations

import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from retrieval.loaders import isolation  # noqa: E402
from retrieval.loaders.isolation import FILES, Limits, Workers  # noqa: E402
from tests.retrieval.loaders import fuzzing, pdfs  # noqa: E402

COUNT = 10_000
BUDGET = 28 * 60.0
BATCH, ROUNDS = 96, 5
GROWTH = 20  # MB that one worker may hold more after it read the same files once more, again and again
CHAPTERS, PAGES, PAGES_SECONDS, PAGES_MB = 290, 500, 60.0, 500.0
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


def again(files: dict[str, bytes]) -> list[float]:
    """Megabytes of one worker each time that it has read the same damaged files."""
    batch = [fuzzing.damaged(number, files) for number in range(BATCH)]
    sizes = []
    isolation.FILES = 2 * BATCH * ROUNDS  # the same worker all along
    try:
        with tempfile.TemporaryDirectory() as home:
            tempfile.tempdir = home
            workers = Workers(limits=Limits(seconds=20))
            for _ in range(ROUNDS):
                for name, data in batch:
                    fuzzing.read(workers, name, data)
                sizes.append(max(map(memory, children(Path(home)))))
            workers.close()
    finally:
        isolation.FILES, tempfile.tempdir = FILES, None
    return sizes


def long_report() -> tuple[int, float, float, int]:
    """A long PDF: its pages, processor seconds and peak megabytes of reading and outlining it, and how many headings it has."""
    lines = ["青岚市2024年卫生健康工作总结"]
    for number in range(1, CHAPTERS + 1):
        lines.append(f"{number}.第{number}项工作")
        lines += [
            f"全市第{number}片区新增托位{number * 3 + line}个，签约居民{number}.{line}万人，满意度达到9{line % 10}.5%。"
            for line in range(62)
        ]
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "long.pdf"
        path.write_bytes(pdfs.report(lines))
        with closing(pypdfium2.PdfDocument(path)) as document:
            pages = len(document)
        command = [sys.executable, "-m", "bot", "outline", str(path), "--json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return pages, seconds, after.ru_maxrss / 1000, told.count(b'"heading"')


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
    tempfile.tempdir = None
    took = time.monotonic() - began
    rounds = again(files)
    grown = max(rounds[1:]) - rounds[0]
    print(f"\n{done} files in {took:.0f} s, slowest {slowest[0]:.1f} s ({slowest[1]}), at most {FILES} a worker")
    print("  ".join(f"{key}: {value}" for key, value in sorted(outcomes.items())))
    print(f"workers: largest {max(map(max, sizes.values()), default=0):.0f} MB; left: {left}")
    print(f"one worker, the same {BATCH} files {ROUNDS} times: {', '.join(f'{one:.0f}' for one in rounds)} MB")
    pages, seconds, peak, headings = long_report()
    print(f"a report of {pages} pages: {seconds:.1f} s of the processor, {peak:.0f} MB, {headings} headings")
    print(f"failures: {dict(failures.seen) or 'none'}")
    long = pages < PAGES or seconds > PAGES_SECONDS or peak > PAGES_MB or headings <= CHAPTERS
    return int(bool(failures.seen) or grown > GROWTH or any(left) or done < count or long)


if __name__ == "__main__":
    sys.exit(main())
