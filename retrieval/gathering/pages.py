"""Article pages: what bars them from being reports, and the files that they hand on. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from retrieval.errors import LoadError
from retrieval.loaders import SUFFIXES
from retrieval.loaders.page_text import page_text
from retrieval.model import Article
from retrieval.sources.fetch import Fetched
from retrieval.sources.listing.links import base_of, links, squeezed, text_of, tree_of
from retrieval.sources.listing.reading import Listing
from retrieval.sources.listing.walls import wall
from retrieval.sources.looking import check_wall

MOST_ATTACHMENTS = 10
_PAGES = {".htm", ".html", ".shtml", ".xhtml", ".jhtml", ".txt", ".text"}


def barred(fetched: Fetched) -> None:
    """Raises FetchError where a page is a captcha, a login or an error rather than an article."""
    text = _markup(fetched)
    tree = tree_of(text) if text else None
    if tree is not None:
        title = squeezed(next((text_of(one) for one in tree.iter("title")), ""))
        check_wall(fetched.url, Listing(form="page", wall=wall(text, squeezed(text_of(tree)), title)))


def attachments(fetched: Fetched) -> tuple[Article, ...]:
    """The files that an article links to, of kinds that can be read; at most ten."""
    text = _markup(fetched)
    tree = tree_of(text) if text else None
    if tree is None:
        return ()
    found = {
        link.url: Article(url=link.url, title=link.title or None)
        for link in links(tree, base_of(tree, fetched.url))
        if _suffix(link.url) in SUFFIXES and _suffix(link.url) not in _PAGES
    }
    return tuple(found.values())[:MOST_ATTACHMENTS]


def _suffix(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()


def _markup(fetched: Fetched) -> str:
    """The page's markup; "" for what is no page."""
    if not fetched.data[:2048].lstrip().startswith(b"<") and b"<html" not in fetched.data[:2048].lower():
        return ""
    try:
        return page_text(fetched.data, fetched.media_type)
    except LoadError:
        return ""
