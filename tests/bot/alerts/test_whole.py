"""The whole way, over HTTP: subscribe, a file comes, the alert is told, its source opens."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Fault, Playground
from bot.playground.people import ADMIN, GROUP, READER
from bot.playground.wire import Json
from bot.rendering import texts
from retrieval import Library
from tests.bot.alerts.samples import put
from tests.bot.conftest import Clock, Run
from tests.bot.handlers.test_chat import data, labels, tell
from tests.bot.waiting import wait_until


async def subscribe(playground: Playground, words: str, user: int = READER) -> Json:
    """Follow something; the message that says so."""
    preview = await tell(playground, words, user=user)
    playground.press(user, None, preview["message_id"], data(preview, texts.BUTTON_SAVE))
    return await edited(playground, preview["message_id"], "✓", user=user)


async def edited(playground: Playground, message_id: int, begins: str, edits: int = 0, user: int = READER) -> Json:
    """The message, once it was edited more than so often and its text begins so."""

    def seen(message: Json) -> bool:
        changed = message["message_id"] == message_id and message["edits"] > edits
        return changed and bool(message["text"].startswith(begins))

    return next(filter(seen, await playground.wait_messages(user, message_id - 1, until=seen)))


async def test_a_new_file_reaches_who_follows_it(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports):
        preview = await tell(playground, "青岚市托育有新文件就告诉我")
        assert preview["text"].startswith("订阅预览：青岚市 托育\n近90天会提醒1份：\n1. 青岚市 2024年总结｜")
        saved = await subscribe(playground, "/follow 青岚市 托育")
        put(reports, tmp_path / "files", "云泽市", 2025)
        put(reports, tmp_path / "files", "青岚市", 2025, places="4.6")
        alert = (await playground.wait_messages(READER, saved["message_id"]))[0]
        first, source, *said, follows = alert["text"].split("\n")
        assert first == "🔔 青岚市新文件：2025年总结"
        assert source.startswith("青岚市卫生健康委2025年工作总结｜青岚市卫生健康委")
        assert said[0] == "2025年实际：千人口托位数 4.6个（2024年实际4.2个） [1]"
        assert follows == "订阅“青岚市 托育”"
        assert {"原文1", "目录", "综述", "就此提问", "停止此订阅"} <= set(labels(alert))
        playground.press(READER, None, alert["message_id"], data(alert, "原文1"))
        opened = (await playground.wait_messages(READER, alert["message_id"]))[0]
        assert "千人口托位数达到4.6个" in opened["text"]
        assert {"bold", "underline"} <= {entity["type"] for entity in opened["entities"]}


async def test_a_revision_is_told_with_what_changed(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports):
        saved = await subscribe(playground, "关注青岚市")
        put(reports, tmp_path / "files", "青岚市", 2024, places="4.4")
        alert = (await playground.wait_messages(READER, saved["message_id"]))[0]
        lines = alert["text"].split("\n")
        assert lines[0] == "🔔 青岚市文件有修订：2024年总结"
        assert lines[2].startswith("改动的小节：一›(一)")
        assert any("4.4个（2023年未收录，无同比）" in line for line in lines)


async def test_what_is_silent_or_the_same_is_not_told(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports) as application:
        saved = await subscribe(playground, "/follow 总结")
        put(reports, tmp_path / "files", "青岚市", 2023, silent=True)
        copy = tmp_path / "files" / "copy.txt"
        copy.write_text((tmp_path / "files" / "青岚市-2024.txt").read_text(encoding="utf-8"), encoding="utf-8")
        reports.index([copy])
        put(reports, tmp_path / "files", "云泽市", 2025)
        alert = (await playground.wait_messages(READER, saved["message_id"]))[0]
        assert alert["text"].startswith("🔔 云泽市新文件")
        await wait_until(lambda: application.bot_data.alerts.outbox.pending() == 0)
    assert len(playground.messages(READER, saved["message_id"])) == 1


async def test_a_removed_document_is_not_told(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports) as application:
        saved = await subscribe(playground, "/follow 总结")
        desk = application.bot_data.alerts
        (one,) = desk.subscriptions.of_chat(READER)
        desk.subscriptions.change(one.number, READER, rhythm="daily")
        put(reports, tmp_path / "files", "云泽市", 2025)
        await wait_until(lambda: desk.outbox.pending() == 1)
        reports.remove("云泽市-2025.txt")
        await wait_until(lambda: desk.outbox.pending() == 0)
    assert not playground.messages(READER, saved["message_id"])


async def test_a_group_follows_by_its_administrators(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports):
        sent = playground.send_text(READER, GROUP, "/follow 青岚市")
        refused = (await playground.wait_messages(GROUP, sent))[0]
        assert refused["text"] == texts.FOLLOW_ADMINS
        sent = playground.send_text(ADMIN, GROUP, "/follow 青岚市")
        preview = (await playground.wait_messages(GROUP, sent))[0]
        playground.press(ADMIN, GROUP, preview["message_id"], data(preview, texts.BUTTON_SAVE))
        await playground.wait_messages(GROUP, sent, until=lambda message: message["text"].startswith("✓"))
        moved = playground.clients.migrate(GROUP)
        put(reports, tmp_path / "files", "青岚市", 2025)
        alert = (await playground.wait_messages(moved, 0))[0]
        assert alert["text"].startswith("🔔 青岚市新文件：2025年总结")


async def test_who_blocked_the_bot_gets_what_he_missed_after_start(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports) as application:
        desk = application.bot_data.alerts
        saved = await subscribe(playground, "/follow 青岚市")
        playground.clients.block(READER)
        put(reports, tmp_path / "files", "青岚市", 2025)
        await wait_until(lambda: desk.outbox.blocked(READER))
        assert desk.outbox.pending() == 1
        playground.clients.start(READER)
        found = await playground.wait_messages(READER, saved["message_id"], until=lambda m: "🔔" in m["text"])
        assert next(message["text"] for message in found) == texts.FOLLOWING_RESUMED


async def test_a_flood_wait_and_lost_connections_hold_up_nothing_else(
    run: Run, playground: Playground, reports: Library, tmp_path: Path, clock: Clock
) -> None:
    async with run(library=reports) as application:
        saved = await subscribe(playground, "/follow 青岚市")
        playground.fault(Fault(method="sendMessage", status=429, retry_after=30))
        put(reports, tmp_path / "files", "青岚市", 2025)
        await wait_until(lambda: len(playground.world.faults) == 0)
        answer = await tell(playground, "青岚市2024年千人口托位数是多少")
        assert "4.2" in answer["text"]
        assert application.bot_data.alerts.outbox.pending() == 1
        playground.fault(Fault(method="sendMessage", drop="before"))

        def told() -> bool:
            clock.now += 1
            return any("🔔" in message["text"] for message in playground.messages(READER, saved["message_id"]))

        await wait_until(told)


async def test_in_a_forum_everything_stays_in_its_topic(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    followed, asked = 7, 9
    async with run(library=reports):
        sent = playground.send_text(ADMIN, GROUP, "/follow@huiwen_demo_bot 青岚市 托育", topic=followed)
        preview = (await playground.wait_messages(GROUP, sent))[0]
        assert preview["message_thread_id"] == followed
        playground.press(ADMIN, GROUP, preview["message_id"], data(preview, texts.BUTTON_SAVE))
        await playground.wait_messages(GROUP, sent, until=lambda message: message["text"].startswith("✓"))
        question = playground.send_text(READER, GROUP, "/ask 青岚市2024年千人口托位数是多少", topic=asked)
        answer = (await playground.wait_messages(GROUP, question, until=lambda message: "4.2" in message["text"]))[0]
        assert answer["message_thread_id"] == asked
        put(reports, tmp_path / "files", "青岚市", 2025)
        found = await playground.wait_messages(GROUP, question, until=lambda message: "🔔" in message["text"])
        assert [one["message_thread_id"] for one in found if "🔔" in one["text"]] == [followed]


async def test_an_alert_that_may_have_come_before_says_so(
    run: Run, playground: Playground, reports: Library, tmp_path: Path, clock: Clock
) -> None:
    async with run(library=reports):
        saved = await subscribe(playground, "/follow 青岚市")
        playground.fault(Fault(method="sendMessage", drop="after"))
        put(reports, tmp_path / "files", "青岚市", 2025)

        def told() -> list[str]:
            clock.now += 1
            found = playground.messages(READER, saved["message_id"])
            return [message["text"] for message in found if "🔔" in message["text"]]

        await wait_until(lambda: len(told()) == 2)
        assert [text.endswith(texts.ALERT_AGAIN) for text in told()] == [False, True]


async def test_a_correction_is_told_once_to_whom_it_newly_concerns(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports) as application:
        saved = await subscribe(playground, "关注青岚市")
        other = await subscribe(playground, "/follow 云泽市 托育", ADMIN)
        put(reports, tmp_path / "files", "青岚市", 2025)
        assert (await playground.wait_messages(READER, saved["message_id"]))[0]["text"].startswith("🔔 青岚市新文件")
        wrong = next(one for one in reports.documents() if one.key == "青岚市-2025.txt")
        reports.correct(wrong.id, kind="要点")
        reports.correct(wrong.id, region="云泽市")
        told = (await playground.wait_messages(ADMIN, other["message_id"]))[0]
        assert told["text"].startswith("🔔 云泽市新文件")
        reports.correct(wrong.id, kind="总结")
        put(reports, tmp_path / "files", "云泽市", 2026)
        last = (await playground.wait_messages(ADMIN, told["message_id"]))[0]
        assert "2026年" in last["text"], "nobody is told twice"
        await wait_until(lambda: application.bot_data.alerts.outbox.pending() == 0)
    assert len(playground.messages(READER, saved["message_id"])) == 1
