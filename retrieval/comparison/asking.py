"""What a question wants done with compared values: an order, a count of regions, arithmetic. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Sum = Literal["difference", "sum", "mean", "completion", "change"]

_SUMS: tuple[tuple[Sum, re.Pattern[str]], ...] = (
    ("completion", re.compile(r"完成率|完成了?(?:目标的?)?(?:多少|百分之几|几成)|(?:目标)?完成(?:比例|进度)")),
    (
        "change",
        re.compile(
            r"同比|比(?:上|去)年|较(?:上|去)年|(?:增长|增加|提高|提升|下降|减少|增幅|降幅)了?(?:多少|几|百分)|增幅|涨幅|降幅"
        ),
    ),
    ("difference", re.compile(r"(?:相?差|[高多低少快慢])(?:了|出)?(?:多少|几)|差距|相差|差额|差值")),
    ("sum", re.compile(r"合计|加起来|加总|总和|求和|总共(?:有|是)?多少|一共(?:有|是)?多少")),
    (
        "mean",
        re.compile(r"平均(?:值|数|水平|下来)?(?:是|为|有|达到?)?(?:多少|几)|均值|(?:求|算|取)(?:一下)?平均|平均值"),
    ),
)
_LOWEST = re.compile(
    r"[最更](?:低|少|小|快|短|慢得?少)|倒数|垫底|(?:谁|哪[个家座]\S{0,3}).{0,12}(?:低|少|快|短)(?=[?？。!]|$)"
    r"|(?:比|有没有)\S{1,8}(?:更|还|要)?(?<!多)(?:低|少|快|短)(?:一?些|点)?(?:吗|么|不)?(?=[?？。!]|$)"
)
_HIGHEST = re.compile(
    r"[最更](?:高|多|大|长|强|慢)|排[名序行]|名次|领先|第一|前[几\d一二三四五六七八九十]|(?:谁|哪[个家座]\S{0,3}).{0,12}[高多大](?=[?？。!]|$)"
    r"|(?:比|有没有)\S{1,8}(?:更|还|要)?[高多大](?:一?些|点)?(?:吗|么|不)?(?=[?？。!]|$)"
)
_COUNT = re.compile(
    r"(?:哪些|几个|多少个?|哪几个)(?:地级|县级)?(?:城市|地方|地区|市县|县区|市|县|区|省)|有没有(?!\S{1,8}[高低多少大小](?:[?？。!]|$))|是否(?:都)?有|有无|都有吗"
)
#: Words of an arithmetical or ranking question that are no part of the topic.
_ASKING = re.compile(
    r"完成率$|完成(?:比例|进度)$|(?:的)?(?:同比|合计|总和|加起来|平均值|均值|相差|差距|差额|差值|排[名序行])(?:增长|变化|情况)?$"
    r"|^(?:同比|合计|平均(?=\S{0,4}$))|^(?:提到|提及|开展|实现|建有|设有|拥有|写到)(?:了|过)?|^有(?!效|序|偿|关|机|害)|(?<=[率数量额位])比$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """``order``: "highest" or "lowest" where a ranking was asked; ``count``: which or how many regions; ``sum``: arithmetic."""

    order: Literal["highest", "lowest"] | None = None
    count: bool = False
    sum: Sum | None = None


def wish(question: str) -> Wish:
    """What ``question`` wants beyond the values.

    >>> wish("各市千人口托位数谁最高").order, wish("芜湖比海宁高多少").sum, wish("哪些市有中医夜市").count
    ('highest', 'difference', True)
    """
    order: Literal["highest", "lowest"] | None = "highest" if _HIGHEST.search(question) else None
    order = "lowest" if _LOWEST.search(question) else order
    asked = next((name for name, pattern in _SUMS if pattern.search(question)), None)
    return Wish(order=order, count=bool(_COUNT.search(question)), sum=asked)


def subject(topic: str) -> str:
    """A topic without single letters left over and words that only ask.

    >>> subject("千人口托位数比 高"), subject("提到了医养结合"), subject("新增托位完成率")
    ('千人口托位数', '医养结合', '新增托位')
    """
    pieces = [piece for piece in topic.split() if len(piece) > 1]
    return " ".join(_ASKING.sub("", piece) or piece for piece in pieces) or topic
