"""What happens when a handler fails: the log has it all, the user one sentence, the administrators a hint."""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.addressing import addressed
from bot.context import Context
from bot.logs import reference
from bot.rendering import texts
from retrieval import InputError

_log = logging.getLogger(__name__)


async def failed(update: object, context: Context) -> None:
    """PTB's error handler; nothing else handles the update afterwards."""
    error = context.error
    context.bot_data.metrics.failed(type(error).__name__)
    if isinstance(update, Update) and isinstance(error, InputError):
        await _tell(update, str(error))
    elif isinstance(error, Forbidden | ChatMigrated):
        _log.info("a chat can't be written to any more: %s", error)
    elif (
        isinstance(update, Update)
        and isinstance(error, NetworkError | RetryAfter)
        and not isinstance(error, BadRequest)
    ):
        _log.warning("could not deliver; kept for the next start: %s", error)
        context.bot_data.order.hold(update)
    else:
        await _report(update, context)
    raise ApplicationHandlerStop


async def _report(update: object, context: Context) -> None:
    _log.error("error %s", reference(), exc_info=context.error)
    if isinstance(update, Update):
        await _tell(update, texts.FAILED.format(reference=reference()))
    hint = texts.FAILED_ADMIN.format(reference=reference(), error=type(context.error).__name__)
    for admin in context.bot_data.access.admins:
        with suppress(TelegramError):
            await context.bot.send_message(admin, hint)


async def _tell(update: Update, sentence: str) -> None:
    """One plain sentence, as a toast for a button; nothing for edits."""
    with suppress(TelegramError):
        if update.callback_query:
            await update.callback_query.answer(sentence[:200], show_alert=True)
        elif update.message and addressed(update.message):
            await update.message.reply_text(sentence)
