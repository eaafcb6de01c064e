"""The bot's part of the data directory's database: its own tables and its own branch of revisions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError

from retrieval import StoreError, open_database, upgrade

VERSIONS = "bot.store:migrations/versions"
VERSION_TABLE = "bot_version"


class Database:
    """The database of a data directory. Nothing is opened before ``open``."""

    def __init__(self, data: Path) -> None:
        self._engine = open_database(data)
        event.listen(self._engine, "connect", _lasting)

    def open(self) -> None:
        """Bring the bot's tables to the newest form. Raises NewerDataError, StoreError."""
        upgrade(self._engine, VERSIONS, VERSION_TABLE)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot. Raises StoreError where the file can't be read."""
        with _mapped(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end. Raises StoreError where the file can't be written."""
        with _mapped(), self._engine.execution_options(immediate=True).begin() as connection:
            yield connection


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError("读写不了数据目录里的数据库：请检查磁盘空间和权限。") from error


def _lasting(connection: Any, _record: object) -> None:
    """An update that Telegram was told of outlives a power cut too."""
    connection.execute("PRAGMA synchronous = FULL").close()


def bring_up_to_date(data: Path) -> None:
    """The bot's tables of a data directory in the form of this version. Raises NewerDataError, StoreError."""
    database = Database(data)
    try:
        database.open()
    finally:
        database.close()
