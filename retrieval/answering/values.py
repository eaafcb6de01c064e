"""What kind of value a stretch of text holds: a count, a share, money, a duration, a date, a rank.

Only the kind and the place are read here, enough to tell whether a clause can answer "多少钱" or "百分之几"; names, units
and arithmetic are the work of :mod:`retrieval.parsing.indicators`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

NUMBER = r"(?<![\d.])\d+(?:[,，]\d{3})*(?:\.\d+)?"
NUMERAL = r"[〇零一二两三四五六七八九十百千]+"
MEASURES = (
    "个百分点|百分点|人次|人份|例次|床位|门次|台次|家次|个|名|人|家|张|所|处|项|件|条|例|场|期|次|辆|台|套|支|种|类|户|"
    "间|座|批|份|位|对|届|级|篇|部|本|册|起|宗|亩|平方米|公里|吨|毫升|单位|门|科|张床|袋|盒|款|组|队|站|镇|村|县|市"
)
PATTERNS: dict[str, str] = {
    "date": r"20\d\d[年\-./]\d{1,2}[月\-./]\d{1,2}日?|\d{1,2}月\d{1,2}日|(?:20\d\d年)?(?<![\d.\-—–~至到、])\d{1,2}月(?:份|底|初|末|[上中下]旬)?(?![\d\-—–~至到])|(?:20\d\d年)?年底前?|20\d\d年底前?",
    "percent": rf"{NUMBER}\s*(?:[%％‰]|个?百分点)|百分之{NUMERAL}|千分之{NUMERAL}|(?:[一二三四五六七八九]|\d)成(?![立为果员效都型长品功就])"
    rf"|(?<![(（]){NUMBER}\s*/\s*(?:1?0?万|十万|100000|10000)"
    r"|(?<![个项“])全覆盖|翻番|一半以上|过半",
    "money": rf"{NUMBER}\s*(?:[多余]?[千百十]?[万亿][多余]?)?(?:美)?元|{NUMERAL}[万亿]?元|(?:投入|资金|补助|投资|经费|债)[^，。；,;]{{0,6}}?{NUMBER}[万亿](?![元人名家个次份户平亩例])",
    "duration": rf"每(?:半|[两一二三])?个?(?:年|季度|季|月|周|星期|天|日)|半年|{NUMBER}\s*(?:个?(?:小时|分钟|工作日|月|星期)|周(?![年岁边末])|[分秒天年])(?:{NUMBER}\s*[分秒])?|{NUMERAL}(?:个月|年|天|小时|分钟)",
    "rank": r"第\s*(?:\d+|[一二三四五六七八九十]+)(?:位|名)?(?![条章节批次届轮期人类代])|首位|榜首|前列|前\s*(?:\d+|[一二三四五六七八九十]+)[位名]?",
    "number": rf"{NUMBER}\s*(?:[多余]?[千百]?[万亿千百]?[多余]?)\s*(?:{MEASURES})?|(?:{NUMERAL}|[几数]{NUMERAL})(?:余|多)?(?:{MEASURES})",
}
COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
#: A wanted kind → the kinds of value that answer it, the best first.
ANSWERS: dict[str, tuple[str, ...]] = {
    "number": ("number", "percent", "money", "duration", "rank"),
    "percent": ("percent",),
    "change": ("percent", "number", "money", "duration"),
    "money": ("money", "percent"),
    "date": ("date",),
    "duration": ("duration",),
    "rank": ("rank",),
}
#: 每千人口, 每万人: the base of a measure, no value.
BASE = re.compile(
    r"每?(?:十万|万|千|百)(?=人口|人(?:[\u4e00-\u9fff]{1,8}(?:数|率|位)))|每(?:十万|万|千|百|\d+)(?=[名人个])"
)
#: What a list asks for: an enumeration answers best.
NAMED = ("list", "place", "organisation")
#: Measure words that count the same kind of thing.
FAMILIES = (
    ("家", "个", "所", "处", "座", "间", "支", "站", "点"),
    ("人", "名", "位", "个", "户", "人次"),
    ("项", "个", "条", "件", "类", "种", "份", "部"),
    ("场", "次", "期", "批"),
    ("张", "个", "床"),
    ("台", "辆", "套", "个"),
)
#: 多少 without a measure word may ask for a share or a sum just as well.
UNNAMED = 0.9
#: Between a share and what it is a share of; between two clauses.
OF, STOP = re.compile(r"\s*(?:以上|左右|以下)?的"), re.compile(r"[,，;；。]")
VAGUE = re.compile(r"一[个批项种名家支条类套件场次位所处座]")
#: 28. or （三）at the beginning of a heading is no value.
NUMBERING = re.compile(r"\s*(?:\d{1,3}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)")
CHANGED = re.compile(
    r"同比|增幅|增长|提升|提高|上升|下降|降低|减少|缩短|增加|较上年|较去年|比上年|比去年|百分点|翻番|扩展"
)
YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年度?)?(?:[-—–~至到]\s*(?:19|20)?\d\d\s*年度?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value at ``text[start:end]``."""

    kind: str
    start: int
    end: int
    text: str


