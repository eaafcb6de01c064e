"""Comparisons, figures, summaries and profiles for the command line: JSON by contract, and lines of plain text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.json_views import SCHEMA, Json, citation, document
from retrieval import (
    Citation,
    CityProfile,
    Comparison,
    ComparisonRow,
    Coverage,
    Indicator,
    Pair,
    Said,
    Summary,
)

#: The shared keys of a row, in the order of their columns.
KEYS = (
    *("region", "year", "period", "plan", "name", "value", "number", "unit", "comparator", "scope", "rank", "quote"),
    *("path", "section_id"),
)


def comparison(value: Comparison) -> Json:
    """A comparison; silent regions have rows too, with nothing but their name and state."""
    return {
        "schema": SCHEMA,
        "topic": value.topic,
        "rows": [_row(each, value.indicator) for each in value.rows],
        "coverage": coverage(value.coverage),
        "warnings": list(value.warnings),
    }


def _row(value: ComparisonRow, name: str | None) -> Json:
    shared = dict.fromkeys(KEYS) | {"name": name, "path": []} if value.indicator is None else figure(value.indicator)
    return {**shared, "region": value.region.name, "state": value.state}


def figure(value: Indicator) -> Json:
    """The shared keys of a figure; a statement has no name."""
    return {**{key: getattr(value, key) for key in KEYS}, "name": value.name or None, "path": list(value.path)}


def figures(values: Iterable[Indicator]) -> list[Json]:
    """Figures as rows; they fit a pandas.DataFrame."""
    return [{"schema": SCHEMA, **figure(each)} for each in values]


def coverage(value: Coverage) -> Json:
    """Which regions say something, and the sentence with the denominator."""
    return {
        "reported": list(value.reported),
        "not_mentioned": list(value.not_mentioned),
        "anonymised": list(value.anonymised),
        "no_document": list(value.no_document),
        "text": value.text,
    }


def summary(value: Summary) -> Json:
    """The weightiest statements of each region; ``citations`` are the numbers of those below."""
    return {
        "schema": SCHEMA,
        "topic": value.topic,
        "regions": [
            {
                "region": each.region.name,
                "lines": [
                    {"text": line.text, "year": line.year, "plan": line.plan, "citations": list(line.citations)}
                    for line in each.lines
                ],
            }
            for each in value.regions
        ],
        "citations": [citation(each) for each in value.citations],
        "coverage": coverage(value.coverage),
    }


def city(value: CityProfile) -> Json:
    """A region at a glance."""
    return {
        "schema": SCHEMA,
        "region": value.region.name,
        "region_level": value.region.level,
        "documents": [document(each) for each in value.documents],
        "themes": [{"theme": theme, "figures": [figure(each) for each in own]} for theme, own in value.themes],
        "goals": [figure(each) for each in value.goals],
        "pairs": [_pair(each) for each in value.pairs],
    }


def _pair(value: Pair) -> Json:
    sides = {"goal": value.goal, "result": value.result, "before": value.before}
    return {"name": value.name, "year": value.year} | {
        side: figure(each) if each else None for side, each in sides.items()
    }


def comparison_lines(value: Comparison, said: Said) -> Iterator[str]:
    """The answer to a comparison, then a line a source, then the names that may have been meant."""
    for line in said.lines:
        yield line.text + "".join(f" [{n}]" for n in line.citations)
    yield from _sources(said.citations)
    if value.candidates and not value.coverage.reported:
        yield f"相近的指标：{'、'.join(value.candidates)}"


def summary_lines(value: Summary) -> Iterator[str]:
    """Region by region, then a line a source."""
    for each in value.regions:
        if each.lines:
            yield each.region.name
        for line in each.lines:
            yield f"  {line.text}" + "".join(f" [{n}]" for n in line.citations)
    yield value.coverage.text
    yield from _sources(value.citations)


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    if citations:
        yield ""
    for item in citations:
        place = "›".join((item.document, *item.path))
        yield f"[{item.n}] {place}  {item.url or f'huiwen section {item.section_id}'}"


def city_lines(value: CityProfile) -> Iterator[str]:
    """Reports held, key figures by theme, goals, goals against results."""
    yield f"{value.region.name}  收录{len(value.documents)}份报告"
    for each in value.documents:
        yield f"  {each.id}  {each.title}"
    for theme, own in value.themes:
        yield theme
        yield from (f"  {_said(each)}" for each in own)
    if value.goals:
        yield "目标"
        yield from (f"  {_said(each)}" for each in value.goals)
    if value.pairs:
        yield "目标与实际"
        yield from (f"  {pair_line(each)}" for each in value.pairs)


def figure_lines(values: Iterable[Indicator]) -> Iterator[str]:
    """One line a figure."""
    for each in values:
        yield f"{each.region or '地区不详'}{_said(each)}  huiwen section {each.section_id}"


def _said(value: Indicator) -> str:
    year = f"{value.year}年" if value.year else ""
    rank = f"，{value.rank}" if value.rank else ""
    return f"{year}{value.period or ''}{'目标' if value.plan else '实际'}：{value.name} {value.shown}{rank}"


def pair_line(value: Pair) -> str:
    """A goal beside its result, or what there is instead."""
    said = [f"{value.year or ''}年目标 {value.goal.shown if value.goal else '未载'}"]
    said.append(f"实际 {value.result.shown}" if value.result else "实际未载")
    if value.before and not value.result:
        said.append(f"{value.before.year or ''}年实际 {value.before.shown}")
    return f"{value.name}：{'；'.join(said)}"
