"""Figures of a text: where they stand, their number, unit and comparator. Names are another matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.parsing import placeholders
from retrieval.parsing.indicators import guards
from retrieval.parsing.indicators.units import (
    AFTER,
    BEFORE,
    BIG,
    DURATION,
    HAN,
    HAN_MEASURES,
    MONEY,
    NUMBER,
    RATE,
    SCALE,
    THINGS,
    UNIT,
    amount,
    exact,
    one_spelling,
)
from retrieval.parsing.text import Span, narrow, numeral

Comparator = Literal["=", "≥", "≤", "≈"]
Kind = Literal["rate", "growth", "points", "money", "time", "times", "count", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure at ``text[start:end]`` (number and unit); ``left`` and ``right`` take in the words of comparison around it.

    ``number``: 万/亿 multiplied out; None for a range, a placeholder and 全覆盖.
    """

    start: int
    end: int
    left: int
    right: int
    number: float | None
    unit: str
    kind: Kind
    comparator: Comparator = "="
    anonymised: bool = False
    big: bool = False

    def like(self, other: Figure) -> Figure:
        """``other`` with the unit and kind of this one: 0.9个 beside 1.4个百分点."""
        return replace(other, unit=self.unit, kind=self.kind)


_CLOCK = re.compile(r"(?<![\d.])(?P<a>\d{1,4}) ?(?P<au>小时|分钟?|天)(?P<b>\d{1,3}) ?(?P<bu>分钟?|秒钟?|小时)")
_PERCENT = re.compile(
    rf"(?P<base>百|千|万)分之(?P<n>{NUMBER}|{HAN}|[一二三四五六七八九])(?:点(?P<d>[零一二三四五六七八九]+))?"
)
_PART = re.compile(r"(?P<base>[二三四五六七八九十])分之(?P<n>[一二三四五六七八九])")
_TENTHS = re.compile(
    r"(?P<n>[一二三四五六七八九]|\d(?:\.\d)?)成(?P<half>[半一二三四五六七八九])?(?=[以左多,。;、的)]|[一-龥]{2,12}(?:达|实|完|建|开|有|能))(?![立为果员效都型长品功就本熟])"
)
_HALF = re.compile(r"超?过半(?!年)|一半|半数")
_DOUBLE = re.compile(r"翻(?P<n>[一两二三]?)番")
_RANGE = re.compile(
    rf"(?<![\d.])(?P<low>{NUMBER}) {{0,2}}(?:{SCALE})? {{0,2}}(?:%|[元个家名人张所项]|分钟|小时|天)? {{0,2}}[-—–~～至到] {{0,2}}(?P<n>{NUMBER}) {{0,2}}(?P<scale>{SCALE})? {{0,2}}(?P<unit>{UNIT.pattern})"
)
_NUMBER = re.compile(
    rf"(?<![\d.A-Za-z+])(?P<sign>(?<=[从由为达至到负])-)?(?P<n>{NUMBER})(?!\.?\d) {{0,2}}(?P<scale>{SCALE})? {{0,2}}(?P<unit>{UNIT.pattern})?"
)
_BARE_SCALE = re.compile(rf"(?<![一二三四五六七八九十百千万亿\d每])上?(?P<n>[万千百])余(?P<unit>{UNIT.pattern})")
_BIG = re.compile(rf"(?P<n>{HAN}|\d{{1,2}})大(?=[^,。;、的“]{{0,8}}?(?:{BIG}))")
_HAN = re.compile(
    rf"(?<![第一二三四五六七八九十百千万两数几每])(?P<n>{HAN})(?P<scale>[万亿]?[余多]?)个?(?P<unit>(?:{HAN_MEASURES})|(?:{MONEY}|小时|分钟|个月|周|天|年(?=期|行动|计划|攻坚|制)))(?![体次]系)"
)
_ONE = re.compile(
    r"(?<![第一二三四五六七八九十百千万两数几])一[项家所个名](?=[^,。;]{1,14}[、和](?:[两三四五六七八九]|\d))"
    rf"|(?<=[建增立设有成])一[家所座]|(?<=完成)一(?:{HAN_MEASURES})"
)
_FOLD = re.compile(r"(?<![一二三四五六七八九十百千万])(?P<n>[一两二三四五六七八九十]{1,2})倍")
_WHOLE = re.compile(r"(?<!非)全覆盖(?!率)|全面覆盖")
_NAMED = re.compile(r"(?:[数率量比值重计额费资金]|达到?|为|至|到|突破|超过?|约|近|余|的|共|有|[均于是]) {0,2}$")
_PLACEHOLDER_UNIT = re.compile(rf" {{0,2}}[万亿]?(?P<unit>{UNIT.pattern})?")
_COUNTED_SET = re.compile(rf"[^,。;、的“]{{0,8}}?(?P<noun>{BIG})")
_CLOCK_FACTORS = {("分", "秒"): 60, ("小时", "分"): 60, ("天", "小时"): 24}
_SIGNS: dict[str, Comparator] = {"least": "≥", "most": "≤", "about": "≈"}
_MONEY_WORD = re.compile(r"(?:投入|投资|资金|补助|补贴|经费|收入|费用|债|贷款|款|拨付|产值|结余)[^,。;\d]{0,8}$")


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of ``text``, in order, none overlapping. Never raises."""
    plain = narrow(text)
    return _Scan(plain, guards.blot(plain)).run()


class _Scan:
    """One reading of a text: patterns in order of how telling they are; what one has taken the next leaves alone."""

    def __init__(self, plain: str, blotted: str) -> None:
        self._plain = plain
        self._text = blotted
        self._taken = bytearray(len(plain))
        self._found: list[Figure] = []

    def run(self) -> tuple[Figure, ...]:
        """All figures in the order of the text."""
        readers = (
            self._placeholders,
            self._clocks,
            self._shares,
            self._halves,
            self._ranges,
            self._numbers,
            self._hans,
        )
        for reader in readers:
            for figure in reader():
                if not any(self._taken[figure.start : figure.end]):
                    self._taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
                    self._found.append(figure)
        return tuple(sorted(self._found, key=lambda figure: figure.start))

    def _figure(self, span: Span, number: float | None, unit: str, kind: Kind, *, more: bool = False) -> Figure:
        """A figure with the comparator that its surroundings say. ``more``: the value itself says 余 or 多."""
        start, end = span
        before = BEFORE.search(self._text, max(0, start - 6), start)
        after = AFTER.match(self._text, end)
        sign: Comparator = "≥" if more else "="
        for found in (after, before):
            if found:
                sign = _SIGNS[str(found.lastgroup)]
        return Figure(
            start=start,
            end=end,
            left=before.start() if before else start,
            right=after.end() if after else end,
            number=number,
            unit=unit,
            kind=kind,
            comparator=sign,
        )

    def _measured(self, span: Span, number: float | None, unit: str, *, more: bool = False) -> Figure:
        return self._figure(span, number, one_spelling(unit), _kind(unit), more=more)

    def _placeholders(self) -> Iterator[Figure]:
        for found in placeholders.VALUE.finditer(self._text):
            unit = _PLACEHOLDER_UNIT.match(self._text, found.end())
            end = unit.end() if unit else found.end()
            figure = self._measured((found.start(), end), None, (unit["unit"] if unit else None) or "")
            yield replace(figure, anonymised=True)

    def _clocks(self) -> Iterator[Figure]:
        for found in _CLOCK.finditer(self._text):
            large, small = found["au"].rstrip("钟"), found["bu"].rstrip("钟")
            factor = _CLOCK_FACTORS.get((large, small))
            if factor:
                number = float(int(found["a"]) * factor + int(found["b"]))
                yield self._figure(found.span(), number, "分钟" if small == "分" else small, "time")

    def _shares(self) -> Iterator[Figure]:
        for found in _PERCENT.finditer(self._text):
            number = amount(found["n"], "") + (float(f"0.{_digits(found['d'])}") if found["d"] else 0.0)
            per, unit = {"百": (1, "%"), "千": (1, "‰"), "万": (10, "‰")}[found["base"]]
            yield self._figure(found.span(), exact(number / per), unit, "rate")
        for found in _PART.finditer(self._text):
            number = 100 * numeral(found["n"]) / numeral(found["base"])
            yield self._figure(found.span(), round(number, 2), "%", "rate")
        for found in _TENTHS.finditer(self._text):
            half = 5 if found["half"] == "半" else numeral(found["half"] or "零")
            yield self._figure(found.span(), amount(found["n"], "") * 10 + half, "%", "rate")

    def _halves(self) -> Iterator[Figure]:
        for found in _HALF.finditer(self._text):
            yield self._figure(found.span(), 50.0, "%", "rate", more="过" in found[0])
        for found in _DOUBLE.finditer(self._text):
            times = numeral((found["n"] or "一").replace("两", "二"))
            yield self._figure(found.span(), float((2**times - 1) * 100), "%", "growth")
        for found in _WHOLE.finditer(self._text):
            yield self._figure(found.span(), None, "", "rate")

    def _ranges(self) -> Iterator[Figure]:
        for found in _RANGE.finditer(self._text):
            yield self._measured(found.span(), None, found["unit"])

    def _numbers(self) -> Iterator[Figure]:
        for found in _NUMBER.finditer(self._text):
            unit = found["unit"] or self._implied(found)
            if unit is not None and not (unit == "年" and len(found["n"]) > 3) and unit != "日":
                number = amount(found["n"], found["scale"] or "") * (-1 if found["sign"] else 1)
                yield self._measured((found.start(), _stop(found)), number, unit, more=_more(found["scale"]))
        for found in _BARE_SCALE.finditer(self._text):
            number = {"万": 1e4, "千": 1e3, "百": 1e2}[found["n"]]
            yield self._measured(found.span(), number, found["unit"], more=True)

    def _implied(self, found: re.Match[str]) -> str | None:
        """The unit of a number that has none: 元 for 投入1200万, "" for 千人口托位数达5.99; None where it is no figure."""
        start, end = found.start(), _stop(found)
        if (found["scale"] or "").strip("余多") and _MONEY_WORD.search(self._plain, max(0, start - 16), start):
            return "元"
        stop = AFTER.match(self._text, end)
        after = self._text[stop.end() if stop else end :][:1]
        if after and after not in ",。;、)( \n和":
            return None
        if self._text[end - 1] in "万亿余多":
            return "" if re.match("[一-龥]", self._plain[start - 1 : start]) else None
        return "" if _NAMED.search(self._text, max(0, start - 8), start) else None

    def _hans(self) -> Iterator[Figure]:
        for found in _BIG.finditer(self._text):
            counted = _COUNTED_SET.match(self._text, found.end())
            unit = "个" if counted and counted["noun"] in THINGS else "项"
            yield replace(self._figure(found.span(), amount(found["n"], ""), unit, "count"), big=True)
        for found in _HAN.finditer(self._text):
            number = amount(found["n"], found["scale"])
            yield self._measured(found.span(), number, found["unit"], more=_more(found["scale"]))
        for found in _FOLD.finditer(self._text):
            yield self._figure(found.span(), float(numeral(found["n"].replace("两", "二"))), "倍", "times")
        for found in _ONE.finditer(self._text):
            yield self._figure(found.span(), 1.0, found[0].removeprefix("一"), "count")


def _stop(found: re.Match[str]) -> int:
    """Where a number ends, with its scale and unit, without blanks behind it."""
    return found.end("unit") if found["unit"] else found.end("scale") if found["scale"] else found.end("n")


def _more(scale: str | None) -> bool:
    return "余" in (scale or "") or "多" in (scale or "")


def _digits(han: str) -> str:
    return "".join(str(numeral(character)) for character in han)


def _kind(unit: str) -> Kind:
    if not unit:
        return "plain"
    if "百分点" in unit:
        return "points"
    if re.match(RATE, unit):
        return "rate"
    if re.match(MONEY, unit):
        return "money"
    if unit == "倍":
        return "times"
    return "time" if re.match(DURATION, unit) else "count"
