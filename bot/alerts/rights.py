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
class Listed:
    """Rights by the lists of ids: who is on them sees the whole library. ``lets``: (person, chat) → whether he is."""

    library: Reading
    lets: Callable[[int, int], bool]

    def view(self, chat: int, person: int) -> Reading | None:
        """See ``Rights``."""
        return self.library if self.lets(person, chat) else None
