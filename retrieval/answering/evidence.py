"""Choosing evidence: which clause of which sentence answers a question, and whether it is enough.

The score of a window of clauses is the weighted share of the question's words that stand in it (words of its sentence,
heading and the sentence before count less), plus how well its values fit the kind asked for. Pure arithmetic, no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.matching import Term, match
from retrieval.answering.units import Unit
from retrieval.answering.values import ANSWERS, fits
from retrieval.parsing.placeholders import VALUE

#: Trust in a word found outside the window: in its sentence, its own heading, those above, the sentence before.
IN_SENTENCE, IN_OWN_HEADING, IN_HEADINGS, BEFORE = 0.85, 0.7, 0.65, 0.4
#: Longest window, in clauses; sentences of a region that are looked at clause by clause.
WINDOW, PROMISING = 3, 16
#: A window scores a little less for every character above this, and a trifle for every character.
SHORT, PER_CHARACTER, TRIFLE = 24, 0.003, 0.0003
#: What the words within the window, a fitting value, and the place in the retriever's list add at most.
NEAR, FIT, PRIOR = 0.5, 0.3, 0.08
#: Least coverage of the question's words for an answer, for a follow-up, for a survey.
ENOUGH, ENOUGH_FOLLOWUP, ENOUGH_SURVEY = 0.55, 0.5, 0.38
#: Least share of a measure (…率), and of the word that a question of few words is about, unless plenty is covered.
ENOUGH_MEASURE, ENOUGH_KEY, FEW, PLENTY = 0.72, 0.2, 2, 0.66
#: A word of at least this weight names something; a value must fit better than this.
NAMING, LEAST_FIT = 0.4, 0.3
#: A value must stand near the weightiest words: those of at least this share of the heaviest.
ANCHORING = 0.85
#: A last word of this weight is the thing asked for, and may not be missing.
SUBJECT = 0.95
#: How much a total counts where one is asked for.
STOCK = 0.15
TOTALLED, ADDED = re.compile(r"累计|总数|总计|总量|共有|达到|合计|现有"), re.compile(r"新增|新建|新招|新设|增加")
#: A round figure, and the clause behind it that gives the exact one without naming it anew.
ROUND, EXACT = re.compile(r"突破|超过|逾|首超|[超近]\d"), re.compile(r"\s*(?:达到?|增至|升至|为)了?\s*\d")
#: A change is told.
CHANGED = re.compile(r"同比|较|比|增长|增加|提高|提升|上升|下降|减少|降低|缩短|增幅|降幅")
#: Of two words, one that tells this much may not be missing.
TELLING = 0.7
#: Where no word names anything (多少家医院), only a value right beside the word will do.
CLEAR = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What evidence is weighed against. ``wanted``: kind of value; ``survey``, ``followup``: these name less. ``total``: the stock is asked for, not what was added."""

    terms: tuple[Term, ...]
    wanted: str = "text"
    measure: str | None = None
    survey: bool = False
    followup: bool = False
    total: bool = False

    @property
    def anchors(self) -> tuple[str, ...]:
        """The words that a value must stand near."""
        top = max((term.weight for term in self.terms), default=0.0)
        telling = [term for term in self.terms if term.weight >= max(NAMING, ANCHORING * top)] or self.terms
        return tuple(dict.fromkeys(word for term in telling for word in (term.text, *term.variants)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A window ``unit.section.text[start:end]`` that may answer; shares are 0 … 1, ``score`` ranks.

    ``cover``: of the words asked for, in the window or near it; ``near``: within the window; ``in_headings``; ``fit``: of the
    values. ``enough``: whether it may be said as an answer. ``masked``: the asked value itself was taken out (xx%).
    """

    unit: Unit
    start: int
    end: int
    cover: float
    near: float
    in_headings: float
    fit: float
    score: float
    enough: bool
    masked: bool = False

    @property
    def text(self) -> str:
        """The window as it stands."""
        return self.unit.section.text[self.start : self.end]


def weigh(unit: Unit, asked: Asked, prior: float) -> Evidence:
    """The best window of a sentence. ``prior``: 0 … 1, the retriever's opinion of the passage."""
    terms = asked.terms
    weights = [term.weight for term in terms]
    clauses = unit.folded_clauses
    rows = [[match(term, clause) for clause in clauses] for term in terms]
    headed = [match(term, unit.headings) for term in terms]
    around = [outside(term, unit) for term in terms]
    masked = _masked(clauses, [_share([row[n] for row in rows], weights) for n in range(len(clauses))], asked)
    best: Evidence | None = None
    for first in range(len(clauses)):
        for last in range(first, min(first + WINDOW, len(clauses))):
            inside = [max(row[first : last + 1]) for row in rows]
            found = [max(pair) for pair in zip(inside, around, strict=True)]
            low, high = unit.clauses[first][0], unit.clauses[last][1]
            fit = fits(asked.wanted, "".join(clauses[first : last + 1]), asked.measure, asked.anchors)
            cover, near = _share(found, weights), _share(inside, weights)
            score = cover + NEAR * near + FIT * fit + PRIOR * prior - _length(high - low)
            score += STOCK * _stock("".join(clauses[first : last + 1])) if asked.total else 0.0
            if best is None or (fit > LEAST_FIT, score) > (best.fit > LEAST_FIT, best.score):
                best = Evidence(
                    unit=unit,
                    start=low,
                    end=high,
                    cover=cover,
                    near=near,
                    in_headings=_share(headed, weights),
                    fit=fit,
                    score=score,
                    enough=fit > LEAST_FIT
                    and not masked
                    and _enough(found, cover, fit, asked)
                    and _bound([row[first : last + 1] for row in rows], clauses[first : last + 1], asked),
                    masked=masked and _enough(found, cover, 1.0, asked),
                )
    assert best is not None  # noqa: S101 -- a sentence has at least one clause
    return _exact(best, clauses)


def _exact(found: Evidence, clauses: Sequence[str]) -> Evidence:
    """With the clause that gives the exact figure of a round one (突破10万台次，达到10.3万台次)."""
    ends = [high for _, high in found.unit.clauses]
    last = ends.index(found.end)
    told = last + 1 < len(clauses) and ROUND.search(clauses[last]) and EXACT.match(clauses[last + 1])
    return replace(found, end=ends[last + 1]) if told else found


def _masked(clauses: Sequence[str], shares: Sequence[float], asked: Asked) -> bool:
    """Whether a value is wanted and the clause that says most of it has a placeholder in its place."""
    told = clauses[max(range(len(clauses)), key=lambda n: shares[n])]
    return asked.wanted in ANSWERS and bool(VALUE.search(told))


def _stock(text: str) -> int:
    """1 where a total is said, -1 where only what was added, else 0."""
    return 1 if TOTALLED.search(text) else -1 if ADDED.search(text) else 0


def _length(characters: int) -> float:
    return PER_CHARACTER * max(0, characters - SHORT) + TRIFLE * characters


def _share(found: Sequence[float], weights: Sequence[float]) -> float:
    total = sum(weights)
    return sum(share * weight for share, weight in zip(found, weights, strict=True)) / total if total else 0.0


def _enough(found: Sequence[float], cover: float, fit: float, asked: Asked) -> bool:
    """Whether the words asked for are there: enough of them together, each measure, and the word the question is about."""
    pairs = list(zip(asked.terms, found, strict=True))
    if any(share < ENOUGH_MEASURE for term, share in pairs if term.head):
        return False
    if asked.survey:
        top = max((term.weight for term in asked.terms), default=0.0)
        alone = sum(term.weight >= NAMING for term in asked.terms) <= 1
        return cover >= (ENOUGH if alone else ENOUGH_SURVEY) and any(
            share >= ENOUGH_KEY for term, share in pairs if term.weight == top
        )
    naming = [share for term, share in pairs if term.weight >= NAMING]
    if len(naming) <= 1:
        return cover >= PLENTY and (bool(naming) or fit >= CLEAR or asked.wanted not in ANSWERS)
    subject = next((term.weight for term, _ in reversed(pairs) if term.weight >= NAMING), 0.0)
    named = naming[-1] >= ENOUGH_KEY or (len(naming) > FEW and subject < SUBJECT)
    if len(naming) <= FEW:  # 新增托位: both words must be there
        named = named and all(share >= ENOUGH_KEY for term, share in pairs if term.weight >= TELLING)
    if subject >= SUBJECT and naming[-1] < ENOUGH_KEY and asked.wanted in ANSWERS:
        return False
    return cover >= PLENTY or (cover >= (ENOUGH_FOLLOWUP if asked.followup else ENOUGH) and named)


def _bound(rows: Sequence[Sequence[float]], clauses: Sequence[str], asked: Asked) -> bool:
    """Whether a change is that of what is asked for: the word that names it stands in its clause or the one before.

    ``rows``: the share of each term in each clause of the window.
    """
    if asked.wanted != "change":
        return True
    weight, row = max(((term.weight, row) for term, row in zip(asked.terms, rows, strict=True)), default=(0.0, ()))
    told = [n for n, clause in enumerate(clauses) if CHANGED.search(clause)]
    near = [max(row[max(0, n - 1) : n + 1]) for n in told] if row else []
    return weight < NAMING or max(near or row, default=1.0) >= ENOUGH_MEASURE


def outside(term: Term, unit: Unit) -> float:
    """How much of a term stands in the sentence, its headings or the sentence before, each with its trust."""
    return max(
        IN_SENTENCE * match(term, unit.folded),
        IN_OWN_HEADING * match(term, unit.heading),
        IN_HEADINGS * match(term, unit.headings),
        BEFORE * match(term, unit.before),
    )


def ranked(candidates: Iterable[tuple[Unit, float]], asked: Asked) -> list[Evidence]:
    """Evidence for the most promising (unit, prior), best first: all are looked at whole, only the best clause by clause."""
    weights = [term.weight for term in asked.terms]
    promising = sorted(
        candidates,
        key=lambda pair: -_share([outside(term, pair[0]) for term in asked.terms], weights) - PRIOR * pair[1],
    )
    found = (weigh(unit, asked, prior) for unit, prior in promising[:PROMISING])
    return sorted(found, key=lambda evidence: -evidence.score)
