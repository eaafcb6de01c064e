"""The numbers of an outline: every place that could be one, and the choice of those that count on.

A number counts by its kind, its place (a line's start, after a full stop, after a space) and its neighbours: 一、 is followed by
二、, so a （一） or a decimal inside a sentence drops out. The choice is a longest-chain dynamic programme, kind by kind from the
outermost in, each kind within the stretches that the outer kinds leave; its cost is linear in the candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from retrieval.parsing.layout import Layout
from retrieval.parsing.text import CLOSERS, STOPS, Span, hidden, numeral

Kind = Literal["部分", "章", "节", "一、", "条", "（一）", "1.", "（1）", "一是"]
Border = Literal["line", "doubtful", "stop", "spaced stop", "space", "colon", "semicolon", "comma", "glued", "none"]

LEVELS: dict[Kind, int] = {"部分": 0, "章": 1, "节": 2, "一、": 1, "条": 3, "（一）": 2, "1.": 3, "（1）": 4, "一是": 5}
"""Level of each kind, outermost kind first."""

_CN = "[零一二三四五六七八九十百]"
_FORMS: tuple[tuple[Kind, str], ...] = (
    ("部分", rf"第 ?(?P<n0>{_CN}{{1,4}}|\d{{1,2}}) ?(?:部分|篇|编)"),
    ("章", rf"第 ?(?P<n1>{_CN}{{1,4}}|\d{{1,3}}) ?章"),
    ("节", rf"第 ?(?P<n2>{_CN}{{1,4}}|\d{{1,3}}) ?节"),
    ("条", rf"第 ?(?P<n4>{_CN}{{1,5}}|\d{{1,3}}) ?条"),
    (
        "（一）",
        rf"(?:\( {{0,2}}(?P<n5>{_CN}{{1,4}}) {{0,2}}\)|(?<!{_CN})(?P<n5b>{_CN}{{1,3}})\)|(?P<n5c>[㈠-㈩]))[、.]?",
    ),
    ("一是", r"(?<![一二三四五六七八九十第])(?P<n8>[一二三四五六七八九十]{1,3})是"),
    ("一、", rf"(?<!{_CN})(?P<n3>{_CN}{{1,4}}) {{0,2}}[、.,]"),
    ("（1）", r"(?:\( {0,2}(?P<n7>\d{1,2}) {0,2}\)|(?<![A-Za-z\d.(])(?P<n7b>\d{1,2})\)|(?P<n7c>[①-⒇]))[、.]?"),
    ("1.", r"(?:(?<![A-Za-z\d.\-/])(?P<n6>\d{1,3}) {0,2}[.、,](?![.、,])|(?P<n6b>[⒈-⒛]))"),
)
_MARK = re.compile("|".join(f"(?:{form})" for _, form in _FORMS))
_KINDS: dict[str, Kind] = {name: kind for kind, form in _FORMS for name in re.findall(r"\?P<(\w+)>", form)}
_DECORATION = " #*>•●◆■★▲◎·-"
_CONTENTS = re.compile(r"目 {0,4}[录次]")
_LEADERS = re.compile(r"[ .…·\d]{1,200}$")
_GRADES = re.compile(r"[级类期线产次批审]")
_YEAR = re.compile(r"20\d\d(?:年|-20)")

_STRENGTH: dict[Border, float] = {
    "line": 3,
    "spaced stop": 1.7,
    "stop": 1,
    "space": 1,
    "doubtful": 1,
    "colon": 0.7,
    "glued": 0.7,
}
_HEAD = 60
_FAR = 30
_FRONT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A place that could be a number of the outline. ``start`` includes decoration (**, #, •), ``end`` the spaces after it.

    ``digits``: where the number itself begins. ``border``: what stands before it; "doubtful" is the start of a line that
    was only wrapped, or of what may be a figure, "glued" a first number right behind the heading above it.
    """

    start: int
    digits: int
    end: int
    kind: Kind
    number: int
    border: Border

    @property
    def level(self) -> int:
        """Level of the outline, by the kind of number."""
        return LEVELS[self.kind]

    @property
    def strength(self) -> float:
        """How much the place alone speaks for it."""
        return _STRENGTH.get(self.border, 0)


