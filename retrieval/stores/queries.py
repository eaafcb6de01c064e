"""Queries of the catalogue that several calls share, and how their rows become values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, defer

from retrieval.model import Document, Passage, Scope, StoredSection
from retrieval.stores import rows
from retrieval.stores.tables import DocumentRow, EventRow, GridRow, MetaRow, PassageRow, SectionRow, VersionRow

BATCH = 500
BRIEF = (defer(VersionRow.text), defer(VersionRow.chrome), defer(VersionRow.sections))  # what is long is left out
CIRCLES_CHANGED = "circles_changed"
T = TypeVar("T")


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` items."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def stamp() -> Select[int | None, str | None, int]:
    """What changes whenever a document does: the last event, how often circles changed, how many have an address."""
    last = select(func.max(EventRow.number)).scalar_subquery()
    circles = select(MetaRow.value).where(MetaRow.name == CIRCLES_CHANGED).scalar_subquery()
    return select(last, circles, func.count(DocumentRow.url))


def documents() -> Select[DocumentRow, VersionRow, int]:
    """Visible documents with their version and number of sections."""
    sections = (
        select(func.count()).select_from(SectionRow).where(SectionRow.document_id == DocumentRow.id).scalar_subquery()
    )
    return (
        select(DocumentRow, VersionRow, sections)
        .join(VersionRow, (VersionRow.document_id == DocumentRow.id) & (VersionRow.number == DocumentRow.version))
        .options(*BRIEF)
    )


def document(row: Row[DocumentRow, VersionRow, int]) -> Document:
    """The value of a row of ``documents``."""
    document, version, sections = row
    return rows.document_value(document, version, sections)


def shelf(document: Document) -> tuple[bool, str, str, tuple[int, ...], str]:
    """Sort key of documents on a shelf: region (unknown last), years, title."""
    region = document.profile.region
    return (
        region is None,
        (region.code if region else None) or "~",
        document.region or "",
        document.profile.years,
        document.title,
    )


def visible_version(document_id: str) -> Select[VersionRow]:
    """The version of a document that is visible."""
    visible = select(DocumentRow.version).where(DocumentRow.id == document_id).scalar_subquery()
    return select(VersionRow).where(VersionRow.document_id == document_id, VersionRow.number == visible)


def sections(document_id: str) -> Select[SectionRow]:
    """Sections of a document in the order of its text."""
    return select(SectionRow).where(SectionRow.document_id == document_id).order_by(SectionRow.ordinal)


def grids() -> Select[GridRow]:
    """Tables in the order of the texts."""
    return select(GridRow).order_by(GridRow.number_id)


def between(session: Session, found: Iterable[SectionRow]) -> dict[str, StoredSection]:
    """Id → section as a value that knows its neighbours."""
    wanted = list(found)
    ordinals = {row.ordinal + step for row in wanted for step in (-1, 1)}
    around = select(SectionRow.document_id, SectionRow.ordinal, SectionRow.id).where(
        SectionRow.document_id.in_({row.document_id for row in wanted}), SectionRow.ordinal.in_(ordinals)
    )
    ids = {(document_id, ordinal): id_ for document_id, ordinal, id_ in session.execute(around)}
    return {
        row.id: rows.section_value(
            row, ids.get((row.document_id, row.ordinal - 1)), ids.get((row.document_id, row.ordinal + 1))
        )
        for row in wanted
    }


def passages(session: Session, condition: ColumnElement[bool]) -> dict[str, Passage]:
    """Entry id → passage, in the order of the texts."""
    query = select(PassageRow, SectionRow.text).join(SectionRow, SectionRow.id == PassageRow.section_id)
    ordered = query.where(condition).order_by(PassageRow.document_id, SectionRow.ordinal, PassageRow.start)
    return {row.entry: rows.passage_value(row, text) for row, text in session.execute(ordered)}


def conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """A scope as conditions on passages."""
    conditions: list[ColumnElement[bool]] = []
    if scope.regions is not None:
        conditions.append(PassageRow.region.in_(scope.regions))
    if scope.years is not None:
        conditions.append(PassageRow.year.in_(scope.years))
    if scope.plan is not None:
        conditions.append(PassageRow.plan.is_(scope.plan))
    if scope.documents is not None:
        conditions.append(PassageRow.document_id.in_(scope.documents))
    return conditions


def count_up(session: Session, name: str) -> None:
    """Add one to a named value."""
    row = session.get(MetaRow, name)
    session.merge(MetaRow(name=name, value=str(int(row.value) + 1 if row else 1)))
