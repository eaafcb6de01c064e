"""City by city: the room's one door. It asks the ledger and the corpus, and leaves all judging to the pure modules beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from retrieval.comparison import asking, judging, pairs, roster, saying
from retrieval.comparison.asking import Wish
from retrieval.comparison.calculation import calculate
from retrieval.comparison.choosing import Choice, region_of, row, rows
from retrieval.comparison.coverage import coverage
from retrieval.comparison.headline import headline, lead
from retrieval.comparison.names import OFFERED, Matched, Names
from retrieval.comparison.profiles import profile
from retrieval.comparison.roster import Roster
from retrieval.comparison.tables import table
from retrieval.comparison.topics import Topics
from retrieval.errors import InputError
from retrieval.model import (
    Calculation,
    CityProfile,
    Comparison,
    ComparisonRow,
    Document,
    Indicator,
    Query,
    Region,
    RegionSummary,
    Summary,
    TableReport,
)
from retrieval.parsing.indicators import standard
from retrieval.parsing.regions import Gazetteer
from retrieval.search.holdings import Holdings
from retrieval.search.terms import expansions
from retrieval.search.understanding import understand

#: Statements of one region in a summary.
WEIGHTIEST = 3


class Ledger(Protocol):
    """What the catalogue knows of documents and their figures."""

    def documents(self) -> tuple[Document, ...]:
        """All visible documents."""

    def indicator_names(self) -> Mapping[str, int]:
        """Name → figures under it."""

    def indicators_named(self, names: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures under these names."""

    def indicators_of(self, documents: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures of these documents, in the order of their texts."""

    def indicators_at(self, sections: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures of these sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What is compared, over which regions, and what is asked of it."""

    topic: str
    roster: Roster
    choice: Choice
    wish: Wish


class Comparer:
    """Compares, sums up and profiles regions. Thread-safe: it keeps nothing between calls."""

    def __init__(self, ledger: Ledger, topics: Topics, gazetteer: Gazetteer, *, today: date, home: str | None) -> None:
        self._ledger = ledger
        self._topics = topics
        self._gazetteer = gazetteer
        self._today = today
        self._home = home

    def compare(
        self,
        topic: str,
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        plan: bool | None = None,
        question: str | None = None,
    ) -> Comparison:
        """A topic or indicator over regions; see ``Library.compare``."""
        documents = self._ledger.documents()
        request = self._request(topic, regions, Choice(year=year, plan=plan), question, documents)
        matched = self._matched(request.topic)
        topical = request.wish.count and standard(request.topic) is None  # 哪些市有医共体: not 医共体数
        if not matched.name or topical:
            return self._of_topic(request, matched, documents)
        comparison = self._of_indicator(request, matched, documents)
        return self._wider(request, comparison, documents) if matched.wider else comparison

    def trend(self, topic: str, *, regions: Sequence[str] | None = None) -> Comparison:
        """One indicator of each region over the years, oldest first."""
        documents = self._ledger.documents()
        request = self._request(topic, regions, Choice(), None, documents)
        matched = self._matched(request.topic)
        topical = request.wish.count and standard(request.topic) is None  # 哪些市有医共体: not 医共体数
        if not matched.name or topical:
            return self._of_topic(request, matched, documents)
        comparison = self._of_indicator(request, matched, documents)
        history = self._history(request, self._figures(matched), documents)
        silent = [each for each in comparison.rows if each.state != "reported"]
        return replace(comparison, rows=tuple(_in_order([*history, *silent], request.roster)), ranking=(), ranked=None)

    def summary(self, topic: str, *, regions: Sequence[str] | None = None, year: int | None = None) -> Summary:
        """The weightiest statements of each region on a topic."""
        documents = self._ledger.documents()
        request = self._request(topic, regions, Choice(year=year), None, documents)
        held = _held(request.roster, documents)
        found = self._topics.weightiest(request.topic, held, request.choice, WEIGHTIEST)
        by_id = {document.id: document for document in documents}
        sections = [one.section_id for each in found.values() for one in each if one.section_id]
        numbering = saying.Numbering(self._topics.corpus.sections_by_id(sections))
        summed = []
        for region in request.roster.regions:
            told = [row(region, one, by_id) for one in found.get(region.name, ())]
            summed.append(RegionSummary(region=region, lines=saying.statements(told, numbering)))
        best = [one for each in found.values() for one in each]
        chosen = rows(request.roster.regions, best, documents, request.choice)
        covered = coverage(chosen, request.roster, documents, self._gazetteer)
        cited = tuple(numbering.citations)
        return Summary(topic=request.topic, regions=tuple(summed), citations=cited, coverage=covered)

    def city(self, name: str) -> CityProfile:
        """A region at a glance. Raises InputError for a name that is no region."""
        documents = self._ledger.documents()
        region = roster.asked([name], _indexed(documents), self._gazetteer, home=self._home).regions[0]
        own = tuple(document for document in documents if document.region == region.name)
        by_id = {document.id: document for document in own}
        found = self._ledger.indicators_of(tuple(by_id))
        figures = [figure for figure in found if figure.state == "reported" and region_of(figure, by_id) == region.name]
        return profile(region, own, figures)

    def table(
        self, indicators: Sequence[str], *, regions: Sequence[str] | None = None, year: int | None = None
    ) -> TableReport:
        """Several indicators over one roster."""
        documents = self._ledger.documents()
        requests = [self._request(name, regions, Choice(year=year), None, documents) for name in indicators]
        asked = [request.roster for request in requests]
        shared = next((each for each in asked if each.area or each.named), asked[0] if asked else None)
        made = []
        for request in requests:
            matched = self._matched(request.topic)
            request = replace(request, roster=shared or request.roster)
            made.append(self._of_indicator(request, replace(matched, name=matched.name or request.topic), documents))
        return table(made)

    def said(self, comparison: Comparison, *, most: int | None) -> saying.Said:
        """A comparison as lines and citations of an answer, at most ``most`` of these."""
        sections = self._topics.corpus.sections_by_id(saying.cited(comparison, most))
        return saying.said(comparison, saying.Numbering(sections, most))

    # What is asked

    def _request(
        self,
        topic: str,
        regions: Sequence[str] | None,
        choice: Choice,
        question: str | None,
        documents: tuple[Document, ...],
    ) -> _Request:
        query = self._understood(topic, documents)
        indexed = _indexed(documents)
        if regions:
            asked = roster.asked(regions, indexed, self._gazetteer, home=self._home)
        else:
            asked = self._roster(query, indexed)
        year = choice.year if choice.year is not None else (query.years[0] if len(query.years) == 1 else None)
        subject = asking.subject(query.topic) or query.question
        if not subject.strip():
            raise InputError("请给出要比较的指标或主题。")
        return _Request(
            topic=subject,
            roster=asked,
            choice=Choice(year=year, plan=choice.plan if choice.plan is not None else query.plan),
            wish=asking.wish(question or topic),
        )

    def _understood(self, topic: str, documents: tuple[Document, ...]) -> Query:
        """The words of a topic that may be a whole question, with its regions and years taken out."""
        holdings = Holdings(documents=documents)
        query = understand(
            topic, thread=None, holdings=holdings, gazetteer=self._gazetteer, today=self._today, home=self._home
        )[0]
        return replace(query, plan=None) if query.plan is False and not _says_result(topic) else query

    def _roster(self, query: Query, indexed: Sequence[Region]) -> Roster:
        if query.area and (found := roster.area(query.area, indexed, self._gazetteer)):
            return found
        names = (*query.regions, *query.not_indexed)
        if names:
            return roster.asked(names, indexed, self._gazetteer, home=self._home)
        return roster.everything(indexed, below_province=query.every)

    def _matched(self, topic: str) -> Matched:
        said = expansions(topic)
        return self._names().match(
            topic, [topic.replace(phrase, word) for phrase, words in said.items() for word in words]
        )

    def _names(self) -> Names:
        return Names(counts=self._ledger.indicator_names(), standard=standard)

    # Indicators

    def _of_indicator(self, request: _Request, matched: Matched, documents: Sequence[Document]) -> Comparison:
        figures = self._figures(matched)
        found = rows(request.roster.regions, figures, documents, request.choice)
        comparison = self._judged(request, found, documents)
        made = self._calculated(request, comparison.rows, figures, documents)
        asked = request.wish.sum and not (matched.name or "").endswith("完成率")
        refused = ("没有可比的确数，未作计算",) if asked and made is None else ()
        return replace(
            comparison,
            indicator=matched.name,
            calculation=made,
            warnings=(*comparison.warnings, *refused),
            candidates=matched.near,
        )

    def _figures(self, matched: Matched) -> tuple[Indicator, ...]:
        """The figures of an indicator, and those on another base (每千名3岁以下 beside 千人口), which are shown apart."""
        if not matched.names or not matched.name:
            return ()
        return self._ledger.indicators_named((*matched.names, *self._names().other_bases(matched.name)))

    def _wider(self, request: _Request, narrow: Comparison, documents: Sequence[Document]) -> Comparison:
        """The comparison, or that of a longer name which holds the asked word and of which more regions speak."""
        best, most = narrow, len(narrow.coverage.reported)
        holding = self._names().holding(request.topic)
        for name in (name for name in (*narrow.candidates, *holding) if name in holding):
            matched = Matched(name=name, names=holding[name], near=_beside(name, narrow))
            found = rows(request.roster.regions, self._figures(matched), documents, request.choice)
            count = len({row.region.name for row in found if row.state == "reported"})
            if count > max(1, most):
                best, most = self._of_indicator(request, matched, documents), count
        if best is narrow:
            return narrow
        said = f"“{request.topic}”按“{best.indicator}”比较；也可能指：{'、'.join(best.candidates[:3])}"
        return replace(best, warnings=(said, *best.warnings))

    def _judged(self, request: _Request, found: tuple[ComparisonRow, ...], documents: Sequence[Document]) -> Comparison:
        """Coverage, warnings, ranking and headline of rows."""
        covered = coverage(found, request.roster, documents, self._gazetteer)
        ranked = lead(found, request.wish, less=judging.less_is_better(request.topic))
        first = headline(found, covered, request.wish, ranked)
        return Comparison(
            topic=request.topic,
            indicator=None,
            year=request.choice.year,
            plan=request.choice.plan,
            rows=found,
            coverage=covered,
            warnings=judging.warnings(found),
            ranking=ranked.rows,
            ranked=ranked.what,
            headline=first.text if first else None,
            headline_rows=first.rows if first else (),
        )

    def _calculated(
        self,
        request: _Request,
        found: Sequence[ComparisonRow],
        figures: Sequence[Indicator],
        documents: Sequence[Document],
    ) -> Calculation | None:
        if request.wish.sum is None:
            return None
        return calculate(request.wish.sum, found, self._history(request, figures, documents))

    def _history(
        self, request: _Request, figures: Sequence[Indicator], documents: Sequence[Document]
    ) -> list[ComparisonRow]:
        """All figures of the roster's regions as rows, region by region, oldest first."""
        by_id = {document.id: document for document in documents}
        found: dict[str | None, list[Indicator]] = {}
        for figure in figures:
            if figure.state == "reported":
                found.setdefault(region_of(figure, by_id), []).append(figure)
        return [
            row(region, figure, by_id)
            for region in request.roster.regions
            for figure in pairs.over_years(found.get(region.name, ()))
        ]

    # Topics

    def _of_topic(self, request: _Request, matched: Matched, documents: Sequence[Document]) -> Comparison:
        if not matched.near and not self._topics.telling(request.topic):
            raise InputError(f"“{request.topic}”说得太少，请给出指标或主题，例如“千人口托位数”或“医共体建设”。")
        statements = self._topics.best(request.topic, _held(request.roster, documents), request.choice)
        found = rows(request.roster.regions, statements, documents, request.choice)
        comparison = self._judged(replace(request, wish=replace(request.wish, order=None)), found, documents)
        return replace(
            comparison, ranking=(), ranked=None, candidates=matched.near or self._by_meaning(request, statements)
        )

    def _by_meaning(self, request: _Request, statements: Sequence[Indicator]) -> tuple[str, ...]:
        """A second opinion on what was meant: names of the figures in the statements found, else in the nearest sections."""
        sections = [each.section_id for each in statements if each.section_id] or self._topics.nearest(request.topic)
        said = "\n".join(each.value for each in statements)
        figures = self._ledger.indicators_at(sections)
        return tuple(dict.fromkeys(figure.name for figure in figures if not said or figure.value in said))[:OFFERED]


def _indexed(documents: Sequence[Document]) -> tuple[Region, ...]:
    return Holdings(documents=tuple(documents)).regions


def _held(asked: Roster, documents: Sequence[Document]) -> tuple[str, ...]:
    """Regions of the roster that have a document."""
    indexed = {document.region for document in documents}
    return tuple(region.name for region in asked.regions if region.name in indexed)


def _beside(name: str, narrow: Comparison) -> tuple[str, ...]:
    """What else may be meant: the name first matched, and the others near it."""
    return tuple(other for other in (narrow.indicator or "", *narrow.candidates) if other != name)


def _says_result(topic: str) -> bool:
    return "实际" in topic or "完成" in topic


def _in_order(found: Sequence[ComparisonRow], asked: Roster) -> list[ComparisonRow]:
    place = {region.name: n for n, region in enumerate(asked.regions)}
    return sorted(found, key=lambda row: place[row.region.name])
