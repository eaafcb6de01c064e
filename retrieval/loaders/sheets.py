"""Spreadsheets: each sheet a heading, each block of cells a table; values as they show, not formulas."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml.etree import LxmlError

from retrieval.errors import LoadError
from retrieval.loaders.charset import decode
from retrieval.loaders.context import LoadContext
from retrieval.loaders.faults import ZIP_FAULTS
from retrieval.loaders.formats import CSV, XLSX
from retrieval.loaders.lines import Lines
from retrieval.loaders.txt import clean
from retrieval.model import Loaded
from retrieval.tabular import Cell

MOST_ROWS = 3000
MOST_COLUMNS = 100
_LARGEST = 200 * 1024 * 1024  # all parts together, unpacked
_WHOLE = 20 * 1024 * 1024  # up to this size a sheet is read whole, with its merged and hidden cells
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.I)
_DECIMALS = re.compile(r"0\.(0+)")
_DAMAGED = "{}损坏或不是完整的 Excel（xlsx）文件，请用 Excel 或 WPS 打开后另存为新的文件再试。"
_FAULTS = (*ZIP_FAULTS, KeyError, TypeError, IndexError, AttributeError, ParseError, LxmlError)


def load_xlsx(data: bytes, context: LoadContext) -> Loaded:
    """The visible sheets of a workbook. Raises LoadError for a damaged one and for one without text."""
    whole = _sizes(data, context)
    reading = _Reading()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that it does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=not whole, keep_links=False)
            reading.book(book, whole)
            book.close()
    except _FAULTS as error:
        raise LoadError(_DAMAGED.format(context.label)) from error
    return _loaded(reading.lines, XLSX, context, tuple(reading.warnings))


def load_csv(data: bytes, context: LoadContext) -> Loaded:
    """One table of comma, semicolon or tab separated values. Raises LoadError as for plain text."""
    decoded = decode(data, declared=(context.charset,))
    if decoded is None:
        raise LoadError(f"{context.label}的编码不是 UTF-8、UTF-16、GB18030 或 Big5，请另存为 UTF-8 的 CSV 后再试。")
    text, told = clean(decoded, context)
    head = text[:4096]
    separator = max(",\t;", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise LoadError(f"{context.label}不是完整的 CSV 文件，请另存为 xlsx 后再试。") from error
    lines = Lines()
    for block in _blocks([[Cell(text=cell) for cell in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]):
        lines.table(block)
    cut = (_cut("", len(rows)),) if len(rows) > MOST_ROWS else ()
    return _loaded(lines, CSV, context, (*told, *cut), decoded.encoding)


def _loaded(
    lines: Lines, kind: str, context: LoadContext, told: tuple[str, ...], encoding: str | None = None
) -> Loaded:
    if not lines.text.strip():
        raise LoadError(f"{context.label}里没有文字，请检查文件内容。")
    return Loaded(
        text=lines.text,
        media_type=kind,
        encoding=encoding,
        warnings=told,
        tables=tuple(lines.tables),
        headings=tuple(lines.headings),
    )


def _sizes(data: bytes, context: LoadContext) -> bool:
    """Whether the workbook is small enough to be read whole. Raises LoadError for no zip and for a bomb."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except _FAULTS as error:
        raise LoadError(_DAMAGED.format(context.label)) from error
    if sum(entry.file_size for entry in entries) > _LARGEST:
        raise LoadError(f"{context.label}解压后太大，请只留下需要的工作表再试。")
    sheets = [entry.file_size for entry in entries if entry.filename.startswith("xl/worksheets/")]
    return sum(sheets) <= _WHOLE


