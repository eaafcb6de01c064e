"""One answer of a site → what it lists. What it is (page, JSON, feed, sitemap) is told by its content. Pure."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from lxml import cssselect, etree
from lxml.html import HtmlElement

from retrieval.errors import InputError
from retrieval.model import Article
from retrieval.sources.listing import feeds, paging, records
from retrieval.sources.listing.groups import Group, Item, learned, single
from retrieval.sources.listing.links import Link, base_of, links, resolved, squeezed, text_of, tree_of
from retrieval.sources.listing.walls import Wall, wall

Form = Literal["page", "json", "feed", "sitemap"]
Decode = Callable[[bytes, str | None], str]

_MOST_UNZIPPED = 50 * 1024 * 1024
_ROOT = re.compile(rb"<(?!\?|!)\s*(?:[\w.-]+:)?([\w.-]+)")
_REFRESH = re.compile(r"\d+\s*;\s*url\s*=\s*['\"]?([^'\"\s>]+)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a list was recognised. ``signature``: tags and classes; ``dated``: days stand beside its links."""

    signature: str
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one answer lists. ``following``: the next page; ``further``: sitemaps of an index, or the page meant by a frame or
    refresh; ``links``: how many links it has at all; ``future``: how many days beyond tomorrow were not believed.
    """

    form: Form
    articles: tuple[Article, ...] = ()
    following: str | None = None
    further: tuple[str, ...] = ()
    shape: Shape | None = None
    wall: Wall | None = None
    links: int = 0
    future: int = 0
    title: str | None = None


def read(
    data: bytes, *, media_type: str | None, url: str, decode: Decode, today: date, selector: str | None = None
) -> Listing:
    """What an answer lists. ``decode``: (bytes, media type) → text. ``selector``: CSS of the links or of what holds them.

    Raises InputError where the selector is wrong, LoadError where the text cannot be decoded.
    """
    data = _unzipped(data)
    root = _root(data)
    if root in ("rss", "feed", "rdf"):
        articles, following = feeds.feed(data, url)
        found = Listing(form="feed", articles=tuple(articles), following=following)
    elif root in ("urlset", "sitemapindex"):
        pages, further = feeds.sitemap(data, url)
        found = Listing(form="sitemap", articles=tuple(pages), further=tuple(further))
    else:
        text = decode(data, media_type)
        value = records.parsed(text)
        found = _of_page(text, url, today, selector) if value is None else _of_json(value, url)
    return _believed(found, today)


def _unzipped(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        return unzip.decompress(data, _MOST_UNZIPPED)
    except (zlib.error, gzip.BadGzipFile):
        return data


def _root(data: bytes) -> str:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start.startswith(b"<"):
        return ""
    start = re.sub(rb"<!--.*?-->|<!DOCTYPE[^>]*>|<\?.*?\?>", b"", start, flags=re.S | re.I)
    found = _ROOT.search(start)
    return found[1].decode("ascii", "ignore").lower() if found else ""


def _of_json(value: Any, url: str) -> Listing:
    return Listing(
        form="json",
        articles=tuple(records.articles(value, url)),
        following=records.next_page(value, url, url),
        shape=Shape(signature="json", dated=True),
    )


def _of_page(text: str, url: str, today: date, selector: str | None) -> Listing:
    tree = tree_of(text)
    if tree is None:
        return Listing(form="page")
    base = base_of(tree, url)
    found = links(tree, base)
    title = squeezed(next((text_of(one) for one in tree.iter("title")), "")) or None
    groups = _selected(tree, found, url, today, selector) if selector else learned(found, url, today)
    articles = _ordered(groups, found)
    if not groups:
        articles = _in_scripts(tree, base)
    shape = Shape(signature=groups[0].signature, dated=groups[0].dated >= 0.5) if groups else None
    if articles and shape is None:
        shape = Shape(signature="script", dated=True)
    return Listing(
        form="page",
        articles=articles,
        following=paging.next_page(tree, found, base, url) if articles else None,
        further=() if articles else tuple(_meant(tree, base, url)),
        shape=shape,
        wall=None if articles else wall(text, _shown(tree), title or ""),
        links=len(found),
        title=title,
    )


def _shown(tree: HtmlElement) -> str:
    body = tree.find("body")
    return squeezed(text_of(tree if body is None else body))


def _selected(tree: HtmlElement, found: Sequence[Link], url: str, today: date, selector: str) -> list[Group]:
    """The links that a CSS selector names, or that stand in what it names."""
    try:
        named = cssselect.CSSSelector(selector, translator="html")(tree)
    except (cssselect.SelectorError, etree.XPathError, AssertionError) as error:
        raise InputError(f"“{selector}”不是有效的 CSS 选择器，例如 ul.list a。") from error
    within = {inner for element in named for inner in element.iter()}
    return single([link for link in found if link.element in within and link.title], url, today)


def _ordered(groups: Sequence[Group], found: Sequence[Link]) -> tuple[Article, ...]:
    """The items of all groups in the order of the page, each address once."""
    places = {link.element: place for place, link in enumerate(found)}
    items: dict[str, Item] = {}
    for item in sorted((item for group in groups for item in group.items), key=lambda item: places[item.link.element]):
        items.setdefault(item.link.url, item)
    return tuple(
        Article(url=url, title=item.title or None, date=item.day.isoformat() if item.day else None)
        for url, item in items.items()
    )


def _in_scripts(tree: HtmlElement, base: str) -> tuple[Article, ...]:
    """A list that the page carries as JSON."""
    lists = [
        records.articles(value, base) for script in tree.iter("script") for value in records.literals(script.text or "")
    ]
    return tuple(sorted(lists, key=len)[-1]) if lists else ()


def _meant(tree: HtmlElement, base: str, url: str) -> list[str]:
    """Where a page without a list of its own leads: a refresh at once, or the frames it is made of."""
    refreshed = [
        resolved(base, found[1])
        for meta in tree.iter("meta")
        if (meta.get("http-equiv") or "").lower() == "refresh" and (found := _REFRESH.match(meta.get("content") or ""))
    ]
    framed = [resolved(base, frame.get("src")) for frame in tree.iter("iframe", "frame")]
    return [to for to in (*refreshed, *framed[:3]) if to and to != url]


def _believed(found: Listing, today: date) -> Listing:
    """Days beyond tomorrow are no days of publication."""
    last = (today + timedelta(days=1)).isoformat()
    future = sum(article.date is not None and article.date > last for article in found.articles)
    if not future:
        return found
    kept = tuple(
        replace(article, date=None) if article.date and article.date > last else article for article in found.articles
    )
    return replace(found, articles=kept, future=future)
