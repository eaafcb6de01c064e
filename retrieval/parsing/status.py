"""What one sentence says of its year and of done or planned; its own words win over those of the report around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.parsing import dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``year``: of the statement; ``plan``: True for a goal, False for a result; ``period``: None is the full year."""

    year: int | None
    plan: bool
    period: str | None


_COMPARED_BEFORE = re.compile(r"(?:较|比|与|同|自|从|由|对比|相较于?|始于|高于|低于|优于|多于|少于|根据|按照)$")
_COMPARED_AFTER = re.compile(
    r"年?(?:底|末|度)?的?(?:同期|相比|以来|起|开始|版|基础上|水平|[^，。；,;]{0,14}(?:绩效考核|考核评价|绩效评价|考评))"
)
_DEADLINE = re.compile(r"(?:到|至)\s*$")
_AIM = re.compile(
    r"力争|争取(?!到|了|[^，。；、,;]{0,14}(?:资金|国债|债券|专项债|补助|经费|支持项目))|下一步|接下来|拟(?:于|在|新|建|投)|预计|有望|目标(?:是|为|值)|(?:计划|任务|预期|规划)(?:数|值)?为(?=[≥≤约\d])"
    r"|(?<!专项)(?<!行动)计划(?=新|在|于|到|年内|今年|明年|完成有效|开展|引进|招|建|投|启动|20\d\d)"
    r"|将(?=于|在20|在明|在下|继续|进一步|加快|全面|持续|力争|重点|按照|不断|达到|超过|建成|完成|启动|新增|实现)"
)
_DEMAND = re.compile(r"确保|不低于|不少于|不高于|不超过|要达到")
_DONE = re.compile(
    r"已(?!经?确诊)|累计|完成了|建成了|实现了|取得|荣获|获评|同比|[较比](?:去年|上年|20\d\d)|全年(?:共|完成|开展)|完成|建成|达到了"
)
_PAST = re.compile(
    r"今年以来|去年以来|截[至止](?!\s*(?:20\d\d年)?(?:年底|12月))|累计(?:已|完成|建成|投入|达|开展|培)"
    r"|已(?:经|累计)?(?:完成|建成|实现|达|有|开工|投入使用|全部|建立|成立|覆盖|获)|过去(?:的)?一年|一年来"
)


def status(sentence: str, *, year: int | None, plan: bool) -> Status:
    """Year, plan and period of ``sentence`` in a part of a report of ``year`` that holds goals (``plan``) or results.

    到2025年底…达到 in results of 2024 is a plan of 2025; 2023年…完成 is 2023; 同比 and 较2023年 change nothing. Where the
    sentence is silent or says two years, the part's own values stay.
    """
    stated, deadline = _stated_year(sentence, year)
    final = year if stated is None else stated
    return Status(year=final, plan=_plan(sentence, year, final, plan, deadline), period=dates.period(sentence))


def _stated_year(sentence: str, year: int | None) -> tuple[int | None, bool]:
    """The one year the sentence is about, and whether it stands as a deadline (到2025年底)."""
    spans = sorted([*dates.years(sentence), *dates.relative_years(sentence, year)])
    own = [(start, value) for start, end, value in spans if not _compared(sentence, start, end)]
    values = {value for _, value in own}
    if len(values) != 1:
        return None, False
    return values.pop(), any(_DEADLINE.search(sentence, 0, start) for start, _ in own)


def _compared(sentence: str, start: int, end: int) -> bool:
    before = _COMPARED_BEFORE.search(sentence, max(0, start - 4), start)
    return bool(before) or bool(_COMPARED_AFTER.match(sentence, end))


def _plan(sentence: str, year: int | None, stated: int | None, plan: bool, deadline: bool) -> bool:
    if year is not None and stated is not None and stated != year:
        return stated > year
    text = dates.masked(sentence)
    if plan:
        return not _PAST.search(text) or bool(_AIM.search(text)) or deadline
    if _AIM.search(text):
        return True
    return bool(_DEMAND.search(text)) and not _DONE.search(text)
