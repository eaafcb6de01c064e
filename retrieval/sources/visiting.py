"""Visits to sites as a guest behaves: one request at a time a host with a pause between, and only where robots.txt allows."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from retrieval.sources.fetch import Fetched
from retrieval.sources.robots import Robots

PAUSE = 1.0


class Fetches(Protocol):
    """The seam to the web. Raises FetchError."""

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """One page."""


class Visitor:
    """Fetches politely. ``pause``: seconds between two requests to one host, more where its robots.txt asks for it."""

    def __init__(
        self, fetcher: Fetches, *, pause: float | None = None, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._fetcher = fetcher
        self._pause = PAUSE if pause is None else pause
        self._sleep = sleep
        self._turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._last: dict[str, float] = {}
        self._robots = Robots(self._paced)

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """One page, see ``Fetcher.get``. Raises FetchError, also where robots.txt forbids it."""
        asked = self._robots.check(url)
        return self._paced(url, etag=etag, modified=modified, pause=max(self._pause, asked))

    def _paced(
        self, url: str, *, etag: str | None = None, modified: str | None = None, pause: float | None = None
    ) -> Fetched:
        host = urlsplit(url).netloc
        with self._turns[host]:
            wait = self._last.get(host, float("-inf")) + (self._pause if pause is None else pause) - time.monotonic()
            if wait > 0:
                self._sleep(wait)
            try:
                return self._fetcher.get(url, etag=etag, modified=modified)
            finally:
                self._last[host] = time.monotonic()
