from __future__ import annotations

import pytest

from retrieval.comparison.names import Names, ground, likeness, normal
from retrieval.parsing.indicators import standard

CORPUS = (
    *("千人口托位数", "托位总数", "新增托位数", "普惠托位占比", "基层就诊率", "县域内就诊率", "基层门诊占比"),
    *(
        "常住人口家庭医生签约率",
        "重点人群签约率",
        "中医夜市场次",
        "城区平均急救反应时间",
        "县城平均急救反应用时",
        "常住人口数",
    ),
)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(counts=dict.fromkeys(CORPUS, 2), standard=standard)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("千人口托位数", {"千人口托位数"}),
        ("每千人口托位", {"千人口托位数"}),
        ("千人托位数", {"千人口托位数"}),
        ("县域就诊率", {"县域内就诊率"}),
        ("基层就诊率", {"基层就诊率"}),
        ("基层门诊比重", {"基层门诊占比"}),
        ("家庭医生签约率", {"常住人口家庭医生签约率"}),
        ("急救反应时间", {"城区平均急救反应时间", "县城平均急救反应用时"}),
        ("中医夜市", {"中医夜市场次"}),
        ("新增托位", {"新增托位数"}),
    ],
)
def test_words_find_the_indicator_they_surely_name(asked: str, found: set[str], names: Names) -> None:
    assert set(names.match(asked).names) == found


@pytest.mark.parametrize("asked", ["就诊率", "签约率", "地铁里程", "的", ""])
def test_what_is_not_sure_is_only_offered(asked: str, names: Names) -> None:
    assert names.match(asked).name is None


def test_near_misses_are_offered_not_taken(names: Names) -> None:
    matched = names.match("就诊率")
    assert {"基层就诊率", "县域内就诊率"} <= set(matched.near)
    assert "县域内就诊率" not in names.match("基层就诊率").names
    assert "基层门诊占比" not in names.match("基层就诊率").names


def test_a_short_word_may_stand_for_a_longer_name(names: Names) -> None:
    matched = names.match("托位")
    assert (matched.names, matched.wider) == (("托位总数",), True)
    assert "千人口托位数" in names.holding("托位")
    assert not names.match("基层就诊率").wider


def test_an_official_word_counts_only_where_it_says_as_much(names: Names) -> None:
    assert names.match("入托床位", ["新增托位"]).names == ("新增托位数",)
    assert names.match("万人口托位", ["托位"]).name is None


@pytest.mark.parametrize(
    ("name", "scope"),
    [("常住人口家庭医生签约率", "常住人口"), ("城区平均急救反应时间", "城区"), ("常住人口数", None), ("托位数", None)],
)
def test_the_scope_in_a_name(name: str, scope: str | None) -> None:
    assert ground(name) == scope


def test_normal_forms_and_likeness() -> None:
    assert normal("家庭医生签约人数") == "家庭医生签约人数"
    assert normal("数") == "数"
    assert likeness("托位", "托位") == 1.0
    assert likeness("", "") == 0.0
