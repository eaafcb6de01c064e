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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence of a section at ``section.text[start:end]``. ``clauses``: spans in the section's text. ``folded`` is for matching.

    ``context``: the folded heading path and the sentence before. ``year``, ``plan``, ``period``: the sentence's own, else its part's.
    """

    section: StoredSection
    start: int
    end: int
    folded: str
    clauses: tuple[tuple[int, int], ...]
    folded_clauses: tuple[str, ...]
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
    headings = fold(" ".join(section.path))
    found = []
    before = ""
    for start, end in sentences(section.text):
        text = section.text[start:end]
        spans = clauses(text)
        own = status(text, year=section.year, plan=section.plan)
        found.append(
            Unit(
                section=section,
                start=start,
                end=end,
                folded=fold(text),
                clauses=tuple((start + low, start + high) for low, high in spans),
                folded_clauses=tuple(fold(text[low:high]) for low, high in spans),
                headings=headings,
                before=before,
                year=own.year,
                plan=own.plan,
                period=own.period or _part_period(section, own, text),
            )
        )
        before = fold(text)
    return tuple(found)
