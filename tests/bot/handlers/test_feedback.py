"""Feedback that is read: administrators are told, see how the answer came about, reply and close."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.alerts.complaints import EVERY
from bot.cli import cli
from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER
from bot.rendering import texts
from bot.rights import Role
from bot.store import Audit
from tests.bot.conftest import Clock, Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import data, labels, tell, until
from tests.bot.handlers.test_sourcing import Talk
from tests.bot.waiting import wait_until

DAY = 24 * 3600
QUESTION = "青岚市2024年千人口托位数是多少"
REPORT = "青岚市2024年卫生健康工作总结\n\n一、托育服务\n全市千人口托位数达4.52个。\n"
Json = dict[str, Any]


async def complain(playground: Playground, reason: str = "漏了", question: str = QUESTION, chat: int = READER) -> Json:
    """A reader asks, and says why the answer did not help."""
    words = question if chat == READER else f"/ask {question}"
    reply = await tell(playground, words, chat=None if chat == READER else chat)
    where = None if chat == READER else chat
    playground.press(READER, where, reply["message_id"], data(reply, "没用"))
    offered = await until(playground, reply["message_id"], reason, chat)
    playground.press(READER, where, reply["message_id"], data(offered, reason))
    await until(playground, reply["message_id"], "其他地区", chat)
    return reply


async def told(playground: Playground, words: str, person: int = ADMIN) -> Json:
    """What the bot said of its own accord."""
    found = await playground.wait_messages(person, 0, until=lambda one: words in one["text"])
    return next(one for one in found if words in one["text"])


async def listed(playground: Playground) -> Json:
    """What an administrator's /feedback lists; a notice may come in between."""
    sent = playground.send_text(ADMIN, None, "/feedback")
    found = await playground.wait_messages(ADMIN, sent, until=lambda one: "待处理的反馈" in one["text"])
    return next(one for one in found if "待处理的反馈" in one["text"])


async def opened(playground: Playground) -> tuple[Talk, Json]:
    """An administrator's chat, and the first complaint in it."""
    admin = Talk(playground, ADMIN)
    return admin, await admin.presses(await listed(playground), "1", "答：")


async def prompted(playground: Playground) -> int:
    """The message that asks the administrator for a reply to the first complaint."""
    _, panel = await opened(playground)
    playground.press(ADMIN, None, panel["message_id"], data(panel, "回复"))
    return int((await told(playground, "请回复这条消息"))["message_id"])


async def test_administrators_are_told_once_however_many_complain(
    run: Run, playground: Playground, clock: Clock
) -> None:
    async with run():
        admin = Talk(playground, ADMIN)
        await admin.says("/help")
        await complain(playground)
        first = await told(playground, "新的反馈 1 条（漏了 1）")
        await complain(playground)
        await complain(playground, "数不对")
        assert "待处理的反馈（3）" in (await listed(playground))["text"]
        assert [one for one in admin.texts() if "新的反馈" in one] == [first["text"]], "not within ten minutes"
        clock.now += EVERY
        assert "数不对 1" in (await told(playground, "新的反馈 2 条"))["text"]


async def test_a_complaint_is_shown_with_answer_and_receipt_then_closed(run: Run, playground: Playground) -> None:
    async with run() as application:
        await complain(playground)
        admin, panel = await opened(playground)
        assert f"问：{QUESTION}" in panel["text"] and "4.52" in panel["text"] and "漏了" in panel["text"]
        assert texts.WHY_TIMES in panel["text"]
        assert labels(panel) == ["回复", "更正", "了结", "存为考题", "全部反馈"]
        await admin.presses(panel, "了结", "没有待处理的反馈")
        services = application.bot_data
        entries = tuple(Audit(services.answers._database, services.clock).entries())
        assert [(one.by, one.detail) for one in entries if one.what == "feedback.closed"] == [
            (ADMIN, {"person": READER})
        ]


