"""From findings to an :class:`Answer`: citations numbered, lines headed, the refusal worded. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from retrieval.answering.finding import Finding, Proof, Statement
from retrieval.answering.wording import head, refusal
from retrieval.model import Citation, Document, Line, Missing, Query

#: The most citations an answer carries: for one fact, and otherwise.
FEW, MANY = 3, 12


class Numbering:
    """Numbers quotes in the order they are first used; one quote has one number; no more than ``most``."""

    def __init__(self, documents: Mapping[str, Document], most: int) -> None:
        self._documents = documents
        self._most = most
        self._numbers: dict[tuple[str, int, bool], int] = {}
        self.citations: list[Citation] = []

    def number(self, proof: Proof) -> int | None:
        """The number of a proof, or None where there is no room for another."""
        key = (proof.section.id, proof.start, proof.plan)
        if key in self._numbers:
            return self._numbers[key]
        if len(self.citations) >= self._most:
            return None
        self._numbers[key] = n = len(self.citations) + 1
        self.citations.append(self._citation(proof, n))
        return n

    def further(self, proofs: Iterable[Proof], most: int) -> tuple[Citation, ...]:
        """Citations without a number of at most ``most`` proofs that have none."""
        fresh = {(proof.section.id, proof.start, proof.plan): proof for proof in proofs}
        return tuple(self._citation(fresh[key], 0) for key in fresh if key not in self._numbers)[:most]

    def _citation(self, proof: Proof, n: int) -> Citation:
        document, original = self._documents[proof.section.document_id], proof.section.original
        return Citation(
            n=n,
            section_id=proof.section.id,
            document=document.title,
            document_id=document.id,
            path=proof.section.path,
            quote=proof.section.text[proof.start : proof.end],
            start=proof.start,
            region=document.region,
            year=proof.year,
            plan=proof.plan,
            url=document.url,
            page=proof.section.page(proof.start),
            original=original and original[proof.start : proof.end],
        )


def lines(statements: Sequence[Statement], numbering: Numbering, *, english: bool = False) -> tuple[Line, ...]:
    """Lines of the statements; one whose proofs found no room is left out, so that nothing is said without proof."""
    made: list[Line] = []
    for statement in statements:
        numbers = tuple(n for proof in statement.proofs if (n := numbering.number(proof)) is not None)
        if statement.proofs and not numbers:
            continue
        made.append(
            Line(
                text=_text(statement, english=english),
                citations=tuple(dict.fromkeys(numbers)),
                region=statement.region,
                year=statement.year,
                plan=statement.plan,
                note=statement.note,
            )
        )
    return tuple(made)


def _text(statement: Statement, *, english: bool) -> str:
    if statement.note or not statement.headed:
        return statement.text
    beginning = head(statement.region, statement.year, statement.plan, period=statement.period, english=english)
    return beginning + statement.text


def missing_lines(finding: Finding, query: Query) -> tuple[Line, ...]:
    """A line for each thing that is missing while something else was answered, unless a statement says so already."""
    said = {(statement.region, statement.year) for statement in finding.statements if not statement.proofs}
    return tuple(
        Line(text=refusal(missing, english=query.english), region=missing.region, year=missing.year, note=True)
        for missing in finding.missing
        if (missing.region, missing.year) not in said
    )


def refusal_lines(missing: Sequence[Missing], held: str | None, *, english: bool = False) -> tuple[Line, ...]:
    """The reason first, then what is indexed."""
    said = list(dict.fromkeys(refusal(each, english=english) for each in missing))
    made = [Line(text=text, note=True) for text in said]
    if held:
        made.append(Line(text=held, note=True))
    return tuple(made)
