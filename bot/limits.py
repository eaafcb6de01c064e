"""How much a person may ask: messages a minute, questions a day, and all people together a day. The settings say how much.

The minute is looked at before an update is stored, so that a flood costs neither disk nor library. The day stands in the
bot's tables: a restart does not begin it anew.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram import Update

from bot.addressing import addressed
from bot.alerts.timing import ZONE
from bot.metrics import Metrics
from bot.pool import Pool
from bot.rendering import texts
from bot.store import Usage

MINUTE = 60.0
LONGEST_QUESTION = 500
NEVER = float("-inf")

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """The settings: messages a minute and questions a day of a person, questions a day of all; 0: no limit."""

    minute: int
    day: int
    total: int


def sender(update: Update) -> int | None:
    """Whose update it is: a person, or the chat in whose name somebody writes; None for what is not said to the bot."""
    message = update.message or update.edited_message
    if message is not None:
        if message.migrate_to_chat_id or message.migrate_from_chat_id or not addressed(message):
            return None
        if message.sender_chat is not None:
            return message.sender_chat.id
    elif not (update.callback_query or update.inline_query):
        return None
    person = update.effective_user
    return None if person is None else person.id


def _way(update: Update) -> str:
    """How the sender can be told something."""
    ways = {"press": update.callback_query, "inline": update.inline_query, "edit": update.edited_message}
    return next((way for way, there in ways.items() if there), "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Who was told with which update, when, and how many seconds he has to wait."""

    key: str
    at: float
    wait: int


@dataclass(slots=True)
class _Window:
    """What was heard of a sender within the minute, and what he was told in each way."""

    heard: deque[float] = field(default_factory=deque)
    told: dict[str, _Told] = field(default_factory=dict)


class Pace:
    """Messages, edits, presses and inline queries of each sender within the last minute. ``clock``: seconds; 0: no limit."""

    def __init__(self, most: int, clock: Clock, metrics: Metrics) -> None:
        self._most = most
        self._clock = clock
        self._metrics = metrics
        self._windows: OrderedDict[int, _Window] = OrderedDict()

    def hears(self, update: Update, key: str) -> bool:
        """Whether an update goes on: within the limit, or the one over it whose sender is told so. ``key``: of the update."""
        who = sender(update) if self._most else None
        if who is None:
            return True
        now = self._clock()
        self._forget(now)
        window = self._windows.setdefault(who, _Window())
        while window.heard and now - window.heard[0] >= MINUTE:
            window.heard.popleft()
        if len(window.heard) < self._most:
            window.heard.append(now)
            self._windows.move_to_end(who)
            return True
        self._metrics.limited("minute")
        told, way = window.told.get(_way(update)), _way(update)
        if told is not None and now - told.at < MINUTE:
            return False
        window.told[way] = _Told(key=key, at=now, wait=math.ceil(MINUTE - (now - window.heard[0])))
        return True

    def over(self, update: Update, key: str) -> str | None:
        """What the sender of an update that is over the limit is told; None where it is within."""
        window = self._windows.get(sender(update) or 0)
        told = window.told.get(_way(update)) if window else None
        return texts.LIMIT_MINUTE.format(most=self._most, wait=told.wait) if told and told.key == key else None

    def _forget(self, now: float) -> None:
        """Drop who was not heard for a minute; they stand in the order in which they were heard last."""
        while self._windows:
            who, window = next(iter(self._windows.items()))
            if window.heard and now - window.heard[-1] < MINUTE:
                return
            del self._windows[who]


class Limits:
    """``pace``: the minute. ``clock``: seconds since 1970; a day is that of China."""

    def __init__(self, most: Most, usage: Usage, disk: Pool, clock: Clock, metrics: Metrics) -> None:
        self.pace = Pace(most.minute, clock, metrics)
        self._most = most
        self._usage = usage
        self._disk = disk
        self._clock = clock
        self._metrics = metrics

    async def refuse(self, who: int, words: str, *, exempt: bool, again: bool) -> str | None:
        """Count a question. None where it may be answered, else what its asker is told, empty where he was told today.

        ``exempt``: from the day's limits. ``again``: he is told each time.
        """
        if len(words) > LONGEST_QUESTION:
            self._metrics.limited("long")
            return texts.LIMIT_LONG.format(most=LONGEST_QUESTION, count=len(words))
        if exempt or not (self._most.day or self._most.total):
            return None
        over = await self._disk(self._usage.take, self._today(), who, most=self._most.day, total=self._most.total)
        if over is None:
            return None
        self._metrics.limited(over.kind)
        told = texts.LIMIT_DAY.format(most=self._most.day) if over.kind == "day" else texts.LIMIT_TOTAL
        return told if over.first or again else ""

    def forget(self) -> None:
        """Drop the counts of other days. Blocks."""
        self._usage.purge(self._today())

    def said(self) -> str:
        """The limits in one line."""
        most = self._most
        parts = [texts.LIMITS_MINUTE.format(most=most.minute)] if most.minute else []
        parts += [texts.LIMITS_DAY.format(most=most.day)] if most.day else []
        parts += [texts.LIMITS_LONG.format(most=LONGEST_QUESTION)]
        return texts.LIMITS.format(parts="、".join(parts))

    def _today(self) -> str:
        return datetime.fromtimestamp(self._clock(), ZoneInfo(ZONE)).date().isoformat()
