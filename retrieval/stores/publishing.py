"""What one catalogue transaction does: publish a version, remove a document, renew what is derived of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from retrieval.model import Indicator, Outline, Passage
from retrieval.stores import keys, queries, rows
from retrieval.stores.redirects import Place, moved
from retrieval.stores.tables import (
    Base,
    DocumentRow,
    EventRow,
    GridRow,
    IndicatorRow,
    PassageRow,
    RedirectRow,
    SectionRow,
    SourceRow,
    VersionRow,
)

NEWS = timedelta(days=14)
Change = Literal["added", "updated"]
Derived = tuple[Mapping[str, Passage], Sequence[Indicator]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A parsed document on its way into the catalogue.

    ``source``: the path or address it was read from; ``entries``: entry id → passage; ``silent``: nobody is told.
    ``circle``: of a new document; a known one keeps its own.
    """

    id: str
    key: str
    source: str
    bytes_hash: str
    body: str
    outline: Outline
    entries: Mapping[str, Passage]
    indicators: tuple[Indicator, ...] = ()
    url: str | None = None
    silent: bool = False
    circle: str | None = None


def publish(session: Session, draft: Draft) -> Change:
    """Make the draft the visible version of its document; vectors of unchanged passages stay valid."""
    row = session.get(DocumentRow, draft.id)
    now = timestamp()
    redirects = _redirects(session, draft) if row else {}
    with_vector = _with_vector(session, draft.id)
    replaced, version = (row.version, _next_number(session, draft.id)) if row else (None, 1)
    if row:
        _keep_sections(session, row)
        row.version, row.url = version, draft.url or row.url
        session.execute(delete(SectionRow).where(SectionRow.document_id == draft.id))
    else:
        session.add(
            DocumentRow(id=draft.id, key=draft.key, version=version, url=draft.url, added_at=now, circle=draft.circle)
        )
        session.flush()
    session.add(_version_row(draft, version, now, replaced))
    _insert(session, SectionRow, rows.section_rows(draft.id, draft.outline))
    _insert(session, GridRow, (rows.grid_row(draft.id, table) for table in draft.outline.tables if table.section_id))
    _insert_derived(session, draft.entries, draft.indicators, with_vector)
    _insert(session, RedirectRow, ({"old_id": old, "new_id": new} for old, new in redirects.items()))
    remember(session, draft.source, draft.id, draft.bytes_hash)
    kind: Change = "updated" if row else "added"
    circle = row.circle if row else draft.circle
    session.add(EventRow(kind=kind, document_id=draft.id, version=version, at=now, silent=draft.silent, circle=circle))
    return kind


def remember(session: Session, source: str, document_id: str, bytes_hash: str, body_hash: str | None = None) -> None:
    """Note which document a source holds: the edition with ``body_hash``, else the visible one."""
    visible = session.scalar(select(DocumentRow.version).where(DocumentRow.id == document_id))
    said = select(func.max(VersionRow.number)).where(
        VersionRow.document_id == document_id, VersionRow.body_hash == body_hash
    )
    version = session.scalar(said) or visible
    session.merge(SourceRow(source=source, document_id=document_id, bytes_hash=bytes_hash, version=version))
    session.flush()


def shelve(session: Session, draft: Draft) -> None:
    """Keep the draft as an edition that is not the visible one; no event tells of it."""
    number = _next_number(session, draft.id)
    version = _version_row(draft, number, timestamp(), None)
    version.sections = [{name: row[name] for name in rows.KEPT} for row in rows.section_rows(draft.id, draft.outline)]
    session.add(version)
    session.flush()
    remember(session, draft.source, draft.id, draft.bytes_hash, version.body_hash)


def remove(session: Session, row: DocumentRow) -> None:
    """Everything of the document goes; its events stay, and one says that it went."""
    gone = EventRow(kind="removed", document_id=row.id, version=row.version, at=timestamp(), circle=row.circle)
    session.add(gone)
    session.delete(row)


def set_circle(session: Session, row: DocumentRow, circle: str | None) -> None:
    """Mark a document and its events."""
    row.circle = circle
    session.execute(update(EventRow).where(EventRow.document_id == row.id).values(circle=circle))
    queries.count_up(session, queries.CIRCLES_CHANGED)


def renew(session: Session, document_id: str, passages: Mapping[str, Passage], indicators: Sequence[Indicator]) -> None:
    """Replace what is derived of a document: passages (entry id → passage, none with a vector) and indicators."""
    session.execute(delete(PassageRow).where(PassageRow.document_id == document_id))
    session.execute(delete(IndicatorRow).where(IndicatorRow.document_id == document_id))
    _insert_derived(session, passages, indicators, frozenset())


