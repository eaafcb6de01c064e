"""The one way off the event loop: a bounded pool of threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Pool:
    """At most ``threads`` calls at a time; the others wait in order. Calling it runs a blocking function."""

    def __init__(self, name: str, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` in a thread of the pool, with the caller's context (its reference in the log)."""
        return await asyncio.get_running_loop().run_in_executor(
            self._executor, partial(copy_context().run, function, *args, **kwargs)
        )

    def close(self) -> None:
        """Let running calls end, take no more."""
        self._executor.shutdown(wait=True, cancel_futures=True)
