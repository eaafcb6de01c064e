"""Goals that stand beside results: in one sentence, in the closing paragraph, in a half-year's report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from retrieval.library import Library
from retrieval.model import Answer
from tests.fakes import FakeEmbedder

TASKS = """青岚市卫生健康委员会关于2024年民生实事完成情况的报告
一、民生实事完成情况
（一）托育服务。计划新增托位640个，实际新增712个，完成率111.3%；计划建成公办托育园3家，实际建成4家。
（二）老年人体检。计划体检12万人，实际体检12.6万人。
（三）设备更新。争取国债资金2300万元，更新设备118台。
"""
CLOSING = """石浦县卫生健康局2023年度工作总结
一、主要工作
（一）强化基层。全县每千人口托位数3.62个，新建村卫生室8家。
（二）强化队伍。招聘医学毕业生46名。
虽然取得了一定成绩，但仍有短板。
下一步，我们将围绕健康石浦，重点做好以下工作。一是扩大普惠托育，每千人口托位数力争达到4.1个。二是2024年招聘医学毕业生60名。
石浦县卫生健康局
2023年12月26日
"""
HALF = """林溪县卫生健康局2024年上半年工作总结及下半年工作计划
一、上半年工作情况
（一）医共体建设。1-6月，县域内住院率82.4%，比去年同期提高0.9个百分点。
二、下半年工作计划
（一）深化医改。力争县域内住院率年底达到84%。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("goals")
    for name, text in {"tasks": TASKS, "closing": CLOSING, "half": HALF}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library(folder / "data", embedder=FakeEmbedder(), today=date(2025, 3, 1)) as opened:
        opened.index(sorted(folder.glob("*.txt")))
        yield opened


def told(answer: Answer) -> dict[bool | None, str]:
    """Goals and results of an answer; each is proven by its quote."""
    assert answer.status == "answered", answer.text
    return {line.plan: line.text for line in answer.lines if line.citations}


def test_the_result_of_a_task_is_said_where_no_side_is_named(library: Library) -> None:
    said = told(library.ask("青岚2024年新增托位多少个？"))
    assert list(said) == [False] and "712个" in said[False] and "640" not in said[False]


@pytest.mark.parametrize(
    ("question", "goal", "result"),
    [
        ("青岚公办托育园计划建几家，实际建成几家？", "3家", "4家"),
        ("青岚老年人体检计划查多少人，实际查了多少？", "12万人", "12.6万人"),
        ("林溪县域内住院率上半年多少，年底要到多少？", "84%", "82.4%"),
        ("石浦每千人口托位数2023年达到多少，2024年争取多少？", "4.1个", "3.62个"),
    ],
)
def test_goal_and_result_are_told_apart(library: Library, question: str, goal: str, result: str) -> None:
    answer = library.ask(question)
    said = told(answer)
    assert goal in said[True] and result in said[False]
    assert {citation.plan for citation in answer.citations} == {True, False}


def test_money_that_was_won_is_a_result(library: Library) -> None:
    answer = library.ask("青岚设备更新争取到多少国债资金？")
    assert "2300万元" in told(answer)[False] and answer.reason is None


def test_what_comes_next_is_the_plan_of_the_next_year(library: Library) -> None:
    said = told(library.ask("石浦2024年准备招聘多少医学毕业生？"))
    assert list(said) == [True] and "60名" in said[True]
    document = next(one for one in library.documents() if one.region == "石浦县")
    assert [(part.year, part.plan) for part in document.parts] == [(2023, False), (2024, True)]


def test_who_signed_is_no_point_of_the_plan(library: Library) -> None:
    assert "石浦县卫生健康局" not in library.ask("石浦下一步重点工作有哪些？").text
