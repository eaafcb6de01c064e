"""Finds the document that a new text is a repost or another edition of: candidates by words, then by their shingles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.model import Document, Outline, Scope
from retrieval.parsing.script import simplified
from retrieval.stores import editions
from retrieval.stores.catalogue import Catalogue
from retrieval.stores.editions import Verdict
from retrieval.stores.lexical import LexicalIndex

SAMPLES = 5
NEAREST = 4
CANDIDATES = 4
SAMPLE = 160  # characters
SHORTEST_SAMPLE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A known document and what the new text is to it."""

    document: Document
    verdict: Verdict


class Likeness:
    """Asks the lexical index for passages like some of the new text; reads the few documents that hold them."""

    def __init__(self, catalogue: Catalogue, lexical: LexicalIndex) -> None:
        self._catalogue = catalogue
        self._lexical = lexical

    def find(self, outline: Outline, text: str, may: Callable[[Document], bool], *, at: Document | None) -> Like | None:
        """The nearest document that ``may`` be the same report. ``at``: what its source held before."""
        for document in self._candidates(outline, at):
            if not may(document):
                continue
            verdict = editions.verdict(document.profile, self._catalogue.text(document.id), outline.profile, text)
            if verdict != "other":
                return Like(document=document, verdict=verdict)
        return None

    def _candidates(self, outline: Outline, at: Document | None) -> list[Document]:
        votes: Counter[str] = Counter()
        for sample in _samples(outline):
            entries = [entry for entry, _ in self._lexical.search("words", sample, Scope(), NEAREST)]
            votes.update({passage.document_id for passage in self._catalogue.passages(entries).values()})
        found = [self._catalogue.document(id_) for id_, _ in votes.most_common(CANDIDATES)]
        return [at, *(document for document in found if document.id != at.id)] if at else found


def _samples(outline: Outline) -> list[str]:
    """Some longer texts of the sections, evenly spread."""
    texts = [simplified(section.text[:SAMPLE]) for section in outline.walk() if len(section.text) >= SHORTEST_SAMPLE]
    step = max(1, len(texts) // SAMPLES)
    return texts[::step][:SAMPLES]
