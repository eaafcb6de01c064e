"""What answers, sections and lists look like."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering import texts
from bot.rendering.answers import QUOTE_LIMIT, Shown, answer_keyboard, answer_messages, copy_text, excerpt
from bot.rendering.lists import contents_message, documents_message
from bot.rendering.paths import numeral, origin, source, trail
from bot.rendering.refs import Target, cited, fragment_url, parse
from bot.rendering.rich import units
from bot.rendering.sections import section_message
from retrieval import Answer
from tests.bot.fakes import BODY, DOCUMENTS, FIGURE, SECTIONS, FakeLibrary, citation, document, long_answer, section

HELD = {held.id: held for held in DOCUMENTS}


def shown(answer: Answer, years: tuple[int, ...] = ()) -> Shown:
    return Shown(answer=answer, number=7, bot="huiwen_bot", documents=HELD, years=years)


@pytest.mark.parametrize(
    ("heading", "short"),
    [
        ("一、2024年工作总结", "一"),
        ("（四）强化托育服务", "(四)"),
        ("2.托育服务", "2"),
        ("35．院前急救", "35"),
        ("（1）建成", "(1)"),
        ("第三章 附则", "第三章"),
        ("一是建成托位", "一是"),
        ("2024年工作", "2024年工作"),
        ("强化托育服务供给能力建设行动方案", "强化托育服务供给能力建设行…"),
    ],
)
def test_a_heading_is_named_by_its_number(heading: str, short: str) -> None:
    assert numeral(heading) == short


def test_a_source_says_where_who_when_and_what_is_wrong_with_the_copy() -> None:
    assert trail(("一、总结", "（四）托育", "2.服务")) == "一›(四)›2"
    assert source(citation(), HELD["d1"]).endswith("›一›(四)›2｜青岚市卫生健康委，2025-01-10，唐溪镇政府网转载")
    assert origin(HELD["d2"]) == (texts.DATE_UNKNOWN,)
    assert origin(HELD["d3"]) == (texts.DATE_UNKNOWN, texts.INCOMPLETE)
    assert origin(document("d4", "青岚市", 2024, title_inferred=True, anonymised=True))[1:] == (
        texts.TITLE_INFERRED,
        texts.ANONYMISED,
    )
    assert origin(None) == (texts.REMOVED,)


def test_buttons_stand_in_two_rows_of_four() -> None:
    answer = FakeLibrary().ask("托位")
    many = replace(answer, carried="上文", citations=tuple(citation(n) for n in range(1, 7)))
    keyboard = answer_keyboard(shown(many, (2023,)))
    assert keyboard is not None
    rows = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert rows == [["原文1", "2", "3", "4"], ["不用上文", "其他地区", "有用", "没用"]]


@given(st.text(max_size=300), st.text(max_size=60))
def test_an_excerpt_is_short_and_from_the_quote(quote: str, said: str) -> None:
    taken = excerpt(quote, said)
    assert len(taken) <= QUOTE_LIMIT
    assert taken.removeprefix("…").removesuffix("…").strip() in " ".join(quote.split())


def test_an_excerpt_shows_what_the_answer_says() -> None:
    quote = "全年新建社区托育点，" * 12 + "千人口托位数达4.52个，" + "服务持续改善，" * 12
    assert "千人口托位数达4.52个" in excerpt(quote, "青岚市2024年实际：千人口托位数达4.52个")


def test_long_answers_are_cut_and_keep_their_links() -> None:
    parts = answer_messages(shown(long_answer("长")))
    assert len(parts) == 3 and all(units(part.body.text) <= 4096 and len(part.body.spans) <= 100 for part in parts)
    assert [part.keyboard is not None for part in parts] == [False, False, True]


def test_no_text_of_an_answer_is_formatted_by_what_it_holds() -> None:
    odd = Answer(id="o", question="?", status="not_found", reason="off_topic", lines=())
    assert answer_messages(shown(odd))[0].body.text == texts.REFUSALS["off_topic"]


def test_what_is_no_question_for_the_reports_offers_no_other_region() -> None:
    odd = replace(FakeLibrary().ask("托位"), status="not_found", reason="off_topic", citations=(), lines=())
    keyboard = answer_keyboard(shown(odd))
    assert keyboard is not None
    assert [button.text for row in keyboard.inline_keyboard for button in row] == ["有用", "没用"]


def test_the_contents_do_not_repeat_the_title() -> None:
    title = section("tttttttttt", "d1", 0, DOCUMENTS[0].title, level=0, path=())
    assert contents_message(DOCUMENTS[0], (title, *SECTIONS[:2]), "bot").body.text.count(DOCUMENTS[0].title) == 1


def test_what_is_copied_names_its_source_and_fits() -> None:
    answer = FakeLibrary().ask("托位")
    assert copy_text(shown(answer)) == (
        "青岚市2024年实际：千人口托位数4.52（《青岚市2024年卫生健康工作总结》，青岚市卫生健康委，2025-01-10，§一›(四)›2）"
    )
    assert units(copy_text(shown(long_answer("长")))) <= 256


@given(st.integers(0, 9_999_999), st.integers(1, 300))
def test_a_target_survives_its_code(start: int, length: int) -> None:
    target = Target(section_id="abcdefghij", start=start, length=length, check="0a1f")
    assert parse(target.code) == target and len("s_" + target.code) <= 64


@pytest.mark.parametrize("code", ["", "a b", "x_1", "abc_1-2", "abc_1-2-zzzz", "abc_1-2-0a1f:3"])
def test_other_codes_are_refused(code: str) -> None:
    assert parse(code) is None


def test_evidence_that_changed_is_not_marked() -> None:
    target = cited(citation())
    assert target.evidence(BODY) == (BODY.index(FIGURE), BODY.index(FIGURE) + len(FIGURE))
    assert target.evidence(BODY.replace("4.52", "4.53")) is None
    assert target.evidence("短") is None


@pytest.mark.parametrize(
    ("url", "evidence", "wanted"),
    [
        ("https://a.cn/1", "托位a-b,c", "https://a.cn/1#:~:text=%E6%89%98%E4%BD%8Da%2Db%2Cc"),
        ("https://a.cn/1#p2", "甲", "https://a.cn/1#p2:~:text=%E7%94%B2"),
        ("https://a.cn/1", " \n", "https://a.cn/1"),
    ],
)
def test_the_original_opens_at_the_evidence(url: str, evidence: str, wanted: str) -> None:
    assert fragment_url(url, evidence) == wanted


def test_long_evidence_is_named_by_its_ends() -> None:
    assert fragment_url("https://a.cn/", "甲" * 40 + "乙" * 40).count(",") == 1


def test_a_section_opens_at_its_evidence_on_the_right_page() -> None:
    text = "一、总结\n" + "新建社区托育点。\n" * 500 + "全市千人口托位数达4.52个。"
    long = section("ffffffffff", "d1", 3, text)
    quote = "全市千人口托位数达4.52个"
    target = cited(replace(citation(), section_id="ffffffffff", quote=quote, start=text.index(quote)))
    message = section_message(long, HELD["d1"], target)
    marked = [span for span in message.body.spans if span.type == "underline"]
    assert [message.body.text[span.start : span.end] for span in marked] == [quote]
    assert texts.PAGE.format(page=2, pages=2) in message.body.text


def test_a_section_without_an_address_has_no_original() -> None:
    message = section_message(SECTIONS[1], replace(HELD["d1"], url=None), Target(section_id="bbbbbbbbbb"))
    assert message.keyboard and texts.BUTTON_ORIGINAL not in str(message.keyboard.to_dict())


def test_documents_stand_by_region_newest_first() -> None:
    text = documents_message(DOCUMENTS, "b").body.text.split("\n")
    assert text[1] == "云泽市" and text[3] == "青岚市"
    assert text[4].startswith("2024｜") and text[5].startswith("2023｜")
    assert documents_message((), "b").body.text == texts.NOTHING_HELD


def test_an_answer_over_regions_leads_to_its_comparison() -> None:
    answer = FakeLibrary().ask("托位")
    over = replace(answer, receipt=replace(answer.receipt, understood={"形式": "compare"}))
    assert texts.BUTTON_COMPARISON in str(answer_keyboard(shown(over)))
    assert texts.BUTTON_COMPARISON not in str(answer_keyboard(shown(answer)))
