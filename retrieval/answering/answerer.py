"""The extractive answerer: understand, retrieve, choose evidence, judge whether it is enough, say it with its sources.

It works without any model and is what every other way of answering falls back to.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from retrieval.answering import holdings, strategies
from retrieval.answering.compose import FEW, MANY, Numbering, lines, missing_lines, refusal_lines
from retrieval.answering.evidence import Asked, Evidence, ranked
from retrieval.answering.finding import Finding, Statement
from retrieval.answering.matching import Term
from retrieval.answering.terms import Words, terms
from retrieval.answering.units import Unit, every, units
from retrieval.answering.values import ANSWERS
from retrieval.answering.wording import listing
from retrieval.model import (
    Answer,
    Citation,
    Document,
    Hit,
    Line,
    Missing,
    Nearest,
    Query,
    Reason,
    Receipt,
    Scope,
    Shape,
    StoredSection,
    Thread,
)
from retrieval.parsing.dates import same_period
from retrieval.parsing.regions import Gazetteer
from retrieval.search.understanding import Holdings, understand

#: Passages looked at for one region, and for a question that names none.
PER_REGION, OVERALL = 30, 60
#: Regions answered side by side where the question names none.
SIDE_BY_SIDE, SIDE_CLOSE = 12, 0.4
#: A question whose every word weighs less than this asks for the whole report.
TELLING = 0.5
#: Sections offered with a refusal.
NEAREST = 3

CHANGE = re.compile(
    r"(?:比|较|同)(?:上年|去年|前一年|上一年|同期|期)?[^,，。？?]{0,6}(?:提高|提升|增长|增加|上升|下降|减少|降低|多|少|涨|降)了?(?:多少|几)"
    r"|(?:提高|提升|增长|增加|上升|涨|下降|减少|降低|少|降)了(?:多少|几个百分点|百分之几)|增幅|涨幅|降幅"
)

#: The stock is asked for, not what was added to it.
TOTAL = re.compile(r"一共|总共|累计|共有|总数|现有|目前有|合计(?=有|多少)")

Strategy = Callable[[Mapping[str | None, Sequence[Evidence]], Query], Finding]
STRATEGIES: dict[Shape, Strategy] = {
    "fact": strategies.fact,
    "list": strategies.fact,
    "compare": strategies.fact,
    "how": strategies.survey,
    "summary": strategies.survey,
    "goal_vs_result": strategies.goal_vs_result,
    "trend": strategies.trend,
}


class Corpus(Protocol):
    """What the answerer needs of a library."""

    def documents(self) -> tuple[Document, ...]:
        """All visible documents."""

    def search(self, query: str, *, k: int, scope: Scope | None = None) -> tuple[Hit, ...]:
        """Passages for a text, best first; ``k`` for each region of the scope."""

    def sections_by_id(self, ids: Sequence[str]) -> Mapping[str, StoredSection]:
        """Stored sections by id."""

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        """All sections of a document in the order of its text."""


class Said(Protocol):
    """What a comparison says: lines, and the citations that they number."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in their order."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Numbered from 1."""


class Answerer:
    """Answers questions over a corpus. Thread-safe: it keeps nothing between questions.

    ``compared``: the ledger's answer to a question over several regions, None where it knows no such indicator.
    """

    def __init__(
        self, corpus: Corpus, words: Words, gazetteer: Gazetteer, compared: Callable[[Query], Said | None]
    ) -> None:
        self._compared = compared
        self._corpus = corpus
        self._words = words
        self._gazetteer = gazetteer

    def ask(self, question: str, *, thread: Thread | None, today: date, home: str | None) -> Answer:
        """The answer to one message; several questions in it give their lines one after the other."""
        started = time.perf_counter()
        documents = self._corpus.documents()
        queries = understand(
            question,
            thread=thread,
            holdings=Holdings(documents=documents),
            gazetteer=self._gazetteer,
            today=today,
            home=home,
        )
        understood = time.perf_counter()
        said = self._compared(queries[0]) if len(queries) == 1 and _comparing(queries[0]) else None
        if said:
            answer = _from_ledger(question, queries[0], said, documents)
        else:
            outcomes = [self._one(query, documents, thread) for query in queries]
            answer = self._combined(question, outcomes, queries, documents)
        stages = {"understand": (understood - started) * 1000, "answer": (time.perf_counter() - understood) * 1000}
        receipt = replace(answer.receipt, stages_ms={name: round(ms, 1) for name, ms in stages.items()})
        return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1), receipt=receipt)

    def _one(self, query: Query, documents: Sequence[Document], thread: Thread | None) -> Outcome:
        if query.refuse:
            return Outcome(query=query, finding=Finding(missing=(_missing(query, reason=query.refuse),)))
        if query.shape in ("holdings", "provenance"):
            finding = holdings.answer(query, documents, thread, self._corpus.sections, self._corpus.sections_by_id)
            return Outcome(query=query, finding=finding)
        unknown = tuple(_missing(query, region=region, reason="region_not_indexed") for region in query.not_indexed)
        if unknown and not query.regions:
            return Outcome(query=query, finding=Finding(missing=unknown))
        outcome = self._searched(query, documents)
        finding = outcome.finding
        missing = finding.missing + unknown
        if not finding.statements and not missing:
            missing = (_missing(query, reason="not_in_reports"),)
        return replace(outcome, finding=replace(finding, missing=missing))

    def _searched(self, query: Query, documents: Sequence[Document]) -> Outcome:
        asked = self._terms(query)
        targets = _targets(query, documents)
        outcome = self._evidence(query, asked, targets, within=_within(query))
        if query.years and not any(each.enough for found in outcome.evidence.values() for each in found):
            outcome = self._evidence(query, asked, targets, within=None)
        evidence = outcome.evidence if targets else _strongest(outcome.evidence)
        if _whole(query, asked):
            finding = strategies.overview(self._overview_units(query, documents, targets), query)
        else:
            finding = self._enumerated(query, asked, evidence) or STRATEGIES[query.shape](evidence, query)
        finding = _sources_explained(_years_explained(finding, query, documents), documents)
        return replace(outcome, finding=finding, terms=asked)

    def _enumerated(
        self, query: Query, asked: tuple[Term, ...], evidence: Mapping[str | None, Sequence[Evidence]]
    ) -> Finding | None:
        """The items of a list that the report gives as headings, for each region that has one; None where none has."""
        if query.shape != "list":
            return None
        found = []
        for region, each in evidence.items():
            for document in dict.fromkeys(e.unit.section.document_id for e in each[:8]):
                finding = strategies.enumerated(self._corpus.sections(document), asked, query)
                found += [replace(statement, region=region) for statement in finding.statements]
        return Finding(statements=tuple(found)) if found else None

    def _terms(self, query: Query) -> tuple[Term, ...]:
        return terms(query.topic, query.expansions, self._words)

    def _evidence(
        self, query: Query, asked: tuple[Term, ...], targets: Sequence[str], within: tuple[int, ...] | None
    ) -> Outcome:
        scope = Scope(regions=tuple(targets) or None, years=within)
        text = " ".join([query.topic, *(word for words in query.expansions.values() for word in words)])
        hits = self._corpus.search(text, k=PER_REGION if targets else OVERALL, scope=scope) if text.strip() else ()
        found = self._candidates(hits, query)
        evidence: dict[str | None, list[Evidence]] = {region: [] for region in targets}
        for region, candidates in found.items():
            evidence[region] = ranked(candidates, _asked(query, asked))
        return Outcome(query=query, hits=hits, evidence=evidence)

    def _candidates(self, hits: Sequence[Hit], query: Query) -> dict[str | None, list[tuple[Unit, float]]]:
        spans: dict[str, list[tuple[int, int]]] = {}
        prior: dict[str, float] = {}
        region: dict[str, str | None] = {}
        for place, hit in enumerate(hits):
            passage = hit.passage
            spans.setdefault(passage.section_id, []).append((passage.start, passage.end))
            prior.setdefault(passage.section_id, 1 / (1 + place / 4))
            region[passage.section_id] = passage.region
        found: dict[str | None, list[tuple[Unit, float]]] = {}
        for section_id, section in self._corpus.sections_by_id(tuple(spans)).items():
            for unit in units(section, spans[section_id]):
                if _admitted(unit, region[section_id], query):
                    found.setdefault(region[section_id], []).append((unit, prior[section_id]))
        return found

    def _overview_units(
        self, query: Query, documents: Sequence[Document], targets: Sequence[str]
    ) -> dict[str | None, list[Unit]]:
        found: dict[str | None, list[Unit]] = {}
        for document in documents:
            if document.region in targets or not targets:
                for section in self._corpus.sections(document.id):
                    found.setdefault(document.region, []).extend(
                        u for u in every(section) if _admitted(u, document.region, query)
                    )
        return found

    def _combined(
        self, question: str, outcomes: Sequence[Outcome], queries: Sequence[Query], documents: Sequence[Document]
    ) -> Answer:
        by_id = {document.id: document for document in documents}
        answered = [outcome for outcome in outcomes if outcome.finding.answered and not _refused(outcome)]
        missing = tuple(missing for outcome in outcomes for missing in outcome.finding.missing)
        single = len(queries) == 1 and queries[0].shape == "fact" and len(queries[0].regions) < 2
        numbering = Numbering(by_id, FEW if single else MANY)
        said: list[Line] = []
        for outcome in outcomes if answered else ():
            said += lines(outcome.finding.statements, numbering, english=outcome.query.english)
            said += missing_lines(outcome.finding, outcome.query)
        if not answered:
            said += refusal_lines(missing, _held(documents, missing), english=queries[0].english)
            for outcome in outcomes:
                said += lines(outcome.finding.statements, numbering, english=outcome.query.english)
        notes = [query.year_note for query in queries if query.year_note]
        said += lines([Statement(text=note, note=True) for note in notes], numbering)
        return Answer(
            id=uuid.uuid4().hex[:12],
            question=question,
            status="answered" if answered else "not_found",
            reason=None if answered or not missing else missing[0].reason,
            lines=tuple(said),
            citations=tuple(numbering.citations),
            missing=missing,
            nearest=() if answered else self._nearest(outcomes, by_id),
            other_regions=_others(documents, queries),
            carried=next((query.carried for query in queries if query.carried), None),
            corrected=next((query.corrected for query in queries if query.corrected), None),
            thread=_thread(queries[-1], numbering.citations),
            receipt=_receipt(outcomes),
        )

    def _nearest(self, outcomes: Sequence[Outcome], documents: Mapping[str, Document]) -> tuple[Nearest, ...]:
        """The sections of the best passages of a question that was not answered."""
        ids = dict.fromkeys(hit.passage.section_id for outcome in outcomes for hit in outcome.hits)
        return tuple(
            Nearest(
                section_id=section.id,
                document=documents[section.document_id].title,
                path=section.path,
                region=documents[section.document_id].region,
                year=section.year,
            )
            for section in self._corpus.sections_by_id(tuple(ids)[:NEAREST]).values()
            if section.document_id in documents
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question's finding with what led to it."""

    query: Query
    finding: Finding = field(default_factory=Finding)
    hits: tuple[Hit, ...] = ()
    terms: tuple[Term, ...] = ()
    evidence: Mapping[str | None, Sequence[Evidence]] = field(default_factory=dict)


