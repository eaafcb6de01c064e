"""A region at a glance, from its documents and figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.comparison.names import Names
from retrieval.comparison.pairs import both, pairs
from retrieval.comparison.themes import themes, weightiest
from retrieval.model import CityProfile, Document, Indicator, Region
from retrieval.parsing.indicators import standard

#: Goals listed.
GOALS = 24


def profile(region: Region, documents: tuple[Document, ...], figures: Sequence[Indicator]) -> CityProfile:
    """Key figures of the newest year by theme, the goals of the newest year that has some, goals against results."""
    names = Names(counts=dict.fromkeys((figure.name for figure in figures), 1), standard=standard)
    return CityProfile(
        region=region,
        documents=documents,
        themes=themes(_newest(figure for figure in figures if not figure.plan)),
        goals=weightiest(_newest(figure for figure in figures if figure.plan), GOALS),
        pairs=tuple(pair for pair in pairs(figures, names.key) if both(pair)),
    )


def _newest(figures: Iterable[Indicator]) -> tuple[Indicator, ...]:
    found = tuple(figures)
    newest = max((figure.year or 0 for figure in found), default=0)
    return tuple(figure for figure in found if (figure.year or 0) == newest)
