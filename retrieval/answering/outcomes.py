"""What became of one question, and what an answer says of it beyond its lines: reasons, holdings, thread, receipt. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from retrieval.answering.evidence import Evidence
from retrieval.answering.finding import Finding, Proof, proof
from retrieval.answering.identity import identity
from retrieval.answering.matching import Term
from retrieval.answering.wording import KINDS, listing, trimmed
from retrieval.model import Citation, Document, Hit, Missing, Query, Reason, Receipt, Thread

#: Regions answered side by side where the question names none.
SIDE_BY_SIDE, SIDE_CLOSE = 12, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question's finding with what led to it."""

    query: Query
    finding: Finding = field(default_factory=Finding)
    hits: tuple[Hit, ...] = ()
    terms: tuple[Term, ...] = ()
    evidence: Mapping[str | None, Sequence[Evidence]] = field(default_factory=dict)


def lacking(query: Query, *, reason: Reason, region: str | None = None) -> Missing:
    year = query.years[0] if query.years else None
    return Missing(
        region=region or next(iter(query.regions), None), year=year, indicator=query.topic or None, reason=reason
    )


def strongest(evidence: Mapping[str | None, Sequence[Evidence]]) -> dict[str | None, Sequence[Evidence]]:
    """Where no region was named: the regions whose best evidence is close to the best of all, else those that hide it."""
    tops = {region: max((e.score for e in found if e.enough), default=0.0) for region, found in evidence.items()}
    top = max(tops.values(), default=0.0)
    close = [region for region, score in tops.items() if score and score >= top - SIDE_CLOSE]
    hidden = [region for region, found in evidence.items() if any(each.masked for each in found)]
    kept = sorted(close or hidden, key=lambda region: -tops[region])[:SIDE_BY_SIDE]
    return {region: evidence[region] for region in evidence if region in kept}


def years_explained(finding: Finding, query: Query, documents: Sequence[Document]) -> Finding:
    """Where a region has no report of the asked year at all, that is the reason."""
    held: dict[str | None, set[int]] = {}
    for document in documents:
        held.setdefault(document.region, set()).update(document.profile.years)
    explained = tuple(
        replace(missing, reason="year_not_indexed")
        if missing.reason == "not_in_reports"
        and missing.year
        and missing.year not in held.get(missing.region, {missing.year})
        else missing
        for missing in finding.missing
    )
    return replace(finding, missing=explained)


def sources_explained(finding: Finding, documents: Sequence[Document]) -> Finding:
    """报告未载 says why where no report of that side is held: 只收录2024年要点."""
    explained = []
    for statement in finding.statements:
        held = [d for d in documents if d.region == statement.region and statement.year in d.profile.years]
        sides = {part.plan for document in held for part in document.parts if part.year == statement.year}
        if not statement.proofs and not statement.note and held and statement.plan not in sides:
            kinds = "、".join(dict.fromkeys(document.profile.kind for document in held))
            statement = replace(statement, text=f"{statement.text}（只收录{kinds}）")
        explained.append(statement)
    return replace(finding, statements=tuple(explained))


def one_sided(outcome: Outcome) -> bool:
    """Only the other side (goal for result) was found, for every asked region."""
    if outcome.query.shape == "goal_vs_result":
        return False
    sides = [missing for missing in outcome.finding.missing if missing.reason in ("only_goal", "only_result")]
    return len(sides) >= sum(bool(statement.proofs) for statement in outcome.finding.statements) > 0


def held_instead(documents: Sequence[Document], missing: Sequence[Missing]) -> str | None:
    reasons = {each.reason for each in missing}
    if "region_not_indexed" in reasons and not any(each.indicator in KINDS for each in missing):
        names = list(dict.fromkeys(document.region for document in documents if document.region))
        return f"已收录：{listing(names)}" if names else "还没有收录任何报告"
    if "year_not_indexed" in reasons and not any(each.indicator in KINDS for each in missing):
        regions = {each.region for each in missing}
        years = sorted(
            {year for document in documents if document.region in regions for year in document.profile.years}
        )
        return f"已收录年份：{'、'.join(map(str, years))}" if years else None
    return None


def other_regions(documents: Sequence[Document], queries: Sequence[Query]) -> tuple[str, ...]:
    if not all(query.regions for query in queries):
        return ()  # every region was asked
    asked = {region for query in queries for region in query.regions}
    return tuple(dict.fromkeys(d.region for d in documents if d.region and d.region not in asked))[:8]


def next_best(outcomes: Sequence[Outcome]) -> tuple[Proof, ...]:
    """Proofs of all that may be said to the questions, best first; headings and what is only near are left out."""
    found = [e for outcome in outcomes for each in outcome.evidence.values() for e in each if e.enough]
    return tuple(proof(e) for e in sorted(found, key=lambda e: -e.score) if not _titles(e))


def _titles(evidence: Evidence) -> bool:
    """Whether it is no more than its section's heading."""
    return trimmed(evidence.unit.text) in (evidence.unit.section.heading or "")


def thread_of(query: Query, citations: Sequence[Citation]) -> Thread:
    return Thread(
        regions=query.regions,
        years=query.years,
        plan=query.plan,
        topic=query.topic,
        asked=query.question,
        sections=tuple(dict.fromkeys(citation.section_id for citation in citations)),
    )


def receipt_of(outcomes: Sequence[Outcome]) -> Receipt:
    first = outcomes[0]
    query = first.query
    understood = {
        "主题": query.topic,
        "形式": query.shape,
        "地区": "、".join(query.regions) or "不限",
        "年份": "、".join(map(str, query.years)) or "不限",
        "实际/目标": {None: "不限", True: "目标", False: "实际"}[query.plan],
        "要的值": query.wants,
        "词": "、".join(f"{term.text}({term.weight:.2f})" for term in first.terms),
    }
    best = [found[0] for found in first.evidence.values() if found]
    checks = tuple(
        (
            f"证据充分 {each.text[:24]}",
            each.enough,
            f"覆盖{each.cover:.2f} 近处{each.near:.2f} 值{each.fit:.2f} 总分{each.score:.2f}",
        )
        for each in best[:6]
    )
    asks = identity([outcome.query for outcome in outcomes])
    return Receipt(understood=understood, hits=first.hits[:12], checks=checks, way=_way(query), asks=asks)


def _way(query: Query) -> Literal["evidence", "holdings", "none"]:
    if query.refuse:
        return "none"
    return "holdings" if query.shape in ("holdings", "provenance") else "evidence"
