"""When a told quantity is the one of the evidence: units, rounding, and how near it is told. Exact decimals. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from retrieval.answering.faithfulness.facts import Quantity
from retrieval.answering.values import FAMILIES

#: A rounded number may be this far off; told in tens of a percent (七成) a little further.
TOLERANCE, COARSE = Decimal("0.05"), Decimal("0.1")
LOOSE = ("about", "over", "under", "least")
#: How the evidence tells a number → how it may be told, and what the reader must not miss.
_TOLD: dict[str, tuple[tuple[str, ...], str]] = {
    "exact": (("exact", "about"), ""),
    "about": (("about", "under"), "约"),
    "under": (("under", "about"), "近"),
    "over": (("over", "least", "about"), "超"),
    "least": (("least", "over"), "以上"),
    "most": (("most", "under"), "不超过"),
}
_RATES: dict[str, Decimal] = {
    "%": Decimal(1), "‰": Decimal("0.1"), "/万": Decimal("0.01"), "/10万": Decimal("0.001"), "/百万": Decimal("0.0001"),
}  # fmt: skip
_SECONDS = {"秒": 1, "分钟": 60, "分": 60, "小时": 3600, "天": 86400, "日": 86400}
_PER = re.compile(r"/(?:人|月|年|天|日|户|例|次|张|床|家|季度|半年|周|个|县区?)")


def base(quantity: Quantity) -> tuple[str, Decimal | None]:
    """(base unit, number in it): ‰ as %, hours as seconds, 元/月 as 元."""
    unit, number = quantity.unit, quantity.number
    if quantity.kind == "rate" and not unit:
        return "%", number
    if unit in _RATES:
        return "%", None if number is None else number * _RATES[unit]
    if quantity.kind == "time" and unit.removeprefix("个") in _SECONDS:
        return "秒", None if number is None else number * _SECONDS[unit.removeprefix("个")]
    return _PER.sub("", unit), number


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities measure the same kind of thing: 张 and 个, 名 and 人, ‰ and %; no 人次 and 人."""
    first, second = base(one)[0], base(other)[0]
    if first == second:
        return True
    if "points" in (one.kind, other.kind) or "%" in (first, second):
        return False
    if not first or not second:
        return one.kind in ("plain", "count", "money") and other.kind in ("plain", "count", "money")
    return any(first in family and second in family for family in FAMILIES)


def same(told: Quantity, known: Quantity) -> bool:
    """Whether the told number is the known one, or an honest rounding of it; how near it is told is another matter."""
    if not comparable(told, known):
        return False
    one, other = base(told)[1], base(known)[1]
    if one is None or other is None:
        return one is other and _digits(told.written) == _digits(known.written)
    return one == other or (told.nearness in LOOSE and _rounded(told, known))


def unmarked(told: Quantity, known: Quantity) -> str | None:
    """What a told number lacks to be true to the known one: 约, 超, 近, 以上; "" where nothing; None where it is beyond repair."""
    if not comparable(told, known):
        return None
    one, other = base(told)[1], base(known)[1]
    if one is None or other is None:
        return "" if same(told, known) else None
    if one != other:
        return ("" if told.nearness in LOOSE else "约") if _rounded(told, known) else None
    allowed, mark = _TOLD[known.nearness]
    if told.nearness in allowed:
        return ""
    return mark if told.nearness == "exact" else None


def _rounded(told: Quantity, known: Quantity) -> bool:
    """Whether the told number is the known one rounded at its last digit, in the direction that it is told with."""
    one, other = base(told)[1], base(known)[1]
    if not one or not other or known.nearness in ("least", "most"):
        return False
    step = Decimal(1).scaleb(int(one.normalize().as_tuple().exponent))
    share = base(told)[0] == "%"
    coarse = share and step >= 10
    if share and one % 5 == 0 and step == 1 and told.nearness != "about":
        step = Decimal(5)  # 七成半
    apart = abs(one - other)
    if apart >= step or apart / abs(other) > (COARSE if coarse else TOLERANCE):
        return False
    if told.nearness in ("over", "least"):
        return one < other and known.nearness != "under"
    if told.nearness == "under":
        return one > other and known.nearness not in ("over", "least")
    return apart * 2 <= step or apart / abs(other) <= TOLERANCE / 2


def _digits(written: str) -> str:
    return re.sub(r"[—–~～至到]", "-", re.sub(r"\s", "", written))
