"""Names of regions in text: what counts, what does not, and what stays undecided."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import lexicon
from retrieval.parsing.regions import Gazetteer, corpus_region
from retrieval.parsing.spelling import near

GAZETTEER = Gazetteer.load()


def names(text: str, *, terse: bool = False) -> list[str]:
    return ["|".join(region.name for region in match.regions) for match in GAZETTEER.find(text, terse=terse)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("芜湖市与池州市相邻", ["芜湖市", "池州市"]),
        ("赴三明、成都等地学习", ["三明市", "成都市"]),
        ("东至、石台县先行", ["东至县", "石台县"]),
        ("福州市鼓楼区", ["福州市", "鼓楼区"]),
        ("鼓楼区", ["鼓楼区|鼓楼区|鼓楼区|鼓楼区"]),
        ("山西长治的做法", ["山西省", "长治市"]),
        ("恩施州和大理州", ["恩施土家族苗族自治州", "大理白族自治州"]),
        ("龙海市（今龙海区）", ["龙海区", "龙海区"]),
        ("长沙、岳阳领先", ["长沙市", "岳阳市"]),
        ("东至县级医院", []),
    ],
)
def test_names_in_running_text(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "确保社会长治久安",
        "推动创新乡村治理",
        "在防治中卫生监督先行",
        "山南海北来宾共聚",
        "建成都市圈",
        "在全省和县区推广",
        "新建区域医疗中心",
        "各方案要明确，三明确一落实",
        "坚持和平发展、开放合作",
        "扩大连续供应",
        "全市平安医院建设",
    ],
)
def test_words_that_hold_a_name_are_no_place(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("海宁托育情况", ["海宁市"]),
        ("桐庐有多少家托育机构", ["桐庐县"]),
        ("长治2024年千人口托位数", ["长治市"]),
        ("大同和长治哪个高", ["大同市", "长治市"]),
        ("甬今年的目标", ["宁波市"]),
        ("皖各市对比", ["安徽省"]),
        ("无为去年新增托位", ["无为市"]),
        ("平安医院建设情况", []),
        ("开放床位有多少", []),
        ("新增托位多少", []),
    ],
)
def test_bare_names_in_a_question(question: str, expected: list[str]) -> None:
    assert names(question, terse=True) == expected


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("杭州市第七人民医院", True),
        ("北京某坛医院", True),
        ("安徽医院开工", True),
        ("位于南京路", True),
        ("大学附属海宁医院", True),
        ("芜湖市卫生健康委", False),
        ("芜湖的医院", False),
        ("芜湖三级医院", False),
        ("芜湖医院有几家", False),
        ("芜湖2024年医院", False),
    ],
)
def test_names_inside_names(text: str, inside: bool) -> None:
    assert GAZETTEER.find(text)[0].inside_name is inside


def test_short_names_that_are_shared() -> None:
    assert [(r.name, r.parent) for r in GAZETTEER.named("朝阳")] == [("朝阳市", "辽宁省"), ("朝阳区", "北京市")]
    assert [r.name for r in GAZETTEER.named("吉林")] == ["吉林省", "吉林市"]
    assert [r.name for r in GAZETTEER.named("海南")] == ["海南省"]
    assert GAZETTEER.get("芜湖") == GAZETTEER.get("芜湖市")
    assert GAZETTEER.named("青岚市") == ()


def test_resolving_by_what_stands_near() -> None:
    gulou = GAZETTEER.named("鼓楼区")
    decided = GAZETTEER.resolve(gulou, GAZETTEER.named("福州市"))
    assert decided is not None and decided.parent == "福州市"
    beside = GAZETTEER.resolve(gulou, [r for r in GAZETTEER.named("泉山区")])
    assert beside is not None and beside.parent == "徐州市"
    assert GAZETTEER.resolve(gulou, GAZETTEER.named("芜湖市")) is None


def test_children_and_rosters() -> None:
    assert [r.name for r in GAZETTEER.children("池州")] == ["贵池区", "东至县", "石台县", "青阳县"]
    anhui = GAZETTEER.roster("安徽各市")
    assert len(anhui) == 16
    assert [r.code for r in anhui] == sorted(r.code or "" for r in anhui)
    assert GAZETTEER.roster("安徽省各地市") == anhui
    assert len(GAZETTEER.roster("长三角")) == 41
    assert [r.short for r in GAZETTEER.roster("京津冀各市")][:3] == ["北京", "天津", "石家庄"]
    assert len(GAZETTEER.roster("珠三角")) == 9
    assert GAZETTEER.roster("青岚各市") == ()


def test_within() -> None:
    haining, jiaxing, zhejiang = (GAZETTEER.named(name)[0] for name in ("海宁市", "嘉兴市", "浙江省"))
    assert GAZETTEER.is_within(haining, jiaxing)
    assert GAZETTEER.is_within(haining, zhejiang)
    assert not GAZETTEER.is_within(jiaxing, haining)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("无湖", "芜湖市"),
        ("池洲", "池州市"),
        ("池洲市", "池州市"),
        ("芜湖", None),
        ("神州", None),
        ("连云岗", "连云港市"),
    ],
)
def test_slips(word: str, expected: str | None) -> None:
    assert near(word, ["芜湖市", "池州市", "海宁市", "连云港市"]) == expected


def test_two_near_names_are_no_correction_and_known_names_are_none() -> None:
    assert near("福洲", ["福州市", "抚州市"]) is None
    assert GAZETTEER.near("海林", ["海宁市"]) is None
    assert GAZETTEER.near("无湖") == "芜湖市"


def test_a_region_that_no_list_has() -> None:
    region = corpus_region("青岚市", "江岚省青岚市各县区稳步推进")
    assert (region.short, region.level, region.province, region.code) == ("青岚", "地级市", "江岚省", None)
    assert corpus_region("云泽市").level is None
    assert corpus_region("临溪县").level == "县级"


def test_the_data_is_whole() -> None:
    rows = lexicon.table("regions.tsv")
    assert len([row for row in rows if row["level"] == "省级"]) == 34
    assert len([row for row in rows if row["level"] == "地级市"]) == 333
    assert len({row["code"] for row in rows}) == len(rows)
    known = {row["name"] for row in rows}
    assert all(row["parent"] in known for row in rows if row["parent"])
    assert all(GAZETTEER.named(name) for row in lexicon.table("rosters.tsv") for name in row["members"].split())


@given(st.text(alphabet="芜湖市安徽省和平区鼓楼长治久东至、，的2024年医院", max_size=60), st.booleans())
def test_matches_are_ordered_and_are_names(text: str, terse: bool) -> None:
    reached = 0
    for match in GAZETTEER.find(text, terse=terse):
        assert reached <= match.start < match.end <= len(text)
        assert set(match.regions) <= set(GAZETTEER.named(text[match.start : match.end]))
        reached = match.end


def test_a_long_text_is_read_at_once() -> None:
    text = "芜湖市与石台县新建医疗中心，安排全市和平时期的工作，确保群众健康。" * 10_000
    began = time.thread_time()
    assert len(GAZETTEER.find(text)) == 20_000
    assert time.thread_time() - began < 5


def test_a_data_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        lexicon.read("missing.tsv")
