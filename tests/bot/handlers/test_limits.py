"""How much a person may ask, end to end over HTTP, and the windows by themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Chat, Message, Update, User

from bot.limits import Pace
from bot.metrics import Metrics
from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER
from bot.rendering import texts
from bot.store import Database, Usage
from tests.bot.conftest import Clock, Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import data, settled, tell
from tests.bot.handlers.test_inline import typed

ASKED = "千人口托位数"
FAST = texts.LIMIT_MINUTE.partition("{")[0]
DAY_OVER = texts.LIMIT_DAY.partition("{")[0]
HOURS = 3600


def said(playground: Playground, chat: int = READER) -> list[str]:
    """The first words of what the bot wrote in a chat."""
    return [message["text"] for message in playground.messages(chat) if message["from"]["is_bot"]]


def answers(playground: Playground, chat: int) -> int:
    return sum("4.52" in words for words in said(playground, chat))


async def test_who_is_too_fast_is_told_once_and_heard_again_after_the_minute(
    run: Run, playground: Playground, library: FakeLibrary, clock: Clock
) -> None:
    async with run(limit_minute=3) as application:
        for _ in range(10):
            playground.send_text(READER, None, ASKED)
        assert "4.52" in (await tell(playground, ASKED, user=ADMIN))["text"], "each has a minute of his own"
        await playground.wait_messages(READER, 0, until=lambda one: one["text"].startswith(FAST))
        clock.now += 30
        playground.send_text(READER, None, ASKED)
        await tell(playground, "/new", user=ADMIN)  # updates come in order: by now the reader's was looked at
        clock.now += 31
        await settled(playground)
        told = [words for words in said(playground) if words.startswith(FAST)]
        assert told == [texts.LIMIT_MINUTE.format(most=3, wait=60)]
        assert [words for words, *_ in library.asked].count(ASKED) == 3 + 1
        assert 'huiwen_limited_total{kind="minute"} 8.0' in application.bot_data.metrics.page().decode()


async def test_presses_and_inline_queries_share_the_minute_and_are_told_in_their_way(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run(limit_minute=2):
        reply = await tell(playground, ASKED)
        await tell(playground, "/new")
        query = playground.press(READER, None, reply["message_id"], data(reply, "有用"))
        offered = await typed(playground, "青岚 托位")
        told = texts.LIMIT_MINUTE.format(most=2, wait=60)
        assert (offered["results"], offered["button"]["text"]) == ([], told)
        answer = playground.world.queries[query].answer
        assert answer and answer["text"] == told
        playground.send_text(READER, None, ASKED)
        await playground.wait_messages(READER, 0, until=lambda one: one["text"] == told)
    assert len(library.asked) == 1


async def test_the_day_outlives_a_restart_and_ends_at_midnight(
    run: Run, playground: Playground, library: FakeLibrary, clock: Clock
) -> None:
    clock.now = datetime(2025, 3, 10, 15, 0, tzinfo=UTC).timestamp()  # 23:00 in China
    async with run(limit_day=2):
        first = await tell(playground, ASKED)
        assert "4.52" in (await tell(playground, f"/ask {ASKED}"))["text"]
    async with run(limit_day=2):
        assert (await tell(playground, ASKED))["text"] == texts.LIMIT_DAY.format(most=2)
        playground.send_text(READER, None, ASKED)
        query = playground.press(READER, None, first["message_id"], f"ask:{ASKED}")
        await settled(playground)
        assert [words.startswith(DAY_OVER) for words in said(playground)].count(True) == 1
        answer = playground.world.queries[query].answer
        assert answer and answer["text"].startswith(DAY_OVER), "a press is answered each time"
        assert (await typed(playground, "青岚 托位"))["results"], "letters typed inline are no questions"
        assert "4.52" in (await tell(playground, ASKED, user=ADMIN))["text"]
        clock.now += HOURS
        assert "4.52" in (await tell(playground, ASKED))["text"]


async def test_all_together_have_a_day_and_administrators_go_on(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run(limit_total=1, limit_day=0):
        assert "4.52" in (await tell(playground, ASKED))["text"]
        assert (await tell(playground, ASKED))["text"] == texts.LIMIT_TOTAL
        for _ in range(2):
            assert "4.52" in (await tell(playground, ASKED, user=ADMIN))["text"]
    assert len(library.asked) == 3


async def test_in_a_group_the_person_counts(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run(limit_minute=2, allowed=(READER, GROUP)):
        for _ in range(3):
            playground.send_text(READER, GROUP, f"/ask {ASKED}")
        await playground.wait_messages(GROUP, 0, until=lambda one: one["text"].startswith(FAST))
        playground.send_text(ADMIN, GROUP, f"/ask {ASKED}")
        await playground.wait_messages(GROUP, 0, until=lambda _: answers(playground, GROUP) == 3)
    assert len(library.asked) == 3


@pytest.mark.parametrize("words", ["问" * 501, "/ask " + "问" * 501, "/search " + "托" * 501, "对比 " + "托" * 501])
async def test_a_question_that_is_too_long_is_not_searched(
    run: Run, playground: Playground, library: FakeLibrary, words: str
) -> None:
    async with run():
        assert (await tell(playground, words))["text"] == texts.LIMIT_LONG.format(most=500, count=501)
        assert "4.52" in (await tell(playground, f"  {ASKED}{'呢' * 494}  "))["text"]
    assert len(library.asked) == 1


async def test_a_command_that_one_may_not_use_counts_and_the_help_tells_the_limits(
    run: Run, playground: Playground
) -> None:
    async with run(limit_minute=2):
        assert "每分钟2条消息、每天1000个问题" in (await tell(playground, "/help"))["text"]
        assert (await tell(playground, "/people"))["text"] == texts.UNKNOWN_COMMAND
        assert (await tell(playground, "/people"))["text"].startswith(FAST)


PERSON = User(1087968824, "Group", True)


def anonymous(number: int, chat: int) -> Update:
    place = Chat(chat, "supergroup")
    message = Message(number, datetime.fromtimestamp(0, UTC), place, from_user=PERSON, sender_chat=place, text="/help")
    message.set_bot(_Named())  # type: ignore[arg-type]  # all that is asked of a bot here
    return Update(number, message=message)


class _Named:
    id, username = 9, "huiwen_demo_bot"


def test_an_anonymous_administrator_counts_as_his_group(clock: Clock) -> None:
    pace = Pace(1, clock, Metrics())
    assert pace.hears(anonymous(1, -5), "a") and pace.hears(anonymous(2, -6), "b")
    assert pace.over(anonymous(2, -6), "b") is None
    assert pace.hears(anonymous(3, -5), "c") and pace.over(anonymous(3, -5), "c")
    assert not pace.hears(anonymous(4, -5), "d")


def test_nobody_is_remembered_longer_than_a_minute(clock: Clock) -> None:
    pace = Pace(2, clock, Metrics())
    for number in range(1, 500):
        assert pace.hears(anonymous(number, -number), str(number))
    clock.now += 61
    assert pace.hears(anonymous(1, -1), "x") and len(pace._windows) == 1


def test_counts_of_other_days_are_dropped(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.open()
    usage = Usage(database)
    assert usage.take("2025-03-10", 1, most=1, total=0) is None
    over = [usage.take("2025-03-10", 1, most=1, total=0) for _ in range(2)]
    assert [(one.kind, one.first) for one in over if one] == [("day", True), ("day", False)]
    assert usage.take("2025-03-10", 2, most=1, total=1) is not None
    assert usage.take("2025-03-11", 1, most=1, total=1) is None
    usage.purge("2025-03-11")
    assert usage.take("2025-03-10", 1, most=1, total=0) is None
    assert usage.take("2025-03-11", 1, most=1, total=0) is not None
    database.close()