def _missing(query: Query, *, reason: Reason, region: str | None = None) -> Missing:
    year = query.years[0] if query.years else None
    return Missing(
        region=region or next(iter(query.regions), None), year=year, indicator=query.topic or None, reason=reason
    )


def _targets(query: Query, documents: Sequence[Document]) -> tuple[str, ...]:
    if query.regions or query.places:
        return tuple(dict.fromkeys([*query.regions, *(above for _, above in query.places)]))
    if query.every or query.shape == "summary":
        return tuple(dict.fromkeys(document.region for document in documents if document.region))
    return ()


def _whole(query: Query, terms: tuple[Term, ...]) -> bool:
    """Whether the whole report is asked for: 有哪些目标任务 as well as 概括一下."""
    untold = all(term.weight < TELLING for term in terms)
    return untold and (query.shape in ("summary", "how") or (query.shape == "list" and not query.topic))


def _asked(query: Query, terms: tuple[Term, ...]) -> Asked:
    """What evidence is weighed against; a question after a difference wants one whatever its unit."""
    return Asked(
        terms=terms,
        wanted="change" if _difference(query) else query.wants,
        measure=query.measure,
        survey=query.shape in ("how", "summary"),
        followup=query.carried is not None,
        total=bool(TOTAL.search(query.question)),
    )


