"""What goes wrong between Telegram and the bot: floods, cut lines, restarts, duplicates, errors."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from telegram.ext import ApplicationHandlerStop

from bot.app import build
from bot.playground import Playground
from bot.playground.faults import Fault
from bot.playground.people import ADMIN, READER
from bot.settings import Settings
from retrieval import InputError, SettingsError
from tests.bot.conftest import Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import settled, tell
from tests.bot.waiting import wait_until


async def test_a_flood_wait_holds_up_its_own_chat_only(run: Run, playground: Playground) -> None:
    async with run():
        playground.fault(Fault(method="sendMessage", status=429, retry_after=3))
        waiting = playground.send_text(READER, None, "千人口托位数")
        await wait_until(lambda: not playground.world.faults)
        other = await tell(playground, "千人口托位数", user=ADMIN)
        assert "4.52" in other["text"] and not playground.messages(READER, waiting)
        assert "4.52" in (await playground.wait_messages(READER, waiting))[0]["text"]


@pytest.mark.parametrize(
    "fault", [Fault(status=502, method="sendMessage", times=2), Fault(drop="before", method="sendMessage")]
)
async def test_a_failed_send_is_tried_again(run: Run, playground: Playground, fault: Fault) -> None:
    async with run():
        playground.fault(fault)
        assert "4.52" in (await tell(playground, "千人口托位数"))["text"]
        assert len(playground.messages(READER)) == 1


async def test_a_duplicate_update_is_answered_once(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        await tell(playground, "千人口托位数")
        playground.world.updates.force(playground.world.updates.history)
        await settled(playground)
    assert len(library.asked) == 1 and len(playground.messages(READER)) == 2


async def test_updates_out_of_order_are_all_answered(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        playground.world.updates.hold()
        for question in ("千人口托位数一", "千人口托位数二", "千人口托位数三"):
            playground.send_text(READER, None, question)
        playground.world.updates.release(reverse=True)
        await asyncio.sleep(0.3)
        await settled(playground)
    assert sorted(question[-1] for question, *_ in library.asked) == sorted("一二三")


async def test_a_restart_before_the_answer_loses_nothing(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        playground.fault(Fault(method="sendMessage", status=429, retry_after=600))
        asked = playground.send_text(READER, None, "千人口托位数")
        await wait_until(lambda: not playground.world.faults)
    assert not playground.messages(READER, asked)
    async with run():
        reply = (await playground.wait_messages(READER, asked))[0]
        await settled(playground)
    assert "4.52" in reply["text"]
    assert len(library.asked) == 1, "the stored answer is sent, not asked again"
    assert len(playground.messages(READER, asked)) == 2


async def test_a_restart_in_the_middle_of_a_long_answer_sends_the_rest_only(run: Run, playground: Playground) -> None:
    async with run() as application:
        inbox = application.bot_data.inbox
        record = inbox.record

        def dying(key: str, ordinal: int, message_id: int) -> None:
            record(key, ordinal, message_id)
            raise ApplicationHandlerStop  # nothing after the first entry happens, as if the process had ended

        inbox.record = dying  # type: ignore[method-assign]  # the seam where a kill is played
        inbox.done = lambda key: None  # type: ignore[method-assign]  # as above
        asked = playground.send_text(READER, None, "长")
        await playground.wait_messages(READER, asked)
        await asyncio.sleep(0.2)
        assert len(playground.messages(READER, asked)) == 1
    async with run():
        await playground.wait_messages(READER, asked, until=lambda message: "reply_markup" in message)
        await settled(playground)
        assert len(playground.messages(READER, asked)) == 4


async def test_an_error_tells_the_user_a_reference_and_the_admins_its_kind(
    run: Run, playground: Playground, library: FakeLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    library.error = ZeroDivisionError("inside")
    async with run():
        greeted = await tell(playground, "/help", user=ADMIN)
        reply = await tell(playground, "坏问题")
        told = await playground.wait_messages(ADMIN, greeted["message_id"])
        after = await tell(playground, "千人口托位数")
    assert reply["text"].startswith("抱歉，处理时出了错") and "inside" not in reply["text"]
    assert "ZeroDivisionError" in told[0]["text"] and "4.52" in after["text"]
    assert any(record.exc_info for record in caplog.records if record.levelno == logging.ERROR)
    caplog.clear()


async def test_an_error_of_the_question_is_said_as_it_is(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    library.error = InputError("问题太长，请分开问。")
    async with run():
        assert (await tell(playground, "坏问题"))["text"] == "问题太长，请分开问。"


async def test_a_blocked_bot_goes_on(run: Run, playground: Playground) -> None:
    async with run():
        playground.fault(Fault(method="sendMessage", status=403))
        playground.send_text(READER, None, "千人口托位数")
        await settled(playground)
        assert "4.52" in (await tell(playground, "千人口托位数", user=ADMIN))["text"]


async def test_markup_that_telegram_cannot_take_is_left_out(run: Run, playground: Playground) -> None:
    from bot.playground.wire import ApiError

    class Unparsable(Fault):
        def error(self) -> ApiError:
            return ApiError(400, "Bad Request: can't parse entities: scripted")

    async with run():
        playground.fault(Unparsable(method="sendMessage", status=400))
        reply = await tell(playground, "千人口托位数")
    assert "4.52" in reply["text"] and not reply.get("entities")


async def test_eyes_only_when_an_answer_takes_more_than_a_second(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        quick = playground.send_text(READER, None, "千人口托位数")
        await playground.wait_messages(READER, quick)
        library.slow = 1.3
        slow = playground.send_text(READER, None, "千人口托位数")
        await playground.wait_messages(READER, slow)
    records = playground.world.chats[READER].records
    assert not records[quick].reactions and records[slow].reactions


async def test_chats_are_served_side_by_side_and_each_in_order(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    library.slow = 0.3
    async with run():
        first = playground.send_text(READER, None, "家庭医生一")
        playground.send_text(READER, None, "千人口托位数二")
        await tell(playground, "千人口托位数", user=ADMIN)
        assert len(playground.messages(READER, first)) <= 1
        await settled(playground)
    mine = [question for question, *_ in library.asked if question != "千人口托位数"]
    assert mine == ["家庭医生一", "千人口托位数二"]


@pytest.mark.parametrize(
    "text", ["😀" * 50, "<b>x</b>'; DROP TABLE answers;--", "青\x00岚\ud800", "问" * 4096, "、", "/"]
)
async def test_odd_questions_are_answered(run: Run, playground: Playground, text: str) -> None:
    async with run():
        if "\ud800" in text:
            text = text.encode("utf-8", "replace").decode()
        assert (await tell(playground, text))["text"]


def test_without_a_token_the_start_says_so(tmp_path: Path, library: FakeLibrary) -> None:
    with pytest.raises(SettingsError, match="HUIWEN_TELEGRAM_TOKEN"):
        build(Settings(_env_file=None, data=tmp_path), library)
