"""From asked words to names of indicators in the ledger. Near misses stay apart: what is not surely the same is only offered.

Two names are the same where the lexicon gives them one standard name or where nothing but filler parts them
(每千人口托位数 = 千人托位数). Everything else is near at best: 基层就诊率 is neither 县域就诊率 nor 基层门诊占比.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from retrieval.parsing.text import fold

#: Name → its standard name, None for a word that the lexicon does not know.
Standard = Callable[[str], str | None]

#: Words in front of a name that say what part of the region or its people it is counted on: another scope, not another name.
GROUND = "(?:全[省市县区]|我[省市县区])(?!域)|(?:常住|户籍)(?:人口|居民)?|城区|县城|城市|农村(?:地区)?|乡村|山区(?:乡镇)?|城乡"
#: What a measure is counted on, in front of its name: 每千人, 千名3岁以下婴幼儿, 万名老年人.
_BASE = re.compile(r"^每?[百千万十\d]+(?:名|人)(?:\d+岁及?以[上下])?(?:婴幼儿|儿童|老年人|活产儿?)?(?:拥有)?(?=.{2})")
_SIGNS = re.compile(r"[^\w%‰/+]|_")
_SAME: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), same)
    for pattern, same in (
        (rf"^(?:{GROUND})(?=.{{4}})", ""),
        (r"院前(?=急救)|平均(?=.{3})", ""),
        (r"用时$", "时间"),
        (r"每?([百千万])(?:名)?(?:常住)?人口?(?=.)(?:拥有)?", r"\1人"),
        (r"县域内", "县域"),
        (r"(?:所占)?(?:比例|比重|占比)", "占比"),
        (r"(?<=[率数比量])(?:达到?|为)$", ""),
        (r"(?<!人)(?:总数|数量|个数|数)$", ""),
        (r"的", ""),
    )
)
_GROUND = re.compile(rf"(?:{GROUND})(?=.{{4}})")
#: A name shares at least this much with the asked words to be offered.
NEAR = 0.5
#: What may follow the asked words in the only name that holds them, which is then meant: 中医夜市 is asked, 中医夜市场次 told.
COUNTED = ("场次", "人次", "次", "人数", "金额", "面积")
#: At most this many names are offered.
OFFERED = 8
#: Words of at most so many characters may stand for a longer name that holds them.
SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What asked words mean. ``name``: the indicator's name for the reader, None where none is surely meant.

    ``names``: its spellings in the ledger. ``near``: other names that the asker may mean, nearest first.
    ``wider``: the words are short and other names hold them (托位), so that one of those may be meant as well.
    """

    name: str | None = None
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    wider: bool = False


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of a ledger, made once for it. ``counts``: name → figures under it. ``standard``: the lexicon's opinion."""

    counts: Mapping[str, int]
    standard: Standard
    groups: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        groups: dict[str, list[str]] = {}
        for name in self.counts:
            groups.setdefault(self.key(name), []).append(name)
        object.__setattr__(self, "groups", {key: tuple(names) for key, names in groups.items()})

    def key(self, name: str) -> str:
        """What all names of one indicator share."""
        return _key(name, self.standard)

    def match(self, word: str, variants: Sequence[str] = ()) -> Matched:
        """The indicator that ``word``, or else one of the official words for it, surely names, and near ones."""
        near = self.near(word)
        for asked in (word, *variants):
            names = self.groups.get(self.key(asked))
            if names and (asked == word or not _broader(asked, word)):
                wider = len(asked) <= SHORT
                return Matched(name=self._named(asked, names), names=names, near=_without(near, names), wider=wider)
        meant = self._meant(word)
        if meant:
            return Matched(name=self._shown(meant), names=meant, near=_without(near, meant))
        return Matched(near=near)

    def other_bases(self, name: str) -> tuple[str, ...]:
        """Spellings of the same measure on other bases: 千名3岁以下婴幼儿托位数 beside 千人口托位数; () for one without a base."""
        own = self.key(name)
        bare = _BASE.sub("", own)
        if bare == own:
            return ()
        others = (
            names for key, names in self.groups.items() if key != own and key != bare and _BASE.sub("", key) == bare
        )
        return tuple(name for names in others for name in names)

    def holding(self, word: str) -> dict[str, tuple[str, ...]]:
        """Name for the reader → spellings, of every indicator whose name holds ``word`` and is longer."""
        asked = normal(word)
        found = [names for key, names in self.groups.items() if asked in key and key != asked]
        return {self._shown(names): names for names in found}

    def near(self, word: str) -> tuple[str, ...]:
        """Names that share much with ``word`` or hold it, the nearest and most used first."""
        asked = normal(word)
        if len(asked) < 2:
            return ()
        scored = [
            (_nearness(asked, key), names) for key, names in self.groups.items() if key[:1] and _touches(asked, key)
        ]
        best = sorted(
            ((score, self._used(names), names) for score, names in scored if score >= NEAR),
            key=lambda each: (-each[0], -each[1], each[2]),
        )
        return tuple(self._shown(names) for _, _, names in best[:OFFERED])

    def _meant(self, word: str) -> tuple[str, ...]:
        """The spellings of the only indicator whose name is the words and what is counted in them."""
        asked = normal(word)
        holding = [(key, names) for key, names in self.groups.items() if asked in key] if len(asked) > 2 else []
        only = len(holding) == 1 and holding[0][0].removeprefix(asked) in COUNTED
        return holding[0][1] if only else ()

    def _named(self, asked: str, names: Sequence[str]) -> str:
        """The standard name of the asked words, else of what they matched; the words themselves where all have a scope."""
        bare = all(ground(name) for name in names) and ground(asked) is None
        return self.standard(asked) or (asked if bare else self._shown(names))

    def _shown(self, names: Sequence[str]) -> str:
        """The name to show: a standard one, else the one used most, rather without a scope in front."""
        plain = [name for name in names if ground(name) is None] or names
        best = max(plain, key=lambda name: (self.counts[name], name))
        return self.standard(best) or best

    def _used(self, names: Iterable[str]) -> int:
        return sum(self.counts[name] for name in names)


def normal(name: str) -> str:
    """A name without what makes no difference.

    >>> normal("每千人口托位数") == normal("千人托位"), normal("县域内就诊率"), normal("普惠托位所占比例")
    (True, '县域就诊率', '普惠托位占比')
    """
    text = _SIGNS.sub("", fold(name))
    for pattern, same in _SAME:
        text = pattern.sub(same, text) or text
    return text


def ground(name: str) -> str | None:
    """The scope that stands in front of a name: 常住人口 of 常住人口家庭医生签约率."""
    found = _GROUND.match(name)
    return found[0] if found and not found[0].startswith(("全", "我")) else None


def likeness(one: str, other: str) -> float:
    """F1 of the characters that two names share: 1.0 equal, 0.0 disjoint.

    >>> round(likeness("基层就诊率", "县域就诊率"), 2)
    0.6
    """
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / max(1, len(one) + len(other))


@lru_cache(maxsize=1 << 16)
def _key(name: str, standard: Standard) -> str:
    return normal(standard(name) or name)


def _nearness(asked: str, key: str) -> float:
    held = 0.5 * (asked in key or key in asked)
    return held + likeness(asked, key)


def _touches(asked: str, key: str) -> bool:
    """Two characters in a row in common: cheap, and true of all that is near."""
    return any(asked[place : place + 2] in key for place in range(len(asked) - 1))


def _broader(variant: str, word: str) -> bool:
    """Whether an official word says less than the asked one: 托位 for 千人口托位数."""
    return normal(variant) != normal(word) and normal(variant) in normal(word)


def _without(near: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in near if name not in names)
