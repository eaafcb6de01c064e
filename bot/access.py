"""Who is answered: administrators and allowed ids, nobody else; with neither set, nobody at all.

``gate`` stands before every handler; it is the only place that decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.addressing import addressed
from bot.context import Context
from bot.rendering import texts

SILENCE = 10 * 60
REMEMBERED = 10_000

_log = logging.getLogger(__name__)


class Access:
    """``allowed`` may also name groups (negative ids), whose members are answered there. ``clock``: seconds."""

    def __init__(self, admins: Collection[int], allowed: Collection[int], clock: Callable[[], float]) -> None:
        self.admins = frozenset(admins)
        self._allowed = self.admins | frozenset(allowed)
        self._clock = clock
        self._told: dict[int, float] = {}

    def admits(self, update: Update) -> bool:
        """Whether who sent the update is answered."""
        person, chat = update.effective_user, update.effective_chat
        if person is None:
            return False
        return self.lets(person.id, chat.id if chat else person.id)

    def lets(self, person: int, chat: int) -> bool:
        """Whether a person is answered in a chat."""
        return person in self._allowed or chat in self._allowed

    def knows(self, person: int) -> bool:
        """Whether a person may ask."""
        return person in self._allowed

    def tell(self, person: int) -> bool:
        """Whether a stranger is told now; once in ten minutes each."""
        now = self._clock()
        if now - self._told.get(person, float("-inf")) < SILENCE:
            return False
        if len(self._told) >= REMEMBERED:
            self._told.clear()
        self._told[person] = now
        return True


async def gate(update: object, context: Context) -> None:
    """Let known persons pass; a stranger reads one sentence with his own number. Fails closed."""
    access = context.bot_data.access
    if isinstance(update, Update) and access.admits(update):
        return
    if isinstance(update, Update):
        with suppress(TelegramError):
            await _turn_away(update, access)
    raise ApplicationHandlerStop


async def _turn_away(update: Update, access: Access) -> None:
    person = update.effective_user
    if person is None:
        return
    sentence = texts.STRANGER.format(person=person.id)
    if update.callback_query:
        await update.callback_query.answer(sentence, show_alert=True)
    elif update.message and addressed(update.message) and access.tell(person.id):
        _log.info("turned away person %s", person.id)
        await update.message.reply_text(sentence)
