"""Arithmetic that was asked for, over comparable "=" values only; never stored, always shown with its rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from retrieval.comparison import units
from retrieval.comparison.asking import Sum
from retrieval.comparison.judging import figure, groups, values
from retrieval.model import Calculation, ComparisonRow

CENT = Decimal("0.01")
#: Terms written out; of more the first ones.
SHOWN = 6


def calculate(kind: Sum, rows: Sequence[ComparisonRow], history: Sequence[ComparisonRow]) -> Calculation | None:
    """The calculation over the rows; None where no two values are comparable.

    ``history``: all years and both sides of the same regions, for what looks back (completion, change).
    """
    among = history if kind in ("completion", "change") else rows
    exact = [row for row in values(among) if figure(row).comparator == "="]
    return _KINDS[kind](exact)


def _difference(rows: Sequence[ComparisonRow]) -> Calculation | None:
    group = _largest(rows, levels=False)
    if len(group) != 2:
        return None
    high, low = sorted(group, key=lambda row: units.base(figure(row)), reverse=True)
    return _made("difference", (high, low), "−", _value(high, group) - _value(low, group))


def _sum(rows: Sequence[ComparisonRow]) -> Calculation | None:
    """Shares and ratios are not added up."""
    group = _largest(rows)
    if len(group) < 2 or not _additive(group):
        return None
    return _made("sum", group, "＋", sum((_value(row, group) for row in group), Decimal(0)))


def _mean(rows: Sequence[ComparisonRow]) -> Calculation | None:
    group = _largest(rows)
    if len(group) < 2:
        return None
    total = sum((_value(row, group) for row in group), Decimal(0))
    text = f"计算：（{_terms(group, '＋')}）÷{len(group)}{_rounded(total / len(group), _unit(group))}（各地简单平均）"
    return Calculation(kind="mean", text=text, rows=tuple(group))


def _completion(rows: Sequence[ComparisonRow]) -> Calculation | None:
    """Result ÷ goal of one region and year."""
    for result in rows:
        for goal in rows:
            own, aim = figure(result), figure(goal)
            if (
                result.region.name == goal.region.name
                and (own.plan, aim.plan) == (False, True)
                and _alike(result, goal)
                and aim.number
            ):
                pair = (result, goal)
                text = f"计算：{_term(result, pair)}÷{_term(goal, pair)}{_rounded(units.base(own) / units.base(aim) * 100, '%')}"
                return Calculation(kind="completion", text=text, rows=pair)
    return None


def _change(rows: Sequence[ComparisonRow]) -> Calculation | None:
    """Two results of one region, a year apart: in percentage points for shares, else in percent."""
    results = sorted((row for row in rows if not figure(row).plan), key=lambda row: -(figure(row).year or 0))
    for new in results:
        for old in results:
            if (
                new.region.name == old.region.name
                and (figure(new).year or 0) - (figure(old).year or 0) == 1
                and _alike(new, old, year=False)
            ):
                return _changed(new, old)
    return None


def _changed(new: ComparisonRow, old: ComparisonRow) -> Calculation | None:
    pair = (new, old)
    now, before = _value(new, pair), _value(old, pair)
    if units.kind(figure(new).unit) == "%":
        text = f"计算：{_term(new, pair)}−{_term(old, pair)}={units.shown(now - before)}个百分点"
        return Calculation(kind="change", text=text, rows=pair)
    if not before:
        return None
    said = f"计算：（{_term(new, pair)}−{_term(old, pair)}）÷{_term(old, pair)}"
    return Calculation(kind="change", text=f"{said}{_rounded((now - before) / before * 100, '%')}", rows=pair)


_KINDS: dict[Sum, Callable[[Sequence[ComparisonRow]], Calculation | None]] = {
    "difference": _difference,
    "sum": _sum,
    "mean": _mean,
    "completion": _completion,
    "change": _change,
}


def _largest(rows: Sequence[ComparisonRow], *, levels: bool = True) -> tuple[ComparisonRow, ...]:
    """The comparable rows of most regions. A city and a county may be subtracted when asked, but not added up."""
    return next(iter(groups(rows, levels=levels)), ())


def _additive(rows: Sequence[ComparisonRow]) -> bool:
    own = figure(rows[0])
    ratio = own.name.startswith(("每", "千人", "万人")) or own.name.endswith(("率", "占比", "比例"))
    return units.kind(own.unit) not in ("%", "百分点", "分钟") and not ratio


def _alike(one: ComparisonRow, other: ComparisonRow, *, year: bool = True) -> bool:
    a, b = figure(one), figure(other)
    same = (a.name, a.period, a.scope, units.kind(a.unit)) == (b.name, b.period, b.scope, units.kind(b.unit))
    return same and (not year or a.year == b.year)


def _made(kind: Sum, rows: Sequence[ComparisonRow], sign: str, result: Decimal) -> Calculation:
    said = _terms(rows, sign)
    unit = "个百分点" if kind == "difference" and _unit(rows) == "%" else _unit(rows)
    return Calculation(kind=kind, text=f"计算：{said}={units.shown(result, unit)}", rows=tuple(rows))


def _unit(rows: Sequence[ComparisonRow]) -> str:
    """The unit that all rows share, the base unit where they were converted, none where only the measure word differs."""
    own = {figure(row).unit for row in rows}
    kind = units.kind(figure(rows[0]).unit)
    return own.pop() if len(own) == 1 else "" if kind == units.COUNT else kind


def _value(row: ComparisonRow, rows: Sequence[ComparisonRow]) -> Decimal:
    same = len({figure(each).unit for each in rows}) == 1
    return units.number(figure(row)) if same else units.base(figure(row))


def _terms(rows: Sequence[ComparisonRow], sign: str) -> str:
    said = [_term(row, rows) for row in rows]
    return sign.join([*said[:SHOWN], "…"] if len(said) > SHOWN else said)


def _term(row: ComparisonRow, rows: Sequence[ComparisonRow]) -> str:
    unit = _unit(rows)
    return units.shown(_value(row, rows), unit if unit in ("%", "‰", "元") else "")


def _rounded(value: Decimal, unit: str) -> str:
    """=1.5 or, rounded to two places, ≈1.33."""
    cut = value.quantize(CENT, rounding=ROUND_HALF_UP)
    return f"{'=' if cut == value else '≈'}{units.shown(cut, unit)}"
