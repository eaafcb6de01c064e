"""Faults that a test orders: the next calls of a method fail in a chosen way, or a share of all its calls does."""

import random
from dataclasses import dataclass
from typing import Literal

from bot.playground.wire import ApiError, forbidden, too_many_requests

_REASONS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What shall happen to the next ``times`` calls of ``method`` (any method but getUpdates if it is "*").

    ``status`` 429 answers with ``retry_after``; 403 says that the user blocked the bot; 5xx and others answer with that
    status. ``drop`` closes the connection instead: "before" the call was carried out, or "after" it, when the bot cannot
    know that it worked.
    """

    method: str = "*"
    times: int = 1
    status: int = 500
    retry_after: int = 1
    drop: Literal["before", "after"] | None = None

    def __post_init__(self) -> None:
        if self.times < 1 or not 400 <= self.status <= 599 or self.drop not in {None, "before", "after"}:
            raise ValueError("a fault needs times >= 1, status 400-599 and drop null, before or after")

    def error(self) -> ApiError:
        """The answer of a fault that is no dropped connection."""
        if self.status == 429:
            return too_many_requests(self.retry_after)
        if self.status == 403:
            return forbidden("bot was blocked by the user")
        return ApiError(self.status, _REASONS.get(self.status, "Bad Request: scripted fault"))


@dataclass(frozen=True, kw_only=True)
class Weather:
    """Shares (0 … 1) of the calls of ``method`` that fail, the same calls again for the same ``seed``.

    ``flooded``: 429 with ``retry_after``; ``failing``: 502; ``dropped``: the connection closes after the call was
    carried out.
    """

    method: str = "sendMessage"
    flooded: float = 0.0
    failing: float = 0.0
    dropped: float = 0.0
    retry_after: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        shares = (self.flooded, self.failing, self.dropped)
        if min(shares) < 0 or sum(shares) > 1:
            raise ValueError("shares are between 0 and 1, and so is their sum")

    def fault(self, luck: float) -> Fault | None:
        """What befalls a call whose luck (0 … 1) this is."""
        if luck < self.flooded:
            return Fault(method=self.method, status=429, retry_after=self.retry_after)
        if luck < self.flooded + self.failing:
            return Fault(method=self.method, status=502)
        if luck < self.flooded + self.failing + self.dropped:
            return Fault(method=self.method, drop="after")
        return None


class Faults:
    """The queue of ordered faults, the oldest that fits a call first; then the weather.

    ``taken``: ids of messages that were sent although the connection of their call was dropped.
    """

    def __init__(self) -> None:
        self._queue: list[tuple[Fault, int]] = []
        self._weather: Weather | None = None
        self._luck = random.Random(0)  # noqa: S311 -- faults of a test, not secrets
        self.taken: list[int] = []

    def set_weather(self, weather: Weather | None) -> None:
        """From now on a share of the calls fails; None: no more."""
        self._weather = weather
        self._luck = random.Random(weather.seed if weather else 0)  # noqa: S311 -- as above

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        self._queue.append((fault, fault.times))

    def clear(self) -> None:
        """Forget what was ordered."""
        self._queue.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this call, counted down, or None."""
        for index, (fault, left) in enumerate(self._queue):
            if fault.method.lower() == method.lower() or (fault.method == "*" and method.lower() != "getupdates"):
                if left > 1:
                    self._queue[index] = (fault, left - 1)
                else:
                    del self._queue[index]
                return fault
        weather = self._weather
        return weather.fault(self._luck.random()) if weather and weather.method.lower() == method.lower() else None

    def __len__(self) -> int:
        return sum(left for _, left in self._queue)
