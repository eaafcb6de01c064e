"""What a strategy hands to the composer: statements with their proof, and what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from retrieval.answering.evidence import Evidence
from retrieval.answering.wording import quoted, trimmed
from retrieval.model import Missing, StoredSection

#: A clause that says more of the one before, and the most characters of both.
DEPENDENT = re.compile(r"位?居|位列|名列|排名?第|同比|较[上去]年|比[上去]年|高于全|优于全")
ROOM = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A quote ``section.text[start:end]``, ≤ 300 characters."""

    section: StoredSection
    start: int
    end: int
    year: int | None
    plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One line to be said. ``note``: ours, not a report's. ``period``: 上半年 and the like."""

    text: str
    proofs: tuple[Proof, ...] = ()
    region: str | None = None
    year: int | None = None
    plan: bool | None = None
    period: str | None = None
    note: bool = False
    headed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The outcome of one question. No statement that is not a note means: not found."""

    statements: tuple[Statement, ...] = ()
    missing: tuple[Missing, ...] = ()
    checks: tuple[tuple[str, bool, str], ...] = field(default=())

    @property
    def answered(self) -> bool:
        """True where at least one report says something to it."""
        return any(statement.proofs for statement in self.statements)


def proof(evidence: Evidence) -> Proof:
    """The sentence of a piece of evidence, cut to a quote's length around the window."""
    unit = evidence.unit
    text = unit.section.text
    start, end = quoted(text, unit.start, unit.end, evidence.start, evidence.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Proof(section=unit.section, start=start, end=end, year=unit.year, plan=unit.plan)


def stated(evidence: Evidence, region: str | None, *, whole: bool = False) -> Statement:
    """The evidence in the report's own words: the window with what depends on it, or the whole sentence."""
    unit = evidence.unit
    text = unit.text if whole else unit.section.text[evidence.start : _dependent(evidence)]
    return Statement(
        text=trimmed(text),
        proofs=(proof(evidence),),
        region=region,
        year=unit.year,
        plan=unit.plan,
        period=unit.period,
    )


def _dependent(evidence: Evidence) -> int:
    """Where the window ends once a short clause that has no subject of its own (居全省首位, 同比增长…) is added."""
    following = next(((low, high) for low, high in evidence.unit.clauses if low >= evidence.end), None)
    if following is None:
        return evidence.end
    low, high = following
    clause = evidence.unit.section.text[low:high]
    return high if DEPENDENT.match(clause) and high - evidence.start <= ROOM else evidence.end
