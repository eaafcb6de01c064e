"""From the words around a figure to the name of its indicator; names follow the sentence's own words."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.parsing.indicators import amounts, counts, shares
from retrieval.parsing.indicators.figures import Figure, Kind
from retrieval.parsing.indicators.phrases import Around, Named, short

_BY_KIND: dict[Kind, Callable[[Figure, Around], Named]] = {
    "rate": shares.rate,
    "growth": shares.rate,
    "times": shares.rate,
    "points": amounts.points,
    "money": amounts.money,
    "time": amounts.time,
    "count": counts.count,
    "plain": amounts.bare,
}


def name(figure: Figure, around: Around) -> Named:
    """The name of a figure that is neither a change nor half of a before → after pair; at most 30 characters."""
    named = amounts.reference(figure, around) or _BY_KIND[figure.kind](figure, around)
    return Named(name=short(named.name), noun=named.noun, verb=named.verb)
