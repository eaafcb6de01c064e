"""The words of an answer that are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.wording import ENGLISH_REFUSALS, QUOTE, REFUSALS, head, listing, quoted, refusal, trimmed
from retrieval.model import Missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("；其中，新建托位88个，", "新建托位88个"),
        ("、护理院12家。", "护理院12家"),
        ("健康（示例", "健康（示例"),
        ("示例）", "示例"),
        ("  甲　 乙\n丙 ", "甲 乙丙"),
    ],
)
def test_trimmed(text: str, expected: str) -> None:
    assert trimmed(text) == expected


@pytest.mark.parametrize(
    ("region", "year", "plan", "expected"),
    [
        ("青岚市", 2024, False, "青岚市2024年实际："),
        ("青岚市", 2025, True, "青岚市2025年目标："),
        ("青岚市", None, None, "青岚市："),
        (None, None, None, ""),
    ],
)
def test_head(region: str | None, year: int | None, plan: bool | None, expected: str) -> None:
    assert head(region, year, plan) == expected


def test_every_reason_has_its_words() -> None:
    assert REFUSALS.keys() == ENGLISH_REFUSALS.keys()
    for reason in REFUSALS:
        said = refusal(Missing(region="云泽市", year=2024, indicator="签约率", reason=reason))
        assert said and "{" not in said and len(said) <= 40


@given(st.text(alphabet="甲乙，。；：", min_size=1, max_size=900), st.data())
def test_a_quote_is_short_and_holds_what_it_proves(text: str, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(text) - 1))
    high = data.draw(st.integers(low, min(len(text), low + QUOTE)))
    start, end = quoted(text, 0, len(text), low, high)
    assert 0 <= start <= low and high <= end <= len(text)
    assert end - start <= QUOTE


def test_long_lists_say_how_many() -> None:
    assert listing(["甲", "乙"]) == "甲、乙"
    assert listing([str(n) for n in range(20)], 3) == "0、1、2等20个"
