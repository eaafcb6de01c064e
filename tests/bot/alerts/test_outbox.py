"""The outbox on a real database: once, in order, through sleeps and moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from bot.alerts.delivery import groups
from bot.alerts.reading import Reading
from bot.alerts.telling import Moved, Telling
from bot.alerts.timing import Hours
from bot.store import Answers, Database
from bot.store.moving import move_chat
from bot.store.outbox import Entry, Outbox, Waiting
from bot.store.subscriptions import MOST, Subscriptions
from retrieval import Answer, Followed, Interest
from tests.bot.conftest import Clock

CITY = Interest(places=(Followed(name="青岚市", label="青岚市"),))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path)
    database.open()
    yield database
    database.close()


@pytest.fixture
def outbox(database: Database, clock: Clock) -> Outbox:
    return Outbox(database, clock)


@pytest.fixture
def subscriptions(database: Database, clock: Clock) -> Subscriptions:
    return Subscriptions(database, clock)


def entry(document: str = "d", version: int = 1, **more: object) -> Entry:
    values: dict[str, object] = {"subscription": 1, "chat": 5, "topic": 0, "person": 5, "kind": "added"}
    values |= {"rhythm": "now", "due": 0, "document": document, "version": version}
    return Entry(**(values | more))  # type: ignore[arg-type]  # a test's shorthand


def documents(rows: tuple[Waiting, ...]) -> list[tuple[str, int]]:
    return [(row.document, row.version) for row in rows]


def test_the_age_is_that_of_the_oldest_that_could_be_told(outbox: Outbox, clock: Clock) -> None:
    outbox.take([entry("a", due=int(clock.now) - 40), entry("b", chat=6, person=6, due=int(clock.now) - 90)])
    assert outbox.age() == 90
    outbox.block(6)
    assert outbox.age() == 40
    outbox.sent(outbox.claim(), 1)
    assert outbox.age() == 0


def test_a_replay_adds_nothing(outbox: Outbox) -> None:
    assert outbox.take([entry("a"), entry("b")], cursor=7) == 2
    assert outbox.take([entry("a"), entry("b")], cursor=7) == 0
    rows = outbox.claim()
    outbox.sent(rows, 1)
    assert outbox.take([entry("a")], cursor=7) == 0
    assert outbox.mark() == 7 and outbox.claim() == () and outbox.pending() == 0


def test_what_was_claimed_is_taken_up_again_after_a_crash(outbox: Outbox) -> None:
    outbox.take([entry("a")])
    assert documents(outbox.claim()) == [("a", 1)]
    assert outbox.claim() == ()
    outbox.release()
    assert documents(outbox.claim()) == [("a", 1)]


def test_a_newer_edition_takes_the_place_of_one_that_was_not_told_yet(outbox: Outbox) -> None:
    outbox.take([entry("a", 1, due=2_000_000_000)])
    outbox.take([entry("a", 2, kind="updated", content='["s1"]', due=0)])
    (row,) = outbox.claim()
    assert (row.version, row.kind, row.content) == (2, "added", "")


def test_a_chat_that_waits_holds_up_only_itself(outbox: Outbox, clock: Clock) -> None:
    outbox.take([entry("a"), entry("b"), entry("a", chat=6, person=6)])
    rows = outbox.claim()
    outbox.again(rows[:2], wait=30)
    outbox.sent(rows[2:], 1)
    assert outbox.claim() == ()
    clock.now += 32
    assert documents(outbox.claim()) == [("a", 1), ("b", 1)]


def test_a_blocked_chat_gets_nothing_until_it_comes_back(outbox: Outbox) -> None:
    outbox.take([entry("a")])
    assert outbox.block(5) and not outbox.block(5)
    assert outbox.claim() == () and outbox.pending() == 1
    assert outbox.block(5, blocked=False)
    assert documents(outbox.claim()) == [("a", 1)]


def test_what_could_not_be_told_for_a_month_is_dropped(outbox: Outbox, clock: Clock) -> None:
    outbox.take([entry("a")])
    clock.now += 31 * 24 * 3600
    outbox.again(outbox.claim(), wait=1, failed=True)
    assert outbox.pending() == 0


def test_a_digest_that_came_due_in_sleep_is_told_at_waking(outbox: Outbox, clock: Clock) -> None:
    outbox.take([entry(name, rhythm="daily", due=int(clock.now) + 3600) for name in "abc"])
    assert outbox.claim() == () and outbox.next_due() == int(clock.now) + 3600
    clock.now += 3 * 24 * 3600
    (together,) = groups(outbox.claim())
    assert [row.document for row in together] == ["a", "b", "c"]


def test_other_hours_and_another_rhythm_move_what_waits(
    outbox: Outbox, subscriptions: Subscriptions, clock: Clock
) -> None:
    number = subscriptions.draft((5, 0, 5), "青岚", CITY)
    subscriptions.save(number, 5)
    outbox.take([entry("a", subscription=number, rhythm="daily", due=int(clock.now) + 9000)])
    subscriptions.change(number, 5, rhythm="now")
    outbox.reschedule(5)
    assert outbox.next_due() == int(clock.now)
    outbox.set_hours(5, Hours(quiet=(0, 24 * 60 - 1)))  # all of the day is quiet
    assert (outbox.next_due() or 0) > clock.now
    assert outbox.hours(5) == Hours(quiet=(0, 24 * 60 - 1))


def test_a_group_that_moves_takes_everything_along(
    database: Database, outbox: Outbox, subscriptions: Subscriptions, clock: Clock
) -> None:
    subscriptions.save(subscriptions.draft((-5, 0, 5), "青岚", CITY), -5)
    outbox.take([entry("a", chat=-5)])
    outbox.set_hours(-5, Hours(workdays=True))
    answers = Answers(database, clock)
    given = Answer(id="a", question="q", status="answered", reason=None, lines=())
    number = answers.add("k", (-5, 0, 5), "q", given, before=None, message=None)
    for _ in range(2):
        move_chat(database, -5, -1005)
    assert [one.chat for one in subscriptions.active()] == [-1005]
    assert answers.thread((-1005, 0, 5)) is not None
    clock.now += 24 * 3600  # the first day of this clock is a Sunday
    assert [row.chat for row in outbox.claim()] == [-1005]
    assert outbox.hours(-1005).workdays and not outbox.hours(-5).workdays
    assert answers.get(number, -1005) and not answers.get(number, -5)


def test_one_chat_has_so_many_subscriptions(subscriptions: Subscriptions) -> None:
    for n in range(MOST):
        other = Interest(words=(f"词{n}",))
        assert subscriptions.save(subscriptions.draft((5, 0, 5), "x", other), 5)
    assert subscriptions.save(subscriptions.draft((5, 0, 5), "x", CITY), 5) is None
    assert subscriptions.count(5) == MOST
    assert subscriptions.save(subscriptions.draft((6, 0, 6), "x", CITY), 6)


def test_the_same_is_followed_once(subscriptions: Subscriptions) -> None:
    first = subscriptions.save(subscriptions.draft((5, 0, 5), "青岚", CITY), 5)
    assert first is not None
    subscriptions.change(first.number, 5, state="paused")
    again = subscriptions.save(subscriptions.draft((5, 0, 5), "青岚市", CITY), 5)
    assert again is not None and (again.number, again.state) == (first.number, "active")
    assert subscriptions.count(5) == 1


def test_a_deleted_subscription_tells_nothing_more(outbox: Outbox, subscriptions: Subscriptions) -> None:
    number = subscriptions.draft((5, 0, 5), "青岚", CITY)
    subscriptions.save(number, 5)
    outbox.take([entry("a", subscription=number)])
    subscriptions.drop(number, 5)
    assert subscriptions.get(number, 5) is None and outbox.claim() == ()


class Everyone:
    """Rights of a library that nobody is kept from; nothing of it is read here."""

    def view(self, chat: int, person: int) -> Reading | None:
        return cast(Reading, object())


def test_what_is_in_hand_while_its_group_moves_is_told_in_the_new_one(
    database: Database, outbox: Outbox, subscriptions: Subscriptions
) -> None:
    number = subscriptions.draft((-5, 0, 5), "青岚", CITY)
    subscriptions.save(number, -5)
    outbox.take([entry("a", subscription=number, chat=-5)])
    rows = outbox.claim()
    move_chat(database, -5, -1005)
    outbox.take([entry("b", subscription=number, chat=-5)])  # matched before the move, written after it
    telling = Telling(subscriptions=subscriptions, rights=Everyone(), bot="b")
    with pytest.raises(Moved):
        telling.message(rows)
    outbox.again(rows)
    assert [(row.document, row.chat) for row in outbox.claim()] == [("a", -1005), ("b", -1005)]
