"""Standard names: what is the same measure, what only looks like it."""

from __future__ import annotations

import pytest

from retrieval.parsing.indicators import candidates, standard
from retrieval.parsing.indicators.names import key, row, rows


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("千人口托位数", "千人口托位数"),
        ("千人托位数", "千人口托位数"),
        ("每千人口托位数", "千人口托位数"),
        ("千人口拥有3岁以下婴幼儿托位数", "千人口托位数"),
        ("每千人口拥有３岁以下婴幼儿托位数", "千人口托位数"),
        ("全市千人口托位数", "千人口托位数"),
        ("每千人口执业（助理）医师", "千人口执业(助理)医师数"),
        ("三、四级手术占比", "三四级手术占比"),
        ("家庭医生签约服务覆盖率", "家庭医生签约率"),
        ("65岁及以上老年人健康管理率", "老年人健康管理率"),
        ("月球基地数", None),
        ("", None),
    ],
)
def test_one_measure_has_one_name(name: str, expected: str | None) -> None:
    assert standard(name) == expected


@pytest.mark.parametrize(
    "apart",
    [
        ("基层就诊率", "县域内就诊率", "基层门诊占比", "县域内基层就诊率", "市域内就诊率", "基层诊疗量占比"),
        ("千人口托位数", "千名3岁以下婴幼儿托位数", "新增托位数", "托位使用率"),
        ("家庭医生签约率", "重点人群家庭医生签约率", "常住人口家庭医生签约率", "养老机构与医疗机构签约率"),
        ("平均急救反应时间", "城区平均急救反应时间", "城区医疗急救圈时间"),
        ("孕产妇死亡率", "孕产妇系统管理率", "婴儿死亡率"),
        ("三四级手术占比", "四级手术占比"),
    ],
)
def test_near_misses_stay_apart(apart: tuple[str, ...]) -> None:
    assert [standard(name) for name in apart] == list(apart)


def test_candidates_of_an_unclear_word() -> None:
    found = candidates("就诊率")
    assert {"基层就诊率", "县域内就诊率"} <= set(found)
    assert candidates("县域就诊率") == ("县域内就诊率",)
    assert candidates("孕产妇死亡")[0] == "孕产妇死亡率"
    assert candidates("月球") == ()
    assert candidates("  ") == ()
    assert len(candidates("率")) <= 8


def test_a_row_of_the_lexicon() -> None:
    found = row("千人托位数")
    assert found is not None
    assert (found.unit, found.base, found.better) == ("个", "每千人口", "高")


def test_the_lexicon_is_sound() -> None:
    assert len(rows()) >= 250
    known: dict[str, str] = {}
    for each in rows():
        assert len(each.name) <= 30
        assert each.better in ("", "高", "低")
        for name in (each.name, *each.aliases):
            assert known.setdefault(key(name), each.name) == each.name, name
