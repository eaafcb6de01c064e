"""Units of evidence: the sentences of a section, each cut into clauses, with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.model import StoredSection
from retrieval.parsing.sentences import clauses, sentences
from retrieval.parsing.status import Status, status
from retrieval.parsing.text import fold

WHOLE_YEAR = re.compile(r"全年|年底|年末")
#: Clauses that begin to tell what was to be done, and what was done of it; what a goal says beside its name.
PLANNED = re.compile(r"(?:原|年初)?(?:计划|目标|任务)(?!生育|免疫)[^,。;]{0,24}\d")
ACTUAL = re.compile(r"(?:全年|目前|年底)?(?:实际|实有|已?(?:累计)?(?:完成|建成))[^,。;]{0,20}\d")
NAMED = re.compile(r"^(?:原|年初)?(?:计划|目标|任务)|\d.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence of a section at ``section.text[start:end]``. ``clauses``: spans in the section's text. ``folded`` is for matching.

    Goals and results of one sentence are two units. ``year``, ``plan``, ``period``: the sentence's own, else its part's.
    """

    section: StoredSection
    start: int
    end: int
    folded: str
    clauses: tuple[tuple[int, int], ...]
    folded_clauses: tuple[str, ...]
    heading: str
    headings: str
    before: str
    year: int | None
    plan: bool
    period: str | None

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.section.text[self.start : self.end]


def units(section: StoredSection, spans: Sequence[tuple[int, int]]) -> tuple[Unit, ...]:
    """The sentences of a section that begin inside one of ``spans``."""
    return tuple(unit for unit in every(section) if any(low <= unit.start < high for low, high in spans))


def _part_period(section: StoredSection, own: Status, text: str) -> str | None:
    """The period of the part, unless the sentence speaks of another year or of a whole one."""
    return section.period if own.year == section.year and not WHOLE_YEAR.search(text) else None


@lru_cache(maxsize=2048)
def every(section: StoredSection) -> tuple[Unit, ...]:
    """All sentences of a section; the last used sections are remembered."""
    heading, headings = fold(section.heading or ""), fold(" ".join(section.path))
    found = []
    before = ""
    for start, end in sentences(section.text):
        text = section.text[start:end]
        spans = clauses(text)
        own = status(text, year=section.year, plan=section.plan)
        for side in _sides([fold(text[low:high]) for low, high in spans], plan=own.plan):
            found.append(
                Unit(
                    section=section,
                    start=start,
                    end=end,
                    folded=fold(text),
                    clauses=tuple((start + spans[place][0], start + spans[place][1]) for place in side.clauses),
                    folded_clauses=tuple(side.clauses.values()),
                    heading=heading,
                    headings=headings,
                    before=before,
                    year=own.year,
                    plan=side.plan,
                    period=own.period or _part_period(section, own, text),
                )
            )
        before = fold(text)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The clauses of a sentence that tell goals, or those that tell results: their places → their folded words."""

    plan: bool
    clauses: dict[int, str]


def _sides(clauses: Sequence[str], *, plan: bool) -> tuple[_Side, ...]:
    """计划新增托位1200个,实际新增1356个 is a goal and a result, which speaks of what the goal names; any other sentence is one side."""
    tenses: list[bool | None] = []
    for clause in clauses:
        told = tenses[-1] if tenses else None
        if PLANNED.match(clause):
            told = True
        elif told and ACTUAL.match(clause):
            told = False
        tenses.append(told)
    if True not in tenses or False not in tenses:
        return (_Side(plan=plan, clauses=dict(enumerate(clauses))),)
    goals = {n: clause for n, clause in enumerate(clauses) if tenses[n] is not False}
    results, named = {}, ""
    for n, clause in enumerate(clauses):
        if tenses[n]:
            named = NAMED.sub("", clause) if PLANNED.match(clause) else named
        else:
            results[n] = named + clause
            named = ""
    return _Side(plan=True, clauses=goals), _Side(plan=False, clauses=results)
