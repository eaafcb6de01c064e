"""Files to send: sheets, charts and documents of what was looked at. Blocks; made in a pool."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial

from bot.context import Reports
from bot.files import saved
from bot.fonts import chinese_font
from bot.looking import Value
from bot.rendering import charts, reports, sheets, texts
from bot.rendering.comparison import title
from bot.rendering.message import Attachment
from bot.rendering.refs import cited, fragment_url, section_link, stretch
from bot.rendering.rich import shortened
from retrieval import Citation, CityProfile, Comparison, Document, Indicator, InputError, Summary

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')


class Sources:
    """Where figures come from: the original's address with the quote marked, else the link that opens it in the chat."""

    def __init__(self, library: Reports, bot: str, figures: Iterable[Indicator] = ()) -> None:
        self._bot = bot
        self._documents: Mapping[str, Document] = {document.id: document for document in library.documents()}
        ids = dict.fromkeys(figure.section_id for figure in figures if figure.section_id)
        self._sections = library.sections_by_id(tuple(ids))

    def link(self, figure: Indicator) -> str | None:
        """The address of a figure's source."""
        document = self._documents.get(figure.document_id or "")
        if document and (document.url or "").startswith(("http://", "https://")):
            return fragment_url(document.url or "", figure.quote)
        section = self._sections.get(figure.section_id or "")
        return section_link(self._bot, stretch(section, figure.quote)) if section else None

    def of_citation(self, citation: Citation) -> str | None:
        """The address of a citation's source."""
        if (citation.url or "").startswith(("http://", "https://")):
            return fragment_url(citation.url or "", citation.shown)
        return section_link(self._bot, cited(citation))

    def named(self, figure: Indicator) -> tuple[str, str | None]:
        """The report's title and address."""
        document = self._documents.get(figure.document_id or "")
        return (document.title if document else texts.REMOVED, document.url if document else None)


def sheet(library: Reports, value: Value, bot: str, today: date) -> Attachment:
    """The workbook of a comparison or summary."""
    if isinstance(value, Comparison):
        sources = Sources(library, bot, (row.indicator for row in value.rows if row.indicator))
        book = sheets.comparison_book(value, sources.link, title=caption(value), today=today)
    elif isinstance(value, Summary):
        book = sheets.summary_book(value, Sources(library, bot).of_citation, title=caption(value), today=today)
    else:
        raise InputError(texts.BUTTON_OLD)
    return Attachment(name=file_name(caption(value), "xlsx"), data=saved(book.save))


def chart(library: Reports, value: Value, bot: str, today: date) -> Attachment:
    """The picture of a comparison. Raises InputError where no value is a number or no font has Chinese."""
    drawn = charts.picture(value) if isinstance(value, Comparison) else None
    if drawn is None:
        raise InputError(texts.CHART_NONE)
    font = chinese_font(drawn.text)
    if font is None:
        raise InputError(texts.CHART_NO_FONT)
    figure = charts.draw(charts.drawable(drawn, font.lacks(drawn.text)), font.path)
    return Attachment(name="chart.png", data=saved(partial(figure.savefig, format="png")), photo=True)


def word(library: Reports, value: Value, bot: str, today: date) -> Attachment:
    """The document of a summary or a profile."""
    if isinstance(value, Summary):
        document = reports.summary_document(value, today=today)
    elif isinstance(value, CityProfile):
        document = reports.city_document(value, Sources(library, bot).named, today=today)
    else:
        raise InputError(texts.BUTTON_OLD)
    return Attachment(name=file_name(caption(value), "docx"), data=saved(document.save))


MAKERS: Mapping[str, Callable[[Reports, Value, str, date], Attachment]] = {"kx": sheet, "kg": chart, "kw": word}


def caption(value: Value) -> str:
    """What a file shows."""
    if isinstance(value, Comparison):
        return title(value)
    if isinstance(value, Summary):
        return texts.WORD_SUMMARY.format(topic=value.topic)
    return texts.WORD_CITY.format(region=value.region.name)


def file_name(title: str, suffix: str) -> str:
    """A name that every system takes."""
    return f"{shortened(_UNFIT.sub('_', title).strip('_. '), 60) or texts.AUTHOR}.{suffix}"
