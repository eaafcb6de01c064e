"""Which subscriptions a document fits, and how quickly."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.alerts.match import Index, may_fit
from retrieval import Document, Features, Followed, Interest, Profile, Region, Topic, TopicTerm

CITY = Region(name="青岚市", short="青岚", level="地级市", province="江岚省", parent="江岚省")
COUNTY = Region(name="林溪县", short="林溪", level="县级", province="江岚省", parent="青岚市")
PROVINCE = Region(name="江岚省", short="江岚", level="省级", province="江岚省")


def features(
    region: Region | None = CITY, *, text: str = "新增托位900个", kind: str = "总结", year: int = 2024
) -> Features:
    profile = Profile(title="t", region=region, years=(year,), kind=kind)  # type: ignore[arg-type]  # a test's shorthand
    document = Document(id="d", key="d", version=1, profile=profile, parts=(), sections=1)
    return Features(document=document, text=text, indicators=frozenset({"新增托位数"}))


def topic(*forms: str) -> Topic:
    return Topic(text=forms[0], terms=(TopicTerm(forms=tuple((form,) for form in forms), weight=1.0),))


def place(region: Region, **more: object) -> Followed:
    return replace(Followed(name=region.name, label=region.name, province=region.province), **more)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("interest", "fits"),
    [
        (Interest(places=(place(CITY),)), True),
        (Interest(places=(place(PROVINCE),)), True),
        (Interest(places=(place(PROVINCE, level="地级市"),)), True),
        (Interest(places=(place(PROVINCE, level="县级"),)), False),
        (Interest(places=(place(PROVINCE, alone=True),)), False),
        (Interest(places=(place(CITY, province="别省"),)), False),
        (Interest(places=(place(COUNTY), place(CITY))), True),
        (Interest(topics=(topic("托育", "托位"),)), True),
        (Interest(topics=(topic("托育", "托位"), topic("医养"))), False),
        (Interest(words=("托位",)), True),
        (Interest(words=("托位", "医养")), False),
        (Interest(kinds=("要点",)), False),
        (Interest(kinds=("要点", "总结"), years=(2024, 2025)), True),
        (Interest(years=(2025,)), False),
        (Interest(indicators=("新增托位数", "千人口托位数")), True),
        (Interest(indicators=("千人口托位数",)), False),
    ],
)
def test_every_kind_of_condition_must_hold(interest: Interest, fits: bool) -> None:
    index = Index({7: interest})
    assert [match.subscription for match in index.matches(features())] == ([7] if fits else [])


def test_a_city_stands_for_its_counties_and_no_region_fits_no_place() -> None:
    index = Index({1: Interest(places=(place(CITY),)), 2: Interest(words=("托位",))})
    assert [match.subscription for match in index.matches(features(COUNTY))] == [1, 2]
    assert [match.subscription for match in index.matches(features(None))] == [2]


def test_a_topic_needs_its_weightiest_word() -> None:
    terms = (TopicTerm(forms=(("家庭医生",),), weight=1.0), TopicTerm(forms=(("服务",),), weight=0.2))
    index = Index({1: Interest(topics=(Topic(text="家庭医生服务", terms=terms),))})
    assert not index.matches(features(text="优质服务"))
    assert index.matches(features(text="家庭医生上门"))


def test_what_may_fit_is_known_before_the_text_is_read() -> None:
    document = features().document
    assert may_fit(document, Interest(places=(place(CITY),), topics=(topic("别的"),)))
    assert not may_fit(document, Interest(places=(place(COUNTY),)))


def test_five_hundred_documents_against_ten_thousand_subscriptions() -> None:
    found, seconds = timed_matching()
    assert found > 10_000
    assert seconds < 5.0


def timed_matching() -> tuple[int, float]:
    """Matches of 500 documents against 10,000 subscriptions, and the seconds of processor time that the index and they took."""
    regions = [replace(CITY, name=f"第{n}市", province=f"第{n % 30}省", parent=f"第{n % 30}省") for n in range(300)]
    interests = {n: _various(n, regions) for n in range(10_000)}
    documents = [
        features(regions[n % 300], text=" ".join(f"事项{(n * 7 + k) % 400}" for k in range(200)) + "全市工作" * 3000)
        for n in range(500)
    ]
    began = time.thread_time()
    index = Index(interests)
    found = sum(len(index.matches(each)) for each in documents)
    return found, time.thread_time() - began


def _various(n: int, regions: list[Region]) -> Interest:
    places = () if n % 10 == 0 else (place(regions[n % 300]),)
    topics = () if n % 5 == 1 else (topic(f"事项{n % 400}", f"又称{n % 400}"),)
    return Interest(places=places, topics=topics, kinds=("总结",) if n % 3 else (), years=(2024,) if n % 7 == 0 else ())
