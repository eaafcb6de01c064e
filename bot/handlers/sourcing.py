"""/sources: where new reports come from, how each source is; all by buttons."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.addressing import Said
from bot.context import Context, Place
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.sources import source_message, sources_message
from retrieval import InputError, Source, UnknownIdError


async def sources(context: Context, place: Place, said: Said) -> None:
    """/sources lists them; with an address it adds one, which is looked at within seconds."""
    services, address = context.bot_data, said.words.strip()
    if not address:
        await context.say(place, [sources_message(await services.disk(services.sources.list))])
    elif not re.match(r"https?://", address, re.I):
        await context.say(place, messages(texts.SOURCES_USAGE))
    else:
        try:
            added = await services.disk(services.sources.add, address)
        except InputError as error:
            await context.say(place, messages(str(error)))
            return
        await context.say(place, [source_message(added, note=texts.SOURCE_ADDED)])


async def turn(context: Context, press: Press) -> str | None:
    """A page of the list. Data: ``<page>``."""
    services = context.bot_data
    found = await services.disk(services.sources.list)
    page = press.numbers[0] if press.numbers else 0
    await context.edit(press.place, press.message, sources_message(found, page=page))
    return None


async def panel(context: Context, press: Press) -> str | None:
    """One source, as it is now. Data: ``<source>``."""
    return await _shown(context, press, source_message)


async def check_now(context: Context, press: Press) -> str | None:
    """现在检查: due at once. Data: ``<source>``."""
    found = await _source(context, press)
    if found is None:
        return texts.SOURCE_GONE
    services = context.bot_data
    due = await services.disk(services.sources.resume, found.id)
    await context.edit(press.place, press.message, source_message(due, note=texts.SOURCE_DUE))
    return None


async def pause(context: Context, press: Press) -> str | None:
    """暂停 and 恢复. Data: ``<source>``."""
    found = await _source(context, press)
    if found is None:
        return texts.SOURCE_GONE
    services = context.bot_data
    desk = services.sources
    changed = await services.disk(desk.pause if found.active else desk.resume, found.id)
    await context.edit(press.place, press.message, source_message(changed))
    return None


async def ask_delete(context: Context, press: Press) -> str | None:
    """删除 asks back. Data: ``<source>``."""
    return await _shown(context, press, lambda found: source_message(found, sure=True))


async def delete(context: Context, press: Press) -> str | None:
    """确定删除. Data: ``<source>``."""
    found = await _source(context, press)
    if found is None:
        return texts.SOURCE_GONE
    services = context.bot_data
    await services.disk(services.sources.remove, found.id)
    await turn(context, Press(place=press.place, message=press.message, rest="0"))
    return texts.SOURCE_DELETED


async def _source(context: Context, press: Press) -> Source | None:
    services = context.bot_data
    if not press.numbers:
        return None
    try:
        return await services.disk(services.sources.find, press.numbers[0])
    except UnknownIdError:
        return None


async def _shown(context: Context, press: Press, made: Callable[[Source], Message]) -> str | None:
    found = await _source(context, press)
    if found is None:
        return texts.SOURCE_GONE
    await context.edit(press.place, press.message, made(found))
    return None
