"""What the chat page is told: a numbered log of everything that changed."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

from bot.playground.wire import Json

_KEEP = 5000


class Events:
    """A log of JSON objects, each with its ``seq``; readers wait for what follows the last one they know."""

    def __init__(self) -> None:
        self._log: deque[Json] = deque(maxlen=_KEEP)
        self._changed = asyncio.Event()
        self.seq = 0
        self.closed = False

    def add(self, kind: str, **data: object) -> None:
        """Append an event and wake the readers."""
        self.seq += 1
        self._log.append({"seq": self.seq, "type": kind, **data})
        self._wake()

    def close(self) -> None:
        """Let every reader go."""
        self.closed = True
        self._wake()

    def after(self, seq: int) -> list[Json]:
        """Events that follow number ``seq``."""
        return [event for event in self._log if event["seq"] > seq]

    async def wait(self, seq: int, seconds: float) -> list[Json]:
        """Events that follow ``seq``; waits up to ``seconds`` for the first, else an empty list."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.closed and seq >= self.seq:
                    await self._changed.wait()
        return self.after(seq)

    async def until(self, done: Callable[[], bool], seconds: float) -> None:
        """Wait until ``done()``, which is asked after every event, or until the time is over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.closed and not done():
                    await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
