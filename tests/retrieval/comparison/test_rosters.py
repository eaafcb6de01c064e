from __future__ import annotations

import pytest

from retrieval.comparison import roster
from retrieval.comparison.choosing import Choice, rows
from retrieval.comparison.coverage import coverage, listing
from retrieval.errors import InputError
from retrieval.model import Region
from retrieval.parsing.regions import Gazetteer
from tests.retrieval.comparison.ledgers import document, figure, region

GAZETTEER = Gazetteer.load()
WUHU, CHIZHOU, HAINING = (GAZETTEER.named(name)[0] for name in ("芜湖市", "池州市", "海宁市"))
QING = region("青岚市")
INDEXED = (CHIZHOU, QING, HAINING, WUHU)


def names(found: roster.Roster | None) -> list[str]:
    assert found
    return [one.name for one in found.regions]


def test_all_indexed_regions_by_division_code() -> None:
    assert names(roster.everything(INDEXED)) == ["海宁市", "芜湖市", "池州市", "青岚市"]
    anhui = GAZETTEER.named("安徽省")[0]
    assert names(roster.everything([anhui, WUHU], below_province=True)) == ["芜湖市"]
    assert names(roster.everything([anhui], below_province=True)) == ["安徽省"]


@pytest.mark.parametrize("asked", ["安徽各市", "安徽", "安徽省", "全省"])
def test_a_province_stands_for_its_cities(asked: str) -> None:
    found = roster.asked([asked], INDEXED, GAZETTEER, home="芜湖")
    assert (len(found.regions), found.regions[0].name, len(found.members)) == (16, "合肥市", 16)


def test_sets_hold_indexed_counties_behind_their_cities() -> None:
    found = roster.asked(["长三角"], INDEXED, GAZETTEER)
    assert (len(found.members), names(found)[-1], found.area) == (41, "海宁市", "长三角")


def test_a_province_that_only_the_corpus_knows() -> None:
    county = Region(name="临溪县", short="临溪", level="县级", province="江岚省", parent="青岚市")
    found = roster.area("江岚省", (QING, county, WUHU), GAZETTEER)
    assert names(found) == ["临溪县", "青岚市"]
    assert found
    assert found.members == {"青岚市"}


def test_names_keep_their_order_and_unknown_ones_are_errors() -> None:
    found = roster.asked(["海宁", "青岚", "合肥"], INDEXED, GAZETTEER)
    assert (names(found), found.named) == (["海宁市", "青岚市", "合肥市"], True)
    with pytest.raises(InputError, match="不认识地区“无湖”，是不是“芜湖市”"):
        roster.asked(["无湖"], INDEXED, GAZETTEER)
    with pytest.raises(InputError, match="不认识地区"):
        roster.asked(["某某某地"], INDEXED, GAZETTEER)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (["安徽各市"], "收录 2/16 市；池州市未提及；另有1份脱敏未计"),
        (["芜湖", "合肥"], "收录 1/2 地；合肥市未收录；另有1份脱敏未计"),
        (None, "收录 4 地；安徽 2/16 市；海宁市、池州市、青岚市未提及；另有1份脱敏未计"),
    ],
)
def test_coverage_has_its_denominator(asked: list[str] | None, text: str) -> None:
    group = roster.asked(asked, INDEXED, GAZETTEER) if asked else roster.everything(INDEXED)
    held = [*(document(place, 2024) for place in INDEXED), document(None, 2024, id="x", anonymised=True)]
    found = coverage(rows(group.regions, [figure("芜湖市", "5个", 5.0)], held, Choice()), group, held, GAZETTEER)
    assert found.text == text
    assert found.reported == ("芜湖市",)
    whole = (*found.reported, *found.not_mentioned, *found.anonymised, *found.no_document)
    assert sorted(whole) == sorted(one.name for one in group.regions)


def test_a_placeholder_is_no_number_and_regions_are_listed_briefly() -> None:
    group = roster.everything([QING])
    found = rows(group.regions, [figure("青岚市", "**个", None, state="anonymised")], [document(QING, 2024)], Choice())
    assert coverage(found, group, [document(QING, 2024)], GAZETTEER).text == "收录 1 地；青岚市原文脱敏"
    assert listing([f"{n}市" for n in range(9)]) == "0市、1市、2市、3市、4市、5市等9地"
