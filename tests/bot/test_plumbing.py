"""Queue, order, limiter, access and log, each by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.access import Access
from bot.limiter import TRIES, ChatLimiter
from bot.limits import Pace
from bot.logs import Hidden
from bot.metrics import Metrics
from bot.pool import Pool
from bot.stops import Stops
from bot.store import Database, Inbox, Members
from bot.turns import Turns
from bot.updates import MOST_ATTEMPTS, SIDE_BY_SIDE, ChatOrder, InboxQueue, key_of
from retrieval import StoreError
from tests.bot.conftest import Clock
from tests.bot.fakes import FakeLibrary

PERSON = User(id=2, first_name="林", is_bot=False)


def update(number: int, *, chat: int = 2, at: int = 1_750_000_000, text: str = "问") -> Update:
    import datetime

    date = datetime.datetime.fromtimestamp(at, tz=datetime.UTC)
    return Update(number, message=Message(number, date, Chat(chat, "private"), from_user=PERSON, text=text))


def pace(clock: Clock) -> Pace:
    return Pace(0, clock, Metrics())


@pytest_asyncio.fixture
async def disk() -> AsyncIterator[Pool]:
    pool = Pool("disk", 1)
    yield pool
    pool.close()


@pytest_asyncio.fixture
async def inbox(tmp_path: Path, clock: Clock) -> AsyncIterator[Inbox]:
    database = Database(tmp_path)
    database.open()
    yield Inbox(database, clock)
    database.close()


def test_keys_tell_updates_apart() -> None:
    pressed = Update(1, callback_query=CallbackQuery("77", PERSON, "c"))
    keys = {key_of(9, update(1)), key_of(8, update(1)), key_of(9, update(1, at=1_750_000_001)), key_of(9, pressed)}
    assert len(keys) == 4 and key_of(9, update(1)) == key_of(9, update(1))
    assert key_of(9, Update(5)) == "9:5:"


async def test_the_queue_stores_first_and_drops_what_it_knows(inbox: Inbox, disk: Pool, clock: Clock) -> None:
    queue = InboxQueue(inbox, disk, 9, Stops(), pace(clock))
    await queue.put(update(1))
    await queue.put(update(1))
    await queue.put("stop")
    assert queue.qsize() == 2 and len(inbox.pending()) == 1
    again = InboxQueue(inbox, disk, 9, Stops(), pace(clock))
    assert await again.replay(None) == 1  # type: ignore[arg-type]  # no bot is needed to read an update
    replayed = again.get_nowait()
    assert isinstance(replayed, Update) and key_of(9, replayed) == key_of(9, update(1))


async def test_a_stop_is_heard_also_from_who_is_too_fast(inbox: Inbox, disk: Pool, clock: Clock) -> None:
    stops = Stops()
    queue = InboxQueue(inbox, disk, 9, stops, Pace(1, clock, Metrics()))
    for number in (1, 2, 3):
        await queue.put(update(number))
    assert queue.qsize() == 2, "the second goes on to be told, the third is dropped"
    with stops.running((2, 0, 2)) as stopped:
        await queue.put(update(4, text="/stop"))
        assert stopped.is_set() and queue.qsize() == 2


async def test_what_can_not_be_stored_is_not_confirmed(disk: Pool, clock: Clock) -> None:
    class Full:
        def receive(self, key: str, payload: str) -> bool:
            raise StoreError("disk full")

    queue = InboxQueue(Full(), disk, 9, Stops(), pace(clock))  # type: ignore[arg-type]  # a fake of the one method used
    with pytest.raises(NetworkError):
        await queue.put(update(1))
    assert queue.empty()


async def test_an_update_is_done_once_handled_and_given_up_after_some_attempts(
    inbox: Inbox, disk: Pool, clock: Clock
) -> None:
    order = ChatOrder(inbox, disk, 9, pace(clock))
    handled = 0

    async def handle() -> None:
        nonlocal handled
        handled += 1

    for number in (1, 2):
        inbox.receive(key_of(9, update(number)), "{}")
    for _ in range(MOST_ATTEMPTS):
        inbox.begin(key_of(9, update(2)))
    order._give_up = nothing  # type: ignore[method-assign,assignment]  # no bot here to say it
    for number in (1, 1, 2):
        await order.process_update(update(number), handle())
    assert handled == 1 and inbox.pending() == ()


async def nothing(*_: object) -> None:
    """Do nothing."""


async def test_what_is_held_stays_pending(inbox: Inbox, disk: Pool, clock: Clock) -> None:
    order = ChatOrder(inbox, disk, 9, pace(clock))
    inbox.receive(key_of(9, update(1)), "{}")

    async def failing() -> None:
        order.hold(update(1))

    await order.process_update(update(1), failing())
    assert len(inbox.pending()) == 1


async def test_a_thousand_waiting_messages_of_a_group_hold_up_no_private_question(
    inbox: Inbox, disk: Pool, clock: Clock
) -> None:
    order, handled = ChatOrder(inbox, disk, 9, pace(clock)), list[int]()
    private = update(2000)
    updates = [*(update(number, chat=-5) for number in range(1, 1001)), private]
    inbox.begin = lambda key: 1  # type: ignore[method-assign]  # what is counted here is turns, not the disk
    inbox.done = lambda key: None  # type: ignore[method-assign]  # as above
    answered = asyncio.Event()

    async def handle(one: Update) -> None:
        handled.append(one.update_id)
        await asyncio.sleep(0)
        if one is private:
            answered.set()

    waiting = [asyncio.create_task(order.process_update(one, handle(one))) for one in updates]
    await answered.wait()
    assert handled.index(2000) < 5
    await asyncio.gather(*waiting)
    assert [number for number in handled if number != 2000] == list(range(1, 1001))


async def test_a_stop_finishes_what_is_begun_and_leaves_what_waits(inbox: Inbox, disk: Pool, clock: Clock) -> None:
    order, begun, gate = ChatOrder(inbox, disk, 9, pace(clock)), asyncio.Event(), asyncio.Event()

    async def handle() -> None:
        begun.set()
        await gate.wait()

    for number in (1, 2, 3):
        inbox.receive(key_of(9, update(number)), "{}")
    waiting = [asyncio.create_task(order.process_update(update(number), handle())) for number in (1, 2, 3)]
    await begun.wait()
    order.close()
    gate.set()
    await asyncio.gather(*waiting)
    assert [(one.key, one.attempts) for one in inbox.pending()] == [(key_of(9, update(n)), 0) for n in (2, 3)]


async def test_no_more_chats_are_served_side_by_side_than_there_are_places(
    inbox: Inbox, disk: Pool, clock: Clock
) -> None:
    order, begun = ChatOrder(inbox, disk, 9, pace(clock)), list[int]()
    full, gate = asyncio.Event(), asyncio.Event()
    inbox.begin = lambda key: 1  # type: ignore[method-assign]  # as above
    inbox.done = lambda key: None  # type: ignore[method-assign]  # as above

    async def handle(number: int) -> None:
        begun.append(number)
        if len(begun) == SIDE_BY_SIDE:
            full.set()
        await gate.wait()

    count = SIDE_BY_SIDE + 20
    waiting = [
        asyncio.create_task(order.process_update(update(n, chat=n), handle(n)))
        for n in range(1, count + 1)
        for _ in "ab"
    ]
    await full.wait()
    await disk(str)  # whoever else had got a place would have begun by now
    assert len(begun) == SIDE_BY_SIDE == len(set(begun))
    gate.set()
    await asyncio.gather(*waiting)
    assert len(begun) == 2 * count


async def test_turns_are_in_order_and_leave_nothing() -> None:
    turns, seen = Turns(), []

    async def work(key: str, n: int) -> None:
        async with turns.turn(key):
            await asyncio.sleep(0.01 * (3 - n))
            seen.append((key, n))

    await asyncio.gather(*(work(key, n) for n in range(3) for key in "ab"))
    assert [n for key, n in seen if key == "a"] == [n for key, n in seen if key == "b"] == [0, 1, 2]
    assert not turns._locks


class Telegram:
    """Fails as told, then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self, *_: object) -> bool:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return True