def correct(session: Session, row: DocumentRow, outline: Outline, derived: Derived) -> None:
    """Give the visible version the profile and parts of ``outline`` and what is derived of it; its text and ids stay.

    The event is news where the document is news still: whoever was told of this version is not told again.
    """
    passages, indicators = derived
    session.execute(
        update(VersionRow)
        .where(VersionRow.document_id == row.id, VersionRow.number == row.version)
        .values(profile=rows.profile_json(outline.profile), parts=[asdict(part) for part in outline.parts])
    )
    for section in rows.section_rows(row.id, outline):
        values = {name: section[name] for name in ("part_title", "year", "plan", "period")}
        session.execute(update(SectionRow).where(SectionRow.id == section["id"]).values(values))
    with_vector = _with_vector(session, row.id)
    session.execute(delete(PassageRow).where(PassageRow.document_id == row.id))
    session.execute(delete(IndicatorRow).where(IndicatorRow.document_id == row.id))
    _insert_derived(session, passages, indicators, with_vector)
    news = _is_news(session, row)
    session.add(
        EventRow(
            kind="added" if news else "updated",
            document_id=row.id,
            version=row.version,
            at=timestamp(),
            silent=not news,
            circle=row.circle,
        )
    )


def _is_news(session: Session, row: DocumentRow) -> bool:
    """Whether a document came within the last days, not silently, and was not revised since."""
    came = session.scalar(
        select(EventRow).where(EventRow.document_id == row.id, EventRow.kind == "added").order_by(EventRow.number)
    )
    since = (datetime.now(UTC) - NEWS).isoformat(timespec="seconds")
    return row.version == 1 and came is not None and not came.silent and came.at >= since


def mark(session: Session, entries: Sequence[str], has_vector: bool) -> None:
    """Say of passages whether the vector store holds them."""
    session.execute(update(PassageRow).where(PassageRow.entry.in_(entries)).values(has_vector=has_vector))


def timestamp() -> str:
    """Now, as stored: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _next_number(session: Session, document_id: str) -> int:
    return (session.scalar(select(func.max(VersionRow.number)).where(VersionRow.document_id == document_id)) or 0) + 1


def _keep_sections(session: Session, row: DocumentRow) -> None:
    """Let the version that is about to be replaced keep its sections, so that it stays readable."""
    stored = session.scalars(select(SectionRow).where(SectionRow.document_id == row.id).order_by(SectionRow.ordinal))
    session.execute(
        update(VersionRow)
        .where(VersionRow.document_id == row.id, VersionRow.number == row.version)
        .values(sections=[rows.kept_section(section) for section in stored])
    )


def _version_row(draft: Draft, number: int, now: str, replaced: int | None) -> VersionRow:
    return VersionRow(
        document_id=draft.id,
        number=number,
        body_hash=keys.body_hash(draft.body),
        profile=rows.profile_json(draft.outline.profile),
        parts=[asdict(part) for part in draft.outline.parts],
        warnings=list(draft.outline.warnings),
        chrome=list(draft.outline.chrome),
        text=draft.body,
        at=now,
        replaced=replaced,
    )


def _insert_derived(
    session: Session, passages: Mapping[str, Passage], indicators: Sequence[Indicator], with_vector: frozenset[str]
) -> None:
    _insert(session, PassageRow, (rows.passage_row(e, passage, e in with_vector) for e, passage in passages.items()))
    _insert(session, IndicatorRow, (rows.indicator_row(indicator) for indicator in indicators))


def _insert(session: Session, table: type[Base], values: Iterable[dict[str, Any]]) -> None:
    if batch := list(values):
        session.execute(insert(table), batch)


def _with_vector(session: Session, document_id: str) -> frozenset[str]:
    query = select(PassageRow.entry).where(PassageRow.document_id == document_id, PassageRow.has_vector)
    return frozenset(session.scalars(query))


def _redirects(session: Session, draft: Draft) -> dict[str, str]:
    """Old section id → id in the draft, for sections that moved now and those that moved before."""
    stored = session.execute(
        select(SectionRow.id, SectionRow.path, SectionRow.text).where(SectionRow.document_id == draft.id)
    )
    old = [Place(id=row.id, path=tuple(row.path), text=row.text) for row in stored]
    new = [Place(id=section.id, path=section.path, text=section.text) for section in draft.outline.walk()]
    now = moved(old, new)
    kept = {place.id: place.id for place in new}
    earlier = session.execute(
        select(RedirectRow.old_id, RedirectRow.new_id)
        .join(SectionRow, SectionRow.id == RedirectRow.new_id)
        .where(SectionRow.document_id == draft.id)
    )
    targets = {row.old_id: now.get(row.new_id) or kept.get(row.new_id) for row in earlier}
    return {old_id: new_id for old_id, new_id in {**targets, **now}.items() if new_id and old_id not in kept}
