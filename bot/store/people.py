"""What a person set, and the searches that are being paged."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.database import Database
from bot.store.tables import people, searches

KEPT = 7 * 24 * 3600


class People:
    """Home regions of persons, words of searches. ``clock``: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def home(self, person: int) -> str | None:
        """The region that a person calls 我市; None where none was set."""
        with self._database.reading() as connection:
            return connection.execute(select(people.c.home).where(people.c.person == person)).scalar()

    def settle(self, person: int, home: str | None) -> None:
        """Set or clear a person's home region."""
        row = upsert(people).values(person=person, home=home)
        with self._database.writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["person"], set_={"home": home}))

    def search(self, chat: int, query: str) -> int:
        """Keep the words of a search for its pages; its number."""
        now = int(self._clock())
        with self._database.writing() as connection:
            connection.execute(delete(searches).where(searches.c.at < now - KEPT))
            row = insert(searches).values(chat=chat, query=query, at=now).returning(searches.c.number)
            return int(connection.execute(row).scalar_one())

    def searched(self, number: int, chat: int) -> str | None:
        """The words of a search of this chat; None where it is forgotten."""
        mine = (searches.c.number == number) & (searches.c.chat == chat)
        with self._database.reading() as connection:
            return connection.execute(select(searches.c.query).where(mine)).scalar()