@lru_cache(maxsize=8192)
def values(text: str) -> tuple[Value, ...]:
    """Every value of ``text`` in order; overlapping ones keep the more telling kind; bare years are no values.

    >>> [(v.kind, v.text) for v in values("托位使用率44.8%，补助1000元")]
    [('percent', '44.8%'), ('money', '1000元')]
    """
    taken: list[Value] = []
    others = [match.span() for pattern in (YEAR, BASE) for match in pattern.finditer(text)]
    for kind, pattern in COMPILED.items():
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind in ("number", "duration") and any(s <= start < e for s, e in others):
                continue
            if all(end <= value.start or value.end <= start for value in taken):
                taken.append(Value(kind=kind, start=start, end=end, text=match.group()))
    return tuple(sorted(taken, key=lambda value: value.start))


def fits(wanted: str, text: str, measure: str | None = None, anchors: Sequence[str] = ()) -> float:
    """How well the values of ``text`` answer a question for ``wanted``: 0.0 not at all … 1.0 the very kind and measure word.

    Where no value is asked for, text with figures (or, for a list, with an enumeration) still tells more. ``anchors``: words asked for; a value far from all of them counts less.
    """
    kinds = ANSWERS.get(wanted)
    numbered = NUMBERING.match(text)
    text = text[numbered.end() :] if numbered else text
    if kinds is None:
        telling = "、" in text if wanted in NAMED else bool(values(text))
        return 1.0 if telling else 0.5
    spans = [match.span() for anchor in anchors for match in re.finditer(re.escape(anchor), text)]
    best = 0.0
    for value in values(text):
        if value.kind in kinds:
            kind = 1.0 if value.kind == kinds[0] else UNNAMED if wanted == "number" and not measure else 0.6
            best = max(best, kind * _same_measure(value, wanted, measure) * _closeness(value, spans, text))
    if wanted == "change" and not CHANGED.search(text):
        best *= 0.3
    return best


def _closeness(value: Value, spans: Sequence[tuple[int, int]], text: str) -> float:
    """1.0 within eight characters of a word asked for, 0.8 further away; a value is named before it is given, not after.

    A share may stand before the word it is a share of (80%以上的卫生院); another value before it in the same clause.
    """
    if spans and all(value.end <= start for start, _ in spans):
        between = text[value.end : min(start for start, _ in spans)]
        if value.kind == "percent" and not OF.match(between):
            return 0.25
        if STOP.search(between):
            return 0.7
    apart = min((max(start - value.end, value.start - end, 0) for start, end in spans), default=0)
    return 1.0 if apart <= 8 else 0.8


def _same_measure(value: Value, wanted: str, measure: str | None) -> float:
    """1.0 for the measure word asked with, less for one of its family, little for another; a vague 一批 is hardly a figure."""
    if VAGUE.fullmatch(value.text):
        return 0.3
    if not measure or value.kind in ("rank", "date") or measure in value.text:
        return 1.0
    if value.kind == wanted == "duration":
        return 0.9
    if value.kind in ("percent", "money"):
        return 0.3 if wanted == "number" else 1.0
    if value.text[-1] in "0123456789万亿千百余多":
        return 0.8
    family = next((family for family in FAMILIES if measure in family), ())
    return 0.9 if any(each in value.text for each in family) else 0.7 if measure == "个" else 0.3
