"""A sentence that only introduces points is said with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.library import Library
from tests.fakes import FakeEmbedder

IN_LINE = """青岚市卫生健康委员会2024年工作总结
一、主要工作
（一）强化基层。新建村卫生室18家。
（二）强化队伍。招聘医学毕业生46名。
同时也要看到，还存在一些困难和不足：一是儿科医生紧缺；二是乡镇卫生院空编率达12.4%；三是设备老化。
"""
SAME = """望川市卫生健康委员会2024年工作总结
一、存在的困难和不足
我们也看到以下困难和不足：
一是儿科医生紧缺，困难突出。
二是设备老化，不足明显。
二、其他
（一）完成信息化建设。
"""
APART = """云泽市卫生健康委员会2024年工作总结
一、主要工作
（一）强化基层。新建村卫生室18家。
二、存在的主要问题：
1.儿科医生紧缺。二级以上医院儿科医生不足百人。
2.设备老化。影像设备超期使用。
三、下一步打算
（一）引进人才。招聘儿科医生20名。
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in (("a", IN_LINE), ("b", APART), ("c", SAME)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return Library(tmp_path / "data", embedder=FakeEmbedder())


@pytest.mark.parametrize(
    ("question", "points", "beyond"),
    [
        ("青岚存在哪些困难和不足", ("儿科医生紧缺", "12.4%", "设备老化"), "村卫生室"),
        ("云泽存在哪些主要问题", ("儿科医生紧缺", "设备老化"), "20名"),
    ],
)
def test_the_points_come_with_their_introduction(
    library: Library, tmp_path: Path, question: str, points: tuple[str, ...], beyond: str
) -> None:
    with library:
        library.index(sorted(tmp_path.glob("*.txt")))
        answer = library.ask(question)
        assert answer.status == "answered"
        assert all(point in answer.text for point in points) and beyond not in answer.text
        assert all(line.citations for line in answer.lines if not line.note), "each point is proven"
        for citation in answer.citations:
            assert citation.quote in library.section(citation.section_id).text


def test_a_point_that_is_said_anyway_is_said_once(library: Library, tmp_path: Path) -> None:
    with library:
        library.index(sorted(tmp_path.glob("*.txt")))
        answer = library.ask("概括一下望川的困难和不足")
    assert len(answer.lines) == len({line.text for line in answer.lines}) == 3
