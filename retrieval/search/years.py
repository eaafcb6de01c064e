"""The years a question names: written out, as a span, or counted from now (今年)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.search.holdings import Holdings

Span = tuple[int, int]

DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
#: 2019到2024年, 2023-2030年; a span that belongs to a programme's name is no year asked for.
RANGE = re.compile(r"(?<!\d)(20\d\d)\s*年?\s*(?:-|–|—{1,2}|~|至|到)\s*(20\d\d)(?!\d)\s*年?(?:度|期间|间)?")
PROGRAMME = re.compile(r"[^,。?;、的]{0,14}?(?:规划|行动|纲要|方案|工程|专项)")
SINGLE = re.compile(
    r"(?<![\d.])(20[0-4]\d)(?:\s*年(?:度|底|末|初)?(?!代)|(?![\d.]|\s*(?:人|名|个|家|张|元|万|亿|例|项|%|床|份|场|次|所|余|多|台|套|户|公里|平)))"
)
CHINESE = re.compile(r"二[〇零○][〇零○一二三四][〇零○一二三四五六七八九](?:年(?:度|底|末|初)?)?")
SHORT = re.compile(
    r"(?<![\d.近过前后满达超第约十百])((?:1[89]|2\d|3[0-5]))年(?:度|底|末|初)?(?![\d来内以后前间制期多级龄])"
)
NAMED = re.compile(r"(?:中国|健康[\u4e00-\u9fff]{2})$")
#: 今年 …: word → years from now. 比去年, 较上年 tell how a value is compared, not what is asked.
OFFSETS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前一年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
RELATIVE = re.compile(
    "(?<!以)(" + "|".join(sorted(OFFSETS, key=len, reverse=True)) + ")(?:度(?!假)|底|末|初)?(?!同期|同比|来|代)"
)
COMPARED = re.compile(r"(?:[比较超](?:的)?|同|跟|与|和|相较于?|对比)$")
AFTER_A_YEAR = re.compile(r"年(?:度)?[和与跟]$")


#: The year before or after the one that was talked of.
SHIFTS = {"前一年": -1, "上一年": -1, "上年": -1, "后一年": 1, "下一年": 1, "次年": 1}
SHIFT = re.compile(f"(?:那|再|它)?(?:的)?({'|'.join(SHIFTS)})(?:呢|的|是|有|$)")


def shifted(text: str, years: Sequence[int]) -> tuple[int, ...]:
    """The year before or after the one that was talked of (前一年呢); () where nothing of that is asked.

    >>> shifted("前一年呢", [2024]), shifted("前一年呢", []), shifted("去年呢", [2024])
    ((2023,), (), ())
    """
    match = SHIFT.search(text)
    return (years[0] + SHIFTS[match[1]],) if match and len(years) == 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """Years of a text. ``explicit``: ascending. ``offsets``: of relative words. ``spans``: where they stand."""

    explicit: tuple[int, ...] = ()
    offsets: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()


def mentioned(text: str) -> Mentioned:
    """The years that a normalised text names.

    >>> mentioned("2019到2021年").explicit
    (2019, 2020, 2021)
    """
    years: dict[Span, tuple[int, ...]] = {}
    skipped: list[Span] = []
    for match in RANGE.finditer(text):
        low, high = int(match[1]), int(match[2])
        if PROGRAMME.match(text, match.end()) or not 0 < high - low <= 30:
            skipped.append(match.span())
        else:
            years[match.span()] = tuple(range(low, high + 1))
    for pattern in (CHINESE, SINGLE, SHORT):
        for match in pattern.finditer(text):
            if not _within(match.span(), [*years, *skipped]) and not NAMED.search(text[: match.start()]):
                years[match.span()] = (_year(match),)
    offsets = {match.span(): OFFSETS[match[1]] for match in RELATIVE.finditer(text) if _asked(text[: match.start()])}
    return Mentioned(
        explicit=tuple(sorted({year for found in years.values() for year in found})),
        offsets=tuple(offsets[span] for span in sorted(offsets)),
        spans=tuple(sorted([*years, *offsets])),
    )


def _year(match: re.Match[str]) -> int:
    digits = re.sub(r"\D", "", match[0].translate(DIGITS))
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] < end for start, end in others)


def _asked(before: str) -> bool:
    return bool(AFTER_A_YEAR.search(before)) or not COMPARED.search(before)


def resolve(
    offsets: tuple[int, ...], holdings: Holdings, regions: tuple[str, ...], *, plan: bool | None, now: int
) -> tuple[tuple[int, ...], str | None]:
    """(years, note) for relative words: the clock's year where the regions hold it, else counted from their newest report.

    Of the past results are wanted, of the coming year goals. With a report of 2024 only and the clock at 2026, 今年 is 2024 and the note says so. 今年 and 去年 side by side keep their
    distance: the first word that must be shifted shifts both.
    """
    if plan is None and offsets and (max(offsets) < 0 or min(offsets) > 0):
        plan = min(offsets) > 0
    if not offsets:
        return (), None
    held = set(holdings.years(regions, plan=plan))
    if not holdings.years(regions):
        return tuple(sorted({now + offset for offset in offsets})), None
    for base in _bases(holdings, regions, now):
        if all(base + offset in held for offset in offsets):
            break
    else:
        base = max(holdings.years(regions))
    years = tuple(sorted({base + offset for offset in offsets}))
    if base == now:
        return years, None
    missing = "、".join(str(year) for year in sorted({now + offset for offset in offsets}))
    return years, f"{missing}年未收录，按{'、'.join(map(str, years))}年答"


def _bases(holdings: Holdings, regions: tuple[str, ...], now: int) -> tuple[int, ...]:
    newest = [max(held) for plan in (None, False, True) if (held := holdings.years(regions, plan=plan))]
    return (now, *newest)
