"""Which regions a question is about, and which it only mentions.

A region is asked for when it is indexed, lies inside an indexed one or holds some; others count when nothing else is asked or
when they stand beside an asked one (芜湖和合肥). A region inside an organisation's name, above an asked region (嘉兴第一) or in
the predicate (去杭州考察) is part of the topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from retrieval.model import Region
from retrieval.parsing.regions import Gazetteer
from retrieval.search.holdings import Holdings
from retrieval.search.mentions import Mention, Span, named
from retrieval.search.shape import EVERY

LINK = re.compile(
    r"(?:[市县区]|两地|的)?\s*(?:、|,|/|和|与|跟|及|同|比|对比|还是|或者?|以及|还有|vs\.?|and|or|with|than)\s*(?:那)?\s*",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"[市]?(?:的)?(?:[\u4e00-\u9fff]{0,4})?(?:合作|共建|签约|签订|联合|对接|结对|协作|协议|之间|共同|学习|考察|帮扶|支援|转诊)"
)
GAP = re.compile(r"[省市区县·\s]?(?:的|下辖的?|下属的?)?")
OWN = re.compile(
    r"(?P<who>我们|咱们|我|咱|本|俺|全|我们这个|我们这)(?:的)?(?P<level>省|市|县|区|州)(?!级|直|场|民|域|委|属|政府报|容|值|面|间|块|内各)(?:的|里|内)?"
)
SCOPE_BEFORE = re.compile(r"[在居列占位按比较]$")
SCOPE_AFTER = re.compile(r"(?:里|中|范围)?(?:排|第|首|前|率先|领先|平均|最|位|倒数|唯一|之|名次)")
INSTITUTION = re.compile(
    r"[市县区](?=人民|中医|中西医|妇幼|妇保|儿童|第?[一二三四五六七八九十]+(?:人民)?医?院|精神|康复|口腔|肿瘤|传染|公共卫生中心|中心医院|立医院|急救中心|中心血站|血站)"
)
#: What stands before the question and is formed like the name of a city or county, though no such place is known.
UNHEARD = re.compile(
    r"^(?P<name>(?=[\u4e00-\u9fff]{3})[^全各本我俺咱该哪那这省地个每同都两多几级区的之有是在为城示试点先贫康卫医改周边弟外列单辖直上超门夜股开一二三四五六七八九十第位最名]{2,3}[市县])"
    r"(?=[\u4e00-\u9fff\d\s,])(?![级区域镇乡市县直属委场民容面值长城内里外])"
)
#: Names looked at in one question; more are no question.
MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The regions a question asks for; fields as in :class:`~retrieval.model.Query`. ``spans``: text that named them."""

    regions: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    not_indexed: tuple[str, ...] = ()
    every: bool = False
    area: str | None = None
    options: tuple[str, ...] = ()
    corrected: str | None = None
    spans: tuple[Span, ...] = ()

    @property
    def named(self) -> bool:
        """Whether any region was asked for."""
        return bool(self.regions or self.not_indexed or self.area or self.options)


@dataclass(slots=True, kw_only=True)
class _Found:
    regions: list[str] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    not_indexed: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    area: str | None = None


def asked(text: str, *, holdings: Holdings, gazetteer: Gazetteer, home: str | None = None) -> Asked:
    """The regions that a normalised question asks for."""
    mentions = [_decided(mention, holdings, gazetteer) for mention in named(text, holdings, gazetteer)[:MOST]]
    chosen, removed = _chosen(text, mentions, holdings, gazetteer)
    found = _Found()
    for mention in chosen:
        _place(mention, found, holdings, gazetteer)
    spans = [_span(text, mention) for mention in (*chosen, *removed)]
    if not chosen:
        spans += (
            _set_asked(text, found, holdings, gazetteer)
            or _own(text, found, holdings, gazetteer, home)
            or ([] if mentions else _unheard(text, found))
        )
    return Asked(
        regions=tuple(dict.fromkeys(found.regions)),
        places=tuple(dict.fromkeys(found.places)),
        not_indexed=tuple(dict.fromkeys(found.not_indexed)),
        options=tuple(dict.fromkeys(found.options)),
        every=bool(EVERY.search(text)) and (not found.regions or found.area is not None) and not found.not_indexed,
        area=found.area,
        corrected=next((mention.corrected for mention in chosen if mention.corrected), None),
        spans=tuple(sorted(spans)),
    )


def _decided(mention: Mention, holdings: Holdings, gazetteer: Gazetteer) -> Mention:
    """With the meanings that the holdings know first: an indexed region, else one inside or around an indexed one."""
    indexed = [region for region in mention.regions if region.name in holdings.by_name]
    related = [region for region in mention.regions if _held(region, holdings, gazetteer)]
    return replace(mention, regions=tuple(indexed or related or mention.regions))


def _held(region: Region, holdings: Holdings, gazetteer: Gazetteer) -> bool:
    return any(
        gazetteer.is_within(region, own) or (gazetteer.is_within(own, region) and region.level == "省级")
        for own in holdings.regions
    )


def _chosen(
    text: str, mentions: Sequence[Mention], holdings: Holdings, gazetteer: Gazetteer
) -> tuple[list[Mention], list[Mention]]:
    """(mentions asked for, parents that only lead to one of them)."""
    outer = {n for n in range(len(mentions) - 1) if _leads(text, mentions[n], mentions[n + 1], gazetteer)}
    removed = [mentions[n] for n in sorted(outer)]
    rest = [mention for n, mention in enumerate(mentions) if n not in outer]
    free = [mention for mention in rest if not mention.inside_name]
    asked_for = [mention for mention in free if _held(mention.region, holdings, gazetteer)]
    if not asked_for and not free:
        asked_for = [mention for mention in rest if mention.region.name in holdings.by_name]
        outside = [mention for mention in asked_for if not _covers(mention, asked_for, gazetteer)]
        return outside, removed
    if not asked_for:
        asked_for = [mention for mention in free if _first_of_list(text, mention, free)]
    asked_for = _with_neighbours(text, asked_for, free)
    asked_for = [
        mention
        for mention in asked_for
        if _beside(text, mention, asked_for) or not _covers(mention, asked_for, gazetteer)
    ]
    return asked_for, removed


