"""What the columns of a table are: running number, labels of the row, unit, values; and the units that heads name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from retrieval.model import Table

_MEASURE = (
    "人次|人份|例次|户次|床日|场次|台套|件次|家次|平方米|平方公里|公里|公斤|千克|百分点|小时|工作日|分钟|人|个|张|家|所|名|元|位|例|件|"
    "项|次|场|台|辆|套|户|岁|天|日|年|月|吨|亩|处|支|条|种|类|分|床|剂|份|座|倍|对|组|处"
)
UNIT = re.compile(rf"[%％‰]|百分比|/?10万|(?:[十百千万亿]{{0,2}}(?:{_MEASURE}))(?:/[一-龥\d]{{1,5}})?")
NUMBER = re.compile(
    rf"(?P<sign>[≥≤＞＜><≈约超近逾+\-－−])?\s*(?P<digits>\d[\d,，]*(?:[.．]\d+)?)\s*(?P<scale>[万亿]?)(?P<unit>{UNIT.pattern})?"
    r"(?:以上|以下|以内|左右)?"
)
NOTHING = re.compile(r"[\s\-—－–/／\\…*无]*")
YEAR = re.compile(r"(20[0-4]\d)\s*年?(?:度|底|末)?")
_BRACKETED = re.compile(r"[（(\[【]\s*(?:单位\s*[:：]?)?\s*([^（）()\[\]【】]{1,10}?)\s*[)）\]】]\s*$")
_TABLE_UNIT = re.compile(
    r"[（(]?\s*(?:计量|金额)?单\s*位\s*[:：]\s*(?P<unit>[^\s（）()，、；。/]{1,6}(?:/[一-龥]{1,3})?)\s*[)）]?"
)
_INDEX = re.compile(r"序\s*号|编\s*号|项\s*次|行\s*次|N[oO]\.?|#")
_UNIT_COLUMN = re.compile(r"(?:计量|度量|指标|数据)?单\s*位")
_TIME_COLUMN = re.compile(r"年\s*份|年\s*度|时\s*间|年|月\s*份|季\s*度")
_LONG_LABEL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Columns of a table by what they hold. ``labels``: name the row; ``values``: in order; ``unit``: the column of units."""

    labels: tuple[int, ...]
    values: tuple[int, ...]
    unit: int | None = None


def roles(table: Table) -> Roles:
    """What each column of ``table`` is; the columns of running numbers are none of them."""
    columns = list(range(len(table.rows[0]))) if table.rows else []
    names = [column_name(table, j) for j in columns]
    cells = [[row[j] for row in table.rows] for j in columns]
    index = [j for j in columns if _INDEX.fullmatch(names[j]) or (j == 0 and len(columns) > 2 and _counts_up(cells[j]))]
    left = [j for j in columns if j not in index]
    unit = next((j for j in left if _UNIT_COLUMN.fullmatch(names[j]) and _mostly(cells[j], is_unit)), None)
    left = [j for j in left if j != unit]
    labels = _labels(left, names, cells)
    return Roles(labels=labels, values=tuple(j for j in left if j not in labels), unit=unit)


def _labels(left: Sequence[int], names: Sequence[str], cells: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The first column of words, and those behind it until no two rows have the same label."""
    labels: list[int] = []
    for j in left:
        timed = bool(_TIME_COLUMN.fullmatch(names[j])) or _mostly(cells[j], lambda cell: bool(YEAR.fullmatch(cell)))
        if len(left) - len(labels) < 2 or (is_numeric(cells[j]) and not timed) or _long(cells[j]):
            break
        labels.append(j)
        rows = list(zip(*(cells[k] for k in labels), strict=True))
        if len(set(rows)) == len(rows):
            break
    return tuple(labels)


def column_name(table: Table, column: int) -> str:
    """The words of a column's head rows, from the top, without the unit; "" where it has none."""
    return without_unit(_joined(row[column] for row in table.head))


def unit_at(table: Table, row: Sequence[str], column: int, found: Roles) -> str:
    """The unit of a figure that names none: of its column's head, of its row, of the table; "" for none."""
    headed = bracketed_unit(_joined(cells[column] for cells in table.head))
    if headed:
        return headed
    if found.unit is not None and is_unit(row[found.unit]):
        return row[found.unit]
    labelled = next((unit for j in reversed(found.labels) if (unit := bracketed_unit(row[j]))), None)
    if labelled:
        return labelled
    measured = re.search(r"(?:率|比例|占比|比重|排名|位次|名次|年份)$", column_name(table, column))
    return "" if measured else table.unit or ""


def bracketed_unit(text: str) -> str | None:
    """The unit in brackets at the end of a head or label: 千人口托位数（个） → 个."""
    found = _BRACKETED.search(text)
    return found[1] if found and is_unit(found[1]) else None


def without_unit(text: str) -> str:
    """A head or label less the unit in brackets at its end."""
    found = _BRACKETED.search(text)
    return text[: found.start()].rstrip() if found and is_unit(found[1]) else text


def table_unit(text: str) -> str | None:
    """The unit that a line above the figures states for all of them (单位：万人); "" where it states several; None for any other line."""
    found = _TABLE_UNIT.fullmatch(text.strip())
    if found:
        return found["unit"] if is_unit(found["unit"]) else ""
    return "" if re.fullmatch(r"[（(]?\s*单\s*位\s*[:：][^。]{1,30}[)）]?", text.strip()) else None


def is_unit(text: str) -> bool:
    """Whether a text is a unit of measure and nothing else."""
    return bool(UNIT.fullmatch(text.strip()))


def is_number(cell: str) -> bool:
    """Whether a cell holds one figure, with or without its unit."""
    return bool(NUMBER.fullmatch(cell))


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether at least half of the cells that say anything are figures."""
    return _mostly(cells, is_number)


def _mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    said = [cell for cell in cells if not NOTHING.fullmatch(cell)]
    return bool(said) and 2 * sum(map(test, said)) >= len(said)


def _counts_up(cells: Sequence[str]) -> bool:
    """1, 2, 3 …: a column of running numbers."""
    said = [cell.rstrip(".、") for cell in cells if cell]
    return len(said) > 1 and said == [str(number) for number in range(1, len(said) + 1)]


def _long(cells: Sequence[str]) -> bool:
    return max(map(len, cells), default=0) > _LONG_LABEL


def _joined(parts: Iterable[str]) -> str:
    """Head texts from the top down, one that repeats the one above it once."""
    said: list[str] = []
    for part in parts:
        if part and (not said or part != said[-1]):
            said.append(part)
    return "".join(said)
