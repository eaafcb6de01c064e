"""What bytes really are: by their content first, then by what the sender or the file name says."""

from __future__ import annotations

import re

from retrieval.loaders.formats import HTML, PDF, TEXT, type_of_name

# (offset, magic, what people call it); zip and OLE containers are looked into further.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (0, b"\xff\xd8\xff", "JPEG 图片"),
    (0, b"GIF8", "GIF 图片"),
    (8, b"WEBP", "WebP 图片"),
    (0, b"II*\0", "TIFF 图片"),
    (0, b"MM\0*", "TIFF 图片"),
    (0, b"{\\rtf", "RTF 文档"),
    (0, b"Rar!\x1a\x07", "RAR 压缩包"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (0, b"\x1f\x8b", "gzip 压缩包"),
    (0, b"MZ\x90", "Windows 程序"),
    (0, b"\x7fELF", "程序文件"),
    (0, b"SQLite format 3\0", "SQLite 数据库"),
    (0, b"ID3", "MP3 音频"),
    (4, b"ftyp", "MP4 视频"),
)
_ZIP = b"PK\x03\x04"
_ZIP_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"word/", "Word 文档（docx）"),
    (b"xl/", "Excel 表格（xlsx）"),
    (b"ppt/", "PowerPoint 文稿（pptx）"),
    (b"OFD.xml", "OFD 版式文件"),
    (b"mimetypeapplication/epub", "EPUB 电子书"),
    (b"mimetypeapplication/vnd.oasis", "OpenDocument 文档"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS: tuple[tuple[bytes, str], ...] = (
    ("WordDocument".encode("utf-16-le"), "Word 文档（doc）"),
    ("Workbook".encode("utf-16-le"), "Excel 表格（xls）"),
    ("PowerPoint Document".encode("utf-16-le"), "PowerPoint 文稿（ppt）"),
)
_MHTML = re.compile(rb"\A\s*(?:From: <Saved by|MIME-Version:|Content-Type: multipart/related)", re.I)
_HTML_START = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_TAGS = re.compile(r"</(?:p|div|span|table|td|tr|li|h[1-6]|a|body|html|section|article)\s*>|<br\s*/?>|<p>", re.I)
_PDF = b"%PDF-"
_PDF_HEADER = 1024  # readers look for the header in the first so many bytes
_TYPES = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": TEXT}


def binary_type(data: bytes) -> str | None:
    """Media type of a binary format that is read; None for text and for what is not read."""
    if data.startswith(_PDF):
        return PDF
    late = _PDF in data[:_PDF_HEADER] and b"startxref" in data
    return PDF if late and binary_kind(data) is None else None


def binary_kind(data: bytes) -> str | None:
    """What people call this binary format that is not read (Word 文档（docx） …); None where the bytes are none that we know."""
    if data.startswith(_ZIP):
        return _inside(data, _ZIP_KINDS, "ZIP 压缩包")
    if data.startswith(_OLE):
        return _inside(data, _OLE_KINDS, "旧版 Office 文件")
    if _MHTML.match(data[:200]):
        return "网页归档（mht）"
    return next((kind for offset, magic, kind in _MAGIC if data.startswith(magic, offset)), None)


def _inside(data: bytes, kinds: tuple[tuple[bytes, str], ...], otherwise: str) -> str:
    return next((kind for mark, kind in kinds if mark in data), otherwise)


def text_type(text: str, *, media_type: str | None, name: str) -> str:
    """Media type of decoded ``text``: its look wins; the declared type and the name only choose between equals."""
    start = text[:8192]
    if _HTML_START.match(start) or (start.lstrip().startswith("<") and len(_TAGS.findall(start)) >= 2):
        return HTML
    if not _TAGS.search(text):
        return TEXT
    essence = (media_type or "").partition(";")[0].strip().lower()
    return _TYPES.get(essence) or (HTML if type_of_name(name) == HTML else TEXT)
