"""The queue behind getUpdates: numbering, confirmation by offset, long polling, one poller at a time."""

import asyncio
import contextlib
from collections.abc import Iterable, Sequence

from bot.playground.wire import ApiError, Json

_OPTIONAL = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that Telegram only delivers when allowed_updates names them."""


class Updates:
    """Updates that wait for the bot.

    A test can also hold them back, let them go in reverse order, or force any update out whatever its number:
    ``forced`` ones go out exactly once with the next poll, confirmed or not.
    """

    def __init__(self, first_id: int = 100_001) -> None:
        self._next = first_id
        self._pending: list[Json] = []
        self._forced: list[Json] = []
        self._held = False
        self._closed = False
        self._poller: object | None = None
        self._changed = asyncio.Event()
        self._allowed: frozenset[str] = frozenset()
        self.history: list[Json] = []
        self.webhook = ""
        self.secret = ""

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self._pending)

    def add(self, kind: str, payload: Json) -> Json | None:
        """Number an update and queue it; None where the bot did not ask for this kind."""
        if kind not in self._allowed if self._allowed else kind in _OPTIONAL:
            return None
        update = {"update_id": self._next, kind: payload}
        self._next += 1
        self._pending.append(update)
        self.history.append(update)
        self._wake()
        return update

    def force(self, updates: Iterable[Json]) -> None:
        """Deliver these updates once more, or out of order, with the next poll."""
        self._forced.extend(updates)
        self._wake()

    def hold(self) -> None:
        """Deliver nothing until release()."""
        self._held = True

    def release(self, *, reverse: bool = False) -> None:
        """Deliver what was held back, in reverse order if asked."""
        self._held = False
        if reverse:
            self._pending.reverse()
        self._wake()

    def drop(self) -> None:
        """Forget what waits (drop_pending_updates)."""
        self._pending.clear()

    def close(self) -> None:
        """Release a waiting poll with an empty answer; later polls don't wait."""
        self._closed = True
        self._wake()

    async def poll(self, *, offset: int, limit: int, seconds: float, allowed: Sequence[str] | None) -> list[Json]:
        """getUpdates: confirm everything below ``offset``, then wait up to ``seconds`` for the first update.

        A second poller ends the first with 409, as Telegram does. A negative offset keeps only the last ones.
        """
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        if allowed is not None:
            self._allowed = frozenset(allowed)
        self._confirm(offset)
        me = self._poller = object()
        self._wake()
        await self._wait(me, seconds)
        if self._poller is not me:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        self._poller = None
        return self._batch(limit)

    # -- webhook -------------------------------------------------------------------------------------------------------

    def push_to(self, address: str, secret: str, allowed: Sequence[str] | None) -> None:
        """setWebhook: push updates to this address ("" ends it), with the secret in their header."""
        self.webhook, self.secret = address, secret
        if allowed is not None:
            self._allowed = frozenset(allowed)
        self._wake()

    async def to_push(self) -> Json | None:
        """The next update to push, once there is one and an address to push it to; None when the server stops."""
        while not self._closed:
            if self.webhook and (batch := self._batch(1)):
                return batch[0]
            await self._changed.wait()
        return None

    def pushed(self, update: Json) -> None:
        """The bot took an update."""
        self._pending = [other for other in self._pending if other is not update]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]

    def _batch(self, limit: int) -> list[Json]:
        forced, self._forced = self._forced[:limit], self._forced[limit:]
        return forced + ([] if self._held else self._pending[: limit - len(forced)])

    def _ready(self) -> bool:
        return self._closed or bool(self._forced) or bool(self._pending and not self._held)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _wait(self, me: object, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._poller is me and not self._ready():
                    await self._changed.wait()
