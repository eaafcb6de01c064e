"""Bytes + media type → clean lines of text. Loaders never fetch; one signature, chosen from one registry."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message

from retrieval.errors import LoadError
from retrieval.loaders.charset import decode, storable
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import FORMATS, READABLE, SUFFIXES, Loader, loader
from retrieval.loaders.sniff import binary_kind, binary_type, text_type
from retrieval.model import Loaded

__all__ = ["FORMATS", "MAX_BYTES", "MAX_CHARACTERS", "SUFFIXES", "LoadContext", "Loader", "load", "media_type_of"]

#: Scanned reports and archives are big; their text is not.
MAX_BYTES = 50 * 1024 * 1024
#: Reports have 5,000 to 50,000 characters; a text beyond this is no report, and embedding it would take hours.
MAX_CHARACTERS = 1_000_000


def load(
    data: bytes, *, name: str = "", media_type: str | None = None, url: str | None = None, ocr: bool = False
) -> Loaded:
    """Text and metadata of one document.

    ``media_type`` may carry parameters (``text/html; charset=gbk``). The content decides first (magic bytes, looks like
    html), then ``media_type``, then the suffix of ``name``. ``ocr``: recognise the text of scanned pages. Raises LoadError, in one sentence that says what to do.
    """
    context = LoadContext(name=name, charset=_charset(media_type), url=url, ocr=ocr)
    if len(data) > MAX_BYTES:
        raise LoadError(
            f"{context.label}有 {len(data) // 1024 // 1024} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限，请拆分后再试。"
        )
    loaded = loader(media_type_of(data, context, media_type))(data, context)
    if len(loaded.text) > MAX_CHARACTERS:
        raise LoadError(
            f"{context.label}有 {len(loaded.text) // 10_000} 万字，超过 {MAX_CHARACTERS // 10_000} 万字的上限，请拆分后再试。"
        )
    return replace(loaded, text=storable(loaded.text))


def media_type_of(data: bytes, context: LoadContext, declared: str | None = None) -> str:
    """The media type of ``FORMATS`` that these bytes are. Raises LoadError for what is empty or in no format that is read."""
    if not data.strip():
        raise LoadError(f"{context.label}是空的，没有文字，请检查文件内容。")
    if known := binary_type(data):
        return known
    if kind := binary_kind(data):
        raise LoadError(f"{context.label}其实是 {kind}；此版本只读 {READABLE}，请把内容另存为其中一种格式后再试。")
    decoded = decode(data, declared=(context.charset,))
    # An undecodable page may still be html: its tags are ASCII in every charset that the web uses.
    text = decoded.text if decoded else data.decode("latin-1")
    return text_type(text, media_type=declared, name=context.name)


def _charset(media_type: str | None) -> str | None:
    header = Message()
    header["content-type"] = media_type or ""
    return header.get_content_charset()
