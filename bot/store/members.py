"""Who may do what: people, groups, circles, invitations and requests. The tables are the truth; every change is audited.

``standing`` is what they say now, kept in memory since every update and every alert asks; it is renewed with each change.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.rights import Role
from bot.store.audit import note
from bot.store.database import Database
from bot.store.tables import (
    circles,
    group_circles,
    groups,
    invites,
    members,
    person_circles,
    requests,
    saved_tables,
)

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
REQUEST_LIVES = 7 * 24 * 3600
MOST_REQUESTS = 100
MOST_HOURLY = 20
HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person as the tables know him. ``at``: when he got the role."""

    person: int
    role: Role
    name: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An admitted group."""

    chat: int
    title: str = ""
    circles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the tables say: people and their circles by number, admitted groups, circles that were named."""

    people: Mapping[int, Member] = field(default_factory=dict)
    circles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[int, Group] = field(default_factory=dict)
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """What an invitation gives. ``expires``: seconds since 1970."""

    role: Role
    circles: tuple[str, ...]
    by: int
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody unknown who wrote. ``new``: he was not waiting before."""

    code: str
    person: int
    name: str
    at: int
    new: bool = False


class Members:
    """The tables of access. ``clock``: seconds since 1970. Every change says ``by`` whom: a person, 0 for the machine."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self.standing = Standing()

    def load(self) -> None:
        """Read what stands in the tables."""
        with self._database.reading() as connection:
            self.standing = _standing(connection)

    # People

    def settle(self, person: int, role: Role, *, by: int, name: str | None = None) -> None:
        """Give a person a role; ``Role.NONE`` takes away everything, circles too."""
        row: dict[str, Any] = {"role": role.value, "at": self._now()} | ({} if name is None else {"name": name[:80]})
        one = upsert(members).values({"person": person, "name": "", **row})
        with self._database.writing() as connection:
            connection.execute(one.on_conflict_do_update(index_elements=["person"], set_=row))
            connection.execute(delete(requests).where(requests.c.person == person))
            if role is Role.NONE:
                connection.execute(delete(person_circles).where(person_circles.c.person == person))
                _forget_cells(connection, person)
            self._noted(connection, by, "person.role", person, role=role.value)

    def join(self, person: int, circle: str, *, by: int) -> None:
        """Put a person into a circle."""
        row = upsert(person_circles).values(person=person, circle=circle).on_conflict_do_nothing()
        with self._database.writing() as connection:
            connection.execute(row)
            self._noted(connection, by, "person.circle.join", person, circle=circle)

    def leave(self, person: int, circle: str, *, by: int) -> None:
        """Take a person out of a circle."""
        mine = (person_circles.c.person == person) & (person_circles.c.circle == circle)
        with self._database.writing() as connection:
            connection.execute(delete(person_circles).where(mine))
            _forget_cells(connection, person)
            self._noted(connection, by, "person.circle.leave", person, circle=circle)

    def name_circle(self, circle: str, *, by: int) -> None:
        """Keep that there is a circle, before anything belongs to it."""
        with self._database.writing() as connection:
            row = upsert(circles).values(name=circle).on_conflict_do_nothing()
            if connection.execute(row).rowcount > 0:
                self._noted(connection, by, "circle.name", circle)

    # Groups

    def admit(self, chat: int, title: str, own: Collection[str], *, by: int) -> None:
        """Let the members of a group ask within it; ``own``: its circles, in place of those it had."""
        row = {"title": title[:80], "at": self._now()}
        one = upsert(groups).values({"chat": chat, **row}).on_conflict_do_update(index_elements=["chat"], set_=row)
        with self._database.writing() as connection:
            connection.execute(one)
            connection.execute(delete(group_circles).where(group_circles.c.chat == chat))
            for circle in sorted(set(own)):
                connection.execute(insert(group_circles).values(chat=chat, circle=circle))
            _forget_cells(connection, chat)
            self._noted(connection, by, "group.admit", chat, circles=sorted(set(own)))

    def dismiss(self, chat: int, *, by: int) -> None:
        """A group is no longer admitted; nothing happens where it was not."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(groups).where(groups.c.chat == chat)).rowcount
            connection.execute(delete(group_circles).where(group_circles.c.chat == chat))
            if gone:
                _forget_cells(connection, chat)
                self._noted(connection, by, "group.dismiss", chat)

    # Invitations

    def invite(self, role: Role, into: Collection[str], seconds: int, *, by: int) -> str:
        """A secret that makes whoever first shows it a ``role``, in the circles ``into``. Only its hash is kept."""
        secret = secrets.token_hex(20)
        row = {
            "hash": _hash(secret),
            "role": role.value,
            "circles": json.dumps(sorted(set(into)), ensure_ascii=False),
            "by": by,
            "expires": self._now() + seconds,
        }
        with self._database.writing() as connection:
            connection.execute(delete(invites).where(invites.c.expires < self._now() - REQUEST_LIVES))
            connection.execute(insert(invites).values(row))
            self._noted(connection, by, "invite.make", None, role=role.value, circles=sorted(set(into)))
        return secret

    def redeem(self, secret: str, person: int, name: str, lifted: Callable[[Role], Role]) -> Invite | None:
        """Use an invitation up, once, whoever else tries at the same moment; None where it is used, expired or unknown.

        ``lifted``: the role that somebody with the invited one gets, who may have a higher one already.
        """
        now = self._now()
        mine = (invites.c.hash == _hash(secret)) & invites.c.used_by.is_(None) & (invites.c.expires > now)
        used = update(invites).where(mine).values(used_by=person, used_at=now).returning(*invites.c)
        with self._database.writing() as connection:
            row = connection.execute(used).first()
            if row is None:
                return None
            invite = Invite(role=Role(row.role), circles=tuple(json.loads(row.circles)), by=row.by, expires=row.expires)
            role = lifted(invite.role)
            values = {"role": role.value, "name": name[:80], "at": now}
            one = upsert(members).values({"person": person, **values})
            connection.execute(one.on_conflict_do_update(index_elements=["person"], set_=values))
            for circle in invite.circles:
                connection.execute(upsert(person_circles).values(person=person, circle=circle).on_conflict_do_nothing())
            connection.execute(delete(requests).where(requests.c.person == person))
            self._noted(connection, invite.by, "invite.used", person, role=role.value, circles=list(invite.circles))
        return invite

    # Requests

    def request(self, person: int, name: str) -> Request | None:
        """The code of somebody unknown; None where too many wait or come at once, so that nobody fills the tables."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute(delete(requests).where(requests.c.at < now - REQUEST_LIVES))
            row = connection.execute(select(requests).where(requests.c.person == person)).first()
            if row is not None:
                return _request(row)
            waiting = _count(connection, select(func.count()).select_from(requests))
            lately = _count(connection, select(func.count()).select_from(requests).where(requests.c.at > now - HOUR))
            if waiting >= MOST_REQUESTS or lately >= MOST_HOURLY:
                return None
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            connection.execute(insert(requests).values(code=code, person=person, name=name[:80], at=now))
        return Request(code=code, person=person, name=name[:80], at=now, new=True)

    def requested(self, code: str) -> Request | None:
        """Who waits under a code."""
        fresh = (requests.c.code == code.strip().upper()) & (requests.c.at >= self._now() - REQUEST_LIVES)
        with self._database.reading() as connection:
            row = connection.execute(select(requests).where(fresh)).first()
        return None if row is None else _request(row)

    def waiting(self) -> tuple[Request, ...]:
        """Everybody who waits, the longest first."""
        fresh = select(requests).where(requests.c.at >= self._now() - REQUEST_LIVES).order_by(requests.c.at)
        with self._database.reading() as connection:
            return tuple(map(_request, connection.execute(fresh)))

    def refuse(self, code: str, *, by: int) -> None:
        """Somebody who waits is not let in; he may ask again later."""
        with self._database.writing() as connection:
            row = connection.execute(select(requests).where(requests.c.code == code)).first()
            if row is not None:
                connection.execute(delete(requests).where(requests.c.code == code))
                self._noted(connection, by, "request.refuse", row.person)

    # Other things that administrators do

    def note(self, by: int, what: str, subject: object, **detail: Any) -> None:
        """Write to the audit log what was done elsewhere (documents, circles, settings)."""
        with self._database.writing() as connection:
            note(connection, at=self._now(), by=by, what=what, subject=subject, detail=detail)

    def forget_cells(self) -> None:
        """What saved tables remember of their cells; asked for when a document is hidden."""
        with self._database.writing() as connection:
            _forget_cells(connection, None)

    def _noted(self, connection: Connection, by: int, what: str, subject: object, **detail: Any) -> None:
        note(connection, at=self._now(), by=by, what=what, subject=subject, detail=detail)
        self.standing = _standing(connection)

    def _now(self) -> int:
        return int(self._clock())


