"""Regions of China in running text: a gazetteer of our own, matched by the longest name, ambiguous until the text decides.

A full name (芜湖市) always counts. A short name counts alone only where it is a city's and no common word, or stands in
the list of county names that do; else it needs its parent before it (山西长治), a region beside it (东至、青阳县), or, in a
question, the bounds of a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from retrieval import lexicon
from retrieval.model import Region, RegionLevel
from retrieval.parsing import spelling
from retrieval.parsing.placement import inside_name, stands_alone, unlinked

Standing = Literal["sure", "plain", "weak", "letter", "phrase"]
_ORDER: dict[RegionLevel | None, int] = {"省级": 0, "地级市": 1, "县级": 2, "乡镇": 3, None: 4}
_SUFFIXES = ("省", "市", "区", "县", "旗", "州", "盟", "地区")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionMatch:
    """A name in a text: ``text[start:end]``. ``regions``: what it may mean, higher levels first; one = decided.

    ``inside_name``: the name is part of an organisation's or a street's name (杭州市第七人民医院), not a place spoken of.
    """

    start: int
    end: int
    regions: tuple[Region, ...]
    inside_name: bool = False

    @property
    def region(self) -> Region | None:
        """The region where the name can mean only one."""
        return self.regions[0] if len(self.regions) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    regions: tuple[Region, ...] = ()
    standing: Standing = "sure"


class Gazetteer:
    """Names of regions and what they mean. Immutable; ``load()`` gives the shared one of the package's data."""

    def __init__(
        self, rows: Sequence[dict[str, str]], words: Sequence[dict[str, str]], rosters: dict[str, str]
    ) -> None:
        self._standing = {word: row["kind"] for row in words for word in row["words"].split()}
        self._rosters = rosters
        self._regions = tuple(_regions(rows))
        self._children: dict[str, list[Region]] = defaultdict(list)
        for region in self._regions:
            if region.parent:
                self._children[region.parent].append(region)
        self._entries = self._index(rows)
        self._longest = _longest(self._entries)
        self._first = re.compile("[" + re.escape("".join(sorted({key[0] for key in self._entries}))) + "]")

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The gazetteer of the package's own data (regions.tsv, region_words.tsv, rosters.tsv)."""
        rosters = {row["name"]: row["members"] for row in lexicon.table("rosters.tsv")}
        return cls(lexicon.table("regions.tsv"), lexicon.table("region_words.tsv"), rosters)

    def find(self, text: str, *, terse: bool = False) -> list[RegionMatch]:
        """All regions named in ``text``, in its order, not overlapping.

        ``terse``: the text is a question or a heading, where a bare short name between the bounds of a word is a place.
        """
        raw: list[tuple[RegionMatch, bool]] = []
        for start, end, entry in self._hits(text):
            match = self._narrowed(text, start, end, entry, raw[-1][0] if raw else None)
            sure = entry.standing == "sure" or self._under(match, raw[-1] if raw else None)
            if sure or (terse and stands_alone(text, start, end, entry.standing)) or entry.standing != "letter":
                raw.append((match, sure or (terse and stands_alone(text, start, end, entry.standing))))
        drop = unlinked(text, [(match.start, match.end, sure) for match, sure in raw])
        return [match for number, (match, _) in enumerate(raw) if number not in drop]

    def named(self, name: str) -> tuple[Region, ...]:
        """Regions that ``name`` can mean: full name, short name or alias; () for an unknown one. Higher levels first."""
        entry = self._entries.get(name)
        return entry.regions if entry else ()

    def get(self, name: str) -> Region | None:
        """The one region called ``name``, None where there is none or more than one."""
        regions = self.named(name)
        return regions[0] if len(regions) == 1 else None

    def coded(self, code: str) -> tuple[Region, ...]:
        """The region with this GB/T 2260 code; () for an unknown one."""
        return tuple(region for region in self._regions if region.code == code)

    def children(self, name: str, level: RegionLevel | None = None) -> tuple[Region, ...]:
        """Regions directly below ``name`` (full, short or alias); with ``level``: all of that level at any depth.

        In the order of the division codes.
        """
        below: list[Region] = []
        for region in self.named(name)[:1]:
            for child in self._children.get(region.name, ()):
                below += [child] if level in (None, child.level) else self.children(child.name, level)
        return tuple(below)

    def roster(self, name: str) -> tuple[Region, ...]:
        """The cities of a named set: 长三角, 珠三角, 京津冀; 安徽各市 or 安徽 (its 地级市). () for an unknown set.

        A 直辖市 stands in it as itself.
        """
        stem = re.sub(r"(?:各|所有|全部|的)*(?:地级?市|地市|省市|市州|市|城市|地区|地)?$", "", name) or name
        members = self._rosters.get(name) or self._rosters.get(stem)
        names = members.split() if members else [r.name for r in self.named(stem)[:1] if r.level == "省级"]
        cities: list[Region] = []
        for region in (self.named(member)[0] for member in names):
            below = self.children(region.name, "地级市") if region.level == "省级" else ()
            cities += below or [region]
        return tuple(cities)

    def rosters(self) -> tuple[str, ...]:
        """Names of the sets that ``roster`` knows beside the provinces, longest first."""
        return tuple(sorted(self._rosters, key=len, reverse=True))

    def is_within(self, inner: Region, outer: Region) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it, by parent and province."""
        if inner.name == outer.name:
            return inner.code == outer.code or None in (inner.code, outer.code)
        if outer.level == "省级":
            return inner.province == outer.name
        return outer.level == "地级市" and inner.parent == outer.name

    def resolve(self, regions: Sequence[Region], near: Iterable[Region]) -> Region | None:
        """The only one of ``regions`` that lies in, or beside (same parent), a region of ``near``; None where undecided."""
        if len(regions) == 1:
            return regions[0]
        known = tuple(near)
        inside = [r for r in regions if any(self.is_within(r, other) and r != other for other in known)]
        beside = [r for r in regions if any(r.parent and r.parent == other.parent for other in known)]
        chosen = inside or beside
        return chosen[0] if len(chosen) == 1 else None

    def near(self, word: str, among: Iterable[str] | None = None) -> str | None:
        """The one name of ``among`` (all cities where None) that ``word`` is a slip for; None for a known region's name."""
        if self.named(word):
            return None
        return spelling.near(word, among or (region.name for region in self._regions if region.level == "地级市"))

    def _index(self, rows: Sequence[dict[str, str]]) -> dict[str, _Entry]:
        keyed: dict[str, list[tuple[Region, bool]]] = defaultdict(list)
        for region, row in zip(self._regions, rows, strict=True):
            names = [region.name, region.short, *filter(None, row["aliases"].split("|"))]
            for name in dict.fromkeys(names):
                keyed[name].append((region, name == region.name or name.endswith(_SUFFIXES)))
        entries = {name: self._entry(name, found) for name, found in keyed.items()}
        phrases = (word for word, kind in self._standing.items() if kind == "phrase")
        return entries | {word: _Entry(standing="phrase") for word in phrases if word not in entries}

    def _entry(self, name: str, found: list[tuple[Region, bool]]) -> _Entry:
        ordered = sorted((region for region, _ in found), key=lambda region: _ORDER[region.level])
        if not any(full for _, full in found):
            ordered = [region for region in ordered if _spoken(region, ordered[0])]
        return _Entry(regions=tuple(ordered), standing=self._rank(name, ordered[0], any(full for _, full in found)))

    def _rank(self, name: str, region: Region, full: bool) -> Standing:
        if len(name) == 1:
            return "letter"
        kind = self._standing.get(name)
        if kind in ("bare", "weak"):
            return "sure" if kind == "bare" or region.level == "省级" else "weak"
        if len(name) > 2 or region.level != "县级":
            return "sure"
        return "weak" if full else "plain"

    def _hits(self, text: str) -> Iterable[tuple[int, int, _Entry]]:
        reached = 0
        for found in self._first.finditer(text):
            start = found.start()
            if start < reached:
                continue
            hit = self._longest_at(text, start)
            if hit:
                reached = hit[0]
                if hit[1].standing != "phrase":
                    yield start, *hit

    def _longest_at(self, text: str, start: int) -> tuple[int, _Entry] | None:
        for length in range(min(self._longest[text[start]], len(text) - start), 0, -1):
            end = start + length
            entry = self._entries.get(text[start:end])
            if entry and not (text[end - 1] in "区县" and text[end : end + 1] in ("域", "级") and length > 2):
                return end, entry
        return None

    def _narrowed(self, text: str, start: int, end: int, entry: _Entry, before: RegionMatch | None) -> RegionMatch:
        match = RegionMatch(start=start, end=end, regions=entry.regions, inside_name=inside_name(text, start, end))
        if before and before.end == start:
            inner = [r for r in match.regions if any(self.is_within(r, o) and r != o for o in before.regions)]
            return replace(match, regions=tuple(inner) or match.regions)
        return match

    def _under(self, match: RegionMatch, before: tuple[RegionMatch, bool] | None) -> bool:
        """Whether the parent stands, itself sure, right before the match."""
        if not before or not before[1] or before[0].end != match.start:
            return False
        return any(self.is_within(r, o) and r != o for r in match.regions for o in before[0].regions)


