"""Buttons that go on from an answer: another region, another year, without the thread, one of several meanings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.context import Context, Place
from bot.handlers.asking import ask, ask_with, readable, revise, shown
from bot.rendering import texts
from bot.rendering.answers import Shown, answer_keyboard, choices
from bot.store import StoredAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button: where, under which message, and what its data says after the name."""

    place: Place
    message: int
    rest: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The data as numbers; empty where it holds anything else."""
        parts = self.rest.split(":")
        return tuple(map(int, parts)) if all(part.isdigit() and len(part) < 12 for part in parts) else ()


async def pressed_answer(context: Context, press: Press) -> StoredAnswer | None:
    """The answer that a button belongs to; None where it is forgotten, of another chat, or not to be shown any more."""
    services, numbers = context.bot_data, press.numbers
    stored = await services.disk(services.answers.get, numbers[0], press.place.chat) if numbers else None
    return stored if stored and await readable(context, press.place, stored.answer) else None


def _regions(shown: Shown) -> Sequence[str]:
    return shown.answer.other_regions


def _years(shown: Shown) -> Sequence[str]:
    return [str(year) for year in shown.years]


async def _offer(context: Context, press: Press, prefix: str, labels: Callable[[Shown], Sequence[str]]) -> str | None:
    stored = await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    keyboard = choices(labels(await shown(context, press.place, stored)), prefix, stored.number)
    await context.edit_keyboard(press.place, press.message, keyboard)
    return None


async def offer_regions(context: Context, press: Press) -> str | None:
    """Show the other regions in place of the buttons."""
    return await _offer(context, press, "rr", _regions)


async def offer_years(context: Context, press: Press) -> str | None:
    """Show the other years in place of the buttons."""
    return await _offer(context, press, "yy", _years)


async def _follow(
    context: Context, press: Press, labels: Callable[[Shown], Sequence[str]], question: str
) -> str | None:
    """Ask the same of the chosen region or year; the buttons come back."""
    stored = await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    around = await shown(context, press.place, stored)
    chosen = press.numbers[-1]
    if len(press.numbers) != 2 or chosen >= len(labels(around)):
        return texts.BUTTON_OLD
    await context.edit_keyboard(press.place, press.message, answer_keyboard(around))
    await ask_with(context, press.place, question.format(labels(around)[chosen]), stored.answer.thread)
    return None


async def follow_region(context: Context, press: Press) -> str | None:
    """The same question about another region."""
    return await _follow(context, press, _regions, texts.FOLLOW_REGION)


async def follow_year(context: Context, press: Press) -> str | None:
    """The same question about another year."""
    return await _follow(context, press, _years, texts.FOLLOW_YEAR)


async def back(context: Context, press: Press) -> str | None:
    """The answer's own buttons again."""
    stored = await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    await context.edit_keyboard(press.place, press.message, answer_keyboard(await shown(context, press.place, stored)))
    return None


async def drop_thread(context: Context, press: Press) -> str | None:
    """Answer the same question with nothing taken over, in the same message."""
    stored = await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    await revise(context, press.place, stored, stored.question, None)
    return None


async def choose(context: Context, press: Press) -> str | None:
    """Ask again with one of the offered meanings."""
    stored = await pressed_answer(context, press)
    if stored is None or len(press.numbers) != 2 or press.numbers[1] >= len(stored.answer.options):
        return texts.BUTTON_OLD
    await ask_with(context, press.place, stored.answer.options[press.numbers[1]], stored.answer.thread)
    return None


async def example(context: Context, press: Press) -> str | None:
    """Ask the question on the button."""
    await ask(context, press.place, press.rest)
    return None
