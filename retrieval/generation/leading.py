"""One sentence that leads a summary, a comparison or an alert. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from retrieval.answering.faithfulness import Gate, Sentence
from retrieval.answering.faithfulness.contrasts import TOP
from retrieval.answering.wording import trimmed
from retrieval.generation.merging import Said, said
from retrieval.generation.offering import Offers
from retrieval.model import Answer, Line

#: The longest leading sentence.
LONGEST = 90


def leading(sentences: Sequence[Sentence], offers: Offers, regions: Collection[str | None]) -> Line | None:
    """The first sentence that passes the gate, with the numbers of what it cites.

    ``regions``: of all the evidence; one that puts a region at the top must have looked at each of them.
    """
    gate = Gate({handle: offer.evidence for handle, offer in offers.items()}, None)
    for sentence in sentences:
        verdict = gate.add(sentence)
        if verdict is not None and verdict.ok and leads(one := said(verdict, offers)) and _overlooks(one, regions):
            return _line(one)
    return None


def leads(sentence: Said) -> bool:
    """Whether a sentence is short enough."""
    return len(sentence.text) <= LONGEST


def leaderless(answer: Answer) -> bool:
    """Whether a ledger's answer over several regions begins with the first of them."""
    regions = {citation.region for citation in answer.citations}
    return len(regions) > 1 and bool(answer.lines) and answer.lines[0].region is not None


def led(answer: Answer, sentences: Sequence[Said]) -> Answer:
    """A ledger's answer with the first sentence that says something of several regions before its lines.

    One that puts a region at the top must have looked at all of the table.
    """
    regions = {citation.region for citation in answer.citations}
    for sentence in sentences:
        told = {citation.region for citation in sentence.citations}
        if leads(sentence) and len(told) > 1 and _overlooks(sentence, regions):
            return replace(answer, lines=(_line(sentence), *answer.lines), mode="llm")
    return answer


def _overlooks(sentence: Said, regions: Collection[str | None]) -> bool:
    """Whether a sentence names no top, or has looked at all regions."""
    return not TOP.search(sentence.text) or {citation.region for citation in sentence.citations} >= set(regions)


def _line(sentence: Said) -> Line:
    numbers = tuple(dict.fromkeys(citation.n for citation in sentence.citations if citation.n))
    return Line(text=trimmed(sentence.text), citations=numbers)
