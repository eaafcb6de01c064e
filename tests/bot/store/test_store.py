"""The bot's tables, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.store import Answers, Database, Inbox, People, Request, Views
from bot.store.tables import metadata
from bot.store.views import SAVED_MOST
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


def test_views_are_kept_once_for_an_update_and_in_their_chat(database: Database, clock: Clock) -> None:
    views = Views(database, clock)
    request = Request(kind="compare", words="托位", regions=("江岚省各市",), year=2024, plan=True)
    number = views.add("k", PLACE, request, question=5)
    assert views.add("k", PLACE, request, question=5) == number
    views.shown(number, 8)
    view = views.get(number, 1)
    assert view and view.request == request and view.message == 8 and view.at == int(clock.now)
    assert views.of_question(1, 5) == views.last(PLACE) == view
    assert views.get(number, 2) is None and views.last((1, 0, 3)) is None and views.of_question(2, 5) is None
    changed = Request(kind="trend", words="托位")
    views.revise(number, changed)
    assert (found := views.get(number, 1)) and found.request == changed
    clock.now += 31 * 24 * 3600
    views.add("l", PLACE, request, question=None)
    assert views.get(number, 1) is None


def test_saved_tables_are_replaced_by_name_and_the_oldest_forgotten(database: Database, clock: Clock) -> None:
    views = Views(database, clock)
    request = Request(kind="table", words="托位", indicators=("托位",))
    for at in range(SAVED_MOST + 2):
        clock.now += 1
        views.save(1, f"表{at:02}", request, {"青岚市\t托位": str(at)})
    clock.now += 1
    views.save(1, "表05", request, {"青岚市\t托位": "新"})
    saved = views.saved(1)
    assert len(saved) == SAVED_MOST and saved[0].name == "表02" and views.saved(2) == ()
    assert next(table.cells for table in saved if table.name == "表05") == {"青岚市\t托位": "新"}
    views.forget_table(saved[0].number, 2)
    views.forget_table(saved[1].number, 1)
    assert len(views.saved(1)) == SAVED_MOST - 1


def test_a_request_of_another_form_is_forgotten(database: Database, clock: Clock) -> None:
    views = Views(database, clock)
    number = views.add("k", PLACE, Request(kind="city", words="青岚市"), question=None)
    views.save(1, "表", Request(kind="table", words=""), {})
    with database.writing() as connection:
        connection.exec_driver_sql("update views set request = '{}'")
        connection.exec_driver_sql("update saved_tables set request = 'x'")
    assert views.get(number, 1) is None and views.saved(1) == ()
