"""Every request to Telegram goes through here: each chat in its order, waiting as told, trying again when cut off.

A flood wait (429) holds up its own chat only. After a dropped connection or a 5xx the request is made again: of the
two risks, a message shown twice is smaller than an answer that never comes.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.turns import Turns

TRIES = 8
LONGEST = 30.0
ONCE, LATER = 0, -1

JSONDict = dict[str, Any]
Reply = bool | JSONDict | list[JSONDict]


class Busy(TelegramError):
    """Something else is being sent to the chat; nothing was sent."""


class ChatLimiter(BaseRateLimiter[int]):
    """``rate_limit_args=ONCE`` sends at once and never again: for signs that must not hold up an answer.

    ``LATER`` sends once too, after whatever answers are being sent; it raises Busy where its chat is waiting for one.
    """

    def __init__(self, *, first_wait: float = 0.5) -> None:
        self._first_wait = first_wait
        self._turns = Turns()
        self._closing = asyncio.Event()
        self._answering = 0
        self._calm = asyncio.Event()
        self._calm.set()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """End all waits."""
        self.close()

    def close(self) -> None:
        """Wait no longer: what is waiting fails now and is tried again after the next start."""
        self._closing.set()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Reply]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Reply:
        """Make the request in its chat's turn; at once where it belongs to no chat (PTB has its own patience there)."""
        chat = data.get("chat_id")
        if chat is None or rate_limit_args == ONCE:
            return await callback(*args, **kwargs)
        if rate_limit_args == LATER:
            return await self._behind(chat, callback, args, kwargs)
        async with self._turns.turn(chat):
            return await self._patiently(callback, args, kwargs)

    async def _behind(
        self, chat: object, callback: Callable[..., Coroutine[Any, Any, Reply]], args: Any, kwargs: dict[str, Any]
    ) -> Reply:
        """Once the answers that are on their way are sent; they may wait in a flood, then this does not wait for them."""
        await self._calm.wait()
        if self._turns.taken(chat):
            raise Busy("the chat is waiting for an answer")
        async with self._turns.turn(chat):
            return await callback(*args, **kwargs)

    async def _patiently(
        self, callback: Callable[..., Coroutine[Any, Any, Reply]], args: Any, kwargs: dict[str, Any]
    ) -> Reply:
        failures = 0
        while True:
            try:
                return await self._first(callback, args, kwargs)
            except RetryAfter as error:
                if await self._closed_within(_seconds(error)):
                    raise
            except BadRequest:
                raise
            except NetworkError:
                failures += 1
                if failures >= TRIES or await self._closed_within(self._backoff(failures)):
                    raise

    async def _first(
        self, callback: Callable[..., Coroutine[Any, Any, Reply]], args: Any, kwargs: dict[str, Any]
    ) -> Reply:
        """Make a request that goes before what is sent LATER."""
        self._answering += 1
        self._calm.clear()
        try:
            return await callback(*args, **kwargs)
        finally:
            self._answering -= 1
            if not self._answering:
                self._calm.set()

    def _backoff(self, failures: int) -> float:
        """Doubling with each failure up to LONGEST, spread so that chats don't come back together."""
        return min(LONGEST, self._first_wait * 2.0 ** (failures - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter

    async def _closed_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return False
        return True


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
