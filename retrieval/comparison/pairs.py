"""Goals against results within one region: over the years (要点 2024 → 总结 2024) and inside one file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from retrieval.comparison.choosing import same_value
from retrieval.model import Indicator, Pair


def pairs(figures: Iterable[Indicator], key: Callable[[str], str]) -> tuple[Pair, ...]:
    """One pair for every indicator and year that has a goal, newest year first, in the order of the texts.

    ``key``: what all names of one indicator share. ``before``: the newest result of an earlier year.
    """
    results: dict[str, list[Indicator]] = {}
    goals: dict[tuple[str, int | None], Indicator] = {}
    for figure in figures:
        if figure.state != "reported":
            continue
        name = key(figure.name)
        if figure.plan:
            goals.setdefault((name, figure.year), figure)
        else:
            results.setdefault(name, []).append(figure)
    made = [_pair(goal, results.get(name, ())) for (name, _), goal in goals.items()]
    return tuple(sorted(made, key=lambda pair: -(pair.year or 0)))


def both(pair: Pair) -> bool:
    """Whether there is something to hold the goal against."""
    return pair.result is not None or pair.before is not None


def over_years(figures: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """One indicator of one region over its reports, oldest first, results before goals of a year; the same said twice once."""
    kept: list[Indicator] = []
    for figure in sorted(figures, key=lambda f: (f.year or 0, f.plan, f.scope or "", f.period or "")):
        twin = next(
            (
                k
                for k in kept
                if (k.year, k.plan, k.scope, k.period) == (figure.year, figure.plan, figure.scope, figure.period)
                and same_value(k, figure)
            ),
            None,
        )
        if twin is None:
            kept.append(figure)
    return tuple(kept)


def _pair(goal: Indicator, results: Sequence[Indicator]) -> Pair:
    same = [each for each in results if each.year == goal.year]
    earlier = [each for each in results if (each.year or 0) < (goal.year or 0)]
    alike = [each for each in same if each.scope == goal.scope] or same
    return Pair(
        name=goal.name,
        year=goal.year,
        goal=goal,
        result=next(iter(alike), None),
        before=max(earlier, key=lambda each: (each.year or 0, each.scope == goal.scope), default=None),
    )
