"""What a report is: title, region, years, kind, parts, who issued it and when; each field with the words it was read in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.model import Kind, Part, Profile, Region, Section
from retrieval.parsing import dates, issuing, kinds, origin, parts, placeholders
from retrieval.parsing.issuing import Read, Source
from retrieval.parsing.regions import Gazetteer

_SENT = re.compile(r"现将《([^《》]{6,80})》印发")
_SITE = re.compile(
    r"\s*[-_|—–]+\s*[^-_|—–]{0,30}(?:网|网站|政府|委员会|卫健委|文库|平台|门户|信息公开|局|频道|文档)[^-_|—–]{0,10}$"
)


_NUMBERED = re.compile(r"第[一二三四五六]部分|[一二三四五六]、")
_BROKEN = re.compile(r"(?:^|\n)\s*([^\s。]{2,40}关于(?:印发|下发|转发))\s*$")
_BEGUN = re.compile(r"(?:^|[\n。])\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiled:
    """``starts``: for each part the preorder number of its first section; sections before the first belong to none."""

    profile: Profile
    parts: tuple[Part, ...]
    starts: tuple[int, ...]


def profile(
    sections: Sequence[Section],
    *,
    metadata: Mapping[str, str],
    loaded_metadata: Mapping[str, str],
    name: str,
    gazetteer: Gazetteer,
    complete: bool = True,
) -> Profiled:
    """The profile and the parts of a parsed report; what neither text nor metadata says is None.

    ``metadata``: of the page's table, keys as printed (发布机构); ``loaded_metadata``: of the container; ``name``: of the
    file; ``complete``: False where the text says that it was cut off.
    """
    flat = [section for root in sections for section in root.walk()]
    text = "\n".join(section.text for section in flat)
    source = Source(text=text, metadata={**loaded_metadata, **metadata}, name=name, heading=_heading(flat))
    title = _title(source)
    kind, kind_words = _kind(source, title[0] or "")
    author = issuing.author(source, title[0] or "")
    region, region_words = _region(source, title[0] or "", author[0], gazetteer)
    frame, year_words = _frame(source, title[0] or "", kind)
    found, starts = parts.split(sections, frame)
    kind = _with_parts(kind, title[0] or "", found, [flat[start].heading or "" for start in starts])
    reads = {
        "publisher": issuing.publisher(source),
        "author": author,
        "published": issuing.published(source),
        "number": issuing.number(source),
    }
    words = {"title": title[1], "kind": kind_words, "region": region_words, "years": year_words}
    words |= {key: read[1] for key, read in reads.items()}
    shown = title[0] or _inferred(author[0], region, found, kind)
    result = Profile(
        title=shown,
        title_inferred=bool(shown) and title[0] is None,
        region=region,
        years=_years(title[0] or "", flat, found, starts),
        kind=kind,
        anonymised=placeholders.anonymised(shown or "", text),
        complete=complete,
        recognised=False,
        as_read={},
        read_from={key: value for key, value in words.items() if value},
        **{key: read[0] for key, read in reads.items()},
    )
    return Profiled(profile=result, parts=found, starts=starts)


def _heading(flat: Sequence[Section]) -> str:
    """The first title node, where nothing but some unheaded lines stands before it."""
    before = 0
    for section in flat:
        if section.level == 0 and section.heading and not _NUMBERED.match(section.heading):
            return " ".join(section.heading.split())
        before += len(section.text)
        if section.level is not None or before > 400:
            break
    return ""


def _title(source: Source) -> Read:
    """What a notice sends, else the title node, else the title that the page states."""
    sent = _SENT.search(source.text[:1500])
    if sent and not source.heading.startswith("关于"):
        return sent.group(1), sent.group()
    if source.heading:
        broken = _BROKEN.search(source.text.split(f"\n{source.heading}")[0])
        whole = f"{broken.group(1)}{source.heading}" if broken else source.heading
        return whole, whole
    stated, words = source.stated(issuing.TITLES)
    return (_SITE.sub("", stated), words) if stated and not source.shared else (None, "")


def _kind(source: Source, title: str) -> tuple[Kind, str]:
    stated, _ = source.stated(("来源", "发布机构", "source", "publisher"))
    found, words = kinds.kind(title, source.text, stated or "")
    if found != "其他" or kinds.aims(title):
        return found, words
    named = kinds.kind(_stem(source.name), "")
    if named[0] != "其他" or title:
        return named
    told = parts.tells_results(source.text)
    return ("总结", told) if told else (found, words)


def _region(source: Source, title: str, author: str | None, gazetteer: Gazetteer) -> tuple[Region | None, str]:
    """The first region found in: title, signature or source, publisher, file name, the text's own places."""
    if placeholders.PLACE.search(title):
        return None, ""
    publisher, _ = issuing.publisher(source)
    found = (
        origin.of_title(title, source.text, gazetteer)
        or origin.of_organ(author, source.text, gazetteer)
        or (None if placeholders.anonymous_place("", source.text) else _weaker(source, publisher, author, gazetteer))
    )
    return found or (None, "")


