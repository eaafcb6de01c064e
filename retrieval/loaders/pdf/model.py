"""What the pages of a PDF are made of. Lengths in points; y grows downwards from the top of the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.tabular import Cell


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it stands. ``x0``…``x1``: its advance; ``base``: its baseline; ``size``: of its font, as shown."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """Where its middle is from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: across from ``start`` to ``end`` at y = ``at``, or down at x = ``at``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. ``across``, ``down``: its ruling lines; ``covered``: share of it under pictures, 0 to 1.

    ``unmapped``: characters of a font that does not say which they are; ``hidden``: invisible ones, as over a scan.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    covered: float = 0.0
    unmapped: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table, or what of it stands on one page. ``edges``: where its columns begin and end; ``pages``: of each row."""

    edges: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, or a piece of one between wide gaps.

    ``edge``: its right end less closing punctuation, which may hang over the margin. ``chunk``: the width of what could
    not have been parted from its first character. ``spaced``: a blank stood at its end.
    """

    text: str
    page: int
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    edge: float
    chunk: float
    spaced: bool = False
    column: tuple[int, ...] = ()
    block: Block | None = None

    @property
    def middle(self) -> float:
        """Where its middle is from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Row:
    """Pieces of text on one baseline, from left to right."""

    pieces: list[Line] = field(default_factory=list)

    @property
    def base(self) -> float:
        """Its baseline."""
        return self.pieces[0].base

    @property
    def text(self) -> str:
        """The pieces with a blank between them."""
        return " ".join(piece.text for piece in self.pieces)
