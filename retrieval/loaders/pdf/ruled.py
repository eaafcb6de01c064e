"""Tables with ruling lines: where the lines cross is a grid; where one is missing, cells are merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.loaders.pdf.characters import seam
from retrieval.loaders.pdf.lines import joined, rows
from retrieval.loaders.pdf.model import Block, Glyph, Line, Page, Rule
from retrieval.tabular import Cell

_NEAR = 3.0  # points within which lines are one, or meet
_WALL = 0.6  # share of a cell's side that a line must cover
_MOST = 400  # lines of one direction on a page; a table of a report has 60
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """The grid that ruling lines make: ``xs`` and ``ys`` are the borders of its columns and rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def place(self, glyph: Glyph) -> _Place | None:
        """Row and column that a glyph stands in."""
        row = _slot(self.ys, glyph.base - 0.3 * glyph.size)
        column = _slot(self.xs, glyph.middle)
        return None if row is None or column is None else (row, column)


def tables(page: Page) -> tuple[list[Line], list[Glyph]]:
    """The ruled tables of a page, each as a line that stands for it, and the glyphs outside of them."""
    rest = list(page.glyphs)
    found: list[Line] = []
    for frame in _frames(page.across, page.down):
        inside: dict[_Place, list[Glyph]] = defaultdict(list)
        outside: list[Glyph] = []
        for glyph in rest:
            place = frame.place(glyph)
            if place is None:
                outside.append(glyph)
            else:
                inside[place].append(glyph)
        cells = _cells(frame, inside, page.number)
        if sum(bool(cell.text) for row in cells for cell in row) >= 3:
            found.append(_standing(frame, cells, page.number))
            rest = outside
    return found, rest


def _standing(frame: Frame, cells: Sequence[tuple[Cell, ...]], page: int) -> Line:
    block = Block(edges=frame.xs, rows=tuple(cells), pages=(page,) * len(cells))
    return standing(block, page, top=frame.ys[0], left=frame.xs[0], right=frame.xs[-1])


def standing(block: Block, page: int, *, top: float, left: float, right: float) -> Line:
    """A line in the place of a table."""
    return Line(
        text="", page=page, x0=left, x1=right, base=top, size=10.0, bold=False, edge=right, chunk=0.0, block=block
    )


def _slot(borders: Sequence[float], at: float) -> int | None:
    return next((index for index, (low, high) in enumerate(pairwise(borders)) if low <= at < high), None)


def _frames(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[Frame]:
    across, down = _merged(across), _merged(down)
    if not across or not down or max(len(across), len(down)) > _MOST:
        return
    for group, uprights in _connected(across, down):
        xs = _borders([rule.at for rule in uprights], [end for rule in group for end in (rule.start, rule.end)])
        ys = _borders([rule.at for rule in group], [end for rule in uprights for end in (rule.start, rule.end)])
        if len(xs) >= 3 and len(ys) >= 3:
            yield Frame(xs, ys, tuple(group), tuple(uprights))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines that lie on one another or continue each other as one."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (round(one.at / _NEAR), one.start)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= _NEAR and rule.start <= last.end + _NEAR:
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _connected(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that cross or touch each other."""
    owner = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    for i, flat in enumerate(across):
        for j, upright in enumerate(down):
            if _meet(flat, upright):
                owner[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, flat in enumerate(across):
        groups[root(i)][0].append(flat)
    for j, upright in enumerate(down):
        groups[root(len(across) + j)][1].append(upright)
    return (group for group in groups.values() if len(group[0]) >= 2 and group[1])


def _meet(flat: Rule, upright: Rule) -> bool:
    return (
        flat.start - _NEAR <= upright.at <= flat.end + _NEAR and upright.start - _NEAR <= flat.at <= upright.end + _NEAR
    )


def _borders(lines: list[float], ends: list[float]) -> tuple[float, ...]:
    """Places of lines, near ones as one; the outermost ends too where no line closes the table there."""
    found: list[float] = []
    for place in sorted([*lines, min(ends, default=0.0), max(ends, default=0.0)]):
        if not found or place - found[-1] > 1.5 * _NEAR:
            found.append(place)
    return tuple(found)


def _cells(frame: Frame, inside: dict[_Place, list[Glyph]], page: int) -> list[tuple[Cell, ...]]:
    """The cells of each row from left to right, merged where no line parts them."""
    merged = _regions(frame)
    texts: dict[_Place, list[Glyph]] = defaultdict(list)
    for place, glyphs in inside.items():
        texts[merged[place]].extend(glyphs)
    spans: dict[_Place, _Place] = {}
    for place, first in merged.items():
        down, across = spans.get(first, (1, 1))
        spans[first] = max(down, place[0] - first[0] + 1), max(across, place[1] - first[1] + 1)
    found: list[list[Cell]] = [[] for _ in frame.ys[1:]]
    for first in sorted(spans):
        down, across = spans[first]
        found[first[0]].append(Cell(text=_text(texts[first], page), down=down, across=across))
    return [tuple(row) for row in found]


def _regions(frame: Frame) -> dict[_Place, _Place]:
    """For each place of the grid the first place of the cell that it belongs to."""
    heights, widths = list(pairwise(frame.ys)), list(pairwise(frame.xs))
    first: dict[_Place, _Place] = {}
    for i, (top, bottom) in enumerate(heights):
        for j, (left, right) in enumerate(widths):
            first[i, j] = (i, j)
            if j and not _walled(frame.down, left, top, bottom):
                first[i, j] = first[i, j - 1]
            if i and not _walled(frame.across, top, left, right):
                above = first[i - 1, j]
                first[i, j] = above if above[1] <= first[i, j][1] else first[i, j]
    return first


def _walled(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules if abs(rule.at - at) <= 1.6 * _NEAR
    )
    return covered >= _WALL * (end - start)


def _text(glyphs: list[Glyph], page: int) -> str:
    return wrapped([joined(row.pieces) for row in rows(glyphs, page)]) if glyphs else ""


def wrapped(lines: Sequence[Line]) -> str:
    """The lines of a cell: joined where the next would not have fitted, else on lines of their own."""
    if not lines:
        return ""
    widest = max(line.x1 - line.x0 for line in lines)
    text = lines[0].text
    for before, after in pairwise(lines):
        room = widest - (before.x1 - before.x0)
        if room > after.chunk + 0.3 * before.size:
            text += "\n"
        else:
            text += seam(text, after.text, spaced=before.spaced, full=room < 0.55 * before.size)
        text += after.text
    return text
