"""One message to Telegram, in the best form that it takes: marked up, else plain, else without buttons."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import ForceReply
from telegram.error import BadRequest

from bot.rendering.message import Message
from bot.rendering.rich import entities

T = TypeVar("T")

_log = logging.getLogger(__name__)
_MARKUP = ("parse", "entit", "button", "url", "markup", "copy_text")
_SAME = "not modified"
_GONE = ("to edit not found", "can't be edited", "to delete not found", "can't be deleted")


def forms(message: Message) -> tuple[dict[str, Any], ...]:
    """Keyword arguments of a send or an edit, best form first."""
    text, marks = ("caption", "caption_entities") if message.attachment else ("text", "entities")
    asking = ForceReply(input_field_placeholder=message.prompt) if message.prompt else None
    marked = {text: message.body.text, marks: entities(message.body), "reply_markup": message.keyboard or asking}
    return (marked, {**marked, marks: None}, {**marked, marks: None, "reply_markup": None})


async def in_best_form(message: Message, send: Callable[..., Awaitable[T]]) -> T:
    """Call ``send`` with each form until Telegram takes one. Raises BadRequest for what is not about the markup."""
    *better, plain = forms(message)
    for form in better:
        try:
            return await send(**form)
        except BadRequest as error:
            if not any(word in error.message.lower() for word in _MARKUP) or _SAME in error.message.lower():
                raise
            _log.warning("Telegram could not take the markup: %s", error.message)
    return await send(**plain)


def harmless(error: BadRequest) -> bool:
    """Whether an edit or a deletion failed only because nothing was to do."""
    said = error.message.lower()
    return _SAME in said or any(word in said for word in _GONE)
