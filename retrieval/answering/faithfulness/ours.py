"""What our own lines count and name, held against the answer that they stand in: coverage, levels, who has only a goal. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from retrieval.answering.faithfulness.model import Evidence
from retrieval.parsing.numerals import arabic
from retrieval.parsing.regions import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The answer that a line stands in. ``held``: regions whose reports there are, () where that is unknown."""

    lines: tuple[str, ...]
    cited: tuple[Evidence, ...]
    held: frozenset[str] = frozenset()

    @property
    def regions(self) -> frozenset[str]:
        """Regions of the citations."""
        return frozenset(each.region for each in self.cited if each.region)


def contradicted(line: str, whole: Whole) -> str | None:
    """Why one of our own lines, or our words in a cited one, cannot be true of this answer; None where it can."""
    plain = arabic(line)
    for pattern, rule in _RULES:
        found = pattern.search(plain)
        reason = rule(found, whole) if found else None
        if reason:
            return reason
    return None


def _covered(found: re.Match[str], whole: Whole) -> str | None:
    """收录 3 地, 收录 2/3 地: not fewer than are cited, not more than there are."""
    have, of = int(found["have"]), int(found["of"] or found["have"])
    most = len(whole.held) or have
    if of < have or have > most or (found["what"] == "地" and have < len(whole.regions)):
        return "收录的地数不对"
    absent = re.search(r"([^;]+?)(?:等(\d+)地)?未收录", found.string)
    count = 0 if not absent else int(absent[2]) if absent[2] else len(absent[1].split("、"))
    return "未收录的地数不对" if found["of"] and found["what"] == "地" and of - have != count else None


def _share(found: re.Match[str], whole: Whole) -> str | None:
    """安徽 2/16 市: the province has so many cities, and so many are held."""
    cities = {city.name for city in Gazetteer.load().roster(found["province"])}
    have = len(cities & whole.held) if whole.held else max(int(found["have"]), len(cities & whole.regions))
    return None if not cities or (len(cities), have) == (int(found["of"]), int(found["have"])) else "收录的市数不对"


def _known(found: re.Match[str], whole: Whole) -> str | None:
    """级别不同：地级（芜湖市）…: only regions of the answer."""
    named = [match.region for match in Gazetteer.load().find(found[0]) if match.region]
    strange = [each.name for each in named if each.name not in whole.regions | whole.held]
    return f"{strange[0]}不在这个答案里" if strange and whole.regions else None


def _only_goals(found: re.Match[str], whole: Whole) -> str | None:
    """池州市只有目标: no citation of it is a result, and one is a goal."""
    for name in re.split("、", re.sub(r"等\d+地$", "", found["names"])):
        plans = {each.plan for each in whole.cited if each.region == name}
        if plans != {True}:
            return f"{name}不是只有目标"
    return None


def _comparable(found: re.Match[str], whole: Whole) -> str | None:
    """可比的3地中…；另有2地…: not more than the answer has."""
    total = int(found["own"]) + int(found["rest"] or 0)
    return "可比的地数不对" if whole.regions and total > len(whole.regions) else None


def _having(found: re.Match[str], whole: Whole) -> str | None:
    """3地中收录3地，其中2地有：…: as many as are named."""
    names, said = re.sub(r"等\d+地.*$", "", found["names"]).rstrip("。"), re.search(r"等(\d+)地", found["names"])
    count = int(said[1]) if said else len(names.split("、"))
    held = int(found["held"] or found["all"])
    wrong = int(found["have"]) != count or held < count or int(found["all"]) < held
    return "有的地数不对" if wrong or (whole.held and held > len(whole.held)) else None


def _reports(found: re.Match[str], whole: Whole) -> str | None:
    """收录3份报告，涉及2个地区：…: as many lines, as many names."""
    count = int(found["count"])
    listed = sum(line.startswith("已收录《") for line in whole.lines)
    if count != listed and (count <= listed or listed < 8):
        return "报告的份数不对"
    if found["places"] and "等" not in found["names"] and int(found["places"]) != len(found["names"].split("、")):
        return "地区的个数不对"
    return None


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Whole], str | None]], ...] = (
    (re.compile(r"^收录(?P<have>\d+)(?:/(?P<of>\d+))?(?P<what>[地市])"), _covered),
    (re.compile(r"(?<=;)(?P<province>[\u4e00-\u9fff]{2,5}?)(?P<have>\d+)/(?P<of>\d+)市"), _share),
    (re.compile(r"^(?:级别|口径|单位|年份)不同:.+"), _known),
    (re.compile(r"^(?P<names>[^,。;]{2,80}?)只有目标,未载实际"), _only_goals),
    (re.compile(r"可比的(?P<own>\d+)地中.*?(?:;另有(?P<rest>\d+)地|$)"), _comparable),
    (re.compile(r"^(?P<all>\d+)地(?:中收录(?P<held>\d+)地)?,其中(?P<have>\d+)地有:(?P<names>.+)$"), _having),
    (re.compile(r"^收录(?P<count>\d+)份报告(?:,涉及(?P<places>\d+)个地区:(?P<names>.+))?$"), _reports),
)


def whole(text: str, cited: Sequence[Evidence], held: Collection[str]) -> Whole:
    """The answer as its own lines are held against it."""
    return Whole(lines=tuple(text.splitlines()), cited=tuple(cited), held=frozenset(held))
