"""From glyphs to lines: rows by baseline, blanks by distance, pieces between wide gaps."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from retrieval.loaders.pdf.characters import closed_up, is_blank, is_closing, is_han, is_latin, unbroken
from retrieval.loaders.pdf.model import Glyph, Line, Row

_SAME_BASE = 0.3  # of the font size
_SMALL = 0.8  # a raised or lowered mark is at most so big as its neighbours
_WORD_GAP = 0.18  # between Latin words
_HAN_GAP = 0.19  # between Chinese characters, which are else set evenly
_BLANK_GAP = 0.6  # where something stands apart
_PIECE_GAP = 1.2  # between columns and cells


def rows(glyphs: Sequence[Glyph], page: int) -> list[Row]:
    """Rows from the top down, each cut into pieces at wide gaps; blank ones left out."""
    found = []
    for level in _levels(glyphs):
        pieces = _pieces(level, page)
        if pieces:
            found.append(Row(pieces))
    return found


def joined(pieces: Sequence[Line]) -> Line:
    """Pieces of one row as one line."""
    if len(pieces) == 1:
        return pieces[0]
    first, last = pieces[0], pieces[-1]
    text = " ".join(piece.text for piece in pieces)
    return replace(
        first,
        text=text,
        x1=last.x1,
        edge=last.edge,
        spaced=last.spaced,
        size=max(pieces, key=lambda piece: len(piece.text)).size,
        bold=all(piece.bold for piece in pieces),
    )


def _levels(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, top down; small raised or lowered ones go to the row that they belong to."""
    found: list[list[Glyph]] = []
    for glyph in sorted((one for one in glyphs if one.size > 0), key=lambda one: one.base):
        if found and glyph.base - found[-1][0].base <= _SAME_BASE * max(glyph.size, found[-1][0].size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return _with_marks(found)


def _with_marks(levels: list[list[Glyph]]) -> list[list[Glyph]]:
    sizes = [median(one.size for one in level) for level in levels]
    taken: set[int] = set()
    for index, level in enumerate(levels):
        for other in (index + 1, index - 1):
            if (
                0 <= other < len(levels)
                and other not in taken
                and _is_mark(level, levels[other], sizes[index], sizes[other])
            ):
                levels[other].extend(level)
                taken.add(index)
                break
    return [level for index, level in enumerate(levels) if index not in taken]


def _is_mark(level: list[Glyph], other: list[Glyph], size: float, beside: float) -> bool:
    """Whether a level is superscripts of another: small, near, and between its ends."""
    if size > _SMALL * beside or abs(level[0].base - other[0].base) > 0.65 * beside:
        return False
    left, right = min(one.x0 for one in other), max(one.x1 for one in other)
    return all(left - beside <= one.x0 and one.x1 <= right + beside for one in level)


def _pieces(level: list[Glyph], page: int) -> list[Line]:
    ordered = _once(sorted(level, key=lambda one: one.x0))
    visible = [index for index, one in enumerate(ordered) if not is_blank(one.text)]
    if not visible:
        return []
    gaps = [ordered[b].x0 - ordered[a].x1 for a, b in itertools.pairwise(visible)]
    wide = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0
    pieces: list[list[tuple[str, Glyph]]] = [[("", ordered[visible[0]])]]
    for (a, b), gap in zip(itertools.pairwise(visible), gaps, strict=True):
        before, after = ordered[a], ordered[b]
        size = max(before.size, after.size)
        if gap > _PIECE_GAP * size + wide:
            pieces.append([("", after)])
        else:
            pieces[-1].append((_blank(before, after, gap - wide, typed=b - a > 1), after))
    spaced = visible[-1] < len(ordered) - 1
    return [_line(piece, page, spaced=spaced and piece is pieces[-1]) for piece in pieces]


def _once(ordered: list[Glyph]) -> list[Glyph]:
    """Without the second impression of characters that are printed twice to look bold."""
    found: list[Glyph] = []
    for one in ordered:
        again = any(one.text == other.text and abs(one.x0 - other.x0) < 0.15 * one.size for other in found[-3:])
        if not again or is_blank(one.text):
            found.append(one)
    return found


def _blank(before: Glyph, after: Glyph, gap: float, *, typed: bool) -> str:
    """What stands between two characters. ``gap``: beyond what is usual in the row; ``typed``: the file has a blank there."""
    size = max(before.size, after.size)
    if is_latin(before.text) and is_latin(after.text):
        return " " if typed or gap > _WORD_GAP * size else ""
    if typed:
        return " " if gap > 0.05 * size else ""
    least = _HAN_GAP if is_han(before.text) and is_han(after.text) else _BLANK_GAP
    return " " if gap > least * size and not is_closing(before.text) else ""


def _line(piece: list[tuple[str, Glyph]], page: int, *, spaced: bool) -> Line:
    glyphs = [glyph for _, glyph in piece]
    text = closed_up("".join(blank + glyph.text for blank, glyph in piece))
    size = Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]
    inner = next((glyph for glyph in reversed(glyphs) if not is_closing(glyph.text)), glyphs[-1])
    held = min(unbroken("".join(glyph.text for glyph in glyphs)), len(glyphs))
    return Line(
        text=text,
        page=page,
        x0=glyphs[0].x0,
        x1=glyphs[-1].x1,
        base=Counter(round(glyph.base, 1) for glyph in glyphs).most_common(1)[0][0],
        size=size,
        bold=sum(glyph.bold for glyph in glyphs) > 0.9 * len(glyphs),
        edge=inner.x1,
        chunk=glyphs[held - 1].x1 - glyphs[0].x0,
        spaced=spaced,
    )
