"""Years, periods and dates in Chinese official prose. What is no statement of time (a plan's span, a title) is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.parsing.text import narrow

_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}
_TENS = re.compile(r"([一二三]?)十([一二三四五六七八九]?)")
_HAN_YEAR = re.compile(r"二零[零一二三四五六七八九]{2}(?=年)")
_QUOTED = re.compile(r"《[^《》]*》|〔20\d\d〕|\[20\d\d\]")
_SPAN = re.compile(r"(?<!\d)20\d\d\s*年?(?:度)?\s*[-－—–~～至到]+\s*(?:20)?\d\d\s*年?度?(?!\d)(?!月)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?=年)(?!年代)")
_RELATIVE = {"今年": 0, "本年度": 0, "当年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1, "来年": 1}
_DAY = re.compile(r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)")
_ORDINALS = "一二三四"


def masked(text: str) -> str:
    """``text`` in narrow characters, quoted titles 《…》 and document numbers blanked to spaces; offsets stay."""
    return _QUOTED.sub(lambda found: " " * len(found.group()), narrow(text))


def years(text: str) -> list[tuple[int, int, int]]:
    """(start, end, year) of every year stated as a time: 2024年, 二〇二四年; spans (2023-2030年) and 《…》 are not."""
    plain = _HAN_YEAR.sub(lambda found: "".join(_DIGITS[c] for c in found.group()), masked(text))
    plain = _SPAN.sub(lambda found: " " * len(found.group()), plain)
    return [(found.start(), found.end(), int(found.group(1))) for found in _YEAR.finditer(plain)]


def relative_years(text: str, year: int | None) -> list[tuple[int, int, int]]:
    """(start, end, year) of 今年, 去年, 明年 …, counted from ``year``; [] where that is unknown."""
    if year is None:
        return []
    found = re.finditer("|".join(sorted(_RELATIVE, key=len, reverse=True)), masked(text))
    return [(m.start(), m.end(), year + _RELATIVE[m.group()]) for m in found]


def iso_date(text: str) -> str | None:
    """The first full date of ``text`` as YYYY-MM-DD: 2024-04-19 16:31, 2024年4月19日, 二〇二四年四月十九日."""
    plain = _HAN_YEAR.sub(lambda found: "".join(_DIGITS[c] for c in found.group()), narrow(text))
    plain = _TENS.sub(_ten, plain)
    plain = re.sub(r"[一二三四五六七八九](?=[月日])", lambda found: _DIGITS[found.group()], plain)
    for found in _DAY.finditer(plain):
        year, month, day = (int(part) for part in found.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def _ten(found: re.Match[str]) -> str:
    tens, ones = found.groups()
    return str(10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0")))


def _period_rules() -> Iterator[tuple[re.Pattern[str], str]]:
    yield re.compile(r"截[至止]\s*(?:到)?\s*(?:20\d\d年|今年|去年|本年)?\s*(\d{1,2})月\s*(\d{1,2})日"), "截至{0}月{1}日"
    yield re.compile(r"截[至止]\s*(?:到)?\s*(?:20\d\d年|今年|去年|本年)?\s*(\d{1,2})月(?:底|末|份)?"), "截至{0}月底"
    yield re.compile(r"(?<![\d.])(1|一)\s*月?份?\s*[-－—–~～至到]+\s*(\d{1,2})月"), "1-{1}月"
    yield re.compile(r"前(\d{1,2})个月"), "1-{0}月"
    yield re.compile(r"(?:前|头)([二两三])个?季度"), "前{0}季度"
    yield re.compile(r"(?<![每各])第?([一二三四1-4])季度"), "{0}季度"
    yield re.compile(r"上半年|(?<![每下])半年(?=工作|总结)"), "上半年"
    yield re.compile(r"下半年"), "下半年"


_PERIODS = tuple(_period_rules())
_SAME = {"1-6月": "上半年", "截至6月底": "上半年", "前二季度": "上半年", "1-3月": "一季度", "1-9月": "前三季度"}


def period(text: str) -> str | None:
    """The part of a year that ``text`` speaks of, as 上半年, 前三季度, 一季度, 1-9月 or 截至10月底; None for the whole year."""
    found = period_at(text)
    return found[2] if found else None


def period_at(text: str) -> tuple[int, int, str] | None:
    """(start, end, period) of the part of a year that ``text`` speaks of."""
    plain = masked(text)
    for pattern, form in _PERIODS:
        found = pattern.search(plain)
        if found:
            return found.start(), found.end(), form.format(*(_number(part, form) for part in found.groups()))
    return None


def same_period(one: str | None, other: str | None) -> bool:
    """Whether two periods are the same part of the year: 1-6月 is 上半年.

    >>> same_period("1-6月", "上半年"), same_period("上半年", None)
    (True, False)
    """
    return _SAME.get(one or "", one) == _SAME.get(other or "", other)


def _number(part: str, form: str) -> str:
    if "季度" in form:
        return _ORDINALS[int(part) - 1] if part.isdigit() else part.replace("两", "二")
    return str(int(part)) if part.isdigit() else part
