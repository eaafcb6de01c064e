"""Year, period, and goal or result: what a sentence says of them against what its evidence is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.faithfulness.facts import years
from retrieval.answering.faithfulness.grounds import Ground
from retrieval.parsing import dates
from retrieval.parsing.status import Status

_RESULT_LABEL = re.compile(r"实际(?=[:：达为是值完])|(?<=[年度期月])实际")
_GOAL_LABEL = re.compile(r"目标(?=[:：达为是值])|(?<=[(（])目标(?=[)）])|(?<=[年度期月])(?:的)?目标")
_GOAL = re.compile(
    r"目标|计划(?!生育|免疫)|拟(?!定|订|合)|(?<![即行])将(?=于|在|继续|进一步|加快|全面|持续|力争|重点|按照|不断|达|超过|建|完成|启动|新增|实现|提高|提升|开展|推|引进|培|增|投|有|是|要)|力争|争取|要求|(?<![主重需首纪概摘纲机必紧])要(?![求素点害闻件])|预计|打算|确保|应当?(?=[达不])|须(?!知)|到20\d\d年底|明年|下一步|提出(?=到|力争|要|目标)|有望|争创"
)
_GOAL_HEAD = re.compile(
    r"^.{0,24}?20\d\d年(?:的|度)?(?:工作)?(?:计划|要点|目标|要(?=[^点求素])|拟|将|力争|打算|预计|提出)"
)
_REGION = r"[\u4e00-\u9fff]{2,8}?[省市县区州盟旗]"
_OWN_HEAD = re.compile(
    r"(?:(?:据|根据|按照?)[^,，]{0,8}[,，]?)?"
    rf"(?:{_REGION}(?:[(（][^()（）]{{1,6}}[)）])?(?:20\d\d年(?!版)|(?:实际|目标)?[:：])|20\d\d年[,，]?(?:{_REGION}|实际|目标))"
)
_BEGINS = re.compile(rf"(?:20\d\d年[,，]?)?({_REGION})")
_HEAD_YEAR = re.compile(r"^(?:[\u4e00-\u9fff]{2,8}[省市县区州盟旗])?(?:\([^()]{1,6}\))?(20\d\d)年(?=[^版])")
_LABEL_YEAR = re.compile(r"(20\d\d)年(?:度)?(?:上半年|下半年|前.季度)?(?:实际|目标)(?=[:：)）]|$)")
_DONE = re.compile(
    r"已(?!确诊)|(?<=[\u4e00-\u9fff])了(?=[\d一二三四五六七八九十两]|约|近|超)|累计|实际|同比|(?:完成|建成|实现|取得|达到|新增|获得)了|业已|现已|顺利完成|圆满"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the line before said of its region, year, side and period; it holds for lines without a head of their own."""

    plan: bool | None = None
    year: int | None = None
    period: str | None = None
    region: str | None = None


def side(said: str, known: str) -> bool | None:
    """True where a sentence tells a goal, False where a result, None where it says neither; words of the evidence tell nothing."""
    label = labelled(said)
    if label is not None:
        return label
    done = [found[0] for found in _DONE.finditer(said) if found[0] not in known]
    goal = [found[0] for found in _GOAL.finditer(said) if found[0] not in known]
    if done:
        return False
    return True if goal else None


def labelled(said: str) -> bool | None:
    """The side that the first label says: 2024年实际：, 2025年目标：."""
    goal, result = _GOAL_LABEL.search(said), _RESULT_LABEL.search(said)
    if goal and result:
        return goal.start() < result.start()
    return True if goal else False if result else None


def labels(said: str) -> int:
    """How many labels of a side a sentence has."""
    return len(_GOAL_LABEL.findall(said)) + len(_RESULT_LABEL.findall(said))


def head_of(said: str, before: Head) -> Head:
    """The head that holds after a sentence."""
    own = years(said)
    plan = labelled(said)
    if plan is None and not has_head(said):
        return before
    if plan is None:
        plan = True if _GOAL_HEAD.search(said) else None
    begins = _BEGINS.match(said)
    return Head(
        region=begins[1] if begins else None,
        plan=plan,
        year=min(own) if len(own) == 1 else None,
        period=dates.period(said),
    )


def has_head(said: str) -> bool:
    """Whether a sentence begins with a region or label of its own, so that nothing of the line before holds for it."""
    return bool(_OWN_HEAD.match(said))


def wrong_side(told: bool | None, states: Sequence[Status], said: str, known: str, head: Head) -> str | None:
    """The reason where a goal is told as done or a result as a goal. ``states``: what the evidence may be."""
    plans = {state.plan for state in states}
    claimed = told
    if claimed is None:
        claimed = True if plans == {True} and _GOAL.search(said) else head.plan
    if claimed is None and plans == {True}:
        return UNTOLD
    if claimed is True and plans == {False}:
        return "原文是已完成的情况，这里说成了目标"
    if claimed is False and plans == {True}:
        return "原文是目标，这里说成了已完成"
    return None


UNTOLD = "原文是目标，这里没有写明"


def done_of_goals(said: str, states: Sequence[Status], known: str) -> str | None:
    """The reason where a sentence that rests on goals alone says 已, 了 or 累计 of its own."""
    done = any(found[0] not in known for found in _DONE.finditer(_RESULT_LABEL.sub("", said)))
    return "原文是目标，这里说成了已完成" if done and all(state.plan for state in states) else None


def wrong_head(said: str, states: Sequence[Status], grounds: Sequence[Ground]) -> str | None:
    """The reason where the year of a head or label (芜湖市2024年…, 2025年目标) is not that of the evidence."""
    known = {state.year for state in states} | {one.evidence.year for one in grounds}
    heads = [*_HEAD_YEAR.findall(said), *_LABEL_YEAR.findall(said)]
    wrong = next((year for year in heads if int(year) not in known), None)
    return f"原文说的不是{wrong}年" if wrong and None not in known else None


def wrong_year(told: int | None, states: Sequence[Status], known: str) -> str | None:
    """The reason where a figure or statement is told of another year than its evidence."""
    if told is None or any(state.year in (told, None) for state in states):
        return None
    if told in years(known):
        return None
    return f"原文说的不是{told}年"


def strange_years(said: str, grounds: Sequence[Ground]) -> str | None:
    """The reason where a year is named that no evidence has."""
    known: set[int] = set()
    for one in grounds:
        own = one.evidence.year
        known |= {own} if own else set()
        known |= {state.year for each in one.stated for state in (each.state,) if state.year}
        known |= years(one.text, of=own) | years(one.around)
    for year in sorted(years(said) - known):
        if known:
            return f"出处没有{year}年"
    return None


def wrong_period(said: str, states: Sequence[Status], known: str, head: Head) -> str | None:
    """The reason where a part of the year is told as another, or as the whole."""
    told = dates.period(said) or head.period
    periods = {state.period for state in states} | {dates.period(known)}
    if told and not any(dates.same_period(told, each) for each in periods if each):
        return f"原文说的不是{told}"
    if not told and states and all(state.period for state in states):
        return f"原文只说{states[0].period}"
    return None
