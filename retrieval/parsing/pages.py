"""On which pages of its file each section stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import Loaded, Section

_PROBE = 40


def paged(sections: Sequence[Section], loaded: Loaded) -> tuple[Section, ...]:
    """The sections with ``pages`` set; unchanged where the file has no pages."""
    return _Finder(loaded).all(sections) if loaded.pages else tuple(sections)


class _Finder:
    """Sections are looked for in the order of the text, each after the one before."""

    def __init__(self, loaded: Loaded) -> None:
        self._text, self._starts = loaded.text, loaded.pages
        self._cursor = 0

    def all(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(self._one(section) for section in sections)

    def _one(self, section: Section) -> Section:
        pages = self._pages(section.text)
        return replace(section, pages=pages, children=self.all(section.children))

    def _pages(self, text: str) -> tuple[tuple[int, int], ...]:
        """Nothing where the text is not found, as where lines were taken out of its middle and its beginning is cut."""
        start = self._text.find(text, self._cursor)
        if start < 0:
            start = self._text.find(text.split("\n", 1)[0][:_PROBE], self._cursor)
        if start < 0 or not text:
            return ()
        end = self._cursor = start + len(text)
        first = bisect_right(self._starts, start)
        later = ((at - start, page) for page, at in enumerate(self._starts, 1) if start < at < end)
        return ((0, max(1, first)), *later)
