from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.watching import Stopped, Watcher
from retrieval import IndexResult, LockedError


class Fake:
    """Remembers which files it was given; fails where told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.given: list[list[str]] = []
        self.indexed = threading.Event()
        self.completed = threading.Event()

    def complete(self, *, progress: Callable[[int, int, str], None] | None = None) -> None:
        self.completed.set()

    def index(
        self, targets: Sequence[str | Path], *, progress: Callable[[int, int, str], None] | None = None
    ) -> tuple[IndexResult, ...]:
        files = sorted(path for path in Path(targets[0]).rglob("*") if path.is_file())
        self.given.append([path.name for path in files])
        self.indexed.set()
        if self.error:
            raise self.error
        for number, path in enumerate(files):
            if progress:
                progress(number, len(files), path.name)
        return tuple(IndexResult(source=path.name, state="failed", error="空") for path in files)


def test_a_change_is_indexed_once_it_stands_still(tmp_path: Path) -> None:
    library = Fake()
    watcher = Watcher(library, tmp_path)
    watcher.look()
    assert library.given == []
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    (tmp_path / ".part").write_text("", encoding="utf-8")
    watcher.look()
    (tmp_path / "a.txt").write_text("一二", encoding="utf-8")
    watcher.look()
    assert library.given == []
    watcher.look()
    watcher.look()
    assert len(library.given) == 1
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("三", encoding="utf-8")
    watcher.look()
    watcher.look()
    assert "b.txt" in library.given[1]


def test_the_start_finishes_what_was_interrupted(tmp_path: Path) -> None:
    library = Fake()
    with Watcher(library, tmp_path, every=0.01):
        assert library.completed.wait(5)


def test_an_error_does_not_end_the_watching(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Fake(LockedError("被占用"))
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    with Watcher(library, tmp_path, every=0.01):
        assert library.indexed.wait(5)
        library.indexed.clear()
        (tmp_path / "b.txt").write_text("二", encoding="utf-8")
        assert library.indexed.wait(5)
    assert "被占用" in caplog.text


def test_stopping_ends_an_indexing_run_between_two_files(tmp_path: Path) -> None:
    library = Fake()
    watcher = Watcher(library, tmp_path / "inbox", every=60)
    with watcher:
        (tmp_path / "inbox" / "a.txt").write_text("一", encoding="utf-8")
        watcher.look()
    with pytest.raises(Stopped):
        watcher.look()
