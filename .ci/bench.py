"""Time and memory against the peer, the chain that a LangChain tutorial builds, over the same files in one run.

usage: bench.py SHARED_DIR

Skipped, with status 0, where SHARED_DIR is missing. Exit status 1 where a bound is missed; never part of .ci/run, since the
numbers depend on what else the machine does.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot import batch
from retrieval import Library, make_embedder

HUIWEN = (sys.executable, "-m", "bot")
BOUNDS = {
    "ask_ratio": 2.0,
    "index_ratio": 1.2,
    "cold_answer_s": 5.0,
    "resident_mb": 500.0,
    "help_s": 1.0,
}


class Timed:
    """An embedder that counts the seconds spent inside it."""

    def __init__(self) -> None:
        self._inner = make_embedder()
        self.name = self._inner.name
        self.dimension = self._inner.dimension
        self.seconds = 0.0

    def documents(self, texts: Sequence[str]) -> list[list[float]]:
        """The passages' vectors."""
        with self._counted():
            return self._inner.documents(texts)

    def query(self, text: str) -> list[float]:
        """The question's vector."""
        with self._counted():
            return self._inner.query(text)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - started


def index(reports: Path, data: Path) -> None:
    """Index in this process; print its seconds, and those inside the embedder."""
    embedder = Timed()
    started = time.perf_counter()
    with Library(data, embedder=embedder) as library:
        library.index([reports])
    print(json.dumps({"index_s": time.perf_counter() - started, "embedder_s": embedder.seconds}))


def ask(questions: Path, data: Path) -> None:
    """Ask every question in this process; print the median milliseconds, those in the embedder, and the peak of memory."""
    embedder = Timed()
    times, inside = [], []
    with Library(data, embedder=embedder, readonly=True) as library, questions.open(encoding="utf-8") as lines:
        for answer in batch.answers(library, lines):
            times.append(answer["elapsed_ms"])
            inside.append(embedder.seconds * 1000)
            embedder.seconds = 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps({"ask_ms": statistics.median(times), "embedder_ms": statistics.median(inside), "resident_mb": peak})
    )


def peer(shared: Path, folder: Path) -> dict[str, float]:
    """The peer's median milliseconds over the same questions."""
    out = folder / "peer.jsonl"
    script = shared / "bench" / "naive_rag.py"
    command = [sys.executable, str(script), str(shared / "reports"), str(shared / "gold" / "dev.jsonl"), str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {"peer_ask_ms": statistics.median(answer["elapsed_ms"] for answer in answers)}


def alone(step: str, *arguments: Path) -> dict[str, float]:
    """Run a step of this script in a process of its own and read what it prints."""
    command = [sys.executable, __file__, step, *map(str, arguments)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def seconds(*command: str, data: Path) -> float:
    """The shortest of three runs of a command, in seconds."""
    environment = {**os.environ, "HUIWEN_DATA": str(data)}
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        taken.append(time.perf_counter() - started)
    return min(taken)


def measure(shared: Path, folder: Path) -> dict[str, float]:
    """All measurements, ours and the peer's."""
    data, questions = folder / "data", shared / "gold" / "dev.jsonl"
    found = alone("index", shared / "reports", data) | alone("ask", questions, data) | peer(shared, folder)
    found["ask_ratio"] = found["ask_ms"] / found["peer_ask_ms"]
    found["index_ratio"] = found["index_s"] / found["embedder_s"]
    found["cold_answer_s"] = seconds(*HUIWEN, "ask", "千人口托位数是多少", data=data)
    found["help_s"] = seconds(*HUIWEN, "--help", data=data)
    return found


def main() -> int:
    """Print the table; 1 where a bound is missed."""
    shared = Path(sys.argv[1])
    if not (shared / "bench" / "naive_rag.py").is_file():
        print(f"skipped: {shared} is missing")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = measure(shared, Path(folder))
    for name, value in found.items():
        bound = BOUNDS.get(name)
        verdict = "" if bound is None else f"{'ok' if value <= bound else 'MISSED'} (≤ {bound:g})"
        print(f"{name:16}{value:10.2f}  {verdict}")
    return int(any(found[name] > bound for name, bound in BOUNDS.items()))


if __name__ == "__main__":
    steps = {"index": index, "ask": ask}
    if sys.argv[1:2] and sys.argv[1] in steps:
        steps[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main())
