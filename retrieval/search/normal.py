"""A question in plain form: simplified characters, NFKC, no markup, no control characters, no politeness."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

from opencc import OpenCC

#: Longer questions are cut here; Telegram sends no more.
LONGEST = 4096

TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]{0,300}>", re.DOTALL | re.IGNORECASE)
BLANKS = re.compile(r"[^\S\n]+")
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

POLITE = re.compile(
    r"(?:你好|您好|大家好|在吗|哈喽|嗨|各位)[,。!~\s]*(?=.)"
    r"|(?:请|想|我?要|我?想|来|再|也)?(?:请教|咨询|打听|问(?![题诊卷责答])|查询)(?:一下|下|一句|个问题|个事)?(?:你|您|大家)?(?=[,:\s\u3400-\u9fff\d“])(?<!访问)(?<!学问)(?<!慰问)(?<!顾问)(?<!咨询)"
    r"|(?:我|我们|领导|老板|俺|咱)?(?:很|就|只)?(?:想|要|需要|希望)(?:要)?(?:知道|了解|看|晓得|弄清楚?|搞清楚?|核实|确认)(?:一下|下|看看)?"
    r"|(?:能不能|能否|可否|可不可以|可以)?(?:麻烦|劳烦|烦请|拜托|劳驾)(?:你|您)?"
    r"|(?:请|麻烦)?(?:帮忙|帮我|帮我们|给我|替我|跟我|和我|向我|为我)(?:们)?(?=查|找|看|说|讲|介绍|列|概括|总结|梳理|归纳|算|核|问|了解|回答|答|整理|搜|调|提供|写|起草|拟|做|汇总|盘点)"
    r"|(?<![\u4e00-\u9fff])(?:你)?(?:能不能|能否|可否|可不可以|可以)(?:请你?)?(?=告诉|查|说|讲|介绍|列|概括|总结)"
    r"|告诉(?:我|我们|大家|一下|下)*"
    r"|(?:查一查|查一下|查下|查查|找一下|找找|看一下|看看|搜一下|搜搜|说一下|说说|讲一下|讲讲|谈谈|聊聊|介绍一下|介绍下|问一下|问下|核一下|核实一下)"
    r"|(?:^|(?<=[,。;:!?\n\s]))(?:再|就|并|然后)?请?(?:你|您)?(?:(?:直接|如实|准确|简要|简单|详细|尽快)?(?:回答|回复|告知|解释|说明)|(?:直接|就|再)(?:说|讲))(?:一下|下|我)?(?=[\u4e00-\u9fff\d“])"
    r"|^请(?=[^示求假])|(?<=[,。;:!?\n\s])请(?=[^示求假])"
    r"|(?:谢谢|多谢|感谢|辛苦)(?:您|你|了|啦|大家)?[!。~,]*$|(?:谢谢|多谢)[!。~]*"
    r"|(?:^|(?<=[,。!?\s]))(?:嗯+|呃+|额+|唉|哎|诶|喂|那个|就是说|话说|对了|然后|不好意思|打扰了?|急+|在线等)[,。!\s]+"
)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normal(question: str) -> str:
    """Simplified characters, NFKC (so that ？ is ?), no markup, no control characters, blanks run together.

    >>> normal("蕪湖市２０２４年　托位數？")
    '芜湖市2024年 托位数?'
    """
    text = TAG.sub(" ", html.unescape(question[:LONGEST]))
    text = unicodedata.normalize("NFKC", _simplifier().convert(text)).replace("\r", "\n")
    text = "".join(character for character in text if character == "\n" or _printable(character))
    return BLANKS.sub(" ", text).strip()


def _printable(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" or character == "\t"


def plain(text: str) -> str:
    """Without greetings, thanks and 请帮我查一下; the words that ask stay.

    >>> plain("您好,请帮我查一下托位数是多少,谢谢!")
    '托位数是多少,'
    """
    previous = None
    while previous != text:
        previous, text = text, POLITE.sub("", text).strip()
    return text


def empty(text: str) -> bool:
    """True where nothing but signs, emoji or white space is left."""
    return not any(character.isalnum() for character in text)


def is_english(text: str) -> bool:
    """True for a question that is written in Latin letters: at least two words, and more words than Chinese characters."""
    words = LATIN_WORD.findall(text)
    return len(words) >= 2 and len(words) > len(HAN.findall(text))
