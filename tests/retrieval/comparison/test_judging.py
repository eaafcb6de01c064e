from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.comparison import judging, units
from retrieval.comparison.asking import Sum, subject, wish
from retrieval.comparison.calculation import calculate
from retrieval.comparison.choosing import Choice, rows
from retrieval.comparison.headline import headline, lead
from retrieval.comparison.pairs import both, over_years, pairs
from retrieval.model import ComparisonRow, Coverage, Indicator, Region
from tests.retrieval.comparison.ledgers import document, figure, region

QING, YUN, LIN = region("青岚市"), region("云泽市"), region("临溪县", level="县级")
WANG = region("望川市")
ALL = (QING, YUN, LIN)


def made(
    *figures: Indicator, roster: tuple[Region, ...] = ALL, choice: Choice | None = None
) -> tuple[ComparisonRow, ...]:
    return rows(roster, figures, [document(place, 2023, 2024, 2025) for place in roster], choice or Choice())


def said(found: tuple[ComparisonRow, ...]) -> list[tuple[str, str | None, bool]]:
    return [(row.region.name, row.indicator.value if row.indicator else None, row.earlier) for row in found]


# -- choosing ----------------------------------------------------------------------------------------------------------


def test_newest_result_first_then_newer_goals_and_older_goals_are_folded() -> None:
    found = made(
        figure("青岚市", "4.1个", 4.1, year=2024, plan=True),
        figure("青岚市", "5.0个", 5.0, year=2025, plan=True),
        figure("青岚市", "4.73个", 4.73, year=2024),
        figure("青岚市", "4.0个", 4.0, year=2023),
        roster=(QING,),
    )
    assert said(found) == [("青岚市", "4.73个", False), ("青岚市", "5.0个", False), ("青岚市", "4.1个", True)]


def test_contradicting_values_both_stand_and_a_repeated_one_stands_once() -> None:
    found = made(
        figure("青岚市", "4.73个", 4.73),
        figure("青岚市", "4.73张", 4.73, unit="张"),
        figure("青岚市", "4.8个", 4.8),
        roster=(QING,),
    )
    assert [row.indicator.value for row in found if row.indicator] == ["4.73个", "4.8个"]
    assert judging.warnings(found) == ("青岚市2024年实际有不同的数值：4.73个、4.8个，各见出处",)
    assert judging.values(found) == ()


def test_states() -> None:
    hidden = figure("云泽市", "**个", None, state="anonymised")
    found = rows(
        (*ALL, region("望川市")), [figure("青岚市", "4.73个", 4.73), hidden], [document(p, 2024) for p in ALL], Choice()
    )
    assert [row.state for row in found] == ["reported", "anonymised", "not_mentioned", "no_document"]
    year = rows(ALL, [figure("青岚市", "4.73个", 4.73)], [document(p, 2024) for p in ALL], Choice(year=2023))
    assert {row.state for row in year} == {"no_document"}


def test_one_side_is_asked() -> None:
    figures = (
        figure("青岚市", "4.73个", 4.73),
        figure("青岚市", "5个", 5.0, year=2025, plan=True),
        figure("云泽市", "4.1个", 4.1, plan=True),
    )
    goals = made(*figures, roster=(QING, YUN), choice=Choice(plan=True))
    assert said(goals) == [("青岚市", "5个", False), ("云泽市", "4.1个", False)]
    results = made(*figures, roster=(QING, YUN), choice=Choice(plan=False))
    assert said(results)[0] == ("青岚市", "4.73个", False)


# -- what may be compared ----------------------------------------------------------------------------------------------


