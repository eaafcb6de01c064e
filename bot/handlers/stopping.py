"""/stop and the button under a growing answer. The stop itself was heard when it came in (``bot.stops``)."""

from __future__ import annotations

from bot.addressing import Said
from bot.context import Context, Place
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.message import messages


async def stop(context: Context, place: Place, said: Said) -> None:
    """Said where nothing was being written."""
    if not context.bot_data.stops.heard(context.key):
        await context.say(place, messages(texts.NOTHING_TO_STOP))


async def pressed(context: Context, press: Press) -> str | None:
    """The button was pressed: the answer has its own buttons by now."""
    return texts.WRITING_STOPPED if context.bot_data.stops.heard(context.key) else texts.NOTHING_TO_STOP
