"""What may be compared with what: groups of comparable rows, the ranking within one, and warnings about the rest. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from retrieval.comparison import units
from retrieval.comparison.choosing import same_value
from retrieval.comparison.coverage import listing
from retrieval.comparison.names import ground
from retrieval.model import ComparisonRow, Indicator
from retrieval.parsing.indicators.names import row as lexicon_row

#: Indicators of which less is better: the best known is the lowest.
LESS = re.compile(
    r"用时|反应时间|响应时间|等候|等待|住院日|死亡率|病死率|发病率|患病率|感染率|负担|自付|药占比|人均费用|次均费用"
)
LEVELS = {"省级": "省级", "地级市": "地级", "县级": "县级", "乡镇": "乡镇", None: "级别不详"}
WHOLE = ("全省", "全市", "全县", "全区", "全州", "全盟", "全旗")
_EXACT = ("=", "≈")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """``rows``: in order, empty where no ranking is honest; ``what``: what was ranked, or why nothing was."""

    rows: tuple[ComparisonRow, ...] = ()
    what: str | None = None


def less_is_better(name: str) -> bool:
    """Whether the best value of an indicator is the lowest: by the lexicon, else by its words."""
    known = lexicon_row(name)
    return known.better == "低" if known and known.better else bool(LESS.search(name))


def values(rows: Iterable[ComparisonRow]) -> tuple[ComparisonRow, ...]:
    """Current rows with a number, without those of a region that contradicts itself."""
    told = _told(row for row in rows if _numbered(row))
    return tuple(row for same in told.values() if not _contradicting(same) for row in same)


def figure(row: ComparisonRow) -> Indicator:
    """The figure of a row that has one."""
    assert row.indicator is not None  # noqa: S101 -- rows are filtered by _numbered before
    return row.indicator


def scope(own: Indicator) -> str | None:
    """What the figure is about, as said beside it or in its name; the whole region (全市) is the same as nothing said."""
    said = own.scope or ground(own.name)
    return None if said in WHOLE else said


def groups(rows: Sequence[ComparisonRow], *, levels: bool = True) -> list[tuple[ComparisonRow, ...]]:
    """Rows that may be compared with each other, one a region: the group of most regions first, results before goals.

    Same level (unless ``levels`` is False), year, side, period, measure, scope and kind of bound.
    """
    found: dict[tuple[object, ...], dict[str, ComparisonRow]] = {}
    for row in rows:
        key = (row.region.level if levels else None, *_measure(figure(row)))
        found.setdefault(key, {}).setdefault(row.region.name, row)
    made = [tuple(group.values()) for group in found.values()]
    return sorted(made, key=_precedence)


def _precedence(group: Sequence[ComparisonRow]) -> tuple[int, bool, bool, int]:
    own = figure(group[0])
    return -len(group), own.plan, group[0].region.level is None, -(own.year or 0)


def rank(rows: Sequence[ComparisonRow], *, lowest: bool = False) -> Ranked:
    """The comparable rows in order: the highest value first, or the lowest."""
    usable = values(rows)
    regions = {row.region.name for row in usable}
    if len(regions) < 2:
        return Ranked(what="只有1地有数值，不作排名" if regions else "没有可比的数值，不作排名")
    group = groups(usable)[0]
    if len(group) < 2:
        return Ranked(what=f"{_differences(usable)}，不作排名")
    ordered = sorted(group, key=lambda row: units.base(figure(row)), reverse=not lowest)
    return Ranked(rows=tuple(ordered), what=described(group))


def described(group: Sequence[ComparisonRow]) -> str:
    """What a group holds: 地级市、2024年实际."""
    row = group[0]
    own = figure(row)
    said: list[str] = [row.region.level] if row.region.level else []
    said.append(f"{f'{own.year}年' if own.year else ''}{own.period or ''}{'目标' if own.plan else '实际'}")
    return "、".join([*said, *([kept] if (kept := scope(own)) else [])])


def warnings(rows: Sequence[ComparisonRow]) -> tuple[str, ...]:
    """What a reader must know before comparing the rows."""
    numbered = [row for row in rows if _numbered(row)]
    found = [
        *_contradictions(numbered),
        *_apart("级别不同", [row for row in numbered if row.region.level], lambda row: LEVELS[row.region.level]),
        *_apart("年份不同", [row for row in numbered if not figure(row).plan] or numbered, _year),
        *_goals(numbered),
        *_apart("单位不同", numbered, lambda row: units.kind(figure(row).unit)),
        *_apart("口径不同", numbered, _scope),
        *_converted(numbered),
    ]
    return tuple(dict.fromkeys(found))


def _numbered(row: ComparisonRow) -> bool:
    return (
        row.state == "reported" and not row.earlier and row.indicator is not None and row.indicator.number is not None
    )


def _measure(own: Indicator) -> tuple[object, ...]:
    bound = "=" if own.comparator in _EXACT else own.comparator
    return (own.year, own.plan, own.period, units.kind(own.unit), scope(own), bound)


def _told(rows: Iterable[ComparisonRow]) -> dict[tuple[object, ...], list[ComparisonRow]]:
    """(region, year, side, period, scope) → the rows that tell its value."""
    found: dict[tuple[object, ...], list[ComparisonRow]] = {}
    for row in rows:
        own = figure(row)
        found.setdefault((row.region.name, own.year, own.plan, own.period, scope(own)), []).append(row)
    return found


def _contradicting(rows: Sequence[ComparisonRow]) -> bool:
    return any(not same_value(figure(rows[0]), figure(row)) for row in rows[1:])


def _contradictions(rows: Sequence[ComparisonRow]) -> list[str]:
    found = []
    for (region, year, plan, period, about), same in _told(rows).items():
        if _contradicting(same):
            side = f"{region}{f'{year}年' if year else ''}{period or ''}{'目标' if plan else '实际'}"
            said = "、".join(figure(row).value for row in same)
            found.append(f"{side}{f'（{about}）' if about else ''}有不同的数值：{said}，各见出处")
    return found


def _apart(what: str, rows: Sequence[ComparisonRow], of: Callable[[ComparisonRow], str]) -> list[str]:
    """One warning where regions differ in something: 级别不同：地级（芜湖市）、县级（海宁市）."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row.region.name)
    if len(found) < 2 or len({row.region.name for row in rows}) < 2:
        return []
    return [
        f"{what}："
        + "、".join(f"{value}（{listing(tuple(dict.fromkeys(names)), 3)}）" for value, names in found.items())
    ]