def test_ranking_holds_only_what_is_comparable() -> None:
    found = made(
        figure("青岚市", "4.73个", 4.73),
        figure("云泽市", "4.9张", 4.9, unit="张"),
        figure("临溪县", "6个", 6.0),
        roster=ALL,
    )
    ranked = judging.rank(found)
    assert ([row.region.name for row in ranked.rows], ranked.what) == (["云泽市", "青岚市"], "地级市、2024年实际")
    assert [row.region.name for row in judging.rank(found, lowest=True).rows] == ["青岚市", "云泽市"]
    first = headline(found, Coverage(), wish("谁最高"), ranked)
    assert first
    assert first.text == "地级市、2024年实际可比的2地中，云泽市4.9张最高；另有1地级别、年份或口径不同，不排"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (figure("云泽市", "4.9个", 4.9, year=2023), "年份不同"),
        (figure("云泽市", "4.9个", 4.9, plan=True), "有的是目标"),
        (figure("云泽市", "4.9%", 4.9, unit="%"), "单位不同"),
        (figure("云泽市", "4.9个", 4.9, scope="户籍"), "口径不同"),
        (figure("云泽市", "4.9个以上", 4.9, comparator="≥"), "有的只给上下限"),
        (figure("临溪县", "4.9个", 4.9), "级别不同"),
    ],
)
def test_what_differs_is_said_and_not_ranked(other: Indicator, reason: str) -> None:
    ranked = judging.rank(made(figure("青岚市", "4.73个", 4.73), other))
    assert ranked.rows == ()
    assert ranked.what == f"{reason}，不作排名"


def test_two_values_of_different_levels_stand_side_by_side() -> None:
    found = made(figure("青岚市", "5.99", 5.99), figure("临溪县", "4.43张", 4.43, unit="张"))
    asked = wish("谁的千人托位更多")
    first = headline(found, Coverage(), asked, lead(found, asked, less=False))
    assert first
    assert first.text == "2024年实际只有2个数值，青岚市5.99较高；级别不同，不作排名"
    assert [row.region.name for row in first.rows] == ["青岚市", "临溪县"]


def test_warnings_name_who_differs() -> None:
    found = made(
        figure("青岚市", "4.73个", 4.73),
        figure("临溪县", "2.75个", 2.75, year=2023),
        figure("云泽市", "4.1个", 4.1, plan=True),
    )
    assert judging.warnings(found) == (
        "级别不同：地级（青岚市、云泽市）、县级（临溪县）",
        "年份不同：2024年（青岚市）、2023年（临溪县）",
        "云泽市只有目标，未载实际，不与实际值比较",
    )


def test_exact_conversions_are_compared_and_said() -> None:
    found = made(figure("青岚市", "11‰", 11.0, unit="‰"), figure("云泽市", "1.2%", 1.2, unit="%"), roster=(QING, YUN))
    assert [row.region.name for row in judging.rank(found).rows] == ["云泽市", "青岚市"]
    assert judging.warnings(found) == ("%、‰按同一单位折算后比较",)


def test_less_is_better_for_times_and_deaths() -> None:
    assert judging.less_is_better("平均急救反应时间")
    assert judging.less_is_better("孕产妇死亡率")
    assert not judging.less_is_better("千人口托位数")


@given(st.floats(min_value=0.01, max_value=1e12, allow_nan=False))
def test_a_shown_number_is_the_number(value: float) -> None:
    exact = Decimal(repr(round(value, 2)))
    text = units.shown(exact, "元")
    for word, scale in (("亿元", 10**8), ("万元", 10**4), ("元", 1)):
        if text.endswith(word):
            assert Decimal(text.removesuffix(word)) * scale == exact
            break


# -- arithmetic --------------------------------------------------------------------------------------------------------

PAIR = (figure("青岚市", "5.99", 5.99), figure("临溪县", "4.43张", 4.43, unit="张"))
MONEY = (
    figure("青岚市", "33500万元", 335000000.0, unit="元", name="投入"),
    figure("云泽市", "1.2亿元", 120000000.0, unit="元", name="投入"),
)


