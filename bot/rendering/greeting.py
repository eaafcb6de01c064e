"""/start: what it can do, and questions that the indexed reports answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rendering import texts
from bot.rendering.message import CALLBACK_LIMIT, Message, button, keyboard
from bot.rendering.rich import Rich, joined
from retrieval import Document

REGIONS_SHOWN = 8
ASK = "ask:"


def fits(question: str) -> bool:
    """Whether a question can stand in a button's callback data."""
    return len((ASK + question).encode()) <= CALLBACK_LIMIT


def greeting_message(documents: Sequence[Document], examples: Sequence[str]) -> Message:
    """The first message; each example is a button that asks it."""
    parts = [texts.ABOUT, _held(documents), texts.ABOUT_HOW, texts.EXAMPLES if examples else ""]
    return Message(
        body=joined(Rich(part) for part in parts),
        keyboard=keyboard([button(question, ASK + question)] for question in examples),
    )


def _held(documents: Sequence[Document]) -> str:
    if not documents:
        return texts.NOTHING_HELD
    regions = list(dict.fromkeys(document.region for document in documents if document.region))
    shown = "、".join(regions[:REGIONS_SHOWN]) + ("等" if len(regions) > REGIONS_SHOWN else "")
    return texts.HELD.format(count=len(documents), regions=shown or texts.REGION_UNKNOWN)
