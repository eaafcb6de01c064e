"""The audit log: who did what to people, groups, documents, circles and settings. Questions are not in it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.store.database import Database
from bot.store.tables import audit

DAY = 24 * 3600
DATABASE = "huiwen.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed. ``by``: a person's number, 0 for the machine's operator; ``at``: seconds since 1970."""

    number: int
    at: int
    by: int
    what: str
    subject: str
    detail: Mapping[str, Any]


def note(connection: Connection, *, at: int, by: int, what: str, subject: object, detail: Mapping[str, Any]) -> None:
    """Write an entry in the transaction of the deed itself: neither is there without the other."""
    row = {"at": at, "by": by, "what": what, "subject": "" if subject is None else str(subject)[:200]}
    connection.execute(insert(audit).values({**row, "detail": json.dumps(detail, ensure_ascii=False)}))


class Audit:
    """Reads and shortens the log. ``clock``: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def entries(self, since: int = 0) -> Iterator[Entry]:
        """Entries from a moment on, oldest first."""
        with self._database.reading() as connection:
            for row in connection.execute(select(audit).where(audit.c.at >= since).order_by(audit.c.number)):
                yield Entry(
                    number=row.number,
                    at=row.at,
                    by=row.by,
                    what=row.what,
                    subject=row.subject,
                    detail=json.loads(row.detail),
                )

    def purge(self, days: int) -> int:
        """Forget what is older; how many entries went."""
        with self._database.writing() as connection:
            return connection.execute(delete(audit).where(audit.c.at < int(self._clock()) - days * DAY)).rowcount


def recorded(data: Path, since: int = 0) -> tuple[Entry, ...]:
    """The audit log of a data directory, for reading beside the running bot; empty where there is none. Raises StoreError."""
    if not (data / DATABASE).is_file():
        return ()
    database = Database(data)
    try:
        database.open()
        return tuple(Audit(database, time.time).entries(since))
    finally:
        database.close()
