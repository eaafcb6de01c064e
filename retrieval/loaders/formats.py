"""Which formats are read: one registry that the sniffer, the folders of ``index`` and the dispatch share.

A loader's module is imported when its first document comes, so that asking a question never pays for a foreign library.
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
MARKDOWN = "text/markdown"
CSV = "text/csv"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MHTML = "multipart/related"
EML = "message/rfc822"
ZIP = "application/zip"

Loader = Callable[[bytes, LoadContext], Loaded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``label``: what people call it. ``suffixes``: of file names, with the dot. ``loader``: ``module:function``."""

    label: str
    suffixes: tuple[str, ...]
    loader: str


def _format(label: str, suffixes: str, loader: str) -> Format:
    return Format(label=label, suffixes=tuple(suffixes.split()), loader=f"retrieval.loaders.{loader}")


FORMATS: dict[str, Format] = {
    TEXT: _format("txt", ".txt .text", "txt:load_txt"),
    HTML: _format("html", ".htm .html .shtml .xhtml .jhtml", "html:load_html"),
    PDF: _format("pdf", ".pdf", "pdf:load_pdf"),
    MHTML: _format("mhtml", ".mht .mhtml", "mhtml:load_mhtml"),
    MARKDOWN: _format("md", ".md .markdown", "markdown:load_markdown"),
    DOCX: _format("docx", ".docx .docm .dotx", "word:load_docx"),
    DOC: _format("doc", ".doc .wps .dot", "libreoffice:load_doc"),
    RTF: _format("rtf", ".rtf", "libreoffice:load_rtf"),
    ODT: _format("odt", ".odt", "libreoffice:load_odt"),
    XLSX: _format("xlsx", ".xlsx .xlsm", "sheets:load_xlsx"),
    XLS: _format("xls", ".xls .et", "libreoffice:load_xls"),
    ODS: _format("ods", ".ods", "libreoffice:load_ods"),
    CSV: _format("csv", ".csv .tsv", "sheets:load_csv"),
    EML: _format("eml", ".eml", "unpacking:load_only"),
    ZIP: _format("zip", ".zip", "unpacking:load_only"),
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
