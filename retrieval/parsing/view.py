"""What the parsing of a layout works on: a body with its numbers and paragraphs, and the cuts that are made in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from retrieval.parsing.layout import ROW, Layout
from retrieval.parsing.numbering import LEVELS, Kind, Marker
from retrieval.parsing.text import STOPS, Span


class Rank(IntEnum):
    """How deep a cut nests; the kinds of number follow from ``NUMBERED`` on, outermost first."""

    REPORT = 0
    LOOSE = 1
    HEADING = 2
    NUMBERED = 3


RANKS: dict[Kind, int] = {kind: Rank.NUMBERED + place for place, kind in enumerate(LEVELS)}
RANKS["部分"] = Rank.LOOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a section begins. ``end``: where its heading ends, ``start`` itself for one without."""

    start: int
    rank: int
    level: int | None
    end: int
    marker: Marker | None = None


class View:
    """A laid-out body with its numbers and paragraphs, and the lookups between them."""

    def __init__(self, layout: Layout, markers: Sequence[Marker], spans: Sequence[Span]) -> None:
        self.layout, self.markers, self.spans = layout, markers, spans
        self.starts = [marker.start for marker in markers]
        self.begins = [start for start, _ in spans]
        self.numbered = {bisect_left(self.begins, start) for start in self.starts}
        kinds = {marker.kind for marker in markers}
        self.top = next((kind for kind in LEVELS if kind in kinds), None)
        self.ranks = _nesting(markers)
        self.by_kind: dict[Kind, list[Marker]] = {}
        for marker in markers:
            self.by_kind.setdefault(marker.kind, []).append(marker)

    def text(self, index: int) -> str:
        """Narrow text of a paragraph on one logical line."""
        start, end = self.spans[index]
        return self.layout.narrow[start:end].replace("\n", "")

    def is_row(self, index: int) -> bool:
        """Whether a paragraph states a row of a table; it stays with what stands before it."""
        return index > 0 and self.layout.narrow[self.spans[index][0]] == ROW

    def complete(self, index: int) -> bool:
        """Whether a paragraph ends as a sentence does."""
        start, end = self.spans[index]
        return any(stop in STOPS + ":" for stop in self.layout.narrow[max(start, end - 2) : end])

    def marker(self, index: int) -> Marker | None:
        """The number that a paragraph begins with."""
        if index not in self.numbered or index >= len(self.spans):
            return None
        return self.markers[bisect_left(self.starts, self.begins[index])]

    def next_of(self, kind: Kind, at: int) -> Marker | None:
        """The next number of a kind after an offset."""
        members = self.by_kind.get(kind, [])
        place = bisect_right(members, at, key=lambda marker: marker.start)
        return members[place] if place < len(members) else None

    def between(self, start: int, end: int) -> range:
        """Indices of the paragraphs that begin in a stretch of the text."""
        return range(bisect_left(self.begins, start), bisect_left(self.begins, end))


def _nesting(markers: Sequence[Marker]) -> dict[Kind, int]:
    """How deep each kind nests: as RANKS says, but 1. over （一） where （一） starts anew under one 1. after the other."""
    over = under = 0
    for before, after in pairwise(markers):
        if after.number == 1:
            over += (before.kind, after.kind) == ("1.", "（一）")
            under += (before.kind, after.kind) == ("（一）", "1.")
    if over < 2 or under:
        return RANKS
    return {**RANKS, "1.": RANKS["（一）"], "（一）": RANKS["1."]}


def untitled(start: int, rank: int = Rank.REPORT, level: int | None = None) -> Cut:
    """A cut without a heading."""
    return Cut(start=start, rank=rank, level=level, end=start)
