"""From a person's words to what is followed: 芜湖 托育, 安徽各市的总结, 关键词：带量采购. Pure but for the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from retrieval.answering.terms import Words, terms
from retrieval.following.model import Followed, Interest, Topic, TopicTerm, Unknown
from retrieval.model import Region
from retrieval.parsing.indicators import standard
from retrieval.parsing.regions import Gazetteer
from retrieval.parsing.spelling import near
from retrieval.parsing.text import fold
from retrieval.search import years
from retrieval.search.holdings import Holdings
from retrieval.search.mentions import Mention, named
from retrieval.search.normal import normal, plain
from retrieval.search.places import GAP
from retrieval.search.shape import EVERY
from retrieval.search.terms import has_term, mended, official
from retrieval.search.topic import topic

#: Words given as they stand.
QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》]{1,40})[”\"」』》]")
WORDS = re.compile(r"(?:关键词|关键字|字样|含有)\s*[:是为]?\s*([^\s,。;、]{1,40}(?:[、,][^\s,。;、]{1,40})*)")
#: Word of a kind → the kind as documents have it.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("政府工作报告", re.compile(r"政府工作报告")),
    ("总结", re.compile(r"(?:年度|年终|全年)?(?:工作)?总结|工作报告")),
    ("要点", re.compile(r"(?:年度)?(?:工作)?要点")),
    ("计划", re.compile(r"(?:年度|工作)计划|计划(?!生育)(?=$|[\s,。、的和])")),
    ("通知", re.compile(r"通知|通告")),
    ("新闻", re.compile(r"新闻|报道")),
)
#: What says only that news is wanted.
IDLE = re.compile(
    r"(?:有关|相关|关于|所有|全部|任何|最新|新的?|每份|各类)?(?:发布|公布|出台|印发|更新|收录)?(?:了|的)?(?:新?(?:文件|报告|材料|消息|动态|资料|文章|公文|内容))"
    r"|最新|更新|动态|相关|有关|关于|所有的?|全部|任何|方面|情况|工作(?=$|\s)|卫生健康(?=$|\s)|卫健委?(?=$|\s)|提醒|订阅|关注|请|一下|和|与|及|以及|的(?=$|\s)"
)
OWN = re.compile(r"(?:我们?|咱们?|本)(?P<level>省|市|县|区)(?!级|直|属)")
LIKE_A_REGION = re.compile(r"[\u4e00-\u9fff]{2,5}[省市县区州旗盟]")
BLANK = re.compile(r"[\s,。;:、?!()]+")


@dataclass(slots=True, kw_only=True)
class _Reader:
    """The text with what was understood blotted out, and what it said so far."""

    rest: str
    places: list[Followed] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)

    def blot(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.rest))
        for match in found:
            self.blot(*match.span())
        return found


def interest(
    text: str, *, holdings: Holdings, gazetteer: Gazetteer, words: Words, today: date, home: str | None = None
) -> Interest:
    """What is followed. ``home``: the region that 我市 means; ``today`` decides what 今年 means."""
    reader = _Reader(rest=plain(normal(text)))
    kept = [match[1] for match in reader.take(QUOTED)]
    kept += [word for match in reader.take(WORDS) for word in re.split("[、,]", match[1])]
    _places(reader, holdings, gazetteer, home)
    when = years.mentioned(reader.rest)
    for span in when.spans:
        reader.blot(*span)
    kinds = [kind for kind, pattern in KINDS if reader.take(pattern)]
    pieces = _pieces(reader, holdings, gazetteer)
    topics = [piece for piece in pieces if not standard(piece)]
    return Interest(
        places=tuple(dict.fromkeys(reader.places)),
        topics=tuple(made for piece in topics if (made := followed_topic(piece, words)).terms),
        indicators=tuple(dict.fromkeys(name for piece in pieces if (name := standard(piece)))),
        words=tuple(dict.fromkeys(fold(word).strip() for word in kept if word.strip())),
        kinds=tuple(kinds),
        years=tuple(sorted({*when.explicit, *(today.year + offset for offset in when.offsets)})),
        unknown=tuple(dict.fromkeys(reader.unknown)),
    )


def followed_topic(text: str, words: Words) -> Topic:
    """A topic with the words that reports may use for it."""
    return Topic(text=text, terms=tuple(_term_forms(text, words)))


def _term_forms(text: str, words: Words) -> Iterator[TopicTerm]:
    for term in terms(text, official(text), words):
        parts = tuple(part for part, _ in term.parts)
        forms = ((term.text,), *((variant,) for variant in term.variants), *((parts,) if parts else ()))
        yield TopicTerm(forms=forms, weight=term.weight)


# Places


def _places(reader: _Reader, holdings: Holdings, gazetteer: Gazetteer, home: str | None) -> None:
    _sets(reader, gazetteer)
    text = reader.rest
    mentions = [mention for mention in named(text, holdings, gazetteer) if not mention.inside_name]
    for at, mention in enumerate(mentions):
        follower = mentions[at + 1] if at + 1 < len(mentions) else None
        if not (follower and _leads(text, mention, follower, gazetteer)):
            _place(reader, text, mention, holdings, mentions[at - 1] if at else None, gazetteer)
        reader.blot(mention.start, mention.end)
    for match in reader.take(OWN):
        own = _home(match["level"], home, holdings, gazetteer)
        if own:
            reader.places.append(own)
        else:
            reader.unknown.append(Unknown(name=match[0]))
    reader.take(EVERY)


def _sets(reader: _Reader, gazetteer: Gazetteer) -> None:
    """长三角 and the like: each of its cities, by itself."""
    for name in gazetteer.rosters():
        at = reader.rest.find(name)
        if at >= 0:
            cities = gazetteer.roster(name)
            reader.places += [
                Followed(name=city.name, label=name, province=city.province, alone=city.level == "地级市")
                for city in cities
            ]
            reader.blot(at, at + len(name))


def _place(
    reader: _Reader,
    text: str,
    mention: Mention,
    holdings: Holdings,
    before: Mention | None,
    gazetteer: Gazetteer,
) -> None:
    chosen = _meant(mention, holdings, before, gazetteer)
    written = text[mention.start : mention.end]
    if len(chosen) > 1:
        reader.unknown.append(Unknown(name=written, near=tuple(_told_apart(region) for region in chosen[:6])))
        return
    region = chosen[0]
    if region.level is None and region.code is None and region.name not in holdings.by_name:
        reader.unknown.append(Unknown(name=region.name, near=_near(region.name, holdings, gazetteer)))
        return
    every = EVERY.match(text, mention.end + (text[mention.end : mention.end + 1] == "的"))
    if every and region.level == "省级":
        reader.blot(*every.span())
        label = f"{region.short}各市"
        reader.places.append(Followed(name=region.name, label=label, province=region.name, level="地级市"))
    else:
        reader.places.append(Followed(name=region.name, label=region.name, province=region.province))


def _meant(mention: Mention, holdings: Holdings, before: Mention | None, gazetteer: Gazetteer) -> tuple[Region, ...]:
    """Meanings that are indexed first, then those inside the place named just before, then the highest level."""
    indexed = tuple(region for region in mention.regions if holdings.by_name.get(region.name) == region)
    if indexed:
        return indexed
    if before:
        inside = tuple(r for r in mention.regions if any(gazetteer.is_within(r, o) for o in before.regions))
        if inside:
            return inside
    top = mention.regions[0].level
    return tuple(region for region in mention.regions if region.level == top) or mention.regions


def _told_apart(region: Region) -> str:
    above = region.parent or region.province or ""
    return region.name if above == region.name else f"{above}{region.name}"


def _leads(text: str, one: Mention, other: Mention, gazetteer: Gazetteer) -> bool:
    """安徽芜湖: the first name only leads to the second."""
    gap = text[one.end : other.start]
    return bool(GAP.fullmatch(gap)) and any(
        inner.name != outer.name and gazetteer.is_within(inner, outer)
        for inner in other.regions
        for outer in one.regions
    )


def _home(level: str, home: str | None, holdings: Holdings, gazetteer: Gazetteer) -> Followed | None:
    held = [region for region in holdings.regions if home and home in (region.name, region.short)]
    region = next(iter(held or gazetteer.named(home or "")), None)
    if region is None:
        return None
    if level == "省" and region.province:
        return Followed(name=region.province, label=region.province, province=region.province)
    return Followed(name=region.name, label=region.name, province=region.province)


def _near(name: str, holdings: Holdings, gazetteer: Gazetteer) -> tuple[str, ...]:
    guesses = (near(name, [region.name for region in holdings.regions]), gazetteer.near(name))
    alike = [region.name for region in holdings.regions if len(set(region.short) & set(name)) >= 2]
    return tuple(dict.fromkeys([*filter(None, guesses), *alike]))[:6]


# Topics


def _pieces(reader: _Reader, holdings: Holdings, gazetteer: Gazetteer) -> list[str]:
    """The topics named, without what says nothing; a name that looks like a region and is none goes to the unknown."""
    found: list[str] = []
    for word in BLANK.split(reader.rest):
        told = topic(IDLE.sub(" ", word), ())
        for piece in told.split():
            unknown = _misspelt(piece, holdings, gazetteer)
            if unknown:
                reader.unknown.append(unknown)
            else:
                found.append(mended(piece)[0])
    return list(dict.fromkeys(found))


def _misspelt(piece: str, holdings: Holdings, gazetteer: Gazetteer) -> Unknown | None:
    """A piece that is no health word and is, or sounds like, the name of a place."""
    if has_term(piece):
        return None
    if LIKE_A_REGION.fullmatch(piece):
        return Unknown(name=piece, near=_near(piece, holdings, gazetteer))
    if not 2 <= len(piece) <= 3 or not re.fullmatch(r"[\u4e00-\u9fff]+", piece):
        return None
    guessed = _near(f"{piece}市", holdings, gazetteer)
    return Unknown(name=piece, near=guessed) if guessed else None


def labels(places: Sequence[Followed]) -> tuple[str, ...]:
    """What the places are called, each once."""
    return tuple(dict.fromkeys(place.label for place in places))
