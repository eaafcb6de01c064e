"""Run a question file against a library and say how it did."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.evaluation.questions import GoldQuestion
from retrieval.model import Answer, Thread

Ask = Callable[[str, Thread | None], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question's result. ``credit``: 0 … 1; ``cited``: share of the evidence quoted, None where nothing was to be cited."""

    question: GoldQuestion
    answer: Answer
    credit: float
    cited: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Rates 0 … 1 (None where no question counts): answers right, evidence cited, refusals right, answerable ones refused."""

    outcomes: tuple[Outcome, ...]
    answer: float | None
    citation: float | None
    refusal: float | None
    false_refusal: float | None
    median_ms: float | None

    @property
    def misses(self) -> tuple[Outcome, ...]:
        """The questions that lost credit."""
        return tuple(outcome for outcome in self.outcomes if outcome.credit < 1)


def conversation(ask: Ask, questions: Sequence[str]) -> Answer:
    """The answer to the last of several questions of one chat."""
    answer = ask(questions[0], None)
    for question in questions[1:]:
        answer = ask(question, answer.thread)
    return answer


def evaluate(ask: Ask, questions: Sequence[GoldQuestion]) -> Evaluation:
    """Ask every question in a chat of its own and rate the answers."""
    outcomes = tuple(
        _outcome(question, conversation(ask, [*question.history, question.question])) for question in questions
    )
    answerable = [outcome for outcome in outcomes if not outcome.question.unanswerable]
    refusable = [outcome for outcome in outcomes if outcome.question.unanswerable]
    return Evaluation(
        outcomes=outcomes,
        answer=_mean([outcome.credit for outcome in answerable]),
        citation=_mean([outcome.cited for outcome in answerable if outcome.cited is not None]),
        refusal=_mean([outcome.credit for outcome in refusable]),
        false_refusal=_mean([float(outcome.answer.status == "not_found") for outcome in answerable]),
        median_ms=statistics.median([outcome.answer.elapsed_ms for outcome in outcomes]) if outcomes else None,
    )


def _outcome(question: GoldQuestion, answer: Answer) -> Outcome:
    answered = answer.status == "answered"
    if question.unanswerable:
        return Outcome(question=question, answer=answer, credit=float(not answered), cited=None)
    text = _folded(answer.text)
    held = [_folded(each) in text for each in question.answers]
    quotes = [_folded(citation.quote) for citation in answer.citations]
    cited = [any(_folded(each) in quote for quote in quotes) for each in question.evidence]
    credit = sum(held) / len(held) if held and answered else float(answered and not held)
    return Outcome(
        question=question,
        answer=answer,
        credit=credit,
        cited=_mean([float(each) for each in cited]) if answered else None,
    )


def _folded(text: str) -> str:
    return re.sub(r"[\s,，“”\"'‘’]", "", unicodedata.normalize("NFKC", text).lower())


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.fmean(known), 4) if known else None
