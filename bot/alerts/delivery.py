"""From the outbox to Telegram: one message at a time is between its sending and its record, whatever happens.

So a process that is killed leaves at most one message that may come again. Waits (429, a dropped connection) hold up their
own chat only; its rows stay in their order.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

import httpx
from telegram import Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.alerts.telling import Moved, Telling
from bot.limiter import LATER, Busy
from bot.pool import Pool
from bot.rendering import texts
from bot.rendering.message import Message as Rendered
from bot.rendering.message import messages
from bot.sending import in_best_form
from bot.store.outbox import Outbox, Waiting
from retrieval import HuiwenError

#: A message that Telegram refuses is tried so often; a chat is written to again after at most so many seconds.
TRIES = 3
LONGEST = 15 * 60
BUSY = 1.0
#: Documents in one digest.
DIGEST = 24
#: The request went out whole and its answer did not come: Telegram may have taken the message.
UNANSWERED = (httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError)

_log = logging.getLogger(__name__)


class Delivery:
    """Delivers what is due. ``post``: the bot's ``send_message``; ``moved``: is told that a chat has another id, before anything is sent to that.

    ``delivered``: is told of each message that went out, with its id, but not of one that says that it may have come before.
    """

    def __init__(
        self,
        *,
        post: Callable[..., Awaitable[Message]],
        outbox: Outbox,
        telling: Telling,
        cpu: Pool,
        disk: Pool,
        moved: Callable[[int, int], None],
        delivered: Callable[[Sequence[Waiting], int], None],
        first_wait: float = 1.0,
    ) -> None:
        self._post_message = post
        self._outbox = outbox
        self._telling = telling
        self._cpu = cpu
        self._disk = disk
        self._moved = moved
        self._delivered = delivered
        self._first_wait = first_wait
        self._perhaps: set[int] = set()  # rows whose message may be there already

    async def run(self) -> int:
        """Send what is due now; how many messages went out."""
        rows = await self._disk(self._outbox.claim)
        held: set[int] = set()
        sent = 0
        for group in groups(rows):
            if group[0].chat in held:
                await self._disk(self._outbox.again, group)
            elif await self._tell(group):
                sent += 1
            else:
                held.add(group[0].chat)
        return sent

    async def _tell(self, rows: Sequence[Waiting]) -> bool:
        """Send one message; False where its chat must wait."""
        first = rows[0]
        if first.kind in ("added", "updated") and first.rhythm == "now" and await self._told(first):
            await self._disk(self._outbox.drop, rows)
            return True
        try:
            message = await self._cpu(self._telling.message, rows)
        except Moved:
            await self._disk(self._outbox.again, rows)
            return False
        except HuiwenError:
            _log.exception("an alert could not be made; it is tried again")
            return await self._later(rows)
        if message is None:
            await self._disk(self._outbox.drop, rows)
            return True
        return await self._send(rows, message)

    async def _told(self, row: Waiting) -> bool:
        return await self._disk(self._outbox.told, row.chat, row.topic, row.document, row.version)

    async def _send(self, rows: Sequence[Waiting], message: Rendered) -> bool:
        first = rows[0]
        try:
            message_id = await self._post(first, self._marked(first, message))
        except Busy:
            await self._disk(self._outbox.again, rows, wait=BUSY)
        except RetryAfter as error:
            await self._disk(self._outbox.again, rows, wait=_seconds(error))
        except ChatMigrated as error:
            await self._disk(self._moved, first.chat, error.new_chat_id)
            await self._disk(self._outbox.again, rows)
        except Forbidden as error:
            _log.info("chat %s takes no messages: %s", first.chat, error.message)
            await self._disk(self._outbox.again, rows)
            await self._disk(self._outbox.block, first.chat)
        except BadRequest as error:
            return await self._refused(rows, error)
        except (NetworkError, TelegramError) as error:
            self._doubt(first, error)
            return await self._later(rows)
        else:
            await self._sent(rows, message_id)
            return True
        return False

    async def _sent(self, rows: Sequence[Waiting], message_id: int) -> None:
        doubtful = rows[0].number in self._perhaps
        self._perhaps.discard(rows[0].number)
        await self._disk(self._outbox.sent, rows, message_id)
        if not doubtful:
            self._delivered(rows, message_id)

    def _doubt(self, row: Waiting, error: TelegramError) -> None:
        if isinstance(error.__cause__, UNANSWERED):
            self._perhaps.add(row.number)

    def _marked(self, row: Waiting, message: Rendered) -> Rendered:
        """With a word that it may have come before, where that may be and there is room for it."""
        if row.number not in self._perhaps:
            return message
        first, *more = messages(message.body + f"\n{texts.ALERT_AGAIN}", message.keyboard)
        return message if more else first

    async def _post(self, row: Waiting, message: Rendered) -> int:
        async def send(**form: Any) -> Message:
            return await self._post_message(
                row.chat, message_thread_id=row.topic or None, rate_limit_args=LATER, **form
            )

        return (await in_best_form(message, send)).message_id

    async def _refused(self, rows: Sequence[Waiting], error: BadRequest) -> bool:
        """A chat that is gone is one that blocks us; what is refused again and again is dropped."""
        if "chat not found" in error.message.lower():
            await self._disk(self._outbox.again, rows)
            await self._disk(self._outbox.block, rows[0].chat)
            return False
        if rows[0].attempts + 1 < TRIES:
            return await self._later(rows)
        _log.error("an alert to chat %s was refused %s times and is dropped: %s", rows[0].chat, TRIES, error.message)
        await self._disk(self._outbox.drop, rows)
        return True

    async def _later(self, rows: Sequence[Waiting]) -> bool:
        """Wait longer with each failure, spread so that chats don't come back together."""
        failures = await self._disk(self._outbox.failures, rows[0].chat)
        wait = min(LONGEST, self._first_wait * 2.0 ** min(failures, 20)) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter
        await self._disk(self._outbox.again, rows, wait=wait, failed=True)
        return False


def groups(rows: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """Rows that make one message: of one document told at once; of one chat collected until a due time."""
    found: dict[tuple[object, ...], list[Waiting]] = {}
    for row in rows:
        found.setdefault(_together(row), []).append(row)
    for group in found.values():
        by_document = [list(same) for _, same in groupby(group, key=lambda row: (row.document, row.version))]
        for at in range(0, len(by_document), DIGEST):
            yield [row for same in by_document[at : at + DIGEST] for row in same]


def _together(row: Waiting) -> tuple[object, ...]:
    if row.kind in ("overdue", "notice"):
        return (row.chat, row.topic, row.person, "notices")
    if row.rhythm == "now":
        return (row.chat, row.topic, row.person, row.document, row.version)
    return (row.chat, row.topic, row.person, row.rhythm)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
