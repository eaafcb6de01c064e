"""/following: the list of subscriptions, the panel of one, the hours of a chat; all by buttons."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from bot.addressing import Said
from bot.alerts.timing import RHYTHMS, Hours
from bot.calendar import known
from bot.context import Context, Place
from bot.handlers.following import Press
from bot.handlers.subscribing import decides
from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.subscriptions import hours_message, list_message, panel_message, rhythm_message
from bot.store.subscriptions import State, Subscription

ZONE_WORDS = ("时区", "zone")


async def following(context: Context, place: Place, said: Said) -> None:
    """/following: the list. ``时区 Asia/Shanghai`` sets the chat's time zone."""
    word, _, rest = said.words.partition(" ")
    if word.lower() in ZONE_WORDS:
        await _zone(context, place, rest.strip())
    else:
        await context.say(place, [await _list(context, place)])


async def _zone(context: Context, place: Place, name: str) -> None:
    services = context.bot_data
    if not await decides(context, place):
        await context.say(place, messages(texts.FOLLOW_ADMINS))
    elif name not in available_timezones():
        await context.say(place, messages(texts.ZONE_UNKNOWN.format(name=name[:40])))
    else:
        hours = await services.disk(services.alerts.outbox.hours, place.chat)
        await services.disk(services.alerts.outbox.set_hours, place.chat, replace(hours, zone=name))
        await context.say(place, messages(texts.ZONE_SET.format(zone=texts.ZONES.get(name, name))))


async def _list(context: Context, place: Place, page: int = 0) -> Message:
    services, desk = context.bot_data, context.bot_data.alerts
    found = await services.disk(desk.subscriptions.of_chat, place.chat)
    hours = await services.disk(desk.outbox.hours, place.chat)
    blocked = await services.disk(desk.outbox.blocked, place.chat)
    return list_message(found, hours, blocked=blocked, page=page)


async def turn(context: Context, press: Press) -> str | None:
    """A page of the list. Data: ``<page>``."""
    await context.edit(press.place, press.message, await _list(context, press.place, *press.numbers[:1]))
    return None


async def _pressed(context: Context, press: Press) -> Subscription | None:
    services = context.bot_data
    if not press.numbers:
        return None
    return await services.disk(services.alerts.subscriptions.get, press.numbers[0], press.place.chat)


async def panel(context: Context, press: Press) -> str | None:
    """One subscription. Data: ``<subscription>``."""
    one = await _pressed(context, press)
    if one is None:
        return texts.FOLLOW_LEFT
    await context.edit(press.place, press.message, panel_message(one))
    return None


async def pause(context: Context, press: Press) -> str | None:
    """Pause or resume. Data: ``<subscription>``."""
    services, one = context.bot_data, await _pressed(context, press)
    if one is None:
        return texts.FOLLOW_LEFT
    if not await decides(context, press.place):
        return texts.FOLLOW_ADMINS
    state: State = "paused" if one.state == "active" else "active"
    await services.disk(services.alerts.subscriptions.change, one.number, press.place.chat, state=state)
    return await panel(context, press)


async def rhythm(context: Context, press: Press) -> str | None:
    """The rhythms, or the chosen one. Data: ``<subscription>[:<rhythm>]``."""
    services, one = context.bot_data, await _pressed(context, press)
    if one is None:
        return texts.FOLLOW_LEFT
    if len(press.numbers) == 2 and press.numbers[1] < len(RHYTHMS):
        if not await decides(context, press.place):
            return texts.FOLLOW_ADMINS
        chosen = RHYTHMS[press.numbers[1]]
        await services.disk(services.alerts.subscriptions.change, one.number, press.place.chat, rhythm=chosen)
        await services.disk(services.alerts.outbox.reschedule, press.place.chat)
        one = replace(one, rhythm=chosen)
    await context.edit(press.place, press.message, rhythm_message(one))
    return None


async def forget(context: Context, press: Press) -> str | None:
    """删除. Data: ``<subscription>``."""
    services, one = context.bot_data, await _pressed(context, press)
    if one is None:
        return texts.FOLLOW_LEFT
    if not await decides(context, press.place):
        return texts.FOLLOW_ADMINS
    await services.disk(services.alerts.subscriptions.drop, one.number, press.place.chat)
    await context.edit(press.place, press.message, await _list(context, press.place))
    return texts.TABLE_FORGOTTEN


async def hours(context: Context, press: Press) -> str | None:
    """Quiet hours, working days, time zone. Data: ``<what>:<choice>``; what 0 only shows them."""
    services, numbers = context.bot_data, press.numbers
    own = await services.disk(services.alerts.outbox.hours, press.place.chat)
    if len(numbers) == 2:
        if not await decides(context, press.place):
            return texts.FOLLOW_ADMINS
        own = _changed(own, numbers[0], numbers[1])
        await services.disk(services.alerts.outbox.set_hours, press.place.chat, own)
    year = context.today().year
    unknown = next((each for each in (year, year + 1) if not known(each)), None)
    await context.edit(press.place, press.message, hours_message(own, unknown_year=unknown))
    return None


def _changed(own: Hours, what: int, choice: int) -> Hours:
    if what == 1 and choice < len(texts.QUIETS):
        return replace(own, quiet=texts.QUIETS[choice])
    if what == 2:
        return replace(own, workdays=choice == 1)
    zones = tuple(texts.ZONES)
    return replace(own, zone=zones[choice]) if what == 3 and choice < len(zones) else own
