"""Lines that need more than one message, in pages with a keyboard that turns them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.rendering import texts
from bot.rendering.message import turning
from bot.rendering.rich import Rich, joined, split

PAGE_UNITS = 3400
PAGE_MARKS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a longer text, with the buttons to those beside it."""

    body: Rich
    turn: tuple[InlineKeyboardButton, ...]


def page_of(lines: Sequence[Rich | str], prefix: str, page: int) -> Page:
    """The asked page of ``lines``, or the nearest there is."""
    pieces = split(joined(lines), limit=PAGE_UNITS, marks=PAGE_MARKS) or (Rich(),)
    at = max(0, min(page, len(pieces) - 1))
    count = texts.PAGE.format(page=at + 1, pages=len(pieces)) if len(pieces) > 1 else ""
    turn = turning(prefix, at, len(pieces), back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Page(body=joined([pieces[at], count]), turn=turn)