class _Reading:
    """One reading of a workbook."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.warnings: list[str] = []

    def book(self, book: Any, whole: bool) -> None:
        """Every visible sheet, in order."""
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        if hidden:
            self.warnings.append(f"隐藏的工作表没有读：{'、'.join(hidden)}。")
        for sheet in shown:
            rows = self._rows(sheet, whole)
            if not any(cell.text for row in rows for cell in row):
                continue
            if len(shown) > 1 or not _UNNAMED.fullmatch(sheet.title):
                self.lines.add(sheet.title, depth=1 if len(shown) > 1 else None)
            for block in _blocks(rows):
                self.lines.table(block)

    def _rows(self, sheet: Any, whole: bool) -> list[list[Cell]]:
        spans, covered = _merged(sheet) if whole else ({}, set())
        gone = {n for n, row in sheet.row_dimensions.items() if row.hidden} if whole else set()
        narrow = _hidden_columns(sheet) if whole else set()
        if any(n <= (sheet.max_row or 0) for n in gone) or narrow:
            self.warnings.append(f"工作表“{sheet.title}”里隐藏的行或列没有读。")
        found: list[list[Cell]] = []
        for n, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), 1):
            if n not in gone:
                found.append([_cell(cell, spans.get((n, m), (1, 1))) for m, cell in enumerate(row, 1) if (n, m) not in covered and m not in narrow])  # fmt: skip
        if (sheet.max_row or 0) > MOST_ROWS:
            self.warnings.append(_cut(sheet.title, sheet.max_row))
        return found


def _cut(title: str, rows: int) -> str:
    return f"{f'工作表“{title}”' if title else '表格'}有 {rows} 行，只读了前 {MOST_ROWS} 行。"


def _merged(sheet: Any) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """(row, column) of merged cells → rows and columns that they cover; and the places that they cover beside their own."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        down, across = (
            min(area.max_row, MOST_ROWS) - area.min_row + 1,
            min(area.max_col, MOST_COLUMNS) - area.min_col + 1,
        )
        spans[area.min_row, area.min_col] = (down, across)
        if down * across < MOST_ROWS * MOST_COLUMNS:
            covered |= {(area.min_row + i, area.min_col + j) for i in range(down) for j in range(across) if i or j}
    return spans, covered


def _hidden_columns(sheet: Any) -> set[int]:
    gone = [one for one in sheet.column_dimensions.values() if one.hidden]
    return {column for one in gone for column in range(one.min or 1, min(one.max or 1, MOST_COLUMNS) + 1)}


def _blocks(rows: Sequence[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """Runs of rows that hold anything: what an empty row parts are tables of their own, where the next has a head of its own.

    A single line above a table (its title, its unit) belongs to it.
    """
    block: list[list[Cell]] = []
    for row in rows:
        if any(cell.text for cell in row):
            block.append(row)
        elif len(block) > 1 and any(sum(bool(cell.text) for cell in one) > 1 for one in block):
            yield block
            block = []
    if block:
        yield block


def _cell(cell: Any, span: tuple[int, int]) -> Cell:
    return Cell(text=shown(cell.value, getattr(cell, "number_format", None) or "General"), down=span[0], across=span[1])


def shown(value: object, form: str) -> str:
    """A value as its number format shows it, as far as reports need: percent, decimals, thousands, dates.

    >>> shown(0.4525, "0.0%"), shown(1203, "#,##0"), shown(5.990000000000001, "General")
    ('45.2%', '1,203', '5.99')
    """
    if value is None or (isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A"))):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, form.split(";")[0])
    if isinstance(value, (date, time, timedelta)):
        return _moment(value, form)
    return str(value).strip()


def _number(value: float, form: str) -> str:
    decimals = _DECIMALS.search(form)
    places = len(decimals[1]) if decimals else None
    if "%" in form:
        return f"{value * 100:.{places or 0}f}%"
    if places is None:
        plain = f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"
        places = len(plain.partition(".")[2]) if "0" not in form or "General" in form else 0
    return f"{value:,.{places}f}" if "#,#" in form else f"{value:.{places}f}"


def _moment(value: date | time | timedelta, form: str) -> str:
    if isinstance(value, datetime) and value.time() != time(0):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        days = "d" in form.lower()
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}" if days else f"{value.year}年{value.month}月"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
