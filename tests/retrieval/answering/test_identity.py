"""Which questions ask the same."""

from __future__ import annotations

import pytest

from retrieval.answering.identity import identity
from tests.retrieval.search.asking import one


def asks(question: str) -> str:
    return identity([one(question)])


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("青岚市2024年千人口托位数是多少？", "请问青岚2024年的千人口托位数多少"),
        ("青岚千人口托位数", "青岚的千人口托位数达到了多少"),
        ("青岚怎么抓慢病？", "青岚怎么抓慢病"),
    ],
)
def test_other_words_for_the_same(question: str, other: str) -> None:
    assert asks(question) == asks(other)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("青岚千人口托位数是多少", "云泽千人口托位数是多少"),
        ("青岚2024年千人口托位数是多少", "青岚2023年千人口托位数是多少"),
        ("青岚2024年上半年门诊量是多少", "青岚2024年门诊量是多少"),
        ("青岚的托位目标是多少", "青岚的托位实际是多少"),
        ("青岚义诊几场", "青岚义诊多少人"),
        ("青岚最高的补贴是多少", "青岚最低的补贴是多少"),
        ("哪个市的千人口托位数最高", "哪个市的千人口托位数最低"),
        ("青岚有哪些试点", "青岚有哪些试点单位退出"),
        ("千人口托位数是多少", "北京市千人口托位数是多少"),
    ],
)
def test_what_differs_in_more_than_words(question: str, other: str) -> None:
    assert asks(question) != asks(other)
