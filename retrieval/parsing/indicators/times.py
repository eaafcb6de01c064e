"""Year, tense and period along a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from retrieval.parsing import dates
from retrieval.parsing.indicators import words
from retrieval.parsing.status import Status, status
from retrieval.parsing.text import narrow

_CLAUSE = re.compile(r"[,，:：;；]")
_GOAL = re.compile(r"力争|争取|确保|要求|计划|目标|拟|预计|下一步|将|要达到|有望|20\d\d")


class Times:
    """The status of every place in ``text[start:end]``: what a clause says of it holds until another says otherwise.

    ``default``: of the report's part; ``carried``: what the sentence before, of the same full stop, said last.
    """

    def __init__(self, text: str, start: int, end: int, *, default: Status, carried: Status) -> None:
        self._default = default
        self._spans: list[tuple[int, Status]] = []
        whole = status(text[start:end], year=default.year, plan=default.plan).plan
        cuts = [start, *(start + cut.end() for cut in _CLAUSE.finditer(text[start:end])), end]
        for low, high in pairwise(cuts):
            demand = bool(re.search(r"\d", text[start:low])) and not _GOAL.search(text[start:high])
            carried = self._clause(text[low:high], carried, default.plan if demand else whole)
            self._spans.append((low, carried))
        self.last = carried

    def at(self, place: int) -> Status:
        """The status at an offset of the text."""
        return next((each for low, each in reversed(self._spans) if low <= place), self._default)

    def former(self, words_before: str, place: int) -> Status:
        """The status of the earlier figure of a before → after pair: 上年的 or 2022年的 before it say its year."""
        own = status(words_before, year=self._default.year, plan=False)
        here = self.at(place)
        return here if own.year == self._default.year else replace(here, year=own.year, plan=False)

    def _clause(self, clause: str, carried: Status, whole: bool) -> Status:
        """``whole``: the tense of the sentence, which a clause alone does not turn from done to planned."""
        default = self._default
        own = status(clause, year=default.year, plan=default.plan)
        period = own.period or carried.period
        turned = own.plan != default.plan and (whole == own.plan or default.plan)
        if own.year != default.year or turned:
            return replace(own, period=period)
        uncompared = words.COMPARED.sub("", narrow(clause))
        says = dates.years(uncompared) or dates.relative_years(uncompared, default.year)
        return replace(default if says else carried, period=period)
