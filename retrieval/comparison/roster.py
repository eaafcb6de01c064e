"""Who is compared: the regions of an asked set, in the order of their division codes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.errors import InputError
from retrieval.model import Region
from retrieval.parsing.regions import Gazetteer

_OWN_SET = ("全省", "全省各市", "我省", "本省", "省内", "各市")
_LAST = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The regions to compare. ``area``: the set they were asked by (安徽省, 长三角), None for names and for all indexed ones.

    ``members``: full names that the set's denominator counts; ``named``: they were asked for one by one.
    """

    regions: tuple[Region, ...]
    area: str | None = None
    members: frozenset[str] = frozenset()
    named: bool = False


def everything(indexed: Iterable[Region], *, below_province: bool = False) -> Roster:
    """All indexed regions by division code; those that only the corpus knows come last.

    ``below_province``: 各市 was asked, so a province's own report is left out where there are others.
    """
    regions = tuple(sorted(indexed, key=_code))
    below = tuple(region for region in regions if region.level != "省级" or region.name.endswith("市"))
    return Roster(regions=below if below_province and below else regions)


def area(name: str, indexed: Sequence[Region], gazetteer: Gazetteer) -> Roster | None:
    """The cities of a set, and behind them the other indexed regions within it; None for what is no set."""
    cities = gazetteer.roster(name)
    own = _bare(name)
    within = [r for r in indexed if own in (r.province, r.parent) and r.name != own]
    within += [r for r in indexed if any(gazetteer.is_within(r, city) for city in cities)]
    known = {city.name for city in cities}
    others = {region.name: region for region in sorted(within, key=_code) if region.name not in known}
    regions = (*_preferred(cities, indexed), *others.values())
    members = known or {region.name for region in others.values() if region.level == "地级市"} or set(others)
    return Roster(regions=regions, area=own, members=frozenset(members)) if regions else None


def asked(names: Sequence[str], indexed: Sequence[Region], gazetteer: Gazetteer, *, home: str | None = None) -> Roster:
    """The roster of names as people write them: 芜湖, 海宁市, 安徽各市, 长三角, 全省 (of ``home``).

    Raises InputError for a name that is no region.
    """
    found: list[Region] = []
    sets: list[Roster] = []
    for name in names:
        single = _single(name, indexed, gazetteer)
        group = None if single else area(_home_set(name, indexed, gazetteer, home), indexed, gazetteer)
        if single is None and group is None:
            raise InputError(_unknown(name, indexed, gazetteer))
        found += [single] if single else []
        sets += [group] if group else []
        found += group.regions if group else []
    whole = sets[0] if len(sets) == len(names) == 1 else None
    return whole or Roster(regions=tuple({region.name: region for region in found}.values()), named=True)


def _single(name: str, indexed: Sequence[Region], gazetteer: Gazetteer) -> Region | None:
    """The indexed region of this name, else the only known one below a province."""
    own = [region for region in indexed if name in (region.name, region.short)]
    if own:
        return own[0]
    known = gazetteer.named(name)
    cities = [region for region in known if region.level != "省级" or not gazetteer.children(region.name, "地级市")]
    return known[0] if known and known[0] in cities else None


def _home_set(name: str, indexed: Sequence[Region], gazetteer: Gazetteer, home: str | None) -> str:
    if name not in _OWN_SET or not home:
        return name
    region = _single(home, indexed, gazetteer)
    return (region.province if region else None) or home


def _unknown(name: str, indexed: Sequence[Region], gazetteer: Gazetteer) -> str:
    near = gazetteer.near(name, [region.name for region in indexed]) or gazetteer.near(name)
    return f"不认识地区“{name}”" + (f"，是不是“{near}”？" if near else "。")


def _preferred(cities: Sequence[Region], indexed: Sequence[Region]) -> tuple[Region, ...]:
    """The cities, each as its documents know it where it has some."""
    own = {region.name: region for region in indexed}
    return tuple(own.get(city.name, city) for city in cities)


def _bare(name: str) -> str:
    return name.removesuffix("各地").removesuffix("各市").removesuffix("各地市").removesuffix("的")


def _code(region: Region) -> tuple[str, str]:
    return (region.code or _LAST, region.name)
