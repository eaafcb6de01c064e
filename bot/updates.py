"""Updates: stored before they are confirmed to Telegram, handled once, each chat in its order.

PTB's updater puts an update into the queue and confirms it with its next request; so a queue whose ``put`` stores
first loses none. What was not finished when the process ended is handled at the next start.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.limits import Pace
from bot.logs import referenced
from bot.pool import Pool
from bot.rendering import texts
from bot.stops import Stops
from bot.store import Inbox
from bot.turns import Turns
from retrieval import StoreError

SIDE_BY_SIDE = 256
MOST_ATTEMPTS = 3

_log = logging.getLogger(__name__)


def key_of(bot_id: int, update: Update) -> str:
    """What names an update for good.

    Update ids begin anew after a quiet week and are each bot's own; so the bot's id and the message, edit or press
    that the update tells of belong to the key.
    """
    return f"{bot_id}:{update.update_id}:{_told(update)}"


def _told(update: Update) -> str:
    if update.callback_query:
        return update.callback_query.id
    message = update.effective_message
    if message is None:
        return ""
    at = message.edit_date or message.date
    return f"{message.chat_id}.{message.message_id}.{int(at.timestamp())}"


def _writing(update: Update) -> tuple[int, int, int] | None:
    """The chat, topic and person whose answer an update may stop."""
    chat, person, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or person is None:
        return None
    topic = message.message_thread_id if message is not None and message.is_topic_message else None
    return (chat.id, topic or 0, person.id)


def _drop(coroutine: Awaitable[Any]) -> None:
    """What is not awaited is closed, else Python warns of it."""
    if isinstance(coroutine, Coroutine):
        coroutine.close()


class InboxQueue(asyncio.Queue[object]):
    """The application's update queue: ``put`` stores an update first; it drops one that is known, or of a flood.

    A stop is heard even so.
    """

    def __init__(self, inbox: Inbox, disk: Pool, bot_id: int, stops: Stops, pace: Pace) -> None:
        super().__init__()
        self._inbox = inbox
        self._disk = disk
        self._bot_id = bot_id
        self._stops = stops
        self._pace = pace

    async def put(self, item: object) -> None:
        """Store and queue an update; anything else is only queued. Raises NetworkError where it can't be stored."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        key = key_of(self._bot_id, item)
        self._stops.hear(item, _writing(item), key)
        if not self._pace.hears(item, key):
            self._stops.heard(key)
            return
        try:
            new = await self._disk(self._inbox.receive, key, item.to_json())
        except StoreError as error:
            # PTB polls again after a NetworkError, without confirming; any other error would end its polling.
            raise NetworkError(str(error)) from error
        if new:
            await super().put(item)

    async def replay(self, bot: Bot) -> int:
        """Queue what was not finished before; how many."""
        pending = await self._disk(self._inbox.pending)
        for received in pending:
            await super().put(Update.de_json(json.loads(received.payload), bot))
        return len(pending)


class ChatOrder(BaseUpdateProcessor):
    """Handles the updates of a chat one after the other, chats side by side, and marks each one done.

    A chat holds one place of SIDE_BY_SIDE, however much of it waits: the place is taken once the chat's turn has come.
    """

    def __init__(self, inbox: Inbox, disk: Pool, bot_id: int, pace: Pace) -> None:
        super().__init__(sys.maxsize)  # PTB's own places would be taken before the turn
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._pace = pace
        self._inbox = inbox
        self._disk = disk
        self._bot_id = bot_id
        self._turns = Turns()
        self._held: set[str] = set()
        self._closing = False

    def close(self) -> None:
        """Begin nothing more: what waits for its turn is taken up at the next start."""
        self._closing = True

    def hold(self, update: Update) -> None:
        """Leave an update undone: what it was to send could not be delivered, the next start tries again."""
        self._held.add(key_of(self._bot_id, update))

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the chat's turn, handle, mark done."""
        if not isinstance(update, Update):
            await coroutine
            return
        key = key_of(self._bot_id, update)
        chat = update.effective_chat
        within = self._pace.over(update, key) is None  # who is too fast is told so at once
        async with self._turns.turn(chat.id if chat and within else f"update {key}"), self._places:
            with referenced():
                await self._once(update, coroutine)

    async def _once(self, update: Update, coroutine: Awaitable[Any]) -> None:
        if self._closing:
            _drop(coroutine)
            return
        key = key_of(self._bot_id, update)
        attempts = await self._disk(self._inbox.begin, key)
        if not 0 < attempts <= MOST_ATTEMPTS:
            _drop(coroutine)
            await self._give_up(update, attempts)
        else:
            await coroutine
        if key in self._held:
            self._held.discard(key)
        else:
            await self._disk(self._inbox.done, key)

    async def _give_up(self, update: Update, attempts: int) -> None:
        """An update that ended the process again and again is not tried for ever."""
        if attempts == 0:
            return
        _log.error("update %s was begun %s times and never finished; given up", update.update_id, attempts - 1)
        if update.effective_message and not update.callback_query:
            with suppress(TelegramError):
                await update.get_bot().send_message(update.effective_message.chat_id, texts.GAVE_UP)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
