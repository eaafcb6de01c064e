"""At most so many at once; who waits longest goes first."""

from __future__ import annotations

import threading
from collections import deque


class Slots:
    """A semaphore that serves in the order of asking. Each chat asks one thing at a time, so that is fair over chats."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait at most ``seconds`` for a slot; whether there was one."""
        with self._lock:
            if self._free and not self._waiting:
                self._free -= 1
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait(seconds)
        with self._lock:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """Give a slot back: to who waits longest, if anyone does."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
