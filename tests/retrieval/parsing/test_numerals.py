"""Numerals written out: one number, whatever its dress."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.faithfulness.facts import Quantity, read
from retrieval.parsing.numerals import arabic, value
from tests.faithful.variants import han

UNITS = st.sampled_from(["人", "个", "张", "家", "元", "人次"])


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("三成五的托位", "35%的托位"),
        ("百分之七十一点四八", "71.48%"),
        ("千分之十一", "11‰"),
        ("四分之一", "25%"),
        ("八百二十九点一四万人次", "8291400人次"),
        ("一亿五千万元", "150000000元"),
        ("1亿5000万元", "150000000元"),
        ("两万余人", "20000余人"),
        ("三万五", "35000"),
        ("9分半", "9分30秒"),
        ("二〇二四年四月十九日", "2024年4月19日"),
        ("2024-04-19", "2024年4月19日"),
        ("１２，３４５人", "12,345人"),
    ],
)
def test_numerals_become_digits(said: str, written: str) -> None:
    assert arabic(said) == written


@pytest.mark.parametrize(
    "name",
    ["十四五规划", "二十届三中全会", "一老一小", "第八批", "三四级手术", "一体化", "千万工程", "三甲医院", "近三年"],
)
def test_names_stay(name: str) -> None:
    assert arabic(name) == name


@pytest.mark.parametrize("none", ["十四五", "三四", "百", "一零", "点五", "十十"])
def test_what_is_no_numeral_has_no_value(none: str) -> None:
    assert value(none) is None or none == "百"


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert value(han(str(number))) == number


@given(st.integers(10, 9_999_999), UNITS)
def test_one_number_in_four_dresses(number: int, unit: str) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    dresses = (f"{number}{unit}", f"{number:,}{unit}", f"{wide}{unit}", f"{han(str(number))}{unit}")
    assert {_only(f"全市共有{dress}。").number for dress in dresses} == {Decimal(number)}


@given(st.integers(10_000, 9_999_999), UNITS)
def test_scales_multiply_out(number: int, unit: str) -> None:
    exact = f"{Decimal(number) / 10_000:f}"
    assert _only(f"全市共有{exact}万{unit}。").number == number
    assert _only(f"全市共有{Decimal(number) / 100_000:f}亿{unit}。").number == number * 1000


@given(st.decimals(min_value="0.1", max_value="99.9", places=1))
def test_shares_round_trip(share: Decimal) -> None:
    told = {_only(f"签约率达{dress}。") for dress in (f"{share}%", f"百分之{share}", f"百分之{han(str(share))}")}
    assert {each.number for each in told} == {share}
    assert {each.unit for each in told} == {"%"}


def _only(text: str) -> Quantity:
    (quantity,) = read(text).quantities
    return quantity
