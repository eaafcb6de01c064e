"""The room's one door: it reads the catalogue and leaves all judging to the pure modules beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from retrieval.answering.terms import Words
from retrieval.following import features, highlights, interests
from retrieval.following.model import Features, Highlight, Interest
from retrieval.model import Document, Indicator, StoredSection
from retrieval.parsing.regions import Gazetteer
from retrieval.search.holdings import Holdings


class Shelf(Protocol):
    """What the catalogue knows of documents."""

    def documents(self) -> tuple[Document, ...]:
        """All visible documents."""

    def document(self, document_id: str) -> Document:
        """One document. Raises UnknownIdError."""

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        """Its sections in their order. Raises UnknownIdError."""

    def indicators(self, document_id: str | None = None) -> tuple[Indicator, ...]:
        """Its figures."""

    def indicators_of(self, documents: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures of these documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Understands what people follow and reads documents for them. Thread-safe: it keeps nothing between calls."""

    shelf: Shelf
    gazetteer: Gazetteer
    words: Words

    def interest(self, text: str, *, today: date, home: str | None) -> Interest:
        """See ``Reader.interest``."""
        return interests.interest(
            text,
            holdings=Holdings(documents=self.shelf.documents()),
            gazetteer=self.gazetteer,
            words=self.words,
            today=today,
            home=home,
        )

    def features(self, document_id: str, only: Collection[str] | None) -> Features:
        """See ``Reader.features``."""
        shelf = self.shelf
        document, sections = shelf.document(document_id), shelf.sections(document_id)
        return features.features(document, sections, shelf.indicators(document_id), only)

    def highlights(
        self,
        document_id: str,
        *,
        topics: Sequence[str],
        indicators: Collection[str],
        only: Collection[str] | None,
        most: int,
    ) -> tuple[Highlight, ...]:
        """See ``Reader.highlights``."""
        shelf = self.shelf
        document, documents = shelf.document(document_id), shelf.documents()
        before = {year - 1 for year in document.profile.years}
        others = [
            each.id
            for each in documents
            if each.region == document.region and (each.id == document_id or before & set(each.profile.years))
        ]
        told = highlights.Told(
            document=document,
            sections=shelf.sections(document_id),
            figures=shelf.indicators(document_id),
            around=shelf.indicators_of(others) if document.region else (),
            documents=documents,
        )
        return highlights.highlights(told, topics=topics, indicators=indicators, words=self.words, only=only, most=most)
