"""What a question asks of the evidence: regions, years, kind of value, and which sentences count. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answering.evidence import Asked
from retrieval.answering.faithfulness.safety import injected
from retrieval.answering.matching import Term
from retrieval.answering.units import Unit
from retrieval.answering.values import ANSWERS
from retrieval.model import Document, Query, Thread
from retrieval.parsing.dates import same_period
from retrieval.parsing.titles import is_organisation, is_signature

#: 我市: the asker's own region. What may be asked of a region, and the most choices offered.
OWN = re.compile(r"(?:我们|我|本|咱们?)[省市县区](?![区辖级])")
ABOUT = ("主要成绩有哪些", "的托育服务情况", "的家庭医生签约情况", "收录了哪些报告")
OPTIONS = 6
#: A question whose every word weighs less than this asks for the whole report.
TELLING = 0.3

CHANGE = re.compile(
    r"(?:比|较|同)(?:上年|去年|前一年|上一年|同期|期)?[^,，。？?]{0,6}(?:提高|提升|增长|增加|上升|下降|减少|降低|多|少|涨|降)了?(?:多少|几)"
    r"|(?:提高|提升|增长|增加|上升|涨|下降|减少|降低|少|降)了(?:多少|几个百分点|百分之几)|增幅|涨幅|降幅"
)

#: The stock is asked for, not what was added to it.
TOTAL = re.compile(r"一共|总共|累计|共有|总数|现有|目前有|合计(?=有|多少)")


#: The number of an institution, and the average of a larger region, asked for and told.
ORDINAL = re.compile(r"第[一二三四五六七八九十]{1,2}(?=[\u4e00-\u9fff]{0,4}医院)")
AVERAGE = re.compile(r"(?:全省|全国|全区|省内|省|国家)(?:的)?平均(?:水平|值|数)?(?:是|为|有|达到?)?(?:多少|几)")
AVERAGED = re.compile(r"(?:全省|全国|全区|省内|省|国家)平均(?:水平|值|数)?[^,，。;；\d]{0,8}\d")


def asked_regions(query: Query, documents: Sequence[Document]) -> tuple[str, ...]:
    if query.regions or query.places:
        return tuple(dict.fromkeys([*query.regions, *(above for _, above in query.places)]))
    if query.every or query.shape == "summary":
        return tuple(dict.fromkeys(document.region for document in documents if document.region))
    return ()


def asks_everything(query: Query, terms: tuple[Term, ...]) -> bool:
    """Whether the whole report is asked for: 有哪些目标任务 as well as 概括一下."""
    untold = all(term.weight < TELLING for term in terms)
    return untold and (
        query.shape in ("summary", "how", "goal_vs_result") or (query.shape == "list" and not query.topic)
    )


def asked_of(query: Query, terms: tuple[Term, ...]) -> Asked:
    """What evidence is weighed against; a question after a difference wants one whatever its unit."""
    return Asked(
        terms=terms,
        wanted="change" if _difference(query) else query.wants,
        measure=query.measure,
        survey=query.shape in ("how", "summary"),
        followup=query.carried is not None,
        total=bool(TOTAL.search(query.question)),
    )


def _difference(query: Query) -> bool:
    """Whether a difference is asked for; 增加了多少张床 asks for a count."""
    found = CHANGE.search(query.question)
    counted = query.wants == "number" and query.measure is not None
    return bool(found) and not (counted and found is not None and found[0][0] in "增减")


def search_years(query: Query) -> tuple[int, ...] | None:
    """The years to search in; a goal's year says nothing of the result's."""
    return None if query.shape == "goal_vs_result" else query.years or None


def admitted(unit: Unit, region: str | None, query: Query) -> bool:
    """Whether a sentence counts for a question: of its year, period and place, and one that states something."""
    if injected(unit.text) or _signs(unit):
        return False
    both_sides = query.shape == "goal_vs_result" and len(query.years) == 1
    if query.years and unit.year not in query.years and not both_sides:
        return False
    period = (
        None if query.shape == "goal_vs_result" and unit.plan else query.period
    )  # a goal is for later than the result
    if (query.anonymous and region) or (period and not _of_period(unit, period)):
        return False
    if not _same_institution(unit, query) or (AVERAGE.search(query.question) and not AVERAGED.search(unit.text)):
        return False
    named = [place for place, above in query.places if above == region]
    return not named or any(place in unit.headings or place.rstrip("市区县") in unit.folded for place in named)


def _same_institution(unit: Unit, query: Query) -> bool:
    """第二人民医院 is not 第一人民医院: what is told of one is nothing of the other."""
    asked = ORDINAL.findall(query.question)
    around = f"{unit.headings} {unit.folded}"
    return all(number in around or f"{number[1:]}院" in around for number in asked)


def _signs(unit: Unit) -> bool:
    """Whether it is who signed the report, or when."""
    return is_signature(unit.folded) or (unit.section.heading is None and is_organisation(unit.folded))


def _of_period(unit: Unit, period: str) -> bool:
    return same_period(unit.period, period) or same_period(unit.section.period, period)


def asking_back(query: Query, thread: Thread | None, documents: Sequence[Document]) -> tuple[str, ...]:
    """Whole questions to choose from where one names a region and no topic, or 我市 and nobody knows whose."""
    if query.refuse or query.not_indexed or query.shape not in ("fact", "compare", "list", "how", "summary"):
        return ()
    own = OWN.search(query.question)
    if own and not query.regions and not (thread and thread.regions):
        held = dict.fromkeys(document.region for document in documents if document.region)
        return tuple(query.question.replace(own[0], region) for region in held)[:OPTIONS]
    if query.shape == "fact" and query.regions and not query.topic:
        return tuple(f"{region}{about}" for region in query.regions for about in ABOUT)[:OPTIONS]
    return ()


def comparing(query: Query) -> bool:
    """Whether the ledger is asked first: several regions, or none named, and a value or a comparison wanted."""
    if query.refuse or not query.topic or query.places or query.english or query.anonymous:
        return False
    several = len(query.regions) + len(query.not_indexed) != 1 or query.every or query.area is not None
    return several and (query.shape == "compare" or (query.shape == "fact" and query.wants in ANSWERS))
