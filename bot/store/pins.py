"""Pinned answers: what an administrator wrote in place of an answer that was wrong, until a day.

A pin outlives the answer that it was made for, and knows nobody who asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.store.answers import DAY
from bot.store.audit import note
from bot.store.database import Database
from bot.store.tables import pins

#: How long it may hold, in days.
TERMS = (30, 180, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is pinned. ``asks``: see ``retrieval.Receipt``; ``dated``: whether the question names a year.

    ``lines``: the sentences; ``section``: that proves them.
    """

    asks: str
    question: str
    dated: bool
    lines: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A draft with who wrote it and when. ``until``: when it ends, None while it is a draft; seconds since 1970."""

    number: int
    draft: Draft
    by: int
    at: int
    until: int | None


class Pins:
    """Pins and drafts of pins. ``clock``: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def write(self, draft: Draft, *, by: int) -> int:
        """Keep a draft; its number. Drafts that nobody pinned within a day go."""
        now = int(self._clock())
        row = {
            "asks": draft.asks,
            "question": draft.question,
            "dated": draft.dated,
            "lines": json.dumps(draft.lines, ensure_ascii=False),
            "section": draft.section,
            "by": by,
            "at": now,
        }
        with self._database.writing() as connection:
            connection.execute(delete(pins).where(pins.c.until.is_(None) & (pins.c.at < now - DAY)))
            return int(connection.execute(insert(pins).values(row).returning(pins.c.number)).scalar_one())

    def pin(self, number: int, days: int, *, by: int) -> Pin | None:
        """Let a draft hold from now on, in place of what was pinned for the same question; None where it is gone."""
        now = int(self._clock())
        with self._database.writing() as connection:
            row = connection.execute(select(pins).where(pins.c.number == number)).first()
            if row is None:
                return None
            others = (pins.c.asks == row.asks) & pins.c.until.is_not(None) & (pins.c.number != number)
            connection.execute(delete(pins).where(others))
            until = now + days * DAY
            connection.execute(update(pins).where(pins.c.number == number).values(until=until, at=now))
            detail = {"section": row.section, "days": days}
            note(connection, at=now, by=by, what="pin.made", subject=number, detail=detail)
        return self.get(number)

    def get(self, number: int) -> Pin | None:
        """A pin or draft."""
        return self._one(pins.c.number == number)

    def asked(self, asks: str) -> Pin | None:
        """What is pinned for a question; whether it still stands is for ``bot.pinning`` to say."""
        return self._one((pins.c.asks == asks) & (pins.c.until > int(self._clock()))) if asks else None

    def pinned(self) -> tuple[Pin, ...]:
        """All that was pinned, also what has ended and was not removed yet, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(pins).where(pins.c.until.is_not(None)).order_by(pins.c.number.desc()))
            return tuple(map(_pin, rows))

    def remove(self, number: int, *, by: int, why: str) -> None:
        """Take one away; ``why``: dropped by somebody, expired, or lapsed since the reports changed."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(pins).where(pins.c.number == number).returning(pins.c.until)).first()
            if gone is not None and gone.until is not None:
                note(connection, at=int(self._clock()), by=by, what=f"pin.{why}", subject=number, detail={})

    def _one(self, which: Any) -> Pin | None:
        with self._database.reading() as connection:
            row = connection.execute(select(pins).where(which).order_by(pins.c.number.desc())).first()
        return None if row is None else _pin(row)


def _pin(row: Row[Any]) -> Pin:
    draft = Draft(
        asks=row.asks,
        question=row.question,
        dated=row.dated,
        lines=tuple(json.loads(row.lines)),
        section=row.section,
    )
    return Pin(number=row.number, draft=draft, by=row.by, at=row.at, until=row.until)
