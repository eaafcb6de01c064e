from __future__ import annotations

import json

from bot import json_views
from retrieval import (
    Answer,
    Citation,
    Document,
    Hit,
    IndexResult,
    Line,
    Missing,
    Outline,
    Part,
    Passage,
    Profile,
    Region,
    Section,
    StoredSection,
)

PROFILE = Profile(
    title="青岚市2024年总结",
    region=Region(name="青岚市", short="青岚", level="地级市", province="江岚省", parent="江岚省"),
    years=(2024,),
    kind="总结",
    published="2025-01-10",
    read_from={"region": "青岚市2024年总结"},
)
DOCUMENT = Document(id="d1", key="a.txt", version=2, profile=PROFILE, parts=(), sections=9, warnings=("原文不全",))
STORED = StoredSection(
    id="abcdefghij",
    document_id="d1",
    ordinal=3,
    heading="一、托育",
    level=1,
    path=("一、托育",),
    text="一、托育\n托位4.73个。",
    year=2024,
)
CITATION = Citation(
    n=1,
    section_id="abcdefghij",
    document="青岚市2024年总结",
    document_id="d1",
    path=("一、托育",),
    quote="托位4.73个",
    start=5,
    region="青岚市",
    year=2024,
    plan=False,
)
ANSWER = Answer(
    id="a1",
    question="青岚托位",
    status="answered",
    reason=None,
    lines=(Line(text="青岚市2024年实际：4.73个", citations=(1,)),),
    citations=(CITATION,),
    missing=(Missing(region="云泽市", year=2024, indicator="千人口托位数", reason="only_goal"),),
    elapsed_ms=12.345,
)


def test_answer() -> None:
    assert json_views.answer(ANSWER) == {
        "schema": 1,
        "id": "a1",
        "status": "answered",
        "reason": None,
        "text": "青岚市2024年实际：4.73个 [1]",
        "citations": [
            {
                "n": 1,
                "section_id": "abcdefghij",
                "document": "青岚市2024年总结",
                "document_id": "d1",
                "path": ["一、托育"],
                "quote": "托位4.73个",
                "region": "青岚市",
                "year": 2024,
                "plan": False,
                "url": None,
                "page": None,
            }
        ],
        "missing": [{"region": "云泽市", "year": 2024, "indicator": "千人口托位数", "reason": "only_goal"}],
        "elapsed_ms": 12.3,
        "mode": "extractive",
    }


def test_a_failed_answer_has_the_keys_of_an_answer() -> None:
    failed = json_views.failed_answer("q1", "坏了。")
    assert failed.keys() == json_views.answer(ANSWER).keys() | {"error"}
    assert (failed["id"], failed["status"]) == ("q1", "not_found")


def test_outline() -> None:
    inner = Section(id="s2", heading="（一）托育", level=2, text="（一）托育\n")
    outline = Outline(
        profile=PROFILE,
        parts=(Part(title="2024年总结", year=2024, plan=False),),
        sections=(Section(id="s1", heading="一、人口", level=1, text="一、人口\n", children=(inner,)),),
        chrome=("打印本页",),
    )
    shown = json_views.outline(outline)
    keys = (
        "schema title region region_level province parent years kind parts publisher author published number anonymised"
    )
    assert list(shown) == [*keys.split(), "read_from", "chrome", "warnings", "sections", "tables"]
    assert (shown["region"], shown["region_level"], shown["years"]) == ("青岚市", "地级市", [2024])
    assert shown["sections"][0]["children"] == [
        {"id": "s2", "heading": "（一）托育", "level": 2, "text": "（一）托育\n", "children": []}
    ]


def test_outline_of_an_unknown_region() -> None:
    shown = json_views.outline(Outline(profile=Profile(title=None), parts=(), sections=()))
    assert [shown[key] for key in ("title", "region", "region_level", "province", "parent")] == [None] * 5


def test_index_result() -> None:
    added = json_views.index_result(IndexResult(source="a.txt", state="added", document=DOCUMENT))
    assert (added["document_id"], added["sections"], added["state"], added["warnings"]) == (
        "d1",
        9,
        "added",
        ["原文不全"],
    )
    failed = json_views.index_result(IndexResult(source="b.bin", state="failed", error="不是文字。"))
    assert failed.keys() == added.keys()
    assert (failed["document_id"], failed["state"], failed["error"]) == (None, "failed", "不是文字。")


def test_everything_becomes_json() -> None:
    passage = Passage(
        id="abcdefghij.0",
        section_id="abcdefghij",
        document_id="d1",
        start=0,
        end=5,
        text="一、托育",
        header="",
        region="青岚市",
        year=2024,
        plan=False,
    )
    hit = Hit(passage=passage, score=0.03, ranks={"lexical": 1})
    values = (
        json_views.section(STORED, DOCUMENT),
        json_views.hit(hit, STORED, DOCUMENT),
        json_views.document(DOCUMENT),
        json_views.answer(ANSWER),
    )
    for value in values:
        assert value["schema"] == 1
        assert json.loads(json.dumps(value, ensure_ascii=False)) == value
        assert value.get("document_id", "d1") == "d1"


def test_without_an_original_a_citation_leads_to_its_page() -> None:
    from dataclasses import replace

    from tests.bot import fakes

    bare = replace(fakes.citation(), url=None)
    assert json_views.citation(bare)["url"] is None
    assert json_views.citation(bare, "https://pages.test")["url"] == "https://pages.test/s/bbbbbbbbbb"
    assert json_views.citation(fakes.citation(), "https://pages.test")["url"] == "https://example.gov.cn/d1.html"
