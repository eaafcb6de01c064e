"""Which figures of a region stand in a comparison: the newest result, then its goals; older goals are folded. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.comparison import units
from retrieval.model import ComparisonRow, Document, Indicator, Region, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was asked for: a year, a side (True goals, False results); None either."""

    year: int | None = None
    plan: bool | None = None


def rows(
    roster: Sequence[Region], figures: Iterable[Indicator], documents: Sequence[Document], choice: Choice
) -> tuple[ComparisonRow, ...]:
    """The rows of every region of the roster, at least one each, in its order."""
    by_id = {document.id: document for document in documents}
    held = _held(documents, choice.year)
    found: dict[str | None, list[Indicator]] = {}
    for figure in figures:
        found.setdefault(region_of(figure, by_id), []).append(figure)
    made: list[ComparisonRow] = []
    for region in roster:
        chosen = chosen_figures(found.get(region.name, ()), choice)
        if chosen:
            made += [row(region, figure, by_id, earlier=earlier) for figure, earlier in chosen]
        else:
            made.append(ComparisonRow(region=region, state="not_mentioned" if region.name in held else "no_document"))
    return tuple(made)


def chosen_figures(figures: Sequence[Indicator], choice: Choice) -> list[tuple[Indicator, bool]]:
    """(figure, is earlier) of one region: newest result first, then newer goals, then earlier goals.

    Contradicting values all stay; a value said twice stands once; placeholders stand only where nothing else does.
    """
    wanted = [figure for figure in figures if choice.year in (None, figure.year)]
    wanted = [figure for figure in wanted if choice.plan in (None, figure.plan)] or wanted
    reported = _distinct(figure for figure in wanted if figure.state == "reported")
    if not reported:
        return [(figure, False) for figure in _distinct(wanted)[:1]]
    results = [figure for figure in reported if not figure.plan]
    newest = max((figure.year or 0 for figure in results), default=0)
    goals = sorted((f for f in reported if f.plan), key=lambda f: -(f.year or 0))
    coming = [figure for figure in goals if (figure.year or 0) > newest]
    first = max((figure.year or 0 for figure in coming), default=0)
    said = [figure for figure in results if (figure.year or 0) == newest]
    current = sorted(said, key=_order) + sorted((f for f in coming if (f.year or 0) == first), key=_order)
    earlier = [figure for figure in goals if figure not in current]
    return [(figure, False) for figure in current] + [(figure, True) for figure in earlier]


def row(
    region: Region, figure: Indicator, documents: Mapping[str, Document], *, earlier: bool = False
) -> ComparisonRow:
    """A figure as a row, with the document that states it."""
    document = documents.get(figure.document_id or "")
    state: State = figure.state
    return ComparisonRow(
        region=region,
        state=state,
        indicator=figure,
        document=document.title if document else None,
        document_id=figure.document_id,
        url=document.url if document else None,
        earlier=earlier,
    )


def region_of(figure: Indicator, documents: Mapping[str, Document]) -> str | None:
    """Whose figure it is: the region that the sentence names, else the document's."""
    document = documents.get(figure.document_id or "")
    return figure.region or (document.region if document else None)


def same_value(one: Indicator, other: Indicator) -> bool:
    """Whether two figures say the same number in the same measure."""
    if None in (one.number, other.number):
        return one.value == other.value
    return units.kind(one.unit) == units.kind(other.unit) and units.base(one) == units.base(other)


def _held(documents: Sequence[Document], year: int | None) -> frozenset[str | None]:
    """Regions with a document, of the year where one is asked."""
    return frozenset(d.region for d in documents if year is None or not d.profile.years or year in d.profile.years)


def _distinct(figures: Iterable[Indicator]) -> list[Indicator]:
    kept: list[Indicator] = []
    for figure in figures:
        twins = (
            k
            for k in kept
            if (k.year, k.plan, k.period, k.scope) == (figure.year, figure.plan, figure.period, figure.scope)
        )
        if not any(same_value(twin, figure) for twin in twins):
            kept.append(figure)
    return kept


def _order(figure: Indicator) -> tuple[bool, bool, str]:
    """The whole year before a part of it, the whole population before a part of it."""
    return figure.period is not None, figure.scope is not None, figure.scope or ""
