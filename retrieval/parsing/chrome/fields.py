"""Metadata lines and toolbars: 索引号：… 发布机构：…, 来源：… 发布时间：… 【字体：大 中 小】 【打印】."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.parsing.chrome.words import (
    COUNT_LABELS,
    DATE_LABELS,
    FREE_LABELS,
    INDEX_LABELS,
    LONG_LABELS,
    NAME_LABELS,
    NUMBER_LABELS,
    OWN_BELOW,
    TOOLS,
    WIDGET_LABELS,
)

Fields = tuple[tuple[str, str], ...]

_LONGEST = 600
_DATE = r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_NOTHING = re.compile(r"[\s无空暂\-—－/]*")
_COLON = r"\s*[:：︰∶]"
_TITLE_WORDS = re.compile("总结|要点|计划|报告|通知|意见|方案|公报|规划|纪要|讲话|安排|打算|汇报|公告|函")
# The form of value that each label takes.
_FORMS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(DATE_LABELS, re.compile(r"[\d\-/.:：年月日时分秒T\s+Z]{4,32}(?:[(（]?星期.[)）]?)?|长期.*")),
    **dict.fromkeys(
        COUNT_LABELS, re.compile(r"[\s\[\]【】()（）]*(?:[\d,.]*|加载中.*)\s*[万wk]?\+?\s*[次人]?[\s\[\]【】()（）]*")
    ),
    **dict.fromkeys(INDEX_LABELS, re.compile(r"(?=.*\d)[\w/\-.〔〕\[\]()（）:：·—－\s]{3,60}")),
    **dict.fromkeys(NUMBER_LABELS, re.compile(r".{2,40}号.{0,6}")),
    **dict.fromkeys(NAME_LABELS, re.compile(r".{0,150}")),
    **dict.fromkeys(LONG_LABELS, re.compile(r".{0,500}")),
    **dict.fromkeys(WIDGET_LABELS, re.compile(r".{0,60}")),
    **dict.fromkeys(FREE_LABELS, re.compile(r"[^。；;]{0,80}")),
}
_TYPED = frozenset((*DATE_LABELS, *COUNT_LABELS, *INDEX_LABELS, *NUMBER_LABELS))


def _spread(words: Iterable[str]) -> str:
    """Alternatives of ``words``, longest first, each also with blanks between its characters (来 源)."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(r"\s*".join(map(re.escape, word)) for word in ordered)


# Short labels need a border before them (数据来源 is no 来源); long ones may stand right behind a value.
_SHORT = _spread(label for label in _FORMS if len(label) == 2)
_LONG = _spread(label for label in _FORMS if len(label) > 2)
_COUNTED = rf"(?<![一-鿿])(?:{_spread(COUNT_LABELS)})(?=\s*[\[【(（]?\s*\d+\s*次?[\]】)）]?(?:\s|$))"
_KNOWN = rf"(?:{_LONG})(?={_COLON})|(?<![一-鿿A-Za-z])(?:{_SHORT})(?={_COLON})|{_COUNTED}"
_UNKNOWN = r"(?:(?<=\s)|^)[一-鿿]{2,8}(?:ID)?(?=[:：])"
_TOOL = rf"(?<![一-鿿A-Za-z])(?:{_spread(TOOLS)})(?![一-鿿A-Za-z])(?!{_COLON})"
_ANCHOR = re.compile(rf"(?P<label>{_KNOWN})(?:{_COLON})?|(?P<tool>{_TOOL})", re.I)
_ANY_ANCHOR = re.compile(rf"(?P<label>{_KNOWN}|{_UNKNOWN})(?:{_COLON})?|(?P<tool>{_TOOL})", re.I)
_RESIDUE = re.compile(r"[\s|｜/\\\[\]【】〖〗「」()（）<>＜＞《》·•,，、:：;；.。\-—_+~*#>»›→\d]*")
_STAMP = re.compile(rf"[\s\[【(（]*(?:发布于|发表于|更新于)?\s*({_DATE}(?:\s*{_CLOCK})?)[\s\]】)）|｜]*")
_STAMPED = re.compile(
    rf"(?:[^\s，。；：:]{{1,20}}\s+){{0,4}}(?:发布于|发表于)?\s*({_DATE}\s*{_CLOCK})(?:\s+[^\s，。；：:]{{1,20}}){{0,3}}"
)
_NUMERIC_DAY = re.compile(r"((?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})")
_EDGES = " \t\u00a0\u3000|｜,，"
_CELLS = re.compile(r"\s*[\t|｜]\s*")
_WIDE_GAP = re.compile(r"\s{2,}")
_BLANK = re.compile(r"\s+")


