"""While the bot runs, index what is put into the data directory's ``inbox/`` and into watched folders, once it rests."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol, Self

from retrieval import FolderWatch, HuiwenError, IndexResult, Rested, Source, SourceCheck

_log = logging.getLogger(__name__)


class Sources(Protocol):
    """What watching needs of the sources."""

    def list(self) -> tuple[Source, ...]:
        """All sources."""

    def check(self, name: str | int, *, stopping: Callable[[], bool]) -> SourceCheck:
        """Check one now."""


class Indexer(Protocol):
    """What watching needs of a library."""

    @property
    def sources(self) -> Sources:
        """Its sources."""

    def complete(self, *, progress: Callable[[int, int, str], None] | None = None) -> None:
        """Finish what was interrupted."""

    def index(
        self,
        targets: Sequence[str | Path],
        *,
        progress: Callable[[int, int, str], None] | None = None,
        below: Path | None = None,
    ) -> tuple[IndexResult, ...]:
        """Take in files."""


class Stopped(Exception):
    """Ends an indexing run between two files when the bot stops; the next start goes on."""


class Watcher:
    """Watches ``inbox`` and the folders among the sources, in a thread of its own between ``with`` and its end.

    First it lets the library finish what an interrupted run left without vectors, and takes in what lies in the inbox.
    Failures are logged; a failed file is tried again when it changes.
    """

    def __init__(self, library: Indexer, inbox: Path, *, rest: float = 1.0) -> None:
        self._library = library
        self._inbox = inbox.absolute()
        self._watch = FolderWatch(self._folders, rest=rest)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)

    def __enter__(self) -> Self:
        self._inbox.mkdir(parents=True, exist_ok=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _folders(self) -> list[Path]:
        """The inbox, and the folders that were read once: their first check, which is silent, is the scheduler's."""
        try:
            kept = self._library.sources.list()
        except HuiwenError as error:
            _log.warning("folders: %s", error)
            kept = ()
        watched = [Path(one.address) for one in kept if one.kind == "folder" and one.active and one.succeeded_at]
        return [self._inbox, *watched]

    def _run(self) -> None:
        self._watch.know(self._inbox)
        self._guarded(self._begin)
        for rested in self._watch.run(self._stopping):
            self._guarded(lambda rested=rested: self._take(rested))  # type: ignore[misc]  # mypy infers no lambda with a default

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Stopped:
            return
        except (HuiwenError, OSError) as error:
            _log.warning("inbox: %s", error)
        except Exception:  # noqa: BLE001 -- the bot goes on without its inbox; the log has the traceback
            _log.exception("inbox")

    def _begin(self) -> None:
        self._library.complete(progress=self._step)
        if any(self._inbox.iterdir()):
            self._report(self._library.index([self._inbox], progress=self._step))

    def _take(self, rested: Rested) -> None:
        if rested.folder == self._inbox:
            self._report(self._library.index(rested.files, progress=self._step, below=self._inbox))
        else:
            done = self._library.sources.check(str(rested.folder), stopping=self._stopping.is_set)
            self._report(done.results)

    def _report(self, results: Collection[IndexResult]) -> None:
        for result in results:
            if result.state == "failed":
                _log.warning("inbox: %s: %s", result.source, result.error)
            elif result.state != "unchanged":
                _log.info("inbox: %s %s", result.state, result.source)

    def _step(self, _done: int, _total: int, _name: str) -> None:
        if self._stopping.is_set():
            raise Stopped
