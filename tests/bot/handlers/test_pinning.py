"""Pinned answers: written by an administrator, proven by a section, given in place of what was found while they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.alerts.pinned import EVERY
from bot.cli import cli
from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER
from bot.rendering import texts
from bot.rights import Role
from bot.store import Audit
from retrieval import Document, Library
from tests.bot.conftest import Clock, Run
from tests.bot.handlers.test_chat import data, labels, tell, until
from tests.bot.handlers.test_feedback import complain, opened, told
from tests.bot.handlers.test_inline import typed
from tests.bot.handlers.test_sourcing import Talk
from tests.bot.waiting import wait_until
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import report, write

DAY = 24 * 3600
QUESTION = "青岚市托育服务覆盖几个乡镇"
RIGHT = "青岚市托育服务覆盖1个乡镇，比上年增加1个。"
Json = dict[str, Any]


@pytest.fixture
def reports(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    with Library(tmp_path / "library", embedder=FakeEmbedder()) as opened:
        opened.index(
            [write(tmp_path / "in", f"{city}2023.txt", report(f"{city}市", 2023)) for city in ("青岚", "云泽")]
        )
        clock.now = 1 + datetime.fromisoformat(held(opened).added_at).timestamp()
        yield opened


def held(reports: Library) -> Document:
    """The report of 青岚."""
    return next(one for one in reports.documents() if one.region == "青岚市")


async def prompt(playground: Playground, message: Json, label: str, words: str) -> int:
    """Press a button that asks for a reply; the id of the message that asks."""
    playground.press(ADMIN, None, message["message_id"], data(message, label))
    return int((await told(playground, words))["message_id"])


async def previewed(playground: Playground, words: str = RIGHT) -> Json:
    """The preview of a right answer to the first complaint."""
    admin, panel = await opened(playground)
    offered = await admin.presses(panel, "更正", "写在哪一节")
    asked = await prompt(playground, offered, "1", "写出正确的回答")
    sent = playground.send_text(ADMIN, None, words, reply_to=asked)
    found = await playground.wait_messages(ADMIN, sent, until=lambda one: "更正预览" in one["text"])
    return next(one for one in found if "更正预览" in one["text"])


async def pinned(playground: Playground, label: str = "30天") -> Json:
    """The message that says that a right answer is pinned."""
    shown = await previewed(playground)
    made = await Talk(playground, ADMIN).presses(shown, label, "已更正")
    if texts.PIN_SAID_TO in made["text"]:
        await told(playground, "管理员回复", READER)
    return made


async def test_a_pinned_answer_is_given_until_its_day(
    run: Run, playground: Playground, reports: Library, clock: Clock
) -> None:
    async with run(reports) as application:
        await complain(playground, question=QUESTION)
        shown = await previewed(playground)
        assert RIGHT.rstrip("。") in shown["text"] and "[1]" in shown["text"]
        assert labels(shown) == ["30天", "180天", "一年", "不更正"]
        made = await Talk(playground, ADMIN).presses(shown, "180天", "已更正")
        assert texts.PIN_SAID_TO in made["text"]
        assert RIGHT.rstrip("。") in (await told(playground, "管理员回复", READER))["text"]
        answer = await tell(playground, "青岚托育服务覆盖了几个乡镇？")
        assert answer["text"].startswith(RIGHT.rstrip("。")) and "人工核定" in answer["text"], "in other words too"
        assert "原文1" in labels(answer)
        assert "人工核定" in (await tell(playground, "/why"))["text"]
        other = await tell(playground, "青岚市中医馆覆盖几个乡镇")
        assert "人工核定" not in other["text"]
        clock.now += 181 * DAY
        assert "人工核定" not in (await tell(playground, QUESTION))["text"]
        what = {one.what for one in Audit(application.bot_data.alerts.database, clock).entries()}
        assert {"pin.made", "feedback.replied"} <= what


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("青岚市托育服务覆盖7个乡镇。", "出处没有"),
        ("青岚市托育服务力争覆盖1个乡镇。", "这句和出处对不上"),
        ("青岚市2026年托育服务覆盖1个乡镇。", "2026"),
        ("。", "空"),
        (RIGHT * 9, "不超过8句"),
    ],
)
async def test_what_the_section_does_not_say_is_not_pinned(
    run: Run, playground: Playground, reports: Library, words: str, why: str
) -> None:
    async with run(reports) as application:
        await complain(playground, question=QUESTION)
        admin, panel = await opened(playground)
        offered = await admin.presses(panel, "更正", "写在哪一节")
        asked = await prompt(playground, offered, "1", "写出正确的回答")
        playground.send_text(ADMIN, None, words, reply_to=asked)
        assert why in (await told(playground, "再回复一次"))["text"]
        assert application.bot_data.pins.pinned() == ()
        sent = playground.send_text(ADMIN, None, RIGHT, reply_to=asked)
        await playground.wait_messages(ADMIN, sent, until=lambda one: "更正预览" in one["text"])


@pytest.mark.parametrize("shape", ["https://t.me/huiwen_bot?start=s_{id}_3-5-00ff", "https://e.cn/s/{id}?p=x", "{id}"])
async def test_another_section_is_named_by_its_address(
    run: Run, playground: Playground, reports: Library, shape: str
) -> None:
    section = next(one for one in reports.sections(held(reports).id) if "中医馆" in one.text)
    async with run(reports):
        await complain(playground, question=QUESTION)
        admin, panel = await opened(playground)
        offered = await admin.presses(panel, "更正", "写在哪一节")
        asked = await prompt(playground, offered, "其他章节", "贴上那一节的链接")
        playground.send_text(ADMIN, None, "https://example.cn/nothing", reply_to=asked)
        await told(playground, texts.PIN_LINK_WRONG)
        playground.send_text(ADMIN, None, shape.format(id=section.id), reply_to=asked)
        assert "中医馆" in (await told(playground, "写出正确的回答"))["text"]


async def test_a_pin_ends_with_a_newer_report_and_administrators_are_told_once(
    run: Run, playground: Playground, reports: Library, clock: Clock, tmp_path: Path
) -> None:
    async with run(reports) as application:
        await complain(playground, question=QUESTION)
        await pinned(playground)
        clock.now += EVERY
        await wait_until(lambda: (application.bot_data.alerts.outbox.mark("pins") or 0) > clock.now)
        assert len(application.bot_data.pins.pinned()) == 1
        reports.index([write(tmp_path / "in", "青岚2024.txt", report("青岚市", 2024, figure=3))])
        # the report came in after the pin was made
        with application.bot_data.alerts.database.writing() as connection:
            connection.exec_driver_sql("UPDATE pins SET at = at - 3600")
        answer = await tell(playground, QUESTION)
        assert "人工核定" not in answer["text"] and "3个乡镇" in answer["text"], "at once"
        clock.now += EVERY
        assert "更新年份" in (await told(playground, "一条更正已失效"))["text"]
        clock.now += EVERY
        await wait_until(lambda: (application.bot_data.alerts.outbox.mark("pins") or 0) > clock.now)
        assert sum("一条更正已失效" in one for one in Talk(playground, ADMIN).texts()) == 1
        assert application.bot_data.pins.pinned() == ()


async def test_a_pin_ends_when_its_section_says_something_else(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(reports):
        await complain(playground, question=QUESTION)
        await pinned(playground)
        reports.index([write(tmp_path / "in", "青岚2023.txt", report("青岚市", 2023, figure=5))])
        answer = await tell(playground, QUESTION)
        assert "人工核定" not in answer["text"] and "5个乡镇" in answer["text"]


async def test_who_does_not_see_the_section_gets_no_pin(run: Run, playground: Playground, reports: Library) -> None:
    async with run(reports, allowed=()) as application:
        members = application.bot_data.access.members
        members.settle(READER, Role.READER, by=ADMIN)
        await complain(playground, question=QUESTION)
        reports.set_circle(held(reports).id, "医政处")
        made = await pinned(playground)
        assert texts.PIN_NOT_SAID_TO in made["text"]
        answer = await tell(playground, QUESTION)
        assert "未收录青岚市的报告" in answer["text"] and "1个" not in answer["text"]
        members.join(READER, "医政处", by=ADMIN)
        assert "人工核定" in (await tell(playground, QUESTION))["text"]


async def test_pins_are_listed_and_dropped(run: Run, playground: Playground, reports: Library) -> None:
    async with run(reports) as application:
        await complain(playground, question=QUESTION)
        made = await pinned(playground)
        admin = Talk(playground, ADMIN)
        listed = await admin.presses(made, "全部更正", "有效的更正（1）")
        assert QUESTION in listed["text"]
        one = await admin.presses(listed, "1", RIGHT.rstrip("。"))
        await admin.presses(one, "撤销", "没有有效的更正")
        assert "人工核定" not in (await tell(playground, QUESTION))["text"]
        what = [one.what for one in Audit(application.bot_data.alerts.database, application.bot_data.clock).entries()]
        assert what[-1] == "pin.dropped"


async def test_a_newer_pin_takes_the_place_of_an_older(run: Run, playground: Playground, reports: Library) -> None:
    async with run(reports) as application:
        for label in ("30天", "一年"):
            await complain(playground, question=QUESTION)
            shown = await previewed(playground)
            await Talk(playground, ADMIN).presses(shown, label, "已更正")
        assert len(application.bot_data.pins.pinned()) == 1


async def test_a_question_kept_for_evaluation_carries_what_is_pinned(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(reports):
        await complain(playground, question="青岚市火箭发射几次")
        admin, panel = await opened(playground)
        offered = await admin.presses(panel, "更正", "写在哪一节")
        section = next(one for one in reports.sections(held(reports).id) if "托育" in one.text)
        asked = await prompt(playground, offered, "其他章节", "贴上那一节的链接")
        playground.send_text(ADMIN, None, section.id, reply_to=asked)
        asked = (await told(playground, "写出正确的回答"))["message_id"]
        sent = playground.send_text(ADMIN, None, RIGHT, reply_to=asked)
        found = await playground.wait_messages(ADMIN, sent, until=lambda one: "更正预览" in one["text"])
        made = await admin.presses(found[-1], "30天", "已更正")
        listed = await admin.presses(made, "全部反馈", "待处理的反馈")
        panel = await admin.presses(listed, "1", "答：")
        playground.press(ADMIN, None, panel["message_id"], data(panel, "存为考题"))
        choice = await until(playground, panel["message_id"], "依据的句子是对的", ADMIN)
        playground.press(ADMIN, None, panel["message_id"], data(choice, "依据的句子是对的"))
        await until(playground, panel["message_id"], "了结", ADMIN)
    kept = json.loads((tmp_path / "questions.jsonl").read_text(encoding="utf-8"))
    assert not kept["unanswerable"] and "覆盖1个乡镇" in kept["evidence"][0]


async def test_the_command_line_lists_pins(
    run: Run, playground: Playground, reports: Library, tmp_path: Path, clock: Clock
) -> None:
    async with run(reports):
        await complain(playground, question=QUESTION)
        await pinned(playground)
    result = CliRunner().invoke(cli, ["--data", str(tmp_path), "feedback", "pins", "--json"])
    assert result.exit_code == 0, result.output
    row = json.loads(result.output)[0]
    assert (row["question"], row["by"], row["lines"]) == (QUESTION, ADMIN, [RIGHT.rstrip("。") + "。"])
    assert row["until"] > row["at"]


async def test_pins_are_for_administrators(run: Run, playground: Playground, reports: Library) -> None:
    async with run(reports) as application:
        await complain(playground, question=QUESTION)
        made = await pinned(playground)
        reply = await tell(playground, QUESTION)
        for name in ("hx:1", "hn:0", "hw:1", "hp:1:1", "hv:1:1:1:30"):
            playground.press(READER, None, reply["message_id"], name)
        await tell(playground, "/help")
        assert len(application.bot_data.pins.pinned()) == 1 and made


async def test_a_group_and_inline_mode_give_what_is_pinned(run: Run, playground: Playground, reports: Library) -> None:
    async with run(reports) as application:
        application.bot_data.access.members.admit(GROUP, "科室群", (), by=ADMIN)
        await complain(playground, question=QUESTION)
        await pinned(playground)
        assert "人工核定" in (await tell(playground, f"/ask {QUESTION}", chat=GROUP))["text"]
        offered = (await typed(playground, QUESTION))["results"][0]
        assert "人工核定" in offered["input_message_content"]["message_text"]
