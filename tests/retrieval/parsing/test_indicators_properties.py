"""What holds of every row of every text, and how fast the rows come."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.model import Indicator
from retrieval.parsing.indicators import extract
from retrieval.parsing.indicators.figures import figures
from retrieval.parsing.indicators.units import amount

WORDS = """
12 3.5 1,236 2024年 3月 七 两 十二 三大 百分之四十 一半 翻番 8分30秒 xx ** 1-2 个 家 名 人次 % ‰ /10万 万元 亿元 万余 余 以上 以内 近 超
不少于 达 达到 占 由 从 增长 提高到 提升 下降 分别 分别为 较上年 同比 其中 每季度 每千人口 每个县 开展 一次 建成 新增 引进 投入 推进
千人口托位数 签约率 中心药房 医共体 居全省首位 位列第 全覆盖 行动 的 和 、 ， 。 ； ： （ ） ( ) “ ” 《 》 一是 （一） 1. 第三批 十四五 A+ 5G
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\u3000", "\xa0"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))


def checked(text: str, row: Indicator) -> None:
    assert row.quote
    assert row.quote in text
    assert len(row.quote) <= 300
    assert row.value
    assert row.value in row.quote
    assert 0 < len(row.name) <= 40
    assert not row.unit.startswith(("万", "亿"))
    assert (row.number is None) or row.state == "reported"


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([None, 2024]), st.booleans())
def test_every_value_stands_in_its_quote_and_every_quote_in_the_text(text: str, year: int | None, plan: bool) -> None:
    for row in extract(text, year=year, plan=plan, region="青岚市"):
        checked(text, row)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_figures_are_in_order_and_apart(text: str) -> None:
    found = figures(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(each.left <= each.start < each.end <= each.right for each in found)


SCALES = {"": 1, "万": 10**4, "亿": 10**8, "千万": 10**7}
numbers = st.one_of(
    st.integers(1, 10**6).map(str),
    st.decimals(min_value="0.01", max_value=9999, places=2).map(str),
    st.integers(10**3, 10**9).map("{:,}".format),
)


@given(numbers, st.sampled_from(sorted(SCALES)), st.sampled_from(["元", "人次", "个", "张"]))
def test_number_times_unit_is_what_was_written(digits: str, scale: str, unit: str) -> None:
    sentence = f"康复服务总量达{digits}{scale}{unit}。"
    row = extract(sentence, year=2024, plan=False)[0]
    assert row.value == f"{digits}{scale}{unit}"
    assert row.unit == unit
    assert row.number == pytest.approx(float(digits.replace(",", "")) * SCALES[scale], rel=1e-11)


@pytest.mark.parametrize(
    ("digits", "scale", "expected"),
    [
        ("1.5", "万余", 15000),
        ("33500", "万", 335000000),
        ("1822.95", "万", 18229500),
        ("十二", "", 12),
        ("两", "万", 20000),
        ("一百二十", "", 120),
        ("3", "千万", 3e7),
    ],
)
def test_amounts(digits: str, scale: str, expected: float) -> None:
    assert amount(digits, scale) == expected


def test_a_dense_text_of_a_provincial_reports_size_is_read_quickly() -> None:
    paragraph = (
        "（一）健全服务体系。建成中心药房12个，下派专家1.5万余人次，基层就诊率达66.2%，同比提高1.4个百分点；"
        "投入2.3亿元改造卫生院22所、村卫生室180所，千人口托位数达4.66个，居全省首位。深化改革创新，持续提升服务能力，群众获得感不断增强。\n"
    )
    text = paragraph * (30_000 // len(paragraph))
    extract(paragraph, year=2024, plan=False)
    begin = time.thread_time()
    found = extract(text, year=2024, plan=False)
    assert len(found) > 1500
    assert time.thread_time() - begin < 2.5


@pytest.mark.parametrize(
    "piece", ["新增托位12个、", "1", "1 ", "三", "三个", "“三个", "\n", "第一", "由3个增加到4个", "（3家）12个，"]
)
def test_odd_texts_take_time_in_proportion(piece: str) -> None:
    begin = time.thread_time()
    extract(piece * (8000 // len(piece)), year=2024, plan=False)
    assert time.thread_time() - begin < 5
