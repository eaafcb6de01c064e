"""Pushes updates to the bot's webhook, one after the other, again and again until the bot takes each."""

import asyncio

import httpx

from bot.playground.updates import Updates

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
_PAUSE = 0.2


async def push(updates: Updates) -> None:
    """Push until the updates are closed."""
    async with httpx.AsyncClient(timeout=10.0, trust_env=False) as client:
        while (update := await updates.to_push()) is not None:
            try:
                answer = await client.post(updates.webhook, json=update, headers={_SECRET_HEADER: updates.secret})
            except httpx.HTTPError:
                await asyncio.sleep(_PAUSE)
                continue
            if answer.is_success:
                updates.pushed(update)
            else:
                await asyncio.sleep(_PAUSE)
