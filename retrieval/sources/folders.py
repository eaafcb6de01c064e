"""Watched folders: which files changed and have come to rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, watch

REST = 1.0
TICK = 0.25
RESCAN = 20.0  # a network file system tells nobody of changes
FRESH = 3.0  # what is written into a new folder before it is watched is told of by nobody either
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rested:
    """Files of a folder that changed and rest now."""

    folder: Path
    files: tuple[Path, ...]


class FolderWatch:
    """Tells of files once they rest: a file that is still being written is left until it has not changed for ``rest`` seconds.

    ``folders``: asked again and again, so that folders may come and go; one that is not there is waited for. Hidden files
    are left out. What is in a folder when it is first seen is not told. ``rescan``: seconds between two looks at everything.
    """

    def __init__(
        self, folders: Callable[[], Sequence[Path]], *, rest: float = REST, tick: float = TICK, rescan: float = RESCAN
    ) -> None:
        self._folders = folders
        self._rest = rest
        self._tick = tick
        self._rescan = rescan
        self._seen: dict[Path, dict[Path, Stamp]] = {}
        self._moving: dict[Path, tuple[Stamp | None, float]] = {}
        self._fresh = 0.0

    def know(self, folder: Path) -> None:
        """What is in a folder now is not told; what changes from now on is, once ``run`` goes."""
        self._seen.setdefault(folder, snapshot(folder))

    def run(self, stop: threading.Event) -> Iterator[Rested]:
        """Until ``stop`` is set: what has come to rest, as soon as it has."""
        while not stop.is_set():
            there = [folder for folder in self._folders() if folder.is_dir()]
            if not there:
                stop.wait(self._tick)
                continue
            yield from self._round(there, stop)

    def _round(self, there: Sequence[Path], stop: threading.Event) -> Iterator[Rested]:
        """One watch over the same folders, ended for a look at everything."""
        began = time.monotonic()
        events = watch(
            *there,
            stop_event=stop,
            watch_filter=_visible,
            debounce=100,
            step=50,
            rust_timeout=int(self._tick * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        for folder in there:
            self._look(folder)
        for changes in events:
            for _, name in changes:
                self._touched(Path(name))
            if time.monotonic() < self._fresh:
                for folder in there:
                    self._look(folder)
            yield from self._rested(there)
            if time.monotonic() - began > self._rescan or not all(folder.is_dir() for folder in there):
                return

    def _look(self, folder: Path) -> None:
        """Compare with what was there, for changes that were not told."""
        now = snapshot(folder)
        before = self._seen.setdefault(folder, now)
        for path, stamp in now.items():
            if before.get(path) != stamp and path not in self._moving:
                self._touched(path)

    def _touched(self, path: Path) -> None:
        if path.is_dir():
            self._fresh = time.monotonic() + FRESH
        else:
            self._moving[path] = (_stamp(path), time.monotonic())

    def _rested(self, there: Sequence[Path]) -> Iterator[Rested]:
        now, still = time.monotonic(), []
        for path, (stamp, since) in list(self._moving.items()):
            current = _stamp(path)
            if current is None:
                del self._moving[path]
            elif current != stamp:
                self._moving[path] = (current, now)
            elif now - since >= self._rest:
                still.append(path)
                del self._moving[path]
        for folder in there:
            if files := tuple(path for path in still if folder in path.parents):
                self._seen.setdefault(folder, {}).update({path: stamp for path in files if (stamp := _stamp(path))})
                yield Rested(folder=folder, files=files)


def snapshot(folder: Path) -> dict[Path, Stamp]:
    """Every visible file below a folder with its time of change and size."""
    try:
        files = [path for path in folder.rglob("*") if _shown(path.relative_to(folder))]
    except OSError:
        return {}
    return {path: stamp for path in files if not path.is_dir() and (stamp := _stamp(path))}


def _visible(_change: Change, name: str) -> bool:
    return not Path(name).name.startswith(".")


def _shown(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.parts)


def _stamp(path: Path) -> Stamp | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
