"""Comparisons, summaries and tables as workbooks for Excel and WPS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.rendering import texts
from bot.rendering.cells import (
    CENTRED,
    CHANGED,
    THIN,
    WRAPPED,
    Value,
    cell_at,
    header,
    note,
    number_format,
    put,
    put_figure,
    shown,
    source_note,
)
from retrieval import Citation, Comparison, ComparisonRow, Indicator, Line, Region, Summary, TableReport

Link = Callable[[Indicator], str | None]

WIDTHS = (14, 8, 8, 8, 26, 12, 10, 7, 16, 14, 16, 10, 60, 44, 44)
NUMBER, LINK = 6, 15
SUMMARY_WIDTHS = (14, 8, 8, 8, 70, 60, 44, 44)
TITLE_ROW, NAMES_ROW, UNITS_ROW, FIRST_ROW = 1, 3, 4, 5
A4 = 9


def comparison_book(comparison: Comparison, link: Link, *, title: str, today: date) -> Workbook:
    """Every row of a comparison, one a line; a second sheet says what was asked, covered and warned of."""
    book, sheet = _book(texts.SHEET_ROWS)
    _rows(sheet, ((comparison.indicator or "", row) for row in comparison.rows), link)
    _about(book, title, [comparison.coverage.text, *comparison.warnings], today)
    return book


def _book(name: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    return book, sheet


def _rows(sheet: Worksheet, rows: Iterable[tuple[str, ComparisonRow]], link: Link) -> None:
    """Rows, each with the name of what was asked for, which silent regions show."""
    header(sheet, 1, texts.SHEET_COLUMNS, WIDTHS)
    for at, (name, row) in enumerate(rows, 2):
        for column, value in enumerate(_values(row, name), 1):
            cell = put(cell_at(sheet, at, column), value)
            cell.alignment = WRAPPED
        if row.indicator and row.indicator.number is not None:
            cell_at(sheet, at, NUMBER).number_format = number_format(row.indicator.number)
        address = row.indicator and link(row.indicator)
        if address:
            _link(cell_at(sheet, at, LINK), address)
    _filtered(sheet, len(texts.SHEET_COLUMNS))


def _values(row: ComparisonRow, name: str) -> tuple[Value, ...]:
    region, figure = row.region, row.indicator
    state = texts.EARLIER_STATE if row.earlier else texts.STATES[row.state]
    if figure is None:
        return (region.name, texts.LEVELS[region.level], None, None, name, *(None,) * 6, state)
    return (
        region.name,
        texts.LEVELS[region.level],
        figure.year,
        (figure.period or "") + (texts.PLAN if figure.plan else texts.ACTUAL),
        figure.name or name,
        figure.number,
        figure.unit,
        figure.comparator if figure.number is not None else None,
        figure.value,
        figure.scope,
        figure.rank,
        state,
        figure.quote,
        "›".join((row.document or "", *figure.path)),
    )


def _link(cell: Cell, address: str) -> None:
    put(cell, address)
    if len(address) < 2000:  # Excel refuses longer ones
        cell.hyperlink = address
        cell.font = Font(color="0563C1", underline="single")


def _filtered(sheet: Worksheet, columns: int) -> None:
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(sheet.max_row, 2)}"
    _printed(sheet, rows="1:1")


def _printed(sheet: Worksheet, *, rows: str) -> None:
    """A4 across, all columns on one page, the header on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = rows
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=texts.SHEET_FOOTER))


def _about(book: Workbook, title: str, lines: Iterable[str], today: date) -> None:
    sheet = book.create_sheet(texts.SHEET_ABOUT)
    sheet.column_dimensions["A"].width = 100
    made = [title, texts.MADE_ON.format(date=today.isoformat()), *lines, texts.SHEET_GOALS]
    for at, line in enumerate((line for line in made if line), 1):
        put(cell_at(sheet, at, 1), line).alignment = WRAPPED
    cell_at(sheet, 1, 1).font = Font(bold=True)


# A summary


def summary_book(summary: Summary, link: Callable[[Citation], str | None], *, title: str, today: date) -> Workbook:
    """Each statement with its quote and where it stands."""
    book, sheet = _book(texts.SHEET_ROWS)
    header(sheet, 1, texts.SUMMARY_COLUMNS, SUMMARY_WIDTHS)
    cited = {citation.n: citation for citation in summary.citations}
    for at, (region, line) in enumerate(_statements(summary), 2):
        proof = next((cited[n] for n in line.citations if n in cited), None) if line else None
        for column, value in enumerate(_statement(region, line, proof), 1):
            put(cell_at(sheet, at, column), value).alignment = WRAPPED
        address = link(proof) if proof else None
        if address:
            _link(cell_at(sheet, at, len(SUMMARY_WIDTHS)), address)
    _filtered(sheet, len(SUMMARY_WIDTHS))
    _about(book, title, [summary.coverage.text], today)
    return book


def _statements(summary: Summary) -> Iterator[tuple[Region, Line | None]]:
    for region in summary.regions:
        for line in region.lines or (None,):
            yield region.region, line


