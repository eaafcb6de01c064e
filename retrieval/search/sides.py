"""Whether a question asks for goals, for results, or for both side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass

# 计划 as a verb or a part of a report; 专项计划, 行动计划, 那个计划 and 计划生育 are names.
_PLAN_NOUN = (
    r"(?<!行动)(?<!专项)(?<!提升)(?<!那个)(?<!这个)(?<!培养)(?<!工程)(?<!发展)(?<!三年)(?<!五年)(?<!培育)(?<!免疫)(?<!规划)(?<!扶持)"
    r"(?<!人才)(?<!支持)(?<!培训)(?<!项)计划(?!生育|内|外|免疫|单列|覆盖|实施|完成)"
)
_MUST = (
    r"(?<![主重摘纲需必首紧简扼概想])要(?![点闻素害件紧领求么等花]|多久|多长|(?:几|多少)(?:个)?(?:天|分|小时|月|年|周))"
)
GOAL = re.compile(
    r"目标(?!责任|考核|管理)|打算|" + _PLAN_NOUN + r"|准备(?!金)|力争|争取(?!到|来|了)|拟(?!定|合|人)|预期(?!寿命)|预计"
    r"|将(?:要|会|于|在|新|建|开|推|完|达|有|增|怎|如何|实|把)|(?:重点|主要|哪些|什么|目标)任务|任务(?:是|有哪|数)"
    r"|想(?:要)?(?:争取|达到|建|做到|新增|新添|实现|完成|怎么|如何|压|冲|降|提|升|扩)|还(?:要|会)|再(?:新?[加增]|多?建|招|引进|送|派)(?!.{0,3}了)|要求|接着|接下来|下一步|下步"
    r"|(?:应|应该|应当|需|需要|须|必须|得)(?:达到|完成|做到|不低于|保持|控制)|(?:怎么|如何|总体|工作)安排|总体部署|工作要点|年要点|要点(?:里|中|提)|规划到|"
    + _MUST
)
#: What is meant to happen, though it sounds like a result: 打算完成, 要在年底前建成.
AHEAD = re.compile(
    r"(?:打算|计划|准备|力争|争取|拟|预计|预期(?!寿命)|将|应当?|需要?|须|必须|"
    + _MUST
    + r")[^,。;?!了]{0,10}?(?:完成|实现|达到|建成|新增|落实)"
)
RESULT = re.compile(
    r"完成(?!时限|时间|期限)|实现(?=了|情况|多少|没|程度)|实际|达到了|达成|兑现|做得|做的怎|做到哪|成效|成绩|成果|进展|落实情况|落实得|得怎么?样|取得|工作总结|年总结|总结(?:里|中|提|说|写)"
    r"|(?<![除为罢算极])(?<=[\u4e00-\u9fff])了(?![解然如望得])|(?:已经|已)(?!知)"
)
#: What asks for a value.
VALUE = re.compile(r"多少|几(?=[\u4e00-\u9fff])|怎么?样|如何")
#: Goal and result of one thing asked together.
BOTH = re.compile(
    r"(?:目标|任务|计划|指标)[^,。;?!]{0,8}(?:完成|实现|达到|达成|兑现|落实)(?:了|没|吗|得|情况|如何|怎|率|与否|程度)"
    r"|(?:完成|实现|达到|达成|兑现)(?:了)?(?:没有?)?[^,。;?!]{0,12}(?:目标|任务)(?:了?吗|没|如何|怎)"
    r"|(?:完成|实现|达标)(?:了)?(?:没有?|吗|情况)[^,。;]{0,3}$"
    r"|(?:有没有|是否|是不是)(?:按时|如期|全部)?(?:完成|实现|达成|兑现)"
    r"|(?:现在|目前|如今|眼下|当前)[^。;?!]{0,8}(?:多少|几|怎|如何)[^。;?!]{0,12}(?:目标|打算|计划)"
    r"|(?:目标|计划)(?:值|数)?(?:和|与|跟|、|及|对比|vs)(?:实际|完成|结果)|(?:实际|完成|结果)[^,。;?!]{0,6}(?:和|与|跟|、|及|对比|vs|比)[^,。;?!]{0,8}(?:目标|计划)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """``plan``: True goals, False results, None either. ``both``: goal and result are asked for, ``apart``: each by its own words."""

    plan: bool | None = None
    both: bool = False
    apart: bool = False


def sides(text: str) -> Sides:
    """The side that a question asks for, by its own words.

    >>> sides("打算新增多少托位?").plan, sides("完成了多少?").plan, sides("目标完成了吗?").both
    (True, False, True)
    """
    rest = AHEAD.sub("要", text)
    if rest == text and BOTH.search(text):
        return Sides(both=True)
    goal, result = bool(GOAL.search(rest)), bool(RESULT.search(rest)) or _asked_apart(rest)
    if goal and result:
        return Sides(both=True, apart=True)
    return Sides(plan=True if goal else False if result else None)


def _asked_apart(text: str) -> bool:
    """Whether one value is asked for as a goal and another is not: 上半年是多少,年底要到多少."""
    asking = [bool(GOAL.search(clause)) for clause in re.split(r"[,;?。]", text) if VALUE.search(clause)]
    return True in asking and False in asking
