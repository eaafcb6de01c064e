"""What loaders of structured files write into: lines of text, the tables between them, which lines are headings."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.loaders.charset import normalise_lines, without_controls
from retrieval.model import Table
from retrieval.tabular import Cell, tabulate


class Lines:
    """A text that grows line by line. ``tables`` and ``headings`` (offset in the text, depth) are in its order."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self.tables: list[Table] = []
        self.headings: list[tuple[int, int]] = []

    def add(self, text: str, *, depth: int | None = None) -> None:
        """One paragraph; its own line breaks stay. ``depth``: marked as a title (0) or a heading of this depth."""
        clean = without_controls(normalise_lines(text))
        if depth is not None and clean.strip() and "\n" not in clean.strip():
            self.headings.append((self._length, depth))
        self._lines.append(clean)
        self._length += len(clean) + 1

    def table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """A table: each of its data rows is a line."""
        found = tabulate([[_clean(cell) for cell in row] for row in rows], above=self._lines[-4:])
        if found.table:
            self.tables.append(found.table)
        for line in found.lines:
            self.add(line)

    def extend(self, text: str, tables: Sequence[Table]) -> None:
        """Lines that were made elsewhere, with the tables that they state."""
        self.add(text)
        self.tables += tables

    @property
    def text(self) -> str:
        """The lines, joined."""
        return "\n".join(self._lines)


def _clean(cell: Cell) -> Cell:
    text = without_controls(normalise_lines(cell.text))
    return cell if text == cell.text else Cell(text=text, down=cell.down, across=cell.across, head=cell.head)
