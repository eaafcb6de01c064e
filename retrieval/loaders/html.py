"""Web pages: trafilatura points at the article, we keep every text node of it."""

from __future__ import annotations

import logging
import re

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement
from trafilatura.settings import Document

from retrieval.errors import LoadError
from retrieval.loaders.attached import attachments
from retrieval.loaders.charset import Decoded, decode, python_name
from retrieval.loaders.container import find_container
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import HTML
from retrieval.loaders.markup import Writer
from retrieval.loaders.txt import clean
from retrieval.model import Loaded

# Its warnings of pages without an article are answered below; they must not reach a bare stderr.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)", re.I
)
_BROKEN_SHARE = 0.005
_SHORTEST_TITLE = 6
_SITE_NAME = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|[-–—]+(?=[^-–—]*(?:政府|委员会|[局委网站]|平台|大全|文库)$)")
_CHINESE = re.compile(r"[一-龥]")
_NO_TEXT = "{}的网页里没有文字，可能靠脚本显示；请在浏览器里打开，复制正文存为 txt。"
_META: dict[str, tuple[str, ...]] = {
    "title": ("articletitle", "og:title", "dc.title", "dcterms.title"),
    "published": (
        "pubdate",
        "publishdate",
        "firstpublishedtime",
        "article:published_time",
        "dc.date",
        "dcterms.issued",
    ),
    "publisher": ("publisher", "dc.publisher", "dcterms.publisher"),
    "source": ("contentsource", "source", "dc.source"),
    "author": ("author", "article:author", "dc.creator"),
    "site": ("sitename", "og:site_name"),
    "number": ("documentnumber", "filenumber", "wenhao"),
    "url": ("url", "og:url"),
}


def load_html(data: bytes, context: LoadContext) -> Loaded:
    """Every line of text of the page's article; menus, scripts and styles left out.

    Blocks become lines, each data row of a table a line that states it (see ``retrieval.tabular``). ``metadata``: what the page's own tags say (keys
    title, published, publisher, source, author, site, number, url), as printed. Raises LoadError where there is no text.
    """
    decoded, broken = _decode(data, context)
    source, warnings = clean(decoded, context)
    tree = _tree(source)
    body = tree if tree is None else tree.find("body")
    if body is None:
        raise LoadError(_NO_TEXT.format(context.label))
    extracted, title = _extracted(source)
    written = Writer(find_container(body, extracted))
    if not written.text.strip():
        raise LoadError(_NO_TEXT.format(context.label))
    return Loaded(
        text=written.text,
        media_type=HTML,
        encoding=decoded.encoding,
        metadata=_metadata(tree, title=title, url=context.url),
        warnings=(*warnings, *broken),
        tables=tuple(written.tables),
        attachments=attachments(body, context.url),
        headings=tuple(written.headings),
    )


def _extracted(source: str) -> tuple[str, str | None]:
    """The article's text and the page's title as trafilatura sees them."""
    found = trafilatura.bare_extraction(
        source, include_comments=False, with_metadata=True, date_extraction_params={"extensive_search": False}
    )
    return (found.text or "", _less_site(found.title)) if isinstance(found, Document) else ("", None)


def _less_site(title: str | None) -> str | None:
    """``title`` without the site's name behind it (2024年工作总结_临溪县人民政府)."""
    first = _SITE_NAME.split(title or "")[0].strip()
    return first if len(first) >= _SHORTEST_TITLE else title


def _decode(data: bytes, context: LoadContext) -> tuple[Decoded, tuple[str, ...]]:
    match = _DECLARED.search(data[:4096])
    declared = (context.charset, (match[1] or match[2]).decode("ascii") if match else None)
    if decoded := decode(data, declared=declared):
        return decoded, ()
    encoding = next((name for label in declared if (name := python_name(label))), "utf-8")
    text = data.decode(encoding, errors="replace")
    if (bad := text.count("\ufffd")) > _BROKEN_SHARE * len(text):
        raise LoadError(f"{context.label}的网页编码无法识别，请在浏览器里打开，复制正文存为 UTF-8 的 txt。")
    return Decoded(text=text, encoding=encoding), (f"网页中有 {bad} 处字节不合编码 {encoding}，已用“\ufffd”代替。",)


def _tree(source: str) -> HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _metadata(tree: HtmlElement, *, title: str | None, url: str | None) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        if name and (content := (meta.get("content") or "").strip()):
            said.setdefault(name, content)
    found = {key: next((said[name] for name in names if name in said), None) for key, names in _META.items()}
    found["title"] = found["title"] or title
    if not _CHINESE.search(found["author"] or ""):  # what made the page, or an account
        found["author"] = None
    found["url"] = url or _canonical(tree, found["url"])
    return {key: value for key, value in found.items() if value}


def _canonical(tree: HtmlElement, said: str | None) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link for link in (said, *links) if link and link.startswith(("http://", "https://"))), None)
