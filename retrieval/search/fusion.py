"""Ranking arithmetic on (id, score) lists. Pure.

Reciprocal-rank fusion: G. V. Cormack, C. L. A. Clarke, S. Büttcher, "Reciprocal rank fusion outperforms Condorcet and
individual rank learning methods", SIGIR 2009.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

RRF_K = 60
Scored = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    """One id of a fused list. ``ranks``: source → place from 1, for the sources that found it."""

    id: str
    score: float
    ranks: Mapping[str, int] = field(default_factory=dict)


def merge(lists: Iterable[Scored]) -> list[tuple[str, float]]:
    """One list of several of the same source (comparable scores), best first; an id keeps its best score.

    >>> merge([[("a", 3.0), ("b", 1.0)], [("c", 2.0), ("b", 1.5)]])
    [('a', 3.0), ('c', 2.0), ('b', 1.5)]
    """
    best: dict[str, float] = {}
    for scored in lists:
        for id_, score in scored:
            best[id_] = max(score, best.get(id_, score))
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))


def reciprocal_rank(sources: Mapping[str, Scored], k: int = RRF_K) -> list[Fused]:
    """Fuse lists whose scores are not comparable by places alone: score = Σ over the sources of 1 / (k + place).

    Worked example: words find a, b; vectors find b, c. With k = 60: b = 1/62 + 1/61 = 0.03252 is first,
    a = 1/61 = 0.01639 second, c = 1/62 = 0.01613 third.

    >>> [fused.id for fused in reciprocal_rank({"words": [("a", 9.1), ("b", 7.0)], "vectors": [("b", 0.9), ("c", 0.8)]})]
    ['b', 'a', 'c']
    """
    ranks: dict[str, dict[str, int]] = {}
    for source, scored in sources.items():
        for place, (id_, _score) in enumerate(scored, start=1):
            ranks.setdefault(id_, {})[source] = place
    fused = [Fused(id=id_, score=fsum(1 / (k + p) for p in r.values()), ranks=r) for id_, r in ranks.items()]
    return sorted(fused, key=lambda one: (-one.score, one.id))


def with_quota(
    ranked: Sequence[Fused], limit: int, groups: Sequence[str], quota: int, group: Callable[[str], str | None]
) -> list[Fused]:
    """The best ``limit``, but of each of ``groups`` its best ``quota`` come in before anything else; order by score.

    ``group``: id → its group. More than ``limit`` come back where the quotas alone need them.

    >>> ranked = [Fused(id=i, score=s) for i, s in (("a1", 4), ("a2", 3), ("a3", 2), ("b1", 1))]
    >>> [one.id for one in with_quota(ranked, 3, ["a", "b"], 1, lambda id_: id_[0])]
    ['a1', 'a2', 'b1']
    """
    left = dict.fromkeys(groups, quota)
    chosen: set[str] = set()
    for one in ranked:
        name = group(one.id)
        if name is not None and left.get(name, 0) > 0:
            left[name] -= 1
            chosen.add(one.id)
    for one in ranked:
        if len(chosen) >= limit:
            break
        chosen.add(one.id)
    return [one for one in ranked if one.id in chosen]
