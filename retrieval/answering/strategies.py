"""How each shape of question is answered from ranked evidence. Pure: evidence in, :class:`Finding` out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.answering.evidence import IN_HEADINGS, Evidence
from retrieval.answering.finding import Finding, Proof, Statement, proof, stated
from retrieval.answering.matching import Term, coverage
from retrieval.answering.units import Unit
from retrieval.answering.values import ANSWERS, values
from retrieval.answering.wording import trimmed
from retrieval.model import Missing, Query, Reason, StoredSection
from retrieval.parsing.text import fold, numeral

#: Evidence this close to the best is as good: then results go before goals and newer before older.
CLOSE = 0.2
#: A sentence touches a question with this share of its words; a heading is about it with this share.
TOUCHED, TITLED = 0.25, 0.66
#: A sentence outside the best section may score this much less.
FAR = 0.3
#: What a heading that is about the question is worth beside the words of a sentence; where a whole chapter is to be summed up.
BELOW, BELOW_SUMMED = 0.3, 0.9
#: Headings that say what kind of thing stands below them, and nothing of it.
KINDS = re.compile(r"(?:主要|总体|重点|工作|具体|年度|发展)*(?:目标|指标|任务|举措|措施|安排|要求|思路|保障)+")
COUNTED = re.compile(r"([一二三四五六七八九十]+|\d+)(?:项|个|大|条|类|种|方面)")
NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百\d]+[章条、.．]|[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]是)\s*"
)
#: A survey: at most this many sentences and characters a region.
SENTENCES, CHARACTERS = 6, 420
#: What is said of a side that no report states.
UNSTATED = "报告未载"
#: A whole sentence up to this length is said whole in a list.
WHOLE = 130


def best(found: Sequence[Evidence], query: Query) -> Evidence | None:
    """The evidence to use: of those close to the best, what was asked (goal or result), else results, then the newest year."""
    enough = [evidence for evidence in found if evidence.enough]
    if not enough:
        return None
    top = max(evidence.score for evidence in enough)
    close = [evidence for evidence in enough if evidence.score >= top - CLOSE]
    return max(close, key=lambda e: (_asked(e.unit, query), e.unit.year or 0, e.score))


def _asked(unit: Unit, query: Query) -> bool:
    return unit.plan == bool(query.plan)


def fact(found: Mapping[str | None, Sequence[Evidence]], query: Query) -> Finding:
    """One line a region: its best evidence, or what is missing."""
    statements: list[Statement] = []
    missing: list[Missing] = []
    for region, evidences in found.items():
        chosen = best(evidences, query)
        if chosen is None:
            missing.append(_absent(evidences, region, query))
        elif query.shape == "list" and _is_heading(chosen.unit):
            statements += survey({region: evidences}, query).statements
        elif query.plan is not None and chosen.unit.plan != query.plan:
            missing.append(_other_side(chosen, region, query))
            statements.append(stated(chosen, region))
        else:
            statements.append(stated(chosen, region, whole=_roomy(chosen, query)))
    return Finding(statements=tuple(statements), missing=tuple(missing))


def _roomy(evidence: Evidence, query: Query) -> bool:
    """Whether the whole sentence is said: not where one value of a kind is asked."""
    valued = query.shape == "fact" or query.wants in ANSWERS
    return not valued and len(evidence.unit.text) <= WHOLE


def _absent(evidences: Sequence[Evidence], region: str | None, query: Query) -> Missing:
    reason: Reason = "anonymised" if any(evidence.masked for evidence in evidences) else "not_in_reports"
    return Missing(region=region, year=_year(query), indicator=query.topic, reason=reason)


def _other_side(evidence: Evidence, region: str | None, query: Query) -> Missing:
    reason: Reason = "only_result" if query.plan else "only_goal"
    return Missing(region=region, year=evidence.unit.year, indicator=query.topic, reason=reason)


def _year(query: Query) -> int | None:
    return query.years[0] if query.years else None


def survey(found: Mapping[str | None, Sequence[Evidence]], query: Query) -> Finding:
    """Several sentences a region, in the order of the text, mostly from the section that the question is about."""
    statements: list[Statement] = []
    missing: list[Missing] = []
    for region, evidences in found.items():
        chosen = _about(evidences, query)
        if not chosen:
            missing.append(_absent(evidences, region, query))
        statements += [
            Statement(
                text=trimmed(evidence.unit.text),
                proofs=(proof(evidence),),
                region=region,
                year=evidence.unit.year,
                plan=evidence.unit.plan,
                period=evidence.unit.period,
                headed=place == 0 or _side_of(evidence.unit) != _side_of(chosen[place - 1].unit),
            )
            for place, evidence in enumerate(chosen)
        ]
    return Finding(statements=tuple(statements), missing=tuple(missing))


def _side_of(unit: Unit) -> tuple[int | None, bool]:
    return unit.year, unit.plan


def _about(evidences: Sequence[Evidence], query: Query) -> list[Evidence]:
    """The sentences to say: those of the best section that touch the question, and others that are nearly as good."""
    if not any(evidence.enough for evidence in evidences):
        return []
    asked = [e for e in evidences if query.plan is None or e.unit.plan == query.plan]
    asked = asked if any(evidence.enough for evidence in asked) else list(evidences)
    top = max((evidence for evidence in asked if evidence.enough), key=lambda evidence: _leading(evidence, query))
    chosen: list[Evidence] = []
    size = 0
    for evidence in sorted(asked, key=lambda e: -_worth(e, top)):
        if _is_heading(evidence.unit) or not _touches(evidence, top):
            continue
        size += len(evidence.unit.text)
        if len(chosen) >= SENTENCES or (chosen and size > CHARACTERS):
            break
        chosen.append(evidence)
    order = {evidence.unit.section.document_id: place for place, evidence in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda e: (order[e.unit.section.document_id], e.unit.section.ordinal, e.unit.start))


def _leading(evidence: Evidence, query: Query) -> float:
    """A sentence below a heading that is about the question goes before one that only names it on its way."""
    below = BELOW_SUMMED if query.shape == "summary" else BELOW
    return evidence.score + below * (evidence.in_headings >= IN_HEADINGS)


def _worth(evidence: Evidence, top: Evidence) -> float:
    """Sentences of the best section go before equally good ones elsewhere, those with figures before those without."""
    same = evidence.unit.section.id == top.unit.section.id
    return evidence.score + 0.3 * same + 0.2 * _kindred(evidence, top) + 0.05 * bool(values(evidence.unit.text))


def _kindred(evidence: Evidence, top: Evidence) -> bool:
    """Whether it stands under the same chapter as the best, and that chapter is what the question is about."""
    one, other = evidence.unit.section, top.unit.section
    titled = min(evidence.in_headings, top.in_headings) >= TITLED
    return titled and one.document_id == other.document_id and one.path[:1] == other.path[:1] != ()


def _touches(evidence: Evidence, top: Evidence) -> bool:
    if evidence.unit.section.id == top.unit.section.id:
        return evidence.in_headings >= TITLED or evidence.near >= TOUCHED
    if _kindred(evidence, top):
        return True
    return evidence.enough and evidence.near >= 2 * TOUCHED and evidence.score >= top.score - FAR


def _is_heading(unit: Unit) -> bool:
    return trimmed(unit.text) == trimmed(unit.section.heading or "")


def enumerated(sections: Sequence[StoredSection], asked: Sequence[Term], query: Query) -> Finding:
    """The headings below the heading that is asked for (三项行动是哪些), where one has as many as it says."""
    best_cover, best_items, parent = TITLED, [], None
    for place, section in enumerate(sections):
        cover = coverage(asked, [(fold(section.heading or ""), 1.0)])
        items = _below(sections, place)
        if cover >= best_cover and len(items) > 1 and _counted(section.heading or "", query.topic, len(items)):
            best_cover, best_items, parent = cover, items, section
    if parent is None:
        return Finding()
    said = [trimmed(NUMBERED.sub("", item.heading or "")) for item in best_items[:12]]
    if all(map(KINDS.fullmatch, said)):
        return Finding()
    proofs = tuple(
        Proof(section=item, start=0, end=len(item.heading or ""), year=item.year, plan=item.plan)
        for item in best_items[:12]
    )
    text = "；".join(said)
    return Finding(statements=(Statement(text=text, proofs=proofs, region=None, year=parent.year, plan=parent.plan),))


def _below(sections: Sequence[StoredSection], place: int) -> list[StoredSection]:
    """The headed children of the section at ``place``."""
    path = sections[place].path
    items = []
    for section in sections[place + 1 :]:
        if section.path[: len(path)] != path:
            break
        if len(section.path) == len(path) + 1 and section.heading:
            items.append(section)
    return items


def _counted(heading: str, topic: str, count: int) -> bool:
    """Whether a number in the question or the heading, if there is one, is the number of items."""
    numbers = [numeral(match[1]) for text in (topic, heading) for match in COUNTED.finditer(text)]
    return count in numbers if numbers else True


def goal_vs_result(found: Mapping[str | None, Sequence[Evidence]], query: Query) -> Finding:
    """Two lines a region: result and goal; a side that is not stated says so."""
    statements: list[Statement] = []
    missing: list[Missing] = []
    for region, evidences in found.items():
        sides = {plan: _side(evidences, query, plan=plan) for plan in (False, True)}
        if not any(sides.values()):
            missing.append(_absent(evidences, region, query))
            continue
        for evidence in filter(None, sides.values()):
            statements.append(stated(evidence, region, whole=_roomy(evidence, query)))
        for plan in (plan for plan, evidence in sides.items() if evidence is None):
            unstated = _unstated(region, query, plan=plan, other=sides[not plan])
            statements.append(unstated)
            reason: Reason = "only_result" if plan else "only_goal"
            missing.append(Missing(region=region, year=unstated.year, indicator=query.topic, reason=reason))
    return Finding(statements=tuple(statements), missing=tuple(missing))


def _side(evidences: Sequence[Evidence], query: Query, *, plan: bool) -> Evidence | None:
    side = [evidence for evidence in evidences if evidence.enough and evidence.unit.plan == plan]
    if query.years:
        named = [evidence for evidence in side if evidence.unit.year in query.years]
        side = named or ([] if len(query.years) > 1 else side)
    return max(side, key=lambda e: e.score, default=None)


def _unstated(region: str | None, query: Query, *, plan: bool, other: Evidence | None) -> Statement:
    year = (min(query.years) if not plan else max(query.years)) if query.years else (other.unit.year if other else None)
    return Statement(text=UNSTATED, region=region, year=year, plan=plan)


def trend(found: Mapping[str | None, Sequence[Evidence]], query: Query) -> Finding:
    """One line a year and region, oldest first; a single year is no trend, but is said."""
    statements: list[Statement] = []
    missing: list[Missing] = []
    for region, evidences in found.items():
        by_year: dict[int | None, Evidence] = {}
        for evidence in sorted((e for e in evidences if e.enough), key=lambda e: (e.unit.plan, -e.score)):
            by_year.setdefault(evidence.unit.year, evidence)
        if not by_year:
            missing.append(_absent(evidences, region, query))
        statements += [stated(by_year[year], region) for year in sorted(by_year, key=lambda year: year or 0)]
    return Finding(statements=tuple(statements), missing=tuple(missing))


#: Words that mark an achievement or a main point, for overviews.
WEIGHTY = (
    "首位",
    "第一",
    "全省",
    "全国",
    "率先",
    "位列",
    "优秀",
    "获",
    "重点",
    "全面完成",
    "超额",
    "国家级",
    "总体要求",
    "目标",
    "万",
)
#: Words of the opening formulas, which say nothing of the work itself.
SLOGANS = ("思想", "精神", "党的二十", "指导下", "决策部署", "领导下", "关心", "印发给", "现将")
#: An overview says at most this many sentences and characters a region.
POINTS, OVERVIEW = 8, 640


def overview(found: Mapping[str | None, Sequence[Unit]], query: Query) -> Finding:
    """The weightiest sentence of each chapter, in the order of the text: what a report says on the whole; of many regions fewer."""
    room = max(1, POINTS // max(1, len(found)))
    statements: list[Statement] = []
    missing: list[Missing] = []
    for region, candidates in found.items():
        year, plan = _newest(candidates, query)
        chosen = _highlights([unit for unit in candidates if unit.year == year and unit.plan == plan])[:room]
        if not chosen:
            missing.append(
                Missing(region=region, year=_year(query), indicator=query.topic or None, reason="not_in_reports")
            )
        statements += [
            _point(unit, region, headed=place == 0 or _side_of(unit) != _side_of(chosen[place - 1]))
            for place, unit in enumerate(chosen)
        ]
        if query.shape == "goal_vs_result" and chosen and (year, not plan) not in map(_side_of, candidates):
            statements.append(Statement(text=UNSTATED, region=region, year=year, plan=not plan))
    return Finding(statements=tuple(statements), missing=tuple(missing))


def _point(unit: Unit, region: str | None, *, headed: bool) -> Statement:
    clauses = [unit.section.text[low:high] for low, high in unit.clauses]
    evidence = _shortest(unit, clauses)
    return Statement(
        text=trimmed(evidence.text),
        proofs=(proof(evidence),),
        region=region,
        year=unit.year,
        plan=unit.plan,
        headed=headed,
    )


def _shortest(unit: Unit, clauses: Sequence[str]) -> Evidence:
    """The weightiest two clauses of a long sentence, a short one whole."""
    places = list(range(len(clauses)))
    if len(unit.text) <= 90 or len(places) < 3:
        first, last = 0, len(places) - 1
    else:
        first = max(places[:-1], key=lambda place: _weight(clauses[place] + clauses[place + 1]))
        last = first + 1
    return Evidence(
        unit=unit,
        start=unit.clauses[first][0],
        end=unit.clauses[last][1],
        cover=1.0,
        near=1.0,
        in_headings=1.0,
        fit=1.0,
        score=_weight(unit.text),
        enough=True,
    )


def _newest(candidates: Sequence[Unit], query: Query) -> tuple[int | None, bool]:
    sides = {(unit.year, unit.plan) for unit in candidates if query.plan is None or unit.plan == query.plan}
    sides = sides or {(unit.year, unit.plan) for unit in candidates}
    return max(sides, key=lambda side: (not side[1], side[0] or 0), default=(None, False))


def _weight(text: str) -> float:
    slogans = sum(word in text for word in SLOGANS)
    return sum(word in text for word in WEIGHTY) + min(4, len(values(text))) * 0.5 - 2 * slogans


def _highlights(candidates: Sequence[Unit]) -> list[Unit]:
    chapters: dict[tuple[str, ...], Unit] = {}
    for unit in candidates:
        key = unit.section.path or (unit.section.id,)
        if not _is_heading(unit) and (key not in chapters or _weight(unit.folded) > _weight(chapters[key].folded)):
            chapters[key] = unit
    chosen: list[Unit] = []
    size = 0
    for unit in sorted(chapters.values(), key=lambda unit: -_weight(unit.folded)):
        size += min(90, len(unit.text))
        if len(chosen) < POINTS and size <= OVERVIEW:
            chosen.append(unit)
    order = {unit.section.document_id: place for place, unit in enumerate(candidates)}
    return sorted(chosen, key=lambda unit: (order[unit.section.document_id], unit.section.ordinal, unit.start))
