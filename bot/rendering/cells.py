"""Cells of a workbook: text that stays text, numbers with what they are in their format, sources as notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.rendering import texts
from retrieval import ComparisonRow, Indicator, figure_scope

HEADER = PatternFill("solid", fgColor="DCE6F2")
CHANGED = PatternFill("solid", fgColor="FFF2A8")
FILLED = PatternFill("solid", fgColor="EAF5EA")
THIN = Border(*(Side(style="thin", color="A6A6A6"),) * 4)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)
LONGEST = 30_000
NOTE = 900

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile(r"[=+\-@\t\r]")

Value = str | float | int | None


def clean(text: str) -> str:
    """What a sheet can hold of a text."""
    return _UNFIT.sub("", text)[:LONGEST]


def put(cell: Cell, value: Value) -> Cell:
    """Set a value. Text is never a formula: what begins as one is stored as text and marked as typed with a quote."""
    if isinstance(value, str):
        value = clean(value)
        cell.value = value or None
        if value:
            cell.data_type = "s"
        if _FORMULA.match(value):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def header(sheet: Worksheet, row: int, names: Sequence[str], widths: Sequence[float] = ()) -> None:
    """A row of column names; ``widths`` in characters."""
    for at, name in enumerate(names, 1):
        cell = put(cell_at(sheet, row, at), name)
        cell.font, cell.fill, cell.alignment, cell.border = Font(bold=True), HEADER, CENTRED, THIN
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell by its row and column, both from 1. Raises ValueError for the inside of a merged one."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise ValueError("a merged cell holds nothing")
    return cell


def number_format(number: float) -> str:
    """Thousands apart for large whole numbers, else as many decimals as the number has, at most four."""
    if number == int(number):
        return "#,##0" if abs(number) >= 10_000 else "0"
    digits = len(f"{number:.4f}".rstrip("0").partition(".")[2])
    return f"0.{'0' * digits}"


def figure_format(figure: Indicator, *, year: int | None, unit: str) -> str:
    """The format of a figure's number that says what the number alone would hide: ≥, another unit, goal, another year."""
    before = "" if figure.comparator == "=" else figure.comparator
    other = figure.unit if figure.unit != unit else ""
    when = f"{figure.year}年" if figure.year and figure.year != year else ""
    side = texts.PLAN if figure.plan else ""
    said = "，".join(part for part in (figure_scope(figure), f"{when}{figure.period or ''}{side}") if part)
    after = other + (f"（{said}）" if said else "")
    quoted = [f'"{part.replace(chr(34), "")}"' if part else "" for part in (before, after)]
    return f"{quoted[0]}{number_format(figure.number or 0)}{quoted[1]}"


def shown(row: ComparisonRow) -> str:
    """A row's cell in words: 4.3个（2024年目标）, or why there is none."""
    figure = row.indicator
    if figure is None or row.state != "reported":
        return texts.STATES[row.state]
    side = texts.PLAN if figure.plan else texts.ACTUAL
    scope = f"{own}，" if (own := figure_scope(figure)) else ""
    when = f"{figure.year}年" if figure.year else ""
    return f"{figure.shown}（{scope}{when}{figure.period or ''}{side}）"


def put_figure(cell: Cell, row: ComparisonRow, *, year: int | None, unit: str) -> Cell:
    """A figure as a number where it is one, marked where it is a goal or of another year; else its words or state."""
    figure = row.indicator
    if row.state != "reported" or figure is None:
        return put(cell, texts.STATES[row.state])
    if figure.number is None:
        return put(cell, figure.shown)
    put(cell, int(figure.number) if figure.number == int(figure.number) else figure.number)
    cell.number_format = figure_format(figure, year=year, unit=unit)
    return cell


def source_note(row: ComparisonRow) -> str:
    """《title》›heading：“quote”, for a cell's note."""
    figure = row.indicator
    if figure is None:
        return ""
    path = "›".join(figure.path)
    return texts.CELL_SOURCE.format(title=row.document or "", path=f"›{path}" if path else "", quote=figure.quote)


def note(cell: Cell, lines: Iterable[str]) -> None:
    """A note at a cell, for what there is to say."""
    text = clean("\n".join(line for line in lines if line))[:NOTE]
    if text:
        comment = Comment(text, texts.AUTHOR)
        comment.width, comment.height = 360, 60 + 18 * (len(text) // 26)
        cell.comment = comment
