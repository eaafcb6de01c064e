"""The bot's tables, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.store import Answers, Database, Inbox, People
from bot.store.tables import metadata
from retrieval import NewerDataError, StoreError
from tests.bot.conftest import Clock
from tests.bot.fakes import FakeLibrary

PLACE = (1, 0, 2)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path)
    database.open()
    yield database
    database.close()


@pytest.fixture
def answers(database: Database, clock: Clock) -> Answers:
    return Answers(database, clock)


def test_the_migrations_make_the_tables_as_declared(database: Database) -> None:
    with database.reading() as connection:
        there = inspect(connection)
        for table in metadata.tables.values():
            made = {
                column["name"]: (str(column["type"]), column["nullable"]) for column in there.get_columns(table.name)
            }
            assert made == {column.name: (str(column.type), column.nullable) for column in table.columns}
            assert {index["name"] for index in there.get_indexes(table.name)} == {index.name for index in table.indexes}


def test_a_newer_database_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("update bot_version set version_num = 'b9999'")
    with pytest.raises(NewerDataError):
        database.open()


def test_a_broken_database_is_a_store_error(tmp_path: Path, clock: Clock) -> None:
    database = Database(tmp_path / "missing")
    with pytest.raises(StoreError):
        Inbox(database, clock).receive("k", "{}")
    database.close()


def test_an_update_is_received_once_and_pending_until_done(database: Database, clock: Clock) -> None:
    inbox = Inbox(database, clock)
    assert inbox.receive("a", "1") and inbox.receive("b", "2") and not inbox.receive("a", "1")
    assert (inbox.begin("a"), inbox.begin("a"), inbox.begin("none")) == (1, 2, 0)
    assert [(item.key, item.payload, item.attempts) for item in inbox.pending()] == [("a", "1", 2), ("b", "2", 0)]
    inbox.done("a")
    assert [item.key for item in inbox.pending()] == ["b"]
    assert not inbox.receive("a", "1") and inbox.begin("a") == 0
    clock.now += 8 * 24 * 3600
    inbox.pending()
    assert inbox.receive("a", "1")


def test_the_ledger_knows_what_was_sent(database: Database, clock: Clock) -> None:
    inbox = Inbox(database, clock)
    inbox.record("a", 0, 77)
    assert (inbox.sent("a", 0), inbox.sent("a", 1), inbox.sent("b", 0)) == (77, None, None)


def test_an_answer_comes_back_as_it_was(answers: Answers) -> None:
    answer = FakeLibrary().ask("托位")
    number = answers.add("k", PLACE, "托位", answer, before=answer.thread, message=5)
    answers.shown(number, (8, 9))
    stored = answers.get(number, 1)
    assert stored and stored.answer == answer and stored.before == answer.thread and stored.messages == (8, 9)
    assert answers.of_update("k") == answers.of_question(1, 5) == answers.last(PLACE) == stored
    assert answers.get(number, 3) is None and answers.of_question(1, 6) is None and answers.last((1, 1, 2)) is None


def test_a_thread_lives_half_an_hour_in_its_place(answers: Answers, clock: Clock) -> None:
    answer = FakeLibrary().ask("托位")
    answers.add("k", PLACE, "托位", answer, before=None, message=None)
    assert answers.thread(PLACE) == answer.thread
    assert answers.thread((1, 0, 3)) is None and answers.thread((1, 4, 2)) is None
    clock.now += 30 * 60 + 1
    assert answers.thread(PLACE) is None


def test_answers_are_forgotten_with_the_feedback_on_them(database: Database, answers: Answers, clock: Clock) -> None:
    answer = FakeLibrary().ask("托位")
    number = answers.add("k", PLACE, "托位", answer, before=None, message=None)
    answers.judge(number, 2, helpful=True)
    answers.judge(number, 2, helpful=False, reason="漏了")
    clock.now += 31 * 24 * 3600
    answers.add("l", PLACE, "托位", answer, before=None, message=None)
    assert answers.get(number, 1) is None
    with database.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from feedback").scalar() == 0


def test_people_keep_their_home_and_chats_their_searches(database: Database, clock: Clock) -> None:
    people = People(database, clock)
    people.settle(2, "青岚市")
    people.settle(2, "云泽市")
    number = people.search(1, "托育")
    assert (people.home(2), people.home(3)) == ("云泽市", None)
    assert (people.searched(number, 1), people.searched(number, 9)) == ("托育", None)
    people.settle(2, None)
    assert people.home(2) is None
