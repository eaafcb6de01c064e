"""Each section knows its pages, so that a citation can name one."""

from __future__ import annotations

from retrieval.model import Loaded
from retrieval.parsing import parse
from retrieval.parsing.regions import Gazetteer

LINES = (
    "望川市2024年卫生健康工作总结",
    "一、托育服务",
    "新增托位600个，千人口托位数4.2个。",
    "二、家庭医生",
    "家庭医生签约率45.2%，比上年提高3个百分点。重点人群签约率81%。",
)
TEXT = "\n".join(LINES)


def pages_of(*starts: int) -> list[tuple[tuple[int, int], ...]]:
    loaded = Loaded(text=TEXT, media_type="application/pdf", pages=starts)
    outline = parse(loaded, key="a.pdf", gazetteer=Gazetteer.load())
    return [section.pages for section in outline.walk() if section.heading]


def test_a_section_over_two_pages_knows_where_the_second_begins() -> None:
    within = TEXT.index("重点人群")
    second = TEXT.index("二、")
    assert pages_of(0, second, within) == [((0, 1),), ((0, 1),), ((0, 2), (within - second, 3))]


def test_an_empty_page_is_passed_over() -> None:
    second = TEXT.index("二、")
    assert pages_of(0, second, second) == [((0, 1),), ((0, 1),), ((0, 3),)]


def test_without_pages_there_is_none() -> None:
    assert pages_of() == [(), (), ()]
