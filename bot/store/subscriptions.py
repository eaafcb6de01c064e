"""What chats follow. A draft is shown with its preview and becomes active when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from bot.alerts.timing import Rhythm
from bot.store.database import Database
from bot.store.tables import outbox, subscriptions
from retrieval import Interest

State = Literal["draft", "active", "paused"]
#: Subscriptions of one chat; a draft is forgotten after a week.
MOST = 50
DRAFT_LIVES = 7 * 24 * 3600

_INTEREST = TypeAdapter(Interest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One subscription. ``topic``: of a forum, 0 for none; ``person``: who made it; ``said``: his words; ``at``: when."""

    number: int
    chat: int
    topic: int
    person: int
    said: str
    interest: Interest
    rhythm: Rhythm
    state: State
    at: int


class Subscriptions:
    """Subscriptions of all chats. ``clock``: seconds since 1970. ``revision`` changes with each change of what is active."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self.revision = 0

    def draft(self, place: tuple[int, int, int], said: str, interest: Interest) -> int:
        """Keep what was asked for until it is saved; its number. ``place``: chat, topic, person."""
        chat, topic, person = place
        now = int(self._clock())
        row = {"chat": chat, "topic": topic, "person": person, "said": said, "at": now}
        row |= {"interest": _INTEREST.dump_json(interest).decode(), "rhythm": "now", "state": "draft"}
        old = (subscriptions.c.state == "draft") & (subscriptions.c.at < now - DRAFT_LIVES)
        with self._database.writing() as connection:
            connection.execute(delete(subscriptions).where(old))
            made = insert(subscriptions).values(row).returning(subscriptions.c.number)
            return int(connection.execute(made).scalar_one())

    def save(self, number: int, chat: int) -> Subscription | None:
        """Make a draft active. None where it is gone, or the chat has ``MOST`` already: see ``count``.

        One that asks for the same in the same place takes its place instead of standing twice.
        """
        with self._database.writing() as connection:
            row = connection.execute(select(subscriptions).where(_mine(number, chat))).first()
            if row is None:
                return None
            same = (subscriptions.c.chat == chat) & (subscriptions.c.topic == row.topic)
            same &= (subscriptions.c.interest == row.interest) & (subscriptions.c.state != "draft")
            twin = connection.execute(select(subscriptions).where(same, subscriptions.c.number != number)).first()
            held = connection.execute(select(func.count()).select_from(subscriptions).where(_held(chat))).scalar_one()
            if twin is None and row.state == "draft" and held >= MOST:
                return None
            kept = twin or row
            if twin is not None:
                connection.execute(delete(subscriptions).where(_mine(number, chat)))
            connection.execute(update(subscriptions).where(_mine(kept.number, chat)).values(state="active"))
            self.revision += 1
            done = connection.execute(select(subscriptions).where(_mine(kept.number, chat))).first()
        return _value(done) if done else None

    def count(self, chat: int) -> int:
        """How many subscriptions a chat has, paused ones too."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(subscriptions).where(_held(chat))).scalar_one()

    def get(self, number: int, chat: int) -> Subscription | None:
        """A subscription or draft of this chat."""
        with self._database.reading() as connection:
            row = connection.execute(select(subscriptions).where(_mine(number, chat))).first()
        return _value(row) if row else None

    def find(self, number: int) -> Subscription | None:
        """A subscription or draft, whichever chat it is of now."""
        with self._database.reading() as connection:
            row = connection.execute(select(subscriptions).where(subscriptions.c.number == number)).first()
        return _value(row) if row else None

    def of_chat(self, chat: int) -> tuple[Subscription, ...]:
        """The subscriptions of a chat, oldest first."""
        return self._all(_held(chat))

    def active(self) -> tuple[Subscription, ...]:
        """All active subscriptions."""
        return self._all(subscriptions.c.state == "active")

    def change(self, number: int, chat: int, *, state: State | None = None, rhythm: Rhythm | None = None) -> bool:
        """Pause or resume, or tell in another rhythm; False where it is gone."""
        values = {name: value for name, value in (("state", state), ("rhythm", rhythm)) if value is not None}
        with self._database.writing() as connection:
            self.revision += 1
            return connection.execute(update(subscriptions).where(_mine(number, chat)).values(values)).rowcount > 0

    def drop(self, number: int, chat: int) -> None:
        """Delete a subscription or draft of this chat, with what it had still to send."""
        pending = (outbox.c.subscription == number) & (outbox.c.chat == chat) & (outbox.c.state == "pending")
        with self._database.writing() as connection:
            self.revision += 1
            connection.execute(delete(subscriptions).where(_mine(number, chat)))
            connection.execute(delete(outbox).where(pending))

    def _all(self, condition: ColumnElement[bool]) -> tuple[Subscription, ...]:
        query = select(subscriptions).where(condition).order_by(subscriptions.c.number)
        with self._database.reading() as connection:
            found = [_value(row) for row in connection.execute(query)]
        return tuple(one for one in found if one is not None)


def _mine(number: int, chat: int) -> ColumnElement[bool]:
    return (subscriptions.c.number == number) & (subscriptions.c.chat == chat)


def _held(chat: int) -> ColumnElement[bool]:
    return (subscriptions.c.chat == chat) & (subscriptions.c.state != "draft")


def _value(row: Row[Any]) -> Subscription | None:
    """None for what an older version wrote in another form."""
    values = cast("Mapping[str, Any]", row._mapping)
    try:
        return Subscription(**{**values, "interest": _INTEREST.validate_json(row.interest)})
    except ValidationError:
        return None
