"""How a text is laid out: its lines, whether they are hard-wrapped, and its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from retrieval.parsing.text import CLOSERS, Span, mask, narrow, trim
from retrieval.parsing.titles import is_title

MARK = re.compile(
    r"[ #*>•●◆■★▲◎·-]{0,12}"
    r"(?:第 ?[零一二三四五六七八九十百\d]{1,4} ?(?:部分|[篇编章节条])|\( ?[零一二三四五六七八九十百\d]{1,4} ?\)"
    r"|[零一二三四五六七八九十百]{1,4} ?[、.)]|\d{1,3} ?[.、)](?!\d)|[①-⒛㈠-㈩]|[一二三四五六七八九十]{1,2}是)"
)
_TERMINAL = re.compile(rf"[。!?;:…][{re.escape(CLOSERS)}]*$")
_PROSE = re.compile(r"[,。;]")
_STOP = re.compile(r"[。!?;]")
_DANGLING = re.compile(r"[、,(《“‘]$")
_CONTINUES = re.compile(rf"[,。、;:!?{re.escape(CLOSERS)}]")
_PAIRS = (("《", "》"), ("“", "”"), ("(", ")"))
_SPACED_STOP = re.compile(rf"[。!?;][{re.escape(CLOSERS)}]* +(?=[^ \n])")
_CHUNK = re.compile(r"[^ \n]+")
ROW = "\ue001"
_SHORT = 12
_REMNANT = 4
_HEADING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A body and what was seen of its layout; ``narrow`` and ``masked`` have the body's length, so offsets fit all three.

    ``lines``: spans of its non-empty lines, trimmed. ``width``: characters of a full line where lines are hard-wrapped, else 0.
    ``headed``: start of a line that the file marks as a heading → its depth, from 1.
    ``broken``: some line stops in the middle of a sentence, so that others, headings too, may.
    """

    body: str
    narrow: str
    masked: str
    lines: tuple[Span, ...]
    width: int
    broken: bool
    headed: Mapping[int, int] = field(default_factory=dict)

    def wraps_after(self, line: int) -> bool:
        """Whether this line of hard-wrapped text stops in the middle of its sentence."""
        if not self.width or line < 0:
            return False
        start, end = self.lines[line]
        text = self.narrow[start:end]
        return not (_TERMINAL.search(text) or MARK.match(text) or is_title(text)) and (
            bool(_PROSE.search(text)) or len(text) >= 0.7 * self.width
        )


def lay_out(body: str, stated: Sequence[Span] = (), headed: Mapping[int, int] | None = None) -> Layout:
    """See what the lines of a body are. Linear in its length.

    ``stated``: spans of lines that state rows of a table: whole paragraphs, in which no number, title or break is looked for.
    """
    text = _blotted(narrow(body), stated)
    lines: list[Span] = []
    at = 0
    for piece in text.split("\n"):
        span = trim(text, at, at + len(piece))
        if span[0] < span[1]:
            lines.append(span)
        at += len(piece) + 1
    masked, width = mask(text), _width(text, lines)
    broken = width > 0 or any(_breaks_off(masked, span) for span in lines[:-1])
    marked = _headed(lines, headed or {})
    return Layout(body=body, narrow=text, masked=masked, lines=tuple(lines), width=width, broken=broken, headed=marked)


def _headed(lines: Sequence[Span], headed: Mapping[int, int]) -> dict[int, int]:
    """Depths by where the lines begin after their blanks; ``headed`` says where they begin with them."""
    found: dict[int, int] = {}
    starts = [start for start, _ in lines]
    for offset, depth in headed.items():
        place = bisect_left(starts, offset)
        if place < len(starts):
            found[starts[place]] = depth
    return found


def _blotted(text: str, stated: Sequence[Span]) -> str:
    """``text`` with these lines as sentences of nothing; offsets stay."""
    pieces: list[str] = []
    done = 0
    for start, end in stated:
        pieces += [text[done:start], ROW * (end - start - 1), "。"]
        done = end
    return "".join([*pieces, text[done:]])


def _breaks_off(masked: str, line: Span) -> bool:
    """Whether a line holds a whole sentence and then the beginning of another."""
    stop = max(masked.rfind(mark, *line) for mark in "。;")
    return stop >= 0 and not _TERMINAL.search(masked[max(stop, line[1] - 8) : line[1]])


