"""Which words and which buttons lead to which handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from telegram import Message, Update
from telegram.error import BadRequest

from bot.addressing import Said, addressed, said, without_mention
from bot.context import Context, Place, place_of
from bot.handlers import asking, explaining, following, judging, reading, searching, talking
from bot.handlers.following import Press
from bot.rendering import texts

COMMANDS: Mapping[str | None, Callable[[Context, Place, Said], Awaitable[None]]] = {
    None: asking.asking,
    "ask": asking.asking,
    "compare": asking.asking,
    "summary": asking.asking,
    "city": asking.asking,
    "search": searching.searching,
    "docs": reading.documents,
    "why": explaining.why,
    "new": talking.new,
    "home": talking.home,
    "help": talking.help_,
    "start": talking.start,
    "subscribe": talking.subscribe,
}

BUTTONS: Mapping[str, Callable[[Context, Press], Awaitable[str | None]]] = {
    "ask": following.example,
    "b": following.back,
    "c": following.choose,
    "d": judging.not_helpful,
    "dr": judging.reason,
    "g": reading.turn_section,
    "l": reading.turn_documents,
    "o": reading.open_section,
    "r": following.offer_regions,
    "rr": following.follow_region,
    "s": searching.turn_search,
    "t": reading.turn_contents,
    "u": judging.helpful,
    "x": following.drop_thread,
    "y": following.offer_years,
    "yy": following.follow_year,
}


def _said(message: Message) -> Said:
    return said(without_mention(message.text or "", message.get_bot().username))


async def text(update: Update, context: Context) -> None:
    """A message of words."""
    message = update.message
    if message is None or not addressed(message):
        return
    words = said(message.text or "")
    if words.bot and words.bot.lower() != context.bot.username.lower():
        return
    words = _said(message) if words.command is None else words
    await COMMANDS.get(words.command, talking.unknown)(context, place_of(update), words)


async def edit(update: Update, context: Context) -> None:
    """A message of words that was changed."""
    message = update.edited_message
    if message is not None:
        words = said(message.text or "")
        await asking.edited(context, place_of(update), _said(message) if words.command is None else words)


async def press(update: Update, context: Context) -> None:
    """A button. Data: ``<name>:<rest>``."""
    query, message = update.callback_query, update.effective_message
    if query is None or message is None:
        return
    name, _, rest = (query.data or "").partition(":")
    handler = BUTTONS.get(name)
    pressed = Press(place=place_of(update), message=message.message_id, rest=rest)
    notice = await handler(context, pressed) if handler else texts.BUTTON_OLD
    with suppress(BadRequest):  # a press handled long after it was made can't be answered any more
        await query.answer(notice)
