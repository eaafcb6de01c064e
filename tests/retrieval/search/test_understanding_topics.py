"""What is left as the topic of a question, and what is taken out of it."""

from __future__ import annotations

import pytest

from retrieval.search.normal import plain
from tests.retrieval.search.asking import one


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("青岚心理热线一年要接多少人次", "心理热线一年 接"),
        ("青岚和云泽的婴儿死亡率比一比", "婴儿死亡率"),
        ("青岚还存在哪些问题", "存在问题"),
        ("青岚的重要指标有几项", "重要指标"),
        ("青岚上半年门诊量是多少", "门诊量"),
        ("青岚、云泽的婴儿死亡率对比一下", "婴儿死亡率"),
        ("青岚让多大比例的学生接种疫苗", "学生接种疫苗"),
        ("住院的人占多大比例，青岚", "住院的人"),
        ("青岚面临哪些困难", "存在问题"),
        ("青岚还有哪些不足", "存在问题"),
        ("青岚去年生了多少孩子", "生孩子"),
        ("青岚公立医院欠了多少债", "公立医院欠债"),
        ("青岚一共生了多少个娃", "一共生娃"),
        ("生二孩，青岚和云泽哪边补得多", "生二孩 补得多"),
    ],
)
def test_topic(question: str, topic: str) -> None:
    assert one(question).topic == topic


@pytest.mark.parametrize(
    "question",
    [
        "各市托育情况汇总",
        "汇总各市托育工作",
        "请汇总一下各市的托育",
        "各市托育做个汇总",
        "各市托育整理一下",
        "盘点各市托育",
    ],
)
def test_what_asks_to_bring_together_is_no_part_of_the_topic(question: str) -> None:
    query = one(question)
    assert (query.topic.removesuffix("工作"), query.shape) == ("托育", "compare")


@pytest.mark.parametrize("question", ["青岚托育情况汇总", "盘点一下青岚托育"])
def test_one_region_is_summed_up(question: str) -> None:
    query = one(question)
    assert (query.topic, query.shape) == ("托育", "summary")


@pytest.mark.parametrize(
    ("question", "topic", "shape"),
    [
        ("帮我写一份青岚托育工作总结", "托育", "summary"),
        ("写一段青岚医改的汇报材料", "医改", "summary"),
        ("青岚托育简要介绍", "托育", "summary"),
        ("青岚2024年都干了啥", "", "summary"),
        ("青岚2024年做了什么", "", "summary"),
        ("青岚2024年工作总结", "", "summary"),
        ("青岚托育都做了哪些工作", "托育", "how"),
        ("三个市的托育对比", "托育", "compare"),
        ("两地托育对比", "托育", "compare"),
        ("青岚、云泽托育补助对比", "托育补助", "compare"),
        ("把青岚的托育目标做成表格", "托育", "fact"),
        ("青岚有没有提到医共体", "医共体", "fact"),
        ("介绍一下青岚2024年中医药工作", "中医药工作", "summary"),
        ("今年各市重点工作是什么", "", "summary"),
    ],
)
def test_requests_are_no_part_of_the_topic(question: str, topic: str, shape: str) -> None:
    query = one(question)
    assert (query.topic, query.shape) == (topic, shape)


@pytest.mark.parametrize("topic", ["病案整理归档", "汇总上报流程"])
def test_such_words_within_a_topic_stay(topic: str) -> None:
    assert one(f"青岚的{topic}").topic == topic


@pytest.mark.parametrize("word", ["问题", "问诊", "问卷"])
def test_words_that_begin_like_a_request_stay_whole(word: str) -> None:
    assert plain(f"整改的{word}有几个") == f"整改的{word}有几个"


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("青岚有多少个县达到标准", "number"),
        ("青岚新增了多少省级专科", "number"),
        ("青岚哪几个县达到标准", "place"),
    ],
)
def test_counting_places_wants_a_number(question: str, wants: str) -> None:
    assert one(question).wants == wants


@pytest.mark.parametrize(
    ("question", "period"), [("青岚2024年上半年门诊量", "上半年"), ("青岚1-9月门诊量", "1-9月"), ("青岚门诊量", None)]
)
def test_period(question: str, period: str | None) -> None:
    assert one(question).period == period


@pytest.mark.parametrize(("question", "anonymous"), [("xx市门诊量多少", True), ("青岚门诊量多少", False)])
def test_a_placeholder_is_a_place_without_a_name(question: str, anonymous: bool) -> None:
    assert one(question).anonymous is anonymous


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("青岚争取到多少资金", None),
        ("青岚叫救护车要等多久", None),
        ("青岚建新院要花多少钱", None),
        ("青岚托位争取达到多少", True),
        ("青岚空编率想降到多少", True),
        ("青岚要建多少家托育园", True),
    ],
)
def test_words_that_sound_like_goals(question: str, plan: bool | None) -> None:
    assert one(question).plan is plan


def test_two_values_one_of_them_a_goal_are_both_sides() -> None:
    assert one("青岚托位数上半年多少，年底要到多少").shape == "goal_vs_result"
    assert one("青岚托位数打算新增多少，投入打算多少").shape != "goal_vs_result"


def test_now_and_the_goal_are_both_sides() -> None:
    assert one("青岚托位数现在是多少，年底目标多少").shape == "goal_vs_result"


def test_the_number_of_an_item_is_a_place_in_the_report() -> None:
    assert one("这个在文件第几条").shape == "provenance"
