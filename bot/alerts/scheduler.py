"""The one loop of the alerts: take in events, check what is overdue, deliver what is due, sleep until the next due time.

All times stand in the tables, so a machine that slept or a process that was killed goes on where it was.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.alerts.delivery import Delivery
from bot.alerts.intake import Intake
from bot.pool import Pool
from bot.store.outbox import Outbox

#: Seconds between two looks at the events.
EVERY = 1.0

_log = logging.getLogger(__name__)


class Scheduler:
    """Runs for ever; see the module. ``timed``: checks that know from the tables whether they are due; they block."""

    def __init__(
        self,
        *,
        intake: Intake,
        delivery: Delivery,
        outbox: Outbox,
        cpu: Pool,
        disk: Pool,
        timed: tuple[Callable[[], int], ...] = (),
        every: float = EVERY,
    ) -> None:
        self._intake = intake
        self._delivery = delivery
        self._outbox = outbox
        self._cpu = cpu
        self._disk = disk
        self._timed = timed
        self._every = every

    async def run(self) -> None:
        """The loop."""
        await self._disk(self._outbox.release)
        while True:
            await self._cpu(self._intake.run)
            for check in self._timed:
                await self._cpu(check)
            if not await self._delivery.run():
                await asyncio.sleep(self._every)
