"""The loop over the sources: checks those that are due, and tells the administrators once of what is wrong with one."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import Protocol

from telegram.error import Forbidden, TelegramError

from bot.pool import Pool
from bot.rendering.message import Message
from bot.rendering.sources import notice_message
from retrieval import HuiwenError, Notice, Source, SourceCheck

LONGEST = 5.0
SHORTEST = 1.0

_log = logging.getLogger(__name__)


class Desk(Protocol):
    """What the bot needs of a ``retrieval`` library's sources; every call blocks."""

    def add(self, address: str) -> Source:
        """Keep an address."""

    def list(self) -> tuple[Source, ...]:
        """All sources."""

    def find(self, name: str | int) -> Source:
        """One of them."""

    def check(self, name: str | int, *, stopping: Callable[[], bool] = ...) -> SourceCheck:
        """Check one now."""

    def check_due(self, *, stopping: Callable[[], bool]) -> Iterable[SourceCheck]:
        """Check those that are due; each as it ends."""

    def next_due(self) -> datetime | None:
        """When the next is due."""

    def pause(self, name: str | int) -> Source:
        """Look at one no more."""

    def resume(self, name: str | int) -> Source:
        """Look at it again."""

    def remove(self, name: str | int) -> Source:
        """Forget it."""

    def notices(self, *, untold: str) -> tuple[Notice, ...]:
        """What a person has not been told."""

    def told(self, number: int, person: str) -> None:
        """Note that a person was told."""


class Gathering:
    """``admins``: who administers now; ``send``: (chat, message) delivers one. Due times and what was told are in the catalogue,
    so a machine asleep or a restart skips nothing; a notice can come twice only where the bot dies between sending and noting.
    """

    def __init__(
        self,
        sources: Desk,
        admins: Callable[[], Collection[int]],
        send: Callable[[int, Message], Awaitable[object]],
    ) -> None:
        self._sources = sources
        self._admins = admins
        self._send = send
        self._stopping = threading.Event()

    async def run(self) -> None:
        """Check and tell until cancelled; then wait for the pages that are being read."""
        self._stopping = threading.Event()
        pool = Pool("sources", 2)
        try:
            while True:
                check = asyncio.ensure_future(pool(self._check))
                while not check.done():
                    await asyncio.wait([check], timeout=LONGEST)
                    await self.tell(pool)
                await check
                await asyncio.sleep(await pool(self._pause))
        finally:
            self._stopping.set()
            await asyncio.to_thread(pool.close)

    async def tell(self, pool: Pool) -> None:
        """Tell every administrator what he has not been told."""
        for admin in self._admins():
            for notice in await pool(self._sources.notices, untold=str(admin)):
                try:
                    await self._send(admin, notice_message(notice))
                except Forbidden:
                    _log.info("administrator %s cannot be written to", admin)
                except TelegramError as error:
                    # Also "chat not found", until he writes to the bot: tried again in the next round.
                    _log.debug("administrator %s was not told of source %s: %s", admin, notice.source_id, error)
                    break
                await pool(self._sources.told, notice.number, str(admin))

    def _check(self) -> None:
        try:
            for done in self._sources.check_due(stopping=self._stopping.is_set):
                _log.info("source %s: %s new, %s", done.source.id, done.found, done.source.trouble or "well")
        except HuiwenError as error:
            _log.warning("sources: %s", error)

    def _pause(self) -> float:
        due = self._sources.next_due()
        left = (due - datetime.now(UTC)).total_seconds() if due else LONGEST
        return min(LONGEST, max(SHORTEST, left))
