"""Where the sections of an earlier version went. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NEAR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is compared of a section: its id, heading path and text."""

    id: str
    path: tuple[str, ...]
    text: str


def moved(old: Iterable[Place], new: Iterable[Place]) -> dict[str, str]:
    """Old id → new id for sections whose id is gone: the new section of equal path, else of the nearest text.

    Only new sections that the old version did not have are targets; near means that the sets of character pairs overlap
    by at least half (Jaccard). A section that simply vanished has no entry.
    """
    before, after = {place.id: place for place in old}, {place.id: place for place in new}
    gone = [place for id_, place in before.items() if id_ not in after]
    fresh = [place for id_, place in after.items() if id_ not in before]
    by_path = {place.path: place.id for place in reversed(fresh) if place.path}
    pairs = {place.id: _pairs(place.text) for place in fresh}
    targets = {place.id: by_path.get(place.path) or _nearest(place.text, pairs) for place in gone}
    return {id_: target for id_, target in targets.items() if target}


def _nearest(text: str, candidates: Mapping[str, frozenset[str]]) -> str | None:
    mine = _pairs(text)
    scored = [(_overlap(mine, theirs), id_) for id_, theirs in candidates.items()]
    score, id_ = max(scored, default=(0.0, None), key=lambda pair: pair[0])
    return id_ if score >= NEAR else None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
