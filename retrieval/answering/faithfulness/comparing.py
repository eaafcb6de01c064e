"""Comparisons told in words: what is set against what, and whether the cited values bear it out. Pure.

A direction (高于, 低于, 较高, 持平, 提高到) is counted out where both values are cited, a place at the top where every value is.
A difference or a ratio never is: it is written as 计算：a−b=c, or the report itself tells it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from retrieval.answering.faithfulness import amounts, contrasts
from retrieval.answering.faithfulness.facts import Quantity, read, years
from retrieval.answering.faithfulness.grounds import Ground, quantities, short
from retrieval.answering.faithfulness.places import Named
from retrieval.answering.faithfulness.weighing import Value, comparable, holds, values

UNKNOWN, COUNT_IT_OUT = "出处里没有可以这样比的两个数", "差数和倍数要写成“计算：a−b=c”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What became of the comparisons of a sentence. ``text``: without those that stand; ``used``: the values that prove them."""

    text: str
    reason: str | None = None
    used: tuple[Value, ...] = ()


def compared(
    text: str,
    named: Sequence[Named],
    grounds: Sequence[Ground],
    rivals: Sequence[Ground] = (),
    *,
    given: bool = False,
    ours: bool = False,
) -> Compared:
    """Count out the comparisons of a sentence (narrow, in Arabic digits) over what it cites.

    ``rivals``: all that was offered; none of it may top what is said to be at the top. ``given``, ``ours``: see
    :func:`~retrieval.answering.faithfulness.weighing.comparable`.
    """
    places, times = {one.place for one in grounds}, {one.evidence.year for one in grounds}
    if len(places) < 2 and len(times) < 2:
        return Compared(text=text)
    return _Comparer(text, named, grounds, rivals, given=given, ours=ours).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A stretch of the sentence that has been proven, and what stands for it."""

    start: int
    end: int
    instead: str = ""


class _Comparer:
    def __init__(
        self,
        text: str,
        named: Sequence[Named],
        grounds: Sequence[Ground],
        rivals: Sequence[Ground],
        *,
        given: bool,
        ours: bool,
    ) -> None:
        self._text, self._grounds, self._rivals = text, grounds, rivals
        self._comparable = partial(comparable, given=given, ours=ours)
        self._ours = ours
        held = {short(one.place) for one in grounds if one.place}
        self._named = [each for each in named if short(each.name) in held]
        masked = list(text)
        for each in self._named:
            masked[each.start : each.end] = contrasts.MASK * (each.end - each.start)
        self._masked = "".join(masked)
        self._said = read(text)
        self._values = values(grounds)
        self._others: list[int] = []
        self._cuts: list[_Cut] = []
        self._used: list[Value] = []

    def run(self) -> Compared:
        """Every comparison in turn; the first that does not stand gives the reason."""
        if contrasts.DIFFERENCE.search(self._masked) and not any(
            contrasts.DIFFERENCE.search(one.text) for one in self._grounds
        ):
            return Compared(text=self._text, reason=COUNT_IT_OUT)
        rules: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
            (contrasts.FROM_TO, self._from_to), (contrasts.THAN, self._than), (contrasts.WITH, self._than), (contrasts.LIKE, self._like), (contrasts.AFTER, self._after), (contrasts.TOP, self._top), (contrasts.ALL, self._all),
            (contrasts.BARE, self._bare), (contrasts.EVEN, self._bare),
        )  # fmt: skip
        for pattern, rule in rules:
            for found in pattern.finditer(self._masked):
                if any(cut.start < found.end() and found.start() < cut.end for cut in self._cuts):
                    continue
                reason = rule(found)
                if reason:
                    return Compared(text=self._text, reason=reason)
        text = self._text
        for cut in sorted(self._cuts, key=lambda each: -each.start):
            text = text[: cut.start] + cut.instead + text[cut.end :]
        return Compared(text=text, used=tuple(self._used))

    # the forms

    def _than(self, found: re.Match[str]) -> str | None:
        """比云泽市高, 较2023年提高, 与云泽市相比较高."""
        if self._told_by_report(found):
            return None
        if found["by"]:
            return COUNT_IT_OUT
        return self._binary(found, told_end=found.end())

    def _like(self, found: re.Match[str]) -> str | None:
        """与云泽市持平."""
        return None if self._told_by_report(found) else self._binary(found, told_end=found.end())

    def _after(self, found: re.Match[str]) -> str | None:
        """高于云泽市的71.5%."""
        if self._told_by_report(found):
            return None
        if found["vague"]:
            return f"无法核对“{found['vague']}”"
        return self._binary(found, told_end=len(self._text))

    def _binary(self, found: re.Match[str], *, told_end: int) -> str | None:
        low, high = found.span("other")
        self._others.append(low)
        subject = self._subject(found.start())
        if found["other"][0] == contrasts.MASK:
            if subject is None:
                return UNKNOWN
            other: str | None = self._text[low:high]
            year = None
        else:
            other, year = subject or self._only_region(), self._year(found["other"])
            if year is None:
                return UNKNOWN
        tail = re.match(r"(?:的|为|是)?[^,;。\d]{0,10}?(?=\d)", self._text[high:told_end])
        theirs = self._quantity(high + tail.end()) if tail else None
        ours = next((q for q in reversed(self._said.quantities) if q.end <= found.start()), None)
        return self._proven(
            found, subject, ours, other, theirs, year=year, cut=_Cut(start=found.start(), end=high, instead="," + self._text[low:high])
            if theirs else _Cut(start=found.start(), end=max(high, found.end())), rest=(high, found.end()) if theirs else None,
        )  # fmt: skip

    def _from_to(self, found: re.Match[str]) -> str | None:
        """由2023年的70.1%提高到2024年的76.2%, where each is of another report."""
        before = self._quantity(found.start("before"))
        after = next((q for q in self._said.quantities if q.start >= found.end()), None)
        year = self._year(found["other"])
        if before is None or after is None or year is None:
            return None
        if any(self._same(one, before) and self._same(one, after) for one in self._grounds):
            return None  # one report tells both
        word = found.end("before") + len(before.written) - len(found["before"])
        return self._proven(
            found, self._subject(found.start()) or self._only_region(), after, self._subject(found.start()) or self._only_region(),
            before, year=year, cut=_Cut(start=found.start(), end=found.start("other"), instead=","), rest=(word, found.end()),
        )  # fmt: skip

    def _top(self, found: re.Match[str]) -> str | None:
        """青岚市最高, 最高的是青岚市, 居第一."""
        if contrasts.AREA.search(self._masked[: found.start()]):
            return None  # a rank that only a report can give
        follows = next((each for each in self._named if 0 <= each.start - found.end() <= 2), None)
        subject = follows.name if follows else self._subject(found.start())
        direction = contrasts.direction(found)
        if subject is None:
            return None if self._said_there(contrasts.TOP, direction, None) else UNKNOWN
        if self._said_there(contrasts.TOP, direction, subject):
            return None
        named = {short(each.name) for each in self._named}
        if not self._ours and {short(one.place or "") for one in self._grounds} != named:
            return f"“{found[0]}”没有写明比的是哪些地区"
        return self._against_all(found, subject, beaten=True)

    def _all(self, found: re.Match[str]) -> str | None:
        """青岚市、云泽市均为4.1个."""
        low, high = self._said.clauses[self._said.clause(found.start())]
        here = [each.name for each in self._named if low <= each.start < high]
        told = self._quantity(found.end())
        if told is None or (len(here) == 1 or len({one.place for one in self._grounds}) < 2):
            return None
        for place in dict.fromkeys(here or [one.place for one in self._grounds if one.place]):
            if not any(self._same(one, told) for one in self._grounds if _is(one, place)):
                return f"{place}的出处没有“{told.written}”"
        return None

    def _bare(self, found: re.Match[str]) -> str | None:
        """青岚市较高; 两地持平."""
        if any(found[0] in one.text for one in self._grounds):
            return None
        subject = self._subject(found.start())
        if subject is None and contrasts.direction(found) == "even":
            subject = next((one.place for one in self._grounds if one.place), None)
        return UNKNOWN if subject is None else self._against_all(found, subject, beaten=False)

    # counting out

    def _against_all(self, found: re.Match[str], subject: str, *, beaten: bool) -> str | None:
        """A value held against those of all other cited regions, and of the offered ones where it must beat them."""
        places = list(
            dict.fromkeys(one.place for one in self._grounds if one.place and short(one.place) != short(subject))
        )
        if not places:
            return UNKNOWN
        start = len(self._used)
        ours = self._told_of(subject, found.start())
        for place in places:
            reason = self._proven(found, subject, ours, place, self._told_of(place, len(self._text)), cut=None)
            if reason:
                return reason
        if beaten and self._topped(
            self._used[start], contrasts.direction(found), {short(subject), *map(short, places)}
        ):
            return f"没有和全部地区比，不能说“{found[0]}”"
        self._cuts.append(_Cut(start=found.start(), end=found.end()))
        return None

    def _topped(self, best: Value, direction: str, known: set[str]) -> bool:
        rivals = [one for one in self._rivals if one.place and short(one.place) not in known]
        return any(
            self._comparable(best, other) and holds(direction, best, other) is not True for other in values(rivals)
        )

    def _proven(
        self, found: re.Match[str], subject: str | None, ours: Quantity | None, other: str | None, theirs: Quantity | None,
        *, year: int | None = None, cut: _Cut | None, rest: tuple[int, int] | None = None,
    ) -> str | None:  # fmt: skip
        """Why a comparison of two values does not stand; where it does, its words are taken out of the sentence."""
        times = {year} if year else set()
        first = self._of(subject, ours, times, wanted=False)
        told = any(self._is_told(each, ours) for each in first)
        second = self._of(other, theirs, times, wanted=True, free=told)
        pairs = [
            (x, y)
            for x in first
            for y in second
            if x.quantity is not y.quantity and self._comparable(x, y, by_year=year is not None)
        ]
        if not pairs:
            return UNKNOWN
        longest = max(len(x.quantity.name) for x, _ in pairs)
        pairs = [(x, y) for x, y in pairs if len(x.quantity.name) == longest]
        results = {holds(contrasts.direction(found), x, y) for x, y in pairs}
        if results == {True}:
            self._used += pairs[0]
            self._cuts += [cut] if cut else []
            self._cuts += [_Cut(start=rest[0], end=rest[1])] if rest and cut and rest[0] >= cut.end else []
            return None
        word = self._text[found.start() : found.end()].strip(",")
        return f"数值不支持“{word}”" if False in results else UNKNOWN

    def _of(
        self, place: str | None, told: Quantity | None, times: set[int], *, wanted: bool, free: bool = False
    ) -> list[Value]:
        """The cited values that an operand may be: the one told, else those whose name the sentence says (``free``: any)."""
        here = [each for each in self._values if place is None or _is(each.ground, place)]
        if times:
            here = [each for each in here if (each.quantity.states[0].year in times) is wanted]
        elif len(own := years(self._text)) == 1:
            here = [each for each in here if each.quantity.states[0].year in (None, *own)]
        same = [each for each in here if self._is_told(each, told)]
        if same:
            return same
        if free:
            return here
        return [each for each in here if each.measured_in(self._text)]

    def _is_told(self, value: Value, told: Quantity | None) -> bool:
        if told is None:  # 芜湖市5.99较高: a number that nothing beside it makes a figure
            return value.quantity.kind == "plain" and any(n.value == value.quantity.number for n in self._said.others)
        return amounts.same(told, value.quantity)

    # what stands where

    def _subject(self, at: int) -> str | None:
        """The region that is spoken of at an offset: the last one named before that nothing was compared with."""
        before = [each for each in self._named if each.start < at and each.start not in self._others]
        return before[-1].name if before else self._only_region()

    def _only_region(self) -> str | None:
        places = {one.place for one in self._grounds if one.place}
        return places.pop() if len(places) == 1 else None

    def _told_of(self, place: str, at: int) -> Quantity | None:
        """The last number before an offset that is told of a region."""
        found = None
        for each in self._said.quantities:
            before = [n.name for n in self._named if n.start < each.start]
            if each.end <= at and before and short(before[-1]) == short(place):
                found = each
        return found

    def _quantity(self, at: int) -> Quantity | None:
        return next((each for each in self._said.quantities if each.start <= at < each.end), None)

    def _same(self, one: Ground, told: Quantity) -> bool:
        return any(amounts.same(told, known) for _, _, known in quantities([one]))

    def _year(self, word: str) -> int | None:
        if word[:4].isdigit():
            return int(word[:4])
        own = years(self._text) or {one.evidence.year for one in self._grounds if one.evidence.year}
        return max(own) - 1 if own else None

    def _told_by_report(self, found: re.Match[str]) -> bool:
        """Whether a cited report itself compares with the same region or year; its words are then judged as words."""
        low, high = found.span("other")
        other = self._text[low:high]
        word = found[contrasts.direction(found)] if contrasts.direction(found) else ""
        if found["other"][0] != contrasts.MASK and not other[:1].isdigit():
            return any(re.search(rf"[比较](?:{contrasts.YEAR}|同期)|同比", one.text) for one in self._grounds if one.evidence.year == max(
                each.evidence.year or 0 for each in self._grounds
            ))  # fmt: skip
        return any(
            re.search(
                rf"{re.escape(short(other))}[^,;。]{{0,12}}{word}|{word}[^,;。]{{0,4}}{re.escape(short(other))}",
                one.text,
            )
            for one in self._grounds
        )

    def _said_there(self, pattern: re.Pattern[str], direction: str, place: str | None) -> bool:
        """Whether the report of a region says so itself."""
        own = [one for one in self._grounds if place is None or _is(one, place)]
        return any(contrasts.direction(found) == direction for one in own for found in pattern.finditer(one.text))


def _is(one: Ground, place: str) -> bool:
    return one.place is not None and short(one.place) == short(place)
