"""The address of the next page of a list: links, numbered pages, and pages that a script of the site makes. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement

from retrieval.sources.listing.links import Link, resolved, squeezed, text_of

_NEXT = re.compile(
    r"[\[【（(<]?\s*(?:下一?页|后一?页|下一頁|下页|next(?:\s*page)?|older(?: posts)?|[>›»→]{1,2}|&gt;)\s*[>›»→\]】）)]*",
    re.I,
)
_NUMBER = re.compile(r"[\[第]?\s*(\d{1,4})\s*[\]页]?")
# createPageHTML(pages, current from 0, "index", "html"): written by several systems of government sites.
_CREATE = re.compile(
    r"createPage\w*\s*\(\s*['\"]?(\d+)['\"]?\s*,\s*['\"]?(\d+)['\"]?\s*,\s*['\"]([^'\"]*)['\"]\s*,\s*['\"](\w+)['\"]",
    re.I,
)
_COUNT = re.compile(
    r"\b(?:countPage|pageCount|totalPages?|pages?Total|allPage|maxPage|page_count)\s*[=:]\s*['\"]?(\d+)", re.I
)
_CURRENT = re.compile(
    r"\b(?:currentPage|curPage|pageIndex|current_page|nowPage|pageNo|pageNum|page_index|thisPage)\s*[=:]\s*['\"]?(\d+)",
    re.I,
)
_PARAMETERS = re.compile(
    r"(?:page|p|pn|pageno|pagenum|pageindex|currentpage|curpage|cur|pagenumber|current|paged|startpage)", re.I
)
_CALLED = re.compile(r"(?:goto|to|go|turn|jump|change|load|show|get|query|page)\w*page\w*\s*\(\s*['\"]?(\d+)", re.I)


def next_page(tree: HtmlElement, links: Sequence[Link], base: str, url: str) -> str | None:
    """The address of the page after this one, None on the last page or where no way is known."""
    ways = (_related, _worded, _numbered, _chosen)
    return next((found for way in ways if (found := _other(way(tree, links, base, url), url))), None) or _other(
        _scripted(tree, base, url), url
    )


def _other(found: str | None, url: str) -> str | None:
    return found if found and found.split("#")[0] != url.split("#")[0] else None


def _related(tree: HtmlElement, _links: Sequence[Link], base: str, _url: str) -> str | None:
    for element in tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            return resolved(base, element.get("href"))
    return None


def _worded(tree: HtmlElement, links: Sequence[Link], base: str, url: str) -> str | None:
    """A link that says 下一页, or shows an arrow and is called so."""
    for link in links:
        said = squeezed(link.element.get("title") or link.element.get("aria-label") or "")
        if (
            _NEXT.fullmatch(link.text)
            or _NEXT.fullmatch(said)
            or re.search(r"\bnext\b", link.element.get("class") or "")
        ):
            return link.url
    for element in tree.iter("a", "button", "span"):
        if _NEXT.fullmatch(squeezed(text_of(element))):
            called = _CALLED.search(f"{element.get('onclick') or ''} {element.get('href') or ''}")
            return with_page(url, int(called[1])) if called else None
    return None


def _numbered(_tree: HtmlElement, links: Sequence[Link], _base: str, url: str) -> str | None:
    """The link of the page number after the current one."""
    pages = {int(found[1]): link for link in links if (found := _NUMBER.fullmatch(link.text))}
    if not pages or (len(pages) == 1 and 2 not in pages):
        return None
    parents = {link.element.getparent() for link in pages.values()}
    shown = {number for number, link in pages.items() if link.url.split("#")[0] == url.split("#")[0]}
    current = min(shown) if shown else _unlinked(parents, set(pages))
    return pages[current + 1].url if current is not None and current + 1 in pages else None


def _unlinked(parents: set[HtmlElement | None], linked: set[int]) -> int | None:
    """The number that stands among the linked ones without a link; 1 where none does and only later ones are linked."""
    around = [
        parent if parent.tag != "li" or parent.getparent() is None else parent.getparent()
        for parent in parents
        if parent is not None
    ]
    words = " ".join(squeezed(text_of(element)) for element in dict.fromkeys(around))
    numbers = {int(number) for number in re.findall(r"(?<![\d/])\d{1,4}(?![\d/])", words)}
    free = sorted(number for number in numbers - linked if number + 1 in linked)
    if free:
        return free[0]
    return 1 if min(linked) == 2 else None


def _chosen(tree: HtmlElement, _links: Sequence[Link], base: str, url: str) -> str | None:
    """The option after the chosen one, where the options are addresses of pages."""
    for select in tree.iter("select"):
        options = [(option, resolved(base, option.get("value"))) for option in select.iter("option")]
        numbers = [bool(_NUMBER.fullmatch(squeezed(text_of(option)))) for option, _ in options]
        if len(options) < 2 or not all(numbers) or not re.search(r"[./?]", options[1][0].get("value") or ""):
            continue
        here = next((i for i, (option, to) in enumerate(options) if option.get("selected") is not None or to == url), 0)
        return options[here + 1][1] if here + 1 < len(options) else None
    return None


def _scripted(tree: HtmlElement, base: str, url: str) -> str | None:
    scripts = "\n".join(script.text or "" for script in tree.iter("script"))
    calls = scripts + "\n" + "\n".join(str(value) for value in tree.xpath("//@onload"))
    if found := _CREATE.search(calls):
        pages, current, name, suffix = int(found[1]), int(found[2]), found[3], found[4]
        return urljoin(base, f"{name}_{current + 1}.{suffix}") if current + 1 < pages else None
    count, current_page = _COUNT.search(calls), _CURRENT.search(calls)
    if not count or not current_page:
        return None
    pages, current = int(count[1]), int(current_page[1])
    if re.search(r"['\"]?\w*index_['\"]?|['\"]_['\"]\s*\+", calls):
        return _beside(base, current + 1) if current + 1 < pages else None
    return with_page(url, current + 1) if current < pages else None


def _beside(base: str, number: int) -> str:
    """index.html → index_1.html."""
    folder, _, file = urlsplit(base).path.rpartition("/")
    stem, _, suffix = (file or "index.html").rpartition(".")
    return urljoin(base, f"{folder}/{re.sub(r'_[0-9]+$', '', stem) or 'index'}_{number}.{suffix or 'html'}")


def with_page(url: str, number: int) -> str | None:
    """The address with its page parameter set to ``number``; None where it has none."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if not any(_PARAMETERS.fullmatch(name) for name, _ in pairs):
        return None
    changed = [(name, str(number) if _PARAMETERS.fullmatch(name) else value) for name, value in pairs]
    return parts._replace(query=urlencode(changed)).geturl()
