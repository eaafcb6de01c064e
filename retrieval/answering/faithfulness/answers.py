"""Answers that were already given: each sentence of the text judged by the answer's own citations. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from retrieval.answering.faithfulness import ours, sides
from retrieval.answering.faithfulness.checking import check
from retrieval.answering.faithfulness.grounds import ground
from retrieval.answering.faithfulness.model import Evidence, Verdict
from retrieval.answering.faithfulness.notes import is_note
from retrieval.answering.faithfulness.sides import Head
from retrieval.answering.faithfulness.splitting import split
from retrieval.model import Citation, Document, Missing, StoredSection
from retrieval.parsing.script import simplified
from retrieval.parsing.sentences import sentences

Offered = Mapping[str, Evidence | str]
"""Number of a citation → its evidence, or why it is none."""


def verify(
    text: str, offered: Offered, missing: Sequence[Missing] = (), held: Collection[str] = ()
) -> tuple[Verdict, ...]:
    """A verdict for each sentence of an answer, in order.

    A line without marks is ok only where it is one of our own notes. ``missing``: what the answer says it lacks; ``held``:
    regions whose reports there are: a refusal must agree with both.
    """
    known = {handle: one for handle, one in offered.items() if isinstance(one, Evidence)}
    years = [one.year for one in known.values() if one.year]
    around = ours.whole(text, tuple(known.values()), held)
    head = Head()
    made = []
    for sentence in split(text):
        contradiction = ours.contradicted(sentence.text, around)
        if contradiction:
            made.append(Verdict(text=sentence.text, ok=False, reason=contradiction))
            continue
        if not sentence.handles and is_note(sentence.text, missing, years, held):
            made.append(Verdict(text=sentence.text, ok=True))
            continue
        wrong = next((_wrong(handle, offered) for handle in sentence.handles if handle not in known), None)
        if wrong:
            made.append(Verdict(text=sentence.text, ok=False, reason=wrong))
            continue
        made.append(check(sentence, known, head, given=True))
        head = sides.head_of(sentence.text, head)
    return tuple(made)


def _wrong(handle: str, offered: Offered) -> str:
    return str(offered.get(handle, f"没有第{handle}号出处"))


def alone(citation: Citation) -> Evidence:
    """The evidence of a citation whose section is not at hand: its quote, and what it says of itself."""
    return Evidence(
        handle=str(citation.n),
        text=citation.quote,
        region=citation.region,
        year=citation.year,
        plan=citation.plan,
        document=citation.document,
        path=citation.path,
        section_id=citation.section_id,
        document_id=citation.document_id,
        start=citation.start,
    )


def stored(citation: Citation, section: StoredSection, document: Document) -> Evidence | str:
    """The evidence of a citation whose section is at hand: the whole sentences of the quote, and what the catalogue knows.

    Or why it is none: the quote must stand in the section, and region, year and side must be those of the catalogue.
    """
    quote = simplified(citation.quote) if section.original else citation.quote
    at = section.text.find(quote)
    if not quote or at < 0:
        return "引文不在原文小节中"
    if citation.region != document.region:
        return "出处的地区与资料库不符"
    window = _sentences(section.text, at, at + len(citation.quote))
    found = replace(whole(str(citation.n), section, document), window=window)
    return found if _timed(citation, found) else "出处的年份或性质与资料库不符"


def whole(handle: str, section: StoredSection, document: Document) -> Evidence:
    """All of a section as evidence."""
    return Evidence(
        handle=handle,
        text=section.text,
        region=document.region,
        year=section.year,
        plan=section.plan,
        period=section.period,
        document=document.title,
        path=section.path,
        section_id=section.id,
        document_id=document.id,
    )


def _sentences(text: str, low: int, high: int) -> tuple[int, int]:
    """The span of the whole sentences that a quote touches."""
    spans = [(start, end) for start, end in sentences(text) if start < high and low < end]
    return (spans[0][0], spans[-1][1]) if spans else (low, high)


def _timed(citation: Citation, evidence: Evidence) -> bool:
    """Whether the year and side that a citation claims are those of its part, or of one of its sentences."""
    states = {(evidence.year, evidence.plan)}
    for each in ground(evidence).stated:
        states.add((each.state.year, each.state.plan))
        states |= {(state.year, state.plan) for quantity in each.quantities for state in quantity.states}
    return citation.year is None or evidence.year is None or (citation.year, citation.plan) in states
