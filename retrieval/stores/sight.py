"""What people may see: the one filter that every read for them passes.

A catalogue made for some circles has an engine with a guard. Each session on it hands every statement to the guard, which adds
the conditions below to every mapped class of it, also in subqueries, joins and counts; a statement that asks past the mapped
classes is refused. So a query that is written tomorrow is filtered too, and before anything is ranked or counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Engine, Select, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, ORMExecuteState, with_loader_criteria

from retrieval.errors import StoreError
from retrieval.stores.database import GUARD
from retrieval.stores.tables import Base, CircleRuleRow, DocumentRow, EventRow, MetaRow, RedirectRow, SectionRow

DOCUMENTS, SECTIONS = DocumentRow.__table__.c, SectionRow.__table__.c


def restricted(engine: Engine, circles: Collection[str]) -> Engine:
    """An engine on the same database that reads only documents of no circle or of these circles, and never writes."""
    options = [
        with_loader_criteria(mapper.class_, condition(mapper.class_, circles), include_aliases=True)
        for mapper in Base.registry.mappers
    ]

    def guard(state: ORMExecuteState) -> None:
        if not (state.is_select and state.is_orm_statement):
            raise StoreError("受限的读取只能经由目录的映射类。")
        state.statement = state.statement.options(*options)

    return engine.execution_options(**{GUARD: guard})


def condition(table: type[Base], circles: Collection[str]) -> ColumnElement[bool]:
    """Which rows of a table people of ``circles`` see. Nothing of a table that names neither a document nor a section."""
    if issubclass(table, MetaRow):
        return true()
    if issubclass(table, CircleRuleRow):
        return false()
    if issubclass(table, (DocumentRow, EventRow)):
        return or_(table.circle.is_(None), table.circle.in_(sorted(circles)))
    hidden = hidden_documents(circles)
    if issubclass(table, RedirectRow):
        return table.new_id.not_in(_sections_of(hidden))
    document: InstrumentedAttribute[str] | None = getattr(table, "document_id", None)
    section: InstrumentedAttribute[str] | None = getattr(table, "section_id", None)
    if document is not None:
        return document.not_in(hidden)
    return false() if section is None else section.not_in(_sections_of(hidden))


def hidden_documents(circles: Iterable[str]) -> Select[str]:
    """Ids of the documents that people of ``circles`` do not see."""
    return select(DOCUMENTS.id).where(DOCUMENTS.circle.is_not(None), DOCUMENTS.circle.not_in(sorted(circles)))


def _sections_of(documents: Select[str]) -> Select[str]:
    return select(SECTIONS.id).where(SECTIONS.document_id.in_(documents))
