"""How a row of a table is said: its label, then each head with its value and unit, in one sentence that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.model import Table
from retrieval.tabular.roles import NOTHING, NUMBER, YEAR, Roles, column_name, roles, unit_at, without_unit

LONGEST = 160
"""Characters of a line; a wider row is said in several lines, each of which begins with its label."""
_GENERIC = re.compile(r"(?:指标|具体|统计)?(?:数值|数量|数据|指标值|内容|值|情况|结果|说明)|[A-Z]")
GOAL = re.compile("目标|计划|任务|预期(?!寿命)|规划|指标值|要求")
DONE = re.compile("完成|实际|实绩|实现|达到|执行|现状|已")
_OF_BEFORE = re.compile(
    "(?:同比|比上年|较上年|比去年|较去年|环比).{0,8}|增长率|增幅|增速|完成率|完成比例|完成进度|达成率|.{0,4}(?:排名|位次|名次)"
)
Moment = tuple[str | None, bool | None]
"""(year, whether it is a goal) that a column's head says."""
_ENDS = "。！？；.!?;"


def sentences(table: Table) -> tuple[tuple[str, ...], ...]:
    """For each row of ``table`` the lines that state it; () for a row that says nothing.

    What is of another year, or a goal beside a result, stands in a line of its own: a sentence never mixes them.

    青岚市 | 5.99 | 45.2 under 地区 | 千人口托位数（个） | 签约率（%） → 青岚市：千人口托位数5.99个，签约率45.2%。
    """
    found = roles(table)
    when = _year(table)
    return tuple(_lines(table, row, found, when) for row in table.rows)


def label_of(row: Sequence[str], found: Roles) -> str:
    """What a row is about: its label columns, without a unit."""
    said = [without_unit(row[j]) for j in found.labels if not NOTHING.fullmatch(row[j])]
    label = "，".join(dict.fromkeys(said))
    return f"{label}年" if re.fullmatch(r"20[0-4]\d", label) else label


def part(table: Table, row: Sequence[str], column: int, found: Roles) -> str:
    """What one cell says: 千人口托位数5.99个, 责任单位：市卫生健康委; "" for an empty one."""
    cell = row[column]
    if NOTHING.fullmatch(cell):
        return ""
    name = column_name(table, column)
    name = f"{name}年" if YEAR.fullmatch(name) and name[-1].isdigit() else name
    if NUMBER.fullmatch(cell) is None:
        return f"{name}：{cell}" if name and name != cell else cell
    shown = shown_value(table, row, column, found)
    if not name or _GENERIC.fullmatch(name):
        return shown
    if name[-1].isascii():
        return f"{name}：{shown}"
    return f"{name}为{shown}" if GOAL.search(name[-3:]) else name + shown


def shown_value(table: Table, row: Sequence[str], column: int, found: Roles) -> str:
    """A figure with its unit: 5.99个."""
    cell = row[column]
    number = NUMBER.fullmatch(cell)
    if number is None or number["unit"] or not (cell[-1].isascii() or cell[-1] in "万亿"):
        return cell
    unit = unit_at(table, row, column, found)
    return cell + (unit[1:] if unit[:1] == cell[-1] else unit)


def _lines(table: Table, row: Sequence[str], found: Roles, when: str) -> tuple[str, ...]:
    if len(set(row)) == 1 and len(row) > 1:
        return (row[0],) if row[0] else ()  # a heading across the table
    groups: dict[Moment, list[str]] = {}
    moment: Moment = (None, None)
    for j in found.values:
        moment = _moment(table, j, moment)
        if said := part(table, row, j, found):
            groups.setdefault(moment, []).append(said)
    label = label_of(row, found)
    if not groups:
        return (_closed(label),) if label else ()
    before = _opening(label, when)
    ordered = sorted(groups.items(), key=lambda group: group[0][1] is True)  # results before goals
    return tuple(_closed(line) for _, parts in ordered for line in _filled(before, parts))


def _filled(before: str, parts: Sequence[str]) -> list[str]:
    """Lines of at most about ``LONGEST`` characters, each of which begins with the label."""
    lines: list[str] = []
    for said in parts:
        if lines and len(lines[-1]) + len(said) <= LONGEST:
            lines[-1] += ("" if lines[-1][-1] in _ENDS else "，") + said
        else:
            lines.append(before + said)
    return lines


def _moment(table: Table, column: int, before: Moment) -> Moment:
    """Year and tense of a column; those of the column before it for 同比增长, 完成率, 排名, which say something of that."""
    name = column_name(table, column)
    if _OF_BEFORE.fullmatch(name):
        return before
    year = YEAR.search(name)
    goal, done = GOAL.search(name), DONE.search(name)
    return (year[1] if year else None, None if bool(goal) == bool(done) else bool(goal))


def _opening(label: str, when: str) -> str:
    """The label before its values: 青岚市：, 青岚市2024年：; "" without one."""
    if not label or label[-1] in _ENDS:
        return label
    return f"{label}：" if YEAR.search(label) else f"{label}{when}："


def _closed(line: str) -> str:
    return line if line[-1] in "。！？；" else f"{line}。"


def _year(table: Table) -> str:
    """The year of a caption (2024年各市指标), where the heads name none and the table has figures."""
    years = set(YEAR.findall(table.caption or ""))
    headed = any(YEAR.search(cell) for row in table.head for cell in row)
    return f"{years.pop()}年" if len(years) == 1 and not headed else ""
