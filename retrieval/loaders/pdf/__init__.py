"""PDF: pages as PDFium sees them → paragraphs as they were written.

reader: bytes → glyphs and ruling lines · lines: glyphs → rows · furniture: heads, feet and page numbers off
columns: reading order · paragraphs: lines joined
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import PDF
from retrieval.loaders.pdf.columns import reading_order
from retrieval.loaders.pdf.flow import flow
from retrieval.loaders.pdf.furniture import furniture
from retrieval.loaders.pdf.lines import rows
from retrieval.loaders.pdf.model import Line, Page, Row
from retrieval.loaders.pdf.reader import PdfFile
from retrieval.loaders.pdf.ruled import tables
from retrieval.model import Loaded

_SCANNED_TEXT = 20  # characters on a page that is a picture: a stamp or a page number
_SCANNED_COVER = 0.5
_GARBLED = 0.1


def load_pdf(data: bytes, context: LoadContext) -> Loaded:
    """Every paragraph of the text as one line, running heads, feet and page numbers left out.

    Raises LoadError where the file needs a password, is broken or too long, holds only scans, or its fonts do not say
    which characters they show.
    """
    with PdfFile(data, context) as file:
        pages = []
        lines = []
        for page in file.pages():
            lines.append(_rows(page))
            pages.append(_bare(page))
    scanned = [page.number for page in pages if _is_scan(page, lines[page.number - 1])]
    _refuse(pages, lines, scanned, context)
    found = flow(_in_order(pages, lines))
    if not found.text.strip():
        raise LoadError(f"{context.label}里没有文字，请检查文件内容。")
    warnings = (f"扫描件，未识别 {len(scanned)} 页。",) if scanned else ()
    return Loaded(
        text=found.text,
        media_type=PDF,
        warnings=warnings,
        tables=tuple(found.tables),
        pages=found.pages(len(pages)),
    )


def _rows(page: Page) -> list[Row]:
    """The rows of a page from the top down, ruled tables among them."""
    found, rest = tables(page)
    return sorted([*rows(rest, page.number), *(Row([table]) for table in found)], key=lambda row: row.base)


def _bare(page: Page) -> Page:
    """A page without its glyphs, which are no longer needed."""
    return replace(page, glyphs=(), across=(), down=())


def _is_scan(page: Page, found: Sequence[Row]) -> bool:
    """Whether a page is a picture of text."""
    return page.covered >= _SCANNED_COVER and sum(len(row.text) for row in found) < _SCANNED_TEXT


def _refuse(
    pages: Sequence[Page], lines: Sequence[Sequence[Row]], scanned: Sequence[int], context: LoadContext
) -> None:
    """Raises LoadError where there is nothing to read, or nothing that can be trusted."""
    characters = sum(len(row.text) for found in lines for row in found)
    if sum(page.unmapped for page in pages) > _GARBLED * max(1, characters):
        raise LoadError(f"{context.label}的字体没有文字对照表，取出来的是乱码；请向发布单位索取 Word 或文字版再试。")
    if scanned and not characters - sum(len(row.text) for number in scanned for row in lines[number - 1]):
        raise LoadError(
            f"{context.label}是扫描件，共 {len(pages)} 页都是图片，没有文字；请换文字版，或安装文字识别后再试。"
        )


def _in_order(pages: Sequence[Page], lines: Sequence[Sequence[Row]]) -> list[Line]:
    """All lines as they are read, less what is for turning pages."""
    dropped = furniture(lines, [page.height for page in pages])
    kept = (
        [row for index, row in enumerate(found) if index not in gone]
        for found, gone in zip(lines, dropped, strict=True)
    )
    return [line for found in kept for line in reading_order(found)]
