"""Days beside links, or in their addresses. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_SOLID = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)-(\d{2})-(\d{2})(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)\s?[-/.年]\s?(\d{1,2})(?!\d)\s?月?")
_MONTH_DAY = re.compile(r"(?<![\d年/.-])(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?![\d/.-])\s?日?")
_LONE_DAY = re.compile(r"(?<![\d年月/.-])(\d{1,2})(?![\d年月/.-])")
_IN_ADDRESS = (
    re.compile(r"/t?(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[_/.\d-]"),
    re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})[/_.]"),
    re.compile(r"[/=_t-](20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:\d{6})?(?!\d)"),
)
_MONTH_IN_ADDRESS = re.compile(r"/(20\d\d)-?/?(0[1-9]|1[0-2])/")
WRITTEN = re.compile(
    r"[\[（(【]?\s*(?:发布(?:日期|时间)|日期|时间)?[:：]?\s*(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\]）)】]?"
)


def day(year: int, month: int, number: int) -> date | None:
    """The day, where there is one."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def written(text: str, today: date) -> date | None:
    """The day that a text states: in full, or month and day (then of the last twelve months), also cut into blocks (05 2024-03).

    >>> written("[03-09]", date(2025, 1, 10))
    datetime.date(2024, 3, 9)
    """
    for pattern in (_FULL, _SOLID):
        for found in pattern.finditer(text):
            if full := day(int(found[1]), int(found[2]), int(found[3])):
                return full
    if (short := _SHORT_YEAR.search(text)) and (full := day(2000 + int(short[1]), int(short[2]), int(short[3]))):
        return full
    return _blocks(text) or _this_year(text, today)


def _blocks(text: str) -> date | None:
    month = _YEAR_MONTH.search(text)
    if not month:
        return None
    rest = f"{text[: month.start()]} {text[month.end() :]}"
    found = _LONE_DAY.search(rest)
    return day(int(month[1]), int(month[2]), int(found[1])) if found else None


def _this_year(text: str, today: date) -> date | None:
    for found in _MONTH_DAY.finditer(text):
        month, number = int(found[1]), int(found[2])
        if year := re.search(r"(?<!\d)(20\d\d)(?!\d)", f"{text[: found.start()]} {text[found.end() :]}"):
            return day(int(year[1]), month, number)
        near = day(today.year, month, number)
        if near:
            return near if near <= today else day(today.year - 1, month, number)
    return None


def in_address(address: str) -> date | None:
    """The day in an address: /art/2024/3/9/…, /t20240309_17.html, /202403/t20240309_17.html.

    >>> in_address("https://www.example.cn/art/2024/3/9/art_12_345.html")
    datetime.date(2024, 3, 9)
    """
    path = address.partition("://")[2]
    for pattern in _IN_ADDRESS:
        for found in pattern.finditer(path):
            if full := day(int(found[1]), int(found[2]), int(found[3])):
                return full
    return None


def agreed(beside: date | None, address: date | None) -> date | None:
    """The day beside a link; where the address tells the same day of a year, that year: 03-10 beside may leave it out.

    >>> agreed(date(2026, 3, 10), date(2025, 3, 10))
    datetime.date(2025, 3, 10)
    """
    if beside is None or address is None:
        return beside or address
    return address if (beside.month, beside.day) == (address.month, address.day) else beside


def has_time(address: str) -> bool:
    """Whether an address holds at least a year and a month."""
    return in_address(address) is not None or _MONTH_IN_ADDRESS.search(address) is not None


def stamped(value: object) -> date | None:
    """The day of a date field: text, or seconds or milliseconds since 1970."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and not value.strip().isdigit():
        return written(value, date(1970, 1, 1))
    number = int(value) if isinstance(value, str | int | float) else 0
    if 19900101 <= number <= 21001231:
        return day(number // 10000, number // 100 % 100, number % 100)
    seconds = number / 1000 if number > 10_000_000_000 else number
    return datetime.fromtimestamp(seconds, UTC).date() if 600_000_000 < seconds < 4_200_000_000 else None