def _weaker(source: Source, publisher: str | None, author: str | None, gazetteer: Gazetteer) -> origin.Found | None:
    return (
        origin.of_title(_stem(source.name), source.text, gazetteer)
        or origin.of_text(source.text, gazetteer)
        or (None if source.shared else origin.of_organ(publisher, source.text, gazetteer))
        or origin.of_media(author, source.text, gazetteer)
    )


def _stem(name: str) -> str:
    return re.sub(r"\.[A-Za-z]{2,5}$", "", name.rsplit("/", 1)[-1])


def _frame(source: Source, title: str, kind: Kind) -> tuple[parts.Frame, str]:
    """Year, period and tense of the document's first report."""
    named = kinds.roles(title)
    plan = named[0][0] != "总结" if named else kind in ("要点", "计划") or kinds.aims(title)
    year, words = _year(source, title, named)
    if kind == "政府工作报告":
        plan, year = False, _reported_year(source.text, year)
    period = dates.period(title) or (None if title else dates.period(source.text.lstrip()[:40]))
    report = bool(named) or kind not in ("其他", "通知", "新闻")
    return parts.Frame(title=title, plan=plan, year=year, period=period, report=report), words


def _year(source: Source, title: str, named: Sequence[tuple[kinds.Role, int | None]]) -> tuple[int | None, str]:
    """The year in the title, else in the first sentences, else 今年 counted from a date, else in the file's name."""
    stated = [value for *_, value in dates.years(kinds.unquoted(title))]
    if stated:
        return (named[0][1] if named and named[0][1] else stated[0]), title
    spoken = _spoken_year(source.text[:800])
    if spoken:
        return spoken
    day, words = issuing.published(source)
    if day and re.search(r"今年|本年度", source.text):
        return int(day[:4]), words
    filed = dates.years(_stem(source.name))
    return (filed[0][2], source.name) if filed else (None, "")


def _spoken_year(head: str) -> tuple[int, str] | None:
    """The year a text begins with, that begins a sentence of it, or that it says most."""
    spoken = dates.years(head)
    begun = [span for span in spoken if span[0] < 60 or _BEGUN.search(head, 0, span[0])]
    common = Counter(value for *_, value in spoken).most_common(1)
    if not begun and common and common[0][1] > 1:
        begun = [span for span in spoken if span[2] == common[0][0]]
    if not begun:
        return None
    start, end, value = begun[0]
    return value, head[max(0, start - 10) : end + 10].strip()


def _reported_year(text: str, year: int | None) -> int | None:
    """The year a government's report looks back on: of its chapter 工作回顾, else the one before the title's."""
    back = re.search(r"(20\d\d)年(?:工作)?回顾", text)
    if back:
        return int(back.group(1))
    return year - 1 if year else None


def _years(title: str, flat: Sequence[Section], found: Sequence[Part], starts: Sequence[int]) -> tuple[int, ...]:
    """The parts' years; that of a later part only where its text or the title says it, not where it merely follows."""
    own = {part.year for part in found[:1]}
    ends = [*starts[1:], len(flat)]
    for part, start, end in zip(found[1:], starts[1:], ends[1:], strict=True):
        said = dates.years(kinds.unquoted(title) + "\n".join(section.text for section in flat[start:end]))
        own |= {part.year} & {value for *_, value in said}
    return tuple(sorted(year for year in own if year))


def _with_parts(kind: Kind, title: str, found: Sequence[Part], headings: Sequence[str]) -> Kind:
    """A summary that holds a plan under a heading of its own year is both; other words of the title stand."""
    ahead = [part for part, heading in zip(found, headings, strict=True) if part.plan and dates.years(heading)]
    if kind != "总结" or not ahead or ahead[0].year in (None, found[0].year):
        return kind
    return "总结+要点" if "要点" in ahead[0].title else "总结+计划"


def _inferred(author: str | None, region: Region | None, found: Sequence[Part], kind: Kind) -> str | None:
    """A title for a text that has none, from who wrote it, its year and its kind; None where two of them are unknown."""
    year = next((part.year for part in found if part.year), None)
    issuer = author if author and re.search(r"[委局府院心]|委员会$", author) else (region.name if region else None)
    if not found or kind == "其他" or (not issuer and not year):
        return None
    names = "和".join(part.title for part in found[:2]) if kind not in ("新闻", "通知") else f"{year or ''}年{kind}"
    return f"{issuer or ''}{names}"
