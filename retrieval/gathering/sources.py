"""The sources of a library: looked at, kept, checked when they are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from retrieval.loaders.page_text import page_text
from retrieval.sources.listing import Listing
from retrieval.sources.looking import look
from retrieval.sources.visiting import Visitor


class Sources:
    """Listing pages, feeds, sitemaps and folders. Thread-safe. ``today``: the day it is."""

    def __init__(self, visitor: Visitor, today: Callable[[], date]) -> None:
        self._visitor = visitor
        self._today = today

    def look(self, address: str, *, selector: str | None = None) -> Listing:
        """What a page, JSON answer, feed or sitemap lists now; nothing is stored. ``selector``: CSS of the links.

        Raises FetchError, LoadError, InputError for a wrong selector.
        """
        seen = look(self._visitor, address, decode=page_text, today=self._today(), selector=selector)
        return seen.listing or Listing(form="page")