def select(layout: Layout) -> tuple[Marker, ...]:
    """The numbers that make the outline, in the order of the text."""
    found: dict[Kind, list[Marker]] = {kind: [] for kind in LEVELS}
    for marker in candidates(layout):
        found[marker.kind].append(marker)
    chosen: list[Marker] = []
    for kind in LEVELS:
        if found[kind]:
            chain = _points if kind == "一是" else _chains
            chosen = sorted([*chosen, *chain(layout, found[kind], chosen)], key=lambda marker: marker.start)
    return tuple(chosen)


def candidates(layout: Layout) -> Iterator[Marker]:
    """Every place that has the form of a number, but for quotations, bracketed remarks and the table of contents."""
    text = layout.narrow
    wrapped = {layout.lines[i + 1][0] for i in range(len(layout.lines) - 1) if layout.wraps_after(i)}
    listed = _contents(layout)
    for found in _MARK.finditer(text):
        if hidden(layout.masked, found.start()) or listed[0] <= found.start() < listed[1]:
            continue
        group = str(found.lastgroup)
        start, border = _border(text, found.start())
        if border == "line" and (start in wrapped or _doubtful(_KINDS[group], text, found)):
            border = "doubtful"
        if _possible(_KINDS[group], text, found, border):
            end = found.end()
            while end < len(text) and text[end] in " *" and end < found.end() + 20:
                end += 1
            number = numeral(found[group])
            yield Marker(start=start, digits=found.start(), end=end, kind=_KINDS[group], number=number, border=border)


def _contents(layout: Layout) -> Span:
    """The table of contents: the lines under 目录 up to where its first entry comes again; an empty span without one."""
    for index, (start, end) in enumerate(layout.lines[:_FRONT]):
        if _CONTENTS.fullmatch(layout.narrow, start, end) and index + 1 < len(layout.lines):
            first, until = layout.lines[index + 1]
            entry = _LEADERS.sub("", layout.narrow[first:until])
            again = layout.narrow.find("\n" + entry, until) if entry else -1
            return first, max(first, again)
    return 0, 0


def _border(text: str, at: int) -> tuple[int, Border]:
    """Where a number's decoration begins, and what stands before it."""
    start = at
    while start > 0 and text[start - 1] in _DECORATION and at - start < 40:
        start -= 1
    if start == 0 or text[start - 1] == "\n":
        while text[start] == " ":
            start += 1
        return start, "line"
    before = at
    while text[before - 1] == " " and at - before < 40:
        before -= 1
    return at, _inline_border(text, before, before < at)


def _inline_border(text: str, before: int, spaced: bool) -> Border:
    closed = before
    while closed > 1 and text[closed - 1] in CLOSERS and before - closed < 4:
        closed -= 1
    last = text[closed - 1]
    if last == ";":
        return "semicolon"
    if last in STOPS:
        return "spaced stop" if spaced else "stop"
    if text[before - 1] == ":":
        return "colon"
    if text[before - 1] in ",、(《“":
        return "comma"
    return "space" if spaced else "none"


def _doubtful(kind: Kind, text: str, found: re.Match[str]) -> bool:
    """A form at a line's start that may as well be a figure: 5.99, 10、12月."""
    after = text[found.end() : found.end() + 8]
    return kind == "1." and after[:1].isdigit() and not _YEAR.match(after)


def _possible(kind: Kind, text: str, found: re.Match[str], border: Border) -> bool:
    number, after = numeral(found[str(found.lastgroup)]), text[found.end() : found.end() + 8]
    if not 1 <= number <= 300:
        return False
    if kind == "一是":
        return border != "none" and numeral(after[:1] or "x") != number
    if kind == "一、":
        return not _listed(number, found[0][-1], after, border)
    if kind == "1." and border != "line":
        return found[0][-1] != "," and (not after[:1].isdigit() or bool(_YEAR.match(after)) or border == "doubtful")
    return border not in ("semicolon", "comma") or kind == "（1）"


def _listed(number: int, sign: str, after: str, border: Border) -> bool:
    """二、三级医院, 一、二、三产业, or 一, within a sentence: no headings."""
    if sign == "," and border != "line":
        return True
    following = re.match(rf"{_CN}{{1,3}}", after)
    if following and numeral(following[0]) == number + 1:
        return bool(_GRADES.match(after, following.end()) or after[following.end() : following.end() + 1] == "、")
    return border in ("semicolon", "comma")