def _year(row: ComparisonRow) -> str:
    year = figure(row).year
    return f"{year}年" if year else "年份不详"


def _scope(row: ComparisonRow) -> str:
    return scope(figure(row)) or "未注明"


def _goals(rows: Sequence[ComparisonRow]) -> list[str]:
    """Regions that state only a goal beside others that state a result."""
    done = {row.region.name for row in rows if not figure(row).plan}
    only = tuple(dict.fromkeys(row.region.name for row in rows if row.region.name not in done))
    return [f"{listing(only)}只有目标，未载实际，不与实际值比较"] if done and only else []


def _converted(rows: Sequence[ComparisonRow]) -> list[str]:
    found: dict[str, set[str]] = {}
    for row in rows:
        unit = figure(row).unit
        if units.kind(unit) != units.COUNT:
            found.setdefault(units.kind(unit), set()).add(unit)
    return [f"{'、'.join(sorted(said))}按同一单位折算后比较" for said in found.values() if len(said) > 1]


def _differences(rows: Sequence[ComparisonRow]) -> str:
    """Why no two rows of different regions are comparable."""
    if len(groups(rows, levels=False)[0]) > 1:
        return "级别不同"
    tests: tuple[tuple[str, Callable[[ComparisonRow], object]], ...] = (
        ("年份不同", lambda row: figure(row).year),
        ("有的是目标", lambda row: figure(row).plan),
        ("单位不同", lambda row: units.kind(figure(row).unit)),
        ("口径不同", lambda row: (scope(figure(row)), figure(row).period)),
        ("有的只给上下限", lambda row: figure(row).comparator in _EXACT),
    )
    return "、".join(name for name, of in tests if len({of(row) for row in rows}) > 1) or "口径不同"
