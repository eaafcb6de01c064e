"""Answers that were already given: each sentence of the text judged by the answer's own citations. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.answering.faithfulness import sides
from retrieval.answering.faithfulness.checking import check
from retrieval.answering.faithfulness.model import Evidence, Verdict
from retrieval.answering.faithfulness.notes import is_note
from retrieval.answering.faithfulness.sides import Head
from retrieval.answering.faithfulness.splitting import split
from retrieval.model import Missing


def verify(text: str, offered: Mapping[str, Evidence], missing: Sequence[Missing] = ()) -> tuple[Verdict, ...]:
    """A verdict for each sentence of an answer. ``offered``: number of a citation → its evidence.

    A line without marks is ok only where it is one of our own notes.
    """
    years = [one.year for one in offered.values() if one.year]
    head = Head()
    made = []
    for sentence in split(text):
        if not sentence.handles and is_note(sentence.text, missing, years):
            made.append(Verdict(text=sentence.text, ok=True))
            continue
        unknown = [handle for handle in sentence.handles if handle not in offered]
        if unknown:
            made.append(Verdict(text=sentence.text, ok=False, reason=f"没有第{unknown[0]}号出处"))
            continue
        verdict = check(sentence, offered, head)
        head = sides.head_of(sentence.text, head)
        made.append(verdict)
    return tuple(made)
