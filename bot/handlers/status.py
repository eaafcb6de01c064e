"""/status: how the bot and its library are now, for administrators."""

from __future__ import annotations

from bot import vitals
from bot.addressing import Said
from bot.context import Context, Place
from bot.rendering.status import status_messages


async def status(context: Context, place: Place, _said: Said) -> None:
    """Everything in one message, what is to be done first."""
    found = await vitals.vitals(context.bot_data, running=context.application.running)
    await context.say(place, status_messages(found))