@pytest.mark.parametrize(
    ("kind", "figures", "text"),
    [
        ("difference", PAIR, "计算：5.99−4.43=1.56"),
        ("difference", MONEY, "计算：3.35亿元−1.2亿元=2.15亿元"),
        ("sum", MONEY, "计算：3.35亿元＋1.2亿元=4.55亿元"),
        ("mean", (*MONEY, figure("望川市", "1亿元", 1e8, unit="元", name="投入")), "计算：（3.35亿元＋1.2亿元＋1亿元）÷3=1.85亿元（各地简单平均）"),
        ("completion", (figure("青岚市", "1200个", 1200.0), figure("青岚市", "900个", 900.0, plan=True)), "计算：1200÷900≈133.33%"),
        ("change", (figure("青岚市", "120人", 120.0, unit="人"), figure("青岚市", "100人", 100.0, unit="人", year=2023)), "计算：（120−100）÷100=20%"),
        ("change", (figure("青岚市", "44.8%", 44.8, unit="%"), figure("青岚市", "30.1%", 30.1, unit="%", year=2023)), "计算：44.8%−30.1%=14.7个百分点"),
        ("sum", PAIR, None),
        ("sum", (MONEY[0], figure("临溪县", "1亿元", 1e8, unit="元", name="投入")), None),
        ("difference", (PAIR[0], figure("云泽市", "4个以上", 4.0, comparator="≥")), None),
        ("difference", (PAIR[0], figure("云泽市", "4个", 4.0, year=2023)), None),
        ("completion", PAIR, None),
        ("change", PAIR, None),
    ],
)  # fmt: skip
def test_calculations(kind: Sum, figures: tuple[Indicator, ...], text: str | None) -> None:
    found = made(*figures, roster=(*ALL, WANG))
    history = [
        ComparisonRow(region=row, state="reported", indicator=each)
        for row in ALL
        for each in figures
        if each.region == row.name
    ]
    result = calculate(kind, found, history)
    assert (result.text if result else None) == text


# -- the question ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "order", "count", "total"),
    [
        ("各市千人口托位数谁最高", "highest", False, None),
        ("平均急救反应时间哪个市最短", "lowest", False, None),
        ("青岚和云泽谁的托位多", "highest", False, None),
        ("青岚的托位比云泽高多少", None, False, "difference"),
        ("全省托位总数合计多少", None, False, "sum"),
        ("几个市提到了医养结合", None, True, None),
        ("哪些市有中医夜市", None, True, None),
        ("新增托位完成率", None, False, "completion"),
        ("千人口托位数", None, False, None),
        ("各市平均住院日", None, False, None),
    ],
)
def test_wishes(question: str, order: str | None, count: bool, total: str | None) -> None:
    found = wish(question)
    assert (found.order, found.count, found.sum) == (order, count, total)


def test_subjects() -> None:
    assert subject("中医夜市") == "中医夜市"
    assert subject("家庭医生签约率") == "家庭医生签约率"
    assert subject("") == ""


# -- goals and results -------------------------------------------------------------------------------------------------


def test_a_goal_meets_its_result_or_what_it_starts_from() -> None:
    figures = (
        figure("青岚市", "4.5个", 4.5, plan=True, year=2024),
        figure("青岚市", "4.73个", 4.73, year=2024),
        figure("青岚市", "5个", 5.0, plan=True, year=2025),
        figure("青岚市", "9家", 9.0, plan=True, year=2025, name="护理院数"),
    )
    found = pairs(figures, lambda name: name)
    said = [(p.year, p.name, p.result and p.result.value, p.before and p.before.value) for p in found]
    assert said == [
        (2025, "千人口托位数", None, "4.73个"),
        (2025, "护理院数", None, None),
        (2024, "千人口托位数", "4.73个", None),
    ]
    assert [both(pair) for pair in found] == [True, False, True]
    assert [f.value for f in over_years([*figures[:3], figures[1]])] == ["4.73个", "4.5个", "5个"]
