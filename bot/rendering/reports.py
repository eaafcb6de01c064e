"""A summary and a region's profile as Word documents; each statement has its source as a footnote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.rendering import texts
from bot.rendering.cells import clean
from bot.rendering.footnotes import Footnotes
from bot.rendering.surveys import figure_text, sides
from retrieval import Citation, CityProfile, Indicator, Pair, Summary

#: The document's title and the address of a figure's source; None where they are gone.
Source = Callable[[Indicator], tuple[str, str | None]]

BODY, HEADING = "宋体", "黑体"
A4 = (Cm(21), Cm(29.7))


def summary_document(summary: Summary, *, today: date) -> Document:
    """Each region's statements under its name."""
    document = _blank(texts.WORD_SUMMARY.format(topic=summary.topic), today)
    notes = Footnotes(document)
    cited = {citation.n: citation for citation in summary.citations}
    for region in summary.regions:
        if region.lines:
            document.add_heading(clean(region.region.name), 1)
        for line in region.lines:
            paragraph = _paragraph(document, f"{line.text}。")
            for n in line.citations:
                if n in cited:
                    notes.add(paragraph, *_cited(cited[n]))
    if not any(region.lines for region in summary.regions):
        _paragraph(document, texts.NO_STATEMENT)
    _paragraph(document, texts.COVERAGE.format(text=summary.coverage.text))
    notes.attach()
    return document


def _cited(citation: Citation) -> tuple[str, str | None]:
    return _note(citation.document, citation.path, citation.shown), citation.url


def _note(title: str, path: Sequence[str], quote: str) -> str:
    place = "›".join(path)
    return texts.NOTE_SOURCE.format(title=title, path=f"›{place}" if place else "", quote=" ".join(quote.split()))


def city_document(profile: CityProfile, source: Source, *, today: date) -> Document:
    """Reports held, key figures by theme, goals, goals beside results."""
    document = _blank(texts.WORD_CITY.format(region=profile.region.name), today)
    notes = Footnotes(document)
    document.add_heading(texts.WORD_HELD, 1)
    for held in profile.documents:
        _paragraph(document, f"《{held.title}》", style="List Bullet")
    if profile.themes:
        document.add_heading(texts.WORD_FIGURES, 1)
    for theme, figures in profile.themes:
        document.add_heading(clean(theme), 2)
        _figures(document, notes, figures, source)
    if profile.goals:
        document.add_heading(texts.CITY_GOALS, 1)
        _figures(document, notes, profile.goals, source)
    if profile.pairs:
        document.add_heading(texts.WORD_PAIRS, 1)
        _pairs(document, notes, profile.pairs, source)
    notes.attach()
    return document


def _figures(document: Document, notes: Footnotes, figures: Sequence[Indicator], source: Source) -> None:
    for figure in figures:
        _proved(notes, _paragraph(document, figure_text(figure), style="List Bullet"), figure, source)


def _proved(notes: Footnotes, paragraph: Paragraph, figure: Indicator, source: Source) -> None:
    title, url = source(figure)
    notes.add(paragraph, _note(title, figure.path, figure.quote), url)


def _pairs(document: Document, notes: Footnotes, pairs: Sequence[Pair], source: Source) -> None:
    table = document.add_table(rows=1, cols=len(texts.PAIR_COLUMNS), style="Table Grid")
    _fill(table, 0, texts.PAIR_COLUMNS)
    for pair in pairs:
        table.add_row()
        goal, result = sides(pair)
        when = f"{pair.year}年" if pair.year else ""
        words = (pair.name, when, goal.removeprefix(f"{when}{texts.PLAN}"), result.removeprefix(texts.ACTUAL))
        paragraphs = _fill(table, len(table.rows) - 1, words)
        for paragraph, figure in ((paragraphs[2], pair.goal), (paragraphs[3], pair.result or pair.before)):
            if figure is not None:
                _proved(notes, paragraph, figure, source)


def _fill(table: Table, row: int, words: Sequence[str]) -> list[Paragraph]:
    cells = table.rows[row].cells
    for cell, text in zip(cells, words, strict=True):
        cell.paragraphs[0].add_run(clean(text)).bold = row == 0
    return [cell.paragraphs[0] for cell in cells]


def _blank(title: str, today: date) -> Document:
    """An A4 document with Chinese fonts and its title."""
    document = new_document()
    section = document.sections[0]
    section.page_width, section.page_height = A4
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        own = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        own.set(qn("w:eastAsia"), BODY if name in {"Normal", "List Bullet"} else HEADING)
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = clean(title)[:250]
    document.core_properties.author = texts.AUTHOR
    document.add_heading(clean(title), 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paragraph(document, texts.MADE_ON.format(date=today.isoformat())).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def _paragraph(document: Document, text: str, style: str | None = None) -> Paragraph:
    return document.add_paragraph(clean(text), style)
