"""The sources of a library: looked at, kept, checked when they are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from retrieval.errors import InputError, UnknownIdError
from retrieval.gathering.checking import Checker, label, utc_now
from retrieval.gathering.taking import Taking
from retrieval.loaders.page_text import page_text
from retrieval.model import Check, Notice, Source, SourceCheck, SourceState, state_name
from retrieval.sources.listing import Listing
from retrieval.sources.looking import look
from retrieval.sources.visiting import Visitor
from retrieval.stores.keys import is_address
from retrieval.stores.watched import Watched, stamp

EVERY_HOURS = 6.0
FOLDER_HOURS = 1.0
ILL: tuple[SourceState, ...] = ("failing", "stale")
#: Sources checked side by side; seconds until it is asked again what is due meanwhile.
AT_ONCE = 4
AGAIN = 1.0


class Sources:
    """Listing pages, feeds, sitemaps and folders. Thread-safe. ``today``: the day it is; ``now``: the time; ``writable``: raises where
    nothing may be written.
    """

    def __init__(
        self,
        watched: Watched,
        visitor: Visitor,
        taking: Taking,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime] = utc_now,
        writable: Callable[[], None] = lambda: None,
    ) -> None:
        self._writable = writable
        self._watched = watched
        self._visitor = visitor
        self._today = today
        self._now = now
        self._checker = Checker(watched, visitor, taking, now=now, today=today)

    def look(self, address: str, *, selector: str | None = None) -> Listing:
        """What a page, JSON answer, feed or sitemap lists now; nothing is stored. ``selector``: CSS of the links.

        Raises FetchError, LoadError, InputError for a wrong selector.
        """
        seen = look(self._visitor, address, decode=page_text, today=self._today(), selector=selector)
        return seen.listing or Listing(form="page")

    def add(
        self,
        address: str,
        *,
        name: str | None = None,
        region: str | None = None,
        selector: str | None = None,
        every_hours: float | None = None,
    ) -> Source:
        """Keep an http(s) address or a folder as a source; it is due at once. Raises InputError."""
        self._writable()
        folder = not is_address(address)
        if folder and not Path(address).is_dir():
            raise InputError(f"“{address}”既不是 http(s) 地址，也不是文件夹。")
        hours = every_hours or (FOLDER_HOURS if folder else EVERY_HOURS)
        return self._watched.add(
            str(Path(address).absolute()) if folder else address,
            kind="folder" if folder else None,
            name=name,
            region=region,
            selector=selector,
            every=timedelta(hours=hours),
            now=self._now(),
        )

    def list(self) -> tuple[Source, ...]:
        """All sources in the order they were added."""
        return self._watched.all()

    def states(self) -> dict[SourceState, int]:
        """How many sources are in each state."""
        return _counted(self.list())

    def condition(self) -> Check:
        """What the doctor says of the sources, with the first that is not well."""
        found = self.list()
        told = "，".join(f"{state_name(state)} {count}" for state, count in _counted(found).items() if count)
        ill = next((one for state in ILL for one in found if one.state == state), None)
        if ill is None:
            return Check(name="来源", ok=True, detail=told or "没有设置")
        advice = f"看来源“{label(ill)}”：huiwen sources check {ill.id}，或在聊天里发 /sources"
        return Check(name="来源", ok=True, warning=True, detail=told, advice=advice)

    def find(self, name: str | int) -> Source:
        """The source with this number or address. Raises UnknownIdError."""
        return self._watched.find(name)

    def check(self, name: str | int, *, stopping: Callable[[], bool] = lambda: False) -> SourceCheck:
        """Check one source now. The first check takes in silently. Raises UnknownIdError, StoreError, EmbeddingError."""
        self._writable()
        return self._checker.check(self.find(name).id, stopping)

    def check_due(self, *, stopping: Callable[[], bool] = lambda: False) -> Iterator[SourceCheck]:
        """Check until nothing is due any more; gives each check as it ends. Raises StoreError, EmbeddingError.

        Sources of different hosts are checked side by side, those of one host one after the other; what becomes due while
        a slow one is read does not wait for it. ``stopping``: asked before each source and between articles; what runs ends.
        """
        self._writable()
        running: dict[Future[SourceCheck], str] = {}
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="source") as pool:
            while True:
                if not stopping():
                    self._start(pool, running, stopping)
                if not running:
                    return
                for done in wait(running, timeout=AGAIN, return_when=FIRST_COMPLETED).done:
                    del running[done]
                    try:
                        result = done.result()
                    except UnknownIdError:
                        continue  # it was deleted while it was read
                    yield result

    def _start(
        self, pool: Executor, running: MutableMapping[Future[SourceCheck], str], stopping: Callable[[], bool]
    ) -> None:
        """Begin with what is due, longest due first, as far as there is room and nobody is at its host."""
        for number, address in self._watched.due(self._now()).items():
            host = urlsplit(address).netloc or address
            if len(running) < AT_ONCE and host not in running.values():
                running[pool.submit(self._checker.check, number, stopping)] = host

    def next_due(self) -> datetime | None:
        """When the next source is due."""
        return self._watched.next_due()

    def pause(self, name: str | int) -> Source:
        """Look at a source no more, until it is resumed. Raises UnknownIdError."""
        self._writable()
        self._watched.set(self.find(name).id, active=False)
        return self.find(name)

    def resume(self, name: str | int) -> Source:
        """Look at a paused source again, at once. Raises UnknownIdError."""
        self._writable()
        self._watched.set(self.find(name).id, active=True, due_at=stamp(self._now()))
        return self.find(name)

    def remove(self, name: str | int) -> Source:
        """Forget a source; its documents stay. Raises UnknownIdError."""
        self._writable()
        gone = self.find(name)
        self._watched.remove(gone.id)
        return gone

    def notices(self, *, untold: str | None = None) -> tuple[Notice, ...]:
        """What is to be told of sources, oldest first; ``untold``: only what this person has not been told."""
        return self._watched.notices(untold=untold)

    def told(self, number: int, person: str) -> None:
        """Note that a person was told of a notice."""
        self._watched.told(number, person)


def _counted(sources: Iterable[Source]) -> dict[SourceState, int]:
    found = Counter(source.state for source in sources)
    return {state: found[state] for state in get_args(SourceState)}
