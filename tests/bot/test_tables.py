"""Tables asked for in words."""

from __future__ import annotations

import pytest

from bot.rendering import texts
from bot.store import Request
from bot.tables import known_regions, report_of, title_of, wanted
from retrieval import InputError
from tests.bot.fakes import FakeLibrary, document

KNOWN = ("青岚市", "青岚", "云泽市")


@pytest.mark.parametrize(
    ("words", "name", "indicators", "regions", "year"),
    [
        ("千人口托位数、基层就诊率 江岚各市", None, ("千人口托位数", "基层就诊率"), ("江岚各市",), None),
        ("托育表：千人口托位数 青岚、云泽市 2024年", "托育表", ("千人口托位数",), ("青岚", "云泽市"), 2024),
        ("江岚各市的千人口托位数，基层就诊率", None, ("千人口托位数", "基层就诊率"), ("江岚各市",), None),
        ("千人口托位数 基层就诊率", None, ("千人口托位数", "基层就诊率"), (), None),
        ("千人口托位数 各地", None, ("千人口托位数",), (), None),
        ("千人口托位数 千人口托位数 长三角", None, ("千人口托位数",), ("长三角",), None),
        ("全省千人口托位数", None, ("千人口托位数",), ("全省",), None),
    ],
)
def test_words_are_read(
    words: str, name: str | None, indicators: tuple[str, ...], regions: tuple[str, ...], year: int | None
) -> None:
    asked = wanted(words, KNOWN)
    assert asked is not None and asked.name == name
    assert (asked.request.indicators, asked.request.regions, asked.request.year) == (indicators, regions, year)


@pytest.mark.parametrize("words", ["", "江岚各市", "2024年", "青岚 2024"[:2]])
def test_a_table_needs_an_indicator(words: str) -> None:
    assert wanted(words, KNOWN) is None


def test_a_title_says_what_is_in_it() -> None:
    request = Request(kind="table", words="", indicators=("甲率", "乙率", "丙率"), regions=("江岚各市",), year=2024)
    assert title_of(request) == "江岚各市2024年甲率、乙率等3项"


def test_short_names_that_two_regions_share_are_not_used() -> None:
    same = (document("a", "青岚市", 2024), document("b", "青岚县", 2024), document("c", "云泽市", 2024))
    assert set(known_regions(FakeLibrary(documents_=same))) == {"青岚市", "青岚县", "云泽市", "云泽"}


def test_too_many_indicators_are_refused() -> None:
    with pytest.raises(InputError, match=texts.TABLE_MANY[:4]):
        report_of(FakeLibrary(), Request(kind="table", words="", indicators=tuple(map(str, range(21)))))
