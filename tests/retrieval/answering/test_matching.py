"""Matching words in our own sentences."""

import pytest

from retrieval.answering.matching import Term, coverage, longest_common, match, word_match


@pytest.mark.parametrize(
    ("word", "text", "low", "high"),
    [
        ("签约率", "家庭医生签约率达六成", 1.0, 1.0),
        ("签约率", "家庭医生签约服务", 0.4, 0.6),
        ("采血", "血液采集量增长", 0.4, 0.4),
        ("死亡率", "托育服务", 0.0, 0.0),
        ("院", "医院", 1.0, 1.0),
        ("科", "医院", 0.0, 0.0),
    ],
)
def test_word_match(word: str, text: str, low: float, high: float) -> None:
    assert low <= word_match(word, text) <= high


def test_a_variant_counts_nearly_as_much_as_the_word() -> None:
    term = Term(text="托班", weight=1.0, variants=("托育机构",))
    assert 0.9 < match(term, "新增托育机构12家") < 1.0


def test_a_word_counts_where_it_is_found_best() -> None:
    terms = [Term(text="托育", weight=1.0), Term(text="新增", weight=1.0)]
    assert coverage(terms, [("新增12家", 1.0), ("发展托育服务", 0.5)]) == pytest.approx(0.75)
    assert coverage([], [("新增", 1.0)]) == 0.0


def test_longest_common_substring() -> None:
    assert longest_common("远程会诊中心", "建成会诊中心三个") == 4
    assert longest_common("甲乙", "丙丁") == 0
