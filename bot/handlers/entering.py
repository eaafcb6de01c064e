"""Coming in: somebody unknown gets a code and nothing else, an invitation lets in whoever shows it first."""

from __future__ import annotations

import logging
from functools import partial

from telegram import Message as Sent

from bot.access import higher
from bot.addressing import said
from bot.context import Context, Place
from bot.handlers.menus import show_menu
from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.people import knocking_message
from bot.store import Asking

INVITED = "inv_"

_log = logging.getLogger(__name__)


async def knock(context: Context, place: Place, message: Sent) -> None:
    """Somebody unknown in a private chat: his invitation, else his code. Told once in ten minutes."""
    words = said(message.text or "")
    if words.command == "start" and words.words.startswith(INVITED):
        await redeem(context, place, words.words, _name(message))
        return
    access = context.bot_data.access
    if not access.tell(place.person):
        return
    if not access.admins:
        await context.say(place, messages(texts.STRANGER_FIRST.format(person=place.person)))
        return
    asking = await context.bot_data.disk(access.members.request, place.person, _name(message))
    if asking is None:
        await context.say(place, messages(texts.STRANGER_FULL))
        return
    _log.info("person %s waits to be let in", place.person)
    await context.say(place, messages(texts.STRANGER.format(code=asking.code)))
    if asking.new and access.notify():
        await tell_admins(context, knocking_message(asking))


async def redeem(context: Context, place: Place, parameter: str, name: str) -> None:
    """A link with an invitation. Whoever is in already gets the higher of both roles."""
    access = context.bot_data.access
    lifted = partial(higher, access.role(place.person))
    secret = parameter.removeprefix(INVITED)
    invite = await context.bot_data.disk(access.members.redeem, secret, place.person, name, lifted)
    if invite is None:
        await context.say(place, messages(texts.INVITE_GONE))
        return
    role = access.role(place.person)
    await show_menu(context, place.person)
    await context.say(place, messages(texts.WELCOME.format(role=texts.ROLES[role])))
    if place.person != invite.by:
        await tell_admins(context, _arrived(place.person, name, role))


def _arrived(person: int, name: str, role: str) -> Message:
    asking = Asking(code="", person=person, name=name, at=0)
    return knocking_message(asking, arrived=texts.ROLES[role])


async def tell_admins(context: Context, message: Message) -> None:
    """One message to every administrator; one that can't be reached holds up no other."""
    for admin in context.bot_data.access.admins:
        await context.tell(admin, [message])


def _name(message: Sent) -> str:
    person = message.from_user
    return "" if person is None else person.full_name + (f" @{person.username}" if person.username else "")