def _stretches(markers: Iterable[Marker], outer: Sequence[Marker]) -> Iterator[tuple[int, list[Marker]]]:
    """The markers of one kind by the outer number they stand under, with the offset where that stretch begins."""
    starts = [marker.start for marker in outer]
    for index, members in groupby(markers, key=lambda marker: bisect_right(starts, marker.start)):
        yield (outer[index - 1].end if index else 0), list(members)


def _chains(layout: Layout, markers: Sequence[Marker], outer: Sequence[Marker]) -> list[Marker]:
    chosen: list[Marker] = []
    for begin, members in _stretches(markers, outer):
        carried = chosen[-1].number if chosen and chosen[-1].kind in ("1.", "条") else None
        expected = {1} if carried is None else {1, carried + 1}
        usable = [m for m in members if m.border != "none"]
        if members[0].border == "none" and members[0].number in expected and _heads(layout, begin, members[0]):
            usable.insert(0, replace(members[0], border="glued"))
        chosen += _Chain(usable, carried).best()
    return chosen


def _heads(layout: Layout, begin: int, marker: Marker) -> bool:
    """Whether a first number is glued to the heading above it (一、加强党建（一）…), in text without any breaks."""
    begin = max(begin, layout.narrow.rfind("\n", begin, marker.start) + 1)
    return begin < marker.start <= begin + _HEAD and not set(STOPS) & set(layout.masked[begin : marker.start])


class _Chain:
    """The best-scoring run of numbers among candidates of one kind in one stretch."""

    def __init__(self, markers: Sequence[Marker], carried: int | None) -> None:
        self.markers = markers
        self.lined = any(marker.border == "line" for marker in markers)
        self.scores: list[float] = []
        self.previous: list[int] = []
        self.ends: dict[int, tuple[float, int]] = {} if carried is None else {carried: (0.0, -1)}

    def best(self) -> list[Marker]:
        """The chosen run; empty where no candidate is worth choosing."""
        top = -1
        for index, marker in enumerate(self.markers):
            score, previous = max(self._options(marker, top))
            self.scores.append(score)
            self.previous.append(previous)
            if score >= self.ends.get(marker.number, (float("-inf"), -1))[0]:
                self.ends[marker.number] = (score, index)
            if top < 0 or score >= self.scores[top]:
                top = index
        return self._trace(top) if top >= 0 and self.scores[top] > 0.1 else []

    def _options(self, marker: Marker, top: int) -> Iterator[tuple[float, int]]:
        """Scores of every way to come to this number, each with the index of the number before it (-1: it is the first)."""
        line, worth = marker.border == "line", marker.strength
        first = marker.number == 1
        leap = 2.0 if marker.number <= _FAR else 3.5
        yield worth - ((0 if line else 1.5) if first else (leap - 0.5 if line else 3)), -1
        for gap, cost in ((1, 0.0), (2, 1.0 if line else 1.5), (3, 1.5 if line else 3.0), (0, 2.0)):
            if marker.number - gap in self.ends and (line or gap):
                score, index = self.ends[marker.number - gap]
                yield score + worth - cost, index
        if top >= 0 and line:
            yield self.scores[top] + worth - (1 if first else leap), top
        elif top >= 0 and first and not self.lined:
            yield self.scores[top] + worth - 1.5, top

    def _trace(self, index: int) -> list[Marker]:
        chain: list[Marker] = []
        while index >= 0:
            chain.append(self.markers[index])
            index = self.previous[index]
        return chain[::-1]


def _points(layout: Layout, markers: Sequence[Marker], outer: Sequence[Marker]) -> list[Marker]:
    """Runs 一是…二是… of at least two within one section, each after a stop or at a line's start."""
    starts = [line[0] for line in layout.lines]
    chosen: list[Marker] = []
    for _, members in _stretches(markers, outer):
        run: list[Marker] = []
        for marker in members:
            if marker.number == 1:
                chosen += _whole(run)
                run = [marker] if marker.border != "comma" else []
            elif run and marker.number == run[-1].number + 1 and _follows(starts, run[-1], marker):
                run.append(marker)
        chosen += _whole(run)
    return chosen


def _whole(run: list[Marker]) -> list[Marker]:
    return run if len(run) > 1 else []


def _follows(starts: Sequence[int], before: Marker, marker: Marker) -> bool:
    if marker.border == "line":
        return True
    same_line = bisect_right(starts, before.start) == bisect_right(starts, marker.start)
    return same_line and marker.border in ("stop", "spaced stop", "semicolon")