def _statement(region: Region, line: Line | None, proof: Citation | None) -> tuple[Value, ...]:
    head: tuple[Value, ...] = (region.name, texts.LEVELS[region.level])
    if line is None:
        return (*head, None, None, texts.STATES["not_mentioned"])
    side = None if line.plan is None else (texts.PLAN if line.plan else texts.ACTUAL)
    place = "›".join((proof.document, *proof.path)) if proof else None
    return (*head, line.year, side, line.text, proof.shown if proof else None, place)


# A table


def cells_of(report: TableReport) -> dict[str, str]:
    """Region and indicator → the cell in words, to be compared with the next run."""
    return {
        f"{region.name}\t{name}": shown(row)
        for region, line in zip(report.regions, report.cells, strict=True)
        for name, row in zip(report.indicators, line, strict=True)
    }


def changes(report: TableReport, before: Mapping[str, str]) -> dict[str, str]:
    """Cells that read otherwise than ``before`` → what stood there (– for a new one). Without a ``before`` none."""
    now = cells_of(report)
    return {key: before.get(key, texts.NEW_CELL) for key in now if before and before.get(key) != now[key]}


def table_book(
    report: TableReport, link: Link, *, title: str, today: date, changed: Mapping[str, str] | None = None
) -> Workbook:
    """Page 1 as it is printed: regions down, indicators and units across, notes and sources below. Page 2: the rows."""
    book, sheet = _book(texts.SHEET_TABLE)
    columns = len(report.indicators) + 1
    years, units = zip(*(common(report, at) for at in range(columns - 1)), strict=True) if columns > 1 else ((), ())
    _titled(sheet, title, _subtitle(years, today), columns)
    header(sheet, NAMES_ROW, (texts.REGION, *report.indicators), (16, *(max(12, 90 / columns),) * (columns - 1)))
    header(sheet, UNITS_ROW, (texts.UNIT, *(unit or texts.NO_UNIT for unit in units)))
    for at, (region, line) in enumerate(zip(report.regions, report.cells, strict=True), FIRST_ROW):
        put(cell_at(sheet, at, 1), region.name).border = THIN
        for column, row in enumerate(line, 2):
            cell = put_figure(cell_at(sheet, at, column), row, year=years[column - 2], unit=units[column - 2])
            cell.alignment, cell.border = CENTRED, THIN
            was = (changed or {}).get(f"{region.name}\t{report.indicators[column - 2]}")
            if was is not None:
                cell.fill = CHANGED
            note(cell, [texts.WAS.format(value=was) if was is not None else "", source_note(row)])
    _below(sheet, _footing(report, bool(changed)), FIRST_ROW + len(report.regions), columns)
    sheet.freeze_panes = f"B{FIRST_ROW}"
    _printed(sheet, rows=f"{NAMES_ROW}:{UNITS_ROW}")
    told = (pair for line in report.cells for pair in zip(report.indicators, line, strict=True))
    _rows(book.create_sheet(texts.SHEET_ROWS), told, link)
    return book


def common(report: TableReport, column: int) -> tuple[int | None, str]:
    """The commonest year of results and the commonest unit of a column; of goals where there are no results."""
    figures = [line[column].indicator for line in report.cells]
    stated = [figure for figure in figures if figure is not None and figure.number is not None]
    years = Counter([figure.year for figure in stated if not figure.plan] or [figure.year for figure in stated])
    units = Counter(figure.unit for figure in stated)
    return (years.most_common(1)[0][0], units.most_common(1)[0][0]) if stated else (None, "")


def _subtitle(years: Sequence[int | None], today: date) -> str:
    told = sorted({year for year in years if year})
    when = texts.TABLE_YEARS.format(years="、".join(map(str, told))) if told else ""
    return when + texts.MADE_ON.format(date=today.isoformat())


def _titled(sheet: Worksheet, title: str, subtitle: str, columns: int) -> None:
    for at, (text, size) in enumerate(((title, 16), (subtitle, 10)), TITLE_ROW):
        cell = put(cell_at(sheet, at, 1), text)
        cell.font, cell.alignment = Font(bold=size > 12, size=size), Alignment(horizontal="center")
        if columns > 1:
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=columns)


def _footing(report: TableReport, changed: bool) -> list[str]:
    covered = [
        texts.TABLE_COVERAGE.format(name=name, text=own.text)
        for name, own in zip(report.indicators, report.coverage, strict=True)
        if own.text
    ]
    return [*([texts.TABLE_CHANGED] if changed else []), *report.notes, *covered, texts.TABLE_MARKS]


def _below(sheet: Worksheet, lines: Sequence[str], row: int, columns: int) -> None:
    for at, line in enumerate(lines, row):
        cell = put(cell_at(sheet, at, 1), line)
        cell.alignment, cell.font = WRAPPED, Font(size=9)
        if columns > 1:
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=columns)
        sheet.row_dimensions[at].height = 13.0 * (1 + len(line) // 60)
