"""Which links lead to files."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlsplit

from retrieval.loaders.formats import SUFFIXES

_PAGES = (".htm", ".html", ".shtml", ".xhtml", ".jhtml", ".mht", ".mhtml", ".md")
_FILES = frozenset(SUFFIXES.difference(_PAGES) | {".ofd", ".rar", ".7z", ".ppt", ".pptx"})


def is_file(address: str, title: str) -> bool:
    """Whether a link leads to a file: by the suffix of its path, of a name in its query, or of its text.

    >>> is_file("/down.jsp?filename=a.docx", "下载"), is_file("/art/1.html", "通知")
    (True, False)
    """
    try:
        parts = urlsplit(address)
        names = [parts.path, title, *(value for _, value in parse_qsl(parts.query))]
    except ValueError:
        return False
    return any(PurePosixPath(name).suffix.lower() in _FILES for name in names)
