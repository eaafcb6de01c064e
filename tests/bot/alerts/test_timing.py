"""When something is told, in the chat's own time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.timing import Hours, Rhythm, due
from bot.calendar import is_workday, known


def at(text: str, zone: str = "Asia/Shanghai") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


NIGHT = (22 * 60, 7 * 60)


@pytest.mark.parametrize(
    ("rhythm", "now", "hours", "expected"),
    [
        ("now", "2026-03-04 10:00", Hours(), "2026-03-04 10:00"),
        ("now", "2026-03-04 23:10", Hours(quiet=NIGHT), "2026-03-05 07:00"),
        ("now", "2026-03-05 06:59", Hours(quiet=NIGHT), "2026-03-05 07:00"),
        ("now", "2026-03-05 13:30", Hours(quiet=(12 * 60, 14 * 60)), "2026-03-05 14:00"),
        ("daily", "2026-03-04 08:29", Hours(), "2026-03-04 08:30"),
        ("daily", "2026-03-04 08:30", Hours(), "2026-03-05 08:30"),
        ("weekly", "2026-03-04 10:00", Hours(), "2026-03-09 08:30"),
        ("monthly", "2026-03-04 10:00", Hours(), "2026-04-01 08:30"),
        ("quarterly", "2026-04-01 09:00", Hours(), "2026-07-01 08:30"),
        ("daily", "2026-03-04 10:00", Hours(quiet=(20 * 60, 9 * 60)), "2026-03-05 09:00"),
        # the spring festival of 2026 is 15 to 23 February, 14 and 28 are worked in exchange
        ("now", "2026-02-16 10:00", Hours(workdays=True), "2026-02-24 08:30"),
        ("now", "2026-02-28 10:00", Hours(workdays=True), "2026-02-28 10:00"),
        ("daily", "2026-02-13 10:00", Hours(workdays=True), "2026-02-14 08:30"),
        ("weekly", "2026-02-12 10:00", Hours(workdays=True), "2026-02-24 08:30"),
        ("now", "2026-02-28 23:00", Hours(workdays=True, quiet=NIGHT), "2026-03-02 08:30"),
    ],
)
def test_the_first_allowed_moment(rhythm: Rhythm, now: str, hours: Hours, expected: str) -> None:
    assert due(rhythm, at(now), hours) == at(expected)


def test_each_chat_has_its_own_zone() -> None:
    now = at("2026-03-04 08:00")
    assert due("daily", now, Hours(zone="Europe/London")) == at("2026-03-04 08:30", "Europe/London")


def test_a_year_that_is_not_known_counts_monday_to_friday() -> None:
    assert known(2026) and not known(2099)
    assert is_workday(date(2099, 1, 2)) and not is_workday(date(2099, 1, 3))
    assert is_workday(date(2026, 2, 14)) and not is_workday(date(2026, 10, 1))
