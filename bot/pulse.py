"""Signs of life, with the time of the last of each kind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from telegram.request import HTTPXRequest

from bot.wellformed import sound

EVERY_SECONDS = 5.0
LOOP, UPDATES = "loop", "updates"


class Pulse:
    """``clock``: seconds that only move forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, float] = {}

    def beat(self, kind: str) -> None:
        """It lives."""
        self._last[kind] = self._clock()

    def age(self, kind: str) -> float | None:
        """Seconds since the last sign; None where there was none yet."""
        last = self._last.get(kind)
        return None if last is None else self._clock() - last

    async def tick(self) -> None:
        """A job: a sign of the event loop every few seconds."""
        while True:
            self.beat(LOOP)
            await asyncio.sleep(EVERY_SECONDS)


class PollingRequest(HTTPXRequest):
    """The requests for updates: each answer of Telegram is a sign of life, what can't be read in it is passed over."""

    def __init__(self, pulse: Pulse, **options: Any) -> None:
        super().__init__(**options)
        self._pulse = pulse

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer; an update that can't be read keeps its number, so that Telegram is told that it arrived."""
        told = HTTPXRequest.parse_json_payload(payload)
        if isinstance(told.get("result"), list):
            told["result"] = [update for update in map(sound, told["result"]) if update is not None]
        return told

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """One request; see the base."""
        status, payload = await super().do_request(*args, **options)
        if status == 200:
            self._pulse.beat(UPDATES)
        return status, payload
