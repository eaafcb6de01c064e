"""/people: who is in, who waits, roles and circles, revoking; all by buttons."""

from __future__ import annotations

from bot.addressing import Said
from bot.circles import circle_of, circles
from bot.context import Context, Place
from bot.handlers.following import Press
from bot.handlers.menus import show_menu
from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.people import Person, knocking_message, people_message, person_message
from bot.rights import Role

ROLES = {role.value: role for role in Role}


def person_of(context: Context, number: int) -> Person:
    """Somebody as the tables and the settings know him now."""
    access = context.bot_data.access
    standing = access.members.standing
    known = standing.people.get(number)
    return Person(
        number=number,
        role=access.role(number),
        name=known.name if known else "",
        circles=standing.circles.get(number, ()),
        fixed=number in access.first_admins,
    )


def everybody(context: Context) -> tuple[Person, ...]:
    """Everybody who may do anything, administrators first."""
    found = [person_of(context, number) for number in context.bot_data.access.everybody()]
    return tuple(sorted(found, key=lambda one: (one.role is not Role.ADMIN, one.called)))


async def people(context: Context, place: Place, said: Said) -> None:
    """/people lists everybody and who waits; with words who fits; with a code who waits under it."""
    services = context.bot_data
    words = said.words.strip().lower()
    asking = await services.disk(services.access.members.requested, words) if words else None
    if asking is not None:
        await context.say(place, [knocking_message(asking)])
        return
    waiting = await services.disk(services.access.members.waiting)
    found = [one for one in everybody(context) if words in f"{one.name} {one.number}".lower()]
    knocking = [one for one in waiting if words in f"{one.name} {one.person}".lower()]
    await context.say(place, [people_message(found, knocking, found=bool(words))])


async def turn(context: Context, press: Press) -> str | None:
    """A page of the list. Data: ``<page>``."""
    services = context.bot_data
    waiting = await services.disk(services.access.members.waiting)
    page = press.numbers[0] if press.numbers else 0
    await context.edit(press.place, press.message, people_message(everybody(context), waiting, page=page))
    return None


async def _panel(context: Context, place: Place, number: int) -> Message:
    names = await circles(context)
    return person_message(person_of(context, number), names, own=number == place.person)


async def panel(context: Context, press: Press) -> str | None:
    """One person. Data: ``<person>``."""
    if not press.numbers:
        return texts.BUTTON_OLD
    await context.edit(press.place, press.message, await _panel(context, press.place, press.numbers[0]))
    return None


async def waiter(context: Context, press: Press) -> str | None:
    """Somebody who waits. Data: ``<code>``."""
    services = context.bot_data
    asking = await services.disk(services.access.members.requested, press.rest)
    if asking is None:
        return texts.REQUEST_GONE
    await context.edit(press.place, press.message, knocking_message(asking))
    return None


async def let_in(context: Context, press: Press) -> str | None:
    """同意. Data: ``<code>:<role>``."""
    services, members = context.bot_data, context.bot_data.access.members
    code, _, word = press.rest.partition(":")
    asking, role = await services.disk(members.requested, code), ROLES.get(word, Role.NONE)
    if asking is None or role not in (Role.READER, Role.CONTRIBUTOR):
        return texts.REQUEST_GONE
    await services.disk(members.settle, asking.person, role, by=press.place.person, name=asking.name)
    await context.edit(press.place, press.message, await _panel(context, press.place, asking.person))
    welcome = messages(texts.WELCOME.format(role=texts.ROLES[role]))
    await context.tell(asking.person, welcome)
    return texts.LET_IN


async def refuse(context: Context, press: Press) -> str | None:
    """拒绝. Data: ``<code>``. Who is refused is told nothing."""
    services, members = context.bot_data, context.bot_data.access.members
    asking = await services.disk(members.requested, press.rest)
    if asking is None:
        return texts.REQUEST_GONE
    await services.disk(members.refuse, asking.code, by=press.place.person)
    await context.edit(press.place, press.message, messages(texts.REFUSED.format(name=asking.name or asking.person))[0])
    return None


async def set_role(context: Context, press: Press) -> str | None:
    """Another role, or none. Data: ``<person>:<role>``. Nobody changes himself or an administrator of the settings."""
    services, access = context.bot_data, context.bot_data.access
    number, _, word = press.rest.partition(":")
    if not number.isdigit() or word not in ROLES:
        return texts.BUTTON_OLD
    person = int(number)
    if person == press.place.person or person in access.first_admins:
        return texts.PERSON_FIXED_SHORT
    await services.disk(access.members.settle, person, ROLES[word], by=press.place.person)
    await show_menu(context, person)
    await context.edit(press.place, press.message, await _panel(context, press.place, person))
    return texts.ROLE_SET.format(role=texts.ROLES[ROLES[word]])


async def toggle_circle(context: Context, press: Press) -> str | None:
    """Into a circle, or out of it. Data: ``<person>:<circle>``."""
    services, members = context.bot_data, context.bot_data.access.members
    number, _, code = press.rest.partition(":")
    circle = await circle_of(context, code)
    if circle is None or not number.isdigit():
        return texts.BUTTON_OLD
    person = int(number)
    inside = circle in members.standing.circles.get(person, ())
    change = members.leave if inside else members.join
    await services.disk(change, person, circle, by=press.place.person)
    await context.edit(press.place, press.message, await _panel(context, press.place, person))
    return None
