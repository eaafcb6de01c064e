"""Text to index terms: words as a segmenter cuts them, and pairs of neighbouring characters. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.parsing.text import fold

LONGEST_WORD = 64
RUN = re.compile(r"[^\W_]+")
Segment = Callable[[str], list[str]]


def words(text: str, segment: Segment) -> list[str]:
    """Words of ``text``, folded, in order, repeats kept; punctuation is none. ``segment``: jieba's search mode."""
    found = ("".join(word.split()) for word in segment(fold(text)))
    return [word for word in found if len(word) <= LONGEST_WORD and RUN.search(word)]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters within each run of letters and digits; a run of one is itself.

    >>> bigrams("千人托位，5")
    ['千人', '人托', '托位', '5']
    """
    runs = RUN.findall(fold(text))
    return [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]
