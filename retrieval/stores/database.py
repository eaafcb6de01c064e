"""The SQL database of a data directory: SQLite in WAL mode now; nothing here that PostgreSQL lacks but the pragmas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.pool import StaticPool

from retrieval.errors import StoreError

FILE_NAME = "huiwen.db"
GUARD = "guard"
BUSY_SECONDS = 30
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
)


def open_database(data: Path) -> Engine:
    """Engine on the database file of the data directory ``data``; nothing is read or written before the first use."""
    return _prepared(create_engine(URL.create("sqlite", database=str(data / FILE_NAME))))


def empty_database() -> Engine:
    """Engine on a database in memory: what a data directory that does not exist yet holds."""
    return _prepared(create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))


class Reading(Session):
    """A session that shows each of its statements to the engine's guard, where it has one; see ``sight``."""


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session on one snapshot; nothing is committed. Raises StoreError."""
    with mapped(), Reading(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction, committed at the end. It takes SQLite's write lock at once, so it waits instead of failing half-way."""
    if GUARD in engine.get_execution_options():
        raise StoreError("受限的读取不能写入。")
    with (
        mapped(),
        Session(engine.execution_options(immediate=True), expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


def snapshot(engine: Engine, target: Path) -> None:
    """Copy the database as it stands at one moment into a new file, also while others write; the copy is checked.

    Raises StoreError.
    """
    with mapped(), engine.connect() as connection:
        source = connection.connection.driver_connection
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)  # type: ignore[union-attr]  # the driver's own connection
            copy.execute("PRAGMA journal_mode = DELETE")
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise StoreError(f"数据库的副本没有通过检查（{found}）：请检查磁盘。")


@contextmanager
def mapped() -> Iterator[None]:
    """Turns the driver's errors (full disk, no permission, not a database) into StoreError."""
    try:
        yield
    except DatabaseError as error:
        raise StoreError(f"数据库读写失败：{error.orig}") from error
    except sqlite3.Error as error:
        raise StoreError(f"数据库读写失败：{error}") from error


@event.listens_for(Reading, "do_orm_execute")
def _guarded(state: ORMExecuteState) -> None:
    guard = state.session.get_bind().get_execution_options().get(GUARD)
    if guard is not None:
        guard(state)


def _prepared(engine: Engine) -> Engine:
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late (not before DDL or SELECT): we send it, see _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
