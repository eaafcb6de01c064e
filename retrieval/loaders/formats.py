"""Which formats are read: one registry that the sniffer, the folders of ``index`` and the dispatch share.

A loader's module is imported when its first document comes, so that asking a question never pays for a PDF library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from retrieval.loaders.context import LoadContext
from retrieval.model import Loaded

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"

Loader = Callable[[bytes, LoadContext], Loaded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``label``: what people call it. ``suffixes``: of file names, with the dot. ``loader``: ``module:function``."""

    label: str
    suffixes: tuple[str, ...]
    loader: str


FORMATS: dict[str, Format] = {
    TEXT: Format(label="txt", suffixes=(".txt", ".text"), loader="retrieval.loaders.txt:load_txt"),
    HTML: Format(
        label="html",
        suffixes=(".htm", ".html", ".shtml", ".xhtml", ".jhtml"),
        loader="retrieval.loaders.html:load_html",
    ),
    PDF: Format(label="pdf", suffixes=(".pdf",), loader="retrieval.loaders.pdf:load_pdf"),
}

SUFFIXES = frozenset(suffix for known in FORMATS.values() for suffix in known.suffixes)
READABLE = "、".join(known.label for known in FORMATS.values())
"""The formats by name, for messages."""

_BY_SUFFIX = {suffix: media_type for media_type, known in FORMATS.items() for suffix in known.suffixes}


def type_of_name(name: str) -> str | None:
    """Media type by the suffix of a file name or path; None where it says nothing."""
    return _BY_SUFFIX.get(PurePosixPath(name).suffix.lower())


@cache
def loader(media_type: str) -> Loader:
    """The loader of a media type of ``FORMATS``."""
    module, _, name = FORMATS[media_type].loader.partition(":")
    found: Loader = getattr(import_module(module), name)
    return found
