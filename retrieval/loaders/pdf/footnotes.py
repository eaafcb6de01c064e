"""Footnotes: small lines at the foot of a page that begin with a mark → lines behind the paragraph that refers to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.loaders.pdf.characters import seam
from retrieval.loaders.pdf.model import Block, Glyph, Page, Row
from retrieval.loaders.pdf.paragraphs import Paragraph

_SMALL, _SMALLER = 0.8, 0.93  # a raised mark beside its text, a note beside the body
_LOW, _HIGH = 0.1, 0.65  # of the font size, how far a mark is raised
_SHORT = 0.6  # of the page's width: longer rules are of tables
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKS = f"0123456789{_CIRCLED}*[]〔〕"
#: Raised marks stand in the text as private characters until it is known whether there is a note to them.
_RAISED = {mark: chr(0xF0000 + place) for place, mark in enumerate(_MARKS)}
_PLAIN = {ord(raised): mark for mark, raised in _RAISED.items()}
_REFERENCE = re.compile(f"[{''.join(_RAISED.values())}]+")
_BEGINS = re.compile(
    rf"(?:[\[〔［]?(?P<number>\d{{1,3}})(?![\d.%％年月日])[\]〕］]?|(?P<circled>[{_CIRCLED}])|(?P<star>\*{{1,3}}))[\s.．、]*(?=\S)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``mark``: as its reference has it, without brackets; ``text``: without the mark."""

    mark: str
    text: str


@dataclass(slots=True)
class Notes:
    """The notes of a file by page, given out once each, numbered in the order of the text."""

    of_page: dict[int, list[Note]] = field(default_factory=dict)
    _count: int = 0

    def told(self, paragraph: Paragraph) -> tuple[Paragraph, tuple[str, ...]]:
        """The paragraph without the marks of notes, and the lines of the notes that it refers to."""
        found: list[Note] = []
        text, gone = "", 0
        starts = dict(paragraph.starts)
        moved: list[tuple[int, int]] = []
        page, at = paragraph.starts[0][1], 0
        for offset, page_there in [*sorted(starts.items()), (len(paragraph.text), None)]:
            piece = paragraph.text[at:offset]
            for reference in _REFERENCE.finditer(piece):
                text += piece[gone : reference.start()]
                note = self._taken(page, plain(reference[0]).strip("[]〔〕"))
                text += "" if note else plain(reference[0])
                found += [note] if note else []
                gone = reference.end()
            text, gone = text + piece[gone:], 0
            found += [note for mark in _CIRCLED if mark in piece and (note := self._taken(page, mark))]
            if page_there is not None:
                moved.append((len(text), page_there))
                page = page_there
            at = offset
        return Paragraph(text=text, starts=tuple(moved)), tuple(self._lines(found))

    def left(self, before: int | None = None) -> tuple[str, ...]:
        """The lines of notes on pages ``before`` this one, or of all, that nothing referred to."""
        pages = [page for page in sorted(self.of_page) if before is None or page < before]
        return tuple(self._lines(note for page in pages for note in self.of_page.pop(page)))

    def _taken(self, page: int, mark: str) -> Note | None:
        notes = self.of_page.get(page, [])
        note = next((one for one in notes if one.mark == mark), None)
        if note:
            notes.remove(note)
        return note

    def _lines(self, notes: Iterator[Note] | Sequence[Note]) -> Iterator[str]:
        for note in notes:
            self._count += 1
            yield f"注{self._count}：{note.text}"


def raised(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a page with small raised marks beside larger text told apart from its figures."""
    sizes = Counter(glyph.size for glyph in glyphs)
    if not any(size <= _SMALL * max(sizes) for size in sizes):
        return list(glyphs)
    near: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        near[int(glyph.base)].append(glyph)
    return [
        replace(glyph, text=_RAISED[glyph.text]) if glyph.text in _RAISED and _is_raised(glyph, near) else glyph
        for glyph in glyphs
    ]


def plain(text: str) -> str:
    """The text with raised marks as they were."""
    return text.translate(_PLAIN)


def plain_block(block: Block) -> Block:
    """A table with raised marks as they were."""
    rows = tuple(tuple(replace(cell, text=plain(cell.text)) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def parted(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> tuple[list[list[Row]], Notes]:
    """The rows of each page without its footnotes, and these. ``rows``: from the top down, less what is for turning pages."""
    sizes: Counter[float] = Counter()
    for row in (one for each in rows for one in each):
        sizes[row.pieces[0].size] += len(row.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    kept: list[list[Row]] = []
    notes: dict[int, list[Note]] = {}
    for page, each in zip(pages, rows, strict=True):
        first = _first(page, each, body)
        kept.append(list(each[:first]))
        if first < len(each):
            notes[page.number] = list(_read(each[first:]))
    return kept, Notes(of_page=notes)


def _is_raised(mark: Glyph, near: Mapping[int, Sequence[Glyph]]) -> bool:
    """Whether larger text stands lower, right before or right behind."""
    for level in range(int(mark.base), int(mark.base + 2 * mark.size) + 1):
        for other in near.get(level, ()):
            beside = -1.2 * other.size < other.x1 - mark.x0 < 0.3 * other.size or (
                -0.3 * other.size < other.x0 - mark.x1 < 1.2 * other.size
            )
            deep = other.base - mark.base
            if beside and mark.size <= _SMALL * other.size and _LOW * other.size <= deep <= _HIGH * other.size:
                return True
    return False


def _first(page: Page, rows: Sequence[Row], body: float) -> int:
    """The index of the first row of the notes; the number of rows where there are none."""
    start = len(rows)
    while start > 1 and _is_small(rows[start - 1], body):
        start -= 1
    for index in range(start, len(rows)):
        begins = _BEGINS.match(plain(rows[index].text))
        if begins and index and (_ruled(page, rows[index - 1], rows[index]) or _referred(rows[:index], _mark(begins))):
            return index
    return len(rows)


def _is_small(row: Row, body: float) -> bool:
    return all(piece.block is None for piece in row.pieces) and row.pieces[0].size <= _SMALLER * body


def _ruled(page: Page, above: Row, below: Row) -> bool:
    """Whether a short rule parts two rows."""
    return any(
        above.base - 1 <= rule.at <= below.base and 10 < rule.end - rule.start <= _SHORT * page.width
        for rule in page.across
    )


def _referred(rows: Sequence[Row], mark: str) -> bool:
    """Whether the text above refers to a note."""
    return any(plain(found[0]).strip("[]〔〕") == mark for row in rows for found in _REFERENCE.finditer(row.text)) or (
        mark in _CIRCLED and any(mark in row.text for row in rows)
    )


def _read(rows: Sequence[Row]) -> Iterator[Note]:
    """The notes of a page; a line without a mark goes on with the one before."""
    mark, text, spaced = "", "", False
    for row in rows:
        said = plain(row.text)
        begins = _BEGINS.match(said)
        if begins and _follows(mark, _mark(begins)):
            if mark:
                yield Note(mark=mark, text=text)
            mark, text = _mark(begins), said[begins.end() :]
        else:
            text += seam(text, said, spaced=spaced, full=False) + said
        spaced = row.pieces[-1].spaced
    yield Note(mark=mark, text=text)


def _mark(begins: re.Match[str]) -> str:
    return begins["number"] or begins["circled"] or begins["star"]


def _follows(before: str, mark: str) -> bool:
    """Whether a mark begins the next note, and is no number at the beginning of a line."""
    if not before.isdecimal():
        return mark != before
    return mark.isdecimal() and int(mark) == int(before) + 1
