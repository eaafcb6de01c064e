"""Tables of the catalogue. Only what a visible version holds is in sections, passages and indicators.

documents 1─n versions (history: profile and text)      meta: name → value
          1─n sources (paths and addresses it came from) events: what happened, for followers
          1─n sections 1─n passages, indicators, grids
          1─n redirects (id of a section that moved → its new id)
circle_rules: folder or address → the circle of new documents from there
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, MetaData, Text, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base with named constraints, which Alembic needs."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 -- SQLAlchemy's own attribute


class DocumentRow(Base):
    """A document; ``version`` is the visible one. ``circle``: who may see it; None is everybody who may ask."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int]
    url: Mapped[str | None]
    added_at: Mapped[str]
    circle: Mapped[str | None] = mapped_column(index=True)


def _document() -> Mapped[str]:
    return mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)


class VersionRow(Base):
    """One content of a document. ``text``: the body; ``body_hash``: of the body alone.

    ``sections``: of a version that is no longer visible, as they were; ``replaced``: the version it took the place of.
    """

    __tablename__ = "versions"
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body_hash: Mapped[str] = mapped_column(index=True)
    profile: Mapped[dict[str, Any]]
    parts: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    chrome: Mapped[list[Any]]
    text: Mapped[str]
    at: Mapped[str]
    sections: Mapped[list[Any] | None]
    replaced: Mapped[int | None]


class SourceRow(Base):
    """A path or an address, the hash of the bytes last seen there, and the version of the document that they were."""

    __tablename__ = "sources"
    source: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _document()
    bytes_hash: Mapped[str]
    version: Mapped[int | None]


class SectionRow(Base):
    """A section; ``parent`` is the ordinal of the one above it, ``part`` an index into the version's parts."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    parent: Mapped[int | None]
    heading: Mapped[str | None]
    level: Mapped[int | None]
    path: Mapped[list[Any]]
    text: Mapped[str]
    part: Mapped[int | None]
    part_title: Mapped[str | None]
    year: Mapped[int | None]
    plan: Mapped[bool]
    period: Mapped[str | None]
    pages: Mapped[list[Any] | None]


class PassageRow(Base):
    """A passage. ``entry``: its id in the derived indexes, made of its content: another content is another entry."""

    __tablename__ = "passages"
    __table_args__ = (Index(None, "region", "year"), Index(None, "has_vector"))
    entry: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    section_id: Mapped[str] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[str] = _document()
    start: Mapped[int]
    end: Mapped[int]
    header: Mapped[str]
    region: Mapped[str | None]
    year: Mapped[int | None]
    plan: Mapped[bool]
    has_vector: Mapped[bool]


class IndicatorRow(Base):
    """A figure; see ``retrieval.model.Indicator``."""

    __tablename__ = "indicators"
    __table_args__ = (Index(None, "name"),)
    number_id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _document()
    section_id: Mapped[str] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    value: Mapped[str]
    number: Mapped[float | None]
    unit: Mapped[str]
    comparator: Mapped[str]
    year: Mapped[int | None]
    plan: Mapped[bool]
    quote: Mapped[str]
    region: Mapped[str | None]
    period: Mapped[str | None]
    scope: Mapped[str | None]
    rank: Mapped[str | None]
    path: Mapped[list[Any]]
    state: Mapped[str]


class GridRow(Base):
    """A table of a text; ``grid``: the fields of ``retrieval.model.Table``."""

    __tablename__ = "grids"
    number_id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _document()
    section_id: Mapped[str] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), index=True)
    grid: Mapped[dict[str, Any]]


class RedirectRow(Base):
    """A section id that is gone, and the section that took its place."""

    __tablename__ = "redirects"
    old_id: Mapped[str] = mapped_column(primary_key=True)
    new_id: Mapped[str] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), index=True)


class EventRow(Base):
    """A document event; its number is never used again, also not after the newest was deleted.

    ``silent``: nobody is to be told. ``circle``: that of the document, also after it was removed.
    """

    __tablename__ = "events"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 -- SQLAlchemy's own attribute
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    document_id: Mapped[str]
    version: Mapped[int]
    at: Mapped[str]
    silent: Mapped[bool] = mapped_column(server_default=false())
    circle: Mapped[str | None]


class CircleRuleRow(Base):
    """Where new documents belong to a circle. ``prefix``: a folder name, an absolute path or an address."""

    __tablename__ = "circle_rules"
    prefix: Mapped[str] = mapped_column(primary_key=True)
    circle: Mapped[str]


class MetaRow(Base):
    """A named value of the data directory: which embedding the vectors come from, how often they changed."""

    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class WatchedRow(Base):
    """A source that is looked at; see ``retrieval.model.Source``. ``shape``: how its list was recognised last.

    ``every``: seconds; ``told``, ``stale``: whether its failing and its silence have been said.
    """

    __tablename__ = "watched"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str | None]
    name: Mapped[str | None]
    region: Mapped[str | None]
    selector: Mapped[str | None]
    active: Mapped[bool]
    every: Mapped[int]
    due_at: Mapped[str] = mapped_column(index=True)
    added_at: Mapped[str]
    checked_at: Mapped[str | None]
    succeeded_at: Mapped[str | None]
    new_at: Mapped[str | None]
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    shape: Mapped[str | None]
    failures: Mapped[int]
    failing_since: Mapped[str | None]
    trouble: Mapped[str | None]
    remark: Mapped[str | None]
    told: Mapped[bool]
    stale: Mapped[bool]


class WatchedArticleRow(Base):
    """What a source listed. ``address``: the form in which addresses are compared; ``url``: as listed; ``state``: waiting,
    taken or failed; ``silent``: nobody is told of the document.
    """

    __tablename__ = "watched_articles"
    __table_args__ = (UniqueConstraint("source_id", "address"), Index(None, "source_id", "state"))
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("watched.id", ondelete="CASCADE"))
    address: Mapped[str]
    url: Mapped[str]
    title: Mapped[str | None]
    date: Mapped[str | None]
    state: Mapped[str]
    silent: Mapped[bool]
    attachment: Mapped[bool]
    attempts: Mapped[int]
    due_at: Mapped[str]
    seen_at: Mapped[str]
    error: Mapped[str | None]
    document_id: Mapped[str | None]


class NoticeRow(Base):
    """What is to be told of a source; it outlives the source. ``told``: who has been told."""

    __tablename__ = "notices"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 -- SQLAlchemy's own attribute
    number: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    at: Mapped[str]
    told: Mapped[list[Any]]
