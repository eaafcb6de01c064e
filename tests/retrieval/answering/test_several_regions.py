"""Subjects over regions and sides, changes that are another figure's, documents that are not held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from retrieval.library import Library
from tests.fakes import FakeEmbedder

QINGLAN = """青岚市卫生健康委员会2024年工作总结和2025年工作计划
一、2024年工作总结
（一）民生实事。全市千人口托位数5.12个，入托人数增至3104人，比上年增长36.4%，托位使用率为41.8%，提高9.7个百分点。
（二）医共体建设。医共体增至4个。
二、2025年工作计划
（一）托育服务。鼓励企业开办托班，各县区新设公办托育中心一所。
"""
YUNZE = """云泽市卫生健康委员会2024年工作总结
一、主要工作
（一）托育服务。千人口托位数达4.35个，新增托位260个。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("several")
    for name, text in {"a": QINGLAN, "b": YUNZE}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library(folder / "data", embedder=FakeEmbedder(), today=date(2025, 3, 1)) as opened:
        opened.index(sorted(folder.glob("*.txt")))
        yield opened


def test_a_subject_is_found_where_a_report_speaks_of_it_without_its_name(library: Library) -> None:
    answer = library.ask("青岚托育2024年做得怎么样，2025年准备怎么做")
    sides = {line.plan: line.text for line in answer.lines if line.citations}
    assert "5.12" in sides[False] and "公办托育中心" in sides[True] and "未载" not in answer.text


@pytest.mark.parametrize("question", ["青岚托位数同比增加多少", "青岚的托位数增长了多少"])
def test_the_change_of_another_figure_is_no_answer(library: Library, question: str) -> None:
    assert library.ask(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "value"), [("青岚入托人数增长多少", "36.4%"), ("青岚托位使用率提升了多少", "9.7个百分点")]
)
def test_the_change_of_what_is_asked_is(library: Library, question: str, value: str) -> None:
    assert value in library.ask(question).text


@pytest.mark.parametrize(
    "question",
    ["青岚千人口托位数比云泽高吗", "青岚和云泽千人口托位数哪个高", "青岚千人口托位数有没有云泽高"],
)
def test_which_is_higher_is_told_by_the_figures(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.receipt.way == "ledger" and "青岚市5.12" in answer.lines[0].text and "较高" in answer.lines[0].text


@pytest.mark.parametrize("question", ["北京有没有总结", "收录北京的报告了吗", "北京的报告什么时候发布的"])
def test_a_region_that_is_not_held_is_said_not_to_be(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert (answer.status, answer.reason) == ("not_found", "region_not_indexed")
    assert "未收录北京市的报告" in answer.text


def test_a_kind_that_is_not_held_of_a_region(library: Library) -> None:
    answer = library.ask("云泽有没有工作要点")
    assert answer.status == "not_found" and "未收录云泽市的要点" in answer.text
    assert "已收录：《云泽市卫生健康委员会2024年工作总结》" in answer.text and "青岚" not in answer.text
