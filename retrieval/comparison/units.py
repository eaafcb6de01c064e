"""Numbers and units of figures: one base to compare in, and how a number is written. Exact decimal arithmetic.

A ledger's number has 万 and 亿 multiplied out and its unit holds neither, so money and counts are comparable as they are.
"""

from __future__ import annotations

from decimal import Decimal

from retrieval.model import Indicator

#: Measure words that count things of one kind: a value counted in 张 and one in 个 are comparable under one name.
COUNT = "计数"
_CLASSIFIERS = frozenset("个张家所处座间名人位项种类条件份台辆套支户床例") | {"床位"}
#: Unit → (base unit, factor); only exact factors.
_BASES: dict[str, tuple[str, Decimal]] = {
    "‰": ("%", Decimal("0.1")),
    "/万": ("%", Decimal("0.01")),
    "/10万": ("%", Decimal("0.001")),
    "秒": ("分钟", Decimal(1) / 60),
    "小时": ("分钟", Decimal(60)),
    "天": ("分钟", Decimal(1440)),
}
_SCALES = (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4))


def number(indicator: Indicator) -> Decimal:
    """The number as decimals were written. The figure must have one.

    >>> number(Indicator(name="", value="4.43张", number=4.43, unit="张", comparator="=", year=2024, plan=False, quote=""))
    Decimal('4.43')
    """
    return Decimal(repr(indicator.number))


def kind(unit: str) -> str:
    """What a unit measures: units of one kind are comparable.

    >>> kind("张") == kind("个") == kind(""), kind("‰"), kind("元/月")
    (True, '%', '元/月')
    """
    if not unit or unit in _CLASSIFIERS:
        return COUNT
    return _BASES[unit][0] if unit in _BASES else unit


def base(indicator: Indicator) -> Decimal:
    """The number in the base unit of its kind: 11‰ → 1.1."""
    factor = _BASES[indicator.unit][1] if indicator.unit in _BASES else Decimal(1)
    return number(indicator) * factor


def shown(value: Decimal, unit: str = "") -> str:
    """A number for reading, 万 and 亿 taken out again where that loses nothing.

    >>> shown(Decimal(335000000), "元"), shown(Decimal("1.560"), ""), shown(Decimal(12345), "人")
    ('3.35亿元', '1.56', '12345人')
    """
    for word, scale in _SCALES:
        if abs(value) >= scale and -(value / scale).normalize().as_tuple().exponent <= 2:  # type: ignore[operator]  # finite
            return f"{_plain(value / scale)}{word}{unit}"
    return f"{_plain(value)}{unit}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
