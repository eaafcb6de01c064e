"""The extractive answerer: understand, retrieve, choose evidence, judge whether it is enough, say it with its sources.

It works without any model and is what every other way of answering falls back to.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from retrieval.answering import holdings, strategies
from retrieval.answering.compose import FEW, MANY, Numbering, lines, missing_lines, refusal_lines
from retrieval.answering.evidence import Evidence, ranked
from retrieval.answering.finding import Finding, Statement
from retrieval.answering.introduced import introduced
from retrieval.answering.matching import Term
from retrieval.answering.outcomes import (
    Outcome,
    held_instead,
    lacking,
    next_best,
    one_sided,
    other_regions,
    receipt_of,
    sources_explained,
    strongest,
    thread_of,
    years_explained,
)
from retrieval.answering.reading import (
    admitted,
    asked_of,
    asked_regions,
    asking_back,
    asks_everything,
    comparing,
    search_years,
)
from retrieval.answering.terms import Words, strayless, terms
from retrieval.answering.units import Unit, every, units
from retrieval.model import (
    Answer,
    Citation,
    Document,
    Hit,
    Line,
    Nearest,
    Query,
    Scope,
    Shape,
    StoredSection,
    Thread,
)
from retrieval.parsing.regions import Gazetteer
from retrieval.search.understanding import Holdings, understand

#: Passages looked at for one region, and for a question that names none.
PER_REGION, OVERALL = 30, 60
#: Sections offered with a refusal; evidence kept beside an answer.
NEAREST, FURTHER = 3, 6


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

    def search(
        self, query: str, *, k: int, scope: Scope | None = None, expansions: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Passages for a text, best first; ``k`` for each region of the scope. ``expansions``: more words to look for."""

    def holds(self, text: str) -> bool:
        """Whether a few words stand in any passage."""

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
        queries = self.understand(question, thread=thread, today=today, home=home)
        understood = time.perf_counter()
        answer = self.answer(question, queries, thread=thread)
        stages = {"understand": (understood - started) * 1000, "answer": (time.perf_counter() - understood) * 1000}
        receipt = replace(answer.receipt, stages_ms={name: round(ms, 1) for name, ms in stages.items()})
        return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1), receipt=receipt)

    def understand(self, question: str, *, thread: Thread | None, today: date, home: str | None) -> tuple[Query, ...]:
        """The questions of one message; at least one."""
        return understand(
            question,
            thread=thread,
            holdings=Holdings(documents=self._corpus.documents()),
            gazetteer=self._gazetteer,
            today=today,
            home=home,
        )

    def answer(self, question: str, queries: Sequence[Query], *, thread: Thread | None) -> Answer:
        """The answer to the questions of one message; times are left to the caller."""
        documents = self._corpus.documents()
        said = self._compared(queries[0]) if len(queries) == 1 and comparing(queries[0]) else None
        options = asking_back(queries[0], thread, documents) if len(queries) == 1 else ()
        if options:
            return _asked_back(question, queries[0], options)
        if said:
            return _from_ledger(question, queries[0], said, documents)
        outcomes = [self._one(query, documents, thread) for query in queries]
        return self._combined(question, outcomes, queries, documents)

    def _one(self, query: Query, documents: Sequence[Document], thread: Thread | None) -> Outcome:
        if query.refuse:
            return Outcome(query=query, finding=Finding(missing=(lacking(query, reason=query.refuse),)))
        unknown = tuple(lacking(query, region=region, reason="region_not_indexed") for region in query.not_indexed)
        if unknown and not query.regions:
            return Outcome(query=query, finding=Finding(missing=unknown))
        if query.shape in ("holdings", "provenance"):
            finding = holdings.answer(query, documents, thread, self._corpus.sections, self._corpus.sections_by_id)
            return Outcome(query=query, finding=replace(finding, missing=finding.missing + unknown))
        outcome = self._searched(query, documents)
        finding = outcome.finding
        missing = finding.missing + unknown
        if not finding.statements and not missing:
            missing = (lacking(query, reason="not_in_reports"),)
        return replace(outcome, finding=replace(finding, missing=missing))

    def _searched(self, query: Query, documents: Sequence[Document]) -> Outcome:
        asked = self._terms(query)
        targets = asked_regions(query, documents)
        outcome = self._evidence(query, asked, targets, within=search_years(query))
        if query.years and not any(each.enough for found in outcome.evidence.values() for each in found):
            outcome = self._evidence(query, asked, targets, within=None)
        evidence = outcome.evidence if targets else strongest(outcome.evidence)
        if asks_everything(query, asked):
            finding = strategies.overview(self._overview_units(query, documents, targets), query)
        else:
            finding = self._enumerated(query, asked, evidence) or STRATEGIES[query.shape](evidence, query)
        finding = introduced(finding, self._corpus.sections)
        finding = sources_explained(years_explained(finding, query, documents), documents)
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
        return strayless(terms(query.topic, query.expansions, self._words), query.question, self._corpus.holds)

    def _evidence(
        self, query: Query, asked: tuple[Term, ...], targets: Sequence[str], within: tuple[int, ...] | None
    ) -> Outcome:
        scope = Scope(regions=tuple(targets) or None, years=within)
        official = tuple(word for words in query.expansions.values() for word in words)
        depth = PER_REGION if targets else OVERALL
        hits = (
            self._corpus.search(query.topic, k=depth, scope=scope, expansions=official) if query.topic.strip() else ()
        )
        found = self._candidates(hits, query)
        evidence: dict[str | None, list[Evidence]] = {region: [] for region in targets}
        for region, candidates in found.items():
            evidence[region] = ranked(candidates, asked_of(query, asked))
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
                if admitted(unit, region[section_id], query):
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
                        u for u in every(section) if section.part and admitted(u, document.region, query)
                    )
        return found

    def _combined(
        self, question: str, outcomes: Sequence[Outcome], queries: Sequence[Query], documents: Sequence[Document]
    ) -> Answer:
        by_id = {document.id: document for document in documents}
        answered = [outcome for outcome in outcomes if outcome.finding.answered and not one_sided(outcome)]
        missing = tuple(missing for outcome in outcomes for missing in outcome.finding.missing)
        single = len(queries) == 1 and queries[0].shape == "fact" and len(queries[0].regions) < 2
        numbering = Numbering(by_id, FEW if single else MANY)
        said: list[Line] = []
        for outcome in outcomes if answered else ():
            said += lines(outcome.finding.statements, numbering, english=outcome.query.english)
            said += missing_lines(outcome.finding, outcome.query)
        if not answered:
            said += refusal_lines(missing, held_instead(documents, missing), english=queries[0].english)
            for outcome in outcomes:
                said += lines(outcome.finding.statements, numbering, english=outcome.query.english)
        notes = [note for query in queries for note in (query.corrected, query.year_note) if note]
        said += lines([Statement(text=note, note=True) for note in notes], numbering)
        return Answer(
            id=uuid.uuid4().hex[:12],
            question=question,
            status="answered" if answered else "not_found",
            reason=None if answered or not missing else missing[0].reason,
            lines=tuple(said),
            citations=tuple(numbering.citations),
            further=numbering.further(next_best(outcomes), FURTHER) if answered else (),
            missing=missing,
            nearest=() if answered else self._nearest(outcomes, by_id),
            other_regions=other_regions(documents, queries),
            carried=next((query.carried for query in queries if query.carried), None),
            corrected=next((query.corrected for query in queries if query.corrected), None),
            thread=thread_of(queries[-1], numbering.citations),
            receipt=receipt_of(outcomes),
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


def _asked_back(question: str, query: Query, options: tuple[str, ...]) -> Answer:
    """What is missing, with whole questions to choose from."""
    text = (
        f"想问{'、'.join(query.regions)}的哪方面？"
        if query.regions
        else "“我市”“我省”指哪里？可先用 /home 设定，或选一个地区："
    )
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=question,
        status="clarify",
        reason=None,
        lines=(Line(text=text, note=True),),
        options=options,
        thread=thread_of(query, ()),
        receipt=receipt_of([Outcome(query=query)]),
    )


def _from_ledger(question: str, query: Query, said: Said, documents: Sequence[Document]) -> Answer:
    notes = (Line(text=query.year_note, note=True),) if query.year_note else ()
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=question,
        status="answered",
        reason=None,
        lines=(*said.lines, *notes),
        citations=said.citations,
        other_regions=other_regions(documents, [query]),
        carried=query.carried,
        corrected=query.corrected,
        thread=thread_of(query, said.citations),
        receipt=replace(receipt_of([Outcome(query=query)]), way="ledger"),
    )
