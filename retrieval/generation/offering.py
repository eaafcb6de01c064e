"""What is offered to the model: passages under handles that nobody can guess, fenced, within a number of tokens. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answering.faithfulness import Evidence
from retrieval.generation.tokens import tokens
from retrieval.model import Citation, StoredSection

CONSONANTS, DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
#: What a passage may hold that could be taken for our own signs.
FENCE, HANDLE = str.maketrans("<>", "‹›"), re.compile(r"[\[【［〔]\s*([a-z]\d[a-z])\s*[\]】］〕]", re.IGNORECASE)
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A passage under its handle. ``citation``: as it is cited where the model uses it."""

    citation: Citation
    evidence: Evidence

    @property
    def shown(self) -> str:
        """The line that the model reads."""
        side = "目标" if self.citation.plan else "实际"
        year = f"{self.citation.year}年" if self.citation.year else ""
        return f"[{self.evidence.handle}] {self.citation.region or ''}{year}{side}：{_harmless(self.evidence.text)}"


Offers = Mapping[str, Offer]


def offered(
    citations: Sequence[Citation], sections: Mapping[str, StoredSection], *, room: int, pick: Callable[[str], str]
) -> dict[str, Offer]:
    """Handle → passage, in the order of ``citations``, as many as ``room`` tokens hold.

    ``citations``: best first; one whose section is gone is left out. ``pick``: a random character of a text.
    """
    made: dict[str, Offer] = {}
    for citation in citations:
        section = sections.get(citation.section_id)
        if section is None or section.text[citation.start :][: len(citation.quote)] != citation.quote:
            continue
        offer = Offer(citation=citation, evidence=_evidence(_handle(made, pick), citation, section))
        room -= tokens(offer.shown) + 1
        if room < 0:
            break
        made[offer.evidence.handle] = offer
    return made


def fenced(offers: Offers) -> str:
    """The passages as the prompt holds them."""
    return "\n".join(("<资料>", *(offer.shown for offer in offers.values()), "</资料>"))


def _handle(taken: Mapping[str, object], pick: Callable[[str], str]) -> str:
    while (handle := pick(CONSONANTS) + pick(DIGITS) + pick(CONSONANTS)) in taken:
        pass
    return handle


def _evidence(handle: str, citation: Citation, section: StoredSection) -> Evidence:
    return Evidence(
        handle=handle,
        text=citation.quote,
        region=citation.region,
        year=section.year,
        plan=section.plan,
        period=section.period,
        document=citation.document,
        path=citation.path,
        section_id=citation.section_id,
        document_id=citation.document_id,
        start=citation.start,
    )


def _harmless(text: str) -> str:
    return HANDLE.sub(r"（\1）", BLANKS.sub(" ", text.strip()).translate(FENCE))
