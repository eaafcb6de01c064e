"""What is sent: rich text with a keyboard under it, cut into messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.rich import Rich, split

CALLBACK_LIMIT = 64
ROW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that is sent; ``photo``: shown as a picture."""

    name: str
    data: bytes
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of at most 4,096 UTF-16 units and 100 entities, with what stands under it.

    With an ``attachment`` the text is its caption, of at most 1,024 units. ``prompt``: what is to be written into the reply
    that the message asks for; "" where it asks for none.
    """

    body: Rich
    keyboard: InlineKeyboardMarkup | None = None
    attachment: Attachment | None = None
    prompt: str = ""


def messages(body: Rich | str, keyboard: InlineKeyboardMarkup | None = None) -> tuple[Message, ...]:
    """Cut a text into messages; the keyboard stands under the last one."""
    pieces = split(body if isinstance(body, Rich) else Rich(body))
    last = len(pieces) - 1
    return tuple(Message(body=piece, keyboard=keyboard if at == last else None) for at, piece in enumerate(pieces))


def button(label: str, data: str) -> InlineKeyboardButton:
    """A button that calls back. ``data``: at most 64 bytes."""
    return InlineKeyboardButton(label, callback_data=data)


def rows(buttons: Sequence[InlineKeyboardButton], *, width: int = ROW, most: int = 2) -> InlineKeyboardMarkup | None:
    """At most ``most`` rows of ``width`` buttons; None without buttons."""
    return keyboard(buttons[at : at + width] for at in range(0, min(len(buttons), width * most), width))


def keyboard(lines: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """The rows that hold a button; None without any."""
    full = [list(line) for line in lines if line]
    return InlineKeyboardMarkup(full) if full else None


def turning(prefix: str, page: int, pages: int, *, back: str, on: str) -> tuple[InlineKeyboardButton, ...]:
    """Buttons to the page before and after; ``prefix`` + ``:<page>`` is called back, pages count from 0."""
    before = (button(back, f"{prefix}:{page - 1}"),) if page > 0 else ()
    after = (button(on, f"{prefix}:{page + 1}"),) if page + 1 < pages else ()
    return before + after
