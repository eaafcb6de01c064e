"""From a question to what search and answering need: regions, years, side, shape, topic. Pure, no model.

normal → guards (cut, refuse) → pieces → for each: places, years, sides, shape, topic → follow-up → Query
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from retrieval.model import Query, Reason, Shape, Thread
from retrieval.parsing import dates, placeholders
from retrieval.parsing.regions import Gazetteer
from retrieval.search import english, followup, guards, normal, pieces, shape, terms, topic, years
from retrieval.search.holdings import Holdings
from retrieval.search.places import Asked, asked
from retrieval.search.sides import Sides, sides

__all__ = ["Holdings", "understand"]

#: What a topic without a question word is probably asked for: 签约率 → percent.
USUAL = (
    ("percent", re.compile(r"(?:率|比例|占比|比重)$")),
    ("number", re.compile(r"(?:数|数量|人次|量|规模)$")),
    ("duration", re.compile(r"(?:用时|时长|反应时间|响应时间|住院日)$")),
    ("money", re.compile(r"(?:补贴|补助|资金|投资额?|金额|经费|罚没款|国债|专项债|费用)$")),
)


#: A summary of these words is one of everything.
BROAD = re.compile(
    r"卫生健康|卫健委?|医疗卫生|卫生|健康|系统|事业|工作|发展|建设|主要|突出|总体|整体|成绩|成效|成果|亮点|安排|思路|做法|情况|全年|年度|重点|要点|报告|内容|特点|计划|全部|各项|的"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What stays the same for all pieces of a message."""

    holdings: Holdings
    gazetteer: Gazetteer
    now: int
    home: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a piece says by itself."""

    text: str
    place: Asked
    years: years.Mentioned
    sides: Sides
    shape: Shape
    wants: str
    measure: str | None
    topic: str
    english: bool = False
    corrected: str | None = None
    period: str | None = None
    anonymous: bool = False


def understand(
    question: str, *, thread: Thread | None, holdings: Holdings, gazetteer: Gazetteer, today: date, home: str | None
) -> tuple[Query, ...]:
    """The questions of one message, in order; at least one.

    ``thread``: what the chat carries. ``home``: the region that 我市 means. ``today`` decides what 今年 means.
    """
    text = normal.normal(question)
    screened = guards.screened(text)
    if screened.refuse:
        return (Query(question=text, topic="", refuse=screened.refuse),)
    setting = _Setting(holdings=holdings, gazetteer=gazetteer, now=today.year, home=home)
    found: list[Query] = []
    for piece in _pieces(screened.text, setting):
        query = _understood(piece, _before(found, thread), setting, within=bool(found))
        found.append(replace(query, refuse="instruction") if screened.cut and _nothing(query) else query)
    return tuple(found)


def _pieces(text: str, setting: _Setting) -> tuple[str, ...]:
    def leans(piece: str) -> bool:
        read = _read(normal.plain(piece), setting)
        dated = bool(read.years.spans) or read.sides != Sides()
        return followup.thin(read.topic) and read.shape != "holdings" and not (read.place.named and dated)

    def bears(piece: str) -> bool:
        read = _read(normal.plain(piece), setting)
        return read.place.named or bool(read.years.spans) or terms.has_term(read.topic)

    return pieces.pieces(text, leans=leans, bears=bears)


def _before(found: list[Query], thread: Thread | None) -> Thread | None:
    """The thread that the next piece hangs on: the question before it in the message, else the chat's."""
    last = next((query for query in reversed(found) if not query.refuse), None)
    if last is None:
        return thread
    return Thread(regions=last.regions, years=last.years, plan=last.plan, topic=last.topic, asked=last.question)


def _nothing(query: Query) -> bool:
    return not query.topic and query.shape in ("fact", "list") and query.refuse is None


