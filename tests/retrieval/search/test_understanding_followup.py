"""What a question takes over from the thread."""

from __future__ import annotations

import pytest

from retrieval.model import Thread
from tests.retrieval.search.asking import chat, one, real

FIRST = "青岚2024年千人口托位数为多少?"
WORDS = "千人口托位数"

FOLLOWING: list[tuple[str, tuple[str, ...], tuple[int, ...], bool | None, str, str | None]] = [
    # (question, regions, years, plan, topic, note)
    ("那临溪呢?", ("临溪县",), (2024,), None, WORDS, "按上文：2024年·千人口托位数"),
    ("云泽的目标呢?", ("云泽市",), (2024,), True, WORDS, "按上文：2024年·千人口托位数"),
    ("2025年的目标呢?", ("青岚市",), (2025,), True, WORDS, "按上文：青岚·千人口托位数"),
    ("目标呢", ("青岚市",), (), True, WORDS, "按上文：青岚·千人口托位数"),
    ("2023年呢", ("青岚市",), (2023,), None, WORDS, "按上文：青岚·千人口托位数"),
    ("换成2025年目标", ("青岚市",), (2025,), True, WORDS, "按上文：青岚·千人口托位数"),
    ("在全省排第几?", ("青岚市",), (2024,), None, WORDS, "按上文：青岚 2024年·千人口托位数"),
    ("育儿补贴呢?", ("青岚市",), (2024,), None, "育儿补贴", "按上文：青岚 2024年"),
    ("育儿补贴是多少?", ("青岚市",), (), None, "育儿补贴", "按上文：青岚"),
    ("里面普惠的有几个?", ("青岚市",), (2024,), None, "普惠 千人口托位数", "按上文：青岚 2024年·千人口托位数"),
    ("临溪2025年家庭医生签约率目标是多少?", ("临溪县",), (2025,), True, "家庭医生签约率", None),
    ("临溪的家庭医生签约率是多少?", ("临溪县",), (), None, "家庭医生签约率", None),
    ("临溪2024年做了哪些工作?", ("临溪县",), (2024,), False, "", None),
    ("那临溪2024年做了哪些工作?", ("临溪县",), (2024,), False, WORDS, "按上文：千人口托位数"),
    ("临溪城区要求多少?", ("临溪县",), (), True, "城区 千人口托位数", "按上文：千人口托位数"),
]


@pytest.mark.parametrize(("question", "regions", "years", "plan", "topic", "note"), FOLLOWING)
def test_follow_ups(
    question: str, regions: tuple[str, ...], years: tuple[int, ...], plan: bool | None, topic: str, note: str | None
) -> None:
    query = chat(FIRST, question)
    assert (query.regions, query.years, query.plan, query.topic, query.carried) == (regions, years, plan, topic, note)


def test_what_was_wanted_goes_along() -> None:
    query = chat("青岚2024年有多少家托育机构?", "那临溪呢?")
    assert (query.wants, query.measure, query.shape) == ("number", "家", "fact")


def test_a_chain_of_follow_ups() -> None:
    query = chat(FIRST, "那临溪呢?", "云泽的目标呢?")
    assert (query.regions, query.topic, query.plan) == (("云泽市",), WORDS, True)


def test_provenance_of_the_last_answer() -> None:
    query = chat(FIRST, "这个数出自原报告哪一节?")
    assert (query.shape, query.regions, query.topic) == ("provenance", ("青岚市",), WORDS)


def test_a_region_that_is_not_indexed_never_falls_back() -> None:
    held = real("海宁市", "芜湖市")
    query = chat("海宁2024年千人口托位数为多少?", "嘉兴市呢?", holdings=held)
    assert (query.regions, query.not_indexed, query.topic) == ((), ("嘉兴市",), WORDS)


def test_all_regions_take_no_region_over() -> None:
    query = chat(FIRST, "各市呢?")
    assert (query.every, query.regions, query.topic) == (True, (), WORDS)


def test_a_region_no_longer_indexed_is_forgotten() -> None:
    thread = Thread(regions=("海宁市",), topic=WORDS, asked="海宁千人口托位数为多少?")
    assert one("目标呢?", thread=thread).regions == ()


def test_questions_about_the_holdings_take_nothing_over() -> None:
    query = chat(FIRST, "收录了哪些城市?")
    assert (query.shape, query.regions, query.carried) == ("holdings", (), None)


def test_refused_questions_take_nothing_over() -> None:
    query = chat(FIRST, "他的手机号呢?")
    assert (query.refuse, query.regions) == ("personal_data", ())


@pytest.mark.parametrize("question", ["' OR 1=1 --", "XYZ 24"])
def test_letters_without_meaning_take_nothing_over(question: str) -> None:
    assert chat(FIRST, question).refuse == "off_topic"


@pytest.mark.parametrize("question", ["2025?", "DRG呢"])
def test_years_and_known_letters_go_on(question: str) -> None:
    query = chat(FIRST, question)
    assert query.refuse is None and query.regions == ("青岚市",)
