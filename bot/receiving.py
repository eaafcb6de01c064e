"""Pushed updates: tell Telegram where to push, then work until a signal comes. Polling has PTB's own ``run_polling``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from telegram.error import InvalidToken, NetworkError

from bot.app import App
from bot.signals import on_signals

TRIES = 3
PAUSE = 1.0

_log = logging.getLogger(__name__)


async def pushed(application: App, address: str, secret: str, allowed: Sequence[str]) -> None:
    """Serve the webhook until SIGINT or SIGTERM. Raises NetworkError, InvalidToken where Telegram can't be told."""
    stopping = asyncio.Event()
    on_signals(asyncio.get_running_loop(), stopping.set)
    await serve(application, address, secret, allowed, stopping)


async def serve(application: App, address: str, secret: str, allowed: Sequence[str], stopping: asyncio.Event) -> None:
    """Serve the webhook until ``stopping``. What is being answered then ends; what comes later waits for the next start."""
    try:
        await _begin(application)
        if application.post_init:
            await application.post_init(application)
        await application.bot.set_webhook(address, secret_token=secret, allowed_updates=allowed)
        await application.start()
        _log.info("updates are pushed to the webhook")
        await stopping.wait()
    finally:
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()  # where it never began, the application leaves its connections open
        if application.post_shutdown:
            await application.post_shutdown(application)


async def _begin(application: App) -> None:
    """Ask Telegram who we are, a few times."""
    for left in reversed(range(TRIES)):
        try:
            await application.initialize()
            return
        except InvalidToken:
            raise
        except NetworkError:
            if not left:
                raise
            await asyncio.sleep(PAUSE)