def _difference(query: Query) -> bool:
    """Whether a difference is asked for; 增加了多少张床 asks for a count."""
    found = CHANGE.search(query.question)
    counted = query.wants == "number" and query.measure is not None
    return bool(found) and not (counted and found is not None and found[0][0] in "增减")


def _within(query: Query) -> tuple[int, ...] | None:
    """The years to search in; a goal's year says nothing of the result's."""
    return None if query.shape == "goal_vs_result" else query.years or None


def _admitted(unit: Unit, region: str | None, query: Query) -> bool:
    both_sides = query.shape == "goal_vs_result" and len(query.years) == 1
    if query.years and unit.year not in query.years and not both_sides:
        return False
    if (query.anonymous and region) or (query.period and not _of_period(unit, query.period)):
        return False
    named = [place for place, above in query.places if above == region]
    return not named or any(place in unit.headings or place.rstrip("市区县") in unit.folded for place in named)


def _of_period(unit: Unit, period: str) -> bool:
    return same_period(unit.period, period) or same_period(unit.section.period, period)


def _strongest(evidence: Mapping[str | None, Sequence[Evidence]]) -> dict[str | None, Sequence[Evidence]]:
    """Where no region was named: the regions whose best evidence is close to the best of all, else those that hide it."""
    tops = {region: max((e.score for e in found if e.enough), default=0.0) for region, found in evidence.items()}
    top = max(tops.values(), default=0.0)
    close = [region for region, score in tops.items() if score and score >= top - SIDE_CLOSE]
    hidden = [region for region, found in evidence.items() if any(each.masked for each in found)]
    kept = sorted(close or hidden, key=lambda region: -tops[region])[:SIDE_BY_SIDE]
    return {region: evidence[region] for region in evidence if region in kept}


