"""From the text of a section to its indicators."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.model import Indicator
from retrieval.parsing.indicators import names, ranks, words
from retrieval.parsing.indicators.figures import Comparator, Figure, figures
from retrieval.parsing.indicators.frequency import Frequency, frequencies
from retrieval.parsing.indicators.phrases import short, thing_of
from retrieval.parsing.indicators.quoting import quoted
from retrieval.parsing.indicators.ranks import Rank
from retrieval.parsing.indicators.reading import FORMER, Reading, Sentence
from retrieval.parsing.indicators.times import Times
from retrieval.parsing.sentences import sentences
from retrieval.parsing.status import Status
from retrieval.parsing.text import Span, narrow

_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节部]分?|\(?[一二三四五六七八九十]+[)、.]|\(?\d{1,3}[.、)](?!\d)|[一二三四五六七八九十]+是)\s*"
)
_STOP = re.compile(r"[。;!?\n]")
_SCOPE = re.compile(
    r"户籍|常住|市直|市本级|城区|农村地区|农村|县城|山区乡镇|山区|近[一二两三四五\d]+年|全[省市县区国](?!人民|科)"
    r"|每个?[一-龥]{1,4}?(?:县市区|县区|县|区|乡镇|街道|镇|村|家庭)|各县(?:市)?区|每千名3岁以下(?:婴幼儿)?"
)
_OF_HOSPITAL = re.compile(r"[第一二三四五六七八九十]?[一-龥]{0,5}?[医学]?院")
_EMPTY = re.compile(
    "(?:数|比例|占比|次数|人次|场次|例数|[一-龥]?次|覆盖率|期限|时间|面积|得分|投入|排名|频次|增幅|降幅|累计)*"
)
_WORDED = re.compile("[每日周旬月季年第]|首位|榜首|前[列\\d一二三四五六七八九十]")
"""Without one of these a sentence without figures has neither a frequency nor a rank."""
_LONGEST_SENTENCE = 600


def extract(
    text: str,
    *,
    year: int | None,
    plan: bool,
    region: str | None = None,
    period: str | None = None,
    path: tuple[str, ...] = (),
    section_id: str | None = None,
    document_id: str | None = None,
) -> tuple[Indicator, ...]:
    """Every figure of ``text``, in its order, with its name, unit, comparator, year and whether it is a goal.

    ``year``, ``plan``, ``period``: of the report's part, where the sentence says nothing else. ``value`` is as written, with
    its unit (1.5万余人次); ``number`` is in ``unit`` (15000.0 人次), None for a range, a placeholder and 全覆盖.
    ``quote`` is a substring of ``text``, ≤ 300 characters. A text of 30,000 characters takes less than half a second.
    """
    base = Indicator(
        name="", value="", number=None, unit="", comparator="=", year=year, plan=plan, quote="",
        region=region, period=period, path=path, section_id=section_id, document_id=document_id,
    )  # fmt: skip
    return tuple(_Section(text, base).rows())


class _Section:
    """One reading of a section's text. ``base`` holds what every row shares."""

    def __init__(self, text: str, base: Indicator) -> None:
        self._text = text
        self._plain = narrow(text)
        self._base = base
        numbered = _NUMBERED.match(self._plain)
        self._begin = numbered.end() if numbered else 0
        stop = _STOP.search(self._plain, self._begin) if numbered else None
        self._heading = stop.start() if stop else len(text) if numbered else 0
        self._topic = _topic(self._plain[self._begin : self._heading])
        self._default = Status(year=base.year, plan=base.plan, period=base.period)

    def rows(self) -> Iterator[Indicator]:
        """The rows of all sentences, in the order of the text."""
        found = [figure for figure in figures(self._text) if not self._in_title(figure)]
        starts = [figure.start for figure in found]
        carried = self._default
        for start, end in _bounded(self._plain, sentences(self._text)):
            own = found[bisect_left(starts, start) : bisect_left(starts, end)]
            goes_on = self._plain[end - 1] in ";:,"
            if own or goes_on or _WORDED.search(self._plain, start, end):
                times = Times(self._text, start, end, default=self._default, carried=carried)
                yield from self._sentence((start, end), own, times)
                carried = times.last
            carried = carried if goes_on else self._default

    def _in_title(self, figure: Figure) -> bool:
        """A set counted in words in a bare heading is a title; the text below counts it."""
        bare = self._plain[self._heading : self._heading + 1] in ("", "\n")
        return bare and figure.end <= self._heading and not self._plain[figure.start].isascii()

    def _sentence(self, span: Span, found: Sequence[Figure], times: Times) -> Iterator[Indicator]:
        often = frequencies(self._plain, *span, self._topic)
        placed = ranks.ranks(self._plain, *span)
        taken = [(each.start, each.stop) for each in often] + [(each.start, each.end) for each in placed]
        own = [figure for figure in found if not any(low <= figure.start < high for low, high in taken)]
        begin = max(span[0], self._begin) if self._begin < span[1] else span[0]
        stops = [low for low, _ in taken]
        sentence = Sentence(self._plain, begin, span[1], own, topic=self._topic, stops=stops)
        rows = {each.figure.start: self._row(each, times, span) for each in sentence.readings()}
        for rank in placed:
            self._rank(rank, rows, times, span)
        rows |= {each.start: self._often(each, times, span) for each in often}
        yield from (row for _, row in sorted(rows.items()) if not _EMPTY.fullmatch(row.name))

    def _row(self, reading: Reading, times: Times, span: Span) -> Indicator:
        figure = reading.figure
        former = reading.former
        state = times.at(figure.start) if former is None else times.former(former, figure.start)
        name, scope = self._named(reading)
        row = self._at(state, name, span, (reading.at, figure.right))
        return replace(
            row,
            value=self._text[figure.start : figure.end],
            number=figure.number,
            unit=_unit(reading, name),
            comparator=figure.comparator,
            scope=scope,
            state="anonymised" if figure.anonymised else "reported",
        )

    def _at(self, state: Status, name: str, sentence: Span, words_of_it: Span) -> Indicator:
        """A row without its value. ``words_of_it``: what the quote must hold."""
        return replace(
            self._base,
            name=name,
            year=state.year,
            plan=state.plan,
            period=state.period or self._base.period,
            quote=quoted(self._text, self._plain, sentence, words_of_it),
        )

    def _named(self, reading: Reading) -> tuple[str, str | None]:
        """The standard name where there is one, and the scope: of 山区两县每千人口医师数 the place."""
        found = _SCOPE.search(reading.near)
        scope = found[0] if found else None
        name = _without(self._base.region or "", reading.name.removesuffix(FORMER))
        base = words.BASE_OF.search(name)
        if base and base.start() and names.row(name[base.start() :]):
            name, scope = name[base.start() :], name[: base.start()]
        name = names.standard(name) or name
        return name + (FORMER if reading.former is not None else ""), scope

    def _rank(self, rank: Rank, rows: dict[int, Indicator], times: Times, span: Span) -> None:
        """Note a rank at the figure that it is about, and add a row of its own."""
        before = [at for at in rows if at < rank.start]
        subject = ranks.subject(self._plain, span[0], rank, self._topic)
        if not subject.name and before:
            subject = replace(subject, name=rows[before[-1]].name)
            rows[before[-1]] = replace(rows[before[-1]], rank=subject.rank)
        if rank.place is None:
            return
        row = self._at(times.at(rank.start), subject.title(), span, (rank.start, rank.end))
        sign: Comparator = "≤" if rank.at_most else "="
        rows[rank.start] = replace(
            row,
            value=self._text[rank.end - len(rank.value) : rank.end],
            number=float(rank.place),
            unit="位",
            comparator=sign,
            rank=subject.rank,
        )

    def _often(self, each: Frequency, times: Times, span: Span) -> Indicator:
        row = self._at(times.at(each.start), short(each.name), span, (each.start, each.end))
        return replace(row, value=self._text[each.start : each.end], number=each.number, unit=each.unit)


