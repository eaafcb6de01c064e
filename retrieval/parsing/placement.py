"""How a name of a region stands in its sentence: alone, beside another region, or inside the name of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HAN = re.compile(r"[一-鿿]")
_LEAD = "和与跟及比在去问查看于到请对给是至同或"
_WEAK_END = re.compile(
    r"$|[^一-鿿]|[、和与跟及比的]|[今去明前]年|[各全两]|卫健|卫生|市|县|区|是|有|呢|吗|哪|怎|多少|上半年|下半年"
)
_LETTER_END = re.compile(r"$|[^一-鿿]|[、和与跟及比的省市]|[今去明前]年|[各全]|卫健|卫生")
_LINK = re.compile(r"[、和与及跟或]|以及")
# Words of an institution's or a street's name, at most twelve characters after the region; what can't stand in such a name
# (的, 各, a grade, a number of beds) ends the search.
_NAMED = re.compile(
    r"(?:(?!三级|二级|一级|公立|民营|县级|市级|省级|基层|所有|医疗|乡镇|村级|社区)[^\W\d的各有在与和及年所家等是对把将为了到从共获推]){0,12}?"
    r"(?:医院|卫生院|医学院|大学|学院|保健院|分中心|诊疗中心|研究院|研究所|中学|银行|公司|集团|药业|机场|大道|街道|路|街|杯)"
)
_COUNTED = re.compile(r"(?:医院|卫生院)(?:数|总|共|有|多少|几|的|床|建设|改革|门诊)")


def inside_name(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins, or stands in, the name of an institution or a street."""
    tail = text[end : end + 18]
    if _COUNTED.match(tail):
        return False
    return bool(_NAMED.match(tail)) or text[max(0, start - 2) : start] in ("附属", "医院")


def stands_alone(text: str, start: int, end: int, standing: str) -> bool:
    """Whether a short name of a question stands between the bounds of a word; strictest for words and single letters."""
    before = text[start - 1 : start]
    if before and _HAN.match(before) and before not in _LEAD:
        return False
    if standing == "plain":
        return True
    return bool((_LETTER_END if standing == "letter" else _WEAK_END).match(text, end))


def unlinked(text: str, spans: Sequence[tuple[int, int, bool]]) -> set[int]:
    """Numbers of the unsure ``spans`` (start, end, sure) that no enumeration (A、B和C) ties to a sure one."""
    sure = [span[2] for span in spans]
    pairs = [(n, n + 1) for n in range(len(spans) - 1) if _LINK.fullmatch(text[spans[n][1] : spans[n + 1][0]])]
    for one, other in [*pairs, *reversed(pairs)]:
        sure[one] = sure[other] = sure[one] or sure[other]
    return {number for number, known in enumerate(sure) if not known}
