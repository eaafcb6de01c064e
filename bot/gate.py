"""Stands before every handler: an update passes if its door is known, whoever sent it has the right, and is within the limits.

Fails closed.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import InlineQueryResultsButton, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot import doors
from bot.addressing import addressed
from bot.context import Context, place_of
from bot.handlers.entering import knock
from bot.handlers.talking import INLINE
from bot.limits import sender
from bot.rendering import texts
from bot.rendering.message import messages
from bot.rights import Right

_log = logging.getLogger(__name__)


async def gate(update: object, context: Context) -> None:
    """Let an update pass to its handler, or answer it as its sender may be answered."""
    if isinstance(update, Update):
        refusal = _refusal(update, context)
        over = await _over(update, context, asks=refusal is None)
        if refusal is None and over is None:
            return
        # A stranger is told of no limit, and nobody twice.
        if over is None or (over and refusal != ""):
            with suppress(TelegramError):
                await _turn_away(update, context, over or refusal or "")
    raise ApplicationHandlerStop


async def _over(update: Update, context: Context, *, asks: bool) -> str | None:
    """What somebody over a limit is told, empty where he was told already; None within the limits."""
    limits, access = context.bot_data.limits, context.bot_data.access
    fast = limits.pace.over(update, context.key)
    words = doors.question(update, context.bot.username) if asks and fast is None else None
    who, person = sender(update), update.effective_user
    if words is None or who is None or person is None:
        return fast
    exempt = access.may(person.id, Right.ADMINISTER)
    return await limits.refuse(who, words, exempt=exempt, again=update.callback_query is not None)


def _refusal(update: Update, context: Context) -> str | None:
    """What somebody without the right is told; None for who has it."""
    right, person, chat = (
        doors.needed(update, context.bot.username),
        update.effective_user,
        update.effective_chat,
    )
    if right is Right.ANYONE:
        return None
    access = context.bot_data.access
    where = chat.id if chat else None
    if right is None or person is None or not access.may(person.id, right, where):
        known = person is not None and right is not None and access.may(person.id, Right.ASK, where)
        return texts.NOT_ALLOWED if known else texts.BUTTON_OLD if right is None else ""
    if right is Right.ADMINISTER and chat and chat.type != ChatType.PRIVATE and not doors.in_groups(update):
        return texts.ONLY_PRIVATE
    return None


async def _turn_away(update: Update, context: Context, notice: str) -> None:
    """A toast for a button, a sentence for somebody known, the way in for a stranger in private, else nothing."""
    if update.inline_query:
        button = InlineQueryResultsButton(notice or texts.INLINE_STRANGER, start_parameter=INLINE)
        await update.inline_query.answer((), cache_time=0, is_personal=True, button=button)
    elif update.callback_query:
        await update.callback_query.answer(notice or texts.NOT_ALLOWED, show_alert=True)
    elif update.message is None or not addressed(update.message):
        return
    elif notice:
        # A command that somebody may not use is to him a command that there is not.
        said = texts.UNKNOWN_COMMAND if notice == texts.NOT_ALLOWED else notice
        await context.say(place_of(update), messages(said))
    elif update.message.chat.type == ChatType.PRIVATE:
        await knock(context, place_of(update), update.message)
