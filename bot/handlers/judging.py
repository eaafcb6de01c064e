"""What readers think of an answer."""

from __future__ import annotations

from bot.context import Context
from bot.handlers.asking import shown
from bot.handlers.following import Press, pressed_answer
from bot.rendering import texts
from bot.rendering.answers import answer_keyboard, choices


async def helpful(context: Context, press: Press) -> str | None:
    """Keep that it helped."""
    services, stored = context.bot_data, await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    await services.disk(services.answers.judge, stored.number, press.place.person, helpful=True)
    return texts.THANKS


async def not_helpful(context: Context, press: Press) -> str | None:
    """Keep that it did not help, and ask why with one tap."""
    services, stored = context.bot_data, await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    await services.disk(services.answers.judge, stored.number, press.place.person, helpful=False)
    reasons = choices(texts.REASONS_NOT_HELPFUL, "dr", stored.number)
    await context.edit_keyboard(press.place, press.message, reasons)
    return None


async def reason(context: Context, press: Press) -> str | None:
    """Keep why it did not help; the buttons come back."""
    services, stored = context.bot_data, await pressed_answer(context, press)
    if stored is None or len(press.numbers) != 2 or press.numbers[1] >= len(texts.REASONS_NOT_HELPFUL):
        return texts.BUTTON_OLD
    why = texts.REASONS_NOT_HELPFUL[press.numbers[1]]
    await services.disk(services.answers.judge, stored.number, press.place.person, helpful=False, reason=why)
    await context.edit_keyboard(press.place, press.message, answer_keyboard(await shown(context, press.place, stored)))
    return texts.THANKS_WHY.format(reason=why)
