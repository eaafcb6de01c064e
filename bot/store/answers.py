"""Answers that were given, and the threads that they leave for the next question.

A thread is per chat, topic and person. Answers are kept for /why, buttons and edits, then forgotten with the feedback
on them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import JSON, ColumnElement, Connection, Row, delete, insert, select, type_coerce, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.database import Database
from bot.store.tables import answers, feedback, threads
from retrieval import Answer, Thread

THREAD_LIVES = 30 * 60
DAY = 24 * 3600
KEPT_DAYS = 30

_ANSWER = TypeAdapter(Answer)
_THREAD = TypeAdapter(Thread)
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """An answer that was given. ``place``: chat, topic (0: none), person. ``before``: the thread it was asked with.

    ``key``: of the update that asked; ``messages``: ids of the messages that show it; ``at``: when it was asked.
    """

    number: int
    place: Place
    question: str
    answer: Answer
    before: Thread | None
    messages: tuple[int, ...]
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How questions ended. ``median_ms``: of the time that answers took, None without any."""

    answered: int = 0
    refused: int = 0
    clarified: int = 0
    median_ms: float | None = None

    @property
    def asked(self) -> int:
        """All of them."""
        return self.answered + self.refused + self.clarified


class Answers:
    """Answers, threads and feedback. ``clock``: seconds since 1970. ``kept``: how many days questions and answers are kept."""

    def __init__(self, database: Database, clock: Callable[[], float], kept: int = KEPT_DAYS) -> None:
        self._database = database
        self._kept = kept * DAY
        self._clock = clock

    def add(
        self, key: str, place: Place, question: str, answer: Answer, *, before: Thread | None, message: int | None
    ) -> int:
        """Keep an answer and its thread before it is sent; its number. ``message``: id of the question's message."""
        now = int(self._clock())
        chat, topic, person = place
        row = {
            "key": key,
            "chat": chat,
            "topic": topic,
            "person": person,
            "question_message": message,
            "question": question,
            "before": None if before is None else _THREAD.dump_json(before).decode(),
            "answer": _ANSWER.dump_json(answer).decode(),
            "messages": "[]",
            "at": now,
        }
        with self._database.writing() as connection:
            _forget(connection, now, self._kept)
            _remember(connection, place, answer.thread, now)
            return int(connection.execute(insert(answers).values(row).returning(answers.c.number)).scalar_one())

    def revise(self, number: int, place: Place, question: str, answer: Answer) -> None:
        """Put another answer in place of one, since its question was edited; what was thought of the old one goes."""
        row = {"question": question, "answer": _ANSWER.dump_json(answer).decode()}
        with self._database.writing() as connection:
            _remember(connection, place, answer.thread, int(self._clock()))
            connection.execute(update(answers).where(answers.c.number == number).values(row))
            connection.execute(delete(feedback).where(feedback.c.answer == number))

    def shown(self, number: int, messages: tuple[int, ...]) -> None:
        """The messages that show an answer."""
        with self._database.writing() as connection:
            connection.execute(
                update(answers).where(answers.c.number == number).values(messages=json.dumps(list(messages)))
            )

    def get(self, number: int, chat: int) -> StoredAnswer | None:
        """An answer of this chat; None where it is forgotten."""
        return self._one((answers.c.number == number) & (answers.c.chat == chat))

    def find(self, number: int) -> StoredAnswer | None:
        """An answer of any chat, for those who look after the answers; None where it is forgotten."""
        return self._one(answers.c.number == number)

    def history(self, stored: StoredAnswer) -> tuple[str, ...]:
        """The questions that an answer's question followed in its place, oldest first."""
        chat, topic, person = stored.place
        same = (answers.c.chat == chat) & (answers.c.topic == topic) & (answers.c.person == person)
        found: list[str] = []
        one: StoredAnswer | None = stored
        while one is not None and one.before is not None:
            one = self._one(same & (answers.c.number < one.number))
            found[:0] = [one.question] if one else []
        return tuple(found)

    def of_update(self, key: str) -> StoredAnswer | None:
        """The answer that an update was given before it was interrupted."""
        return self._one(answers.c.key == key)

    def of_question(self, chat: int, message: int) -> StoredAnswer | None:
        """The answer to the question in a message."""
        return self._one((answers.c.chat == chat) & (answers.c.question_message == message))

    def last(self, place: Place) -> StoredAnswer | None:
        """The last answer that a person was given in a chat's topic."""
        chat, topic, person = place
        return self._one((answers.c.chat == chat) & (answers.c.topic == topic) & (answers.c.person == person))

    def thread(self, place: Place) -> Thread | None:
        """What the next question may take over; None after half an hour or /new."""
        with self._database.reading() as connection:
            row = connection.execute(select(threads).where(_thread_of(place))).first()
        if row is None or row.at < self._clock() - THREAD_LIVES:
            return None
        try:
            return _THREAD.validate_json(row.thread)
        except ValidationError:
            return None

    def leave(self, place: Place, thread: Thread) -> None:
        """What something that is no answer leaves for the next question."""
        with self._database.writing() as connection:
            _remember(connection, place, thread, int(self._clock()))

    def forget_thread(self, place: Place) -> None:
        """Begin anew."""
        with self._database.writing() as connection:
            connection.execute(delete(threads).where(_thread_of(place)))

    def judge(self, number: int, person: int, *, helpful: bool, reason: str | None = None) -> None:
        """What a person thought of an answer; the last word counts, and is looked at anew."""
        row = {"helpful": helpful, "reason": reason, "at": int(self._clock()), "state": "open", "told": False}
        one = upsert(feedback).values(answer=number, person=person, **row)
        with self._database.writing() as connection:
            connection.execute(one.on_conflict_do_update(index_elements=["answer", "person"], set_=row))

    def tally(self, since: int) -> Tally:
        """How the questions since a moment ended."""
        stored = type_coerce(answers.c.answer, JSON)
        wanted = select(stored["status"].as_string(), stored["elapsed_ms"].as_float()).where(answers.c.at >= since)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        ends = Counter(status for status, _ in rows)
        return Tally(
            answered=ends["answered"],
            refused=ends["not_found"],
            clarified=ends["clarify"],
            median_ms=median(ms for _, ms in rows) if rows else None,
        )

    def purge(self) -> None:
        """Forget what was kept long enough, with the feedback on it."""
        with self._database.writing() as connection:
            _forget(connection, int(self._clock()), self._kept)

    def _one(self, condition: ColumnElement[bool]) -> StoredAnswer | None:
        newest = select(answers).where(condition).order_by(answers.c.number.desc()).limit(1)
        with self._database.writing() as connection:
            row = connection.execute(newest).first()
        return None if row is None else _stored(row)


