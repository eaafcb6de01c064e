"""What a page shows of a section: headings, paragraphs, marks, the outline, the facts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.refs import Target, cited, stretch
from bot.viewer.blocks import Block, blocks, windows
from bot.viewer.page import OUTLINE_MOST, SHOWN_CHARACTERS, Page, page_of
from retrieval import Document, StoredSection
from tests.bot.fakes import BODY, DOCUMENTS, FIGURE, LONG, SECTIONS, citation, document, section

DOCUMENT = DOCUMENTS[0]
OF_DOCUMENT = SECTIONS[:3]


def link(section_id: str) -> str:
    return f"{section_id}?p=pass"


def page(
    of: StoredSection, target: Target | None = None, *, within: Document = DOCUMENT, part: int | None = None
) -> Page:
    return page_of(of, within, OF_DOCUMENT, target or Target(section_id=of.id), link, part)


def said(found: tuple[Block, ...]) -> list[tuple[int, str]]:
    return [(block.rank, "".join(piece.text for piece in block.pieces)) for block in found]


def marked(found: tuple[Block, ...]) -> str:
    return "".join(piece.text for block in found for piece in block.pieces if piece.marked)


def test_a_heading_that_stands_alone_is_parted_from_its_text() -> None:
    assert said(blocks(SECTIONS[1], rank=2)) == [(2, "2.托育服务"), (0, BODY.removeprefix("2.托育服务。"))]


def test_a_heading_that_runs_into_its_sentence_stays_there() -> None:
    item = section("ffffffffff", "d1", 0, "3.新增托位429个，普惠占六成。", heading="3.新增托位429个", level=3)
    (paragraph,) = blocks(item, rank=2)
    assert [(piece.text, piece.strong) for piece in paragraph.pieces] == [
        ("3.新增托位429个", True),
        ("，普惠占六成。", False),
    ]


def test_the_evidence_is_marked_and_has_one_anchor() -> None:
    shown = page(SECTIONS[1], cited(citation()))
    assert marked(shown.blocks) == FIGURE
    assert sum(piece.anchor for block in shown.blocks for piece in block.pieces) == 1


def test_evidence_over_heading_and_lines_is_marked_in_all_of_them() -> None:
    item = section("ffffffffff", "d1", 0, "（一）托育\n　　第一行。\n　　第二行。")
    shown = page(item, stretch(item, "托育\n　　第一行。\n　　第二"))
    assert [piece.text for piece in shown.heading if piece.marked] == ["托育"]
    assert [piece.anchor for piece in shown.heading] == [False, True]
    assert marked(shown.blocks) == "第一行。第二"


def test_evidence_that_says_something_else_now_is_not_marked() -> None:
    changed = replace(SECTIONS[1], text=BODY.replace("4.52", "4.60"))
    assert marked(page(changed, cited(citation())).blocks) == ""


@given(st.text(alphabet="一二。，；\n 　1（）a", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_no_character_but_space_is_lost(text: str, start: int, length: int) -> None:
    item = section("ffffffffff", "d1", 0, text, heading=None)
    evidence = (start, min(start + length, len(text))) if start < len(text) else None
    shown = "".join(words for _, words in said(blocks(item, rank=1, evidence=evidence)))
    assert "".join(shown.split()) == "".join(text.split())


@given(st.text(alphabet="一。\n", max_size=200), st.integers(1, 40))
def test_windows_hold_the_whole_text(text: str, size: int) -> None:
    cuts = windows(text, size)
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(end - start <= size for start, end in cuts)


def test_the_sections_below_are_shown_too() -> None:
    parts = (
        section("a" * 10, "d1", 0, "一、总结\n", path=("一、总结",), level=1),
        section("b" * 10, "d1", 1, "（一）托育\n建成托位。", path=("一、总结", "（一）托育"), level=2),
        section("c" * 10, "d1", 2, "1.普惠\n占六成。", path=("一、总结", "（一）托育", "1.普惠"), level=3),
        section("d" * 10, "d1", 3, "二、要点\n", path=("二、要点",), level=1),
    )
    shown = page_of(parts[0], DOCUMENT, parts, Target(section_id="a" * 10), link)
    assert said(shown.blocks) == [(2, "（一）托育"), (0, "建成托位。"), (3, "1.普惠"), (0, "占六成。")]
    assert shown.more is None
    assert [(entry.label, entry.current) for entry in shown.outline] == [
        ("一、总结", True),
        ("（一）托育", False),
        ("二、要点", False),
    ]


def test_a_page_holds_so_much_and_leads_on() -> None:
    big = "村卫生室设备更新。\n" * 600
    parts = tuple(
        section(
            f"{n:010}",
            "d1",
            n,
            f"（{n}）节\n{big}" if n else "一、总结\n",
            path=("一、总结", f"（{n}）节")[: 1 + (n > 0)],
        )
        for n in range(4)
    )
    shown = page_of(parts[0], DOCUMENT, parts, Target(section_id=parts[0].id), link)
    assert shown.more == link(parts[2].id)


def test_a_long_section_is_shown_in_parts_the_one_with_the_evidence_first() -> None:
    long = section("ffffffffff", "d1", 0, LONG * 3 + "末尾的数是7个。")
    assert len(long.text) > 2 * SHOWN_CHARACTERS
    shown = page(long, stretch(long, "末尾的数是7个。"))
    assert shown.part == len(shown.parts) - 1 > 0
    assert marked(shown.blocks) == "末尾的数是7个。"
    first = page(long, part=0)
    assert first.part == 0 and said(first.blocks)[0][0] == 0 and "（二）基层医疗" in first.heading[0].text
    assert page(long, part=9999).part == len(shown.parts) - 1


def test_the_outline_keeps_to_its_length_around_the_section() -> None:
    parts = tuple(section(f"{n:010}", "d1", n, f"{n}、节\n", path=(f"{n}、节",), level=1) for n in range(400))
    shown = page_of(parts[399], DOCUMENT, parts, Target(section_id=parts[399].id), link)
    assert len(shown.outline) == OUTLINE_MOST and shown.outline[-1].current


def test_facts_and_reference() -> None:
    shown = page(SECTIONS[1])
    assert dict(shown.facts) == {
        "地区": "青岚市",
        "年份": "2024年",
        "性质": "2024年实际",
        "成文单位": "青岚市卫生健康委",
        "发布单位": "唐溪镇政府网",
        "发布日期": "2025-01-10",
    }
    assert shown.reference == "《青岚市2024年卫生健康工作总结》（青岚市卫生健康委，2025-01-10）§一›2"
    numbered = document("d9", "青岚市", 2024, number="青卫〔2025〕3号", published="2025-01-10")
    assert page(SECTIONS[1], within=numbered).reference == (
        "《青岚市2024年卫生健康工作总结》（青卫〔2025〕3号，2025-01-10）§一›2"
    )


def test_only_web_addresses_are_linked() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "http://[", "", None):
        assert page(SECTIONS[1], within=replace(DOCUMENT, url=address)).original is None
    shown = page(SECTIONS[1], cited(citation()))
    assert shown.original and shown.original.startswith("https://example.gov.cn/d1.html#:~:text=")
