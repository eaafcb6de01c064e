"""Subscribing and /following, by words and buttons."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Playground
from bot.playground.people import ADMIN, READER
from bot.playground.wire import Json
from bot.rendering import texts
from bot.store.subscriptions import MOST
from retrieval import Interest, Library
from tests.bot.alerts.samples import put
from tests.bot.alerts.test_whole import edited, subscribe
from tests.bot.conftest import Clock, Run
from tests.bot.handlers.test_chat import data, labels, tell
from tests.bot.waiting import wait_until


async def press(playground: Playground, message: Json, label: str, begins: str) -> Json:
    """Press a button; the message once it was changed, which then begins so."""
    playground.press(READER, None, message["message_id"], data(message, label))
    return await edited(playground, message["message_id"], begins, message["edits"])


async def test_a_region_that_is_not_known_is_asked_back(run: Run, playground: Playground, reports: Library) -> None:
    async with run(library=reports):
        asked = await tell(playground, "/follow 无湖市 托育")
        assert asked["text"] == "没有认出“无湖市”是哪里，还没有订阅。\n您要关注的是不是："
        playground.press(READER, None, asked["message_id"], data(asked, "芜湖市"))
        preview = (await playground.wait_messages(READER, asked["message_id"]))[0]
        assert preview["text"].startswith("订阅预览：芜湖市 托育\n" + texts.FOLLOW_NONE)
        cancelled = await press(playground, preview, texts.BUTTON_CANCEL, texts.FOLLOW_CANCELLED)
        assert cancelled["reply_markup"] is None
        assert (await tell(playground, "/follow 星汉云市"))["text"].endswith(texts.FOLLOW_WRITE)
        assert (await tell(playground, "/follow 有新文件"))["text"] == texts.FOLLOW_UNCLEAR


async def test_the_list_and_what_can_be_done_from_it(run: Run, playground: Playground, reports: Library) -> None:
    async with run(library=reports) as application:
        await subscribe(playground, "/follow 青岚市 托育")
        await subscribe(playground, "/follow 云泽市 总结")
        shown = await tell(playground, "/following")
        assert shown["text"].split("\n")[:3] == ["订阅（2条）", "1. 青岚市 托育｜随到随发", "2. 云泽市 总结｜随到随发"]
        panel = await press(playground, shown, "1", "青岚市 托育")
        panel = await press(playground, panel, texts.BUTTON_PAUSE, "青岚市 托育\n已暂停")
        panel = await press(playground, panel, texts.BUTTON_RESUME, "青岚市 托育\n随到随发")
        rhythms = await press(playground, panel, texts.BUTTON_RHYTHM, "青岚市 托育")
        rhythms = await press(playground, rhythms, "每周一8:30", "青岚市 托育\n每周一8:30")
        panel = await press(playground, rhythms, texts.BUTTON_BACK, "青岚市 托育\n每周一8:30")
        shown = await press(playground, panel, texts.BUTTON_FORGET, "订阅（1条）")
        hours = await press(playground, shown, texts.BUTTON_HOURS, "提醒时间：没有免打扰")
        hours = await press(playground, hours, "22:00至7:00免打扰", "提醒时间：22:00至7:00免打扰；每天")
        hours = await press(playground, hours, texts.DAYS_WORK, "提醒时间：22:00至7:00免打扰；只在工作日（含调休）")
        hours = await press(
            playground, hours, "乌鲁木齐时间", "提醒时间：22:00至7:00免打扰；只在工作日（含调休）；乌鲁木齐时间"
        )
        await press(playground, hours, texts.BUTTON_LIST, "订阅（1条）")
        assert (await tell(playground, "/following 时区 Europe/Berlin"))["text"] == "好，这个聊天按Europe/Berlin提醒。"
        assert "没有“月球”这个时区" in (await tell(playground, "/following 时区 月球"))["text"]
        assert application.bot_data.alerts.outbox.hours(READER).zone == "Europe/Berlin"


async def test_too_many_are_refused_with_a_clear_word(run: Run, playground: Playground, reports: Library) -> None:
    async with run(library=reports) as application:
        kept = application.bot_data.alerts.subscriptions
        for n in range(MOST):
            kept.save(kept.draft((READER, 0, READER), "x", Interest(words=(f"词{n}",))), READER)
        assert (await tell(playground, "/follow 青岚市"))["text"] == texts.FOLLOW_FULL.format(most=MOST)
        pages = await tell(playground, "/following")
        assert "第1/7页" in pages["text"]


async def test_what_an_answer_lacks_is_followed_by_a_button(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports):
        refusal = await tell(playground, "青岚市2025年千人口托位数是多少")
        playground.press(READER, None, refusal["message_id"], data(refusal, texts.BUTTON_WHEN_THERE))
        saved = (await playground.wait_messages(READER, refusal["message_id"]))[0]
        assert saved["text"].startswith("✓ 已订阅“青岚市 2025年”")
        put(reports, tmp_path / "files", "青岚市", 2025)
        alert = (await playground.wait_messages(READER, saved["message_id"]))[0]
        assert alert["text"].startswith("🔔 青岚市新文件：2025年总结")


async def test_buttons_of_an_alert(run: Run, playground: Playground, reports: Library, tmp_path: Path) -> None:
    async with run(library=reports):
        saved = await subscribe(playground, "/follow 青岚市 托育")
        put(reports, tmp_path / "files", "青岚市", 2025, places="4.6")
        alert = (await playground.wait_messages(READER, saved["message_id"]))[0]
        playground.press(READER, None, alert["message_id"], data(alert, texts.BUTTON_SURVEY))
        survey = (await playground.wait_messages(READER, alert["message_id"]))[0]
        assert survey["text"].startswith("托育：1地的报告有记载")
        playground.press(READER, None, alert["message_id"], data(alert, texts.BUTTON_ASK_ABOUT))
        invited = (await playground.wait_messages(READER, survey["message_id"]))[0]
        assert "青岚市2025年" in invited["text"]
        assert "4.60%" in (await tell(playground, "家庭医生签约率是多少"))["text"]
        playground.press(READER, None, alert["message_id"], data(alert, texts.BUTTON_STOP))
        shown = ""
        while "已暂停" not in shown:
            shown = (await tell(playground, "/following"))["text"]


async def test_a_digest_collects_until_its_time(
    run: Run, playground: Playground, reports: Library, tmp_path: Path, clock: Clock
) -> None:
    async with run(library=reports) as application:
        desk = application.bot_data.alerts
        saved = await subscribe(playground, "/follow 总结")
        (one,) = desk.subscriptions.of_chat(READER)
        desk.subscriptions.change(one.number, READER, rhythm="weekly")
        put(reports, tmp_path / "files", "青岚市", 2025)
        put(reports, tmp_path / "files", "云泽市", 2025)
        await wait_until(lambda: desk.outbox.pending() == 2)
        assert not playground.messages(READER, saved["message_id"])
        clock.now += 8 * 24 * 3600
        digest = (await playground.wait_messages(READER, saved["message_id"]))[0]
        lines = digest["text"].split("\n")
        assert lines[0] == "🔔 每周汇总：2份新文件"
        assert lines[1].startswith("1. 青岚市 2025年总结｜") and lines[3].startswith("2. 云泽市 2025年总结｜")
        assert labels(digest) == [texts.BUTTON_FOLLOWS]


async def test_an_overdue_report_is_said_once(run: Run, playground: Playground, reports: Library, clock: Clock) -> None:
    clock.now = 1_773_000_000.0  # 8 March 2026; the last report came on 20 January 2025
    playground.clients.start(ADMIN)
    async with run(library=reports) as application:
        saved = await subscribe(playground, "/follow 青岚市")
        for _ in range(3):
            clock.now += 24 * 3600
            desk = application.bot_data.alerts
            before = desk.outbox.mark("overdue") or 0
            await wait_until(lambda: (desk.outbox.mark("overdue") or 0) > max(before, clock.now))  # noqa: B023 -- awaited here
        found = await playground.wait_messages(READER, saved["message_id"])
        assert [message["text"] for message in found] == [
            "⏰ 青岚市2025年总结还没有见到：按往年应在1月20日前后发布（2024年的是2025-01-20）。"
        ]
        told = [message["text"] for message in await playground.wait_messages(ADMIN, 2) if "⏰" in message["text"]]
        assert len(told) == 1 and told[0].count("⏰") == 2


@pytest.mark.parametrize("allowed", [(), (READER,)])
async def test_who_loses_the_right_is_told_nothing(
    run: Run, playground: Playground, reports: Library, tmp_path: Path, allowed: tuple[int, ...]
) -> None:
    async with run(library=reports) as application:
        desk = application.bot_data.alerts
        await subscribe(playground, "/follow 青岚市")
        (one,) = desk.subscriptions.of_chat(READER)
        desk.subscriptions.change(one.number, READER, rhythm="daily")
        put(reports, tmp_path / "files", "青岚市", 2025)
        await wait_until(lambda: desk.outbox.pending() == 1)
    last = playground.messages(READER)[-1]["message_id"]
    async with run(library=reports, allowed=allowed) as application:
        desk = application.bot_data.alerts
        desk.subscriptions.change(one.number, READER, rhythm="now")
        desk.outbox.reschedule(READER)
        await wait_until(lambda: desk.outbox.pending() == 0)
        assert bool(playground.messages(READER, last)) == bool(allowed)
