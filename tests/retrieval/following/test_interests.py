"""What people write to follow something, and what is understood."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval import Document, Interest, Profile, Region, Unknown
from retrieval.following.interests import interest
from retrieval.parsing.regions import Gazetteer
from retrieval.search.holdings import Holdings
from retrieval.search.words import words

QINGLAN = Region(name="青岚市", short="青岚", level="地级市", province="江岚省", parent="江岚省")


def read(text: str, home: str | None = None) -> Interest:
    held = Document(id="d1", key="d1", version=1, profile=Profile(title="总结", region=QINGLAN), parts=(), sections=1)
    return interest(
        text,
        holdings=Holdings(documents=(held,)),
        gazetteer=Gazetteer.load(),
        words=words(),
        today=date(2026, 1, 5),
        home=home,
    )


def shown(found: Interest) -> tuple[object, ...]:
    places = tuple(dict.fromkeys(place.label for place in found.places))
    topics = tuple(topic.text for topic in found.topics)
    return places, topics, found.indicators, found.words, found.kinds, found.years


@pytest.mark.parametrize(
    ("text", "places", "topics", "indicators", "words_", "kinds", "years"),
    [
        ("芜湖 托育", ("芜湖市",), ("托育",), (), (), (), ()),
        ("青岚市的新文件", ("青岚市",), (), (), (), (), ()),
        ("安徽各市托育", ("安徽各市",), ("托育",), (), (), (), ()),
        ("安徽芜湖 人才引进", ("芜湖市",), ("人才引进",), (), (), (), ()),
        ("长三角 医共体 2025年要点", ("长三角",), ("医共体",), (), (), ("要点",), (2025,)),
        ("青岚市、芜湖市 千人口托位数", ("青岚市", "芜湖市"), (), ("千人口托位数",), (), (), ()),
        ("合肥 关键词：带量采购、集采", ("合肥市",), (), (), ("带量采购", "集采"), (), ()),
        ("“县域医共体” 今年总结和通知", (), (), (), ("县域医共体",), ("总结", "通知"), (2026,)),
        ("计划生育", (), ("计划生育",), (), (), (), ()),
        ("我市 家庭医生", ("青岚市",), ("家庭医生",), (), (), (), ()),
    ],
)
def test_what_is_followed(
    text: str,
    places: tuple[str, ...],
    topics: tuple[str, ...],
    indicators: tuple[str, ...],
    words_: tuple[str, ...],
    kinds: tuple[str, ...],
    years: tuple[int, ...],
) -> None:
    found = read(text, home="青岚市")
    assert shown(found) == (places, topics, indicators, words_, kinds, years)
    assert not found.unknown


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("无湖市 托育", Unknown(name="无湖市", near=("芜湖市",))),
        ("武湖 托育", Unknown(name="武湖", near=("芜湖市",))),
        ("星汉云市", Unknown(name="星汉云市")),
        ("我市", Unknown(name="我市")),
    ],
)
def test_an_unknown_region_is_said_with_near_names(text: str, unknown: Unknown) -> None:
    assert read(text).unknown == (unknown,)


def test_a_name_of_several_regions_is_asked_back() -> None:
    (unknown,) = read("鼓楼区").unknown
    assert "南京市鼓楼区" in unknown.near and len(unknown.near) > 2


def test_nothing_said_follows_nothing() -> None:
    assert read("有新文件").empty and read("。").empty


def test_a_set_stands_for_its_cities_a_province_for_all_in_it() -> None:
    assert {place.alone for place in read("长三角").places} == {True, False}  # 上海 has districts only
    (province,) = read("安徽省").places
    assert (province.level, province.alone) == (None, False)
    (cities,) = read("安徽各市").places
    assert cities.level == "地级市"


def test_colloquial_words_bring_official_ones() -> None:
    (topic,) = read("送托班").topics
    assert ("入托",) in topic.terms[0].forms
