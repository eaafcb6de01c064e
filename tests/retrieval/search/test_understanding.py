"""Shape, side, wants, measure and topic of questions."""

from __future__ import annotations

import doctest
import time
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.search import english, followup, normal, shape, sides, terms, topic, years
from tests.retrieval.search.asking import HOLDINGS, ask, one

TOPICS = [
    ("青岚市2024年家庭医生签约率有多少?在全省能排第几?", "家庭医生签约率"),
    ("请问青岚市2024年新增了多少个普惠托位?谢谢!", "新增 普惠托位"),
    ("麻烦帮我查一下云泽的家庭医生签约率是多少", "家庭医生签约率"),
    ("临溪县打算再建几个中医馆?", "再建 中医馆"),
    ("青岚老年医学科怎么建的?", "老年医学科"),
    ("我想了解一下云泽市120急救站点的情况", "120急救站点"),
    ("青岚市中医院迁建项目进展如何", "市中医院迁建项目"),
    ("青岚两癌筛查做得怎样", "两癌筛查"),
    ("青岚2024年工作总结里提到多少家诊所", "诊所"),
    ("听说青岚千人口床位数只有3.2,是真的吗?", "千人口床位数"),
    ("青岚门诊量是120万人次吗?", "门诊量"),
    ("临溪会诊中心和能力提升培训有多少场", "会诊中心和能力提升培训"),
    ("青岚就诊人次是多少", "就诊人次"),
    ("青岚市对口支援了哪些地方", "对口支援"),
    ("青岚涉及儿科的投诉有几件", "涉及儿科的投诉"),
]


@pytest.mark.parametrize(("question", "words"), TOPICS)
def test_topic(question: str, words: str) -> None:
    assert one(question).topic == words


SHAPES = [
    ("青岚每千人口托位数为多少?", "fact"),
    ("青岚有哪些国家级试点?", "list"),
    ("云泽的五大行动分别是什么", "list"),
    ("青岚市的“四个专项”是哪四个?", "list"),
    ("青岚跑了哪几个城市招商?", "list"),
    ("云泽的医共体怎么推进?", "how"),
    ("青岚在村医队伍上有什么举措", "how"),
    ("青岚和云泽谁的托位更多?", "compare"),
    ("各市千人口床位数谁最高", "compare"),
    ("青岚、云泽、临溪的献血率各是多少", "compare"),
    ("青岚2024年新增托位目标完成了吗?", "goal_vs_result"),
    ("青岚2024实际招了多少医生,2025打算招多少?", "goal_vs_result"),
    ("青岚2024年新增几个重点专科?2025年再加几个?", "goal_vs_result"),
    ("青岚2021到2024年出生人口变化趋势", "trend"),
    ("近几年青岚门诊量走势怎么样", "trend"),
    ("概括一下青岚2024年的主要成绩", "summary"),
    ("一句话说说云泽今年的总体安排", "summary"),
    ("临溪托育情况", "summary"),
    ("云泽2024年总结有没有?", "holdings"),
    ("收录了哪些城市?", "holdings"),
    ("你们有几份报告?", "holdings"),
    ("云泽有报告吗", "holdings"),
    ("青岚这份总结是哪天印发的?", "holdings"),
    ("云泽2024年工作要点是哪个单位发布的?", "holdings"),
    ("青岚托位数这个数字出自哪一节?", "provenance"),
    ("青岚有没有育儿补贴?", "fact"),
    ("青岚出台了几个生育支持文件?", "fact"),
    ("育儿补贴政策是哪天开始实施的?", "fact"),
]


@pytest.mark.parametrize(("question", "expected"), SHAPES)
def test_shape(question: str, expected: str) -> None:
    assert one(question).shape == expected


SIDES = [
    ("云泽打算新增多少个托位", True),
    ("云泽的托位目标是多少", True),
    ("云泽要达到多少张床位", True),
    ("云泽要求村医持证比例提到多少", True),
    ("云泽准备怎么抓慢病", True),
    ("云泽力争引进几名博士", True),
    ("青岚预计什么时候完成迁建", True),
    ("青岚招了多少名医生", False),
    ("青岚完成了多少项改造", False),
    ("青岚两癌筛查做得怎样", False),
    ("青岚公立医院改革有什么成效", False),
    ("青岚的托位数是多少", None),
    ("青岚急救要多久", None),
    ("青岚复诊要几天", None),
    ("青岚托位数达到多少", None),
    ("青岚计划生育特殊家庭有多少户", None),
    ("青岚给村医提升学历的那个计划,覆盖多少人", None),
    ("青岚主要做法有哪些", None),
    ("青岚的要闻宣传有几篇", None),
]


@pytest.mark.parametrize(("question", "plan"), SIDES)
def test_side(question: str, plan: bool | None) -> None:
    assert one(question).plan is plan


WANTS = [
    ("青岚有多少家医院", "number", "家"),
    ("青岚办了几场义诊", "number", "场"),
    ("青岚门诊看了多少人次", "number", "人次"),
    ("青岚健康素养水平占百分之几", "percent", None),
    ("青岚设老年科的占几成", "percent", None),
    ("青岚签约率是多少", "percent", None),
    ("青岚育儿补贴每个月补多少钱", "money", "钱"),
    ("青岚争取了多少超长期国债资金", "money", None),
    ("青岚急救多久到", "duration", None),
    ("青岚急救平均几分钟", "duration", "分钟"),
    ("青岚托位数在全省排第几", "rank", None),
    ("青岚新院区什么时候投用", "date", None),
    ("青岚在哪个区试点", "place", None),
    ("青岚哪家医院要评三甲", "organisation", None),
    ("青岚卫健委主任是谁", "person", None),
    ("青岚有哪些试点", "list", None),
    ("青岚怎么抓慢病", "text", None),
    ("青岚 每千人口托位数", "number", None),
    ("青岚家庭医生签约率", "percent", None),
]


