"""What alerts need of a library; a ``retrieval.Library``, or the part of it that somebody may see, has it all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from retrieval import (
    Citation,
    Document,
    DocumentEvent,
    Features,
    Highlight,
    Indicator,
    Interest,
    Line,
    SectionChange,
    StoredSection,
)


class Reading(Protocol):
    """Documents to be matched and told of; every call blocks."""

    def events(self, after: int = 0) -> tuple[DocumentEvent, ...]:
        """What happened to documents since an event."""

    def documents(self) -> tuple[Document, ...]:
        """All documents."""

    def document(self, document_id: str) -> Document:
        """A document. Raises UnknownIdError."""

    def sections_by_id(self, ids: Sequence[str]) -> Mapping[str, StoredSection]:
        """The sections that are there, by id."""

    def changes(self, document_id: str, version: int | None = None) -> tuple[SectionChange, ...]:
        """What an edition changed against the one it replaced."""

    def interest(self, text: str, *, home: str | None = None) -> Interest:
        """What a person follows, from his words."""

    def features(self, document_id: str, *, only: Collection[str] | None = None) -> Features:
        """What decides whether a document fits an interest."""

    def highlights(
        self,
        document_id: str,
        *,
        topics: Sequence[str] = (),
        indicators: Collection[str] = (),
        only: Collection[str] | None = None,
        most: int = 3,
    ) -> tuple[Highlight, ...]:
        """The statements that are told of a document."""

    def cite(self, figures: Mapping[int, Indicator]) -> tuple[Citation, ...]:
        """What proves figures, by the numbers that they are shown with."""

    @property
    def has_model(self) -> bool:
        """Whether a language model is set."""

    def lead(
        self, task: Literal["summary", "comparison", "alert"], topic: str, citations: Sequence[Citation]
    ) -> Line | None:
        """One sentence of the language model over evidence; None where there is none to be had. Blocks for seconds."""
