"""What was looked at last (comparisons, summaries, profiles, tables), and tables saved by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.store.database import Database
from bot.store.tables import saved_tables, views

KEPT = 30 * 24 * 3600
SAVED_MOST = 24

Kind = Literal["compare", "trend", "summary", "city", "table"]
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is looked at. ``words``: as asked; ``regions``, ``year``, ``plan``: what narrows it, None and empty: nothing.

    ``indicators``: those of a table. ``home``: the asker's own region.
    """

    kind: Kind
    words: str
    regions: tuple[str, ...] = ()
    year: int | None = None
    plan: bool | None = None
    indicators: tuple[str, ...] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A stored request. ``message``: that shows it, None before it was sent. ``at``: when it was asked."""

    number: int
    request: Request
    message: int | None
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedTable:
    """A table saved by name. ``cells``: what stood in each (region, indicator) when it was last run; ``at``: then."""

    number: int
    name: str
    request: Request
    cells: Mapping[str, str]
    at: int


_REQUEST = TypeAdapter(Request)


class Views:
    """The last requests of the chats, and their saved tables. ``clock``: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def add(self, key: str, place: Place, request: Request, *, question: int | None) -> int:
        """Keep a request; its number. ``key``: of the update that asked, which has one number however often it is tried."""
        chat, topic, person = place
        now = int(self._clock())
        row = {"key": key, "chat": chat, "topic": topic, "person": person, "question": question, "at": now}
        row |= {"request": _REQUEST.dump_json(request).decode(), "message": None}
        with self._database.writing() as connection:
            connection.execute(delete(views).where(views.c.at < now - KEPT))
            connection.execute(upsert(views).values(row).on_conflict_do_nothing(index_elements=["key"]))
            return int(connection.execute(select(views.c.number).where(views.c.key == key)).scalar_one())

    def shown(self, number: int, message: int) -> None:
        """The message that shows a view."""
        self._change(number, {"message": message})

    def revise(self, number: int, request: Request) -> None:
        """Put another request in place of one, since its question was edited."""
        self._change(number, {"request": _REQUEST.dump_json(request).decode()})

    def get(self, number: int, chat: int) -> View | None:
        """A view of this chat; None where it is forgotten."""
        return self._one((views.c.number == number) & (views.c.chat == chat))

    def of_question(self, chat: int, question: int) -> View | None:
        """The view that a message asked for."""
        return self._one((views.c.chat == chat) & (views.c.question == question))

    def last(self, place: Place) -> View | None:
        """What a person looked at last in a chat's topic."""
        chat, topic, person = place
        return self._one((views.c.chat == chat) & (views.c.topic == topic) & (views.c.person == person))

    def save(self, chat: int, name: str, request: Request, cells: Mapping[str, str]) -> None:
        """Save a table under a name; one of the same name is replaced, the oldest of too many forgotten."""
        row = {"request": _REQUEST.dump_json(request).decode(), "cells": json.dumps(cells), "at": int(self._clock())}
        one = upsert(saved_tables).values(chat=chat, name=name, **row)
        mine = select(saved_tables.c.number).where(saved_tables.c.chat == chat)
        kept = mine.order_by(saved_tables.c.at.desc(), saved_tables.c.number.desc()).limit(SAVED_MOST)
        with self._database.writing() as connection:
            connection.execute(one.on_conflict_do_update(index_elements=["chat", "name"], set_=row))
            dropped = (saved_tables.c.chat == chat) & saved_tables.c.number.not_in(kept)
            connection.execute(delete(saved_tables).where(dropped))

    def saved(self, chat: int) -> tuple[SavedTable, ...]:
        """The saved tables of a chat, by name."""
        mine = select(saved_tables).where(saved_tables.c.chat == chat).order_by(saved_tables.c.name)
        with self._database.reading() as connection:
            found = [_saved(row) for row in connection.execute(mine)]
        return tuple(table for table in found if table is not None)

    def forget_table(self, number: int, chat: int) -> None:
        """Drop a saved table of this chat."""
        mine = (saved_tables.c.number == number) & (saved_tables.c.chat == chat)
        with self._database.writing() as connection:
            connection.execute(delete(saved_tables).where(mine))

    def _change(self, number: int, values: Mapping[str, object]) -> None:
        with self._database.writing() as connection:
            connection.execute(update(views).where(views.c.number == number).values(values))

    def _one(self, condition: ColumnElement[bool]) -> View | None:
        newest = select(views).where(condition).order_by(views.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(newest).first()
        if row is None:
            return None
        request = _request(row.request)
        return View(number=row.number, request=request, message=row.message, at=row.at) if request else None


def _request(text: str) -> Request | None:
    """None for what an older version wrote in another form."""
    try:
        return _REQUEST.validate_json(text)
    except ValidationError:
        return None


def _saved(row: Row[tuple[object, ...]]) -> SavedTable | None:
    request = _request(row.request)
    if request is None:
        return None
    return SavedTable(number=row.number, name=row.name, request=request, cells=json.loads(row.cells), at=row.at)
