"""Which region a report is of: title, issuing organ, source, file name, then what the text says of itself.

A town that only reposts, the city above (嘉兴 in a report of 海宁), and a place visited or praised are not its region.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.model import Region
from retrieval.parsing.regions import Gazetteer, RegionMatch, corpus_region

Found = tuple[Region, str]
_LOCAL = re.compile(
    r"(?:^|[年度的于]|关于)(?:[一-龥]{2,3}省)?(?![全我本各该市县区])([一-龥]{2,4}?(?:自治州|[省市县区旗镇乡]))"
    r"(?=卫|人民政府|政府|疾|医|全民|爱|妇|健|20\d\d|二零|中医|[上下]半年|全面|年度|深化|基层)"
)
_TOWN = re.compile(r"^([一-龥]{2,5}?(?:镇|乡|街道))(?!级|村)|^((?:经济技术|高新技术产业)?开发区|经开区|高新区)")
_SELF = (
    ("省级", re.compile(r"[我全]省")),
    ("地级市", re.compile(r"[我全]市")),
    ("县级", re.compile(r"[我全][县区旗]")),
)
_VISITED = re.compile(r"(?:赴|考察|调研|学习|来自|对口|援[助建]?|支援|对接|借鉴)[^，。；\n]{0,8}$")
_PRAISED = re.compile(r"经验|模式|等地|总书记|对口")
_OFFICE = re.compile(r"卫生|卫健|卫计|人民政府|疾控|医保|中医药|政府办")
_FULL = ("省", "市", "县", "区", "旗", "州", "盟")
_LOWER = re.compile(r"[镇乡]|街道|村|社区")


def of_title(title: str, context: str, gazetteer: Gazetteer) -> Found | None:
    """The region a title (or another line of the kind) names: the innermost of a chain (安徽省芜湖市 → 芜湖市)."""
    matches = [m for m in gazetteer.find(title, terse=True) if not _passing(title, m)]
    spoken = [m for m in matches if not m.inside_name] or _of_institution(title, matches)
    if not spoken:
        return _local(title, context)
    chain = _chain(spoken)
    region = _decide(chain, context, gazetteer)
    if region is None:
        return None
    return _lower(title, chain[-1].end, region) or (region, title[chain[0].start : chain[-1].end])


def of_organ(organ: str | None, context: str, gazetteer: Gazetteer) -> Found | None:
    """The region of an issuing organ (海宁市卫生健康局); None for a town, a website or a newspaper."""
    if not organ or not _OFFICE.search(organ) or _LOWER.search(organ.split("人民政府")[0]):
        return None
    return of_title(organ, context, gazetteer)


def of_text(text: str, gazetteer: Gazetteer) -> Found | None:
    """The region a text means by 我市 or 全县, if its own places prove one; None where it only says 我市."""
    level = _own_level(text)
    if level is None:
        return None
    votes, cause = _votes(text, level, gazetteer)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < (3 if len(ranked) > 1 else 2):
        return None
    winner = _below(ranked[0][0], votes, level)
    if len(ranked) > 1 and winner == ranked[0][0] and ranked[1][1] * 2 > ranked[0][1]:
        return None
    return winner, cause[winner]


def of_media(medium: str | None, text: str, gazetteer: Gazetteer) -> Found | None:
    """The region of a newspaper or television that writes 我县, where it is of just that level: 衡阳县融媒体中心."""
    level = _own_level(text)
    found = [m for m in gazetteer.find(medium or "") if m.region and m.region.level == level]
    return (found[0].regions[0], medium or "") if level and found else None


def _own_level(text: str) -> str | None:
    """What a text calls itself most often: 省级 (我省), 地级市 (我市, a county-level city too), 县级; None for nothing."""
    selves = {level: len(pattern.findall(text)) for level, pattern in _SELF}
    level = max(selves, key=lambda name: selves[name])
    if not selves[level]:
        return None
    return "省级" if level == "县级" and text.count("自治区") > 1 and "全区" in text else level


def _chain(matches: Sequence[RegionMatch]) -> list[RegionMatch]:
    chain = [matches[0]]
    for match in matches[1:]:
        if match.start != chain[-1].end:
            break
        chain.append(match)
    return chain


def _decide(chain: Sequence[RegionMatch], context: str, gazetteer: Gazetteer) -> Region | None:
    last = chain[-1]
    if last.region:
        return last.region
    near = [m.region for m in gazetteer.find(context[:4000]) if m.region and not m.inside_name]
    return gazetteer.resolve(last.regions, near)


def _lower(title: str, end: int, above: Region) -> Found | None:
    """A town or a development zone named right after its county or city."""
    found = _TOWN.match(title[end:])
    if not found:
        return None
    zone = bool(found.group(2))
    name = f"{above.short}{found.group()}" if zone else found.group()
    region = corpus_region(name)
    level = region.level if not zone else "县级"
    return replace(region, level=level, province=above.province, parent=above.name), title[: end + found.end()].strip()


def _local(title: str, context: str) -> Found | None:
    """A region that no list has, named where a title names its region."""
    found = _LOCAL.search(title)
    return (corpus_region(found.group(1), f"{title}\n{context[:6000]}"), found.group(1)) if found else None


def _of_institution(title: str, matches: Sequence[RegionMatch]) -> list[RegionMatch]:
    """The places at the beginning of an institution's name, where the title begins with it in full."""
    first = matches[0] if matches else None
    named = first and re.fullmatch(r"(?:关于)?(?:20\d\d年度?)?", title[: first.start])
    full = first and title[first.start : first.end].endswith(_FULL)
    return list(matches) if named and full else []


