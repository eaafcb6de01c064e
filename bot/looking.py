"""From a request to what it shows: ask the library, render a page. Blocks; made in a pool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from bot.context import Reports
from bot.rendering import comparison as comparing
from bot.rendering import surveys
from bot.rendering.evidence import Evidence, by_number, numbered
from bot.rendering.message import Message
from bot.rendering.refs import PageLink
from bot.store import Request
from retrieval import CityProfile, Comparison, Indicator, Line, Summary

Value: TypeAlias = Comparison | Summary | CityProfile


def look(library: Reports, request: Request) -> Value:
    """What a request shows now. Raises InputError for what can't be understood."""
    return _LOOKS[request.kind](library, request)


def _compare(library: Reports, request: Request) -> Comparison:
    return library.compare(
        request.words,
        regions=request.regions or None,
        year=request.year,
        plan=request.plan,
        home=request.home,
    )


def _trend(library: Reports, request: Request) -> Comparison:
    return library.trend(request.words, regions=request.regions or None, home=request.home)


def _summary(library: Reports, request: Request) -> Summary:
    return library.summary(request.words, regions=request.regions or None, year=request.year, home=request.home)


def _city(library: Reports, request: Request) -> CityProfile:
    return library.city(request.words)


_LOOKS: Mapping[str, Callable[[Reports, Request], Value]] = {
    "compare": _compare,
    "trend": _trend,
    "summary": _summary,
    "city": _city,
}


def page(
    library: Reports,
    value: Value,
    *,
    number: int,
    bot: str,
    at: int = 0,
    source: PageLink | None = None,
    lead: Line | None = None,
) -> Message:
    """A page of a value as a message. ``source``: makes the addresses that the numbers lead to; None: into the chat.

    ``lead``: the language model's sentence over what is shown.
    """
    if isinstance(value, Comparison):
        figures = comparing.figures_of(value, at)
        evidence = _evidence(library, figures, bot, comparing.numbers_of(value), source)
        return comparing.comparison_message(value, evidence, number=number, page=at, lead=lead)
    if isinstance(value, Summary):
        return surveys.summary_message(value, number=number, bot=bot, page=at, source=source, lead=lead)
    figures = surveys.figures_of(value)
    evidence = _evidence(library, figures, bot, numbered(figures), source)
    return surveys.city_message(value, evidence, number=number, page=at)


def lead(library: Reports, value: Value) -> Line | None:
    """The language model's sentence over the first page of a value, where one is to be had. Blocks for seconds."""
    if isinstance(value, Summary):
        return library.lead("summary", value.topic, value.citations)
    if isinstance(value, Comparison):
        figures = by_number(comparing.figures_of(value), comparing.numbers_of(value))
        return library.lead("comparison", comparing.title(value), library.cite(figures))
    return None


def _evidence(
    library: Reports,
    figures: Iterable[Indicator],
    bot: str,
    numbers: Mapping[tuple[str, str], int],
    source: PageLink | None,
) -> Evidence:
    ids = tuple(dict.fromkeys(figure.section_id for figure in figures if figure.section_id))
    return Evidence(bot=bot, page=source, numbers=numbers, sections=library.sections_by_id(ids))
