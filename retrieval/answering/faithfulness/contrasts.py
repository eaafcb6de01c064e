"""How a comparison is worded: higher and lower than, up and down from, the most, the same. Pure."""

from __future__ import annotations

import re

from retrieval.answering.faithfulness.binding import DOWN, UP

_MORE, _LESS = "高多大长", "低少小短"
_SOFTLY = r"(?:均|都|也|则|还|要|更|略|稍|有所|有|为|同样|微)*"
YEAR = r"(?:(?:19|20)\d\d年(?:同期|底|末)?|上年|去年|上一年)"
#: Names of cited regions are written over with this, so that they are found as what they are.
MASK = "\ue000"
_OTHER = rf"(?P<other>{MASK}+|{YEAR})"
AFTER = re.compile(
    rf"{_SOFTLY}(?:(?P<high>[高多大长]于|超过|超出|高过)|(?P<low>[低少小短]于|不及|不如)|(?P<vague>[优好劣差快慢早晚]于|领先|落后))了?于?(?:同期|同年)?的?{_OTHER}"
)
_WORD = r"(?=[了出,;。)\d约近超些]|一些|$)"
_WAY = rf"(?:(?P<high>[{_MORE}]{_WORD}|{UP.pattern})|(?P<low>[{_LESS}]{_WORD}|{DOWN.pattern}))[了出]*(?P<by>[约近超]?\d[\d.]*(?!年)|[两一]倍)?"
_GAP = rf"(?:的|时)?[^,;。{MASK}]{{0,14}}?"
THAN = re.compile(rf"(?:比|相?较于?|相比于?){_OTHER}{_GAP}{_SOFTLY}{_WAY}")
WITH = re.compile(rf"(?:与|和|同|对比){_OTHER}{_GAP}(?:相比|相较),?[^,;。{MASK}]{{0,10}}?{_SOFTLY}{_WAY}")
LIKE = re.compile(rf"(?:与|和|同){_OTHER}{_GAP}(?P<even>持平|相同|相等|一样|一致)")
BARE = re.compile(rf"[较更略稍偏]为?(?:(?P<high>[{_MORE}])|(?P<low>[{_LESS}]))(?=[,;。)]|$)")
EVEN = re.compile(r"(?:两者|二者|数值|基本|均|都)*(?P<even>持平|相同|相等|一样|并列)(?=[,;。)]|$)")
ALL = re.compile(r"(?P<even>均|都|同)(?:为|是|达到?|有)?(?=\d)")
_FIRST = r"(?:位?居|位列|排名?|名列|排在)?(?:第[1一](?:位|名)?(?![批季轮期届人民中附医线责时方类产\d])|首位|榜首)|居首"
TOP = re.compile(rf"(?:(?P<high>最[{_MORE}]|{_FIRST})|(?P<low>最[{_LESS}]|(?:居|排名?|位列)?末位|垫底))(?:的)?[为是]?")
AREA = re.compile(r"(?:全[省国市县区球]|世界|国内|省内|市内)[^,;。]{0,6}$")
FROM_TO = re.compile(
    rf"[由从](?P<other>{YEAR})(?:的|底)?[^,;。\d]{{0,12}}(?P<before>\d[\d.]*)[^,;。\d]{{0,6}}?,?(?:(?P<high>{UP.pattern})|(?P<low>{DOWN.pattern}))了?[到至为]?"
)
DIFFERENCE = re.compile(r"相差|差距")


def direction(found: re.Match[str]) -> str:
    """high, low, even, or "" for none."""
    return next((name for name in ("high", "low", "even") if found.re.groupindex.get(name) and found[name]), "")
