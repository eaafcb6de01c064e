"""Forgets what was kept long enough: audit entries, questions with their answers, counts of other days."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.jobs import Job
from bot.store import Audit

if TYPE_CHECKING:
    from bot.context import Services

EVERY = 6 * 3600


def retention(services: Services, audit: Audit, audit_days: int) -> Job:
    """The job: at the start, then every six hours."""

    async def purged() -> None:
        while True:
            await services.disk(audit.purge, audit_days)
            await services.disk(services.answers.purge)
            await services.disk(services.limits.forget)
            await asyncio.sleep(EVERY)

    return purged
