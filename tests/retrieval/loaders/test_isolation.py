"""The worker process: what happens there stays there."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from retrieval.errors import LoadError
from retrieval.loaders import isolation
from retrieval.loaders.isolation import Limits, Workers
from tests.retrieval.loaders import pdfs

LINES = [
    "青岚市2024年卫生健康工作总结",
    *(f"（{n}）新增托位{n}个，家庭医生签约率继续提高，群众看病更加方便。" for n in range(1, 9)),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where workers put their directories."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def workers(home: Path) -> Iterator[Workers]:
    found = Workers()
    yield found
    found.close()
    assert not list(home.iterdir())


def pids(home: Path) -> set[int]:
    """Processes that work in a directory of ``home``."""
    found = set()
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdigit() and home in (process / "cwd").readlink().parents:
                found.add(int(process.name))
    return found


linux = pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")


def test_a_worker_reads_what_the_loader_reads(workers: Workers, home: Path) -> None:
    assert workers.load(pdfs.report(LINES), name="青岚.pdf").text.split("\n") == LINES
    assert workers.load("<p>望川市2024年工作要点</p><p>新增托位。</p>".encode()).media_type == "text/html"
    assert len(list(home.iterdir())) == 1


def test_plain_text_needs_no_process(workers: Workers, home: Path) -> None:
    assert workers.load("2024年工作总结".encode()).text == "2024年工作总结"
    assert not list(home.iterdir())


def test_a_refusal_comes_through_and_the_worker_lives_on(workers: Workers) -> None:
    with pytest.raises(LoadError, match="不是完整的 PDF"):
        workers.load(b"%PDF-1.4\nnothing", name="坏.pdf")
    assert workers.load(pdfs.report(LINES)).text.split("\n") == LINES


def test_too_slow_is_one_sentence(home: Path) -> None:
    slow = Workers(limits=Limits(seconds=0.01))
    with pytest.raises(LoadError, match="没有读完"):
        slow.load(pdfs.report(LINES * 100), name="慢.pdf")
    slow.close()
    assert not list(home.iterdir())


@linux
def test_a_crash_is_one_sentence(workers: Workers, home: Path) -> None:
    data = pdfs.report(LINES * 200)

    def strike() -> None:
        while not (found := pids(home)):
            time.sleep(0.01)
        time.sleep(0.05)
        for pid in found:
            os.kill(pid, signal.SIGSEGV)

    striking = threading.Thread(target=strike)
    striking.start()
    with pytest.raises(LoadError, match="无法解析"):
        workers.load(data, name="崩.pdf")
    striking.join()
    assert workers.load(pdfs.report(LINES)).text.split("\n") == LINES


@linux
def test_a_worker_is_ended_after_enough_documents(
    workers: Workers, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "FILES", 2)
    seen = []
    for _ in range(3):
        workers.load(pdfs.report(LINES[:2]))
        seen.append(pids(home))
    assert not seen[1] and seen[0] != seen[2]


@linux
def test_threads_share_the_workers(workers: Workers, home: Path) -> None:
    texts: list[str] = []
    data = pdfs.report(LINES)
    threads = [threading.Thread(target=lambda: texts.append(workers.load(data).text)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 5 and len(set(texts)) == 1
    assert len(pids(home)) <= 2


@linux
def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = """
import sys, time
from retrieval.loaders.isolation import Workers
workers = Workers()
workers.load(b"<p>a</p><p>b</p>")
print("ready", flush=True)
time.sleep(60)
"""
    root = str(Path(__file__).parents[3])
    env = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "PYTHONPATH": root}
    parent = subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)
    assert parent.stdout and parent.stdout.readline() == b"ready\n"
    assert pids(tmp_path)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 30
    while (pids(tmp_path) or list(tmp_path.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not pids(tmp_path)
    assert not list(tmp_path.iterdir())