async def test_a_removed_report_is_not_shown_by_feedback(
    run: Run, playground: Playground, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run():
        await complain(playground)
        monkeypatch.setattr(library, "documents", tuple)
        _, panel = await opened(playground)
    assert texts.FEEDBACK_HIDDEN in panel["text"] and "4.52" not in panel["text"]


async def test_feedback_is_for_administrators(run: Run, playground: Playground) -> None:
    async with run():
        await complain(playground)
        assert "待处理" not in (await Talk(playground, READER).says("/feedback"))["text"]


async def test_the_list_has_pages_newest_first(run: Run, playground: Playground, clock: Clock) -> None:
    async with run() as application:
        await complain(playground)
        services = application.bot_data
        answer = services.feedback.complaints()[0].answer
        for person in range(5000, 5009):
            clock.now += 60
            services.answers.judge(answer, person, helpful=False, reason="没答到")
        admin = Talk(playground, ADMIN)
        first = await listed(playground)
        assert "（10）" in first["text"] and "1. 没答到" in first["text"] and "9. " not in first["text"]
        assert "10. 漏了" in (await admin.presses(first, texts.BUTTON_PAGE_ON, "10. "))["text"]


@pytest.mark.parametrize("chat", [READER, GROUP])
async def test_a_reply_is_delivered_where_the_question_was_asked(run: Run, playground: Playground, chat: int) -> None:
    async with run() as application:
        application.bot_data.access.members.admit(GROUP, "科室群", (), by=ADMIN)
        await complain(playground, chat=chat)
        prompt = await prompted(playground)
        playground.send_text(ADMIN, None, "以卫生健康委公布的数为准。", reply_to=prompt)
        reply = await told(playground, "管理员回复", chat)
        assert QUESTION in reply["text"] and "以卫生健康委公布的数为准。" in reply["text"]
        assert [one.state for one in application.bot_data.feedback.complaints()] == ["replied"]


async def test_a_prompt_outlives_a_restart(run: Run, playground: Playground) -> None:
    async with run():
        await complain(playground)
        prompt = await prompted(playground)
    async with run():
        playground.send_text(ADMIN, None, "已请信息科核对。", reply_to=prompt)
        assert "已请信息科核对。" in (await told(playground, "管理员回复", READER))["text"]


async def test_who_may_not_ask_any_more_gets_no_reply(run: Run, playground: Playground) -> None:
    async with run(allowed=()) as application:
        members = application.bot_data.access.members
        members.settle(READER, Role.READER, by=ADMIN)
        await complain(playground)
        prompt = await prompted(playground)
        members.settle(READER, Role.NONE, by=ADMIN)
        playground.send_text(ADMIN, None, "请再问一次。", reply_to=prompt)
        await told(playground, texts.REPLY_NOBODY)
    assert all("请再问一次" not in one for one in Talk(playground, READER).texts())


async def test_feedback_goes_with_the_question(run: Run, playground: Playground, clock: Clock) -> None:
    async with run(questions_days=7) as application:
        await complain(playground)
        services = application.bot_data
        await wait_until(lambda: not services.feedback.untold())
        prompt = await prompted(playground)
        clock.now += 8 * DAY
        assert services.feedback.complaints(closed=True) == ()
        services.answers.purge()
        assert services.feedback.prompt(ADMIN, prompt) is None


async def test_the_command_line_lists_and_exports(
    run: Run, playground: Playground, clock: Clock, tmp_path: Path
) -> None:
    clock.now = time.time()
    async with run():
        await complain(playground)
    for words in (["list", "--json"], ["export"]):
        result = CliRunner().invoke(cli, ["--data", str(tmp_path), "feedback", *words])
        assert result.exit_code == 0, result.output
        found = json.loads(result.output)
        row = found[0] if isinstance(found, list) else found
        assert (row["question"], row["reason"], row["state"]) == (QUESTION, "漏了", "open")
        assert "4.52" in row["answer"][0] and row["sections"] == ["bbbbbbbbbb"]


@pytest.mark.parametrize(("right", "rate"), [("依据的句子是对的", "citation"), ("应答未载", "refusal")])
async def test_a_question_is_kept_for_evaluation(
    run: Run, playground: Playground, tmp_path: Path, right: str, rate: str
) -> None:
    async with run() as application:
        await complain(playground)
        for _ in range(2):
            _, panel = await opened(playground)
            playground.press(ADMIN, None, panel["message_id"], data(panel, "存为考题"))
            choice = await until(playground, panel["message_id"], right, ADMIN)
            playground.press(ADMIN, None, panel["message_id"], data(choice, right))
            await until(playground, panel["message_id"], "了结", ADMIN)
        services = application.bot_data
        kept = [
            one for one in Audit(services.answers._database, services.clock).entries() if one.what == "feedback.kept"
        ]
    assert [one.by for one in kept] == [ADMIN, ADMIN]
    held = tmp_path / "reports"
    held.mkdir()
    (held / "a.txt").write_text(REPORT, encoding="utf-8")
    data_ = str(tmp_path / "library")
    assert CliRunner().invoke(cli, ["--data", data_, "index", str(held)]).exit_code == 0
    result = CliRunner().invoke(cli, ["--data", data_, "eval", str(tmp_path / "questions.jsonl"), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["questions"] == 1 and found[rate] is not None, found


async def test_a_kept_question_brings_those_that_it_followed(run: Run, playground: Playground, tmp_path: Path) -> None:
    async with run():
        await tell(playground, QUESTION)
        await complain(playground, question="那云泽市呢？")
        _, panel = await opened(playground)
        playground.press(ADMIN, None, panel["message_id"], data(panel, "存为考题"))
        choice = await until(playground, panel["message_id"], "应答未载", ADMIN)
        playground.press(ADMIN, None, panel["message_id"], data(choice, "应答未载"))
        await until(playground, panel["message_id"], "了结", ADMIN)
    kept = json.loads((tmp_path / "questions.jsonl").read_text(encoding="utf-8"))
    assert (kept["question"], kept["history"], kept["unanswerable"]) == ("那云泽市呢？", [QUESTION], True)
