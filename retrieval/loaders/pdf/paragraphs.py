"""From lines to paragraphs: by the indent of the next line, by what would have fitted on this one, by space and font."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.loaders.pdf.characters import seam
from retrieval.loaders.pdf.model import Line

_INDENT = 0.9  # of the font size
_SAME_SIZE = 0.07
_LONG = 10  # characters of a line that may show the margins
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}[章节条篇部]|[（(][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十百]{1,4}、"
    r"|\d{1,3}[.．、](?!\d)|[①-⑳㈠-㈩])"
)
_INSIDE = re.compile(rf"(?<=[。；！？;]){_NUMBERED.pattern}")
_STOPPED = re.compile(r"[。！？；：…!?;:][”’」』）》)]*$")
_DATED = re.compile(r"[（(]?(?:20\d\d|二[〇○零0])[^。]{1,14}[日月][)）]?$|[（(]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``starts``: (offset in ``text``, page) wherever another page begins in it, the first one at 0."""

    text: str
    starts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Margins:
    """Of the column that a line stands in. ``pitch``: from one baseline to the next; ``size``: of the font; both as usual."""

    left: float
    right: float
    pitch: float
    size: float

    def large(self, line: Line) -> bool:
        """Whether a line is set in larger type than the text."""
        return line.size > (1 + _SAME_SIZE) * self.size

    def reach(self, line: Line) -> float:
        """How far below a line the next of its paragraph may be."""
        return 2.4 * line.size if self.large(line) else self.pitch + 0.4 * line.size

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle, away from both margins."""
        apart = min(line.x0 - self.left, self.right - line.x1) > line.size
        return apart and abs(line.middle - (self.left + self.right) / 2) < 0.8 * line.size


def paragraphs(stretches: Sequence[Sequence[Line]]) -> list[list[Paragraph]]:
    """Lines in reading order, joined; ``stretches``: of text between tables, which end a paragraph."""
    lines = [line for stretch in stretches for line in stretch]
    margins = _margins(lines)
    ends = {id(after) for before, after in pairwise(lines) if _breaks(before, after, margins)}
    ends |= {id(stretch[0]) for stretch in stretches if stretch}
    by_number = _numbers_begin(lines, ends)
    found: list[list[Paragraph]] = []
    for stretch in stretches:
        groups: list[list[Line]] = []
        for line in stretch:
            if id(line) in ends or (by_number and _next_number(groups[-1][-1], line)):
                groups.append([line])
            else:
                groups[-1].append(line)
        found.append([_paragraph(group, margins) for group in groups])
    return found


def _numbers_begin(lines: Sequence[Line], ends: Collection[int]) -> bool:
    """Whether nothing but a number shows where a paragraph begins when the last line of the one before is full.

    Not where first lines are set in or apart, since that would show; nor where numbers stand in the middle of lines.
    """
    first = [line for line in lines if id(line) in ends and _NUMBERED.match(line.text)]
    inside = sum(len(_INSIDE.findall(line.text)) for line in lines)
    return len(first) > inside


def _next_number(before: Line, after: Line) -> bool:
    return bool(_STOPPED.search(before.text) and _NUMBERED.match(after.text))


def _paragraph(group: list[Line], margins: dict[tuple[int, tuple[int, ...]], _Margins]) -> Paragraph:
    text = group[0].text
    starts = [(0, group[0].page)]
    for before, after in pairwise(group):
        full = margins[_key(before)].right - before.x1 < 0.55 * before.size
        text += seam(text, after.text, spaced=before.spaced, full=full)
        if after.page != before.page:
            starts.append((len(text), after.page))
        text += after.text
    return Paragraph(text=text, starts=tuple(starts))


def _key(line: Line) -> tuple[int, tuple[int, ...]]:
    return line.page, line.column


def _margins(lines: Sequence[Line]) -> dict[tuple[int, tuple[int, ...]], _Margins]:
    """The margins of each column of each page; where a page has too little text, those of all pages."""
    size = _body_size(lines)
    groups: dict[tuple[int, tuple[int, ...]], list[Line]] = defaultdict(list)
    columns: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for line in lines:
        groups[_key(line)].append(line)
        columns[line.column].append(line)
    whole = {column: _measured(members, size) for column, members in columns.items()}
    return {
        key: _measured(members, size) if _shows(members, size) else whole[key[1]] for key, members in groups.items()
    }


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _long(lines: Sequence[Line], size: float) -> list[Line]:
    return [line for line in lines if len(line.text) >= _LONG and abs(line.size - size) <= _SAME_SIZE * size]


def _shows(lines: Sequence[Line], size: float) -> bool:
    """Whether there are lines enough to see the margins."""
    found = _long(lines, size)
    if len(found) < 8:
        return False
    right = max(line.edge for line in found)
    return sum(right - line.edge < 2 * size for line in found) >= 4


def _measured(lines: Sequence[Line], size: float) -> _Margins:
    found = _long(lines, size) or list(lines)
    right = _right(sorted(line.edge for line in found), size)
    lefts = Counter(round(line.x0 / 2) for line in found)
    least = max(1, len(found) // 12)
    left = min((place for place, count in lefts.items() if count >= least), default=0) * 2.0
    steps = [
        after.base - before.base
        for before, after in pairwise(found)
        if before.page == after.page and 0 < after.base - before.base < 4 * size
    ]
    return _Margins(left, right, median(steps) if steps else 1.6 * size, size)


def _right(edges: Sequence[float], size: float) -> float:
    """The right margin: full lines end within a character before it; a few stick out, where a font has no square characters."""
    near = edges[bisect_left(edges, edges[-1] - 2.5 * size) :]
    return max(near, key=lambda edge: (bisect_right(near, edge) - bisect_left(near, edge - size), edge))


def _breaks(before: Line, after: Line, margins: dict[tuple[int, tuple[int, ...]], _Margins]) -> bool:
    """Whether a paragraph ends between two lines."""
    here, there = margins[_key(before)], margins[_key(after)]
    if abs(before.size - after.size) > _SAME_SIZE * max(before.size, after.size):
        return True
    if _key(before) == _key(after) and after.base - before.base > here.reach(before):
        return True
    if there.centred(after) and (here.centred(before) or here.large(before)):
        return not _one_title(before, after, here)
    return _indented(before, after, here, there) or not _fills(before, after, here)


def _fills(before: Line, after: Line, here: _Margins) -> bool:
    """Whether the beginning of the next line would not have fitted on this one."""
    return here.right - before.x1 < after.chunk + 0.35 * before.size


def _indented(before: Line, after: Line, here: _Margins, there: _Margins) -> bool:
    """Whether a line is set in as the first of a paragraph."""
    deep = after.x0 - there.left
    if deep < _INDENT * after.size:
        return False
    was = before.x0 - here.left
    hanging = abs(deep - was) < 0.3 * after.size or was < _INDENT * before.size
    block = hanging and deep > 2.6 * after.size and not _STOPPED.search(before.text)
    return not (block and _fills(before, after, here))


def _one_title(before: Line, after: Line, here: _Margins) -> bool:
    """Whether two lines in the middle are one title: alike, the second no date and no remark unless it did not fit."""
    if before.bold != after.bold or _STOPPED.search(before.text) or before.page != after.page:
        return False
    wrapped = here.right - here.left - (before.x1 - before.x0) < after.chunk + 0.35 * before.size
    return wrapped or (here.large(before) and not _DATED.match(after.text))
