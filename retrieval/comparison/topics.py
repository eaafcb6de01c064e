"""Topics that are no indicator: what each region's reports say of them, chosen by the answering room's weighing of evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.answering.evidence import Asked, Evidence, ranked
from retrieval.answering.finding import proof
from retrieval.answering.terms import Words, terms
from retrieval.answering.units import Unit, units
from retrieval.answering.values import values
from retrieval.answering.wording import trimmed
from retrieval.comparison.choosing import Choice
from retrieval.model import Hit, Indicator, Scope, StoredSection
from retrieval.search.terms import expansions, official

#: Passages looked at for one region: many where few are asked.
FEW_REGIONS, DEEP, SHALLOW = 12, 24, 4
#: Sections whose figures are offered where nothing was found.
NEAREST = 4
#: Statements this close to the best are as good: then results go before goals and newer before older.
CLOSE = 0.12
#: A statement says its whole sentence up to so many characters, else the clauses around what was asked.
LONGEST = 80
#: What a figure in a statement, and a different section from those chosen, are worth.
FIGURE, ELSEWHERE = 0.25, 0.1


NUMBERED = re.compile(
    r"^(?:\d{1,3}[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*"
)


class Corpus(Protocol):
    """Passages to find and the sections they stand in."""

    def search(self, query: str, *, k: int, scope: Scope | None = None) -> tuple[Hit, ...]:
        """Passages for a text, best first; ``k`` for each region of the scope."""

    def sections_by_id(self, ids: Sequence[str]) -> Mapping[str, StoredSection]:
        """Stored sections by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Statements on topics."""

    corpus: Corpus
    words: Words

    def best(self, topic: str, regions: Sequence[str], choice: Choice) -> tuple[Indicator, ...]:
        """The best statement of each region that has one, as a figure without name and number."""
        found = self.weighed(topic, regions, choice)
        return tuple(statement(one, region) for region, each in found.items() if (one := _first(each)))

    def telling(self, topic: str) -> bool:
        """Whether a topic has any word to look for."""
        return bool(terms(topic, expansions(topic), self.words))

    def nearest(self, topic: str) -> tuple[str, ...]:
        """Ids of the sections nearest in words and meaning, whether or not they say anything of the topic."""
        return tuple(dict.fromkeys(hit.passage.section_id for hit in self.corpus.search(topic, k=NEAREST)))

    def weightiest(
        self, topic: str, regions: Sequence[str], choice: Choice, most: int
    ) -> dict[str, tuple[Indicator, ...]]:
        """At most ``most`` statements of each region, from different places of its reports where they are as good."""
        found = self.weighed(topic, regions, choice)
        return {region: tuple(statement(one, region) for one in several(each, most)) for region, each in found.items()}

    def weighed(self, topic: str, regions: Sequence[str], choice: Choice) -> dict[str, list[Evidence]]:
        """Evidence that is enough, best first, of each region."""
        asked = Asked(terms=terms(topic, official(topic), self.words), survey=True)
        found: dict[str, list[tuple[Unit, float]]] = {region: [] for region in regions}
        for region, unit, prior in self._candidates(topic, regions, choice) if asked.terms else ():
            if choice.plan in (None, unit.plan) and choice.year in (None, unit.year) and not is_heading(unit):
                found[region].append((unit, prior))
        return {region: [one for one in ranked(each, asked) if one.enough] for region, each in found.items()}

    def _candidates(self, topic: str, regions: Sequence[str], choice: Choice) -> list[tuple[str, Unit, float]]:
        if not regions:
            return []
        scope = Scope(regions=tuple(regions), years=None if choice.year is None else (choice.year,))
        query = " ".join([topic, *(word for said in expansions(topic).values() for word in said)])
        hits = self.corpus.search(query, k=DEEP if len(regions) <= FEW_REGIONS else SHALLOW, scope=scope)
        spans: dict[str, list[tuple[int, int]]] = {}
        first: dict[str, tuple[str, float]] = {}
        for place, hit in enumerate(hits):
            passage = hit.passage
            spans.setdefault(passage.section_id, []).append((passage.start, passage.end))
            first.setdefault(passage.section_id, (passage.region or "", 1 / (1 + place / 4)))
        sections = self.corpus.sections_by_id(tuple(spans))
        return [
            (first[id_][0], unit, first[id_][1])
            for id_, section in sections.items()
            for unit in units(section, spans[id_])
            if first[id_][0] in regions
        ]


def statement(evidence: Evidence, region: str) -> Indicator:
    """A statement as a figure: no name, its value what the report says."""
    unit, proven = evidence.unit, proof(evidence)
    return Indicator(
        name="",
        value=NUMBERED.sub("", trimmed(_roomy(evidence))),
        number=None,
        unit="",
        comparator="=",
        year=unit.year,
        plan=unit.plan,
        period=unit.period,
        quote=unit.section.text[proven.start : proven.end],
        region=region,
        path=unit.section.path,
        section_id=unit.section.id,
        document_id=unit.section.document_id,
    )


def _roomy(evidence: Evidence) -> str:
    """The window with the clauses after and before it, as long as they stay a short statement."""
    unit = evidence.unit
    spans = unit.clauses
    first = next(n for n, (low, _) in enumerate(spans) if low == evidence.start)
    last = next(n for n, (_, high) in enumerate(spans) if high == evidence.end)
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= LONGEST:
        last += 1
    while first and spans[last][1] - spans[first - 1][0] <= LONGEST:
        first -= 1
    return unit.section.text[spans[first][0] : spans[last][1]]


def _first(found: Sequence[Evidence]) -> Evidence | None:
    """Of those close to the best: results before goals, then the newest year."""
    if not found:
        return None
    close = [one for one in found if one.score >= found[0].score - CLOSE]
    return max(close, key=lambda one: (not one.unit.plan, one.unit.year or 0, one.score))


def several(found: Sequence[Evidence], most: int) -> list[Evidence]:
    """Greedily the best, other sections and sides first, then in the order of the texts."""
    chosen: list[Evidence] = []
    rest = list(found)
    while rest and len(chosen) < most:
        best = max(rest, key=lambda one: _worth(one, chosen))
        chosen.append(best)
        rest = [one for one in rest if one.unit is not best.unit]
    return sorted(
        chosen, key=lambda one: (one.unit.plan, -(one.unit.year or 0), one.unit.section.ordinal, one.unit.start)
    )


def _worth(evidence: Evidence, chosen: Sequence[Evidence]) -> float:
    new = all(one.unit.section.id != evidence.unit.section.id for one in chosen)
    side = all(one.unit.plan != evidence.unit.plan for one in chosen)
    return (
        evidence.score + FIGURE * bool(values(_roomy(evidence))) + ELSEWHERE * new + ELSEWHERE * (side and bool(chosen))
    )


def is_heading(unit: Unit) -> bool:
    return trimmed(unit.text) == trimmed(unit.section.heading or "")
