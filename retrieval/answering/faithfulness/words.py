"""How much of what is said stands in the evidence, character pair by character pair. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from retrieval import lexicon
from retrieval.parsing.text import fold

#: What is said around a statement and states nothing itself.


@cache
def _framing() -> re.Pattern[str]:
    """Words around a statement that state nothing themselves (framing.txt), the longest first."""
    lines = [line for line in lexicon.read("framing.txt").splitlines() if not line.startswith("#")]
    return re.compile("|".join(sorted(" ".join(lines).split(), key=len, reverse=True)))


def telling(text: str) -> list[str]:
    """What is left of a text without the words around a statement.

    >>> telling("其中新增托位")
    ['增托']
    """
    return [part for part in _framing().split(text) if part]


def last_words(text: str, count: int) -> list[tuple[str, ...]]:
    """For each of the last ``count`` telling characters the pairs that it stands in.

    >>> last_words("增加托位达", 2)
    [('加托', '托位'), ('增加', '加托')]
    """
    plain = "".join(_HAN.findall(text))
    framed = {n for found in _framing().finditer(plain) for n in range(*found.span())}
    ends = [n for n in range(len(plain)) if n not in framed][-count:]
    return [
        tuple(part for part in (plain[max(0, n - 1) : n + 1], plain[n : n + 2]) if len(part) > 1) for n in ends[::-1]
    ]


#: Numbers are judged as such.
_NUMERALS = re.compile(r"[零一二两三四五六七八九十百千]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = re.compile(r"[“”‘’\"'《》「」『』\s]")
_CHUNK = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """How a piece of text is covered. ``said``: its telling characters; ``strange``: stretches that no evidence holds."""

    said: int
    strange: tuple[str, ...]

    @property
    def share(self) -> float:
        """0.0 … 1.0; 1.0 where nothing telling is said."""
        return 1 - sum(map(len, self.strange)) / self.said if self.said else 1.0

    @property
    def most(self) -> int:
        """Characters of the longest stretch that is not covered."""
        return max(map(len, self.strange), default=0)


@lru_cache(maxsize=1024)
def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, numbers and punctuation left out."""
    found: set[str] = set()
    for chunk in _CHUNK.findall(_PLAIN.sub("", fold(text))):
        found.update(chunk[n : n + 2] for n in range(len(chunk) - 1))
        found.update(chunk if len(chunk) == 1 else ())
    # what stands beside a number or a bracket may stand together elsewhere
    joined = "".join(_HAN.findall(text))
    found.update(joined[n : n + 2] for n in range(len(joined) - 1))
    return frozenset(found)


@lru_cache(maxsize=1024)
def cover(text: str, evidence: str) -> Cover:
    """How ``text`` is covered by ``evidence``.

    >>> cover("建成区域影像中心3个，群众满意度大幅提升", "全市建成区域影像中心3个。").strange
    ('群众满意度大幅提升',)
    """
    known = pairs(evidence)
    plain = _PLAIN.sub("", fold(text))
    strange: list[str] = []
    said = 0
    for chunk in _CHUNK.finditer(plain):
        word = chunk[0]
        held = _held(word, known, evidence)
        said += sum(held)
        for run in _runs(word, held):
            rest = [part for part in telling(_NUMERALS.sub("", run)) if not alike(part, evidence)]
            said += sum(map(len, rest))
            strange += rest
    return Cover(said=said, strange=tuple(strange))


#: Words of one character that another may stand for.
_BETWEEN = "到在于为是有了的和与对将把由从至等及或以"