def _years_explained(finding: Finding, query: Query, documents: Sequence[Document]) -> Finding:
    """Where a region has no report of the asked year at all, that is the reason."""
    held: dict[str | None, set[int]] = {}
    for document in documents:
        held.setdefault(document.region, set()).update(document.profile.years)
    explained = tuple(
        replace(missing, reason="year_not_indexed")
        if missing.reason == "not_in_reports"
        and missing.year
        and missing.year not in held.get(missing.region, {missing.year})
        else missing
        for missing in finding.missing
    )
    return replace(finding, missing=explained)


def _refused(outcome: Outcome) -> bool:
    """Only the other side (goal for result) was found, for every asked region."""
    if outcome.query.shape == "goal_vs_result":
        return False
    sides = [missing for missing in outcome.finding.missing if missing.reason in ("only_goal", "only_result")]
    return len(sides) >= sum(bool(statement.proofs) for statement in outcome.finding.statements) > 0


def _held(documents: Sequence[Document], missing: Sequence[Missing]) -> str | None:
    reasons = {each.reason for each in missing}
    if "region_not_indexed" in reasons:
        names = list(dict.fromkeys(document.region for document in documents if document.region))
        return f"已收录：{listing(names)}" if names else "还没有收录任何报告"
    if "year_not_indexed" in reasons:
        regions = {each.region for each in missing}
        years = sorted(
            {year for document in documents if document.region in regions for year in document.profile.years}
        )
        return f"已收录年份：{'、'.join(map(str, years))}" if years else None
    return None


def _sources_explained(finding: Finding, documents: Sequence[Document]) -> Finding:
    """报告未载 says why where no report of that side is held: 只收录2024年要点."""
    explained = []
    for statement in finding.statements:
        held = [d for d in documents if d.region == statement.region and statement.year in d.profile.years]
        sides = {part.plan for document in held for part in document.parts if part.year == statement.year}
        if not statement.proofs and not statement.note and held and statement.plan not in sides:
            kinds = "、".join(dict.fromkeys(document.profile.kind for document in held))
            statement = replace(statement, text=f"{statement.text}（只收录{kinds}）")
        explained.append(statement)
    return replace(finding, statements=tuple(explained))


def _others(documents: Sequence[Document], queries: Sequence[Query]) -> tuple[str, ...]:
    asked = {region for query in queries for region in query.regions}
    return tuple(dict.fromkeys(d.region for d in documents if d.region and d.region not in asked))[:8]


def _comparing(query: Query) -> bool:
    """Whether the ledger is asked first: several regions, or none named, and a value or a comparison wanted."""
    if query.refuse or not query.topic or query.places or query.english:
        return False
    several = len(query.regions) + len(query.not_indexed) != 1 or query.every or query.area is not None
    return several and (query.shape == "compare" or (query.shape == "fact" and query.wants in ANSWERS))


def _from_ledger(question: str, query: Query, said: Said, documents: Sequence[Document]) -> Answer:
    notes = (Line(text=query.year_note, note=True),) if query.year_note else ()
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=question,
        status="answered",
        reason=None,
        lines=(*said.lines, *notes),
        citations=said.citations,
        other_regions=_others(documents, [query]),
        carried=query.carried,
        corrected=query.corrected,
        thread=_thread(query, said.citations),
        receipt=_receipt([Outcome(query=query)]),
    )


def _thread(query: Query, citations: Sequence[Citation]) -> Thread:
    return Thread(
        regions=query.regions,
        years=query.years,
        plan=query.plan,
        topic=query.topic,
        asked=query.question,
        sections=tuple(dict.fromkeys(citation.section_id for citation in citations)),
    )


def _receipt(outcomes: Sequence[Outcome]) -> Receipt:
    first = outcomes[0]
    query = first.query
    understood = {
        "主题": query.topic,
        "形式": query.shape,
        "地区": "、".join(query.regions) or "不限",
        "年份": "、".join(map(str, query.years)) or "不限",
        "实际/目标": {None: "不限", True: "目标", False: "实际"}[query.plan],
        "要的值": query.wants,
        "词": "、".join(f"{term.text}({term.weight:.2f})" for term in first.terms),
    }
    best = [found[0] for found in first.evidence.values() if found]
    checks = tuple(
        (
            f"证据充分 {each.text[:24]}",
            each.enough,
            f"覆盖{each.cover:.2f} 近处{each.near:.2f} 值{each.fit:.2f} 总分{each.score:.2f}",
        )
        for each in best[:6]
    )
    return Receipt(understood=understood, hits=first.hits[:12], checks=checks)
