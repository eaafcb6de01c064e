"""Chinese numerals written out in Arabic digits: 一万零八十四人 → 10084人, 百分之七十一点四八 → 71.48%, 三成五 → 35%.

What is part of a name, a title, an ordinal or a time (十四五, 二十届, 一体化) is left as it stands, but for years.
"""

from __future__ import annotations

import re
from decimal import Decimal

from retrieval.parsing.indicators import guards
from retrieval.parsing.text import narrow

_DIGIT = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_STEP = {"十": 10, "百": 100, "千": 1000}
_SCALE = {"万": 10**4, "亿": 10**8}
_RUN = re.compile(
    r"[零一二两三四五六七八九十百千万亿]{2,}(?:点[零一二三四五六七八九]+[万亿]?)?|[零一二两三四五六七八九十]点[零一二三四五六七八九]+[万亿]?"
)
_YEAR = re.compile(r"(?:二零|一九)[零一二三四五六七八九]{2}(?=年)")
_PARTS = re.compile(
    r"(?P<base>[百千万])分之(?P<n>[零一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?|\d+(?:\.\d+)?)"
)
_TENTHS = re.compile(
    r"(?<![\d.第])(?P<n>[一二两三四五六七八九]|\d(?:\.\d)?)成(?P<more>[半一二三四五六七八九])?(?![立为果员效都型长品功就本熟])"
)
_FRACTION = re.compile(r"(?P<base>[二三四五六七八九十])分之(?P<n>[一二三四五六七八九])")
_MIXED = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)亿(?:零)?(\d+(?:\.\d+)?)([千百]?)万")
_MIXED_SMALL = re.compile(
    r"(?<![\d.])(\d+)万(?:零)?(\d{1,4})(?:(千)(?:(\d)百)?)?(?=[余多]?[个名人家张所元件例场次项户份台])"
)
_HALF = re.compile(r"(?<![\d.])(\d+)(个?)(分|小时|个月|年)半(?:钟)?")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTHS = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日])")
_GAP = re.compile(r"(?<=[^\x21-\x7e])\s+|\s+(?=[^\x21-\x7e])")


def value(han: str) -> Decimal | None:
    """The number of a Chinese numeral, with or without 点; None for what is none (十四五, 三四).

    >>> value("一万零八十四"), value("五点九九"), value("八百二十九点一四万"), value("三四")
    (Decimal('10084'), Decimal('5.99'), Decimal('8291400.00'), None)
    """
    whole, point, rest = han.partition("点")
    scale = _SCALE.get(rest[-1:], 1) if point else 1
    digits = rest.rstrip("万亿")
    number = _whole(whole)
    if not whole or number is None or (point and not digits):
        return None
    part = Decimal("0." + "".join(str(_DIGIT[digit]) for digit in digits)) if point else Decimal(0)
    return (number + part) * scale


def _whole(han: str) -> Decimal | None:
    """A numeral without 点: its digits and steps must go down (亿, 万, 千, 百, 十)."""
    for scale in ("亿", "万"):
        high, found, low = han.rpartition(scale)
        if found:
            above, below = _whole(high) if high else Decimal(1), _whole(low) if low else Decimal(0)
            if above is None or below is None or below >= _SCALE[scale]:
                return None
            if low in ("一", "二", "两", *"三四五六七八九"):
                below *= _SCALE[scale] // 10  # 三万五
            return above * _SCALE[scale] + below
    return _small(han)


def _small(han: str) -> Decimal | None:
    total, digit, last = 0, None, 10000
    for place, character in enumerate(han):
        if character in _STEP:
            step = _STEP[character]
            if step >= last or (digit is None and not (character == "十" and place == 0)):
                return None
            total, digit, last = total + (1 if digit is None else digit) * step, None, step
        elif character == "零":
            if digit is not None:
                return None
        elif digit is not None:
            return None
        else:
            digit = _DIGIT[character]
    if digit is None:
        return Decimal(total)
    shorthand = last >= 100 and last < 10000 and len(han) >= 2 and han[-2] in "百千"
    return Decimal(total + digit * (last // 10 if shorthand else 1))


def arabic(text: str) -> str:
    """``text`` in narrow characters, its Chinese numerals as Arabic digits, dates as 2024年4月19日, no blanks beside Chinese.

    >>> arabic("约四成五，一万零八十四人，第八批，二〇二四年，１．５亿")
    '约45%,10084人,第八批,2024年,1.5亿'
    """
    plain = _GAP.sub("", narrow(text))
    plain = _YEAR.sub(lambda found: "".join(str(_DIGIT[c]) for c in found[0]), plain)
    plain = _ISO.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", plain)
    plain = _MONTHS.sub(lambda found: _written(found[0]), plain)
    plain = _PARTS.sub(_part, plain)
    plain = _FRACTION.sub(
        lambda found: _shown(Decimal(_DIGIT[found["n"]] * 100) / _whole_or_ten(found["base"])) + "%", plain
    )
    plain = _TENTHS.sub(_tenth, plain)
    plain = _runs(plain)
    plain = _MIXED.sub(_mixed, plain)
    plain = _MIXED_SMALL.sub(_mixed_small, plain)
    return _HALF.sub(_half, plain)


def _runs(plain: str) -> str:
    blotted = guards.blot(plain)

    def written(found: re.Match[str]) -> str:
        name = blotted[found.start()] == guards.BLANK  # 十四五, but not the 一张 of 二百零一张
        return found[0] if name else _written(found[0])

    return _RUN.sub(written, plain)


def _written(han: str) -> str:
    """The digits of a numeral; what is none, or a scale alone (千万), stays."""
    if all(character in "十百千万亿" for character in han) and han != "十" and not han.startswith("十"):
        return han
    number = value(han)
    return han if number is None else _shown(number)


def _shown(number: Decimal) -> str:
    """Plain digits, without a tail of zeros behind the point; at most six of them."""
    text = f"{number:f}"
    if "." not in text:
        return text
    whole, _, part = text.partition(".")
    return f"{whole}.{part[:6]}".rstrip("0").rstrip(".")


def _whole_or_ten(han: str) -> int:
    return 10 if han == "十" else _DIGIT[han]


def _part(found: re.Match[str]) -> str:
    said = found["n"]
    number = Decimal(said) if said[0].isascii() else value(said)
    if number is None:
        return found[0]
    sign, factor = {"百": ("%", 1), "千": ("‰", 1), "万": ("‰", 10)}[found["base"]]
    return _shown(number / factor) + sign


def _tenth(found: re.Match[str]) -> str:
    said, more = found["n"], found["more"]
    tens = Decimal(said) if said[0].isascii() else Decimal(_DIGIT[said])
    return _shown(tens * 10 + (5 if more == "半" else _DIGIT.get(more or "零", 0))) + "%"


def _mixed(found: re.Match[str]) -> str:
    small = Decimal(found[2]) * {"": 1, "百": 100, "千": 1000}[found[3]]
    return _shown(Decimal(found[1]) * 10**8 + small * 10**4)


def _mixed_small(found: re.Match[str]) -> str:
    rest = int(found[2]) * (1000 if found[3] else 1) + int(found[4] or 0) * 100
    return str(int(found[1]) * 10000 + rest)


def _half(found: re.Match[str]) -> str:
    if found[3] == "分":
        return f"{found[1]}分30秒"
    return f"{found[1]}.5{found[2]}{found[3]}"
