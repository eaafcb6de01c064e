"""Telegram's flood limits as token buckets, and the other numbers that a test may want to change."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.wire import too_many_requests


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much the server takes. Rates are messages per second; a burst is how many may come at once.

    The defaults follow Telegram's FAQ for bots: about 1 message/s in a chat (short bursts pass), 30/s overall and
    20/min in a group.
    """

    chat_rate: float = 1.0
    chat_burst: int = 6
    group_rate: float = 20 / 60
    group_burst: int = 20
    overall_rate: float = 30.0
    overall_burst: int = 30
    callback_seconds: float = 60.0
    download_bytes: int = 20 * 1024 * 1024
    upload_bytes: int = 50 * 1024 * 1024


UNLIMITED = Limits(
    chat_rate=1e6, chat_burst=10**6, group_rate=1e6, group_burst=10**6, overall_rate=1e6, overall_burst=10**6
)
"""For tests that are not about flooding."""


@dataclass(kw_only=True)
class _Bucket:
    rate: float
    burst: int
    tokens: float
    seen: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0.0 if one is there now."""
        self.tokens = min(float(self.burst), self.tokens + (now - self.seen) * self.rate)
        self.seen = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class FloodGate:
    """Counts what the bot sends and answers 429 with ``retry_after`` where it is too much."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: dict[int, _Bucket] = {}

    def pass_(self, chat_id: int) -> None:
        """Take one message to this chat, or raise ApiError 429. A refused message counts for nothing."""
        now = self._clock()
        buckets = (self._bucket(0, now), self._bucket(chat_id, now))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.tokens -= 1

    def _bucket(self, chat_id: int, now: float) -> _Bucket:
        if chat_id not in self._buckets:
            limits = self._limits
            rate, burst = limits.chat_rate, limits.chat_burst
            if chat_id == 0:
                rate, burst = limits.overall_rate, limits.overall_burst
            elif chat_id < 0:
                rate, burst = limits.group_rate, limits.group_burst
            self._buckets[chat_id] = _Bucket(rate=rate, burst=burst, tokens=float(burst), seen=now)
        return self._buckets[chat_id]
