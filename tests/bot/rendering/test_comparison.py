"""What comparisons, summaries and profiles look like in the chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rendering import texts
from bot.rendering.comparison import (
    comparison_message,
    figures_of,
    numbers_of,
    pages_of,
    province_choices,
    roster_text,
)
from bot.rendering.evidence import Evidence, numbered
from bot.rendering.message import Message
from bot.rendering.rich import units
from bot.rendering.surveys import city_message, summary_message
from bot.rendering.surveys import figures_of as profile_figures
from retrieval import Comparison
from tests.bot.comparisons import FIRST, GOAL, MIXED, SECOND, UNKNOWN, compared, many, profile, row, summary
from tests.bot.fakes import SECTIONS, section


def shown(comparison: Comparison, page: int = 0) -> Message:
    ids = {figure.section_id for figure in figures_of(comparison, page)}
    sections = {held.id: held for held in SECTIONS if held.id in ids}
    sections |= {id: section(id, "d1", 9, "第1句。") for id in ids if id and id not in sections}
    evidence = Evidence(bot="huiwen_bot", numbers=numbers_of(comparison), sections=sections)
    return comparison_message(comparison, evidence, number=7, page=page)


def labels(message: Message) -> list[list[str]]:
    keyboard = message.keyboard
    return [[button.text for button in line] for line in keyboard.inline_keyboard] if keyboard else []


def test_the_first_line_ranks_and_each_region_has_a_line_with_its_source() -> None:
    lines = shown(MIXED).body.text.split("\n")
    assert lines == [
        "千人口托位数（地级市、2024年实际，2地可比）：青岚市5.20个较高，云泽市4.01个较低 [1] [2]",
        "青岚市（地级）2024年实际：5.20个 [1]",
        "云泽市（地级）2024年实际：4.01个 [2]",
        "望川市（地级）2025年目标：4.5个以上，实际未载 [3]",
        "临溪县（县级）2024年实际：3.3张 [4]",
        "更早：",
        "云泽市2023年目标：3.80个",
        "覆盖：收录 5/6 市",
        "注：级别不同：县级（临溪县）、地级（青岚市、云泽市）",
    ]
    kinds = [span.type for span in shown(MIXED).body.spans]
    assert kinds.count("text_link") == 6 and kinds.count("expandable_blockquote") == 1


def test_the_buttons_are_two_rows_of_four() -> None:
    assert labels(shown(MIXED)) == [["原文1", "2", "3", "4"], ["Excel", "图", "只看江岚", "未收录名单"]]


@pytest.mark.parametrize(
    ("comparison", "first"),
    [
        (replace(MIXED, ranking=(), ranked="级别不同，不作排名"), "千人口托位数：级别不同，不作排名"),
        (replace(MIXED, headline="3地中2地有", headline_rows=(FIRST,)), "3地中2地有 [1]"),
        (
            replace(MIXED, ranking=(SECOND, FIRST)),
            "千人口托位数（地级市、2024年实际，2地可比）：云泽市4.01个较低，青岚市5.20个较高 [2] [1]",
        ),
        (replace(MIXED, ranking=(FIRST, SECOND, FIRST)), "千人口托位数（地级市、2024年实际，3地可比）：各地相同 [1]"),
        (compared(FIRST, ranked="只有1地有数值，不作排名"), "千人口托位数：只有1地有数值，不作排名"),
        (compared(GOAL, year=2025, plan=True), "千人口托位数（2025年目标）"),
        (compared(row("青岚市", state="not_mentioned")), "已收录的报告都没有提到“千人口托位数”。"),
        (compared(), "已收录的报告都没有提到“千人口托位数”。"),
    ],
)
def test_the_first_line_never_ranks_what_is_not_comparable(comparison: Comparison, first: str) -> None:
    assert shown(comparison).body.text.split("\n")[0] == first


def test_near_names_are_buttons_where_nothing_was_found() -> None:
    message = shown(UNKNOWN)
    assert texts.CANDIDATES in message.body.text
    assert labels(message) == [["千人口托位数"], ["托位使用率"], ["Excel", "未收录名单"]]
    statements = compared(row("青岚市", "新建托育点", None, name=""), indicator=None, candidates=("托位使用率",))
    assert labels(shown(statements)) == [["原文1", "Excel", "相近指标"]]
    assert "相近的指标：托位使用率" in shown(statements).body.text


def test_three_hundred_regions_fit_page_by_page() -> None:
    comparison = many(300)
    pages = pages_of(comparison)
    assert sum(map(len, pages)) == 300 and len(pages) == 15
    for at in (0, 7, 14, 99):
        message = shown(comparison, at)
        assert units(message.body.text) <= 4096 and len(message.body.spans) <= 100
        assert all(len(line) <= 4 for line in labels(message)) and len(labels(message)) <= 2
    assert "岚300县2024年实际：30.0个 [300]" in shown(comparison, 99).body.text
    assert labels(shown(comparison, 7))[1][:2] == ["‹ 上页", "下页 ›"]


def test_the_longest_statements_and_warnings_fit() -> None:
    long = "推进托育服务扩容提质" * 30
    rows = [row(f"岚{at}县", long, None, name="", quote=f"第{at}句") for at in range(40)]
    old = [row(f"岚{at}县", long, None, plan=True, earlier=True) for at in range(40)]
    comparison = compared(*rows, *old, indicator=None, warnings=(long,) * 9)
    for page in range(len(pages_of(comparison))):
        assert units(shown(comparison, page).body.text) <= 4096


def test_silent_regions_are_listed_by_reason() -> None:
    assert roster_text(MIXED).text == "千人口托位数\n未收录（1）：长亭市\n未提及（1）：白石市"


def test_provinces_are_chosen_where_there_are_many() -> None:
    rows = [row(f"岚{at}市", "1", 1, province=f"{name}省") for at, name in enumerate("甲乙丙")]
    comparison = compared(*rows)
    assert "只看一省" in labels(shown(comparison))[0]
    keyboard = province_choices(comparison, 7)
    assert keyboard and [button.text for button in keyboard.inline_keyboard[0]] == ["甲省", "乙省", "丙省", "返回"]
    assert texts.short_province("岚山壮族自治区") == "岚山" and texts.short_province("江岚省") == "江岚"


def test_a_section_that_is_gone_has_no_link() -> None:
    message = comparison_message(MIXED, Evidence(bot="b", numbers=numbers_of(MIXED)), number=1)
    assert "[1]" not in message.body.text and "原文1" not in str(labels(message))


def test_a_summary_names_regions_and_links_each_statement() -> None:
    message = summary_message(summary("托育"), number=3, bot="huiwen_bot")
    lines = message.body.text.split("\n")
    assert lines[0] == "托育：1地的报告有记载" and lines[1] == "青岚市" and lines[2].endswith("[1]")
    assert lines[-1] == "覆盖：收录 2 地；云泽市未提及"
    assert labels(message) == [["原文1", "Word", "Excel", "其他主题"]]


def test_a_profile_shows_figures_goals_and_what_is_not_stated() -> None:
    city = profile("青岚市")
    figures = profile_figures(city)
    sections = {held.id: held for held in SECTIONS}
    evidence = Evidence(bot="b", numbers=numbered(figures), sections=sections)
    text = city_message(city, evidence, number=1).body.text
    assert "2024年实际：千人口托位数 4.52个，报告自称全省首位 [1]" in text
    assert "千人口托位数：2025年目标4.6个；实际未载（2024年实际4.52个） [1]" in text
    bare = city_message(replace(city, documents=()), evidence, number=1)
    assert bare.body.text == "青岚市的报告未收录。" and bare.keyboard is None
