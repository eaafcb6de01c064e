"""Figures as CSV and XLSX: one row a figure, numbers as numbers, and text that starts with = stays text. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot.comparison_views import KEYS, figure
from retrieval import Indicator

BOM = "\ufeff"
#: What a spreadsheet would run: a sign of a formula in front of something that is no number.
FORMULA = re.compile(r"[=+\-@\t\r](?![\d.,]+[%‰]?$)(?=.)", re.DOTALL)
#: Characters that a sheet cannot hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDTHS = {"region": 12, "name": 28, "value": 16, "number": 12, "quote": 60, "path": 40, "section_id": 14}
Cell = str | int | float | bool | None


def cells(value: Indicator) -> list[Cell]:
    """A figure's cells in the order of ``KEYS``; the path as one text."""
    row = figure(value)
    return [" › ".join(row[key]) if key == "path" else row[key] for key in KEYS]


def as_csv(values: Iterable[Indicator]) -> bytes:
    """UTF-8 with a BOM, which Excel needs; lines end in CRLF. Text that looks like a formula gets a ' in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(KEYS)
    for value in values:
        writer.writerow([_plain(cell) for cell in cells(value)])
    return (BOM + out.getvalue()).encode("utf-8")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def as_xlsx(values: Iterable[Indicator]) -> bytes:
    """A workbook with one sheet: frozen header, filters over all columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("指标")
    for place, key in enumerate(KEYS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(key, 9)
    sheet.freeze_panes = "A2"
    rows: list[list[Cell]] = [list(KEYS), *(cells(value) for value in values)]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(KEYS))}{len(rows)}"
    for row in rows:
        sheet.append(_typed(sheet, row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(sheet: WriteOnlyWorksheet, row: Sequence[Cell]) -> list[object]:
    made: list[object] = []
    for value in row:
        cell = WriteOnlyCell(sheet, value=CONTROL.sub("", value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"
        made.append(cell)
    return made
