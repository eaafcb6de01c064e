"""Reports that are overdue by their region's own past: said once to its followers and to the administrators.

A region's reports of one kind come at about the same time after their year. When the newest is held, and that time and a
margin have passed with no report of the next year, it is overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.alerts.intake import visible
from bot.alerts.match import within
from bot.alerts.reading import Reading
from bot.alerts.rights import Rights
from bot.alerts.timing import Hours, due
from bot.rendering import texts
from bot.store.outbox import Entry, Outbox
from bot.store.subscriptions import Subscription, Subscriptions
from retrieval import Document, Region

KINDS = ("总结", "要点", "计划")
#: Days of grace where two or more earlier years tell the time, and where only one does.
MARGIN, LONE = 21, 45
#: A report this late is not waited for any more.
GIVEN_UP = 240
MARK = "overdue"
DAY = 24 * 3600
FEBRUARY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """``region`` has no ``year`` report of ``kind`` yet; ``expected``: the latest day by which earlier ones came.

    ``before``: year and day of the newest one; ``document``: its id.
    """

    region: Region
    kind: str
    year: int
    expected: date
    before: tuple[int, date]
    document: str

    @property
    def key(self) -> str:
        """What it is said for once."""
        return f"overdue:{self.region.name}:{self.kind}:{self.year}"


def overdue(documents: Iterable[Document], today: date) -> tuple[Overdue, ...]:
    """What is overdue, by region and kind."""
    series: dict[tuple[str, str], list[tuple[int, date | None, Document]]] = {}
    for document in documents:
        for kind, year in _reports(document):
            series.setdefault((document.region or "", kind), []).append((year, _day(document), document))
    found = (_late(kind, held, today) for (_, kind), held in series.items())
    return tuple(one for one in found if one is not None)


def _reports(document: Document) -> Iterator[tuple[str, int]]:
    """The kinds of report in a document, each with its year."""
    if document.profile.region is None:
        return
    kinds = document.profile.kind.split("+")
    years = [part.year for part in document.parts]
    if len(kinds) != len(years):
        years = [max(document.profile.years, default=None)] * len(kinds)
    yield from ((kind, year) for kind, year in zip(kinds, years, strict=True) if kind in KINDS and year)


def _day(document: Document) -> date | None:
    published = document.profile.published
    return date.fromisoformat(published) if published else None


def _late(kind: str, held: Sequence[tuple[int, date | None, Document]], today: date) -> Overdue | None:
    newest = max(year for year, _, _ in held)
    dated = [(year, day, document) for year, day, document in held if day is not None and 0 <= day.year - year <= 1]
    latest = [(day, document) for year, day, document in dated if year == newest]
    if not latest:
        return None
    after, month, of_month = max((day.year - year, day.month, day.day) for year, day, _ in dated)
    expected = date(newest + 1 + after, month, min(of_month, 28) if month == FEBRUARY else of_month)
    margin = MARGIN if len({year for year, _, _ in dated}) > 1 else LONE
    waited = (today - expected).days
    day, document = latest[0]
    region = document.profile.region
    if region is None or not margin <= waited <= GIVEN_UP:
        return None
    return Overdue(
        region=region, kind=kind, year=newest + 1, expected=expected, before=(newest, day), document=document.id
    )


def overdue_text(one: Overdue) -> str:
    """⏰ 池州市2025年总结还没有见到。往年最迟1月20日前后发布（2024年的是2025-01-20）。"""
    year, day = one.before
    return texts.OVERDUE.format(
        region=one.region.name,
        year=one.year,
        kind=one.kind,
        month=one.expected.month,
        day=one.expected.day,
        before=year,
        published=day.isoformat(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueCheck:
    """Looks once a day; the day it looked stands in the table. ``today``: the day that the settings say, or None."""

    library: Reading
    subscriptions: Subscriptions
    outbox: Outbox
    rights: Rights
    admins: Callable[[], Collection[int]]
    clock: Callable[[], float]
    today: date | None = None

    def run(self) -> int:
        """Write what is to be said; how many rows are new. Blocks."""
        now = self.clock()
        if now < (self.outbox.mark(MARK) or 0):
            return 0
        day = self.today or datetime.fromtimestamp(now).astimezone().date()
        entries = [entry for one in overdue(self.library.documents(), day) for entry in self._entries(one, now)]
        return self.outbox.take(entries, cursor=int(now) + DAY, name=MARK)

    def _entries(self, one: Overdue, now: float) -> Iterator[Entry]:
        said = set()
        for each in self.subscriptions.active():
            place = (each.chat, each.topic)
            if place not in said and _concerns(each, one) and visible(self.rights, each, one.document):
                said.add(place)
                yield self._entry(one, now, each.number, *place, each.person)
        for admin in self.admins():
            if (admin, 0) not in said:
                yield self._entry(one, now, 0, admin, 0, admin)

    def _entry(self, one: Overdue, now: float, subscription: int, chat: int, topic: int, person: int) -> Entry:
        """Told in the morning, unless the chat's own hours say later."""
        hours: Hours = self.outbox.hours(chat)
        return Entry(
            subscription=subscription,
            chat=chat,
            topic=topic,
            person=person,
            document=one.key,
            version=1,
            kind="overdue",
            rhythm="daily",
            due=due("daily", now, hours),
            content=overdue_text(one),
        )


def _concerns(each: Subscription, one: Overdue) -> bool:
    """Whether a subscription names the region, and no other kind or year."""
    interest = each.interest
    return (
        any(within(one.region, place) for place in interest.places)
        and (not interest.kinds or one.kind in interest.kinds)
        and (not interest.years or one.year in interest.years)
    )
