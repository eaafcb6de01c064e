"""What a chat may read now: asked when a document is matched, and again when it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.alerts.reading import Reading


class Rights(Protocol):
    """Who may read what."""

    def view(self, chat: int, person: int) -> Reading | None:
        """The documents that a subscriber may see in a chat; None where he may see nothing (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Rights as the bot's access has them. ``reports``: (person, chat) → what he sees there, None for nothing."""

    reports: Callable[[int, int], Reading | None]

    def view(self, chat: int, person: int) -> Reading | None:
        """See ``Rights``."""
        return self.reports(person, chat)
