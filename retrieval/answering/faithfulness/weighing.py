"""Two cited values weighed against each other: whether they may be, and how they stand. Exact decimals. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from retrieval.answering.faithfulness import amounts
from retrieval.answering.faithfulness.facts import Quantity, Stated
from retrieval.answering.faithfulness.grounds import Ground, quantities
from retrieval.answering.faithfulness.words import likeness
from retrieval.parsing.regions import Gazetteer

#: Names of one measure may differ by these words.
_SOFT = re.compile(r"每|服务|\(此前\)|人口(?=[\u4e00-\u9fff])|的|总(?=数)|全[省市县区州]|[数量]$|[数量](?=[,;。:\d])")
#: In a comparison of ours, whose table has looked closer, names share so many of their pairs.
ALIKE = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A cited value and where it stands."""

    ground: Ground
    stated: Stated
    quantity: Quantity

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """The least and the most that it may be."""
        number, near = amounts.base(self.quantity)[1] or Decimal(0), self.quantity.nearness
        if near == "about":
            return number * Decimal("0.95"), number * Decimal("1.05")
        least = Decimal("-Infinity") if near in ("most", "under") else number
        return least, Decimal("Infinity") if near in ("least", "over") else number

    def measured_in(self, text: str) -> bool:
        """Whether a text names the measure."""
        name = _soft(self.quantity.name)
        return bool(name) and (name in _soft(text) or likeness(name, text) == 1)


def values(grounds: Sequence[Ground]) -> list[Value]:
    """All numbers of the evidence; ranges and placeholders are none."""
    return [Value(ground=g, stated=s, quantity=q) for g, s, q in quantities(grounds) if amounts.base(q)[1] is not None]


def comparable(one: Value, other: Value, *, by_year: bool = False, given: bool = False, ours: bool = False) -> bool:
    """Whether two values are of one measure, unit and side and, unless years are compared, of one time and one level.

    ``given``: in an answer already given, whose levels are its own affair; ``ours``: in a comparison of ours, whose table has kept
    measures apart.
    """
    first, second = one.quantity, other.quantity
    mine, theirs = first.states[0], second.states[0]
    counts = {first.kind, second.kind} <= {"plain", "count"}
    if not amounts.comparable(first, second) or not (counts or first.kind == second.kind):
        return False
    if mine.plan != theirs.plan or (not by_year and (mine.year, mine.period) != (theirs.year, theirs.period)):
        return False
    if not given and _level(one.ground) != _level(other.ground):
        return False
    if ours:
        return min(likeness(first.name, second.name), likeness(second.name, first.name)) >= ALIKE
    return _soft(first.name) == _soft(second.name) != ""


def holds(direction: str, one: Value, other: Value) -> bool | None:
    """Whether the values stand so; None where bounds leave it open."""
    (low, high), (least, most) = one.range, other.range
    exact = low == high and least == most
    if direction == "even":
        return low == least if exact else None
    if direction == "low":
        low, high, least, most = least, most, low, high
    if low > most:
        return True
    return False if exact or high < least else None


def _level(one: Ground) -> str | None:
    region = Gazetteer.load().get(one.place) if one.place else None
    return region.level if region else None


def _soft(text: str) -> str:
    return _SOFT.sub("", text)
