"""Paragraphs and tables in the order of the text → its lines, its tables, and where each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from retrieval.loaders.pdf.footnotes import Notes, plain_block
from retrieval.loaders.pdf.model import Block, Line
from retrieval.loaders.pdf.paragraphs import paragraphs
from retrieval.model import Table
from retrieval.tabular import Cell, tabulate

_EDGE = 6.0  # points within which the columns of two pages are the same; more for wide ones, whose text shows no edge
_CONTINUED = re.compile(r"续 ?表.{0,20}|.{0,30}[（(]续表?[)）]")
_STOPPED = re.compile(r"[。；！？]$")


@dataclass(slots=True)
class Flow:
    """``begins``: page → the offset where it begins."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    begins: dict[int, int] = field(default_factory=dict)
    _offset: int = 0

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def pages(self, count: int) -> tuple[int, ...]:
        """The offset where each page begins; for one without text, where the next begins."""
        starts: list[int] = []
        following = max(0, self._offset - 1)
        for page in range(count, 0, -1):
            following = min(following, self.begins.get(page, following))
            starts.append(following)
        return tuple(reversed(starts))

    def add(self, line: str, starts: Iterable[tuple[int, int]]) -> None:
        """One line of text. ``starts``: (offset in it, page)."""
        for start, page in starts:
            self.begins.setdefault(page, self._offset + start)
        self.lines.append(line)
        self._offset += len(line) + 1

    def add_notes(self, lines: Iterable[str]) -> None:
        """Lines of footnotes."""
        for line in lines:
            self.add(line, ())

    def table(self, block: Block) -> None:
        """The lines that state a table."""
        found = tabulate(block.rows, above=self.lines[-2:])
        if found.table is None:
            pages = [block.pages[0]] * len(found.lines)
        else:
            self.tables.append(found.table)
            pages = _pages(found.lines, found.table, block)
        for line, page in zip(found.lines, pages, strict=True):
            self.add(line, [(0, page)])


def flow(lines: Sequence[Line], notes: Notes) -> Flow:
    """Lines in reading order, some of them standing for tables; each note follows the paragraph that refers to it."""
    found = Flow()
    stretches, blocks = _parted(lines)
    for stretch, block in zip(paragraphs(stretches), [*blocks, None], strict=True):
        for paragraph in stretch:
            found.add_notes(notes.left(before=paragraph.starts[0][1]))
            told, behind = notes.told(paragraph)
            found.add(told.text, told.starts)
            found.add_notes(behind)
        if block is not None:
            found.table(plain_block(block))
    found.add_notes(notes.left())
    return found


def _parted(lines: Sequence[Line]) -> tuple[list[list[Line]], list[Block]]:
    """Stretches of text, and the tables between them; what goes on over pages is one table."""
    stretches: list[list[Line]] = [[]]
    blocks: list[Block] = []
    for line in lines:
        if line.block is None:
            stretches[-1].append(line)
            continue
        between = stretches[-1]
        if blocks and _goes_on(blocks[-1], line.block) and all(_CONTINUED.fullmatch(one.text) for one in between):
            blocks[-1] = _continued(blocks[-1], line.block)
            stretches[-1] = []
        else:
            blocks.append(line.block)
            stretches.append([])
    return stretches, blocks


def _goes_on(one: Block, other: Block) -> bool:
    if other.pages[0] != one.pages[-1] + 1 or len(one.edges) != len(other.edges):
        return False
    shift = other.edges[0] - one.edges[0]
    most = max(_EDGE, 0.3 * min(b - a for a, b in pairwise(one.edges)))
    return all(abs(b - a - shift) <= most for a, b in zip(one.edges, other.edges, strict=True))


def _continued(one: Block, other: Block) -> Block:
    """Both as one table, the head that is printed again left out, a row that was cut made whole."""
    again = 0
    while again < min(len(one.rows), len(other.rows) - 1) and _words(one.rows[again]) == _words(other.rows[again]):
        again += 1
    rows, more = list(one.rows), list(other.rows[again:])
    pages, later = list(one.pages), list(other.pages[again:])
    if rows and more and _is_cut(rows[-1], more[0]):
        rows[-1] = tuple(_added(a, b) for a, b in zip(rows[-1], more[0], strict=True))
        more, later = more[1:], later[1:]
    elif rows and more and more[0] and not more[0][0].text and rows[-1] and len(rows[-1]) == len(more[0]):
        more[0] = (replace(more[0][0], text=rows[-1][0].text), *more[0][1:])
    return Block(edges=one.edges, rows=(*rows, *more), pages=(*pages, *later))


def _words(row: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _is_cut(row: Sequence[Cell], rest: Sequence[Cell]) -> bool:
    """Whether a row goes on in the next: only where its text stopped in the middle of a sentence."""
    if len(row) != len(rest) or not row or rest[0].text or not row[0].text:
        return False
    goes_on = [(a, b) for a, b in zip(row, rest, strict=True) if b.text]
    return 2 * len(goes_on) <= len(row) and all(a.text and not _STOPPED.search(a.text) for a, _ in goes_on)


def _added(one: Cell, rest: Cell) -> Cell:
    return replace(one, text=one.text + rest.text)


def _pages(lines: Sequence[str], table: Table, block: Block) -> list[int]:
    """The page of each line of a table: that of the row that it states, else that of the line before it."""
    stated = {line: index for index, said in enumerate(table.lines) for line in said}
    rows = _places(table, block)
    pages: list[int] = []
    for line in lines:
        before = pages[-1] if pages else block.pages[0]
        pages.append(max(before, rows[stated[line]]) if line in stated else before)
    return pages


def _places(table: Table, block: Block) -> list[int]:
    """The page of each data row: rows are found again in their order by their words."""
    found: list[int] = []
    at = 0
    for row in table.rows:
        words = set(row)
        fits = (index for index in range(at, len(block.rows)) if _of(block.rows[index], words))
        at = next(fits, at)
        found.append(block.pages[at])
    return found


def _of(row: Sequence[Cell], words: set[str]) -> bool:
    said = [cell.text for cell in row if cell.text and "\n" not in cell.text]
    return bool(said) and all(text in words for text in said)
