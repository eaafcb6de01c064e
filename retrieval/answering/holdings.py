"""Questions about the documents themselves: what is indexed, when and by whom it was published, where a figure stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from retrieval.answering.finding import Finding, Proof, Statement
from retrieval.answering.wording import KINDS, listing
from retrieval.model import Document, Missing, Query, StoredSection, Thread
from retrieval.parsing.text import fold

Sections = Callable[[str], Sequence[StoredSection]]
ById = Callable[[Sequence[str]], Mapping[str, StoredSection]]
#: What is wanted of a document → (fields of the profile that say it, how it is introduced).
FIELDS: dict[str, tuple[tuple[str, ...], str]] = {
    "date": (("published",), "发布日期"),
    "organisation": (("publisher", "author"), "发布单位"),
    "reference": (("number",), "文号"),
}
#: A question after a document's own number.
REFERENCE = re.compile(r"文号|发文字号")
LABELS = {"publisher": "发布机构", "author": "制定单位"}
#: Documents named one by one in an answer about the holdings.
NAMED = 8


def answer(
    query: Query, documents: Sequence[Document], thread: Thread | None, sections: Sections, by_id: ById
) -> Finding:
    """A finding about documents; ``sections``: all of a document, ``by_id``: stored sections by their ids."""
    if query.shape == "provenance":
        return provenance(thread, documents, by_id)
    asked = matching(query, documents)
    if not asked:
        return _none(query, documents)
    if _wanted(query) in FIELDS:
        return published(query, asked, sections)
    return listed(query, asked, documents, sections)


def _wanted(query: Query) -> str:
    return "reference" if REFERENCE.search(query.question) else query.wants


def matching(query: Query, documents: Sequence[Document]) -> list[Document]:
    """The documents a question means, by region, year and what kind of report it names."""
    found = [document for document in documents if not query.regions or document.region in query.regions]
    if query.years:
        found = [document for document in found if set(query.years) & set(document.profile.years)]
    kinds = [kind for kind in KINDS if kind in query.question]
    if kinds and _wanted(query) not in FIELDS:
        found = [document for document in found if any(_holds(document, kind, query) for kind in kinds)]
    return found


def _holds(document: Document, kind: str, query: Query) -> bool:
    if kind not in document.profile.kind:
        return False
    plan = kind in ("要点", "计划")
    parts = [part for part in document.parts if part.plan == plan]
    return not (query.years and parts) or any(part.year in query.years for part in parts)


def _none(query: Query, documents: Sequence[Document]) -> Finding:
    reason = "year_not_indexed" if query.years else "region_not_indexed"
    region = query.regions[0] if query.regions else None
    year = query.years[0] if query.years else None
    held = [document for document in documents if document.region == region]
    kind = next((kind for kind in KINDS if kind in query.question), None)
    notes = tuple(Statement(text=f"已收录：《{document.title}》", note=True) for document in held[:NAMED])
    missing = Missing(region=region, year=year, indicator=kind, reason=reason)  # type: ignore[arg-type]  # literals
    return Finding(statements=notes, missing=(missing,))


def listed(query: Query, asked: Sequence[Document], documents: Sequence[Document], sections: Sections) -> Finding:
    """What is indexed: a count, then each document, proved by its title section."""
    said = []
    for document in asked[:NAMED]:
        opening = _opening(document, sections)
        proofs = (opening,) if opening else ()
        said.append(Statement(text=f"已收录《{document.title}》", proofs=proofs, headed=False))
    if len(asked) > 1:
        names = list(dict.fromkeys(document.region for document in asked if document.region))
        where = f"，涉及{len(names)}个地区：{listing(names)}" if names else ""
        said.insert(0, Statement(text=f"收录{len(asked)}份报告{where}", note=True))
    return Finding(statements=tuple(said))


def _opening(document: Document, sections: Sections) -> Proof | None:
    for section in sections(document.id):
        lines = section.text.strip().splitlines()
        if lines:
            start = section.text.index(lines[0])
            return Proof(
                section=section, start=start, end=start + min(len(lines[0]), 300), year=section.year, plan=section.plan
            )
    return None


def published(query: Query, asked: Sequence[Document], sections: Sections) -> Finding:
    """When or by whom each asked document was published, with the lines of the page that say so."""
    fields, label = FIELDS[_wanted(query)]
    said: list[Statement] = []
    missing: list[Missing] = []
    for document in asked[:NAMED]:
        values = {name: value for name in fields if (value := getattr(document.profile, name))}
        proofs = tuple(p for name in values for p in _proofs(document, name, sections))[:3]
        if values and not proofs and (opening := _opening(document, sections)):
            proofs = (opening,)
        if not proofs:
            missing.append(
                Missing(region=document.region, year=_year(document), indicator=label, reason="not_in_reports")
            )
            continue
        text = "，".join(f"{LABELS.get(name, label)}：{value}" for name, value in values.items())
        said.append(Statement(text=f"《{document.title}》{text}", proofs=proofs, region=document.region, headed=False))
    return Finding(statements=tuple(said), missing=tuple(missing))


def _year(document: Document) -> int | None:
    return document.profile.years[0] if document.profile.years else None


def _proofs(document: Document, name: str, sections: Sections) -> list[Proof]:
    """The lines in which a field of the profile was read, and others that say the same."""
    value = str(getattr(document.profile, name))
    read = _flat(document.profile.read_from.get(name, ""))
    found = []
    for section in sections(document.id):
        start = 0
        for line in section.text.splitlines(keepends=True):
            said = line.strip()
            flat = _flat(said)
            if flat and len(said) <= 300 and (_flat(value) in flat or (read and (read in flat or flat in read))):
                begin = start + line.index(said)
                found.append(
                    Proof(section=section, start=begin, end=begin + len(said), year=section.year, plan=section.plan)
                )
            start += len(line)
    return found


def _flat(text: str) -> str:
    return "".join(fold(text).split())


def provenance(thread: Thread | None, documents: Sequence[Document], by_id: ById) -> Finding:
    """Where the figures of the last answer stand: document and heading path, linked."""
    stored = by_id(thread.sections) if thread else {}
    titles = {document.id: document.title for document in documents}
    said = []
    for section in stored.values():
        end = min(len(section.text), 300)
        path = "›".join(section.path) or "正文"
        said.append(
            Statement(
                text=f"《{titles.get(section.document_id, '')}》{path}",
                proofs=(Proof(section=section, start=0, end=end, year=section.year, plan=section.plan),),
                headed=False,
            )
        )
    if said:
        return Finding(statements=tuple(said))
    return Finding(missing=(Missing(region=None, year=None, indicator="出处（请先提问）", reason="not_in_reports"),))
