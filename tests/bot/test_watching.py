"""What is put into the inbox or a watched folder is indexed once it rests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.watching import Watcher
from retrieval import IndexResult, LockedError, Source, SourceCheck
from tests.bot.waiting import PATIENCE, eventually


@dataclass
class Kept:
    """Sources as a fake: one folder, if any."""

    folders: list[Path] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    watched: threading.Event = field(default_factory=threading.Event)

    def list(self) -> tuple[Source, ...]:
        self.watched.set()
        return tuple(
            Source(id=1, address=str(folder), kind="folder", succeeded_at="2025-01-01") for folder in self.folders
        )

    def check(self, name: str | int, *, stopping: Callable[[], bool]) -> SourceCheck:
        self.checked.append(str(name))
        return SourceCheck(source=self.list()[0])


class Fake:
    """Remembers which files it was given; fails where told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.given: list[str] = []
        self.sources = Kept()
        self.comes_meanwhile: Path | None = None

    def complete(self, *, progress: Callable[[int, int, str], None] | None = None) -> None:
        pass

    def index(
        self,
        targets: Sequence[str | Path],
        *,
        progress: Callable[[int, int, str], None] | None = None,
        below: Path | None = None,
    ) -> tuple[IndexResult, ...]:
        self.given += [Path(target).relative_to(below or Path(target).parent).as_posix() for target in targets]
        if self.error:
            raise self.error
        if self.comes_meanwhile and not self.comes_meanwhile.exists():
            self.comes_meanwhile.write_text("二", encoding="utf-8")
        return tuple(IndexResult(source=str(target), state="failed", error="空") for target in targets)


def test_a_file_is_indexed_once_it_rests_and_only_then(tmp_path: Path) -> None:
    library = Fake()
    with Watcher(library, tmp_path / "inbox", rest=1.5):
        assert library.sources.watched.wait(PATIENCE)
        with (tmp_path / "inbox" / "a.txt").open("w", encoding="utf-8") as file:
            for _ in range(20):
                file.write("一")
                file.flush()
                time.sleep(0.1)
                assert library.given == []
        (tmp_path / "inbox" / ".part").write_text("", encoding="utf-8")
        (tmp_path / "inbox" / "sub").mkdir()
        (tmp_path / "inbox" / "sub" / "b.txt").write_text("三", encoding="utf-8")
        eventually(lambda: len(library.given) >= 2)
    assert sorted(library.given) == ["a.txt", "sub/b.txt"]


def test_what_lay_in_the_inbox_is_taken_in_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("一", encoding="utf-8")
    library = Fake()
    with Watcher(library, tmp_path / "inbox"):
        eventually(lambda: library.given == ["inbox"])


def test_what_comes_while_the_inbox_is_read_at_the_start_is_taken_in_after_it(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("一", encoding="utf-8")
    library = Fake()
    library.comes_meanwhile = tmp_path / "inbox" / "b.txt"
    with Watcher(library, tmp_path / "inbox", rest=0.1):
        eventually(lambda: library.given == ["inbox", "b.txt"])


def test_a_file_in_a_watched_folder_has_its_source_checked(tmp_path: Path) -> None:
    library = Fake()
    library.sources.folders = [tmp_path / "reports"]
    (tmp_path / "reports").mkdir()
    with Watcher(library, tmp_path / "inbox", rest=0.1) as watcher:
        eventually(lambda: tmp_path / "reports" in watcher._watch._seen)
        (tmp_path / "reports" / "a.txt").write_text("一", encoding="utf-8")
        eventually(lambda: library.sources.checked == [str(tmp_path / "reports")])
    assert library.given == []


def test_an_error_does_not_end_the_watching(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Fake(LockedError("被占用"))
    with Watcher(library, tmp_path / "inbox", rest=0.1):
        assert library.sources.watched.wait(PATIENCE)
        (tmp_path / "inbox" / "a.txt").write_text("一", encoding="utf-8")
        eventually(lambda: library.given == ["a.txt"])
        (tmp_path / "inbox" / "b.txt").write_text("二", encoding="utf-8")
        eventually(lambda: library.given == ["a.txt", "b.txt"])
    assert "被占用" in caplog.text
