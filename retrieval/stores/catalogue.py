"""The catalogue: the only truth about documents, sections and passages. Every call is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from retrieval.errors import UnknownIdError
from retrieval.model import (
    Document,
    DocumentEvent,
    DocumentFile,
    Indicator,
    Outline,
    Passage,
    Scope,
    StoredSection,
    Table,
    Version,
)
from retrieval.stores import publishing, queries, rows, sight
from retrieval.stores.database import reading, writing
from retrieval.stores.tables import (
    CircleRuleRow,
    DocumentRow,
    EventRow,
    GridRow,
    IndicatorRow,
    MetaRow,
    PassageRow,
    RedirectRow,
    SectionRow,
    SourceRow,
    VersionRow,
)

FormerRow = aliased(VersionRow)
EMBEDDING = "embedding"
VECTORS_CHANGED = "vectors_changed"
VECTORS_SETTLED = "vectors_settled"
BACKED_UP = "backed_up"
FIGURE = tuple(getattr(IndicatorRow, name) for name in (*rows.INDICATOR_FIELDS, "path"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is visible. ``vectors``: passages that the vector store holds."""

    documents: int
    sections: int
    passages: int
    vectors: int


class Catalogue:
    """Reads and writes of the library's own tables; safe to call from any thread. Raises StoreError."""

    def __init__(self, engine: Engine, circles: Collection[str] | None = None) -> None:
        """``circles``: read only what people of these circles see; None: everything, and write."""
        self._whole = engine
        self._circles = circles
        self._engine = engine if circles is None else sight.restricted(engine, circles)
        self._shelf: tuple[tuple[int | str | None, ...], tuple[Document, ...]] | None = None  # as of a stamp

    # Who sees what

    def seen_by(self, circles: Collection[str]) -> Catalogue:
        """The same catalogue as people of ``circles`` see it."""
        return Catalogue(self._whole, circles)

    def hidden(self) -> tuple[str, ...]:
        """Ids of the documents that are there and not seen: for the derived indexes alone, which know no circles."""
        if self._circles is None:
            return ()
        with reading(self._whole) as session:
            return tuple(session.scalars(sight.hidden_documents(self._circles)))

    def circles(self) -> dict[str, int]:
        """Circle → how many documents are marked for it."""
        marked = select(DocumentRow.circle, func.count()).where(DocumentRow.circle.is_not(None))
        with reading(self._engine) as session:
            found = session.execute(marked.group_by(DocumentRow.circle).order_by(DocumentRow.circle))
            return {circle: count for circle, count in found if circle is not None}

    def circle_rules(self) -> dict[str, str]:
        """Folder or address → circle of new documents from there."""
        with reading(self._engine) as session:
            rules = session.scalars(select(CircleRuleRow).order_by(CircleRuleRow.prefix))
            return {rule.prefix: rule.circle for rule in rules}

    # Documents

    def documents(self) -> tuple[Document, ...]:
        """All visible documents by region, then first year, then title; those without a region last."""
        shelf = self._shelf
        with reading(self._engine) as session:
            stamp = tuple(session.execute(queries.stamp()).one())
            if shelf is None or shelf[0] != stamp:
                found = [queries.document(row) for row in session.execute(queries.documents())]
                shelf = self._shelf = (stamp, tuple(sorted(found, key=queries.shelf)))
        return shelf[1]

    def document(self, document_id: str) -> Document:
        """One document. Raises UnknownIdError."""
        with reading(self._engine) as session:
            row = session.execute(queries.documents().where(DocumentRow.id == document_id)).first()
        if row is None:
            raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
        return queries.document(row)

    def find(self, name: str) -> Document:
        """The document with this id or key, or read from this path or address. Raises UnknownIdError."""
        by_source = select(SourceRow.document_id).where(SourceRow.source == name)
        wanted = or_(DocumentRow.id == name, DocumentRow.key == name, DocumentRow.id.in_(by_source))
        with reading(self._engine) as session:
            row = session.execute(queries.documents().where(wanted).order_by(DocumentRow.id != name)).first()
        if row is None:
            raise UnknownIdError(f"没有收录“{name}”。")
        return queries.document(row)

    def seen(self, source: str, bytes_hash: str) -> Document | None:
        """The document that these very bytes of this source became."""
        with reading(self._engine) as session:
            known = session.get(SourceRow, source)
            if known is None or known.bytes_hash != bytes_hash:
                return None
            return queries.document(
                session.execute(queries.documents().where(DocumentRow.id == known.document_id)).one()
            )

    def held_at(self, source: str) -> Document | None:
        """The document that this path or address last was."""
        from_there = select(SourceRow.document_id).where(SourceRow.source == source)
        with reading(self._engine) as session:
            row = session.execute(queries.documents().where(DocumentRow.id.in_(from_there))).first()
        return queries.document(row) if row else None

    def with_body(self, body_hash: str) -> tuple[Document, ...]:
        """Visible documents that say exactly this."""
        with reading(self._engine) as session:
            found = session.execute(queries.documents().where(VersionRow.body_hash == body_hash))
            return tuple(queries.document(row) for row in found)

    def with_former_body(self, body_hash: str, source: str) -> tuple[Document, ...]:
        """Documents that said exactly this in an earlier edition, but those whose visible one this source held last."""
        held = select(SourceRow.document_id).where(
            SourceRow.source == source,
            SourceRow.document_id == DocumentRow.id,
            SourceRow.version == DocumentRow.version,
        )
        former = select(FormerRow.document_id).where(
            FormerRow.body_hash == body_hash,
            FormerRow.document_id == DocumentRow.id,
            FormerRow.number != DocumentRow.version,
        )
        with reading(self._engine) as session:
            found = session.execute(queries.documents().where(former.exists(), ~held.exists()))
            return tuple(queries.document(row) for row in found)

    def text(self, document_id: str) -> str:
        """The body of the visible version. Raises UnknownIdError."""
        with reading(self._engine) as session:
            version = session.scalar(queries.visible_version(document_id))
            if version is None:
                raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
            return version.text

    def under_key(self, key: str) -> tuple[Document, ...]:
        """Documents under ``key`` or ``key~n``."""
        numbered = DocumentRow.key.startswith(f"{key}~", autoescape=True)
        with reading(self._engine) as session:
            found = session.execute(
                queries.documents().where(or_(DocumentRow.key == key, numbered)).order_by(DocumentRow.key)
            )
            return tuple(queries.document(row) for row in found)

    def outline(self, document_id: str) -> Outline:
        """The outline of the visible version, ids as stored. Raises UnknownIdError."""
        with reading(self._engine) as session:
            version = session.scalar(queries.visible_version(document_id))
            if version is None:
                raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
            grids = session.scalars(queries.grids().where(GridRow.document_id == document_id))
            return rows.outline_value(version, session.scalars(queries.sections(document_id)), grids)

    # Sections

    def section(self, section_id: str) -> StoredSection:
        """A section, also under an id it had before it moved. Raises UnknownIdError."""
        with reading(self._engine) as session:
            redirect = session.get(RedirectRow, section_id)
            row = session.get(SectionRow, redirect.new_id if redirect else section_id)
            if row is None:
                raise UnknownIdError(f"没有编号为 {section_id} 的小节。")
            return queries.between(session, [row])[row.id]

    def sections_by_id(self, ids: Sequence[str]) -> dict[str, StoredSection]:
        """Id → section, in the order asked; ids that are not visible are left out."""
        found: dict[str, StoredSection] = {}
        with reading(self._engine) as session:
            for batch in queries.chunks(ids, queries.BATCH):
                found |= queries.between(session, session.scalars(select(SectionRow).where(SectionRow.id.in_(batch))))
        return {id_: found[id_] for id_ in ids if id_ in found}

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        """All sections of a document in the order of the text. Raises UnknownIdError."""
        with reading(self._engine) as session:
            found = list(session.scalars(queries.sections(document_id)))
        if not found:
            raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
        ids = [None, *(row.id for row in found), None]
        return tuple(rows.section_value(row, ids[i], ids[i + 2]) for i, row in enumerate(found))

    def tables(self, section_id: str) -> tuple[Table, ...]:
        """The tables of a section in the order of its text."""
        with reading(self._engine) as session:
            return tuple(
                map(rows.table_value, session.scalars(queries.grids().where(GridRow.section_id == section_id)))
            )

    # Editions

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """Every edition of a document, the visible one first, then the last that came. Raises UnknownIdError."""
        query = select(VersionRow).where(VersionRow.document_id == document_id).order_by(VersionRow.number.desc())
        with reading(self._engine) as session:
            visible = session.scalar(select(DocumentRow.version).where(DocumentRow.id == document_id))
            found = session.scalars(query.options(*queries.BRIEF)) if visible else ()
            editions = tuple(rows.version_value(row, current=row.number == visible) for row in found)
        if not editions:
            raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
        return tuple(sorted(editions, key=lambda edition: not edition.current))

    def version_sections(self, document_id: str, number: int) -> tuple[StoredSection, ...]:
        """The sections of one edition in the order of its text. Raises UnknownIdError."""
        query = select(VersionRow).where(VersionRow.document_id == document_id, VersionRow.number == number)
        with reading(self._engine) as session:
            visible = session.scalar(select(DocumentRow.version).where(DocumentRow.id == document_id))
            version = session.scalar(query) if visible else None
            if version is None:
                raise UnknownIdError(f"没有编号为 {document_id} 的文件的第 {number} 版。")
            kept, text = version.sections, version.text
        if number == visible:
            return self.sections(document_id)
        if kept is None:  # replaced before sections were kept
            return (rows.whole_text(document_id, text),)
        return tuple(rows.kept_value(document_id, section) for section in kept)

    def files(self, document_id: str) -> tuple[DocumentFile, ...]:
        """Every path and address that held a visible document, by name."""
        held = select(SourceRow).join(DocumentRow, DocumentRow.id == SourceRow.document_id)
        query = held.where(DocumentRow.id == document_id).order_by(SourceRow.source)
        with reading(self._engine) as session:
            return tuple(DocumentFile(source=row.source, version=row.version) for row in session.scalars(query))

    # Passages and figures

    def passages(self, entries: Iterable[str]) -> dict[str, Passage]:
        """Entry id → passage, for those that are visible; unknown entries are left out."""
        found: dict[str, Passage] = {}
        with reading(self._engine) as session:
            for batch in queries.chunks(entries, queries.BATCH):
                found.update(queries.passages(session, PassageRow.entry.in_(batch)))
        return found

    def passages_of(self, document_id: str) -> dict[str, Passage]:
        """Entry id → passage of one document."""
        with reading(self._engine) as session:
            return queries.passages(session, PassageRow.document_id == document_id)

    def entries(self, scope: Scope, *, with_vector: bool = True, limit: int | None = None) -> tuple[str, ...]:
        """Entries within ``scope``, at most ``limit``; ``with_vector``: only those that the vector store holds."""
        query = select(PassageRow.entry).where(*queries.conditions(scope)).limit(limit)
        if with_vector:
            query = query.where(PassageRow.has_vector)
        with reading(self._engine) as session:
            return tuple(session.scalars(query))

    def without_vector(self, limit: int) -> dict[str, Passage]:
        """The next passages to embed, at most ``limit``."""
        query = select(PassageRow.entry).where(~PassageRow.has_vector).limit(limit)
        with reading(self._engine) as session:
            return queries.passages(session, PassageRow.entry.in_(list(session.scalars(query))))

    def indicators(self, document_id: str | None = None) -> tuple[Indicator, ...]:
        """Figures of one document, or of all, in the order of their texts."""
        query = select(IndicatorRow).order_by(IndicatorRow.document_id, IndicatorRow.number_id)
        if document_id is not None:
            query = query.where(IndicatorRow.document_id == document_id)
        with reading(self._engine) as session:
            return tuple(rows.indicator_value(row) for row in session.scalars(query))

    def indicator_names(self) -> dict[str, int]:
        """Name of a figure → how many figures have it."""
        with reading(self._engine) as session:
            found = session.execute(select(IndicatorRow.name, func.count()).group_by(IndicatorRow.name))
            return {name: count for name, count in found}

    def indicators_named(self, names: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures under one of these names, in the order of their texts."""
        return self._figures(IndicatorRow.name, names)

    def indicators_of(self, documents: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures of these documents, in the order of their texts."""
        return self._figures(IndicatorRow.document_id, documents)

    def indicators_at(self, sections: Sequence[str]) -> tuple[Indicator, ...]:
        """All figures of these sections, in the order of their texts."""
        return self._figures(IndicatorRow.section_id, sections)

    def _figures(self, column: InstrumentedAttribute[str], values: Sequence[str]) -> tuple[Indicator, ...]:
        # Its attributes, not the mapped class: a comparison reads thousands of rows.
        query = select(*FIGURE).order_by(IndicatorRow.document_id, IndicatorRow.number_id)
        found: list[Indicator] = []
        with reading(self._engine) as session:
            for batch in queries.chunks(values, queries.BATCH):
                found += map(rows.indicator_value, session.execute(query.where(column.in_(batch))))
        return tuple(found)

    def counts(self) -> Counts:
        """How much is visible."""
        passages = select(func.count()).select_from(PassageRow)
        with reading(self._engine) as session:
            return Counts(
                documents=session.scalar(select(func.count()).select_from(DocumentRow)) or 0,
                sections=session.scalar(select(func.count()).select_from(SectionRow)) or 0,
                passages=session.scalar(passages) or 0,
                vectors=session.scalar(passages.where(PassageRow.has_vector)) or 0,
            )

    # Events and named values

    def events(self, after: int = 0) -> tuple[DocumentEvent, ...]:
        """Events with a number above ``after``, oldest first."""
        query = select(EventRow).where(EventRow.number > after).order_by(EventRow.number)
        with reading(self._engine) as session:
            return tuple(rows.event_value(row) for row in session.scalars(query))

    def value(self, name: str) -> str | None:
        """A named value of the data directory."""
        with reading(self._engine) as session:
            row = session.get(MetaRow, name)
            return row.value if row else None

    def set_value(self, name: str, value: str) -> None:
        """Keep a named value."""
        with writing(self._engine) as session:
            session.merge(MetaRow(name=name, value=value))

    def vectors_state(self) -> str:
        """Changes with every document that is published or removed and every vector that is noted."""
        with reading(self._engine) as session:
            event = session.scalar(select(func.max(EventRow.number))) or 0
            noted = session.get(MetaRow, VECTORS_CHANGED)
            return f"{event}.{noted.value if noted else 0}"

    # Changes

    def publish(self, draft: publishing.Draft) -> publishing.Change:
        """Make a draft visible, in one transaction."""
        with writing(self._engine) as session:
            return publishing.publish(session, draft)

    def remember(
        self, source: str, document_id: str, bytes_hash: str, *, url: str | None = None, body_hash: str | None = None
    ) -> None:
        """Note that a source holds a known document, the edition with ``body_hash`` or the visible one.

        ``url`` becomes the document's address where it has none.
        """
        with writing(self._engine) as session:
            publishing.remember(session, source, document_id, bytes_hash, body_hash)
            session.execute(
                update(DocumentRow).where(DocumentRow.id == document_id, DocumentRow.url.is_(None)).values(url=url)
            )

    def shelve(self, draft: publishing.Draft) -> None:
        """Keep an earlier edition of a document beside the visible one."""
        with writing(self._engine) as session:
            publishing.shelve(session, draft)

    def remove(self, document_id: str) -> None:
        """Take a document away; a document that is gone already stays gone."""
        with writing(self._engine) as session:
            row = session.get(DocumentRow, document_id)
            if row is not None:
                publishing.remove(session, row)

    def renew(self, derived: Mapping[str, publishing.Derived], embedding: str) -> None:
        """Replace what is derived of documents; no passage has a vector then, and those to come are of ``embedding``."""
        with writing(self._engine) as session:
            for document_id, (passages, indicators) in derived.items():
                publishing.renew(session, document_id, passages, indicators)
            session.merge(MetaRow(name=EMBEDDING, value=embedding))
            queries.count_up(session, VECTORS_CHANGED)

    def correct(self, document_id: str, outline: Outline, derived: publishing.Derived) -> None:
        """Correct the visible version in place. Raises UnknownIdError."""
        with writing(self._engine) as session:
            row = session.get(DocumentRow, document_id)
            if row is None:
                raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
            publishing.correct(session, row, outline, derived)

    def mark(self, entries: Iterable[str], *, has_vector: bool) -> None:
        """Say of passages whether the vector store holds them."""
        with writing(self._engine) as session:
            for batch in queries.chunks(entries, queries.BATCH):
                publishing.mark(session, batch, has_vector)
            queries.count_up(session, VECTORS_CHANGED)

    def set_circle(self, document_id: str, circle: str | None) -> None:
        """Mark a document for a circle, or for everybody. Raises UnknownIdError."""
        with writing(self._engine) as session:
            row = session.get(DocumentRow, document_id)
            if row is None:
                raise UnknownIdError(f"没有编号为 {document_id} 的文件。")
            publishing.set_circle(session, row, circle)

    def set_circle_rule(self, prefix: str, circle: str | None) -> None:
        """Keep the circle of new documents from a place; None: forget it. Documents that are there keep theirs."""
        with writing(self._engine) as session:
            session.execute(delete(CircleRuleRow).where(CircleRuleRow.prefix == prefix))
            if circle is not None:
                session.add(CircleRuleRow(prefix=prefix, circle=circle))

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()
