"""Tables without lines: rows whose pieces stand under each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from retrieval.loaders.pdf.characters import seam
from retrieval.loaders.pdf.model import Block, Row
from retrieval.loaders.pdf.ruled import standing
from retrieval.tabular import Cell

_LEAST = 3  # rows
_SHORT = 16  # characters of a cell, by the median
_FIGURE = re.compile(r"[≥≤约]?[-+]?[\d,.]+ ?[%‰一-鿿/]{0,6}|[—–\-/]+")
_FIGURES = 0.3  # share of the cells beside the first that are figures
_NEAR = 2.6  # of a row's own height between rows of one table
_Span = tuple[float, float]


def with_tables(rows: Sequence[Row]) -> list[Row]:
    """The rows of a page, with one row in the place of each table found among them."""
    found: list[Row] = []
    index = 0
    while index < len(rows):
        end = _end(rows, index)
        block = _block(rows[index:end]) if end - index >= _LEAST else None
        if block is None:
            found.append(rows[index])
            index += 1
        else:
            pieces = [piece for row in rows[index:end] for piece in row.pieces]
            left, right = min(one.x0 for one in pieces), max(one.x1 for one in pieces)
            found.append(Row([standing(block, pieces[0].page, top=pieces[0].base, left=left, right=right)]))
            index = end
    return found


def _end(rows: Sequence[Row], start: int) -> int:
    """End of the run of rows in several pieces that begins here; a single piece between two such rows belongs to it."""
    end = start
    while end < len(rows) and not any(piece.block for piece in rows[end].pieces):
        if end > start and rows[end].base - rows[end - 1].base > _NEAR * rows[end].pieces[0].size:
            break
        if len(rows[end].pieces) < 2 and (end == start or end + 1 >= len(rows) or len(rows[end + 1].pieces) < 2):
            break
        end += 1
    while end > start and len(rows[end - 1].pieces) < 2:
        end -= 1
    return end


def _block(rows: Sequence[Row]) -> Block | None:
    """The table that these rows are; None where they are columns of prose or do not stand under each other."""
    many = [row for row in rows if len(row.pieces) > 1]
    width = Counter(len(row.pieces) for row in many).most_common(1)[0][0]
    columns = _columns([row for row in many if len(row.pieces) == width])
    if len(columns) != width or len(many) < _LEAST or not _is_data(many):
        return None
    table: list[list[Cell]] = []
    for before, row in pairwise([rows[0], *rows]):
        cells = _cells(row, columns)
        if cells is None:
            return None
        close = row.base - before.base < 1.45 * row.pieces[0].size
        if table and close and len(row.pieces) < width and not _spans(cells):
            table[-1] = [_joined(one, other) for one, other in zip(table[-1], cells, strict=False)]
        else:
            table.append(cells)
    edges = (*(left for left, _ in columns), columns[-1][1])
    pages = (rows[0].pieces[0].page,) * len(table)
    return Block(edges=edges, rows=tuple(map(tuple, table)), pages=pages)


def _columns(rows: Sequence[Row]) -> list[_Span]:
    """Stretches across the page that pieces cover."""
    spans = sorted((piece.x0, piece.x1) for row in rows for piece in row.pieces)
    found: list[_Span] = []
    for left, right in spans:
        if found and left < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _is_data(rows: Sequence[Row]) -> bool:
    cells = [piece.text for row in rows for piece in row.pieces]
    beside = [piece.text for row in rows[1:] for piece in row.pieces[1:]]
    figures = sum(bool(_FIGURE.fullmatch(text)) for text in beside)
    return median(map(len, cells)) <= _SHORT and figures >= _FIGURES * max(1, len(beside))


def _cells(row: Row, columns: Sequence[_Span]) -> list[Cell] | None:
    """A row's cells; None where a piece stands in no column or two in one."""
    found: list[Cell] = []
    for piece in row.pieces:
        covered = [index for index, (left, right) in enumerate(columns) if piece.x0 < right and left < piece.x1]
        if not covered:
            return None
        at = sum(cell.across for cell in found)
        if covered[0] < at:
            return None
        found += [Cell(text="")] * (covered[0] - at) + [Cell(text=piece.text, across=len(covered))]
    return found + [Cell(text="")] * (len(columns) - sum(cell.across for cell in found))


def _spans(cells: Sequence[Cell]) -> bool:
    return any(cell.across > 1 for cell in cells)


def _joined(one: Cell, other: Cell) -> Cell:
    between = seam(one.text, other.text, spaced=False, full=False)
    return Cell(text=one.text + between + other.text, across=one.across, down=one.down)