@pytest.mark.parametrize(("question", "kind", "measure"), WANTS)
def test_wants_and_measure(question: str, kind: str, measure: str | None) -> None:
    query = one(question)
    assert (query.wants, query.measure) == (kind, measure)


EXPANSIONS = [
    ("青岚生二胎有补贴吗", "生二胎", "育儿补贴"),
    ("青岚有多少辆救护车", "救护车", "院前急救"),
    ("青岚的托儿所有几家", "托儿所", "托育机构"),
    ("青岚打疫苗的地方有几个", "打疫苗", "预防接种"),
    ("青岚养老院和医院签约的多吗", "养老院", "养老机构"),
    ("青岚去外地看病的人多吗", "去外地看病", "转外就医"),
    ("青岚投诉少了多少", "投诉", "群众诉求"),
    ("青岚设老年科的医院", "老年科", "老年医学科"),
    ("青岚公卫医生有几个", "公卫医生", "公共卫生医师"),
    ("青岚千人口拖位数", "千人口托位数", "托位"),
    ("青岚招了多少人", "招", "招录"),
]


@pytest.mark.parametrize(("question", "word", "official"), EXPANSIONS)
def test_colloquial_words_lead_to_official_ones(question: str, word: str, official: str) -> None:
    assert official in one(question).expansions[word]


SLIPS = [
    ("青岚千人口拖位数是多少", "千人口托位数", "按“托位”答（问句写作“拖位”）"),
    ("青岚的医公体有几个", "医共体", "按“医共体”答（问句写作“医公体”）"),
    ("青岚家庭一生签约率", "家庭医生签约率", "按“家庭医生”答（问句写作“家庭一生”）"),
    ("青岚护理员有多少人", "护理员", None),
    ("青岚卫生院有多少家", "卫生院", None),
]


@pytest.mark.parametrize(("question", "words", "note"), SLIPS)
def test_misspelt_health_words_are_corrected_and_said(question: str, words: str, note: str | None) -> None:
    query = one(question)
    assert (query.topic, query.corrected) == (words, note)


def test_a_word_inside_a_longer_health_word_is_not_expanded() -> None:
    assert "名医" not in one("青岚派了多少人参加万名医生进修").expansions
    assert "中医" not in one("青岚中医药馆").expansions


PIECES = [
    ("青岚托位数多少?家庭医生签约率多少?", [("青岚市", "托位数"), ("青岚市", "家庭医生签约率")]),
    ("青岚托位数是多少?\n云泽采血量目标是多少?", [("青岚市", "托位数"), ("云泽市", "采血量")]),
    ("1. 青岚育儿补贴多少钱\n2. 云泽采血量目标\n3. 临溪罚没款", [("青岚市", "育儿补贴"), ("云泽市", "采血量"), ("临溪县", "罚没款")]),
    ("青岚有几家医院?另外,云泽有几个急救站点?", [("青岚市", "医院"), ("云泽市", "急救站点")]),
    ("青岚托位数有多少?在全省能排第几?", [("青岚市", "托位数")]),
    ("青岚市\n托位数是多少", [("青岚市", "托位数")]),
    ("我在写材料。\n青岚的托位数是多少?", [("青岚市", "托位数")]),
    ("青岚2024年托位数多少?云泽2024年的目标呢?", [("青岚市", "托位数"), ("云泽市", "托位数")]),
]  # fmt: skip


@pytest.mark.parametrize(("message", "expected"), PIECES)
def test_several_questions(message: str, expected: list[tuple[str, str]]) -> None:
    assert [(query.regions[0], query.topic) for query in ask(message)] == expected


def test_a_later_question_takes_year_and_region_from_the_earlier() -> None:
    first, second = ask("青岚2024年门诊量多少?出院的病人有多少?")
    assert (second.regions, second.years, second.carried) == (("青岚市",), (2024,), None)
    assert first.years == (2024,)


def test_goal_and_result_in_two_clauses_know_both_years() -> None:
    query = one("中医馆青岚已经建到哪一步,2025年想建到哪一步?")
    assert (query.shape, query.years, query.plan) == ("goal_vs_result", (2024, 2025), None)


@pytest.mark.parametrize("module", [english, followup, normal, shape, sides, terms, topic, years])
def test_docstring_examples(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["青岚", "云泽市", "合肥", "2024年", "今年", "的", "托位", "目标", "多少", "?", ";", "\n", "呢", "那", "和", "各市", "总结", "发布", "哪天", "8.8", "假设", "是", "wuhu", "how", "many"]),
        max_size=14,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_understood_somehow(message: str) -> None:
    held = {region.name for region in HOLDINGS.regions}
    queries = ask(message)
    assert queries
    for query in queries:
        assert set(query.regions) <= held
        assert not set(query.not_indexed) & held
        assert "\x00" not in query.question


@pytest.mark.parametrize(
    "message", ["青岚托位数是多少?" * 500, "托" * 4096, "?" * 4096, "青岚，云泽；" * 700, "2024年" * 900]
)
def test_long_messages_are_read_quickly(message: str) -> None:
    started = time.thread_time()
    assert len(ask(message)) <= 8
    assert time.thread_time() - started < 5
