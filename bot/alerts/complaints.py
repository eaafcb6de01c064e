"""Administrators are told that answers did not help: at once, then at most every ten minutes, with a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.alerts.timing import due
from bot.rendering import texts
from bot.store import Complaint, Feedback
from bot.store.outbox import Entry, Outbox

MARK = "feedback"
EVERY = 10 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintCheck:
    """Looks for complaints that nobody was told of; when it may tell again stands in the table."""

    feedback: Feedback
    outbox: Outbox
    admins: Callable[[], Collection[int]]
    clock: Callable[[], float]

    def run(self) -> int:
        """Write one notice for each administrator; how many rows are new. Blocks."""
        now = int(self.clock())
        if now < (self.outbox.mark(MARK) or 0):
            return 0
        complaints = self.feedback.untold()
        if not complaints:
            return 0
        text = notice_text(complaints)
        entries = [notice(self.outbox, admin, f"feedback:{now}", text, now) for admin in self.admins()]
        added = self.outbox.take(entries, cursor=now + EVERY, name=MARK)
        self.feedback.told(complaints)
        return added


def notice_text(complaints: Sequence[Complaint]) -> str:
    """How many for which reason; what was asked is shown only where its reader's rights are known."""
    counts = Counter(one.reason for one in complaints)
    reasons = "，".join(f"{reason} {count}" for reason, count in counts.most_common())
    return texts.FEEDBACK_NOTICE.format(count=len(complaints), reasons=reasons)


def notice(outbox: Outbox, admin: int, what: str, text: str, now: int) -> Entry:
    """A row that tells an administrator something in private, once for each ``what``, at the hours that he set."""
    return Entry(
        subscription=0,
        chat=admin,
        topic=0,
        person=admin,
        document=what,
        version=1,
        kind="notice",
        rhythm="now",
        due=due("now", now, outbox.hours(admin)),
        content=text,
    )
