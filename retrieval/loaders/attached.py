"""The files that a page links to as its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from retrieval.loaders.container import SKIPPED
from retrieval.loaders.links import is_file
from retrieval.model import Attachment

MOST = 50
_BLANK = re.compile(r"\s+")


def attachments(body: HtmlElement, page: str | None) -> tuple[Attachment, ...]:
    """Links of a page to files, in its order, each address once. ``page``: its own address, by which links become absolute.

    A file is known by the suffix of the address, of a name in its query (downfile.jsp?filename=a.docx) or of the link's text.
    """
    base = next((link.get("href") for link in body.getroottree().iter("base") if link.get("href")), None)
    root = urljoin(page or "", base or "") or None
    found: dict[str, Attachment] = {}
    for address, title in _links(body):
        url = urljoin(root, address) if root else address
        if len(found) < MOST and url not in found:
            found[url] = Attachment(url=url, title=title or PurePosixPath(urlsplit(url).path).name)
    return tuple(found.values())


def _links(body: HtmlElement) -> Iterator[tuple[str, str]]:
    for link in body.iter("a"):
        address = (link.get("href") or "").strip()
        if not address or address.startswith("#") or re.match(r"(?!https?:)[a-zA-Z][\w+.-]*:", address):
            continue
        title = (
            _BLANK.sub(" ", link.text_content()).strip() or (link.get("title") or link.get("download") or "").strip()
        )
        if is_file(address, title) and not any(above.tag in SKIPPED for above in link.iterancestors()):
            yield address, title
