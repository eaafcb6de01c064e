"""Figures of a table, read from its grid: the row and the column say what each is, where, when, and whether it is a goal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.model import Indicator, Table
from retrieval.parsing import dates
from retrieval.parsing.indicators import names
from retrieval.parsing.indicators.figures import Comparator, Figure, figures
from retrieval.parsing.indicators.phrases import LONGEST
from retrieval.tabular.roles import NOTHING, NUMBER, Roles, column_name, roles
from retrieval.tabular.saying import DONE, GOAL, label_of, part, shown_value

_FACET = re.compile(
    r"20[0-4]\d\s*年?(?:度|底|末)?|目标任务|目标值?|计划数?|任务数?|预期值?|规划值?|完成情况|完成值|完成数|实际值?|实际完成|完成|实绩|达到"
    r"|(?:指标|统计)?数值|数量|数据|指标值|指标|情况|本期|全年|累计|值$|上半年|下半年|前?[一二三四]季度|1\s*[-—至]\s*\d{1,2}月"
)
_GROWTH = re.compile(
    "(?:同比|比上年|较上年|比去年|较去年|环比)(?:增长率?|增减|增幅|增速|变化|提高|上升|下降)?(?:幅度|百分点)?|增长率|增幅|增速"
)
_RATE_DONE = re.compile("完成率|完成比例|完成进度|达成率")
_RANK = re.compile(".{0,4}(?:排名|位次|名次|位列)")
_TOTAL = re.compile(
    "合\\s*计|总\\s*计|小\\s*计|总\\s*数|全[市县区州旗]|本[市县区]|全[市县区](?:平均|合计|总计)|平\\s*均"
)
_NATION = re.compile("全国(?:平均|合计|平均水平)?|国家(?:平均|标准)?")
_PROVINCE = re.compile("全省(?:平均|合计|平均水平)?|省级?平均")
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．](?!\d)\s*")
_NO_FIGURE = re.compile(".*(?:电话|邮编|邮政编码|编号|代码|文号|日期|时间|年份|网址|备注|页码)")
_SIGNS: dict[str, Comparator] = {
    **dict.fromkeys("≥＞>超逾", "≥"),
    **dict.fromkeys("≤＜<", "≤"),
    **dict.fromkeys("≈约近", "≈"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """What a column's head says: ``name`` less its time and tense; ``measure``: growth, rank or rate of what stands before it."""

    name: str
    year: int | None
    period: str | None
    plan: bool | None
    measure: str | None = None


def extract_table(table: Table, base: Indicator, *, province: bool = False) -> tuple[Indicator, ...]:
    """Every figure of a table. ``base`` holds what all share; a row or column of a region has that region's.

    Rows of 全国 are left out, and those of 全省 but for a report of the province itself (``province``).
    """
    return tuple(_rows(table, base, province))


def _rows(table: Table, base: Indicator, province: bool) -> Iterator[Indicator]:
    found = roles(table)
    columns = {j: _column(table, j) for j in found.values}
    captioned = [value for *_, value in dates.years(table.caption or "")]
    base = replace(base, year=captioned[0]) if len(set(captioned)) == 1 else base
    for i, row in enumerate(table.rows):
        label = label_of(row, found)
        if _NATION.fullmatch(label) or (_PROVINCE.fullmatch(label) and not province):
            continue
        before = ""
        for j in found.values:
            reading = _reading(table, i, j, found, columns[j], before, base)
            if reading:
                yield reading
            if columns[j].measure is None:
                before = columns[j].name


def _reading(
    table: Table, i: int, j: int, found: Roles, column: _Column, before: str, base: Indicator
) -> Indicator | None:
    row = table.rows[i]
    shown = shown_value(table, row, j, found)
    number = NUMBER.fullmatch(row[j])
    if number is None or NOTHING.fullmatch(row[j]) or _NO_FIGURE.fullmatch(column.name):
        return None
    label = label_of(row, found)
    name = _name(table, i, j, label, column, before)
    if not name:
        return None
    figure = _figure(shown)
    said = part(table, row, j, found)
    return replace(
        base,
        name=name,
        value=shown,
        number=figure.number if figure else float(re.sub(r"[,，]", "", number["digits"]).replace("．", ".")),
        unit=figure.unit if figure else _usual_unit(name),
        comparator=_SIGNS.get(number["sign"] or "", figure.comparator if figure else "="),
        year=column.year or _label_year(label) or base.year,
        plan=base.plan if column.plan is None else column.plan,
        period=column.period or dates.period(label) or base.period,
        region=_place(table, i, j) or base.region,
        quote=next((line for line in table.lines[i] if said in line), said)[:300],
    )


def _place(table: Table, i: int, j: int) -> str | None:
    row = table.regions[i] if i < len(table.regions) else None
    return row or (table.column_regions[j] if j < len(table.column_regions) else None)


def _name(table: Table, i: int, j: int, label: str, column: _Column, before: str) -> str:
    """What a figure is called: by its column where the row is a place, by its row where the column is a time, else by both."""
    row_place = i < len(table.regions) and table.regions[i] is not None
    column_place = j < len(table.column_regions) and table.column_regions[j] is not None
    own = "" if row_place or _TOTAL.fullmatch(label) else _less_time(label)
    headed = "" if column_place else column.name
    if column.measure:
        headed = (before if not own else "") + column.measure
    name = (own + headed).strip("，,：: ")
    return (names.standard(name) or name)[:LONGEST]


def _less_time(label: str) -> str:
    return re.sub(r"20[0-4]\d\s*年(?:度|底|末)?", "", _NUMBERED.sub("", label, count=1))


def _label_year(label: str) -> int | None:
    found = dates.years(label)
    return found[0][2] if found else None


def _column(table: Table, column: int) -> _Column:
    head = column_name(table, column)
    head = f"{head}年" if re.fullmatch(r"20[0-4]\d", head) else head
    years = dates.years(head)
    goal, done = GOAL.search(head), DONE.search(head)
    measure = next(
        (
            word
            for word, pattern in (("同比增幅", _GROWTH), ("排名", _RANK), ("完成率", _RATE_DONE))
            if pattern.fullmatch(head)
        ),
        None,
    )
    return _Column(
        name="" if measure else _FACET.sub("", head).strip("（）()，、：: "),
        year=years[0][2] if years else None,
        period=dates.period(head),
        plan=None if measure or bool(goal) == bool(done) else bool(goal),
        measure=measure,
    )


def _figure(shown: str) -> Figure | None:
    """The one figure of a cell with its unit; None where the unit is none that figures have."""
    found = figures(shown)
    return found[0] if len(found) == 1 and found[0].number is not None else None


def _usual_unit(name: str) -> str:
    known = names.row(name)
    return known.unit if known else ""
