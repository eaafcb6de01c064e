"""Regions named in a question, however they are written: by name, in pinyin, or with a slip of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval import lexicon
from retrieval.model import Region
from retrieval.parsing.regions import Gazetteer, RegionMatch
from retrieval.parsing.spelling import near, sounds
from retrieval.search.holdings import Holdings
from retrieval.search.words import words

Span = tuple[int, int]

LATIN = re.compile(
    r"(?<![A-Za-z])([A-Za-z]{4,}|[A-Za-z]{2,}'[A-Za-z]{2,})(?:'s)?(?:\s*(?:city|county|district|province|municipality)(?:'s)?)?(?![A-Za-z])",
    re.IGNORECASE,
)
HEAD = re.compile(r"(?:^|[,。;:?!、\s“\"(]|那么?|和|与|跟|及|比|在|关于|问|查|看|请)$")
HAN = re.compile(r"[\u4e00-\u9fff]+")
UNKNOWN_CITY = re.compile(
    r"(?:^|(?<=[,。;:?!、\s那和与跟]))(?![全各我本该哪某咱每这那外])([\u4e00-\u9fff]{2,4}?(?<![夜超城股门菜集上都县省地区花早楼全各我本哪个座些类所])市)(?=的|20\d\d|今年|去年|明年|前年|呢|和|与|跟|、|卫生|卫健|$|\?)"
)
CITY_LEVELS = ("省级", "地级市")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A region named in a question: where, and what it may mean. ``corrected``: what to say of a slip that was mended."""

    start: int
    end: int
    regions: tuple[Region, ...]
    inside_name: bool = False
    corrected: str | None = None

    @property
    def region(self) -> Region:
        """The likeliest meaning."""
        return self.regions[0]


def named(text: str, holdings: Holdings, gazetteer: Gazetteer) -> list[Mention]:
    """All regions that a normalised question names, in its order: indexed ones, known ones, and cities nobody knows."""
    own = list(_own_names(text, holdings, gazetteer))
    known = [
        Mention(start=match.start, end=match.end, regions=match.regions, inside_name=match.inside_name)
        for match in gazetteer.find(text, terse=True)
        if not _overlapping(match, own)
    ]
    for mention in _headed(text, holdings):
        others = _overlapping(mention, [*own, *known])
        if not any(other.region in holdings.regions for other in others) and not _within(mention, others):
            known = [other for other in known if other not in others] + [mention]
    latin = list(_romanised_mentions(text, holdings, gazetteer)) if re.search(r"[A-Za-z]{4}", text) else []
    found = [*own, *known, *latin]
    for match in UNKNOWN_CITY.finditer(text):
        if not any(match.start(1) < mention.end and mention.start < match.end(1) for mention in found):
            name = match[1]
            unknown = Region(name=name, short=name[:-1], level=None)
            if not near(name, holdings.by_name):
                found.append(Mention(start=match.start(1), end=match.end(1), regions=(unknown,)))
    return sorted([*found, *_slips(text, found, holdings, gazetteer)], key=lambda mention: mention.start)


def _overlapping(one: Mention | RegionMatch, others: Sequence[Mention]) -> list[Mention]:
    return [other for other in others if one.start < other.end and other.start < one.end]


def _within(one: Mention, others: Sequence[Mention]) -> bool:
    """Whether it is a part of a longer name."""
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _headed(text: str, holdings: Holdings) -> Iterator[Mention]:
    """Indexed regions by their short names where a region is due: at the head of a clause, after 和 and the like."""
    names = {region.short: region for region in holdings.regions if len(region.short) > 1}
    for start, end in _windows(text, {len(name) for name in names}):
        region = names.get(text[start:end])
        if region:
            suffix = int(text[end : end + 1] == region.name[-1:])
            yield Mention(start=start, end=end + suffix, regions=(region,))


def _own_names(text: str, holdings: Holdings, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Indexed regions that the gazetteer doesn't know, by full or short name."""
    names = {
        name: region
        for region in holdings.regions
        if region.code is None and region not in gazetteer.named(region.name)
        for name in (region.name, region.short)
        if len(name) > 1
    }
    if not names:
        return
    for match in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text):
        tail = text[match.end() : match.end() + 12]
        inside = bool(re.match(r"[^\W\d的]{0,8}?(?:医院|卫生院|大学|学院|公司|集团)(?!数|总|有|多少|改革)", tail))
        yield Mention(start=match.start(), end=match.end(), regions=(names[match[0]],), inside_name=inside)


@lru_cache(maxsize=1)
def _romanised() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in lexicon.table("regions.tsv"):
        if row["level"] in CITY_LEVELS:
            key = "".join(sounds(row["short"]))
            table[key] = (*table.get(key, ()), row["name"])
    return table


def _romanised_mentions(text: str, holdings: Holdings, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Regions written in pinyin without tones: Wuhu, xi'an. Indexed ones first."""
    indexed: dict[str, tuple[Region, ...]] = {}
    for region in holdings.regions:
        key = "".join(sounds(region.short))
        indexed[key] = (*indexed.get(key, ()), region)
    for match in LATIN.finditer(text):
        key = re.sub(r"'s$|[^a-z]", "", match[1].lower())
        regions = indexed.get(key) or tuple(
            region for name in _romanised().get(key, ()) for region in gazetteer.named(name)[:1]
        )
        if regions:
            yield Mention(start=match.start(), end=match.end(), regions=regions)


def _slips(text: str, found: Sequence[Mention], holdings: Holdings, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Misspelt indexed regions at the bounds of a word."""
    names = {region.short: region for region in holdings.regions if len(region.short) > 1}
    taken = [(mention.start, mention.end) for mention in found]
    for start, end in _windows(text, {len(name) for name in names}):
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        word = text[start:end]
        right = near(word, [name for name in names if _alike(word, name)])
        if right and not gazetteer.named(word) and _unknown_word(text, start, end):
            suffix = int(text[end : end + 1] in ("市", "县", "区") and names[right].name.endswith(text[end]))
            taken.append((start, end + suffix))
            note = f"按“{right}”答（问句写作“{word}”）"
            yield Mention(start=start, end=end + suffix, regions=(names[right],), corrected=note)


def _windows(text: str, lengths: set[int]) -> Iterator[Span]:
    for start in range(len(text)):
        if HEAD.search(text[max(0, start - 2) : start]):
            for length in sorted(lengths, reverse=True):
                if HAN.fullmatch(text[start : start + length]) and start + length <= len(text):
                    yield start, start + length


def _unknown_word(text: str, start: int, end: int) -> bool:
    """No dictionary word, and none is cut at its end."""
    word = text[start:end]
    clause = re.split(r"[,。;:?!\n]", text[start : start + 24])[0]
    reached = 0
    for piece in words().cut(clause):
        reached += len(piece)
        if reached >= end - start:
            break
    return not words().known(word) and (reached == end - start or text[end : end + 1] in tuple("市县区的"))


def _alike(word: str, name: str) -> bool:
    """A quick look before the exact one: a shared character, or the same sound."""
    return len(word) == len(name) and (not set(word).isdisjoint(name) or sounds(word) == sounds(name))
