"""PDFs for tests, drawn with reportlab and its CID font, which needs no font file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

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
