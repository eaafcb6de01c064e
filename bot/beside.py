"""Work on what was sent already: begun once an update is handled, so that its chat waits for nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

#: Works at a time; what is more is not begun.
MOST = 64

_log = logging.getLogger(__name__)


class Beside:
    """Works by number, of which none is promised: one that fails is logged, one that is overtaken is ended."""

    def __init__(self) -> None:
        self._works: dict[int, asyncio.Task[None]] = {}

    def begin(self, number: int, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Begin a work; the one that has its number is ended."""
        self.end(number)
        if len(self._works) < MOST:
            self._works[number] = asyncio.create_task(self._do(number, work))

    def end(self, number: int) -> None:
        """End a work where it goes on."""
        work = self._works.pop(number, None)
        if work is not None:
            work.cancel()

    async def close(self) -> None:
        """End them all."""
        works = tuple(self._works.values())
        for number in tuple(self._works):
            self.end(number)
        await asyncio.gather(*works, return_exceptions=True)

    async def _do(self, number: int, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except Exception:  # noqa: BLE001 -- whatever it was, what was sent stays as it is
            _log.exception("a sent message stays as it is")
        if self._works.get(number) is asyncio.current_task():
            del self._works[number]
