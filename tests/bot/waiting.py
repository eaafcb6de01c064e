"""Waiting with patience for what happens elsewhere: the machine that runs the tests may be slow and busy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0


async def wait_until(true: Callable[[], object]) -> None:
    """Wait until something is so. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 -- what is awaited is in a table or a thread
            await asyncio.sleep(0.02)


def eventually(look: Callable[[], Any]) -> Any:
    """What ``look`` sees, once it sees something. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
    return found
