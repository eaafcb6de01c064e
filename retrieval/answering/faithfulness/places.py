"""Which regions a sentence speaks of, and which of its citations each clause may rest on. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.faithfulness.facts import Stated
from retrieval.answering.faithfulness.grounds import Ground, short
from retrieval.parsing.regions import Gazetteer

_LEADING = re.compile(
    r"^(?:(?:据|根据|按照?|依据|从)(?:[^,，]{0,14}?报告[^,，]{0,4}[,，]|[^\u4e00-\u9fff]{0,2}(?=[\u4e00-\u9fff]))|截[至止][^,，]{0,14}[,，]|在|(?:\d{4}年(?:度|底|末)?(?:上半年|下半年|前.季度)?(?:实际|目标)?[,，:]?))*"
)
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:省|市|县|区|州|盟|旗)(?=\d|实际|目标|[:：(（的]|$)")
_OWN = re.compile(r"^(?:全|我|本|该|各|县|城|市|省)")
_JOINED = re.compile(r"\s*(?:[、和与及]|以及)\s*")
_HEADED = re.compile(r"(?:[(（].{1,4}[)）])?(?:\d{4}年|实际|目标|[:：])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A region named at ``text[start:end]``."""

    name: str
    start: int
    end: int


def named(text: str, grounds: Sequence[Ground], gazetteer: Gazetteer) -> tuple[Named, ...]:
    """Regions that a sentence names: known ones, those of the evidence, and one of any name at its head."""
    spans: dict[int, Named] = {}
    for match in gazetteer.find(text):
        if not match.inside_name:
            spans[match.start] = Named(name=text[match.start : match.end], start=match.start, end=match.end)
    for name in dict.fromkeys(one.place for one in grounds if one.place):
        for found in re.finditer(f"{re.escape(name)}|{re.escape(short(name))}", text):
            spans[found.start()] = Named(name=found[0], start=found.start(), end=found.end())
    lead = _LEADING.match(text)
    begin = lead.end() if lead else 0
    head = _NAMED.match(text, begin)
    if head and begin not in spans and not _OWN.match(head[0]):
        spans[begin] = Named(name=head[0], start=begin, end=head.end())
    return tuple(spans[at] for at in sorted(spans))


def misplaced(text: str, found: Sequence[Named], grounds: Sequence[Ground], gazetteer: Gazetteer) -> str | None:
    """The reason where a region is named that the evidence is not about, or does not mention; None where all stand."""
    lead = _LEADING.match(text)
    begin = lead.end() if lead else 0
    for each in found:
        if any(is_of(each.name, text[each.end :], one, gazetteer) for one in grounds):
            continue
        head = each.start == begin
        around = " ".join((*(one.text for one in grounds), *(one.around for one in grounds)))
        if short(each.name) not in around or (head and _HEADED.match(text, each.end)):
            return f"出处不是{each.name}的报告"
        follows = short(each.name) + text[each.start + len(short(each.name)) : each.end + 1]
        if head and follows not in around:
            return f"出处没有这样说{each.name}"
    return None


def is_of(name: str, behind: str, one: Ground, gazetteer: Gazetteer) -> bool:
    """Whether a name means the region of an evidence, or one above it that stands before it. ``behind``: the text that follows."""
    place = one.place
    if place is None:
        return False
    if short(name) == short(place):
        return True
    if short(place) not in behind[: len(name) + len(place) + 1]:
        return False
    region = gazetteer.get(place)
    above = [region.parent, region.province] if region else []
    return any(short(name) == short(each) for each in above if each)


def by_clause(said: Stated, found: Sequence[Named], grounds: Sequence[Ground]) -> list[list[Ground]]:
    """The grounds of each clause: of several regions, those of the ones named in it, or in the clause before."""
    regions = {one.place for one in grounds}
    current = list(grounds)
    made = []
    for low, high in said.clauses:
        here = {each.name for each in found if low <= each.start < high}
        own = [one for one in grounds if one.place and any(short(name) == short(one.place) for name in here)]
        if own and len(regions) > 1:
            current = own
        made.append(current)
    return made


def owners(at: int, said: Stated, found: Sequence[Named], within: list[Ground]) -> list[Ground]:
    """Of the grounds of a clause those that a number at an offset may be of: the region named last before it in the clause.

    Of regions named in a row as many numbers may follow (甲市和乙市分别为…): each is of the one in its place.
    """
    low, high = said.clauses[said.clause(at)]
    before = [each for each in found if low <= each.start < at]
    row = before[-1:]
    for each in before[-2::-1]:
        if not _JOINED.fullmatch(said.text[each.end : row[0].start]):
            break
        row.insert(0, each)
    told = sorted([each.start for each in said.quantities] + [each.at for each in said.others if each.bare])
    numbers = [start for start in told if row and row[-1].end <= start < high]
    if len(row) > 1 and len(numbers) == len(row):
        row = [row[numbers.index(at)]]
    if len(row) != 1:
        return within
    own = [one for one in within if one.place and short(one.place) == short(row[0].name)]
    return own or within
