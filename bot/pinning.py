"""Pinned answers in place of found ones: whether a pin still stands, and the answer that it makes. Blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal, Protocol

from bot.rendering.pins import mark
from bot.store import Pin, Pins
from retrieval import Answer, Citation, Document, InputError, Line, StoredSection, UnknownIdError

#: Why a pin no longer stands: its day came, its section is gone or proves it no more, a newer report of the region came in.
Lapse = Literal["expired", "gone", "changed", "newer"]


class Proving(Protocol):
    """What is needed of the reports, as somebody sees them."""

    def prove(self, text: str, section_id: str) -> tuple[tuple[Line, ...], tuple[Citation, ...]]: ...
    def section(self, id: str) -> StoredSection: ...
    def document(self, id: str) -> Document: ...
    def documents(self) -> tuple[Document, ...]: ...


Proven = tuple[tuple[Line, ...], tuple[Citation, ...]]


def pinned(reports: Proving, pins: Pins, answer: Answer) -> Answer | None:
    """The answer that is pinned for the same question, where the reader sees what proves it and it stands; else None."""
    pin = pins.asked(answer.receipt.asks)
    found = "gone" if pin is None else _proof(reports, pin)
    return None if pin is None or isinstance(found, str) else told(answer, pin, *found)


def told(answer: Answer, pin: Pin, lines: tuple[Line, ...], citations: tuple[Citation, ...]) -> Answer:
    """An answer with what is pinned in place of what was found."""
    note = Line(text=mark(pin), note=True)
    return replace(
        answer,
        status="answered",
        reason=None,
        lines=(*lines, note),
        citations=citations,
        further=(),
        missing=(),
        nearest=(),
        options=(),
        mode="extractive",
        thread=replace(answer.thread, sections=(pin.draft.section,)),
        receipt=replace(answer.receipt, checks=((note.text, True, ""),), model=None),
    )


def lapsed(reports: Proving, pin: Pin, now: float) -> Lapse | None:
    """Why a pin no longer stands; None where it does."""
    if pin.until is not None and pin.until <= now:
        return "expired"
    found = _proof(reports, pin)
    return found if isinstance(found, str) else None


def _proof(reports: Proving, pin: Pin) -> Proven | Lapse:
    """What is said with what proves it now, or why it does not stand."""
    try:
        section = reports.section(pin.draft.section)
        document = reports.document(section.document_id)
        found = reports.prove("\n".join(pin.draft.lines), section.id)
    except UnknownIdError:
        return "gone"
    except InputError:
        return "changed"
    return found if pin.draft.dated or not _outrun(reports, section, document, pin.at) else "newer"


def _outrun(reports: Proving, section: StoredSection, document: Document, at: int) -> bool:
    """A question without a year asks for the newest: results of a later year, or of the year of a goal, outrun an answer."""
    if section.year is None:
        return False
    told = section.year - section.plan
    return any(
        max(other.profile.years, default=0) > told
        for other in reports.documents()
        if other.region == document.region and other.id != document.id and _added(other) > at
    )


def _added(document: Document) -> float:
    return datetime.fromisoformat(document.added_at).timestamp() if document.added_at else 0.0
