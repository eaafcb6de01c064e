"""How the bot is: every number of ``/healthz``, ``/metrics`` and ``/status`` is found out here and nowhere else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.pulse import LOOP, UPDATES
from bot.store import Tally
from retrieval import Condition, HuiwenError

if TYPE_CHECKING:
    from bot.context import Services

LOOP_SECONDS = 30.0
UPDATE_SECONDS = 90.0
PATIENCE_SECONDS = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found. ``detail``: numbers and words for a person, no secrets."""

    ok: bool
    detail: str = ""


Check = Callable[[], Awaitable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """How the bot and its library are now.

    ``up_seconds``: since its start. ``waiting``: updates that are not done. ``outbox``: alerts to be sent, the oldest due for
    ``outbox_seconds``. ``serves``: whether the web server runs, ``pages``: and readers reach source pages. ``health``: what
    ``/healthz`` finds.
    """

    version: str
    up_seconds: float
    today: Tally
    waiting: int
    outbox: int
    outbox_seconds: float
    library: Condition
    serves: bool
    pages: bool
    health: Mapping[str, Finding]


async def vitals(services: Services, *, running: bool) -> Vitals:
    """Everything at once. ``running``: whether the application handles updates. Raises StoreError."""
    disk, outbox, now = services.disk, services.alerts.outbox, services.clock()
    midnight = datetime.fromtimestamp(now).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return Vitals(
        version=version("huiwen"),
        up_seconds=now - services.begun,
        today=await disk(services.answers.tally, int(midnight.timestamp())),
        waiting=await disk(services.inbox.waiting),
        outbox=await disk(outbox.pending),
        outbox_seconds=await disk(outbox.age),
        library=await services.cpu(services.library.condition),
        serves=services.serves,
        pages=services.pages is not None,
        health={name: await found(name, check) for name, check in checks(services, lambda: running).items()},
    )


def checks(services: Services, running: Callable[[], bool]) -> dict[str, Check]:
    """What ``/healthz`` asks, by name."""

    async def database() -> Finding:
        await services.disk(services.inbox.waiting)
        return Finding(ok=True)

    async def loop() -> Finding:
        return _aged(services.pulse.age(LOOP), LOOP_SECONDS)

    async def updates() -> Finding:
        if services.webhook:
            return Finding(ok=running(), detail="webhook")
        return _aged(services.pulse.age(UPDATES), UPDATE_SECONDS)

    return {"database": database, "loop": loop, "updates": updates}


async def found(name: str, check: Check) -> Finding:
    """What a check finds in time."""
    try:
        return await asyncio.wait_for(check(), PATIENCE_SECONDS)
    except TimeoutError:
        return Finding(ok=False, detail=f"no answer within {PATIENCE_SECONDS:.0f} s")
    except (HuiwenError, OSError) as error:
        _log.warning("health: %s: %s", name, error)
        return Finding(ok=False, detail=type(error).__name__)


def gauges(services: Services) -> None:
    """Tell Prometheus what is read whenever it asks."""
    metrics, outbox, condition = services.metrics, services.alerts.outbox, services.library.condition
    metrics.gauge("queue_length", "Updates that are stored and not done.", services.inbox.waiting)
    metrics.gauge("outbox_age_seconds", "How long the oldest alert that is due waits.", outbox.age)
    metrics.gauge("outbox_length", "Alerts that are to be sent.", outbox.pending)
    metrics.gauge("documents", "Documents indexed.", lambda: condition().documents)
    metrics.gauge("sections", "Sections indexed.", lambda: condition().sections)
    metrics.gauge("database_bytes", "Size of the catalogue's file.", lambda: condition().database_bytes)
    metrics.gauge("index_bytes", "Size of the indexes derived from it.", lambda: condition().index_bytes)
    metrics.gauge("disk_free_bytes", "What is left on the disk of the data.", lambda: condition().free_bytes)
    metrics.gauges(
        "sources",
        "Sources by how they are.",
        "state",
        lambda: {str(state): count for state, count in condition().sources.items()},
    )


def _aged(age: float | None, most: float) -> Finding:
    """A sign of life that is not too old."""
    if age is None:
        return Finding(ok=False, detail="no sign yet")
    return Finding(ok=age < most, detail=f"{age:.0f} s ago")