def _votes(text: str, level: str, gazetteer: Gazetteer) -> tuple[Counter[Region], dict[Region, str]]:
    """Votes for the regions of a level: one for each own mention, three for each different place below it."""
    votes: Counter[Region] = Counter()
    cause: dict[Region, str] = {}
    seen: set[str] = set()
    matches = [m for m in gazetteer.find(text) if m.region]
    for match in matches:
        region, words = match.region, text[match.start : match.end]
        if region is None or _passing(text, match) or (match.inside_name and not words.endswith(_FULL)):
            continue
        for candidate, weight in _supports(region, level, gazetteer):
            below = candidate != region
            if below and region.name in seen:
                continue
            seen.add(region.name)
            votes[candidate] += weight
            cause.setdefault(candidate, words)
    return votes, cause


def _supports(region: Region, level: str, gazetteer: Gazetteer) -> Iterable[tuple[Region, int]]:
    """What a mention of ``region`` speaks for, where the text calls itself a 省, 市 or 县."""
    if level == "省级":
        above = gazetteer.named(region.province or "")
        return [(above[0], 1 if region.level == "省级" else 2)] if above else []
    if region.level == "地级市":
        return [(region, 1)] if level == "地级市" else []
    if region.level != "县级":
        return [(region, 1)] if level == "地级市" and region.name.endswith("市") else []
    own = [(region, 1)] if level == "县级" or region.name.endswith("市") else []
    above = gazetteer.named(region.parent or "") if level == "地级市" else ()
    return [*own, *((city, 3) for city in above)]


def _passing(text: str, match: RegionMatch) -> bool:
    """Whether the place is only visited, praised or compared with."""
    before, after = text[max(0, match.start - 12) : match.start], text[match.end : match.end + 4]
    return bool(_VISITED.search(before)) or bool(_PRAISED.search(after))


def _below(first: Region, votes: Counter[Region], level: str) -> Region:
    """The county-level city instead of the city above it, where it is named often and none of its neighbours is."""
    inner = [r for r in votes if r.level == "县级" and r.parent == first.name]
    if level == "地级市" and len(inner) == 1 and votes[inner[0]] * 3 >= votes[first] - 3:
        return inner[0]
    return first
