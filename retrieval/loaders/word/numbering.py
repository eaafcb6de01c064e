"""Automatic numbering: the numbers that Word generates and that are nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from retrieval.loaders.word.package import Element, child, children, is_on, value

LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_HOLE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def counting(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A Chinese numeral as it is counted: 11 → 十一, 101 → 一百零一."""
    if not 0 < number < 10_000:
        return str(number)
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return said[1:] if said.startswith("一十") else said


def _letters(number: int) -> str:
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    said = ""
    for worth, letters in _ROMAN:
        said += letters * (number // worth)
        number %= worth
    return said


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _enclosed(first: str, last: int, otherwise: str) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= last else otherwise.format(number)


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_COUNTED = "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting koreanCounting"
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_COUNTED.split(), counting),
    **dict.fromkeys(["ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"], _digital),
    **dict.fromkeys(["chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"], lambda n: counting(n, _LEGAL, "拾佰仟")),
    **dict.fromkeys(["decimalEnclosedCircle", "decimalEnclosedCircleChinese"], _enclosed("①", 20, "({})")),
    **dict.fromkeys(["decimalFullWidth", "decimalFullWidth2"], _full_width),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _enclosed("㊀", 10, "({})"),
    "decimalEnclosedFullstop": _enclosed("⒈", 20, "{}."),
    "decimalEnclosedParen": _enclosed("⑴", 20, "({})"),
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "none": lambda _n: "",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level of a list counts. ``text``: with holes (%1、); ``restart``: the level whose step starts this one anew, 0 none."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restart: int | None = None
    legal: bool = False
    spaced: bool = True


@dataclass(slots=True)
class _List:
    """A definition that its instances share, and where its counters stand."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instance:
    of: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document; ``label`` must be called for its paragraphs in their order, once each."""

    def __init__(self, root: Element | None, style_lists: dict[str, str]) -> None:
        abstracts = {value(one, "abstractNumId") or "": one for one in children(root, "abstractNum")}
        instances = {value(one, "numId") or "": one for one in children(root, "num")}
        targets = {key: value(child(one, "abstractNumId")) or "" for key, one in instances.items()}
        self._lists: dict[str, _List] = {}
        for key, one in abstracts.items():
            linked = value(child(one, "numStyleLink"))
            other = abstracts.get(targets.get(style_lists.get(linked or "", ""), ""), one)
            self._lists[key] = _List({int(value(lvl, "ilvl") or 0): _level(lvl) for lvl in children(other, "lvl")})
        self._instances = {key: _instance(one, targets[key]) for key, one in instances.items()}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, number: str, style: str | None) -> int:
        """The level of a list that is tied to a paragraph style; 0 where none is."""
        instance = self._instances.get(number)
        levels = self._lists[instance.of].levels if instance and instance.of in self._lists else {}
        return next((at for at, level in levels.items() if level.style and level.style == style), 0)

    def label(self, number: str, at: int) -> str:
        """The generated number of the next paragraph of list ``number`` at level ``at``; "" for bullets and unknown lists."""
        instance = self._instances.get(number)
        if instance is None or instance.of not in self._lists or not 0 <= at < LEVELS:
            return ""
        numbers = self._lists[instance.of]
        levels = {**numbers.levels, **instance.levels}
        self._step(number, instance, numbers, levels, at)
        level = levels.get(at, Level())
        if level.form == "bullet":
            return ""
        said = _HOLE.sub(lambda hole: _form(levels, numbers.counts, int(hole[1]) - 1, level.legal), level.text)
        return said + (" " if said and level.spaced and said[-1].isalnum() else "")

    def _step(self, number: str, instance: _Instance, numbers: _List, levels: dict[int, Level], at: int) -> None:
        counts = numbers.counts
        first = (number, at) not in self._begun
        self._begun.add((number, at))
        if first and at in instance.starts:
            counts[at] = instance.starts[at]
        else:
            count = counts[at]
            counts[at] = levels.get(at, Level()).start if count is None else count + 1
        for deeper in range(at + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and at < restart):
                counts[deeper] = None
        for above in range(at):
            if counts[above] is None:
                counts[above] = levels.get(above, Level()).start


def _form(levels: dict[int, Level], counts: list[int | None], at: int, legal: bool) -> str:
    count = counts[at]
    if count is None:
        return ""
    form = levels.get(at, Level()).form
    return str(count) if legal else _FORMATS.get(form, str)(count)


def _instance(element: Element, of: str) -> _Instance:
    levels, starts = {}, {}
    for override in children(element, "lvlOverride"):
        at = int(value(override, "ilvl") or 0)
        if (own := child(override, "lvl")) is not None:
            levels[at] = _level(own)
        if (start := value(child(override, "startOverride"))) is not None:
            starts[at] = _whole(start, 1)
    return _Instance(of=of, levels=levels, starts=starts)


def _level(element: Element) -> Level:
    restart = value(child(element, "lvlRestart"))
    form = child(element, "numFmt")
    if form is None:  # a format that only newer versions know stands beside one that all know
        form = child(element, "AlternateContent", "Fallback", "numFmt")
    return Level(
        start=_whole(value(child(element, "start")), 1),
        form=value(form) or "decimal",
        text=value(child(element, "lvlText")) or "",
        style=value(child(element, "pStyle")),
        restart=None if restart is None else _whole(restart, 0),
        legal=is_on(child(element, "isLgl")),
        spaced=value(child(element, "suff")) != "nothing",
    )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
