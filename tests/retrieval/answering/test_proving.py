"""What a person writes, held to a section."""

from __future__ import annotations

import pytest

from retrieval import InputError, Library, UnknownIdError
from tests.fakes import FakeEmbedder

TEXT = "青岚市卫生健康委2024年工作总结\n一、托育服务\n全市千人口托位数达4.52个，比上年增加0.31个。新建社区托育点12家。\n二、下一步计划\n2025年千人口托位数力争达到5个。\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    place = tmp_path_factory.mktemp("proving")
    (place / "a.txt").write_text(TEXT, encoding="utf-8")
    opened = Library(place / "data", embedder=FakeEmbedder())
    opened.index([place / "a.txt"])
    return opened


def section(library: Library, word: str) -> str:
    return next(one.id for one in library.sections(library.documents()[0].id) if word in one.text)


def test_each_sentence_is_cited_by_what_proves_it(library: Library) -> None:
    lines, citations = library.prove("青岚市千人口托位数达4.52个。建成社区托育点12家。", section(library, "4.52"))
    assert [line.citations for line in lines] == [(1,), (2,)]
    assert ["4.52" in one.quote for one in citations] == [True, False]
    assert all(one.region == "青岚市" and one.year == 2024 and not one.plan for one in citations)


@pytest.mark.parametrize(
    "words",
    ["千人口托位数达4.53个。", "2025年千人口托位数达4.52个。", "新建社区托育点12家。另外新建食堂3家。", "", "\n。"],
)
def test_what_is_not_proven_is_an_error(library: Library, words: str) -> None:
    with pytest.raises(InputError):
        library.prove(words, section(library, "4.52"))


def test_a_goal_is_not_proven_as_a_result(library: Library) -> None:
    goal = section(library, "力争达到5个")
    with pytest.raises(InputError, match="5"):
        library.prove("2025年千人口托位数已达到5个。", goal)
    assert library.prove("2025年千人口托位数力争达到5个。", goal)[1][0].plan


def test_a_goal_in_the_words_of_the_report_is_headed_as_one(library: Library) -> None:
    (line,), _ = library.prove("千人口托位数达到5个。", section(library, "力争达到5个"))
    assert line.text == "青岚市2025年目标：千人口托位数达到5个。"


def test_a_section_that_is_not_there(library: Library) -> None:
    with pytest.raises(UnknownIdError):
        library.prove("千人口托位数达4.52个。", "nothing")
