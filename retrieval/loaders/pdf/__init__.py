"""PDF: pages as PDFium sees them → paragraphs as they were written.

reader: bytes → glyphs and ruling lines · lines: glyphs → rows · furniture: heads, feet and page numbers off
footnotes: behind the paragraph that refers to them · columns: reading order · paragraphs: lines joined
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import PDF
from retrieval.loaders.pdf.columns import reading_order
from retrieval.loaders.pdf.flow import flow
from retrieval.loaders.pdf.footnotes import Notes, parted, raised
from retrieval.loaders.pdf.furniture import furniture
from retrieval.loaders.pdf.lines import rows
from retrieval.loaders.pdf.model import Line, Page, Row
from retrieval.loaders.pdf.ocr import recognised
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
        read = [_Read.of(page) for page in file.pages()]
        scans = [one for one in read if one.scanned]
        if context.ocr and scans:
            found = recognised(file, [one.page for one in scans], context)
            read = [one.with_rows(found.get(one.page.number)) for one in read]
    _refuse(read, context)
    written = flow(*_in_order(read))
    if not written.text.strip():
        raise LoadError(f"{context.label}里没有文字，请检查文件内容。")
    return Loaded(
        text=written.text,
        media_type=PDF,
        warnings=tuple(_warnings(read)),
        tables=tuple(written.tables),
        pages=written.pages(len(read)),
        recognised=any(one.recognised or one.page.hidden for one in read),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What of a page is kept. ``characters``: that its text has; ``recognised``: its rows were read from a picture."""

    page: Page
    rows: tuple[Row, ...]
    characters: int
    recognised: bool = False

    @classmethod
    def of(cls, page: Page) -> _Read:
        bare = replace(page, glyphs=(), down=())
        return cls(page=bare, rows=tuple(_rows(page)), characters=len(page.glyphs))

    @property
    def garbled(self) -> bool:
        """Whether its fonts do not say which characters they show."""
        return self.page.unmapped > _GARBLED * max(_SCANNED_TEXT, self.characters)

    @property
    def scanned(self) -> bool:
        """Whether it is a picture of text, or as good as one."""
        return self.garbled or (self.page.covered >= _SCANNED_COVER and self.characters < _SCANNED_TEXT)

    def with_rows(self, rows: Sequence[Row] | None) -> _Read:
        """The page with what was recognised on it; the page itself where nothing was looked for."""
        return self if rows is None else replace(self, rows=tuple(rows), recognised=True)


def _rows(page: Page) -> list[Row]:
    """The rows of a page from the top down, ruled tables among them."""
    found, rest = tables(page)
    return sorted([*rows(raised(rest), page.number), *(Row([table]) for table in found)], key=lambda row: row.base)


def _refuse(read: Sequence[_Read], context: LoadContext) -> None:
    """Raises LoadError where there is nothing to read, or nothing that can be trusted."""
    unread = [one for one in read if one.scanned and not one.recognised]
    if any(one.garbled for one in unread):
        raise LoadError(f"{context.label}的字体没有文字对照表，取出来的是乱码；请向发布单位索取 Word 或文字版再试。")
    if unread and not any(one.rows for one in read if one not in unread):
        raise LoadError(
            f"{context.label}是扫描件，{len(unread)} 页都是图片，没有文字；请换文字版，或请管理员打开文字识别（HUIWEN_OCR）后再试。"
        )


def _warnings(read: Sequence[_Read]) -> Iterator[str]:
    scans = [one for one in read if one.scanned]
    if unread := sum(not one.recognised for one in scans):
        yield f"扫描件，未识别 {unread} 页。"
    if found := sum(one.recognised for one in scans):
        yield f"扫描件，{found} 页的文字由识别得出，可能有错字，引用前请核对原件。"
    if hidden := sum(2 * one.page.hidden > one.characters for one in read if not one.scanned):
        yield f"{hidden} 页的文字来自扫描件自带的识别结果，可能有错字，引用前请核对原件。"


def _in_order(read: Sequence[_Read]) -> tuple[list[Line], Notes]:
    """All lines as they are read, less what is for turning pages; and the footnotes."""
    dropped = furniture([one.rows for one in read], [one.page.height for one in read])
    kept = [
        [row for index, row in enumerate(one.rows) if index not in gone]
        for one, gone in zip(read, dropped, strict=True)
    ]
    body, notes = parted([one.page for one in read], kept)
    return [line for rows in body for line in reading_order(rows)], notes
