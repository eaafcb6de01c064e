"""Chinese words: jieba with the health lexicon loaded, behind one door.

The dictionary is read once, at first use, and is safe to use from several threads after that.
"""

from __future__ import annotations

import io
import logging
import math
import threading
from functools import lru_cache

import jieba

from retrieval import lexicon

#: A word with this share of all words in general Chinese (log10) weighs least; one this rare weighs 1.
COMMON, RARE = -3.6, -5.4
LEAST = 0.25
UNKNOWN = 0.6


class Words:
    """How a text is cut into words and how telling a word is."""

    def __init__(self) -> None:
        self._tokenizer = jieba.Tokenizer()
        self._general: dict[str, int] = {}
        self._lock = threading.Lock()
        self._ready = False

    def cut(self, text: str) -> list[str]:
        """The words of a text, each character in exactly one of them."""
        return list(self._loaded().cut(text))

    def cut_for_search(self, text: str) -> list[str]:
        """The words of a text and the shorter words inside long ones."""
        return list(self._loaded().cut_for_search(text))

    def weight(self, word: str) -> float:
        """How telling a word is: 0.25 for a common one … 1.0 for a rare one, linear in the log of its share of general Chinese.

        A word in no dictionary, often a wrong cut, weighs ``UNKNOWN``.
        """
        tokenizer = self._loaded()
        if word not in self._general and not tokenizer.FREQ.get(word):
            return UNKNOWN
        count = self._general.get(word, tokenizer.FREQ.get(word, 0)) or 1
        share = math.log10(count / tokenizer.total)
        return round(min(1.0, max(LEAST, LEAST + (1 - LEAST) * (COMMON - share) / (COMMON - RARE))), 3)

    def known(self, word: str) -> bool:
        """Whether a dictionary lists the word."""
        return bool(self._loaded().FREQ.get(word))

    def _loaded(self) -> jieba.Tokenizer:
        with self._lock:
            if not self._ready:
                jieba.setLogLevel(logging.WARNING)
                self._tokenizer.initialize()
                entries = lexicon.read("words.txt")
                listed = [line.split()[0] for line in entries.splitlines() if line.strip()]
                self._general = {word: self._tokenizer.FREQ.get(word, 0) for word in listed}
                self._tokenizer.load_userdict(io.StringIO(entries))
                self._ready = True
        return self._tokenizer


@lru_cache(maxsize=1)
def words() -> Words:
    """The one dictionary of the process."""
    return Words()
