"""How much of a question stands in a piece of text, word by word.

A :class:`Term` is a word of the question with a weight (rare words count more) and the official words for it. A match is a
number from 0 to 1: 1 for the word itself, a little less for an official word, less for a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Credit for an official word instead of the asker's, for a part of a word, and for its characters scattered in a short text.
VARIANT, PART = 0.92, 0.75
#: Each further variant is trusted a little less; the words inside a word count together.
DECAY, LEAST_VARIANT, PARTS = 0.05, 0.7, 0.8
#: A word of four or more characters may have others inserted: 基层（医疗机构）诊疗量.
LONG, INSERTED, STRETCHED = 4, 8, 0.86
#: A measure per head names whose it is in between: 千人口（拥有3岁以下婴幼儿照护服务设施）托位数.
PER_HEAD, BETWEEN = re.compile(r"每?(?:千|万|十万|百万)(?:人|名|户)"), 18
#: Parts of a compound that do not all stand in their order, at most so far apart, count less.
DISORDER, TELLING, GAP = 0.6, 0.35, 6
SCATTERED = {2: 0.4, 3: 0.65, 4: 0.65, 5: 0.6, 6: 0.55}
SHORT = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word asked for. ``weight``: 0 … 1. ``variants``: other words for the same, the most telling first.

    ``parts``: shorter words inside it with their weights. ``head``: a measure, which evidence must hold.
    """

    text: str
    weight: float
    variants: tuple[str, ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    head: bool = False


def longest_common(one: str, other: str) -> int:
    """Length of the longest common substring.

    >>> longest_common("生育补贴", "发放补贴")
    2
    """
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def spread(word: str, text: str) -> int:
    """Length of the shortest stretch found that holds the word's characters in order; very long where there is none.

    >>> spread("基层诊疗量", "基层医疗机构诊疗量达五成")
    9
    """
    best = 1 << 20
    start = text.find(word[0])
    while start >= 0:
        place = start
        for character in word[1:]:
            place = text.find(character, place + 1)
            if place < 0:
                return best
        best = min(best, place - start + 1)
        start = text.find(word[0], start + 1)
    return best


def word_match(word: str, text: str) -> float:
    """How much of ``word`` stands in ``text``: 1.0 whole, less for a part of two or more characters, 0.0 not at all."""
    if word in text:
        return 1.0
    if len(word) < 2:
        return 0.0
    if len(word) >= LONG and spread(word, text) <= len(word) + (BETWEEN if PER_HEAD.match(word) else INSERTED):
        return STRETCHED
    common = longest_common(word, text)
    part = PART * common / len(word) if common >= 2 else 0.0
    scattered = SCATTERED.get(len(word), 0.0) if len(text) <= SHORT and not word.isascii() else 0.0
    if part < scattered and all(character in text for character in word):
        return scattered
    return part


@lru_cache(maxsize=16384)
def match(term: Term, text: str) -> float:
    """The best match of a term, its variants or its parts in ``text``."""
    best = word_match(term.text, text)
    for place, variant in enumerate(term.variants):
        trust = max(LEAST_VARIANT, VARIANT - DECAY * place)
        if variant in term.text:  # a part of the word itself is less specific
            trust *= 0.5 + 0.5 * len(variant) / len(term.text)
        if best >= trust:
            continue
        best = max(best, trust * word_match(variant, text))
    if term.parts and best < PARTS:
        found = sum(weight for part, weight in term.parts if part in text)
        whole = 1.0 if _in_order([part for part, weight in term.parts if weight >= TELLING], text) else DISORDER
        best = max(best, PARTS * whole * found / sum(weight for _, weight in term.parts))
    return best


def _in_order(parts: Sequence[str], text: str) -> bool:
    """Whether all parts stand in the text, each a few characters behind the one before: what a compound says, apart."""
    return bool(re.search(f".{{0,{GAP}}}?".join(map(re.escape, parts)), text))


def coverage(terms: Sequence[Term], layers: Sequence[tuple[str, float]]) -> float:
    """Weighted share of the terms found; each term counts where it is found best, times that layer's trust.

    ``layers``: (text, trust 0 … 1), nearest first.

    >>> round(coverage([Term(text="托位", weight=1.0), Term(text="新增", weight=0.5)], [("新增托位", 1.0)]), 2)
    1.0
    """
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    found = sum(term.weight * max(trust * match(term, text) for text, trust in layers) for term in terms)
    return found / total
