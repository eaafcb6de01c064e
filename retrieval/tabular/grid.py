"""Cells with spans → a rectangle of texts. A merged cell stands in every place that it covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WIDEST = 200
"""Columns of a table; what a container claims beyond them (a span of a million) is left out."""
_BREAKS = re.compile(r"\s*\n\s*")
_PUNCTUATED = re.compile(r"[，。；：、！？,;:]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f]")
_SHORT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as the container has it: it covers ``down`` rows and ``across`` columns. ``head``: marked as a heading."""

    text: str
    down: int = 1
    across: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """``texts[i][j]``: what stands at row i, column j; ``owners``: which cell that is; ``heads``: rows wholly of headings."""

    texts: tuple[tuple[str, ...], ...]
    owners: tuple[tuple[int, ...], ...]
    heads: tuple[bool, ...]

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.texts[0]) if self.texts else 0


def expand(rows: Sequence[Sequence[Cell]]) -> Grid:
    """The rectangle of ``rows``, without its empty rows and columns. Places that no cell covers are empty."""
    places: dict[tuple[int, int], tuple[str, int]] = {}
    number = width = 0
    for i, row in enumerate(rows):
        column = 0
        for cell in row:
            while (i, column) in places:
                column += 1
            last = min(column + max(1, cell.across), WIDEST)
            text = one_line(cell.text)
            for down in range(max(1, min(cell.down, len(rows) - i))):
                for j in range(column, last):
                    places.setdefault((i + down, j), (text, number))
            column, number = last, number + 1
            width = max(width, last)
    return _tidy(places, [bool(row) and all(cell.head for cell in row) for row in rows], width)


def _tidy(places: dict[tuple[int, int], tuple[str, int]], heads: Sequence[bool], width: int) -> Grid:
    kept = [i for i in range(len(heads)) if any(places.get((i, j), ("", 0))[0] for j in range(width))]
    columns = [j for j in range(width) if any(places.get((i, j), ("", 0))[0] for i in kept)]
    lost = ("", -1)
    return Grid(
        texts=tuple(tuple(places.get((i, j), lost)[0] for j in columns) for i in kept),
        owners=tuple(tuple(places.get((i, j), lost)[1] for j in columns) for i in kept),
        heads=tuple(heads[i] for i in kept),
    )


def one_line(text: str) -> str:
    """A cell's text on one line: a name broken in a narrow column comes together, other lines are parted by a blank."""
    lines = [line for line in _BREAKS.split(text.strip()) if line]
    if len(lines) < 2:
        return lines[0] if lines else ""
    broken = all(len(line) <= _SHORT and not _PUNCTUATED.search(line) for line in lines)
    said = lines[0]
    for line in lines[1:]:
        apart = "" if _WIDE.match(said[-1]) and _WIDE.match(line) and (broken or said[-1] in "，、；。：") else " "
        said += apart + line
    return said
