"""The JSON that the command line prints: pure functions from the library's values to plain dicts.

The keys are contracts that scripts rely on; every printed object carries ``"schema": 1``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrieval import (
    Answer,
    Check,
    Citation,
    Document,
    Evaluation,
    Hit,
    IndexResult,
    Outline,
    Section,
    StoredSection,
    Table,
)

SCHEMA = 1
Json = dict[str, Any]


def answer(value: Answer, *, id: str | None = None, site: str | None = None) -> Json:
    """An answer; ``id`` replaces the answer's own where the asker numbered the question. ``site``: of the source pages."""
    return {
        "schema": SCHEMA,
        "id": value.id if id is None else id,
        "status": value.status,
        "reason": value.reason,
        "text": value.text,
        "citations": [citation(item, site) for item in value.citations],
        "missing": [
            {"region": item.region, "year": item.year, "indicator": item.indicator, "reason": item.reason}
            for item in value.missing
        ],
        "elapsed_ms": round(value.elapsed_ms, 1),
        "mode": value.mode,
    }


def failed_answer(id: object, error: str) -> Json:
    """The answer line of a question that could not be asked."""
    return {
        "schema": SCHEMA,
        "id": id,
        "status": "not_found",
        "reason": None,
        "text": "",
        "citations": [],
        "missing": [],
        "elapsed_ms": 0.0,
        "mode": "extractive",
        "error": error,
    }


def citation(value: Citation, site: str | None = None) -> Json:
    """A citation of an answer; its ``url`` is the original's, else that of the source page where there are pages."""
    page = f"{site}/s/{value.section_id}" if site else None
    return {
        "n": value.n,
        "section_id": value.section_id,
        "document": value.document,
        "document_id": value.document_id,
        "path": list(value.path),
        "quote": value.shown,
        "region": value.region,
        "year": value.year,
        "plan": value.plan,
        "url": value.url or page,
        "page": value.page,
    }


def outline(value: Outline) -> Json:
    """A parsed file that was not stored."""
    profile, region = value.profile, value.profile.region
    return {
        "schema": SCHEMA,
        "title": profile.title,
        "region": region.name if region else None,
        "region_level": region.level if region else None,
        "province": region.province if region else None,
        "parent": region.parent if region else None,
        "years": list(profile.years),
        "kind": profile.kind,
        "parts": [{"title": part.title, "year": part.year, "plan": part.plan} for part in value.parts],
        "publisher": profile.publisher,
        "author": profile.author,
        "published": profile.published,
        "number": profile.number,
        "anonymised": profile.anonymised,
        "read_from": dict(profile.read_from),
        "chrome": list(value.chrome),
        "warnings": list(value.warnings),
        "sections": [_node(section) for section in value.sections],
        "tables": [table(item) for item in value.tables],
    }


def table(value: Table) -> Json:
    """A table of a text: where it stands, its head rows and its data rows."""
    return {
        "section_id": value.section_id,
        "start": value.start,
        "end": value.end,
        "caption": value.caption,
        "unit": value.unit,
        "head": [list(row) for row in value.head],
        "rows": [list(row) for row in value.rows],
    }


def _node(value: Section) -> Json:
    return {
        "id": value.id,
        "heading": value.heading,
        "level": value.level,
        "text": value.text,
        "children": [_node(child) for child in value.children],
    }


def document(value: Document) -> Json:
    """A document of the catalogue."""
    return {
        "schema": SCHEMA,
        "document_id": value.id,
        "title": value.title,
        "region": value.region,
        "years": list(value.profile.years),
        "kind": value.profile.kind,
        "publisher": value.profile.publisher,
        "published": value.profile.published,
        "sections": value.sections,
        "warnings": list(value.warnings),
        "version": value.version,
        "key": value.key,
        "url": value.url,
        "added_at": value.added_at,
    }


def index_result(value: IndexResult) -> Json:
    """What became of one file given to ``huiwen index``; the document's fields are null where it failed."""
    found = value.document
    return {
        "schema": SCHEMA,
        "source": value.source,
        "document_id": found.id if found else None,
        "title": found.title if found else None,
        "region": found.region if found else None,
        "years": list(found.profile.years) if found else [],
        "kind": found.profile.kind if found else None,
        "sections": found.sections if found else 0,
        "warnings": list(found.warnings) if found else [],
        "state": value.state,
        "error": value.error,
    }


def section(value: StoredSection, within: Document, tables: Sequence[Table] = ()) -> Json:
    """A stored section, the document it stands in and its tables."""
    return {
        "schema": SCHEMA,
        "id": value.id,
        "document_id": value.document_id,
        "document": within.title,
        "region": within.region,
        "year": value.year,
        "plan": value.plan,
        "part": value.part,
        "heading": value.heading,
        "level": value.level,
        "path": list(value.path),
        "text": value.shown,
        "url": within.url,
        "page": value.page(),
        "previous_id": value.previous_id,
        "next_id": value.next_id,
        "tables": [table(item) for item in tables],
    }


def hit(value: Hit, at: StoredSection, within: Document) -> Json:
    """A found passage, with the section and the document it stands in."""
    return {
        "schema": SCHEMA,
        "section_id": value.passage.section_id,
        "document_id": value.passage.document_id,
        "document": within.title,
        "region": value.passage.region,
        "year": value.passage.year,
        "plan": value.passage.plan,
        "path": list(at.path),
        "text": at.said(value.passage),
        "url": within.url,
        "score": round(value.score, 6),
        "ranks": dict(value.ranks),
    }


def check(value: Check) -> Json:
    """One finding of ``huiwen doctor``."""
    told = {"name": value.name, "ok": value.ok, "level": value.level, "detail": value.detail, "advice": value.advice}
    return {"schema": SCHEMA, **told}


def evaluation(value: Evaluation) -> Json:
    """The rates of ``huiwen eval``, and the ids of the questions that lost credit."""
    return {
        "schema": SCHEMA,
        "questions": len(value.outcomes),
        "answer": value.answer,
        "citation": value.citation,
        "refusal": value.refusal,
        "false_refusal": value.false_refusal,
        "median_ms": value.median_ms,
        "misses": [outcome.question.id for outcome in value.misses],
    }
