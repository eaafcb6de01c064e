"""Names of amounts of money, spans of time, numbers without a unit, and values that a report sets its own against."""

from __future__ import annotations

import re

from retrieval.parsing.indicators import words
from retrieval.parsing.indicators.figures import Figure
from retrieval.parsing.indicators.phrases import (
    LONGEST,
    Around,
    Named,
    cleaned,
    joined,
    lead,
    made,
    noun_of,
    qualified,
    subject_of,
    until_stop,
    verb_and_noun,
)

_SPENT = re.compile("(?:投入|安排资金|安排|争取|筹集|拨付|下达|落实资金|支出|投资|统筹)(?:资金|经费)?$")
_GRANT = re.compile("的?(?:[一-龥]{2,10}补[贴助]|[一-龥]{0,6}(?:支持|奖励|资金|债|补助))")
_DOING = re.compile(r"(?:进行|开展|推进|实施|推动|加快|建设|支持|实现|用于|完成|加强|\d+[所家个处])+")
_AGAINST = re.compile(r"[低高优]于((?:全[国省市县区]|同期)(?:平均|水平|均值)?)(?:水平|值)?的?$")


def money(_figure: Figure, around: Around) -> Named:
    """The name of an amount of money: 体系建设投入, 育儿补贴, 罚没款."""
    left = cleaned(around.left)
    spent = _SPENT.search(left)
    right = until_stop(around.right)
    if spent and right:
        purpose = _purpose(right)
        kind = "投入" if "投入" in spent[0] else "安排资金" if spent[0] == "安排" else spent[0]
        return Named(name=purpose.removesuffix(kind) + kind, noun=noun_of(purpose))
    verb, noun = verb_and_noun(left)
    text = noun if not words.KEEPING.match(left) else verb + noun
    if not noun or words.GENERIC.match(text) or len(text) < 3:
        text = joined(subject_of(around), left or right)
    if _GRANT.match(around.right):
        text = lead(re.sub("(?:给予|发放|每人每[月年]|每[人月年市县家])+$", "", left)) + right.lstrip("的")
    return Named(name=text, noun=re.sub("(?:总投资|总产值|总额|投入|投资|费用|收入)$", "", text) or text)


def _purpose(right: str) -> str:
    """What money is for: 推进数字健康体系建设 → 数字健康体系建设."""
    right = re.sub(r"^(?:在[^,。;]{1,6}?率先|用于|专门?用于)", "", right.strip("的 "))
    found = _DOING.match(right)
    return right[found.end() :] if found and len(right) - found.end() >= 4 else right


def time(figure: Figure, around: Around) -> Named:
    """The name of a span of time: 平均急救反应时间, 平均住院日, 攻坚行动期限."""
    left = cleaned(around.left)
    right = until_stop(around.right.strip("”’ "))
    if figure.unit == "年" and right:
        return _term(left, right)
    if right and not re.search("(?:时间|用时|时长|年龄|寿命|住院日|周期|期限)$", left):
        thing = lead(left.strip("“")) + right
        return Named(name=_with_end(thing, "时间"), noun=thing)
    if left.endswith("平均") or len(left) < 4:
        left = _like_before(left, around)
    return Named(name=left, noun=left)


def _term(left: str, right: str) -> Named:
    """治本攻坚三年行动, 两年期培训: how long something runs."""
    kind = re.match("[一-龥]{0,6}?(?:行动计划|行动|计划|攻坚)|制", right)
    left = made(re.sub("^以", "", lead(left)))
    left = "" if words.MAKING.fullmatch(left) else left
    thing = joined(left, kind[0] if kind else re.sub("^期(?!限|间)", "", right.split("、")[0]))
    return Named(name=_with_end(thing, "期限"), noun=thing)


def _like_before(left: str, around: Around) -> str:
    """山区乡镇平均24分钟 after 县城平均急救反应时间13分钟: the measure is the one named before."""
    for known in reversed(around.names):
        head = re.search(r"(?:平均|^)([^平]{2,10}(?:时间|用时|时长|年龄|半径))$", known)
        if head:
            return joined(left, head[0])
    return joined(subject_of(around), left)


def _with_end(text: str, end: str) -> str:
    return text if re.search("(?:时间|期限|时长|周期|用时|年限|年龄|寿命)$", text) else text + end


def bare(_figure: Figure, around: Around) -> Named:
    """The name of a number without a unit: 出生人口性别比, 注册用户数."""
    verb, noun = verb_and_noun(cleaned(around.left))
    text = qualified(noun, around)
    return Named(name=text, noun=noun, verb=verb)


def points(_figure: Figure, around: Around) -> Named:
    """The name of a difference in 百分点 that no verb of change brings."""
    text = (around.names[-1] if around.names else subject_of(around)) + cleaned(around.left)
    return Named(name=text, noun=text)


def reference(figure: Figure, around: Around) -> Named | None:
    """A value that the report sets its own against, 低于全市平均的3.12人 → 每千人口执业医师数(全市平均), or how far it is off."""
    found = _AGAINST.search(around.left)
    if not found or not around.names:
        return None
    if figure.kind == "points":
        return Named(name=around.names[-1] + found[0], noun=around.nouns[-1])
    return Named(name=f"{around.names[-1][: LONGEST - 6]}({found[1]})", noun=around.nouns[-1])
