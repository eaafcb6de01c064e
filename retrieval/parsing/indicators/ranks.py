"""Places in a ranking: 居全省首位, 位列第8."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.parsing.indicators.phrases import Around, cleaned, noun_of, short, subject_of
from retrieval.parsing.text import numeral

_RANK = re.compile(
    r"(?:第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<word>[位名])?|(?P<first>首位|榜首|第一方阵|前列)|前(?P<top>\d{1,2}|[一二三四五六七八九十])[位名强])(?=[,。;:、)\s]|$)"
)
_VERB = re.compile(
    r"(?:位居|跃居|稳居|排名|排在|位列|名列|继续保持|保持|蝉联|荣获|获得|进入|居|列|排|获|评估|评分|考核|成绩|得分|总分)(?=[^,。;:“”]{0,16}$)"
)

_AREA = re.compile("全[国省市县区]")
_AMONG = re.compile(r"在?[^,。;]{0,14}中$")
_WON = re.compile(r"^(?:[获列居]|荣获|获得|取得)?(?:全[国省市县区])?")
_ASSESSED = ("评估", "评分", "考核", "成绩", "得分", "总分")
_PLACED = ("位居", "位列", "名列", "排名", "列", "居", "排", "跃居", "稳居", "排在")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A place, ``plain[start:end]``. ``text``: 全省首位; ``begin``: where the words that it is about end; ``area``: 全省 or "".

    ``place``: None for 前列; ``at_most``: 前三位; ``value``: the place as written.
    """

    start: int
    end: int
    begin: int
    text: str
    place: int | None
    at_most: bool
    area: str
    value: str


def ranks(plain: str, start: int, end: int) -> tuple[Rank, ...]:
    """Every rank in ``plain[start:end]`` (one sentence of narrow text)."""
    found = (_rank(plain, start, match) for match in _RANK.finditer(plain, start, end))
    return tuple(rank for rank in found if rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a rank is about: ``name`` ("" where it is the figure before), ``area`` 全省 or "", ``rank`` 全省首位."""

    name: str
    area: str
    rank: str

    def title(self) -> str:
        """The name of the rank as an indicator: 千人口托位数全省排名."""
        return short(self.name.removesuffix(self.area) + self.area + "排名")


def subject(plain: str, start: int, rank: Rank, topic: str) -> Subject:
    """What the words before a rank say it is about; ``start``: of its sentence; ``topic``: of the heading."""
    begin = max(start, *(plain.rfind(mark, start, rank.start) + 1 for mark in ",;:。"))
    own = plain[begin : rank.begin]
    ahead = _AREA.search(own)
    area = rank.area if _AREA.fullmatch(rank.area) else "" if rank.area or not ahead else ahead[0]
    if _AMONG.search(own):
        around = Around(left="", right="", before=plain[start:begin].rstrip(",;:、"), topic=topic)
        return Subject(name=subject_of(around), area=area, rank=rank.text)
    rest = noun_of(re.sub(r"\d.*$", "", _WON.sub("", cleaned(own))))
    if len(rest) < 2:
        first = begin == start or not re.search(r"\d", plain[start:begin])
        rest = (
            subject_of(Around(left="", right="", before=plain[start:begin].rstrip(",;:、"), topic=topic))
            if first
            else ""
        )
        return Subject(name=rest, area=area, rank=rank.text)
    return Subject(name=short(rest), area=area, rank=rank.text if rank.area else area + rank.text)


def _rank(plain: str, start: int, match: re.Match[str]) -> Rank | None:
    begin = max(start, *(plain.rfind(mark, start, match.start()) + 1 for mark in ",;:。、"))
    verbs = [*_VERB.finditer(plain[begin : match.start()])]
    if not verbs:
        return None
    assessed = [each for each in verbs if each[0] in _ASSESSED]
    verb = assessed[-1] if assessed else verbs[0]
    area = plain[begin + verb.end() : match.start()].lstrip("在到为")
    if match["n"] and not match["word"] and not area and not assessed and verb[0] not in _PLACED:
        return None
    return Rank(
        start=begin + verb.start(),
        end=match.end(),
        begin=begin + (verb.end() if assessed else verb.start()),
        text=(area + match[0]).strip(),
        place=1 if match["first"] in ("首位", "榜首") else numeral(match["n"] or match["top"] or "") or None,
        at_most=bool(match["top"]),
        area=area if len(area) <= 12 else "",
        value=match[0],
    )
