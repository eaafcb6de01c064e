"""The language model's sentence on top of alerts that were sent: one after the other, behind all that is due.

Nothing is kept: what was not worded before the process ended stays in the report's words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram.error import TelegramError

from bot.alerts.telling import Moved, Telling
from bot.limiter import LATER
from bot.pool import Pool
from bot.sending import in_best_form
from bot.store.outbox import Waiting
from retrieval import HuiwenError

#: Alerts that wait to be worded; more stay as they are.
MOST = 500

_log = logging.getLogger(__name__)


class Leading:
    """Words alerts. ``edit``: the bot's ``edit_message_text``; ``model``: the pool in which the model is waited for; ``has_model``:

    without one nothing is done.
    """

    def __init__(self, *, edit: Callable[..., Awaitable[Any]], telling: Telling, model: Pool, has_model: bool) -> None:
        self._edit = edit
        self._telling = telling
        self._model = model
        self._has_model = has_model
        self._waiting: asyncio.Queue[tuple[tuple[Waiting, ...], int]] = asyncio.Queue(MOST)

    def offer(self, rows: Sequence[Waiting], message: int) -> None:
        """A message was sent that tells of rows."""
        told = self._has_model and rows[0].kind in ("added", "updated") and rows[0].rhythm == "now"
        if told and not self._waiting.full():
            self._waiting.put_nowait((tuple(rows), message))

    async def run(self) -> None:
        """Word what was offered, for ever."""
        while True:
            await self._lead(*await self._waiting.get())

    async def _lead(self, rows: Sequence[Waiting], message: int) -> None:
        first = rows[0]
        try:
            led = await self._model(self._telling.led, rows)
            if led is not None:
                edit = partial(self._edit, chat_id=first.chat, message_id=message, rate_limit_args=LATER)
                await in_best_form(led, edit)
        except Moved:
            pass
        except (HuiwenError, TelegramError) as error:
            _log.info("an alert stays in the report's words: %s", error)
        except Exception:  # noqa: BLE001 -- whatever it was, the next alerts are told and worded
            _log.exception("an alert stays in the report's words")
