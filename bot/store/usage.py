"""How many questions each person asked on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.database import Database
from bot.store.tables import usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Which limit of the day is reached, and whether the person meets it for the first time."""

    kind: Literal["day", "total"]
    first: bool


class Usage:
    """Counts of the days. A day is written YYYY-MM-DD."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, day: str, person: int, *, most: int, total: int) -> Over | None:
        """Count one more question, where neither the person nor all together have reached their limit (0: none)."""
        with self._database.writing() as connection:
            mine = select(usage).where((usage.c.day == day) & (usage.c.person == person))
            row = connection.execute(mine).first()
            asked, told = (row.questions, row.told) if row else (0, False)
            sum_ = select(func.coalesce(func.sum(usage.c.questions), 0)).where(usage.c.day == day)
            full = bool(total) and connection.execute(sum_).scalar_one() >= total
            kind: Literal["day", "total"] | None = "day" if most and asked >= most else "total" if full else None
            values = {"questions": asked + (kind is None), "told": told or kind is not None}
            one = upsert(usage).values(day=day, person=person, **values)
            connection.execute(one.on_conflict_do_update(index_elements=["day", "person"], set_=values))
        return None if kind is None else Over(kind=kind, first=not told)

    def purge(self, day: str) -> None:
        """Forget every day before this one."""
        with self._database.writing() as connection:
            connection.execute(delete(usage).where(usage.c.day < day))
