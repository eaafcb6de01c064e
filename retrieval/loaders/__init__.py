"""Bytes + media type → clean lines of text. Loaders never fetch; one signature, chosen from a dict."""

from __future__ import annotations

from email.message import Message

from retrieval.errors import LoadError
from retrieval.loaders.charset import decode
from retrieval.loaders.context import LoadContext, Loader
from retrieval.loaders.html import load_html
from retrieval.loaders.sniff import HTML, TEXT, binary_kind, text_type
from retrieval.loaders.txt import load_txt
from retrieval.model import Loaded

__all__ = ["LOADERS", "MAX_BYTES", "MAX_CHARACTERS", "LoadContext", "Loader", "load"]

MAX_BYTES = 20 * 1024 * 1024
#: Reports have 5,000 to 50,000 characters; a text beyond this is no report, and embedding it would take hours.
MAX_CHARACTERS = 1_000_000

LOADERS: dict[str, Loader] = {TEXT: load_txt, HTML: load_html}


def load(data: bytes, *, name: str = "", media_type: str | None = None, url: str | None = None) -> Loaded:
    """Text and metadata of one document.

    ``media_type`` may carry parameters (``text/html; charset=gbk``). The content decides first (magic bytes, looks like
    html), then ``media_type``, then the suffix of ``name``. Raises LoadError, in one sentence that says what to do.
    """
    context = LoadContext(name=name, charset=_charset(media_type), url=url)
    if not data.strip():
        raise LoadError(f"{context.label}是空的，没有文字，请检查文件内容。")
    if len(data) > MAX_BYTES:
        raise LoadError(
            f"{context.label}有 {len(data) // 1024 // 1024} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限，请拆分后再试。"
        )
    if kind := binary_kind(data):
        raise LoadError(f"{context.label}其实是 {kind}；此版本只读 txt 和 html，请把内容另存为这两种格式后再试。")
    loaded = LOADERS[_media_type(data, media_type, context)](data, context)
    if len(loaded.text) > MAX_CHARACTERS:
        raise LoadError(
            f"{context.label}有 {len(loaded.text) // 10_000} 万字，超过 {MAX_CHARACTERS // 10_000} 万字的上限，请拆分后再试。"
        )
    return loaded


def _media_type(data: bytes, media_type: str | None, context: LoadContext) -> str:
    decoded = decode(data, declared=(context.charset,))
    # An undecodable page may still be html: its tags are ASCII in every charset that the web uses.
    text = decoded.text if decoded else data.decode("latin-1")
    return text_type(text, media_type=media_type, name=context.name)


def _charset(media_type: str | None) -> str | None:
    header = Message()
    header["content-type"] = media_type or ""
    return header.get_content_charset()
