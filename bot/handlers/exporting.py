"""Buttons that make a file of what is looked at: Excel, 图, Word."""

from __future__ import annotations

from bot.context import Context
from bot.handlers.comparing import pressed_view
from bot.handlers.following import Press
from bot.looking import look
from bot.making import MAKERS, caption
from bot.rendering import texts
from bot.rendering.message import Message
from bot.rendering.rich import Rich, shortened

CAPTION = 200


async def _make(context: Context, press: Press, kind: str) -> str | None:
    """Look again and send it as a file. Data: ``<view>``."""
    services, view = context.bot_data, await pressed_view(context, press)
    if view is None:
        return texts.BUTTON_OLD
    async with context.busy(press.place):
        value = await services.cpu(look, await context.reports(press.place), view.request)
        made = await services.cpu(
            MAKERS[kind], await context.reports(press.place), value, context.bot.username, context.today()
        )
    await context.say(press.place, [Message(body=Rich(shortened(caption(value), CAPTION)), attachment=made)])
    return None


async def sheet(context: Context, press: Press) -> str | None:
    """An Excel sheet of the rows."""
    return await _make(context, press, "kx")


async def chart(context: Context, press: Press) -> str | None:
    """A bar chart."""
    return await _make(context, press, "kg")


async def word(context: Context, press: Press) -> str | None:
    """A Word document with footnotes."""
    return await _make(context, press, "kw")
