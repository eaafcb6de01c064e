"""Comparisons in words over invented cities: what the cited values bear out passes, all else is named."""

from __future__ import annotations

import pytest

from retrieval.answering.faithfulness import Evidence, Sentence, check


def evidence(handle: str, region: str, text: str, *, year: int = 2024, plan: bool = False) -> Evidence:
    return Evidence(handle=handle, text=text, region=region, year=year, plan=plan, document=f"{region}{year}年报告")


#: a, b: two cities; c: a goal; d: the year before; e: equal to b; f: a bound; h: a third city.
OFFERED = {
    each.handle: each
    for each in (
        evidence(
            "a",
            "青岚市",
            "家庭医生签约率达76.2%,比上年提高4.1个百分点,居全省第三位。千人口托位数4.85个。新增托位680个。",
        ),
        evidence("b", "云泽市", "家庭医生签约率71.5%。千人口托位数达4.1个。新增托位340个。"),
        evidence("c", "望川市", "家庭医生签约率达到80%以上。", year=2025, plan=True),
        evidence("d", "青岚市", "家庭医生签约率70.1%,千人口托位数4.9个。", year=2023),
        evidence("e", "江澜市", "每千人口托位数4.1个。重点人群家庭医生签约率88%。"),
        evidence("f", "临溪县", "家庭医生签约率达到80%以上。"),
        evidence("h", "望川市", "千人口托位数5.2个。"),
    )
}

TRUE = [
    ("a b", "2024年青岚市家庭医生签约率高于云泽市"),
    ("a b", "2024年青岚市家庭医生签约率76.2%，高于云泽市的71.5%"),
    ("a b", "云泽市千人口托位数4.1个，低于青岚市的4.85个"),
    ("a b", "云泽市千人口托位数不及青岚市"),
    ("a b", "青岚市家庭医生签约率比云泽市高"),
    ("a b", "与云泽市相比，青岚市家庭医生签约率更高"),
    ("a b", "青岚市家庭医生签约率高于云泽市，达76.2%"),
    ("a b", "家庭医生签约率青岚市76.2%、云泽市71.5%，青岚市较高"),
    ("a b", "青岚市、云泽市中，青岚市新增托位最多"),
    ("a b", "新增托位最多的是青岚市，云泽市为340个"),
    ("b a h", "千人口托位数望川市5.2个、青岚市4.85个、云泽市4.1个，望川市位居第一"),
    ("b e", "云泽市千人口托位数与江澜市持平"),
    ("b e", "云泽市、江澜市千人口托位数均为4.1个"),
    ("a b", "青岚市和云泽市家庭医生签约率分别为76.2%和71.5%"),
    ("f b", "临溪县家庭医生签约率高于云泽市"),
    ("a d", "青岚市2024年家庭医生签约率高于2023年"),
    ("a d", "青岚市2024年家庭医生签约率较2023年有所提高"),
    ("a d", "青岚市家庭医生签约率由2023年的70.1%提高到2024年的76.2%"),
    ("a d", "青岚市2024年千人口托位数低于2023年"),
    ("a", "青岚市家庭医生签约率比上年提高4.1个百分点"),
]
FALSE = [
    ("a b", "2024年云泽市家庭医生签约率高于青岚市", "数值不支持“高于青岚市”"),
    ("a b", "2024年青岚市家庭医生签约率76.2%，低于云泽市的71.5%", "数值不支持“低于云泽市”"),
    ("a b", "云泽市千人口托位数超过青岚市", "数值不支持“超过青岚市”"),
    ("a b", "青岚市家庭医生签约率比云泽市低", "数值不支持“比云泽市低”"),
    ("a b", "家庭医生签约率青岚市76.2%、云泽市71.5%，云泽市较高", "数值不支持“较高”"),
    ("a b", "青岚市、云泽市中，云泽市家庭医生签约率最高", "数值不支持“最高”"),
    ("a b", "青岚市、云泽市中，青岚市家庭医生签约率最低", "数值不支持“最低”"),
    ("a b", "两市家庭医生签约率持平", "数值不支持“持平”"),
    ("a d", "青岚市2024年家庭医生签约率较2023年有所下降", "数值不支持“较2023年有所下降”"),
    ("a d", "青岚市2024年千人口托位数高于2023年", "数值不支持“高于2023年”"),
    # the numbers of two cities exchanged
    ("a b", "家庭医生签约率青岚市71.5%、云泽市76.2%", "出处没有“71.5%”"),
    ("a b", "青岚市和云泽市家庭医生签约率分别为71.5%和76.2%", "出处没有“71.5%”"),
    ("a b", "青岚市家庭医生签约率高于云泽市，达71.5%", "出处没有“71.5%”"),
    ("a b", "两地千人口托位数均为4.1个", "青岚市的出处没有“4.1个”"),
    # what is not counted out
    ("a b", "青岚市家庭医生签约率76.2%，比云泽市高4.7个百分点", "差数和倍数要写成“计算：a−b=c”"),
    ("a b", "两市家庭医生签约率相差4.1个百分点", "差数和倍数要写成“计算：a−b=c”"),
    ("a d", "青岚市2024年家庭医生签约率较2023年提高6.1个百分点", "差数和倍数要写成“计算：a−b=c”"),
    ("a b", "青岚市新增托位680个，是云泽市的两倍", "出处没有“两倍”"),
    ("a b", "青岚市家庭医生签约率优于云泽市", "无法核对“优于”"),
    # the wrong things side by side
    ("a c", "青岚市家庭医生签约率低于望川市", "出处里没有可以这样比的两个数"),
    ("b e", "江澜市家庭医生签约率高于云泽市", "出处里没有可以这样比的两个数"),
    ("b d", "青岚市千人口托位数高于云泽市", "出处里没有可以这样比的两个数"),
    ("a f", "临溪县家庭医生签约率与青岚市持平", "出处里没有可以这样比的两个数"),
    # a top that not all were asked for
    ("a b", "青岚市家庭医生签约率最高，为76.2%", "“最高”没有写明比的是哪些地区"),
    ("a b", "青岚市、云泽市中，青岚市千人口托位数最多", "没有和全部地区比，不能说“最多”"),
]


def verdict(handles: str, text: str) -> str | None:
    return check(Sentence(text=text, handles=tuple(handles.split())), OFFERED).reason


@pytest.mark.parametrize(("handles", "text"), TRUE)
def test_what_the_values_bear_out_passes(handles: str, text: str) -> None:
    assert verdict(handles, text) is None


@pytest.mark.parametrize(("handles", "text", "reason"), FALSE)
def test_what_they_do_not_is_named(handles: str, text: str, reason: str) -> None:
    assert verdict(handles, text) == reason


def test_regions_of_different_levels_are_not_compared() -> None:
    city = evidence("x", "芜湖市", "千人口托位数5.5个。")
    county = evidence("y", "海宁市", "千人口托位数4.4个。")
    said = Sentence(text="芜湖市千人口托位数高于海宁市", handles=("x", "y"))
    assert check(said, {"x": city, "y": county}).reason == "出处里没有可以这样比的两个数"


def test_the_values_that_prove_a_comparison_are_cited() -> None:
    said = Sentence(text="青岚市千人口托位数高于云泽市", handles=("a", "b"))
    spans = check(said, OFFERED).citations
    assert [OFFERED[each.handle].text[each.start : each.end] for each in spans] == [
        "千人口托位数4.85个。",
        "千人口托位数达4.1个。",
    ]
