"""Lists in pages: what is indexed, the headings of a report, passages that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rendering import texts
from bot.rendering.message import Message, keyboard, turning
from bot.rendering.paths import place, status
from bot.rendering.refs import Target, document_link, section_link
from bot.rendering.rich import Rich, bold, joined, link, shortened
from bot.rendering.sections import name
from retrieval import Document, Hit, StoredSection

DOCUMENTS_A_PAGE = 12
HEADINGS_A_PAGE = 40
HITS_A_PAGE = 5
PASSAGE_SHOWN = 160
_DEPTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A found passage and where it stands."""

    hit: Hit
    section: StoredSection
    document: Document


def _paged(head: Rich | str, lines: Sequence[Rich | str], prefix: str, page: int, pages: int) -> Message:
    count = texts.PAGE.format(page=page + 1, pages=pages) if pages > 1 else ""
    turn = turning(prefix, page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(body=joined([head, *lines, count]), keyboard=keyboard([turn]))


def _window(count: int, size: int, page: int) -> tuple[int, int]:
    """The page that there is, and how many there are."""
    pages = max(1, -(-count // size))
    return max(0, min(page, pages - 1)), pages


def documents_message(documents: Sequence[Document], bot: str, page: int = 0) -> Message:
    """What is indexed, by region and year, newest first in each region."""
    if not documents:
        return Message(body=Rich(texts.NOTHING_HELD))
    ordered = sorted(documents, key=_order)
    page, pages = _window(len(ordered), DOCUMENTS_A_PAGE, page)
    shown = ordered[page * DOCUMENTS_A_PAGE : (page + 1) * DOCUMENTS_A_PAGE]
    head = texts.DOCS_TITLE.format(count=len(documents))
    return _paged(head, list(_by_region(shown, bot)), "l", page, pages)


def _order(document: Document) -> tuple[bool, str, str, int, str]:
    region = document.profile.region
    province = (region.province if region else None) or ""
    return (region is None, province, document.region or "", -max(document.profile.years, default=0), document.title)


def _by_region(documents: Sequence[Document], bot: str) -> Iterator[Rich]:
    last: str | None = None
    for document in documents:
        region = document.region or texts.REGION_UNKNOWN
        if region != last:
            yield bold(region)
            last = region
        years = "、".join(str(year) for year in document.profile.years) or texts.YEAR_UNKNOWN
        yield Rich(f"{years}｜{document.profile.kind}｜") + link(
            shortened(document.title, 40), document_link(bot, document.id)
        )


def contents_message(document: Document, sections: Sequence[StoredSection], bot: str, page: int = 0) -> Message:
    """The headings of a report down to （一）, each a link."""
    headed = [section for section in sections if _listed(section, document)] or list(sections)
    page, pages = _window(len(headed), HEADINGS_A_PAGE, page)
    shown = headed[page * HEADINGS_A_PAGE : (page + 1) * HEADINGS_A_PAGE]
    lines = [
        Rich("　" * (section.level or 0)) + link(name(section), section_link(bot, Target(section_id=section.id)))
        for section in shown
    ]
    return _paged(bold(shortened(document.title, 60)), lines, f"t:{document.id}", page, pages)


def _listed(section: StoredSection, document: Document) -> bool:
    """Headings down to （一）; not the title, which stands above them."""
    return bool(section.heading) and (section.level or 0) <= _DEPTH and section.heading != document.title


def found_message(
    query: str, found: Sequence[Found], *, number: int, count: int, bot: str, page: int = 0, near: bool = False
) -> Message:
    """One page of found passages. ``found``: those of this page; ``count``: of all pages; ``number``: of the search.

    ``near``: the words themselves stand nowhere.
    """
    shown_query = shortened(query, 40)
    if not count:
        return Message(body=Rich(texts.SEARCH_NONE.format(query=shown_query)))
    page, pages = _window(count, HITS_A_PAGE, page)
    head = (texts.SEARCH_NEAR if near else texts.SEARCH_TITLE).format(query=shown_query, count=count)
    lines = [_found(item, page * HITS_A_PAGE + at, bot) for at, item in enumerate(found, 1)]
    return _paged(head, lines, f"s:{number}", page, pages)


def _found(item: Found, n: int, bot: str) -> Rich:
    where = " ".join(part for part in (item.document.region, status(item.section.year, item.section.plan)) if part)
    at = link(place(item.document.title, item.section.path), section_link(bot, Target(section_id=item.section.id)))
    text = shortened(" ".join(item.section.said(item.hit.passage).split()), PASSAGE_SHOWN)
    return Rich(f"{n}. {where}｜" if where else f"{n}. ") + at + "\n" + text
