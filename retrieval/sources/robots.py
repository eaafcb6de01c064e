"""What a site's robots.txt allows this program."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from retrieval.errors import FetchError
from retrieval.sources.fetch import Fetched

KEPT = 24 * 3600.0
LONGEST_DELAY = 30.0
AGENT = "Huiwen"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    rules: Protego
    until: float


class Robots:
    """Asks each site once a day. ``get``: fetches an address. A site without the file, or whose file cannot be had because the
    site is out of reach, allows everything: the page itself then says what is wrong. One that fails (5xx) allows nothing.
    """

    def __init__(self, get: Callable[[str], Fetched], clock: Callable[[], float] = time.monotonic) -> None:
        self._get = get
        self._clock = clock
        self._known: dict[str, _Rules] = {}
        self._asking: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def check(self, url: str) -> float:
        """Seconds that the site wants between two requests, 0 where it says nothing. Raises FetchError where it forbids the page."""
        rules = self._rules(url)
        if not rules.can_fetch(url, AGENT):
            raise FetchError(
                f"{url} 的网站在 robots.txt 里不允许程序读取，请换用它的 RSS 或手工收录。", trouble="robots"
            )
        return min(float(rules.crawl_delay(AGENT) or 0), LONGEST_DELAY)

    def _rules(self, url: str) -> Protego:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._asking[site]:
            known = self._known.get(site)
            if known is None or known.until < self._clock():
                known = self._known[site] = _Rules(rules=self._asked(site), until=self._clock() + KEPT)
            return known.rules

    def _asked(self, site: str) -> Protego:
        try:
            found = self._get(f"{site}/robots.txt")
        except FetchError as error:
            return Protego.parse("User-agent: *\nDisallow: /" if error.trouble == "busy" else "")
        text = found.data[:500_000].decode("utf-8", "replace")
        return Protego.parse("" if text.lstrip().startswith("<") else text)
