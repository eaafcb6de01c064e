"""SIGINT and SIGTERM: the first ends the work in order, a second one at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)
AT_ONCE = "又收到停止信号，立即结束；没做完的下次启动时接着做。\n"


def on_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Call ``stop`` in the loop at the first signal. From then on a signal ends the process, whatever it waits for."""
    heard = False

    def hear(number: int) -> None:
        nonlocal heard
        if heard:  # both came before the loop looked
            _at_once(number)
        heard = True
        for one in SIGNALS:
            loop.remove_signal_handler(one)
            signal.signal(one, lambda number, _frame: _at_once(number))
        stop()

    for one in SIGNALS:
        loop.add_signal_handler(one, hear, one)


def leave() -> NoReturn:
    """A ``stop`` that leaves the loop."""
    raise SystemExit


def _at_once(number: int) -> NoReturn:
    """One line past every buffer and lock, then the end; what is stored is whole, as after a power cut."""
    os.write(2, AT_ONCE.encode())
    os._exit(128 + number)
