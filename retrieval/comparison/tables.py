"""Several comparisons over one roster as a table: regions down, indicators across. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.model import Comparison, ComparisonRow, TableReport


def table(comparisons: Sequence[Comparison]) -> TableReport:
    """The first row of each region of each comparison; all of one roster. ``notes``: goals, warnings, names, sources."""
    regions = tuple({row.region.name: row.region for each in comparisons[:1] for row in each.rows}.values())
    first = [{row.region.name: row for row in reversed(each.rows)} for each in comparisons]
    return TableReport(
        regions=regions,
        indicators=tuple(each.indicator or each.topic for each in comparisons),
        cells=tuple(tuple(column[region.name] for column in first) for region in regions),
        coverage=tuple(each.coverage for each in comparisons),
        notes=tuple(_notes(comparisons, [row for column in first for row in column.values()])),
    )


def _notes(comparisons: Sequence[Comparison], cells: Sequence[ComparisonRow]) -> Iterator[str]:
    for each in comparisons:
        name = each.indicator or each.topic
        if not each.coverage.reported:
            near = f"；相近的指标：{'、'.join(each.candidates[:4])}" if each.candidates else ""
            yield f"{name}：各地报告均未载{near}"
        for warning in each.warnings:
            yield f"{name}：{warning}"
    if any(row.indicator and row.indicator.plan for row in cells):
        yield "注明“目标”的为报告提出的目标值，不是完成值"
    sources = tuple(dict.fromkeys(row.document for row in cells if row.document))
    if sources:
        yield f"数据来源：{'；'.join(f'《{title}》' for title in sources[:12])}{f' 等{len(sources)}份报告' if len(sources) > 12 else ''}"
