"""While the bot runs, index what is put into the data directory's ``inbox/``."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, Self

from retrieval import HuiwenError, IndexResult

EVERY_SECONDS = 3.0
Snapshot = dict[Path, tuple[int, int]]

_log = logging.getLogger(__name__)


class Indexer(Protocol):
    """What watching needs of a library."""

    def complete(self, *, progress: Callable[[int, int, str], None] | None = None) -> None: ...

    def index(
        self, targets: Sequence[str | Path], *, progress: Callable[[int, int, str], None] | None = None
    ) -> tuple[IndexResult, ...]: ...


class Stopped(Exception):
    """Ends an indexing run between two files when the bot stops; the next start goes on."""


class Watcher:
    """Looks at ``folder`` every few seconds, in a thread of its own between ``with`` and its end.

    First it lets the library finish what an interrupted run left without vectors.
    A change is indexed once it has stood still for one interval, so that a file is not read while it is copied. Indexing is
    idempotent by content, so the whole folder is given each time. Failures are logged; a failed file is tried again when
    the folder changes.
    """

    def __init__(self, library: Indexer, folder: Path, *, every: float = EVERY_SECONDS) -> None:
        self._library = library
        self._folder = folder
        self._every = every
        self._seen: Snapshot = {}
        self._indexed: Snapshot = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="inbox", daemon=True)

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        self._thread.join()

    def look(self) -> None:
        """Index the folder if it changed since it was last indexed, and stands still since the last look."""
        now = _snapshot(self._folder)
        still, self._seen = now == self._seen, now
        if now == self._indexed or not still:
            return
        self._indexed = now
        for result in self._library.index([self._folder], progress=self._step) if now else ():
            if result.state == "failed":
                _log.warning("inbox: %s: %s", result.source, result.error)
            elif result.state != "unchanged":
                _log.info("inbox: %s %s", result.state, result.source)

    def _watch(self) -> None:
        work: Callable[[], None] = self._finish
        while not self._stopping.wait(self._every):
            try:
                work()
            except Stopped:
                return
            except (HuiwenError, OSError) as error:
                _log.warning("inbox: %s", error)
            except Exception:  # noqa: BLE001 -- the bot goes on without its inbox; the log has the traceback
                _log.exception("inbox")
            work = self.look

    def _finish(self) -> None:
        self._library.complete(progress=self._step)
        self.look()

    def _step(self, _done: int, _total: int, _name: str) -> None:
        if self._stopping.is_set():
            raise Stopped


def _snapshot(folder: Path) -> Snapshot:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    states = ((path, path.stat()) for path in files)
    return {path: (state.st_mtime_ns, state.st_size) for path, state in states}