def read_fields(line: str) -> Fields | None:
    """(label, value) of a metadata line or toolbar that is nothing else; () for a toolbar; None for any other line.

    Labels lose their inner blanks (来 源 → 来源); an empty field has value ``""``. Two columns on one line, cells parted by
    tabs or ``|``, labels run together, half- and full-width colons, and a leading time stamp are all read.
    """
    if len(line) > _LONGEST:
        return None
    line = _as_labelled(line.strip())
    if stamped := _STAMPED.fullmatch(line) or _NUMERIC_DAY.fullmatch(line):
        return (("发布时间", stamped[1]),)
    anchors = list(_ANCHOR.finditer(line))
    if any(anchor["label"] for anchor in anchors):
        anchors = list(_ANY_ANCHOR.finditer(line))
    return _pairs(line, anchors) if anchors else None


def _pairs(line: str, anchors: list[re.Match[str]]) -> Fields | None:
    pairs: list[tuple[str, str]] = []
    before = line[: anchors[0].start()]
    if stamp := _STAMP.fullmatch(before):
        pairs.append(("发布时间", stamp[1]))
    elif not _RESIDUE.fullmatch(before):
        return None
    ends = [*(anchor.start() for anchor in anchors[1:]), len(line)]
    for anchor, end in zip(anchors, ends, strict=True):
        value = line[anchor.end() : end]
        if not anchor["label"]:
            if not _RESIDUE.fullmatch(value):
                return None
            continue
        label, value = _BLANK.sub("", anchor["label"]), _trim(value)
        if not fits(label, value):
            return None
        pairs.append((label, value))
    return tuple(pairs)


def fits(label: str, value: str) -> bool:
    """True where ``value`` may stand behind ``label``: nothing, a date behind 发布日期, …号 behind 文号."""
    form = _FORMS.get(label)
    return not value or (len(value) <= 60 if form is None else bool(form.fullmatch(value)))


def lone_label(line: str) -> str | None:
    """The known label that is all there is of the line (索引号, 发布机构：), else None."""
    bare = _BLANK.sub("", line).rstrip(":：")
    return bare if bare in _FORMS else None


def takes(label: str, value: str) -> bool:
    """True where the line ``value`` below a lone ``label`` may be its value; the title of the text is not."""
    if label in WIDGET_LABELS or not value or len(value) > 60 or not fits(label, value):
        return False
    free = label in FREE_LABELS or label in INDEX_LABELS or label in LONG_LABELS
    return not (free and has_title_words(value))


def is_typed(label: str) -> bool:
    """True for labels whose value is known by its form: dates, counts, index and document numbers."""
    return label in _TYPED


def is_unknown_field(line: str) -> bool:
    """``label：value`` with a label that we don't know; chrome only among other metadata lines."""
    return bool(re.fullmatch(r"\s*[一-鿿]{2,8}\s*[:：][^。；;]{0,60}", line))


def may_stand_below(pairs: Fields) -> bool:
    """True where fields may go below the text too; 印发日期 or 主题词 belong to the document itself there."""
    return not any(label in OWN_BELOW for label, _ in pairs)


def has_title_words(line: str) -> bool:
    """Holds a word that names a kind of official document (总结, 要点, 通知 …)."""
    return bool(_TITLE_WORDS.search(line))


def _as_labelled(line: str) -> str:
    """Table cells ``索引号 | 113/2024`` as ``索引号： 113/2024``; other lines as they are."""
    if any(border in line for border in "\t|｜"):
        cells = _CELLS.split(line)
    elif ":" in line or "：" in line:
        return line
    else:
        cells = _WIDE_GAP.split(line)
    if len(cells) < 2 or not lone_label(cells[0]):
        return line
    return " ".join(f"{label}：" if (label := lone_label(cell)) else cell for cell in cells)


def _trim(value: str) -> str:
    """``value`` without outer blanks, cell borders and the page's own brackets; ``""`` where it says nothing (无, —)."""
    value = value.strip(_EDGES)
    for opening, closing in ("()", "（）", "[]", "【】"):
        if value.count(closing) > value.count(opening):
            value = value.removesuffix(closing).rstrip()
        elif value.count(opening) > value.count(closing):
            value = value.rstrip(opening).rstrip()
    return "" if _NOTHING.fullmatch(value) else value
