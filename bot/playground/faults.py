"""Faults that a test orders beforehand: the next calls of a method fail in a chosen way."""

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


class Faults:
    """The queue of ordered faults; the oldest that fits a call is used first."""

    def __init__(self) -> None:
        self._queue: list[tuple[Fault, int]] = []

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
        return None

    def __len__(self) -> int:
        return sum(left for _, left in self._queue)
