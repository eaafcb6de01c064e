"""A person's own sheet: regions in a column, indicators in a row; where they stand, and the cells filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from bot.rendering import texts
from bot.rendering.cells import FILLED, note, put, put_figure, shown, source_note
from bot.rendering.sheets import common
from retrieval import ComparisonRow, Region, TableReport

LOOKED = 60
HEADER_LOOKED = 15
MOST_INDICATORS = 30
NAME = 30
_REGION = re.compile(r"[\u4e00-\u9fff]{1,14}(?:省|市|县|区|州|盟|旗|镇|乡)")
_NO_REGION = re.compile(
    r"合计|总计|小计|平均|全[省市县区国]|备注|说明|来源|注[:：]|地区|城市|单位|市[、/和]?[县区]|序号"
)
_UNIT = re.compile(r"[（(]\s*[^（()）]{0,12}\s*[)）]\s*$")
_NOT_NAMED = re.compile(r"序号|编码|代码|备注|说明|排名|级别|省份|联系|日期|时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """``regions``: row → the name in it; ``indicators``: column → the name above it, units in brackets taken off."""

    regions: Mapping[int, str]
    indicators: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came of a form: cells filled in, cells left without a value, cells that already held something."""

    filled: int = 0
    silent: int = 0
    kept: int = 0


def read_form(sheet: Worksheet, known: Mapping[str, Region]) -> Form | None:
    """Where regions and indicators stand; None where there is no column of regions with names above other columns.

    ``known``: indexed regions by full and short name.
    """
    grid = [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]
    column = _region_column(grid, known)
    if column is None:
        return None
    rows = {at: row[column] for at, row in enumerate(grid) if _is_region(row[column], known)}
    head = _header_row(grid, column, min(rows))
    if head is None:
        return None
    names = {at: _name(text) for at, text in enumerate(grid[head]) if at != column and _is_name(text)}
    indicators = {at + 1: name for at, name in list(names.items())[:MOST_INDICATORS]}
    return Form(regions={at + 1: name for at, name in rows.items()}, indicators=indicators)


def _text(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _is_region(text: str, known: Mapping[str, Region]) -> bool:
    return text in known or bool(_REGION.fullmatch(text) and not _NO_REGION.search(text))


def _region_column(grid: Sequence[Sequence[str]], known: Mapping[str, Region]) -> int | None:
    """The column with most regions; the first of several."""
    width = max((len(row) for row in grid), default=0)
    counts = [sum(_is_region(row[at], known) for row in grid) for at in range(min(width, LOOKED))]
    best = max(counts, default=0)
    return counts.index(best) if best else None


def _header_row(grid: Sequence[Sequence[str]], column: int, first: int) -> int | None:
    """The row above the first region with most names in it; the lowest of several."""
    rows = range(max(0, first - HEADER_LOOKED), first)
    counts = {at: sum(_is_name(text) for place, text in enumerate(grid[at]) if place != column) for at in rows}
    best = max(counts.values(), default=0)
    return max(at for at, count in counts.items() if count == best) if best else None


def _is_name(text: str) -> bool:
    name = _name(text)
    return 2 < len(name) <= NAME and not _NOT_NAMED.search(name) and bool(re.search(r"[\u4e00-\u9fff]{2}", name))


def _name(text: str) -> str:
    return _UNIT.sub("", text).strip()


def resolved(form: Form, known: Mapping[str, Region]) -> tuple[str, ...]:
    """Full names of the form's regions that are indexed, each once."""
    return tuple(dict.fromkeys(known[name].name for name in form.regions.values() if name in known))


def fill(sheet: Worksheet, form: Form, known: Mapping[str, Region], report: TableReport | None) -> Filled:
    """Write values into empty cells, with their sources as notes; what stands in a cell stays and gets a note.

    ``report``: a table of ``form.indicators`` over ``resolved`` regions, in that order; None where no region is indexed.
    """
    lines = (
        {} if report is None else {region.name: line for region, line in zip(report.regions, report.cells, strict=True)}
    )
    usual = [common(report, at) for at in range(len(form.indicators))] if report else []
    filled = silent = kept = 0
    for at, name in form.regions.items():
        line = lines.get(known[name].name) if name in known else None
        for place, column in enumerate(form.indicators):
            cell = sheet.cell(at, column)
            if not isinstance(cell, Cell):
                continue
            row = line[place] if line else None
            if cell.value not in (None, ""):
                kept += 1
                _compare(cell, row)
            elif row is not None and _write(cell, row, *usual[place]):
                filled += 1
            else:
                put(cell, texts.STATES[row.state if row else "no_document"])
                silent += 1
    return Filled(filled=filled, silent=silent, kept=kept)


def _write(cell: Cell, row: ComparisonRow, year: int | None, unit: str) -> bool:
    """Write a value, marked where it is a goal, of another year than usual or in another unit; whether there is one."""
    if row.indicator is None or row.state != "reported":
        return False
    put_figure(cell, row, year=year, unit=unit)
    cell.fill = FILLED
    note(cell, [shown(row), source_note(row)])
    return True


def _compare(cell: Cell, row: ComparisonRow | None) -> None:
    """A note with the report's value at a cell that holds one already."""
    if row is not None and row.indicator is not None and row.state == "reported" and cell.comment is None:
        note(cell, [texts.FORM_REPORTED.format(value=shown(row)), source_note(row)])