def _stored(row: Row[tuple[object, ...]]) -> StoredAnswer | None:
    """A row as a value; None for what an older version wrote in another form."""
    try:
        return StoredAnswer(
            number=row.number,
            place=(row.chat, row.topic, row.person),
            question=row.question,
            answer=_ANSWER.validate_json(row.answer),
            before=None if row.before is None else _THREAD.validate_json(row.before),
            messages=tuple(json.loads(row.messages)),
            at=row.at,
        )
    except ValidationError:
        return None


def _thread_of(place: Place) -> ColumnElement[bool]:
    chat, topic, person = place
    return (threads.c.chat == chat) & (threads.c.topic == topic) & (threads.c.person == person)


def _remember(connection: Connection, place: Place, thread: Thread, now: int) -> None:
    row = {"thread": _THREAD.dump_json(thread).decode(), "at": now}
    chat, topic, person = place
    one = upsert(threads).values(chat=chat, topic=topic, person=person, **row)
    connection.execute(one.on_conflict_do_update(index_elements=["chat", "topic", "person"], set_=row))


def _forget(connection: Connection, now: int, kept: int) -> None:
    connection.execute(delete(answers).where(answers.c.at < now - kept))
    connection.execute(delete(threads).where(threads.c.at < now - THREAD_LIVES))