def _standing(connection: Connection) -> Standing:
    mine = _circles(connection.execute(select(person_circles.c.person, person_circles.c.circle)))
    theirs = _circles(connection.execute(select(group_circles.c.chat, group_circles.c.circle)))
    return Standing(
        people={
            row.person: Member(person=row.person, role=Role(row.role), name=row.name, at=row.at)
            for row in connection.execute(select(members))
        },
        circles=mine,
        groups={
            row.chat: Group(chat=row.chat, title=row.title, circles=theirs.get(row.chat, ()))
            for row in connection.execute(select(groups))
        },
        named=tuple(connection.execute(select(circles.c.name).order_by(circles.c.name)).scalars()),
    )


def _circles(rows: Iterable[Any]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for owner, circle in rows:
        found[owner].append(circle)
    return {owner: tuple(sorted(own)) for owner, own in found.items()}


def _forget_cells(connection: Connection, chat: int | None) -> None:
    """What stood in saved tables may come from documents that are hidden now."""
    change = update(saved_tables).values(cells="{}")
    connection.execute(change if chat is None else change.where(saved_tables.c.chat == chat))


def _request(row: Row[Any]) -> Request:
    return Request(code=row.code, person=row.person, name=row.name, at=row.at)


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.execute(query).scalar() or 0


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
