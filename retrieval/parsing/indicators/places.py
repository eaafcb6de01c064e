"""Where the words of each figure of a sentence lie. Works on narrow text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.parsing.indicators import words
from retrieval.parsing.indicators.figures import Figure
from retrieval.parsing.indicators.phrases import trail
from retrieval.parsing.text import Span, mask

_CUT = re.compile(r"[,;:。!?](?!(?<=\d.)\d)")
_BRACKET = re.compile(r"\([^()\n]{1,60}\)")
_AND = re.compile(r"^\s*[、和及与]|[、和及与]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A figure's own words: ``plain[left:figure.left]`` and ``plain[figure.right:right]``.

    ``inside``: it stands in brackets; ``listed``: it goes on an enumeration.
    """

    figure: Figure
    left: int
    right: int
    inside: bool
    listed: bool


class Layout:
    """Clauses and brackets of ``plain[start:end]``, and the place of each figure in them.

    ``stops``: offsets that no figure's words reach over (where a rank or a frequency begins).
    """

    def __init__(self, plain: str, start: int, end: int, stops: Sequence[int] = ()) -> None:
        self._plain = plain
        self._end = end
        self._stops = stops
        self._cuts = [start, *(start + cut.end() for cut in _CUT.finditer(mask(plain[start:end]))), end]
        self._brackets = [found.span() for found in _BRACKET.finditer(plain, start, end)]

    def places(self, figures: Sequence[Figure]) -> tuple[Place, ...]:
        """A place for each figure, but for those that only belong to the name of the next."""
        own = [each for n, each in enumerate(figures) if not (n and _names_only(figures[n - 1], each))]
        found = [self._place(index, own) for index in range(len(own))]
        kept: list[Place] = []
        widened: Place | None = None
        for index, place in enumerate(found):
            if index + 1 < len(found) and self._modifies(place, found[index + 1]):
                widened = widened or place
                continue
            kept.append(replace(place, left=widened.left) if widened else place)
            widened = None
        return tuple(kept)

    def clause(self, at: int) -> Span:
        """The clause that holds an offset."""
        low = max(cut for cut in self._cuts if cut <= at)
        return low, min((cut for cut in self._cuts if cut > at), default=self._end)

    def text(self, start: int, end: int) -> str:
        """The words of a span without brackets that hold figures."""
        text = self._plain[start:end]
        for low, high in reversed(self._brackets):
            if start <= low and high <= end and re.search(r"\d", self._plain[low:high]):
                text = text[: low - start] + text[high - start :]
        return text

    def _place(self, index: int, figures: Sequence[Figure]) -> Place:
        figure = figures[index]
        bracket = self._bracket(figure)
        beside = [other for other in figures if self._bracket(other) == bracket]
        low, high = (bracket[0] + 1, bracket[1] - 1) if bracket else self.clause(figure.start)
        if bracket:
            low = max(low, self._plain.rfind(",", low, figure.left) + 1)
        left = max([low, *(other.right for other in beside if other.right <= figure.left)])
        right = min(
            [
                high,
                *(other.left for other in beside if other.left >= figure.right),
                *(stop for stop in self._stops if stop >= figure.right),
            ]
        )
        listed = left > low and bool(_AND.search(self._plain[left : figure.left]))
        return Place(figure=figure, left=left, right=right, inside=bracket is not None, listed=listed)

    def _bracket(self, figure: Figure) -> Span | None:
        return next(((low, high) for low, high in self._brackets if low < figure.start < high), None)

    def _modifies(self, place: Place, following: Place) -> bool:
        """Whether a count only belongs to the name of the rate behind it: 提供6类以上技术的卫生室占比83.5%."""
        if following.figure.kind != "rate" or place.figure.kind not in ("count", "time"):
            return False
        between = self._plain[place.figure.right : following.figure.left]
        if re.search(r"[,。;:、(]", between):
            return False
        return "的" in between[:-1] or bool(words.RATE_END.search(trail(between)))


def _names_only(before: Figure, figure: Figure) -> bool:
    """Whether a term only names what is counted before it: 三个三年行动计划."""
    return figure.unit == "年" and before.right == figure.left and before.kind == "count"
