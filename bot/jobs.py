"""Work that goes on beside the chats: begun when the bot is ready, ended when it stops, taken up again when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

LONGEST = 60.0

Job = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


class Jobs:
    """Named loops in the event loop. A job that raises is logged and begun again, after a pause that doubles up to a minute.

    A job that returns is finished. Stopping cancels what runs and waits until it has ended.
    """

    def __init__(self, jobs: Mapping[str, Job], *, first_wait: float = 1.0) -> None:
        self._jobs = jobs
        self._first_wait = first_wait
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    def start(self) -> None:
        """Begin every job in the running loop."""
        self._tasks = tuple(asyncio.create_task(self._keep(name, job), name=name) for name, job in self._jobs.items())

    async def stop(self) -> None:
        """End every job."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = ()

    async def _keep(self, name: str, job: Job) -> None:
        wait = self._first_wait
        while True:
            try:
                await job()
                return
            except Exception:  # noqa: BLE001 -- whatever it was, the log has it and the other jobs go on
                _log.exception("job %s failed; it is begun again in %.0f s", name, wait)
            await asyncio.sleep(wait)
            wait = min(LONGEST, wait * 2)
