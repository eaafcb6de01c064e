"""Working days by the statutory calendar of China, with the days worked in exchange (调休).

The only place that knows the package: the State Council announces each year late in the year before, so a year that the
installed version does not know yet counts Monday to Friday, and ``known`` says so.
"""

from __future__ import annotations

from datetime import date

import chinese_calendar

SATURDAY = 5


def known(year: int) -> bool:
    """Whether the holidays of a year are known."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Whether people work on a day; Monday to Friday in a year whose holidays are not known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY
