"""Alerts on their way: one row a subscription, document and version; written with the cursor, sent once.

pending → claimed → sent, or dropped. A row that is claimed when the process ends is pending again at the next start; so
the one message whose sending was not recorded may come twice, and none is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.alerts.timing import Hours, Rhythm, due
from bot.store.database import Database
from bot.store.tables import alert_chats, marks, outbox, subscriptions

Kind = Literal["added", "updated", "overdue", "notice", "reply"]
CURSOR = "events"
#: What could not be delivered for so long is dropped; what is done is forgotten later, so that a replay adds nothing.
KEPT_PENDING = 30 * 24 * 3600
KEPT_DONE = 400 * 24 * 3600
#: Rows claimed at a time.
BATCH = 200
ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row to write. ``content``: the text of a notice or a reply, or ids of the changed sections, JSON. ``due``: seconds since 1970."""

    subscription: int
    chat: int
    topic: int
    person: int
    document: str
    version: int
    kind: Kind
    rhythm: Rhythm
    due: int
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claimed row. ``attempts``: how often it was tried before."""

    number: int
    subscription: int
    chat: int
    topic: int
    person: int
    document: str
    version: int
    kind: Kind
    rhythm: Rhythm
    content: str
    attempts: int


class Outbox:
    """The rows, the cursor over the document events, and how each chat is told. ``clock``: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    # What is to be sent

    def mark(self, name: str = CURSOR) -> int | None:
        """A named number: the event up to which rows were written, a due time; None where none was set."""
        with self._database.reading() as connection:
            return connection.execute(select(marks.c.number).where(marks.c.name == name)).scalar()

    def take(
        self, entries: Sequence[Entry], *, cursor: int | None = None, name: str = CURSOR, gone: Iterable[str] = ()
    ) -> int:
        """Write rows and move a mark in one transaction; how many rows are new.

        A row of a newer version takes the place of a pending one, of which the reader knows nothing yet. ``gone``:
        documents whose pending rows are dropped.
        """
        added = 0
        with self._database.writing() as connection:
            for document in gone:
                connection.execute(
                    update(outbox).where(outbox.c.document == document, _pending()).values(state="dropped", content="")
                )
            for entry in entries:
                added += _add(connection, entry, int(self._clock()))
            if cursor is not None:
                connection.execute(_marked(name, cursor))
        return added

    # Delivery

    def release(self) -> None:
        """Take back what a process that ended had claimed; forget what is long done."""
        now = int(self._clock())
        old = (outbox.c.state.in_(("sent", "dropped"))) & (outbox.c.at < now - KEPT_DONE)
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(outbox.c.state == "claimed").values(state="pending"))
            connection.execute(delete(outbox).where(old))

    def claim(self) -> tuple[Waiting, ...]:
        """Claim what is due, oldest first, of chats that can be written to; with rows of one chat in their order."""
        now = int(self._clock())
        ready = or_(alert_chats.c.chat.is_(None), alert_chats.c.blocked.is_(False) & (alert_chats.c.wait_until <= now))
        query = (
            select(outbox)
            .outerjoin(alert_chats, alert_chats.c.chat == outbox.c.chat)
            .where(outbox.c.state == "pending", outbox.c.due <= now, ready)
            .order_by(outbox.c.number)
            .limit(BATCH)
        )
        with self._database.reading() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return ()
        with self._database.writing() as connection:
            _follow_moves(connection)
            rows = connection.execute(query).all()
            _set(connection, [row.number for row in rows], {"state": "claimed"})
        return tuple(_waiting(cast("Mapping[str, Any]", row._mapping)) for row in rows)

    def sent(self, rows: Sequence[Waiting], message_id: int) -> None:
        """Record a delivered message, and that the chat can be written to; what it said is forgotten."""
        chat = rows[0].chat
        with self._database.writing() as connection:
            values = {"state": "sent", "message_id": message_id, "content": "", "at": int(self._clock())}
            _set(connection, [row.number for row in rows], values)
            trouble = (alert_chats.c.chat == chat) & (alert_chats.c.failures > 0)
            connection.execute(update(alert_chats).where(trouble).values(failures=0))

    def drop(self, rows: Sequence[Waiting]) -> None:
        """Send these never: the document is gone, the right to it, or the message can't be sent."""
        with self._database.writing() as connection:
            _set(connection, [row.number for row in rows], {"state": "dropped", "content": ""})

    def again(self, rows: Sequence[Waiting], *, wait: float = 0.0, failed: bool = False) -> None:
        """Try these again, and nothing else to their chat before ``wait`` seconds are over.

        ``failed``: counts against what is tried; a row that waited for a month is dropped.
        """
        now = int(self._clock())
        numbers = [row.number for row in rows]
        with self._database.writing() as connection:
            attempts = {"attempts": outbox.c.attempts + 1} if failed else {}
            _set(connection, numbers, {"state": "pending", **attempts})
            old = outbox.c.number.in_(numbers) & (outbox.c.at < now - KEPT_PENDING)
            connection.execute(update(outbox).where(old).values(state="dropped", content=""))
            for chat in {row.chat for row in rows} if wait > 0 else ():
                values = {"wait_until": now + round(wait + 0.5)}
                _hold(connection, chat, values | ({"failures": alert_chats.c.failures + 1} if failed else {}))

    def told(self, chat: int, topic: int, document: str, version: int) -> bool:
        """Whether a chat was told of this version of a document already, for another of its subscriptions."""
        same = (outbox.c.document == document) & (outbox.c.chat == chat) & (outbox.c.topic == topic)
        query = select(outbox.c.number).where(same, outbox.c.version == version, outbox.c.state == "sent").limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def failures(self, chat: int) -> int:
        """How often in a row sending to a chat failed."""
        with self._database.reading() as connection:
            return connection.execute(select(alert_chats.c.failures).where(alert_chats.c.chat == chat)).scalar() or 0

    def next_due(self) -> int | None:
        """When the next row is due."""
        with self._database.reading() as connection:
            return connection.execute(select(func.min(outbox.c.due)).where(outbox.c.state == "pending")).scalar()

    def age(self) -> float:
        """Seconds that the oldest row waits that is due and whose chat can be written to; 0 without one."""
        now = self._clock()
        blocked = select(alert_chats.c.chat).where(alert_chats.c.blocked.is_(True))
        waiting = (
            outbox.c.state.in_(("pending", "claimed")) & (outbox.c.due <= int(now)) & outbox.c.chat.not_in(blocked)
        )
        with self._database.reading() as connection:
            oldest = connection.execute(select(func.min(outbox.c.due)).where(waiting)).scalar()
        return 0.0 if oldest is None else max(0.0, now - oldest)

    def pending(self) -> int:
        """How many rows are to be sent."""
        with self._database.reading() as connection:
            waiting = outbox.c.state.in_(("pending", "claimed"))
            return connection.execute(select(func.count()).select_from(outbox).where(waiting)).scalar_one()

    # Chats

    def hours(self, chat: int) -> Hours:
        """When a chat may be told."""
        with self._database.reading() as connection:
            row = connection.execute(select(alert_chats).where(alert_chats.c.chat == chat)).first()
        if row is None:
            return Hours()
        quiet = None if row.quiet_from is None else (row.quiet_from, row.quiet_to)
        return Hours(zone=row.zone, quiet=quiet, workdays=row.workdays)

    def set_hours(self, chat: int, hours: Hours) -> None:
        """Set when a chat may be told; what waits is told by the new hours."""
        start, end = hours.quiet or (None, None)
        values = {"zone": hours.zone, "quiet_from": start, "quiet_to": end, "workdays": hours.workdays}
        with self._database.writing() as connection:
            _hold(connection, chat, values)
        self.reschedule(chat)

    def reschedule(self, chat: int) -> None:
        """Compute anew when the waiting rows of a chat are due, by the present rhythm of their subscriptions."""
        hours, now = self.hours(chat), self._clock()
        mine = (outbox.c.chat == chat) & _pending()
        with self._database.writing() as connection:
            query = select(outbox.c.number, outbox.c.rhythm, subscriptions.c.rhythm.label("wanted"))
            joined = query.outerjoin(subscriptions, subscriptions.c.number == outbox.c.subscription).where(mine)
            for row in connection.execute(joined).all():
                rhythm = row.wanted or row.rhythm
                values = {"rhythm": rhythm, "due": due(rhythm, now, hours)}
                connection.execute(update(outbox).where(outbox.c.number == row.number).values(values))

    def block(self, chat: int, *, blocked: bool = True) -> bool:
        """Note that a chat takes no messages (any more), or again; whether that is new."""
        with self._database.writing() as connection:
            was = connection.execute(select(alert_chats.c.blocked).where(alert_chats.c.chat == chat)).scalar() or False
            if was != blocked:
                _hold(connection, chat, {"blocked": blocked, "wait_until": 0, "failures": 0})
        return was != blocked

    def blocked(self, chat: int) -> bool:
        """Whether a chat takes no messages."""
        with self._database.reading() as connection:
            return connection.execute(select(alert_chats.c.blocked).where(alert_chats.c.chat == chat)).scalar() or False


