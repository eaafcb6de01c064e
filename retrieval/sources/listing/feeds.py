"""RSS, Atom and sitemaps. Pure: the bytes are given."""

from __future__ import annotations

import io
import time
from datetime import date
from typing import Any

import feedparser
from lxml import etree

from retrieval.model import Article
from retrieval.sources.listing import dates
from retrieval.sources.listing.links import cleaned, resolved, squeezed

_NEWEST = 500


def feed(data: bytes, base: str) -> tuple[list[Article], str | None]:
    """The entries of a feed and the address of its next page; also of a feed with faults in its XML, as far as it is read."""
    found: Any = feedparser.parse(io.BytesIO(data), response_headers={"content-location": base}, sanitize_html=False)
    articles = [article for entry in found.entries if (article := _entry(entry, base))]
    following = next((link.get("href") for link in found.feed.get("links", ()) if link.get("rel") == "next"), None)
    return articles, resolved(base, following)


def _entry(entry: Any, base: str) -> Article | None:
    url = resolved(base, entry.get("link") or (entry.get("id") if "://" in entry.get("id", "") else None))
    if url is None:
        return None
    stamp: time.struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    day = date(*stamp[:3]) if stamp else dates.stamped(entry.get("published") or entry.get("updated"))
    day = day or dates.in_address(url)
    return Article(
        url=url, title=cleaned(squeezed(entry.get("title") or "")) or None, date=day.isoformat() if day else None
    )


def sitemap(data: bytes, base: str) -> tuple[list[Article], list[str]]:
    """The pages of a sitemap, newest first, at most 500; and the further sitemaps of a sitemap index, newest first."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser=parser)
    pages: list[Article] = []
    further: list[Article] = []
    for node in () if root is None else root.iter("{*}url", "{*}sitemap"):
        url = resolved(base, squeezed(node.findtext("{*}loc") or ""))
        if url is None:
            continue
        said = node.findtext(".//{*}publication_date") or node.findtext("{*}lastmod") or ""
        day = dates.written(said, date(1970, 1, 1)) or dates.in_address(url)
        title = squeezed(node.findtext(".//{*}title") or "") or None
        article = Article(url=url, title=title, date=day.isoformat() if day else None)
        (further if etree.QName(node).localname == "sitemap" else pages).append(article)
    newest = sorted(pages, key=lambda article: article.date or "", reverse=True)[:_NEWEST]
    return newest, [one.url for one in sorted(further, key=lambda article: article.date or "", reverse=True)]
