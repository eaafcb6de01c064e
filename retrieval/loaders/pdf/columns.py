"""Reading order: columns are read one after the other, what stands across them is read in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from retrieval.loaders.pdf.aligned import with_tables
from retrieval.loaders.pdf.lines import joined
from retrieval.loaders.pdf.model import Line, Row

_STEP = 3.0
_LEAST = 4  # lines that a column must have
_PROSE = 9  # characters of a full line of a column at least
_FILLED = 0.8  # share of a column's width that a full line has
_SHARE = 0.3  # of the lines of a column that are full
_CROSSING = 0.4
_STRAY = 2  # short pieces in the middle, as the last line of a title


def reading_order(rows: Sequence[Row]) -> list[Line]:
    """The lines of a page as they are read; ``column`` says which lines stand in one column, ``block`` which are tables."""
    return _ordered([piece for row in rows for piece in row.pieces], ())


def _ordered(pieces: list[Line], column: tuple[int, ...]) -> list[Line]:
    gutter = _gutter(pieces) if len(column) < 4 else None
    if gutter is None:
        found = with_tables([Row(row) for row in _rows(pieces)])
        return [replace(joined(row.pieces), column=column) for row in found]
    lines: list[Line] = []
    band: list[Line] = []
    for row in map(list, _rows(pieces)):
        if any(piece.x0 < gutter < piece.x1 for piece in row):
            lines += [*_band(band, gutter, column), replace(joined(row), column=column)]
            band = []
        else:
            band += row
    return lines + _band(band, gutter, column)


def _rows(pieces: list[Line]) -> list[list[Line]]:
    ordered = sorted(pieces, key=lambda piece: (piece.base, piece.x0))
    return [sorted(row, key=lambda piece: piece.x0) for _, row in groupby(ordered, key=lambda piece: piece.base)]


def _band(band: list[Line], gutter: float, column: tuple[int, ...]) -> list[Line]:
    left = [piece for piece in band if piece.x1 <= gutter]
    right = [piece for piece in band if piece.x1 > gutter]
    return [*_ordered(left, (*column, 0)), *_ordered(right, (*column, 1))] if band else []


def _gutter(pieces: list[Line]) -> float | None:
    """The middle of the white strip between two columns of prose; None where there are none."""
    if len(pieces) < 2 * _LEAST:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    steps = range(int((right - left) * 0.2 / _STEP), int((right - left) * 0.8 / _STEP))
    crossed = {left + step * _STEP: 0 for step in steps}
    for place in crossed:
        crossed[place] = sum(piece.x0 < place < piece.x1 for piece in pieces)
    if not crossed:
        return None
    fewest = min(crossed.values())
    near = [(count, place) for place, count in crossed.items() if count <= fewest + _STRAY]
    return next((place for count, place in sorted(near) if _parts(pieces, place, count, left, right)), None)


def _parts(pieces: list[Line], place: float, crossing: int, left: float, right: float) -> bool:
    """Whether prose stands on both sides of a place."""
    before = [piece for piece in pieces if piece.x1 <= place]
    after = [piece for piece in pieces if piece.x0 >= place]
    if min(len(before), len(after)) < _LEAST or crossing > _CROSSING * max(len(before), len(after)):
        return False
    gap = min(piece.x0 for piece in after) - max(piece.x1 for piece in before)
    size = median(piece.size for piece in pieces)
    return gap >= 0.8 * size and _is_prose(before, place - left) and _is_prose(after, right - place)


def _is_prose(side: list[Line], width: float) -> bool:
    full = sum(len(piece.text) >= _PROSE and piece.x1 - piece.x0 >= _FILLED * width for piece in side)
    return full >= max(_LEAST, _SHARE * len(side))