def _width(text: str, lines: Sequence[Span]) -> int:
    """Characters of a full line, or 0 where most prose lines end with their sentence."""
    prose = [text[start:end] for start, end in lines if end - start >= _SHORT]
    prose = [line for line in prose if not MARK.match(line) and not is_title(line)]
    broken = sorted(len(line) for line in prose if _PROSE.search(line) and not _TERMINAL.search(line))
    if len(broken) < 3 or len(broken) < 0.3 * len(prose):
        return 0
    return broken[len(broken) * 4 // 5]


def paragraphs(layout: Layout, starts: Sequence[int]) -> tuple[Span, ...]:
    """Spans of paragraphs, ascending and trimmed; together they hold every character but white space.

    ``starts``: ascending offsets that begin a paragraph wherever they stand (the chosen numbers). In a line of several of
    them a stop followed by a space ends a paragraph too: that is how pages without line breaks part them.
    """
    cuts = {*starts, *_spaced_stops(layout, starts)}
    numbered = set(starts)
    inline = _inline_forms(layout, numbered)
    joined = False
    for index, (start, _) in enumerate(layout.lines):
        if not joined:
            cuts.add(start)
        joined = _joins(layout, index, numbered, inline)
    ordered = [*sorted(cuts), len(layout.body)]
    spans = (trim(layout.narrow, *pair) for pair in pairwise(ordered))
    return tuple(span for span in spans if span[0] < span[1])


def _spaced_stops(layout: Layout, starts: Sequence[int]) -> list[int]:
    found: list[int] = []
    for start, end in layout.lines:
        inside = starts[bisect_right(starts, start) : bisect_left(starts, end)]
        if sum(layout.narrow[at - 1] == " " for at in inside) >= 2:
            stops = [stop.end() for stop in _SPACED_STOP.finditer(layout.masked, start, end)]
            found += [*stops, *(title for at in [start, *stops] for title in _spaced_titles(layout.narrow, at, end))]
    return found


def _spaced_titles(text: str, start: int, end: int) -> Iterator[int]:
    """Where a title begins behind a signature that only spaces part from it."""
    for chunk in islice(_CHUNK.finditer(text, start, min(end, start + 160)), 1, 4):
        if is_title(chunk[0]) and text[chunk.end() : chunk.end() + 1] == " ":
            yield chunk.start()


def _inline_forms(layout: Layout, numbered: Collection[int]) -> set[str]:
    """Forms of number whose lines usually hold their title, a stop and then the body."""
    lines: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    for start, end in layout.lines:
        if start in numbered:
            form = _form(layout.narrow[start : start + 14])
            lines[form] += 1
            stopped[form] += bool(_STOP.search(layout.masked, start, end))
    return {form for form, count in lines.items() if 10 * stopped[form] >= 7 * count}


def _form(line: str) -> str:
    """The kind of number a line begins with, roughly: its first characters with every digit alike."""
    return re.sub(r"[零一二三四五六七八九十百]+", "一", re.sub(r"\d+", "1", line.lstrip(" #*>•●◆■★▲◎·-")))[:2]


def _joins(layout: Layout, index: int, numbered: Collection[int], inline: set[str]) -> bool:
    """Whether a line and the next are one paragraph."""
    if index + 1 == len(layout.lines) or layout.lines[index + 1][0] in numbered:
        return False
    (start, end), (after, until) = layout.lines[index : index + 2]
    line = layout.narrow[start:end]
    if _TERMINAL.search(line) or start in layout.headed or after in layout.headed:
        return False
    if _CONTINUES.match(layout.narrow, after) or _DANGLING.search(line) or _unclosed(line, layout.narrow[after:until]):
        return True
    if is_title(line):
        return False
    if _STOP.search(layout.masked, start, end):
        return True
    if start in numbered:
        return layout.broken and (_form(line) in inline or _heading_goes_on(layout, index, numbered))
    return layout.wraps_after(index)


def _heading_goes_on(layout: Layout, index: int, numbered: Collection[int]) -> bool:
    """Whether a heading on lines of its own was broken: its line is full, a rest follows, or no sentence before a number."""
    (start, end), (after, until) = layout.lines[index : index + 2]
    if until - after <= _REMNANT or (layout.width and end - start >= layout.width - 2):
        return True
    over_number = index + 2 < len(layout.lines) and layout.lines[index + 2][0] in numbered
    return over_number and until - start <= _HEADING and not _STOP.search(layout.masked, after, until)


def _unclosed(line: str, following: str) -> bool:
    return any(line.count(left) > line.count(right) and right in following[:60] for left, right in _PAIRS)
