"""PDFs for tests, drawn with reportlab and its CID font, which needs no font file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

FONT = "STSong-Light"
WIDTH, HEIGHT = A4


def registered() -> str:
    """The name of the font, known to reportlab."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def report(
    lines: Sequence[str],
    *,
    size: float = 12,
    indent: float = 2,
    margin: float = 72,
    columns: int = 1,
    justified: bool = True,
    space: float = 0,
    furniture: Callable[[Canvas, int], None] | None = None,
) -> bytes:
    """A title and paragraphs. ``indent``: of first lines, in characters; ``furniture``: draws on each page, given its number."""
    font = registered()
    look: dict[str, Any] = {"fontName": font, "wordWrap": "CJK"}
    title = ParagraphStyle("title", fontSize=size * 1.6, leading=size * 2.4, alignment=1, spaceAfter=size, **look)
    body = ParagraphStyle(
        "body",
        fontSize=size,
        leading=size * 1.6,
        firstLineIndent=indent * size,
        alignment=4 if justified else 0,
        spaceAfter=space,
        **look,
    )
    width = (WIDTH - 2 * margin - (columns - 1) * 24) / columns
    frames = [
        Frame(margin + place * (width + 24), margin, width, HEIGHT - 2 * margin, 0, 0, 0, 0) for place in range(columns)
    ]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)

    def drawn(canvas: Canvas, _document: BaseDocTemplate) -> None:
        if furniture:
            furniture(canvas, canvas.getPageNumber())

    document.addPageTemplates([PageTemplate("page", frames, onPage=drawn)])
    document.build([Paragraph(escape(line), body if index else title) for index, line in enumerate(lines)])
    return out.getvalue()


def canvas(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    """A file that ``draw`` makes page by page."""
    out = io.BytesIO()
    drawing = Canvas(out, pagesize=A4, **options)
    drawing.setFont(registered(), 12)
    draw(drawing)
    drawing.save()
    return out.getvalue()


def scanned(data: bytes, pages: Sequence[int] | None = None) -> bytes:
    """The same file with pictures in the place of its pages, or only of those with these numbers."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument(data) as source, pypdfium2.PdfDocument.new() as made:
        for index, page in enumerate(source):
            if pages is not None and index + 1 not in pages:
                made.import_pages(source, [index])
                continue
            width, height = page.get_size()
            picture = io.BytesIO()
            drawing = Canvas(picture, pagesize=(width, height))
            drawing.drawImage(ImageReader(page.render(scale=150 / 72).to_pil()), 0, 0, width, height)
            drawing.save()
            with pypdfium2.PdfDocument(picture.getvalue()) as one:
                made.import_pages(one)
        made.save(out)
    return out.getvalue()


def table(
    rows: Sequence[Sequence[str]], *, before: str, after: str, heads: int = 1, look: Sequence[tuple[Any, ...]] = ()
) -> bytes:
    """A paragraph, a table whose ``heads`` rows are printed again on each page, a paragraph. ``look``: reportlab's table style."""
    font = registered()
    text = ParagraphStyle("text", fontName=font, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    cell = ParagraphStyle("cell", fontName=font, fontSize=10, leading=13, wordWrap="CJK")
    cells = [[Paragraph(escape(one), cell) if heads > 1 else one for one in row] for row in rows]
    drawn = Table(cells, colWidths=[112] * len(rows[0]), repeatRows=heads)
    drawn.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), font, 10), *look]))
    out = io.BytesIO()
    frame = Frame(72, 72, WIDTH - 144, HEIGHT - 144, 0, 0, 0, 0)
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates([PageTemplate("page", [frame])])
    document.build([Paragraph(escape(before), text), drawn, Paragraph(escape(after), text)])
    return out.getvalue()
