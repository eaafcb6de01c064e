"""Standard names of indicators: ``retrieval/lexicon/indicators.tsv`` (name, aliases, unit, base, better)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from retrieval import lexicon
from retrieval.parsing.text import fold

_LEAST = 0.6  # likeness below which a name is no candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A row of the lexicon. ``base``: what it is counted on (每千人口, 活产), ``better``: 高, 低 or unknown ("")."""

    name: str
    aliases: tuple[str, ...]
    unit: str
    base: str
    better: str


def standard(name: str) -> str | None:
    """The standard name of a measure known under ``name``; None where the lexicon does not know it.

    >>> standard("每千人口托位数")
    '千人口托位数'
    """
    found = _by_key().get(key(name))
    return found.name if found else None


def row(name: str) -> Standard | None:
    """The lexicon's row of a measure, by its standard name or an alias."""
    return _by_key().get(key(name))


def candidates(word: str) -> tuple[str, ...]:
    """Standard names that ``word`` may mean, the likeliest first, at most eight; near misses stay apart.

    A known name or alias means itself only; else names that hold the word, then names that share its characters.
    """
    wanted = key(word)
    if not wanted:
        return ()
    known = standard(word)
    if known:
        return (known,)
    scored = [(score, -len(each.name), each.name) for each in rows() if (score := _likeness(wanted, each)) >= _LEAST]
    return tuple(name for *_, name in sorted(scored, reverse=True)[:8])


@cache
def rows() -> tuple[Standard, ...]:
    """All rows in the order of the file."""
    return tuple(_rows())


def key(name: str) -> str:
    """A name for comparing: folded, without blanks, brackets, 的, 每 and a closing 数."""
    plain = re.sub(r"[\s()\[\]、,“”\"'·]|的|每(?=[千万百十\d])|平均(?=每)", "", fold(name))
    plain = re.sub(r"^(?:全[市省县区国]|我[市省县区]|本[市省县区])(?=.{4})", "", plain)
    return re.sub(r"(?<=..)(?:数量|总数|数)$", "", plain.replace("十万", "10万"))


@cache
def _by_key() -> dict[str, Standard]:
    found: dict[str, Standard] = {}
    for each in rows():
        for name in (each.name, *each.aliases):
            found.setdefault(key(name), each)
    return found


def _rows() -> Iterator[Standard]:
    for line in lexicon.table("indicators.tsv"):
        aliases = tuple(filter(None, line["aliases"].split("|")))
        yield Standard(name=line["name"], aliases=aliases, unit=line["unit"], base=line["base"], better=line["better"])


def _likeness(wanted: str, each: Standard) -> float:
    """1.5 for a name that holds the word, else the F1 of shared character pairs, the best over the aliases."""
    keys = [key(name) for name in (each.name, *each.aliases)]
    if len(wanted) > 1 and any(wanted in known for known in keys):
        return 1.0 + len(wanted) / max(len(known) for known in keys if wanted in known)
    return max(_pairs(wanted, known) for known in keys)


def _pairs(one: str, other: str) -> float:
    first, second = (Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (one, other))
    return 2 * sum((first & second).values()) / max(1, sum(first.values()) + sum(second.values()))
