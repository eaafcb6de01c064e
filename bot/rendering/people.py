"""What administrators see of people, groups and circles. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from telegram import InlineKeyboardButton

from bot.rendering import texts
from bot.rendering.message import Message, button, keyboard, turning
from bot.rendering.rich import Rich, bold, joined, shortened
from bot.rights import Role
from bot.store import Asking, Group
from retrieval import Document

A_PAGE = 8
NAME = 24
TITLE = 30
T = TypeVar("T")
GIVEN = (Role.READER, Role.CONTRIBUTOR, Role.ADMIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as administrators see him. ``fixed``: an administrator by the settings, whom nobody can change here."""

    number: int
    role: Role
    name: str = ""
    circles: tuple[str, ...] = ()
    fixed: bool = False

    @property
    def called(self) -> str:
        """His name, else his number."""
        return shortened(self.name, NAME) or str(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circle with what belongs to it. ``places``: folders and addresses whose new documents come into it."""

    name: str
    documents: int = 0
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def code_of(circle: str) -> str:
    """A circle's name as buttons carry it."""
    return hashlib.sha256(circle.encode()).hexdigest()[:8]


def knocking_message(asking: Asking, *, arrived: str | None = None) -> Message:
    """Somebody wants in, with buttons to decide; ``arrived``: he came in by an invitation, as this."""
    name = shortened(asking.name, 60) or str(asking.person)
    if arrived is not None:
        said = texts.ARRIVED.format(name=name, person=asking.person, role=arrived)
        return Message(body=Rich(said), keyboard=keyboard([[button(texts.BUTTON_PERSON, f"po:{asking.person}")]]))
    said = texts.KNOCKING.format(name=name, person=asking.person, code=asking.code)
    agree = [button(texts.BUTTON_LET_IN[role], f"pa:{asking.code}:{role}") for role in (Role.READER, Role.CONTRIBUTOR)]
    return Message(body=Rich(said), keyboard=keyboard([agree, [button(texts.BUTTON_REFUSE, f"pn:{asking.code}")]]))


def people_message(
    people: Sequence[Person], waiting: Sequence[Asking], *, page: int = 0, found: bool = False
) -> Message:
    """Everybody, numbered, with a button a number; who waits stands first. ``found``: only who fits a search."""
    pages = max(1, -(-len(people) // A_PAGE))
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(people, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    title = texts.PEOPLE_FOUND if found else texts.PEOPLE_TITLE
    body = joined(
        [
            bold(title.format(count=len(people))),
            *(f"{n}. {_line(person)}" for n, person in shown),
            bold(texts.PEOPLE_WAITING.format(count=len(waiting))) if waiting else "",
            *(f"{one.code}｜{shortened(one.name, NAME) or one.person}" for one in waiting[:A_PAGE]),
            texts.PAGE.format(page=page + 1, pages=pages) if pages > 1 else "",
            texts.PEOPLE_PICK,
        ]
    )
    picks = [button(str(n), f"po:{person.number}") for n, person in shown]
    codes = [button(one.code, f"pw:{one.code}") for one in waiting[:A_PAGE]]
    turn = turning("pl", page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(body=body, keyboard=keyboard([picks[:4], picks[4:], codes[:4], codes[4:], turn]))


def _line(person: Person) -> str:
    circles = f"｜{'、'.join(person.circles)}" if person.circles else ""
    return f"{person.called}｜{texts.ROLES[person.role]}{circles}"


def person_message(person: Person, circles: Sequence[str], *, own: bool) -> Message:
    """One person with what can be changed. ``own``: it is the administrator himself, who can't take away his own role."""
    body = joined(
        [
            bold(person.called),
            texts.PERSON_NUMBER.format(person=person.number),
            texts.PERSON_ROLE.format(role=texts.ROLES[person.role]),
            texts.PERSON_FIXED if person.fixed else "",
            texts.PERSON_CIRCLES.format(circles="、".join(person.circles)) if person.circles else "",
        ]
    )
    roles = [button(_ticked(texts.ROLES[role], role is person.role), f"pr:{person.number}:{role}") for role in GIVEN]
    joins = [
        button(_ticked(shortened(name, 12), name in person.circles), f"pc:{person.number}:{code_of(name)}")
        for name in circles[:12]
    ]
    revoke = [button(texts.BUTTON_REVOKE, f"pr:{person.number}:{Role.NONE}")] if person.role is not Role.NONE else []
    changeable = not (person.fixed or own)
    last = [*(revoke if changeable else []), button(texts.BUTTON_PEOPLE, "pl:0")]
    inside = [joins[at : at + 3] for at in range(0, len(joins), 3)] if person.role is not Role.NONE else []
    return Message(body=body, keyboard=keyboard([roles if changeable else [], *inside, last]))


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


# Circles


def circles_message(circles: Sequence[Circle]) -> Message:
    """Every circle with what belongs to it."""
    lines = [
        texts.CIRCLE_LINE.format(name=one.name, documents=one.documents, people=len(one.people), groups=len(one.groups))
        for one in circles
    ]
    body = joined([bold(texts.CIRCLES_TITLE) if circles else texts.CIRCLES_NONE, *lines, texts.USAGE_CIRCLE])
    picks = [button(shortened(one.name, 12), f"jo:{code_of(one.name)}") for one in circles[:12]]
    return Message(body=body, keyboard=keyboard(picks[at : at + 3] for at in range(0, len(picks), 3)))


def circle_message(circle: Circle) -> Message:
    """One circle."""
    body = joined(
        [
            bold(texts.CIRCLE_TITLE.format(name=circle.name)),
            texts.CIRCLE_DOCUMENTS.format(count=circle.documents),
            texts.CIRCLE_PEOPLE.format(people="、".join(circle.people) or texts.NOBODY),
            texts.CIRCLE_GROUPS.format(groups="、".join(circle.groups)) if circle.groups else "",
            texts.CIRCLE_PLACES.format(places="、".join(circle.places)) if circle.places else "",
            texts.CIRCLE_HOW.format(name=circle.name),
        ]
    )
    code = code_of(circle.name)
    on = [button(texts.BUTTON_REPORTS, f"jd:{code}:0"), button(texts.BUTTON_PEOPLE, f"jp:{code}:0")]
    return Message(body=body, keyboard=keyboard([[*on, button(texts.BUTTON_CIRCLES, "jl:0")]]))


def marking_message(circle: str, documents: Sequence[Document], *, page: int, found: bool = False) -> Message:
    """Reports to mark for a circle or to open to all, each a button; the marked ones first."""
    ordered = sorted(documents, key=lambda one: one.circle != circle)
    code = code_of(circle)
    lines, page, pages = _page(ordered, page)
    ticks = [
        [button(shortened(_marked(one, circle), TITLE), f"jm:{code}:{one.id}:{page if not found else 0}")]
        for one in lines
    ]
    body = joined(
        [
            bold(texts.CIRCLE_MARK.format(name=circle)),
            texts.CIRCLE_MARK_HOW,
            texts.PAGE.format(page=page + 1, pages=pages) if pages > 1 else "",
        ]
    )
    return Message(body=body, keyboard=keyboard([*ticks, _foot(f"jd:{code}", code, page, pages)]))


def _marked(document: Document, circle: str) -> str:
    other = f"（{document.circle}）" if document.circle not in (None, circle) else ""
    return _ticked(f"{other}{document.title}", document.circle == circle)


def joining_message(circle: str, people: Sequence[Person], *, page: int) -> Message:
    """People to put into a circle or to take out, each a button."""
    code = code_of(circle)
    lines, page, pages = _page(people, page)
    ticks = [[button(_ticked(one.called, circle in one.circles), f"jt:{code}:{one.number}:{page}")] for one in lines]
    body = joined([bold(texts.CIRCLE_JOIN.format(name=circle)), texts.CIRCLE_JOIN_HOW])
    return Message(body=body, keyboard=keyboard([*ticks, _foot(f"jp:{code}", code, page, pages)]))


def _foot(prefix: str, code: str, page: int, pages: int) -> list[InlineKeyboardButton]:
    turn = turning(prefix, page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return [*turn, button(texts.BUTTON_BACK, f"jo:{code}")]


def _page(items: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    pages = max(1, -(-len(items) // A_PAGE))
    page = max(0, min(page, pages - 1))
    return items[page * A_PAGE : (page + 1) * A_PAGE], page, pages


# Groups


def added_message(chat: int, title: str, name: str) -> Message:
    """The bot was put into a group."""
    said = texts.GROUP_ADDED.format(title=shortened(title, 40), name=shortened(name, NAME))
    return Message(body=Rich(said), keyboard=keyboard([[button(texts.BUTTON_ADMIT, f"ja:{chat}")]]))


def groups_message(groups: Collection[Group]) -> Message:
    """The admitted groups, each with a button that ends it."""
    lines = [f"{shortened(one.title, 40)}{_circles(one.circles)}" for one in groups]
    body = joined([bold(texts.GROUPS_TITLE) if groups else "", *lines, texts.USAGE_ADMIT])
    end = [
        [button(texts.BUTTON_DISMISS.format(title=shortened(one.title, 16)), f"jx:{one.chat}")]
        for one in list(groups)[:A_PAGE]
    ]
    return Message(body=body, keyboard=keyboard(end))


def _circles(circles: Sequence[str]) -> str:
    return f"｜{'、'.join(circles)}" if circles else ""
