"""What bytes really are: by their content first, then by what the sender or the file name says."""

from __future__ import annotations

import io
import re
import zipfile

from retrieval.loaders.formats import (
    CSV,
    DOC,
    DOCX,
    EML,
    HTML,
    MARKDOWN,
    MHTML,
    ODS,
    ODT,
    PDF,
    RTF,
    TEXT,
    XLS,
    XLSX,
    ZIP,
    type_of_name,
)

# (offset, magic, what people call it); zip and OLE containers are looked into further.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (0, b"\xff\xd8\xff", "JPEG 图片"),
    (0, b"GIF8", "GIF 图片"),
    (8, b"WEBP", "WebP 图片"),
    (0, b"II*\0", "TIFF 图片"),
    (0, b"MM\0*", "TIFF 图片"),
    (0, b"Rar!\x1a\x07", "RAR 压缩包"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (0, b"\x1f\x8b", "gzip 压缩包"),
    (0, b"MZ\x90", "Windows 程序"),
    (0, b"\x7fELF", "程序文件"),
    (0, b"SQLite format 3\0", "SQLite 数据库"),
    (0, b"ID3", "MP3 音频"),
    (4, b"ftyp", "MP4 视频"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_PDF = b"%PDF-"
_PDF_HEADER = 1024  # readers look for the header in the first so many bytes
# (how a member's name begins, media type) of packages; (mark, what people call it) of those that are not read.
_PACKAGES = (("word/", DOCX), ("xl/", XLSX))
_OTHER_PACKAGES = (
    ("ppt/", "PowerPoint 文稿（pptx）"),
    ("OFD.xml", "OFD 版式文件"),
    ("META-INF/container.xml", "EPUB 电子书"),
)
_OPEN_DOCUMENTS = {ODT.encode(): ODT, ODS.encode(): ODS}
_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_OTHER_STREAMS = (("EncryptedPackage", "加了密码的 Office 文件"), ("PowerPoint Document", "PowerPoint 文稿（ppt）"))
_HEADER = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:From |[A-Za-z][A-Za-z0-9-]{1,60}:[ \t])")
_LETTER = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Content-Type):", re.I | re.M
)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.I | re.M)
_SAVED = re.compile(rb"<Saved by|^Snapshot-Content-Location:", re.I | re.M)
_HTML_START = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_TAGS = re.compile(r"</(?:p|div|span|table|td|tr|li|h[1-6]|a|body|html|section|article)\s*>|<br\s*/?>|<p>", re.I)
_TYPES = {
    "text/html": HTML, "application/xhtml+xml": HTML, "text/plain": TEXT, "text/markdown": MARKDOWN, "text/x-markdown": MARKDOWN,
    "text/csv": CSV, "text/tab-separated-values": CSV,
}  # fmt: skip


def binary_type(data: bytes) -> str | None:
    """Media type of a binary format or container that is read; None for text and for what is not read."""
    if data.startswith(_PDF):
        return PDF
    if data.startswith(_ZIP):
        return _package(data)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _STREAMS if _has_stream(data, stream)), None)
    if data.lstrip()[:5] == _RTF:
        return RTF
    late = _PDF in data[:_PDF_HEADER] and b"startxref" in data
    return PDF if late and binary_kind(data) is None else _mail(data[:8192])


def binary_kind(data: bytes) -> str | None:
    """What people call a binary format that is not read (RAR 压缩包 …); None where the bytes are none that we know."""
    if data.startswith(_ZIP):
        return next((kind for mark, kind in _OTHER_PACKAGES if mark.encode() in data), "ZIP 压缩包")
    if data.startswith(_OLE):
        return next((kind for stream, kind in _OTHER_STREAMS if _has_stream(data, stream)), "旧版 Office 文件")
    return next((kind for offset, magic, kind in _MAGIC if data.startswith(magic, offset)), None)


def _package(data: bytes) -> str | None:
    """What a zip is by the names inside it; one that cannot be listed by what its bytes show."""
    names = _names(data)
    if not names:
        broken = next((kind for mark, kind in _PACKAGES if mark.encode() in data), ZIP)
        return None if any(mark.encode() in data for mark, _ in _OTHER_PACKAGES) else broken
    if any(name.startswith(mark) for name in names for mark, _ in _OTHER_PACKAGES):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for mark, kind in _PACKAGES if any(name.startswith(mark) for name in names)), ZIP)
    stated = re.search(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z]+)", data[:200])
    return _OPEN_DOCUMENTS.get(stated[1]) if stated else ZIP


def _names(data: bytes) -> list[str]:
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether an OLE file has a stream of this name (its directory has it in UTF-16, with its length)."""
    return (stream + "\0").encode("utf-16-le") in data


def _mail(head: bytes) -> str | None:
    """A letter or a saved page, by its header fields."""
    if not _HEADER.match(head):
        return None
    fields = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    if _RELATED.search(fields) and (_SAVED.search(fields) or not re.search(rb"^To:", fields, re.I | re.M)):
        return MHTML
    return EML if len({found[0].lower() for found in _LETTER.finditer(fields)}) >= 3 else None


def text_type(text: str, *, media_type: str | None, name: str) -> str:
    """Media type of decoded ``text``: its look wins; the declared type and the name only choose between equals."""
    start = text[:8192]
    essence = (media_type or "").partition(";")[0].strip().lower()
    said, named = _TYPES.get(essence), type_of_name(name)
    if _HTML_START.match(start):
        return HTML
    if named in (MARKDOWN, CSV) and said in (None, TEXT):
        return named
    if said in (MARKDOWN, CSV):
        return said
    if start.lstrip().startswith("<") and len(_TAGS.findall(start)) >= 2:
        return HTML
    if not _TAGS.search(text):
        return TEXT
    return said or (HTML if named == HTML else TEXT)