def _follow_moves(connection: Connection) -> None:
    """Rows that were matched before their group had its new number, and written after it, go to the new one."""
    query = select(outbox.c.number, subscriptions.c.chat).join(
        subscriptions, (subscriptions.c.number == outbox.c.subscription) & (subscriptions.c.chat != outbox.c.chat)
    )
    for number, chat in connection.execute(query.where(_pending())).all():
        connection.execute(update(outbox).where(outbox.c.number == number).values(chat=chat))


def _pending() -> ColumnElement[bool]:
    return outbox.c.state == "pending"


def _add(connection: Connection, entry: Entry, now: int) -> int:
    older = (outbox.c.subscription == entry.subscription) & (outbox.c.chat == entry.chat) & _pending()
    older &= (outbox.c.document == entry.document) & (outbox.c.version < entry.version)
    unseen = connection.execute(select(outbox.c.kind).where(older).order_by(outbox.c.number)).scalar()
    row = asdict(entry) | {"state": "pending", "attempts": 0, "message_id": None, "at": now}
    if unseen == "added":
        row |= {"kind": "added", "content": ""}
    unique = ["subscription", "chat", "document", "version"]
    added = connection.execute(upsert(outbox).values(row).on_conflict_do_nothing(index_elements=unique)).rowcount
    if added and unseen:
        connection.execute(update(outbox).where(older).values(state="dropped", content=""))
    return added


def _marked(name: str, number: int) -> Any:
    one = upsert(marks).values(name=name, number=number)
    return one.on_conflict_do_update(index_elements=["name"], set_={"number": number})


def _set(connection: Connection, numbers: Sequence[int], values: Mapping[str, Any]) -> None:
    for at in range(0, len(numbers), ROWS):
        connection.execute(update(outbox).where(outbox.c.number.in_(numbers[at : at + ROWS])).values(values))


def _hold(connection: Connection, chat: int, values: Mapping[str, Any]) -> None:
    """Change how a chat is told; its row is made where there is none."""
    usual = Hours()
    row = {"chat": chat, "zone": usual.zone, "quiet_from": None, "quiet_to": None, "workdays": usual.workdays}
    row |= {"wait_until": 0, "failures": 0, "blocked": False}
    connection.execute(upsert(alert_chats).values(row).on_conflict_do_nothing(index_elements=["chat"]))
    connection.execute(update(alert_chats).where(alert_chats.c.chat == chat).values(values))


def _waiting(row: Mapping[str, Any]) -> Waiting:
    return Waiting(**{name: row[name] for name in Waiting.__dataclass_fields__})
