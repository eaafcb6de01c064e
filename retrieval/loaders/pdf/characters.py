"""Characters as fonts give them → as people write them; and how the ends of lines are joined."""

from __future__ import annotations

import re
import unicodedata

_RADICALS = (
    "⺁厂⺈刀⺋卩⺌小⺍小⺎兀⺏尣⺖忄⺗心⺘扌⺙攵⺛旡⺝月⺞歹⺟母⺠民⺡氵⺢水⺣灬⺤爫⺨犭⺩王⺫罒⺬示⺭礻⺮竹⺯糸⺰纟⺱罓⺲罒⺳网⺶羊⺷羊"
    "⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻉贝⻊足⻋车⻌辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻞食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻳龟"
)
"""Of the CJK radicals without a decomposition: radical, character. Fonts share one glyph between the two."""
_CHARACTERS = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True)) | {
    code: unicodedata.normalize("NFKC", chr(code))
    for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0xFB00, 0xFB06))
    for code in range(first, last + 1)
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
_BLANK = re.compile(r"\s")
_WORD = re.compile(r"[A-Za-zÀ-ɏΑ-ω]")
_LATIN = re.compile(r"[!-~À-ɏ±×÷°‰Α-ω–—]")
_CLOSING = "，。、；：？！）〕】》」』”’…％,.;:?!)]}%‰℃"
_OPENING = "（〔【《「『“‘([{￥$"
_QUOTES = "“”‘’"
_LONGEST = 6
_HOLDING = "+±/￥$№"
_WORDS = re.compile(r"[0-9A-Za-z.,%‰+/:@_-]+")
_LETTERS = re.compile(r"(?:[\u4e00-\u9fff] +)+[\u4e00-\u9fff]")


def written(text: str) -> str:
    """The character that people write: no radicals, no compatibility forms, no ligatures."""
    return text.translate(_CHARACTERS)


def is_blank(text: str) -> bool:
    """Whether it is white space."""
    return bool(_BLANK.match(text)) or text in "\u200b\u200c\u200d\ufeff\u2060\xad"


def is_latin(text: str) -> bool:
    """Whether words of this script are parted by blanks."""
    return bool(_LATIN.match(text))


def is_han(text: str) -> bool:
    """Whether it is a Chinese character."""
    return "\u4e00" <= text < "\ua000"


def is_closing(text: str) -> bool:
    """Whether it may not begin a line."""
    return text in _CLOSING


def unbroken(text: str) -> int:
    """Number of characters at the beginning of a line that no line break may part: a character or a word and what clings
    to it; quotation marks cling to both sides."""
    end = _cling(text, 0)
    while end < len(text) and (text[end] in _QUOTES or (text[end - 1] in _QUOTES and end < _LONGEST)):
        end = _cling(text, end)
    return end


def _cling(text: str, end: int) -> int:
    """End of one character or word that begins here, with the marks before and behind it; + and / hold on to what follows."""
    while end < len(text) and text[end] in _OPENING:
        end += 1
    word = _WORDS.match(text, end)
    end = word.end() if word else end + 1
    while end < len(text) and (text[end] in _CLOSING + "/" or text[end - 1] in _HOLDING):
        end += 1
    return min(end, len(text))


def seam(before: str, after: str, *, spaced: bool, full: bool) -> str:
    """What stands between two lines of a paragraph: nothing, or a blank between two Latin words.

    ``spaced``: the first line ends with a blank. ``full``: not one more character would have fitted, so that a word may
    have been cut.
    """
    if not before or not after or not (is_latin(before[-1]) and is_latin(after[0])):
        return ""
    if spaced:
        return " "
    words = _WORD.match(before[-1]) and _WORD.match(after[0])
    return " " if words and not full else ""


def closed_up(text: str) -> str:
    """A title set wide with blanks (工 作 总 结) without them."""
    return text.replace(" ", "") if _LETTERS.fullmatch(text) else text