async def request(limiter: ChatLimiter, telegram: Telegram, chat: int | None = 2, once: int | None = None) -> Any:
    return await limiter.process_request(telegram, (), {}, "sendMessage", {"chat_id": chat}, once)


@pytest.fixture(autouse=True)
def timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


async def test_the_limiter_waits_and_tries_again() -> None:
    telegram = Telegram(RetryAfter(0), NetworkError("cut"), NetworkError("502"))
    assert await request(ChatLimiter(first_wait=0.001), telegram) is True
    assert telegram.calls == 4


async def test_the_limiter_gives_up_at_last_and_never_repeats_what_telegram_refused() -> None:
    telegram = Telegram(*[NetworkError("cut")] * 50)
    with pytest.raises(NetworkError):
        await request(ChatLimiter(first_wait=0.001), telegram)
    assert telegram.calls == TRIES
    for error, chat, once in (
        (BadRequest("no"), 2, None),
        (NetworkError("cut"), 2, 0),
        (NetworkError("cut"), None, None),
    ):
        telegram = Telegram(error)
        with pytest.raises(type(error)):
            await request(ChatLimiter(first_wait=0.001), telegram, chat, once)
        assert telegram.calls == 1


async def test_closing_ends_a_long_wait() -> None:
    limiter = ChatLimiter()
    waiting = asyncio.create_task(request(limiter, Telegram(RetryAfter(3600))))
    await asyncio.sleep(0.01)
    limiter.close()
    with pytest.raises(RetryAfter):
        await waiting


def test_a_stranger_is_told_seldom(clock: Clock, tmp_path: Path) -> None:
    access = Access((2,), (), Members(Database(tmp_path), clock), FakeLibrary(), clock)
    assert access.tell(5) and not access.tell(5) and access.tell(6)
    clock.now += 601
    assert access.tell(5)


def test_the_log_hides_tokens() -> None:
    try:
        raise ValueError("token 12345:abcdefgh_secret refused")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "see %s", ("proxy-secret",), (ValueError, error, error.__traceback__)
        )
    Hidden("proxy-secret").filter(record)
    shown = logging.Formatter().format(record)
    assert "secret" not in shown and "ValueError: token *** refused" in shown