def _unit(reading: Reading, name: str) -> str:
    """The unit with what the words add to it: every 每人每月 of a sum, the usual unit of a known measure."""
    unit = reading.figure.unit
    if unit.startswith("元"):
        return unit + "".join(
            f"/{per}" for per in re.findall(r"每([人户月年天次])", reading.near) if f"/{per}" not in unit
        )
    known = names.row(name) if reading.figure.kind == "plain" else None
    return known.unit if known else unit


def _without(region: str, name: str) -> str:
    """``name`` without the report's own region in front, unless it begins the name of a hospital there."""
    rest = name.removeprefix(region)
    return rest if region and len(rest) > 3 and not _OF_HOSPITAL.match(rest) else name


def _bounded(plain: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Sentences; those without an end (a list run together) cut after a comma, so that reading stays linear."""
    for start, end in spans:
        while end - start > _LONGEST_SENTENCE:
            near = start + _LONGEST_SENTENCE
            cut = max(plain.rfind(mark, start + 1, near) for mark in ",、 ") + 1 or near
            yield start, cut
            start = cut
        yield start, end


def _topic(heading: str) -> str:
    """The thing that a heading speaks of: 健全健康城市建设工作机制 → 健康城市建设."""
    thing = re.sub("(?:工作机制|工作|机制|服务|体系|行动|活动)$", "", thing_of(re.split(r"[,:。;]", heading)[0]))
    return short(thing) if 2 <= len(thing) <= 16 else ""
