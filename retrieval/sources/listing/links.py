"""The links of a page: where they lead, what they are called, and what stands around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

_OPENS = re.compile(
    r"""(?:open|href|location|assign|replace|jump|goto|view|show|detail)\w*\s*(?:\(|=)\s*['"]([^'"]+)['"]""", re.I
)
_RECORDS = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S | re.I)
_DATASTORE = re.compile(r"<script[^>]*type=[\"']?text/xml[\"']?[^>]*>(.*?)</script>", re.S | re.I)
_MARKS = re.compile(r"^[\s·•●■◆▪►▶»>※★☆\-–—\u25cf\u25aa\u30fb\ue000-\uf8ff]+|[\s]+$")
_NEW = re.compile(r"\s*(?:\[?(?:new|NEW|New|最新|置顶|热|图|视频)\]?!?)$")
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
_ARTICLE = re.compile(
    r"\d{5,}|/(?:art|article|content|detail|info|show|view|news|doc|zwgk|gk)[a-z]*[/_-]?\w*\d|_\d+\.\w+$|[?&](?:id|aid|articleid|contentid|newsid|docid|infoid|n|key|guid|uuid)=\w+"
    r"|/\d+(?:/\d+)*\.\w*html?$|[0-9a-f]{16,}|/p/\w+|\d{3,}",
    re.I,
)
_COLUMN = re.compile(
    r"(?:^|/)(?:index|default|list|home|main|col|column|node|channel)[\w-]*\.(?:s?html?|jsp|asp|aspx|php)$|/(?:col|node|column|channel)\w*/?(?:index\.\w+)?$|/$",
    re.I,
)
_FILES = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|zip|rar|txt|mht|mhtml|ofd|et)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """An anchor. ``title``: full where the page cuts it short. ``article``, ``column``: how its address looks."""

    element: HtmlElement
    url: str
    title: str
    text: str

    @property
    def article(self) -> bool:
        """Whether the address looks like one of an article or a file."""
        parts = urlsplit(self.url)
        tail = parts.path + ("?" + parts.query if parts.query else "")
        return bool(_FILES.search(parts.path) or _ARTICLE.search(tail)) and not _COLUMN.search(tail)

    @property
    def column(self) -> bool:
        """Whether the address looks like one of a column or the site's front page."""
        parts = urlsplit(self.url)
        return bool(_COLUMN.search(parts.path or "/")) and not parts.query


def tree_of(text: str) -> HtmlElement | None:
    """The page as a tree, lists inside ``<script type="text/xml">`` records put where a browser's script puts them."""
    text = _DATASTORE.sub(lambda found: "".join(_RECORDS.findall(found[1])) or found[0], text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for gone in tree.xpath("//style | //noscript | //template"):
        gone.drop_tree()
    return tree


def base_of(tree: HtmlElement, url: str) -> str:
    """What relative addresses are relative to."""
    found = next((str(base.get("href")) for base in tree.iter("base") if base.get("href")), "")
    return urljoin(url, found.strip())


def resolved(base: str, href: str | None) -> str | None:
    """The http(s) address of an href, without fragment (a route ``#/…`` stays); None where it leads to no page."""
    href = "".join((href or "").split("\n")).strip()
    if not href or (href.startswith("#") and not href.startswith(("#/", "#!"))):
        return None
    try:
        parts = urlsplit(urljoin(base, href.replace("\\", "/")))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    kept = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return parts._replace(fragment=kept).geturl()


def links(tree: HtmlElement, base: str) -> list[Link]:
    """The links of a page in their order: anchors, and rows or items that a click opens."""
    return [link for element in tree.iter() if (link := _link(element, base)) is not None]


def _link(element: HtmlElement, base: str) -> Link | None:
    click = element.get("onclick", "") if isinstance(element.tag, str) else ""
    if element.tag not in ("a", "area") and not click:
        return None
    url = resolved(base, element.get("href")) or _clicked(base, f"{click} {element.get('href') or ''}")
    if url is None or (element.tag != "a" and any(True for _ in element.iter("a"))):
        return None
    text = squeezed(text_of(element))
    return Link(element=element, url=url, title=_title(element, text), text=text)


def _clicked(base: str, script: str) -> str | None:
    found = _OPENS.search(script)
    return resolved(base, found[1]) if found and re.search(r"[/.?]", found[1]) else None


def _title(element: HtmlElement, text: str) -> str:
    shown = cleaned(text)
    said = squeezed(element.get("title") or "") or next(
        (squeezed(image.get("alt") or image.get("title") or "") for image in element.iter("img")), ""
    )
    start = _CUT.sub("", shown).strip()
    if said and (not shown or (len(said) > len(start) and said.replace(" ", "").startswith(start.replace(" ", "")))):
        return cleaned(said)
    return shown


def cleaned(text: str) -> str:
    """A title without bullets before and marks of novelty after it."""
    return _NEW.sub("", _MARKS.sub("", text)).strip()


def squeezed(text: str) -> str:
    """Runs of blanks as one."""
    return " ".join(text.split())


def text_of(element: HtmlElement) -> str:
    """All text within, scripts left out, blocks parted by a blank."""
    return " ".join(_texts(element))


def _texts(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail
