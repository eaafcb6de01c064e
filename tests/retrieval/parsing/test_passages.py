from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Outline, Part, Profile, Region
from retrieval.parsing.ids import identify
from retrieval.parsing.outline import structure
from retrieval.parsing.passages import passages
from tests.retrieval.parsing.samples import BODY, REPORT, flat, solid

PARTS = (Part(title="2024年总结", year=2024, plan=False), Part(title="2025年计划", year=2025, plan=True))
PROFILE = Profile(
    title="青岚市2024年工作总结及2025年工作打算",
    region=Region(name="青岚市", short="青岚", level="地级市"),
    kind="总结+计划",
)


def outline(body: str, profile: Profile = PROFILE, starts: tuple[int, ...] = (0, 9)) -> Outline:
    sections = identify(structure(body), key="k", parts=PARTS, starts=starts)
    return Outline(profile=profile, parts=PARTS, sections=sections)


def test_a_header_tells_near_identical_reports_apart() -> None:
    found = passages(outline(REPORT), "d1")
    assert [passage.header for passage in found[1:2]] == [
        "青岚 2024年 总结 青岚市2024年工作总结及2025年工作打算 › 一、主要工作成效 › （一）抓基层强基础，服务能力稳步提高 › 1.建设中心站点"
    ]
    last = found[-1]
    assert (
        last.header
        == "青岚 2025年 计划 青岚市2024年工作总结及2025年工作打算 › 二、2025年工作打算 › （三）全面完善疾控体系"
    )
    assert (last.region, last.year, last.plan, last.document_id) == ("青岚市", 2025, True, "d1")
    points = replace(PROFILE, kind="总结+要点")
    assert passages(outline(REPORT, points), "d1")[-1].header.startswith("青岚 2025年 要点 ")


def test_what_is_unknown_is_left_out_of_the_header() -> None:
    bare = Outline(profile=Profile(title=None), parts=(), sections=identify(structure(REPORT), key="k"))
    first = passages(bare, "d")[0]
    assert (first.header, first.region, first.year, first.plan) == ("", None, None, False)


def test_passages_are_runs_of_whole_sentences_of_one_section() -> None:
    long = f"一、医改\n{BODY * 30}\n二、托育\n{BODY}"
    found = passages(outline(long), "d")
    assert all(120 <= len(passage.text) <= 410 for passage in found[:-1])
    assert all(passage.text.endswith("。") for passage in found)
    assert [passage.id for passage in found[:2]] == [f"{found[0].section_id}.0", f"{found[0].section_id}.1"]
    assert found[-1].text == f"二、托育\n{BODY}"


def test_a_heading_alone_is_a_passage_only_where_nothing_stands_below_it() -> None:
    found = passages(outline("一、医改\n（一）集采\n（二）医共体\n"), "d")
    assert [passage.text for passage in found] == ["（一）集采", "（二）医共体"]


def test_an_overlong_sentence_is_cut_at_its_clauses() -> None:
    found = passages(outline("一、医改\n" + "推进集中带量采购，" * 200 + "。\n二、" + "医" * 2000), "d")
    assert all(len(passage.text) <= 410 for passage in found)


@given(
    st.lists(
        st.sampled_from(["一、医改\n", "（一）集采。", "\n", "一是甲；", "二是乙。", BODY, "，" * 50, "医" * 300]),
        max_size=40,
    )
)
def test_every_character_of_a_leaf_is_in_exactly_one_passage(pieces: list[str]) -> None:
    whole = outline("".join(pieces))
    found = passages(whole, "d")
    for section in flat(whole.sections):
        own = [passage for passage in found if passage.section_id == section.id]
        assert all(passage.text == section.text[passage.start : passage.end] for passage in own)
        if not section.children:
            assert solid("".join(passage.text for passage in own)) == solid(section.text)


def test_a_long_report_takes_linear_time() -> None:
    whole = outline(REPORT * 500 + "医" * 200_000)
    begin = time.thread_time()
    assert passages(whole, "d")
    assert time.thread_time() - begin < 5