def _understood(piece: str, thread: Thread | None, setting: _Setting, *, within: bool) -> Query:
    refuse = guards.refused(piece)
    if refuse:
        return Query(question=piece, topic="", refuse=refuse)
    read = _read(normal.plain(piece), setting)
    query = _query(piece, read, thread, setting, within=within)
    return replace(query, refuse=_foreign(read, query))


def _foreign(read: _Read, query: Query) -> Reason | None:
    """English, or Latin letters, of which we understand nothing."""
    latin = read.english or not re.search(r"[\u4e00-\u9fff]", read.text)
    carried = query.carried and (terms.has_term(read.topic) or not re.search(r"[A-Za-z]{2}", read.topic))
    known = query.topic and (read.english or carried or query.expansions or read.place.named)
    asked_for = known or query.shape in ("holdings", "provenance") or (query.shape == "summary" and read.place.named)
    return "off_topic" if latin and not asked_for and not query.not_indexed else None


def _read(text: str, setting: _Setting) -> _Read:
    place = asked(text, holdings=setting.holdings, gazetteer=setting.gazetteer, home=setting.home)
    when = years.mentioned(text)
    part = dates.period_at(text)
    nameless = [found.span() for found in placeholders.PLACE.finditer(text)]
    spans = (*place.spans, *when.spans, *([part[:2]] if part else []), *nameless)
    if normal.is_english(text):
        return _english(text, place, when)
    words, mended = terms.mended(topic.topic(text, spans))
    side = sides(text)
    count = len(place.regions) + len(place.not_indexed)
    span = [*when.explicit, *when.offsets]
    form = shape.shape(text, regions=count, every=place.every, years=span, both=side.both)
    if shape.about_documents(text):
        form = "holdings"
    return _Read(
        text=text,
        place=place,
        years=when,
        sides=side,
        shape=form,
        wants=shape.wants(text),
        measure=shape.measure(text),
        topic=words,
        period=part[2] if part else None,
        anonymous=bool(nameless) and not place.named,
        corrected="；".join(filter(None, (place.corrected, mended))) or None,
    )


def _english(text: str, place: Asked, when: years.Mentioned) -> _Read:
    said = english.translated(text, (*place.spans, *when.spans))
    several = len(place.regions) + len(place.not_indexed) > 1 or said.every
    form: Shape = said.shape or ("compare" if several else "goal_vs_result" if said.sides.both else "fact")
    return _Read(
        text=text,
        place=replace(place, every=place.every or said.every),
        years=when,
        sides=said.sides,
        shape=form,
        wants=said.wants,
        measure=None,
        topic=said.topic,
        english=True,
        corrected=place.corrected,
    )


def _query(piece: str, read: _Read, thread: Thread | None, setting: _Setting, *, within: bool) -> Query:
    place = read.place
    taken = _carried(read, thread, setting, within=within)
    regions = place.regions or taken.regions
    plan = read.sides.plan if read.sides.plan is not None else taken.plan
    asked_years, note = _years(read, regions or place.not_indexed, plan, taken, setting)
    if thread and not read.years.explicit and (other := years.shifted(read.text, thread.years)):
        asked_years, note = other, None
    form, wanted, measured = _form(read, regions, asked_years, taken, thread, setting.holdings)
    if form == "goal_vs_result" and read.sides.apart:
        asked_years = _both_years(read.text, asked_years, regions, setting.holdings)
    broad = not BROAD.sub("", taken.topic).strip()
    if broad and place.every and form == "compare":
        form = "summary"  # 各市重点工作是什么
    subject = "" if form == "summary" and broad else taken.topic
    return Query(
        question=piece,
        topic=subject,
        shape=form,
        expansions=terms.official(subject) if _surveys(form, wanted) else terms.expansions(subject),
        regions=regions,
        places=place.places,
        not_indexed=place.not_indexed,
        every=place.every,
        area=place.area,
        years=asked_years,
        year_note=note,
        plan=None if form in ("goal_vs_result", "holdings") or read.sides.both else plan,
        wants=_wants(wanted, form, subject, read.text),
        measure=measured,
        options=place.options,
        english=read.english,
        carried=None if within else taken.note,
        corrected=read.corrected,
        period=read.period,
        anonymous=read.anonymous,
    )


