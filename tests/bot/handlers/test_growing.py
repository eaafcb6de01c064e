"""Answers that grow while a language model writes them: in one message, to be stopped, finished after a restart."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import growing
from bot.playground import Playground
from bot.playground.people import GROUP, READER
from bot.rendering import texts
from retrieval import Answer, Line
from tests.bot.conftest import Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import data, labels, tell

Progress = Callable[[Answer], None] | None
ONE, TWO = "青岚市2024年实际：第一句已核对", "第二句已核对"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "EVERY", 0.05)


class Writer:
    """Says one sentence, waits to be let on or stopped, says another."""

    def __init__(self) -> None:
        self.on = threading.Event()

    def __call__(self, answer: Answer, progress: Progress, stop: threading.Event | None) -> Answer:
        first = replace(answer, lines=(Line(text=ONE, citations=(1,)),), mode="llm")
        if progress:
            progress(first)
        until = time.monotonic() + 60
        while not self.on.is_set() and not (stop and stop.is_set()) and time.monotonic() < until:
            time.sleep(0.01)
        if stop and stop.is_set():
            return first
        return replace(first, lines=(*first.lines, Line(text=TWO, citations=(1,))))


@pytest.fixture
def writer(library: FakeLibrary) -> Writer:
    made = Writer()
    library.words = made
    return made


async def finished(playground: Playground, after: int, chat: int = READER) -> dict[str, object]:
    return (
        await playground.wait_messages(
            chat, after, until=lambda message: "entities" in message and "link" in str(message["entities"])
        )
    )[0]


async def test_the_answer_grows_in_one_message_and_ends_with_links_and_buttons(
    run: Run, playground: Playground, writer: Writer
) -> None:
    async with run():
        sent = playground.send_text(READER, None, "千人口托位数")
        draft = (await playground.wait_messages(READER, sent))[0]
        assert draft["text"] == ONE and labels(draft) == [texts.BUTTON_STOP_WRITING]
        writer.on.set()
        whole = await finished(playground, sent)
        assert whole["message_id"] == draft["message_id"]
        assert f"{ONE} [1]\n{TWO} [1]" in str(whole["text"]) and texts.WORDED in str(whole["text"])
        assert "有用" in labels(whole) and texts.BUTTON_STOP_WRITING not in labels(whole)
        assert len(playground.messages(READER, sent)) == 1


@pytest.mark.parametrize("how", ["button", "/stop", "停止"])
async def test_stopping_keeps_what_has_passed(run: Run, playground: Playground, writer: Writer, how: str) -> None:
    async with run():
        sent = playground.send_text(READER, None, "千人口托位数")
        draft = (await playground.wait_messages(READER, sent))[0]
        if how == "button":
            playground.press(READER, None, draft["message_id"], data(draft, texts.BUTTON_STOP_WRITING))
        else:
            playground.send_text(READER, None, how)
        whole = await finished(playground, sent)
        assert f"{ONE} [1]" in str(whole["text"]) and TWO not in str(whole["text"])
        again = await tell(playground, "/stop")
        assert again["text"] == texts.NOTHING_TO_STOP


async def test_nobody_stops_the_answer_of_another(run: Run, playground: Playground, writer: Writer) -> None:
    from bot.playground.people import ADMIN

    async with run():
        sent = playground.send_text(READER, None, "千人口托位数")
        await playground.wait_messages(READER, sent)
        assert (await tell(playground, "/stop", user=ADMIN))["text"] == texts.NOTHING_TO_STOP
        writer.on.set()
        assert TWO in str((await finished(playground, sent))["text"])


async def test_a_group_gets_the_finished_answer(run: Run, playground: Playground, writer: Writer) -> None:
    async with run(allowed=(READER,), admins=(READER,)):
        sent = playground.send_text(READER, GROUP, "/ask 千人口托位数")
        await asyncio.sleep(0.3)
        assert not playground.messages(GROUP, sent)
        writer.on.set()
        whole = await finished(playground, sent, GROUP)
        assert f"{ONE} [1]\n{TWO} [1]" in str(whole["text"])


async def test_a_restart_finishes_a_half_shown_answer(
    run: Run, playground: Playground, library: FakeLibrary, writer: Writer
) -> None:
    async with run() as application:
        sent = playground.send_text(READER, None, "千人口托位数")
        draft = (await playground.wait_messages(READER, sent))[0]
        inbox, answers = application.bot_data.inbox, application.bot_data.answers
        # from here on nothing is written any more, as if the process had ended
        inbox.done = lambda key: None  # type: ignore[method-assign] # the seam where a kill is played
        answers.add = _killed  # type: ignore[method-assign] # as above
    writer.on.set()
    async with run():
        whole = await finished(playground, sent)
        assert whole["message_id"] == draft["message_id"] and TWO in str(whole["text"])
        mine = [message for message in playground.messages(READER, sent) if ONE in message["text"]]
        assert len(mine) == 1


def _killed(*_: object, **__: object) -> int:
    from telegram.ext import ApplicationHandlerStop

    raise ApplicationHandlerStop


async def test_why_names_the_model_and_the_checks(run: Run, playground: Playground, library: FakeLibrary) -> None:
    def words(answer: Answer, progress: Progress, stop: threading.Event | None) -> Answer:
        checks = (("AI句 新增托位", False, "数字不符"),)
        receipt = replace(answer.receipt, checks=checks, model="deepseek-chat·answer-1", stages_ms={"generate": 1500.0})
        return replace(answer, receipt=receipt)

    library.words = words
    async with run():
        reply = await tell(playground, "千人口托位数")
        assert texts.WORDED not in reply["text"]
        why = await tell(playground, "/why")
    assert "deepseek-chat·answer-1" in why["text"] and "✗ AI句 新增托位：数字不符" in why["text"]
    assert "AI整理 1500 毫秒" in why["text"]


@pytest.mark.parametrize("allowed", [False, True])
async def test_the_log_holds_a_question_only_where_a_setting_says_so(
    run: Run, playground: Playground, caplog: pytest.LogCaptureFixture, allowed: bool
) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        async with run(log_questions=allowed):
            await tell(playground, "千人口托位数是几")
    assert ("千人口托位数是几" in caplog.text) is allowed
