"""When something is told: rhythms, quiet hours, working days, each in the chat's own time zone. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.calendar import is_workday

Rhythm = Literal["now", "daily", "weekly", "monthly", "quarterly"]
RHYTHMS: tuple[Rhythm, ...] = ("now", "daily", "weekly", "monthly", "quarterly")
ZONE = "Asia/Shanghai"
#: When digests go out: 08:30, in minutes of the day.
DIGEST = 8 * 60 + 30
DAY = 24 * 60
#: Days looked ahead for a working one; the longest holiday is shorter.
AHEAD = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a chat may be told. ``quiet``: (from, to) in minutes of the day, may pass midnight. ``workdays``: only on these."""

    zone: str = ZONE
    quiet: tuple[int, int] | None = None
    workdays: bool = False


def due(rhythm: Rhythm, at: float, hours: Hours) -> int:
    """The first moment, in seconds since 1970, at or after ``at`` that the rhythm, quiet hours and working days allow."""
    zone = ZoneInfo(hours.zone)
    moment = datetime.fromtimestamp(at, zone)
    if rhythm != "now":
        day = next(day for day in _days(moment) if _DAYS[rhythm](day))
        moment = _at(day, DIGEST, zone)
    return int(_allowed(moment, hours).timestamp())


def _days(moment: datetime) -> list[date]:
    """The days whose digest is still to come, a quarter and more."""
    first = moment.date() + timedelta(days=_minute(moment) >= DIGEST)
    return [first + timedelta(days=n) for n in range(100)]


_DAYS: dict[Rhythm, Callable[[date], bool]] = {
    "daily": lambda day: True,
    "weekly": lambda day: day.weekday() == 0,
    "monthly": lambda day: day.day == 1,
    "quarterly": lambda day: day.day == 1 and day.month in (1, 4, 7, 10),
}


def _allowed(moment: datetime, hours: Hours) -> datetime:
    """The moment itself, or the next that is neither in quiet hours nor on a day off."""
    zone = ZoneInfo(hours.zone)
    for _ in range(AHEAD):
        moved = _after_quiet(moment, hours, zone)
        if hours.workdays and not is_workday(moved.date()):
            moved = _at(moved.date() + timedelta(days=1), DIGEST, zone)
        if moved == moment:
            break
        moment = moved
    return moment


def _after_quiet(moment: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    if hours.quiet is None:
        return moment
    start, end = hours.quiet
    now = _minute(moment)
    inside = start <= now < end if start <= end else now >= start or now < end
    if not inside:
        return moment
    tomorrow = start > end and now >= start
    return _at(moment.date() + timedelta(days=tomorrow), end, zone)


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
