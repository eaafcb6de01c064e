"""Saved pages (mhtml): the page of a web archive is one document."""

from __future__ import annotations

from dataclasses import replace

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import MHTML
from retrieval.loaders.html import load_html
from retrieval.loaders.letters import FAULTS, content_of, damaged, parsed
from retrieval.model import Loaded


def load_mhtml(data: bytes, context: LoadContext) -> Loaded:
    """The page of a web archive, with its address. Raises LoadError where there is none."""
    try:
        message = parsed(data)
        wanted = (str(message.get_param("start") or "")).strip("<> ")
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
        page = next((part for part in pages if wanted and wanted in str(part.get("Content-ID", ""))), None)
        page = page or next(iter(pages), None)
        content = content_of(page) if page is not None else b""
        charset = page.get_content_charset() if page is not None else None
        address = str(message.get("Snapshot-Content-Location") or (page.get("Content-Location") if page else "") or "")
    except FAULTS as error:
        raise damaged(context) from error
    if not content:
        raise LoadError(f"{context.label}的网页归档里没有网页，请在浏览器里打开，复制正文存为 txt。")
    url = context.url or (address if address.startswith(("http://", "https://")) else None)
    return replace(load_html(content, replace(context, charset=charset or context.charset, url=url)), media_type=MHTML)
