"""Where the heading of a numbered section ends: at its line, at the first 。, at a space, or after its first clause.

A first sentence without a comma that more text follows is a title. One with a comma (抓党建,促发展。) is a title where its
neighbours of the same kind all begin with such short sentences; else the item has no title and its first clause names it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.parsing.numbering import Kind
from retrieval.parsing.view import Cut, View

_STOP = re.compile(r"[。!?;]")
_CLAUSE = re.compile(r"[。!?;]|[,:](?!(?<=\d.)\d)")
_SPACE = re.compile(r"(?<=[一-鿿”)》]) +(?=[一-鿿“《\d])")
_TRAILING = " \n。;:,、"
_LONGEST_TITLE = 60
_LONGEST = 120
_SHORT = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """The first sentence of a numbered section. ``end``: of the sentence; ``clause``, ``space``: of its shorter readings.

    ``tail``: text follows in the same paragraph; ``alone``: nothing does, but paragraphs or sub-sections below.
    """

    begin: int
    end: int
    clause: int
    space: int
    stop: str
    commas: int
    tail: bool
    alone: bool

    @property
    def short(self) -> bool:
        """Whether the sentence could be a title by its size."""
        return self.end - self.begin <= _SHORT and self.commas <= 2 and self.stop != ";"


@dataclass(slots=True)
class _Tally:
    """How many sections of a group begin with a sentence that looks like a title."""

    total: int = 0
    titled: int = 0

    @property
    def mostly(self) -> bool:
        """Whether four in five do."""
        return 5 * self.titled >= 4 * self.total

    def add(self, titled: bool) -> None:
        """Count one more section."""
        self.total += 1
        self.titled += titled


def head_ends(view: View, cuts: Sequence[Cut]) -> dict[int, int]:
    """For each numbered cut (by its start) the offset where its heading ends. ``cuts``: all of the text, ascending."""
    shapes = [_shape(view, cuts, place, cut.marker.end) if cut.marker else None for place, cut in enumerate(cuts)]
    groups, kinds = _titled(cuts, shapes)
    ends: dict[int, int] = {}
    for cut, shape, group in zip(cuts, shapes, groups, strict=True):
        if cut.marker and shape:
            members = group if group.total >= 3 else kinds[cut.marker.kind]
            end = shape.clause if cut.marker.kind == "一是" else _end(shape, members.mostly)
            ends[cut.start] = _trimmed(view, cut.marker.digits, min(end, cut.start + _LONGEST))
    return ends


def _trimmed(view: View, start: int, end: int) -> int:
    text = view.layout.narrow
    while end > start + 1 and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _shape(view: View, cuts: Sequence[Cut], place: int, begin: int) -> _Shape:
    """``begin``: where the words of the heading begin, behind its number."""
    cut = cuts[place]
    own_end = cuts[place + 1].start if place + 1 < len(cuts) else len(view.layout.body)
    child = place + 1 < len(cuts) and cuts[place + 1].rank > cut.rank
    paragraph = max(begin, min(view.spans[bisect_left(view.begins, cut.start)][1], own_end))
    masked = view.layout.masked
    stop = _STOP.search(masked, begin, paragraph)
    end = stop.start() if stop else paragraph
    clause = _CLAUSE.search(masked, begin, end)
    rest = bool(masked[stop.end() : paragraph].strip("”’)》 \n")) if stop else False
    below = child or bool(masked[paragraph : min(own_end, paragraph + 200)].strip())
    return _Shape(
        begin=begin,
        end=end,
        clause=clause.start() if clause else end,
        space=_space(masked, begin, end, bool(stop)),
        stop=stop[0] if stop else "",
        commas=masked.count(",", begin, min(end, begin + 200)),
        tail=rest,
        alone=below and not rest,
    )


def _space(masked: str, begin: int, end: int, stopped: bool) -> int:
    """End of a title that only a space parts from its long first sentence; -1 where there is none."""
    spaces = [space for space in _SPACE.finditer(masked, begin, min(end, begin + 200))]
    if len(spaces) != 1 or masked.count(",", begin, spaces[0].start()) > 2:
        return -1
    title, rest = spaces[0].start() - begin, end - spaces[0].end()
    long_enough = rest >= 30 or (rest >= (10 if stopped else 20) and "," in masked[spaces[0].end() : end])
    return spaces[0].start() if 6 <= title <= 50 and long_enough else -1


def _titled(cuts: Sequence[Cut], shapes: Sequence[_Shape | None]) -> tuple[list[_Tally], dict[Kind, _Tally]]:
    """For each cut the tally of its siblings, and the tallies of whole kinds."""
    kinds: dict[Kind, _Tally] = defaultdict(_Tally)
    groups: list[_Tally] = []
    opened: dict[int, _Tally] = {}
    for cut, shape in zip(cuts, shapes, strict=True):
        for rank in [rank for rank in opened if rank > cut.rank]:
            del opened[rank]
        group = opened.setdefault(cut.rank, _Tally())
        groups.append(group)
        if cut.marker and shape:
            titled = shape.short and (shape.tail or shape.alone)
            group.add(titled)
            kinds[cut.marker.kind].add(titled)
    return groups, kinds


def _end(shape: _Shape, titled: bool) -> int:
    """The end of a heading by the shape of its first sentence."""
    if shape.space >= 0:
        return shape.space
    size = shape.end - shape.begin
    if not shape.stop:
        whole = size <= _LONGEST_TITLE and (shape.alone or shape.commas == 0 or size <= _SHORT // 2 + 8)
        return shape.end if whole else shape.clause
    if shape.stop == ";" or size > _LONGEST_TITLE or _colon_first(shape):
        return shape.clause
    if shape.commas == 0:
        return shape.end
    return shape.end if shape.short and (shape.alone or (shape.tail and titled)) else shape.clause


def _colon_first(shape: _Shape) -> bool:
    return shape.commas == 0 and shape.clause < shape.end
