"""Questions in English: phrases of lexicon/english.tsv turned into the Chinese words that the reports use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from retrieval import lexicon
from retrieval.model import Shape
from retrieval.search.sides import Sides
from retrieval.search.years import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class English:
    """An English question in our words."""

    topic: str
    sides: Sides
    wants: str
    shape: Shape | None
    every: bool


@cache
def _phrases() -> dict[str, tuple[str, str]]:
    return {row["phrase"]: (row["slot"], row["meaning"]) for row in lexicon.table("english.tsv")}


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_phrases(), key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, ordered)) + r")(?![a-z])")


def translated(text: str, spans: Iterable[Span]) -> English:
    """What an English question asks, its regions and years (``spans``) left out.

    >>> translated("How many nursery places were planned?", []).topic
    '托位'
    """
    characters = list(text.lower())
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    slots: dict[str, list[str]] = {}
    for found in _pattern().findall("".join(characters)):
        slot, meaning = _phrases()[found]
        slots.setdefault(slot, []).append(meaning)
    goal, result = "goal" in slots, "result" in slots
    return English(
        topic=" ".join(dict.fromkeys(slots.get("topic", ()))),
        sides=Sides(both=True)
        if goal and "achieved" in text.lower()
        else Sides(plan=True if goal else False if result else None),
        wants=slots.get("wants", ["text"])[0],
        shape=cast("Shape", slots["shape"][0]) if "shape" in slots else None,
        every="every" in slots,
    )
