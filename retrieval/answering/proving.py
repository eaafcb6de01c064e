"""What a person writes held to one section, as a model's words are held to theirs. Pure."""

from __future__ import annotations

from retrieval.answering.compose import Numbering
from retrieval.answering.faithfulness import Sentence, check, sides, split
from retrieval.answering.faithfulness.answers import whole
from retrieval.answering.finding import Proof
from retrieval.answering.wording import head
from retrieval.errors import InputError
from retrieval.model import Citation, Document, Line, StoredSection
from retrieval.parsing.script import simplified

#: At most this many sentences.
SENTENCES = 8
_HANDLE = "1"


def proven(text: str, section: StoredSection, document: Document) -> tuple[tuple[Line, ...], tuple[Citation, ...]]:
    """The sentences of a text, each with the stretch of the section that proves it.

    A goal that is not said to be one is headed as such (青岚市2025年目标：). Raises InputError that names the first sentence which the section does not prove, and why.
    """
    said = [sentence.text for sentence in split(simplified(text))]
    if not said:
        raise InputError("回答是空的，请写出一句以上。")
    if len(said) > SENTENCES:
        raise InputError(f"回答有{len(said)}句，太长了，请不超过{SENTENCES}句。")
    evidence = {_HANDLE: whole(_HANDLE, section, document)}
    numbering = Numbering({document.id: document}, SENTENCES)
    said_before = sides.Head()
    lines = []
    for one in said:
        goal = head(document.region, section.year, True, period=section.period) + one
        tried = [
            check(Sentence(text=text, handles=(_HANDLE,)), evidence, said_before, given=True)
            for text in (one, *([goal] if section.plan else []))
        ]
        verdict = next((each for each in tried if each.ok), None)
        if verdict is None:
            raise InputError(f"这句和出处对不上：“{one}”（{tried[0].reason}）。")
        said_before = sides.head_of(verdict.text, said_before)
        proofs = [
            Proof(section=section, start=each.start, end=each.end, year=section.year, plan=section.plan)
            for each in verdict.citations
        ]
        numbers = [n for proof in proofs if (n := numbering.number(proof)) is not None]
        lines.append(
            Line(
                text=verdict.text,
                citations=tuple(dict.fromkeys(numbers)),
                region=document.region,
                year=section.year,
                plan=section.plan,
            )
        )
    return tuple(lines), tuple(numbering.citations)
