"""Headings without a number that the file itself marks (a Word style, h2, ##)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from retrieval.parsing import titles
from retrieval.parsing.numbering import LEVELS, Kind
from retrieval.parsing.view import RANKS, Cut, Rank, View

_LONGEST = 60
_INNER: tuple[tuple[int, Kind], ...] = ((2, "（一）"), (3, "1."), (4, "（1）"))
"""Where headings without a number nest that stand below another heading: depth → the kind of number they are like."""


def marked(view: View, cuts: Collection[int]) -> Iterator[Cut]:
    """Cuts at marked lines that have neither a number nor a cut of their own.

    They nest like the numbered headings that are marked alike; where none is, by their depth, the outermost over everything.
    """
    alike = _alike(view)
    plain = {
        start: depth for start, depth in view.layout.headed.items() if start not in cuts and _is_heading(view, start)
    }
    shallowest = min([*plain.values(), *alike], default=1)
    for start, depth in plain.items():
        rank, level = alike.get(depth) or _nested(depth - shallowest + 1)
        yield Cut(start=start, rank=rank, level=level, end=_end(view, start))


def _alike(view: View) -> dict[int, tuple[int, int]]:
    """Depth → (rank, level) of the numbers at lines that are marked so."""
    found: dict[int, tuple[int, int]] = {}
    for marker in view.markers:
        depth = view.layout.headed.get(marker.start)
        if depth:
            found[depth] = min(found.get(depth, (99, 99)), (view.ranks[marker.kind], LEVELS[marker.kind]))
    return found


def _nested(depth: int) -> tuple[int, int]:
    """Rank and level of the depth below the outermost marked heading."""
    kinds = dict(_INNER)
    if depth < 2:
        return Rank.HEADING, 1
    inner = min(depth, max(kinds))
    return RANKS[kinds[inner]], inner


def _is_heading(view: View, start: int) -> bool:
    """Whether a paragraph of its own begins there that may be a heading: short, no number, no signature."""
    if start not in view.begins or start in view.starts:
        return False
    text = view.text(view.begins.index(start))
    return 0 < len(text) <= _LONGEST and not titles.is_signature(text)


def _end(view: View, start: int) -> int:
    return view.spans[view.begins.index(start)][1]
