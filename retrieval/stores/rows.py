"""Between rows of the catalogue and frozen values. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any, cast

from sqlalchemy import Row

from retrieval.model import (
    Document,
    DocumentEvent,
    Indicator,
    Outline,
    Part,
    Passage,
    Profile,
    Region,
    Section,
    StoredSection,
    Table,
    Version,
)
from retrieval.parsing.ids import section_id
from retrieval.parsing.script import simplified
from retrieval.stores.tables import DocumentRow, EventRow, GridRow, IndicatorRow, PassageRow, SectionRow, VersionRow

PAGE = "页面信息"
KEPT = ("id", "ordinal", "heading", "level", "path", "text", "part_title", "year", "plan", "period")
INDICATOR_FIELDS = tuple(field.name for field in fields(Indicator) if field.name != "path")


def profile_json(profile: Profile) -> dict[str, Any]:
    """A profile as JSON keeps it."""
    return {**asdict(profile), "read_from": dict(profile.read_from), "as_read": dict(profile.as_read)}


def profile_value(stored: dict[str, Any]) -> Profile:
    """The profile again."""
    region = Region(**stored["region"]) if stored["region"] else None
    return Profile(**{**stored, "region": region, "years": tuple(stored["years"])})


def document_value(row: DocumentRow, version: VersionRow, sections: int) -> Document:
    """A visible document."""
    return Document(
        id=row.id,
        key=row.key,
        version=row.version,
        profile=profile_value(version.profile),
        parts=tuple(Part(**part) for part in version.parts),
        sections=sections,
        warnings=tuple(version.warnings),
        url=row.url,
        added_at=row.added_at,
        circle=row.circle,
    )


def section_rows(document_id: str, outline: Outline) -> Iterator[dict[str, Any]]:
    """Rows of all sections in preorder, each with the ordinal of the one above it."""
    ordinal = 0

    def below(sections: Sequence[Section], parent: int | None) -> Iterator[dict[str, Any]]:
        nonlocal ordinal
        for section in sections:
            mine, ordinal = ordinal, ordinal + 1
            yield _section_row(document_id, mine, parent, section, outline.parts)
            yield from below(section.children, mine)

    yield from below(outline.sections, None)
    if outline.chrome:
        yield _section_row(document_id, ordinal, None, _page_information(document_id, outline), ())


def _page_information(document_id: str, outline: Outline) -> Section:
    """What stood around the text on its page (publisher, date): not of the body, but it can be cited."""
    return Section(
        id=section_id(document_id, "", (PAGE,), "page", 0),
        heading=PAGE,
        level=None,
        text="\n".join(outline.chrome),
        path=(PAGE,),
    )


def _section_row(
    document_id: str, ordinal: int, parent: int | None, section: Section, parts: Sequence[Part]
) -> dict[str, Any]:
    part = None if section.part is None else parts[section.part]
    return {
        "id": section.id,
        "document_id": document_id,
        "ordinal": ordinal,
        "parent": parent,
        "heading": section.heading,
        "level": section.level,
        "path": list(section.path),
        "text": section.text,
        "part": section.part,
        "part_title": part.title if part else None,
        "year": part.year if part else None,
        "plan": part.plan if part else False,
        "period": part.period if part else None,
        "pages": [list(page) for page in section.pages] or None,
    }


def section_value(row: SectionRow, previous_id: str | None, next_id: str | None) -> StoredSection:
    """A stored section between its neighbours."""
    return StoredSection(
        id=row.id,
        document_id=row.document_id,
        ordinal=row.ordinal,
        heading=row.heading,
        level=row.level,
        path=tuple(row.path),
        **_read(row.text),
        part=row.part_title,
        year=row.year,
        plan=row.plan,
        period=row.period,
        previous_id=previous_id,
        next_id=next_id,
        pages=_pages(row),
    )


def _read(text: str) -> dict[str, Any]:
    plain = simplified(text)
    return {"text": plain, "original": None if plain == text else text}


def _pages(row: SectionRow) -> tuple[tuple[int, int], ...]:
    return tuple((start, page) for start, page in row.pages or ())


def kept_section(row: SectionRow) -> dict[str, Any]:
    """A section as a version that was replaced keeps it."""
    return {name: getattr(row, name) for name in KEPT}


def kept_value(document_id: str, kept: dict[str, Any]) -> StoredSection:
    """A kept section again; it has no neighbours, since only the visible version is browsed."""
    return StoredSection(
        document_id=document_id,
        path=tuple(kept["path"]),
        part=kept["part_title"],
        **{**{name: kept[name] for name in KEPT if name not in ("path", "part_title")}, **_read(kept["text"])},
    )


def whole_text(document_id: str, text: str) -> StoredSection:
    """The text of an edition whose sections were not kept, as one section."""
    return StoredSection(id="", document_id=document_id, ordinal=0, heading=None, level=None, path=(), **_read(text))


def version_value(row: VersionRow, *, current: bool) -> Version:
    """An edition, without its text."""
    profile = profile_value(row.profile)
    return Version(
        document_id=row.document_id,
        number=row.number,
        title=profile.title,
        published=profile.published,
        at=row.at,
        current=current,
        replaced=row.replaced,
    )


def grid_row(document_id: str, table: Table) -> dict[str, Any]:
    """Row of a table that stands in a section."""
    return {"document_id": document_id, "section_id": table.section_id, "grid": asdict(table)}


def table_value(row: GridRow) -> Table:
    """The table again."""
    grid = row.grid
    cells = {name: tuple(map(tuple, grid[name])) for name in ("head", "rows", "lines")}
    regions = {name: tuple(grid[name]) for name in ("regions", "column_regions")}
    return Table(**{**grid, **cells, **regions})


def outline_value(version: VersionRow, rows: Iterable[SectionRow], grids: Iterable[GridRow] = ()) -> Outline:
    """The outline of a visible version as it was parsed, ids and all."""
    children: dict[int | None, list[SectionRow]] = defaultdict(list)
    for row in rows:
        if not (row.level is None and row.heading == PAGE):
            children[row.parent].append(row)

    def tree(parent: int | None) -> tuple[Section, ...]:
        return tuple(
            Section(
                id=row.id,
                heading=row.heading,
                level=row.level,
                text=row.text,
                path=tuple(row.path),
                part=row.part,
                pages=_pages(row),
                children=tree(row.ordinal),
            )
            for row in children[parent]
        )

    return Outline(
        profile=profile_value(version.profile),
        parts=tuple(Part(**part) for part in version.parts),
        sections=tree(None),
        chrome=tuple(version.chrome),
        warnings=tuple(version.warnings),
        tables=tuple(map(table_value, grids)),
    )


def passage_row(entry: str, passage: Passage, has_vector: bool) -> dict[str, Any]:
    """Row of a passage; its text stays in its section."""
    stored = {name: value for name, value in asdict(passage).items() if name != "text"}
    return {"entry": entry, "has_vector": has_vector, **stored}


def passage_value(row: PassageRow, section_text: str) -> Passage:
    """A passage with its text cut from its section."""
    return Passage(
        id=row.id,
        section_id=row.section_id,
        document_id=row.document_id,
        start=row.start,
        end=row.end,
        text=simplified(section_text[row.start : row.end]),
        header=row.header,
        region=row.region,
        year=row.year,
        plan=row.plan,
    )


def indicator_row(indicator: Indicator) -> dict[str, Any]:
    """Row of a figure."""
    return {**asdict(indicator), "path": list(indicator.path)}


def indicator_value(row: IndicatorRow | Row[Any]) -> Indicator:
    """The figure again."""
    values = {name: getattr(row, name) for name in INDICATOR_FIELDS}
    return Indicator(**values, path=tuple(row.path))


def event_value(row: EventRow) -> DocumentEvent:
    """The event again."""
    kind = cast(Any, row.kind)
    return DocumentEvent(
        number=row.number,
        kind=kind,
        document_id=row.document_id,
        version=row.version,
        at=row.at,
        silent=row.silent,
    )
