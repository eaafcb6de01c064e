"""How a place in a report is named in a few characters."""

from __future__ import annotations

import re

from bot.rendering import texts
from bot.rendering.rich import shortened
from retrieval import Citation, Document

_NUMERAL = re.compile(
    r"\s*(?:(?P<chapter>第[一二三四五六七八九十百零〇\d]+[章节条部分篇])"
    r"|(?P<list>[一二三四五六七八九十]+是)"
    r"|[（(](?P<bracket>[一二三四五六七八九十百\d]+)[)）]"
    r"|(?P<plain>[一二三四五六七八九十百]+|\d{1,3})\s*[、.．，])"
)
_HEADING = 14
_TITLE = 40


def numeral(heading: str) -> str:
    """The number of a heading as a reader names it: ``（四）强化…`` → ``(四)``; a heading without one, shortened."""
    match = _NUMERAL.match(heading)
    if match is None:
        return shortened(heading.strip(), _HEADING)
    return f"({match['bracket']})" if match["bracket"] else match["chapter"] or match["list"] or match["plain"]


def trail(path: tuple[str, ...]) -> str:
    """``一›(四)›2``; empty for a section above the headings."""
    return "›".join(numeral(heading) for heading in path)


def place(title: str, path: tuple[str, ...]) -> str:
    """``<title>›一›(四)›2``."""
    return "›".join(part for part in (shortened(title, _TITLE), trail(path)) if part)


def origin(document: Document | None) -> tuple[str, ...]:
    """Who published a report, when, and what a reader must know of the copy."""
    if document is None:
        return (texts.REMOVED,)
    profile = document.profile
    reprinted = bool(profile.author and profile.publisher and profile.author != profile.publisher)
    parts = (
        profile.author or profile.publisher,
        profile.published or texts.DATE_UNKNOWN,
        texts.REPRINTED.format(publisher=profile.publisher) if reprinted else None,
        texts.TITLE_INFERRED if profile.title_inferred else None,
        texts.ANONYMISED if profile.anonymised else None,
        texts.RECOGNISED if profile.recognised else None,
        None if profile.complete else texts.INCOMPLETE,
    )
    return tuple(part for part in parts if part)


def source(citation: Citation, document: Document | None) -> str:
    """The source line of a citation: title, path, page, publisher, date, and what is wrong with the copy."""
    page = texts.PAGE_OF_FILE.format(page=citation.page) if citation.page else ""
    return f"{place(citation.document, citation.path)}{page}｜{'，'.join(origin(document))}"


def status(year: int | None, plan: bool) -> str:
    """``2024年实际``; only ``目标`` or nothing where the year is unknown."""
    if year is None:
        return texts.PLAN if plan else ""
    return f"{year}年{texts.PLAN if plan else texts.ACTUAL}"
