"""What a question takes over from the thread: 那海宁呢, 池州的目标呢, 里面高层次的有几个, 2025年呢."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.model import Shape, Thread
from retrieval.search.holdings import Holdings
from retrieval.search.places import Asked
from retrieval.search.sides import Sides
from retrieval.search.terms import has_term

PART_OF = re.compile(
    r"里面|其中|当中|这里头|里头|之中|这些(?!年)|那些|它们?|(?:这|那)(?:个|项|些|批|笔|几个)(?![\u4e00-\u9fff]{2,}(?:中心|医院|项目|工程|计划|平台|品牌|行动))|上述|刚才|前面(?:说|提)|上面(?:说|提)"
)
AGAIN = re.compile(
    r"^(?:那么?|还有|另外|又|再|同样|换成|改成|只看|换|如果是|那要是)|又(?:是|有)|也(?:是|有)|呢[?。!\s]*$|的(?:有|是|又|要|呢|占|为|达|共|能|得|总共|一共)?(?:多少|几|哪|什么|怎)"
)
#: Words that a thin follow-up consists of: they name no subject of their own.
FILLER = re.compile(
    r"里面|其中|当中|里头|同样的?|换成|改成|换|只看|看|如果是|要是|一样|目标|计划|实际|情况|完成|实现|达到?|要求|打算|准备|新增|新建|增加|再加|再增|接着|继续|具体|数量|总数|数字|数值|数据|水平|比例|占比|排名|名次|位次|全省|全国|结果|成绩|成效|后来|现在|目前|上年|同期|变化|增长|下降|提高|提升|每年|年度|全年"
    r"|上面|下面|刚才|前面|这个|那个|这些|那些|这项|那项|它们?|[这那的了呢吗吧是有在也都又还再和与要做想到各个数率年底比较和较更最高低多少大小]"
)
#: All the work of a region is asked for, not the thread's topic.
WHOLE = re.compile(r"(?:哪些|什么|啥)(?:主要|重点|具体|大)?(?:的)?(?:工作|任务|事(?![故件业项]))")
SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What is taken over. ``note``: for the reader, None where nothing was. ``whole``: the topic is the thread's."""

    topic: str
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    plan: bool | None = None
    whole: bool = False
    note: str | None = None


def thin(words: str) -> bool:
    """Whether a topic names no subject of its own.

    >>> thin("目标"), thin("家庭医生")
    (True, False)
    """
    return len(re.findall(r"[\u4e00-\u9fffA-Za-z]", FILLER.sub("", words))) < 2 and not _one_term(words)


def _one_term(words: str) -> bool:
    return has_term(words) and len(FILLER.sub("", words)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the new question says by itself."""

    text: str
    topic: str
    place: Asked
    years: tuple[int, ...]
    sides: Sides
    shape: Shape


def carried(turn: Turn, *, thread: Thread, holdings: Holdings, piece: bool = False) -> Carried:
    """What a question takes over from ``thread``.

    ``piece``: the thread is an earlier question of the same message, so that its years go with its regions.
    """
    named = turn.place.named
    topic, linked = _topic(turn, thread)
    if not linked and named:
        return Carried(topic=topic)
    kept = tuple(region for region in thread.regions if region in holdings.by_name)
    regions = () if named or turn.place.every else kept
    about = regions or turn.place.regions
    years = _years(turn, about, thread, holdings) if _takes_years(turn, linked=linked, piece=piece) else ()
    whole = linked and topic == thread.topic
    plan = _plan(thread, about, turn.years or years, holdings) if whole and turn.sides == Sides() else None
    note = _note(regions, years, thread.topic if linked else "", holdings)
    return Carried(topic=topic, regions=regions, years=years, plan=plan, whole=whole, note=note)


def _topic(turn: Turn, thread: Thread) -> tuple[str, bool]:
    """(topic, whether the thread's topic is in it)."""
    words = turn.topic
    if not thread.topic or turn.shape == "holdings" or _complete(turn):
        return words, False
    if thin(words) or (turn.shape == "provenance" and not has_term(words)):
        return thread.topic, True
    if PART_OF.search(turn.text) or (len(re.sub(r"\s", "", FILLER.sub("", words))) < SHORT and not has_term(words)):
        own = re.sub(r"\s+", " ", PART_OF.sub(" ", words)).strip(" 的")
        return f"{own} {thread.topic}".strip(), True
    return words, False


def _complete(turn: Turn) -> bool:
    """Whether a region's report as a whole is asked for: 海宁的亮点, 海宁2024年做了哪些工作."""
    dated = bool(turn.years and WHOLE.search(turn.text) and not AGAIN.search(turn.text))
    return turn.place.named and (turn.shape == "summary" or dated)


def _takes_years(turn: Turn, *, linked: bool, piece: bool) -> bool:
    if turn.years or (turn.place.every and not linked):
        return False
    return linked or piece or (bool(AGAIN.search(turn.text)) and not turn.place.named)


def _years(turn: Turn, regions: tuple[str, ...], thread: Thread, holdings: Holdings) -> tuple[int, ...]:
    """The thread's years; for a named side only those that have one (2024 of a summary is no year for its goals)."""
    if turn.sides.plan is None:
        return () if turn.sides.both else thread.years
    held = holdings.years(regions, plan=turn.sides.plan)
    return tuple(year for year in thread.years if year in held)


def _plan(thread: Thread, regions: tuple[str, ...], years: tuple[int, ...], holdings: Holdings) -> bool | None:
    held = holdings.years(regions, plan=thread.plan)
    fits = any(year in held for year in years) if years else bool(held)
    return thread.plan if fits else None


def _note(regions: tuple[str, ...], years: tuple[int, ...], topic: str, holdings: Holdings) -> str | None:
    names = "、".join(holdings.by_name[region].short for region in regions)
    when = "、".join(map(str, years)) + "年" if years else ""
    said = "·".join(part for part in (" ".join(filter(None, (names, when))), topic) if part)
    return f"按上文：{said}" if said else None