@lru_cache(maxsize=1024)
def exchanged(text: str, evidence: str) -> str | None:
    """The first stretch of ``text`` that stands where the evidence has another word; None where none does.

    Only stretches of one telling character; longer ones are strange by themselves.

    >>> exchanged("床位使用率达44.8%", "托位使用率达44.8%。"), exchanged("托位的使用率", "托位使用率")
    ('床位', None)
    """
    known, plain = pairs(evidence), _PLAIN.sub("", fold(evidence))
    for chunk in _CHUNK.finditer(_PLAIN.sub("", fold(text))):
        word = chunk[0]
        held = [*_held(word, known, evidence), True] if len(word) > 2 else []
        low = 0
        for n, one in enumerate(held):
            if one:
                if low < n and _instead(word, low, n, plain):
                    return word[max(0, low - 1) : n] if low else word[low : n + 1]
                low = n + 1
    return None


def _instead(word: str, low: int, high: int, evidence: str) -> bool:
    """Whether what stands beside ``word[low:high]`` stands beside another word in the evidence, which it does not mean."""
    core = "".join(telling(_NUMERALS.sub("", word[low:high])))
    if len(core) != 1 or core in "不未无没非":  # a negation is judged as such
        return False
    before, behind = word[max(0, low - 2) : low], word[high : high + 2]
    if before and behind and before + behind in evidence:
        return False  # put in between
    around = (word[max(0, low - 1) : high], word[low : high + 1], word[low:high])
    if any(len(part) > 1 and alike(part, evidence, whole=True) for part in around):
        return False
    if high - low > 1:
        whole = len(before + behind) == 4 or (low == 0 and len(behind) == 2)
        patterns = [rf"{before}([\u4e00-\u9fff]{{1,4}}){behind}"] if whole else []
    else:
        patterns = [rf"([\u4e00-\u9fff]){behind}"] if len(behind) == 2 else []
        patterns += [rf"{before}([\u4e00-\u9fff])"] if len(before) == 2 else []
    others = {found[1] for pattern in patterns for found in re.finditer(pattern, evidence)}
    return any(telling(other) if len(other) > 1 else other not in _BETWEEN for other in others)


def _held(word: str, known: frozenset[str], evidence: str) -> list[bool]:
    if len(word) == 1:
        return [word in evidence]
    held = [False] * len(word)
    for n in range(len(word) - 1):
        if word[n : n + 2] in known:
            held[n] = held[n + 1] = True
    return held


def _runs(word: str, held: Sequence[bool]) -> Iterable[str]:
    start = None
    for n, one in enumerate([*held, True]):
        if one and start is not None:
            yield word[start:n]
            start = None
        elif not one and start is None:
            start = n


def alike(part: str, evidence: str, *, whole: bool = False) -> bool:
    """Whether the evidence says ``part``, or another known word for it; ``whole``: for all of it, not for a piece."""
    if len(part) == 1:
        return part in evidence
    if whole or any(part in other for other in _others(part)):
        return any(other in evidence for other in _others(part, whole=whole))
    rest = part
    for group in _groups():
        for word in group if any(other in evidence for other in group) else ():
            rest = rest.replace(word, "") if len(word) > 1 else rest
    return len("".join(telling(rest))) < 2


@lru_cache(maxsize=4096)
def _others(part: str, *, whole: bool = False) -> tuple[str, ...]:
    """The words that may stand for one that ``part`` holds or is a piece of; ``whole``: for ``part`` itself."""
    found: list[str] = []
    for group in _groups():
        if part in group or (not whole and any(_piece(part, word) for word in group)):
            found += group
    return tuple(found)


def _piece(part: str, word: str) -> bool:
    """Whether a word stands in ``part``, or is ``part`` but for a character."""
    return len(word) > 1 and (word in part or (part in word and len(word) <= len(part) + 1))


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    """Words that may stand for each other: a colloquial one and each of its official words, and the rows of alike.tsv."""
    made = [(row["word"], word) for row in lexicon.table("synonyms.tsv") for word in row["official"].split("|")]
    return (*made, *(tuple(row["words"].split()) for row in lexicon.table("alike.tsv")))


def likeness(one: str, other: str) -> float:
    """The share of the pairs of ``one`` that ``other`` has, 0.0 … 1.0; 1.0 where ``one`` says nothing."""
    first = pairs(one)
    return len(first & pairs(other)) / len(first) if first else 1.0
