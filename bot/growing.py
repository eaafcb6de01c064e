"""One message that grows while its answer is written: edited now and then, never faster than Telegram likes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram.error import TelegramError

from bot.context import Context, Place
from bot.rendering.answers import draft_message
from retrieval import Answer

#: Seconds from one edit to the next.
EVERY = 1.2

_log = logging.getLogger(__name__)


class Growing:
    """The newest draft of an answer in a chat. ``offer`` may be called from any thread."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context = context
        self._place = place
        self._loop = asyncio.get_running_loop()
        self._fresh = asyncio.Event()
        self._finished = asyncio.Event()
        self._draft: Answer | None = None
        self._message: int | None = None

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Show drafts until the end of the block; an edit under way is finished first."""
        showing = asyncio.create_task(self._show())
        try:
            yield
        finally:
            self._draft = None
            self._finished.set()
            self._fresh.set()
            await showing

    def offer(self, draft: Answer) -> None:
        """A newer draft."""
        self._loop.call_soon_threadsafe(self._take, draft)

    def _take(self, draft: Answer) -> None:
        self._draft = draft
        self._fresh.set()

    async def _show(self) -> None:
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            if self._draft is None:
                return
            try:
                await self._put(self._draft)
            except TelegramError as error:
                _log.info("a draft could not be shown, the answer will be: %s", error)
                return
            await self._pause()

    async def _put(self, draft: Answer) -> None:
        message = draft_message(draft)
        if self._message is None:
            (self._message,) = await self._context.say(self._place, [message])
        else:
            await self._context.edit(self._place, self._message, message)

    async def _pause(self) -> None:
        """Until the next edit may be made, or the answer is finished."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._finished.wait(), EVERY)
