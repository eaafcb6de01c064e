"""A group that became a supergroup has another id: all that the bot keeps of the chat goes along."""

from __future__ import annotations

from sqlalchemy import Connection, Table, and_, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.tables import metadata


def move_chat(database: Database, old: int, new: int) -> None:
    """Give everything of the chat ``old`` to the chat ``new``, in one transaction; doing it twice changes nothing.

    Where the new chat has an entry of its own already, that one stays.
    """
    with database.writing() as connection:
        for table in metadata.tables.values():
            if "chat" in table.c:
                _move(connection, table, old, new)


def _move(connection: Connection, table: Table, old: int, new: int) -> None:
    keys = tuple(table.primary_key.columns)
    for row in connection.execute(select(*keys).where(table.c.chat == old)).all():
        own = and_(*(column == value for column, value in zip(keys, row, strict=True)))
        try:
            with connection.begin_nested():
                connection.execute(update(table).where(own).values(chat=new))
        except IntegrityError:
            continue
