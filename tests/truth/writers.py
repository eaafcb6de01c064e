"""The reports in every format, by the tools that people use."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from tests.retrieval.loaders.pdfs import registered
from tests.truth.reports import Block, Report

W = nsdecls("w")
FORMS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def txt(report: Report) -> str:
    return "\n".join(report.lines)


def html(report: Report) -> str:
    said = "".join(_html(number, block) for number, block in report.numbered())
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{report.title}</title></head><body><h1>{report.title}</h1>{said}</body></html>'


def _html(number: str, block: Block) -> str:
    if not block.rows:
        return f"<p>{escape(number + block.said)}</p>"
    rows = [f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows]
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.head)
    return f'<table border="1"><tr>{head}</tr>{"".join(rows)}</table>'


def markdown(report: Report) -> str:
    said = [f"# {report.title}"]
    for number, block in report.numbered():
        if block.rows:
            said.append(
                "\n".join(f"| {' | '.join(row)} |" for row in (block.head, ["---"] * len(block.head), *block.rows))
            )
        else:
            mark = "#" * (block.level + 1) + " " if block.level and not block.rest else ""
            said.append(f"{mark}{number}{block.said}")
    return "\n\n".join(said)


def word(report: Report) -> bytes:
    """Headings by style, their numbers by automatic numbering: none is in the text of the file."""
    document: Any = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(FORMS)
    )
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    document.add_paragraph(report.title, style="Title")
    for block in report.blocks:
        if block.rows:
            table = document.add_table(0, len(block.head), style="Table Grid")
            for row in (block.head, *block.rows):
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            continue
        paragraph = document.add_paragraph(
            block.said, style=f"Heading {block.level}" if block.level and not block.rest else None
        )
        if block.level:
            number = f'<w:numPr {W}><w:ilvl w:val="{block.level - 1}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def workbook(report: Report) -> bytes:
    """The tables alone, a sheet each."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for n, block in enumerate(block for block in report.blocks if block.rows):
        sheet = book.create_sheet(f"表{n + 1}")
        for row in (block.head, *block.rows):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def letter(report: Report) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "报送总结", "a@qinglan.example", "b@qinglan.example"
    message.set_content("总结见附件，请查收。")
    message.add_attachment(word(report), maintype="application", subtype="octet-stream", filename=f"{report.name}.docx")
    return message.as_bytes()


def archive(report: Report) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(f"材料/{report.name}.docx", word(report))
    return out.getvalue()


def saved_page(report: Report) -> bytes:
    message = EmailMessage()
    message.set_content("")
    message.make_related()
    message.add_related(html(report).encode(), maintype="text", subtype="html", params={"charset": "utf-8"})
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://qinglan.example/a.html\r\n" + message.as_bytes()
    )


def drawn(report: Report) -> bytes:
    """A PDF by reportlab."""
    look: dict[str, Any] = {"fontName": registered(), "wordWrap": "CJK"}
    title = ParagraphStyle("title", fontSize=19, leading=30, alignment=1, **look)
    body = ParagraphStyle("body", fontSize=12, leading=20, firstLineIndent=24, **look)
    story: list[Any] = [Paragraph(report.title, title), Spacer(1, 12)]
    for number, block in report.numbered():
        if block.rows:
            cells = [
                [Paragraph(escape(cell), ParagraphStyle("cell", fontSize=10, leading=14, **look)) for cell in row]
                for row in (block.head, *block.rows)
            ]
            story.append(Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        else:
            story.append(Paragraph(escape(number + block.said), body))
    out = io.BytesIO()
    SimpleDocTemplate(out).build(story)
    return out.getvalue()


WRITERS: dict[str, Callable[[Report], bytes]] = {
    "txt": lambda report: txt(report).encode(),
    "gb18030.txt": lambda report: txt(report).encode("gb18030"),
    "utf16.txt": lambda report: txt(report).encode("utf-16"),
    "utf16be.txt": lambda report: txt(report).encode("utf-16-be"),
    "html": lambda report: html(report).encode(),
    "md": lambda report: markdown(report).encode(),
    "docx": word,
    "eml": letter,
    "zip": archive,
    "mhtml": saved_page,
    "drawn.pdf": drawn,
}


def by_libreoffice(sources: list[Path], to: str, folder: Path) -> None:
    """All files converted in one call, into ``folder``."""
    profile = (folder / "profile").as_uri()
    command = [
        str(shutil.which("soffice")), "--headless", "--norestore", f"-env:UserInstallation={profile}",
        "--convert-to", to, "--outdir", str(folder), *map(str, sources),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def by_chromium(source: Path, target: Path) -> None:
    """A page printed to PDF."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    command = [
        str(program), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={target.parent / 'chromium'}", f"--print-to-pdf={target}", source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
