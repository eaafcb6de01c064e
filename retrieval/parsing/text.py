"""Characters: widths, numerals, and what stands inside quotation marks or brackets."""

from __future__ import annotations

import re
import unicodedata

Span = tuple[int, int]

STOPS = "。!?;"
"""Ends of a sentence, in narrow text."""
CLOSERS = "”’\"')》」』】〕"
"""What may follow a stop and still belongs to its sentence, in narrow text."""

_SPACES = "\t\xa0\u1680\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\x1c\x1d\x1e\x1f" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_NARROW = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _BREAKS), "\n")
    | {ord("﹒"): ".", ord("〇"): "零", ord("○"): "零", ord("｡"): "。"}
)
_HIDDEN = "\ue000"
_PROTECTED = re.compile(
    r"《[^《》\n]{1,100}》|“[^“”\n]{1,100}”|‘[^‘’\n]{1,60}’|「[^「」\n]{1,100}」|『[^『』\n]{1,100}』|\([^()\n]{1,60}\)"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100}
NUMERALS = "零一二三四五六七八九十百"


def fold(text: str) -> str:
    """Text for matching, never for storing: NFKC, lower case, every kind of space a plain one. Its length may differ."""
    return unicodedata.normalize("NFKC", text).translate(_NARROW).lower()


def narrow(text: str) -> str:
    """The same text, character for character, with half-width ASCII, plain spaces and ``\\n`` for every line break."""
    return text.translate(_NARROW)


def mask(text: str) -> str:
    """Narrow text with what stands inside quotation marks, book marks and brackets blotted out; offsets stay.

    A stop that ends a quotation stays visible: the sentence around it ends there too.
    """
    return _PROTECTED.sub(_blot, text)


def _blot(found: re.Match[str]) -> str:
    inside = found[0]
    visible = inside[-2:] if inside[-2] in STOPS and inside[0] in "“‘「『" else inside[-1]
    return inside[0] + _HIDDEN * (len(inside) - 1 - len(visible)) + visible


def hidden(masked: str, at: int) -> bool:
    """Whether the character at this offset of masked text stands inside quotation marks or brackets."""
    return masked[at] == _HIDDEN


def numeral(text: str) -> int:
    """The value of a Chinese (三, 十二), Arabic or enclosed (㈢, ③) numeral below 1,000; 0 for what is none."""
    if len(text) == 1:
        return int(unicodedata.numeric(text, 0))
    if text.isascii():
        return int(text) if text.isdigit() else 0
    value = digit = 0
    for character in text:
        if character in _UNITS:
            value += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            return 0
    return value + digit


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends; an empty one lies at ``end``."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
