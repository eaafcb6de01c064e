"""Tables of several indicators: what is asked for in words, the workbook, a person's own sheet. Blocks, but for parsing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.context import Reports
from bot.files import saved, workbook
from bot.making import Sources, file_name
from bot.rendering import forms, sheets, texts
from bot.rendering.message import Attachment
from bot.store import Request
from retrieval import InputError, Region, TableReport

INDICATORS = 20

_NAMED = re.compile(r"(?P<name>[^:：]{1,30})[:：](?P<rest>.+)", re.DOTALL)
_OF = re.compile(r"(?P<area>[\u4e00-\u9fff]{2,10}?各[市地县区]|全省)的?(?P<rest>[\u4e00-\u9fff]{2}.*)", re.DOTALL)
_YEAR = re.compile(r"(20\d\d)年?")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]+(?:省|市|县|区|州|盟|旗|各地)|全省|各[市地]|[长珠]三角|京津冀|[\u4e00-\u9fff]+(?:城市群|大湾区|三省)"
)
_LIST = re.compile(r"[、，,；;\n]+")
_ALL = frozenset({"各地", "各市", "全部", "所有"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A table in words: the name to save it under, where one is given, and what it holds."""

    name: str | None
    request: Request


def wanted(words: str, known: Collection[str]) -> Wanted | None:
    """Read ``[表名：]指标、指标 地区、地区 [年份]``; None without an indicator. ``known``: names of indexed regions."""
    named = _NAMED.fullmatch(words.strip())
    rest = named["rest"].strip() if named else words.strip()
    of = _OF.fullmatch(rest)
    regions = [of["area"]] if of else []
    indicators: list[str] = []
    year = None
    for group in (of["rest"] if of else rest).split():
        parts = [part for part in _LIST.split(group) if part]
        moment = _YEAR.fullmatch(group)
        if moment:
            year = int(moment[1])
        elif parts and all(part in known or _PLACE.fullmatch(part) for part in parts):
            regions += parts
        else:
            indicators += parts
    if not indicators:
        return None
    asked = tuple(dict.fromkeys(name for name in regions if name not in _ALL))
    request = Request(kind="table", words=rest, regions=asked, year=year, indicators=tuple(dict.fromkeys(indicators)))
    return Wanted(name=named["name"].strip() if named else None, request=request)


def known_regions(library: Reports) -> dict[str, Region]:
    """Indexed regions by full name, and by short name where only one has it."""
    regions = {own.name: own for document in library.documents() if (own := document.profile.region)}
    shorts: dict[str, list[Region]] = {}
    for region in regions.values():
        shorts.setdefault(region.short, []).append(region)
    return {short: own[0] for short, own in shorts.items() if len(own) == 1} | regions


def title_of(request: Request) -> str:
    """安徽各市千人口托位数等2项."""
    names = "、".join(request.indicators[:2]) + (
        f"等{len(request.indicators)}项" if len(request.indicators) > 2 else ""
    )
    year = f"{request.year}年" if request.year else ""
    return texts.TABLE_TITLE.format(regions="、".join(request.regions[:3]) + year, indicators=names)


def report_of(library: Reports, request: Request) -> TableReport:
    """The table as it is now. Raises InputError for too many indicators or unknown regions."""
    if len(request.indicators) > INDICATORS:
        raise InputError(texts.TABLE_MANY.format(most=INDICATORS))
    return library.table(request.indicators, regions=request.regions or None, year=request.year, home=request.home)


def table_file(
    library: Reports, report: TableReport, title: str, bot: str, today: date, changed: Mapping[str, str]
) -> Attachment:
    """The workbook of a table; ``changed``: cells to mark, with what stood there."""
    figures = (row.indicator for line in report.cells for row in line if row.indicator)
    link = Sources(library, bot, figures).link
    book = sheets.table_book(report, link, title=title, today=today, changed=changed)
    return Attachment(name=file_name(title, "xlsx"), data=saved(book.save))


def filled_form(library: Reports, data: bytes, name: str, caption: str) -> tuple[Attachment, str]:
    """A person's workbook filled in, and what to say of it. Raises InputError for one that can't be read as a table."""
    book, known = workbook(data), known_regions(library)
    sheet, form = _form_of(book, known)
    year = _YEAR.search(caption)
    regions, indicators = forms.resolved(form, known), tuple(form.indicators.values())
    report = library.table(indicators, regions=regions, year=int(year[1]) if year else None) if regions else None
    done = forms.fill(sheet, form, known, report)
    said = [texts.FORM_DONE.format(filled=done.filled, silent=done.silent, kept=done.kept)]
    unknown = (
        [own for own, covered in zip(indicators, report.coverage, strict=True) if not covered.reported]
        if report
        else []
    )
    said += [texts.FORM_UNKNOWN.format(names="、".join(unknown[:8]))] if unknown else []
    said += report.notes if report else ()
    return Attachment(
        name=texts.FORM_PREFIX + file_name(name.removesuffix(".xlsx"), "xlsx"), data=saved(book.save)
    ), "\n".join(said)


def _form_of(book: Workbook, known: Mapping[str, Region]) -> tuple[Worksheet, forms.Form]:
    """The first sheet that reads as regions down and indicators across."""
    for sheet in book.worksheets:
        form = forms.read_form(sheet, known)
        if form is not None:
            return sheet, form
    raise InputError(texts.FORM_UNCLEAR)