def _spoken(region: Region, highest: Region) -> bool:
    """Whether people mean ``region`` by a short name that it shares with ``highest``: 长沙 is the city, not 长沙县."""
    if highest.level == "省级":
        return region is highest or region.parent == highest.name
    return region.level == highest.level or region.parent == region.province


def _regions(rows: Sequence[dict[str, str]]) -> Iterable[Region]:
    parents = {row["name"]: row["parent"] for row in rows if row["level"] != "县级"}
    for row in rows:
        parent = row["parent"] or None
        level: RegionLevel = row["level"]  # type: ignore[assignment]  # the data file holds only these levels
        province = row["name"] if level == "省级" else (parents.get(parent or "") or parent)
        yield Region(
            name=row["name"], short=row["short"], level=level, code=row["code"], province=province, parent=parent
        )


def _longest(names: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        longest[name[0]] = max(longest.get(name[0], 0), len(name))
    return longest


_NAME = re.compile(r"[一-龥]{2,6}?(?:省|市|县|区|旗|自治州|盟|镇|乡|街道)")
_LEVELS: dict[str, RegionLevel] = {
    "省": "省级", "州": "地级市", "盟": "地级市", "县": "县级", "区": "县级", "旗": "县级",
    "镇": "乡镇", "乡": "乡镇", "道": "乡镇",
}  # fmt: skip


def corpus_region(name: str, context: str = "") -> Region:
    """A region that only the corpus knows, from its name (青岚市) and the text around it; unknown fields stay None.

    A 市 is a 地级市 where the text speaks of its counties (各县区), else its level is unknown.
    """
    level = _LEVELS.get(name[-1])
    if name.endswith("市") and re.search(r"各县|县市区|县（?区|市县两级|区县|下辖", context):
        level = "地级市"
    short = re.sub(r"(?:自治州|街道|[省市县区旗盟镇乡])$", "", name)
    above = re.search(r"([一-龥]{2,3}省)" + re.escape(short), context)
    province = name if level == "省级" else (above.group(1) if above else None)
    parent = province if level == "地级市" else None
    return Region(name=name, short=short if len(short) > 1 else name, level=level, province=province, parent=parent)
