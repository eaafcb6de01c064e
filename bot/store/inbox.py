"""Updates on their way: stored before Telegram is told that they arrived, done once they are handled.

An update that is not done is handled again at the next start; what it had already sent stands in the ledger and is
not sent again. One instant stays open, between a send and its entry: Telegram's sends have no key of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.database import Database
from bot.store.tables import inbox, sent

KEPT = 7 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A stored update that is not done. ``attempts``: how often it was begun."""

    key: str
    payload: str
    attempts: int


class Inbox:
    """The inbox and the ledger of what was sent. ``clock``: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def receive(self, key: str, payload: str) -> bool:
        """Store an update; False where it is known already."""
        row = {"key": key, "payload": payload, "attempts": 0, "done": False, "at": int(self._clock())}
        with self._database.writing() as connection:
            added = connection.execute(upsert(inbox).values(row).on_conflict_do_nothing(index_elements=["key"]))
            return added.rowcount > 0

    def begin(self, key: str) -> int:
        """Count one more attempt at an update; how many there are now (0 for an unknown or finished one)."""
        with self._database.writing() as connection:
            mine = (inbox.c.key == key) & inbox.c.done.is_(False)
            connection.execute(update(inbox).where(mine).values(attempts=inbox.c.attempts + 1))
            return connection.execute(select(inbox.c.attempts).where(mine)).scalar() or 0

    def done(self, key: str) -> None:
        """An update is handled; its content is dropped."""
        with self._database.writing() as connection:
            connection.execute(update(inbox).where(inbox.c.key == key).values(done=True, payload=None))

    def pending(self) -> tuple[Received, ...]:
        """What is not done, in the order of arrival; what is long done is forgotten."""
        old = int(self._clock()) - KEPT
        with self._database.writing() as connection:
            connection.execute(delete(inbox).where(inbox.c.done.is_(True), inbox.c.at < old))
            connection.execute(delete(sent).where(sent.c.at < old))
            rows = connection.execute(select(inbox).where(inbox.c.done.is_(False)).order_by(inbox.c.number))
            return tuple(Received(key=row.key, payload=row.payload, attempts=row.attempts) for row in rows)

    def waiting(self) -> int:
        """How many updates are not done."""
        with self._database.reading() as connection:
            count = select(func.count()).select_from(inbox).where(inbox.c.done.is_(False))
            return int(connection.execute(count).scalar_one())

    def sent(self, key: str, ordinal: int) -> int | None:
        """The message that was sent as the ``ordinal``-th of an update; None where it was not sent."""
        with self._database.reading() as connection:
            mine = (sent.c.key == key) & (sent.c.ordinal == ordinal)
            return connection.execute(select(sent.c.message_id).where(mine)).scalar()

    def record(self, key: str, ordinal: int, message_id: int) -> None:
        """Enter a sent message into the ledger."""
        row = {"key": key, "ordinal": ordinal, "message_id": message_id, "at": int(self._clock())}
        with self._database.writing() as connection:
            connection.execute(insert(sent).values(row))