def _leads(text: str, one: Mention, other: Mention, gazetteer: Gazetteer) -> bool:
    inner, outer = other.region, one.region
    gap = text[one.end : other.start]
    return inner.name != outer.name and gazetteer.is_within(inner, outer) and bool(GAP.fullmatch(gap))


def _first_of_list(text: str, mention: Mention, free: Sequence[Mention]) -> bool:
    """Of regions that nothing is held of, the first and those listed beside it are asked for."""
    return mention is free[0] or mention in _with_neighbours(text, [free[0]], free)


def _with_neighbours(text: str, asked_for: list[Mention], free: Sequence[Mention]) -> list[Mention]:
    grown = list(asked_for)
    changed = True
    while changed:
        new = [m for m in free if m not in grown and _beside(text, m, grown) and not _partner(text, m)]
        grown += new
        changed = bool(new)
    return sorted(grown, key=lambda mention: mention.start)


def _beside(text: str, mention: Mention, others: Sequence[Mention]) -> bool:
    return any(
        LINK.fullmatch(text[one.end : other.start])
        for candidate in others
        if candidate is not mention
        for one, other in [sorted((mention, candidate), key=lambda m: m.start)]
    )


def _partner(text: str, mention: Mention) -> bool:
    """芜湖和上海合作: the second is whom something is done with."""
    before = text[: mention.start].rstrip()
    return bool(TOGETHER.match(text, mention.end)) and before.endswith(("和", "与", "跟", "同"))


def _covers(mention: Mention, others: Sequence[Mention], gazetteer: Gazetteer) -> bool:
    return any(
        other.region.name != mention.region.name and gazetteer.is_within(other.region, mention.region)
        for other in others
    )


def _place(mention: Mention, found: _Found, holdings: Holdings, gazetteer: Gazetteer) -> None:
    indexed = [region.name for region in mention.regions if region.name in holdings.by_name]
    region = mention.region
    if len(indexed) > 1:
        found.options += indexed
    elif indexed:
        found.regions += indexed
    elif above := _above(region, holdings, gazetteer):
        found.regions.append(above)
        found.places.append((region.name, above))
    elif region.level == "省级" and (members := holdings.inside(region.name)):
        found.regions += members
        found.area = region.name
    else:
        found.not_indexed.append(region.name)


def _above(region: Region, holdings: Holdings, gazetteer: Gazetteer) -> str | None:
    around = [own for own in holdings.regions if own.name != region.name and gazetteer.is_within(region, own)]
    return min(around, key=lambda own: own.level == "省级").name if around else None


def _span(text: str, mention: Mention) -> Span:
    """What to take out of the topic: the name, but for an organisation's only the place (市中医院 stays)."""
    if mention.end - mention.start > 2 and INSTITUTION.match(text, mention.end - 1):
        return mention.start, mention.end - 1
    return mention.start, mention.end


def _set_asked(text: str, found: _Found, holdings: Holdings, gazetteer: Gazetteer) -> list[Span]:
    """A named set with 各市 or the like behind it: 长三角各市."""
    for name in gazetteer.rosters():
        start = text.find(name)
        if start >= 0 and EVERY.match(text, start + len(name) + (text[start + len(name) :][:1] == "的")):
            cities = gazetteer.roster(name)
            found.regions += [
                own.name for own in holdings.regions if any(gazetteer.is_within(own, city) for city in cities)
            ]
            found.area = name
            return [(start, start + len(name))]
    return []


def _own(text: str, found: _Found, holdings: Holdings, gazetteer: Gazetteer, home: str | None) -> list[Span]:
    """我市, 全省 … by the home region, or by the only indexed one."""
    for match in OWN.finditer(text):
        whole = match["who"] == "全"
        if whole and (SCOPE_BEFORE.search(text[: match.start()]) or SCOPE_AFTER.match(text, match.end())):
            continue
        base = _home(holdings, gazetteer, home)
        region = _lifted(base, match["level"], gazetteer) if base else None
        if region is None:
            return [match.span()]
        _place(Mention(start=match.start(), end=match.end(), regions=(region,)), found, holdings, gazetteer)
        return [match.span()]
    return []


def _unheard(text: str, found: _Found) -> list[Span]:
    """梧桐市… where no place is called so: nothing is held of it, and other cities' figures are no answer."""
    match = UNHEARD.match(text)
    if match is None or INSTITUTION.match(text, match.end() - 1):
        return []
    found.not_indexed.append(match["name"])
    return [match.span("name")]


def _home(holdings: Holdings, gazetteer: Gazetteer, home: str | None) -> Region | None:
    if home:
        matching = [region for region in holdings.regions if home in (region.name, region.short)]
        return next(iter(matching or gazetteer.named(home)), None)
    return holdings.regions[0] if len(holdings.regions) == 1 else None


def _lifted(region: Region, level: str, gazetteer: Gazetteer) -> Region | None:
    """The region of the asked level that ``region`` is or lies in; None where there is none."""
    if region.name.endswith(level):
        return region
    if level == "省":
        province = region.province
        return (
            next(iter(gazetteer.named(province)), Region(name=province, short=province[:-1], level="省级"))
            if province
            else None
        )
    if level == "市" and region.parent and region.parent.endswith("市"):
        return next(iter(gazetteer.named(region.parent)), None)
    return None
