"""Pins that ended, or that the reports no longer bear out: taken away, and administrators are told once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.alerts.complaints import notice
from bot.pinning import Proving, lapsed
from bot.rendering.pins import lapsed_text
from bot.store import Pins
from bot.store.outbox import Outbox

MARK = "pins"
EVERY = 10 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PinCheck:
    """Holds every pin to the reports as they are now, every ten minutes."""

    pins: Pins
    library: Proving
    outbox: Outbox
    admins: Callable[[], Collection[int]]
    clock: Callable[[], float]

    def run(self) -> int:
        """Take away what does not stand any more; how many notices are new. Blocks."""
        added, now = 0, int(self.clock())
        if now < (self.outbox.mark(MARK) or 0):
            return 0
        for pin in self.pins.pinned():
            why = lapsed(self.library, pin, now)
            if why is not None:
                what, text = f"unpinned:{pin.number}", lapsed_text(pin, why)
                added += self.outbox.take([notice(self.outbox, admin, what, text, now) for admin in self.admins()])
                self.pins.remove(pin.number, by=0, why="expired" if why == "expired" else "lapsed")
        self.outbox.take((), cursor=now + EVERY, name=MARK)
        return added