def _surveys(form: Shape, wanted: str) -> bool:
    """Whether all that is said on a subject is asked for, not one thing of it."""
    return form in ("summary", "how", "goal_vs_result") or (form == "compare" and wanted == "text")


def _years(
    read: _Read, regions: tuple[str, ...], plan: bool | None, taken: followup.Carried, setting: _Setting
) -> tuple[tuple[int, ...], str | None]:
    relative, note = years.resolve(read.years.offsets, setting.holdings, regions, plan=plan, now=setting.now)
    return tuple(sorted({*read.years.explicit, *relative})) or taken.years, note


def _carried(read: _Read, thread: Thread | None, setting: _Setting, *, within: bool) -> followup.Carried:
    if thread is None or read.shape == "holdings":
        return followup.Carried(topic=read.topic)
    own_years = (*read.years.explicit, *(setting.now + offset for offset in read.years.offsets))
    return followup.carried(
        followup.Turn(
            text=read.text, topic=read.topic, place=read.place, years=own_years, sides=read.sides, shape=read.shape
        ),
        thread=thread,
        holdings=setting.holdings,
        piece=within,
    )


def _form(
    read: _Read,
    regions: tuple[str, ...],
    asked_years: tuple[int, ...],
    taken: followup.Carried,
    thread: Thread | None,
    holdings: Holdings,
) -> tuple[Shape, str, str | None]:
    """(shape, wants, measure); a follow-up that names only a region asks for what was asked before."""
    form, wanted, measured = read.shape, read.wants, read.measure
    if taken.whole and thread and form == "fact" and wanted == "text":
        wanted, measured = shape.wants(thread.asked), shape.measure(thread.asked)
        form = shape.shape(
            thread.asked, regions=len(regions), every=read.place.every, years=asked_years, both=read.sides.both
        )
        form = "fact" if form == "provenance" else form
    if (
        form in ("trend", "fact", "how", "list")
        and _result_then_goal(asked_years, regions, holdings)
        and not shape.TREND.search(read.text)
    ):
        form = "goal_vs_result"
    return form, wanted, measured


def _result_then_goal(asked_years: tuple[int, ...], regions: tuple[str, ...], holdings: Holdings) -> bool:
    """Two years of one region of which the first has results and the second only goals."""
    if len(asked_years) != 2 or len(regions) > 1:
        return False
    first, second = asked_years
    results, goals = holdings.years(regions, plan=False), holdings.years(regions, plan=True)
    return first in results and second in goals and second not in results


def _both_years(
    text: str, asked_years: tuple[int, ...], regions: tuple[str, ...], holdings: Holdings
) -> tuple[int, ...]:
    """With the year of the other side, where the one named stands beside the words of its side (已经怎样, 2025年想怎样)."""
    if len(asked_years) != 1:
        return asked_years
    (year,) = asked_years
    beside = sides(next((clause for clause in re.split(r"[,;?。、]", text) if str(year) in clause), "")).plan
    results, goals = holdings.years(regions, plan=False), holdings.years(regions, plan=True)
    if year not in results and year - 1 in results and beside is not False:
        return (year - 1, year)
    return (year, year + 1) if year not in goals and year + 1 in goals and beside is not True else asked_years


def _wants(wanted: str, form: Shape, words: str, text: str) -> str:
    if form == "compare" and wanted == "person":
        return "number"
    if form == "holdings" and wanted in ("person", "place") and shape.published(text):
        return "organisation"
    if wanted != "text" or form not in ("fact", "compare", "goal_vs_result", "trend"):
        return wanted
    return next((kind for kind, pattern in USUAL if pattern.search(words)), "text")
