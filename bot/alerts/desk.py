"""What handlers need of the alerts, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.alerts.rights import Rights
from bot.store import Database
from bot.store.moving import move_chat
from bot.store.outbox import Outbox
from bot.store.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Subscriptions, the outbox, who may read what; ``move`` gives all that is kept of a chat to its new id."""

    database: Database
    subscriptions: Subscriptions
    outbox: Outbox
    rights: Rights

    def move(self, old: int, new: int) -> None:
        """A group became a supergroup. Blocks."""
        move_chat(self.database, old, new)
        self.subscriptions.revision += 1
