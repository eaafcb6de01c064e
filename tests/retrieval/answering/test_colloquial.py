"""Questions as people say them: circumstances, split verbs, whose figure it is, the year before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from retrieval.library import Library
from tests.fakes import FakeEmbedder

QINGLAN = """青岚市卫生健康委员会2024年工作总结和2025年工作计划
一、2024年工作总结
（一）应急处置。汛期派出防疫队，累计消杀面积86万平方米。院前急救平均反应时间压缩到9分40秒。
（二）医疗质量。市第一人民医院在国家三级公立医院绩效考核中位列第214名。平均住院日由9.1天压缩到8.3天。千人口托位3.12个，低于全省平均水平。
（三）妇幼健康。5岁以下儿童死亡率3.9‰。全市村医中具有执业助理医师以上资格的占28.4%。县域外转率降至10.6%。
三四级手术突破6万台次，达到6.27万台次。
（四）人才。引进博士15名。新建市级名老中医工作室6个。
二、2025年工作计划
（一）具有执业助理医师以上资格的村医占比提高到33%。疾控中心新楼确保9月底前竣工。
"""
QINGLAN_BEFORE = """青岚市卫生健康委员会2023年工作总结
一、人才。引进博士9名。
"""
YUNZE = """云泽市卫生健康委员会2024年工作总结
一、家庭医生。家庭医生签约率46.7%。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("colloquial")
    for name, text in {"a": QINGLAN, "b": YUNZE, "c": QINGLAN_BEFORE}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library(folder / "data", embedder=FakeEmbedder(), today=date(2025, 3, 1)) as opened:
        opened.index(sorted(folder.glob("*.txt")))
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("青岚那次山体滑坡之后累计消杀了多大面积", "86万"),
        ("青岚院前急救平均几分钟能到", "9分40秒"),
        ("青岚病人平均住几天院", "8.3天"),
        ("青岚五岁以下孩子死亡率", "3.9‰"),
        ("青岚外转率降到多少了", "10.6%"),
        ("青岚村医有执业助理医师以上资格的占多少", "28.4%"),
        ("青岚三四级手术做了多少台", "6.27万台次"),
        ("青岚疾控中心新楼几月份竣工", "9月底"),
    ],
)
def test_answered(library: Library, question: str, value: str) -> None:
    assert value in library.ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "青岚第二人民医院绩效考核排多少名",
        "青岚千人口托位低于全省平均，全省平均是多少",
        "X市家庭医生签约率是多少",
        "青岚机器人消杀了多大面积",
        "青岚2024年新建市级血站多少个",
    ],
)
def test_the_figure_of_somebody_else_is_no_answer(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.status == "not_found" and not answer.citations, answer.text


def test_the_year_before_is_that_of_the_question_before(library: Library) -> None:
    first = library.ask("青岚2024年引进了多少博士")
    assert "15名" in first.text
    before = library.ask("前一年呢", thread=first.thread)
    assert "2023年实际" in before.text and "9名" in before.text


def test_what_a_report_holds_is_known_to_its_readers_alone(library: Library) -> None:
    assert library.holds("消杀面积") and not library.holds("山体滑坡")
    hidden = next(one for one in library.documents() if one.region == "云泽市")
    library.set_circle(hidden.id, "医政处")
    assert not library.seen_by(()).holds("家庭医生签约率")
    library.set_circle(hidden.id, None)
