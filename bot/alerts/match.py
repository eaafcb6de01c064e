"""Which subscriptions a document fits. Pure; made for many: conditions are interned and indexed by place once.

A document is looked at only by the conditions of its region, of those around it, and of no region at all; each topic and
word is looked for in its text once, however many subscriptions share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from retrieval import Document, Features, Followed, Interest, Region, Topic

#: Weighted share of a topic's words that a document must hold, before its sentences are weighed.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A subscription that a document fits. ``place``: what the place is called in it; None where it names none."""

    subscription: int
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """An interest without its places; topics, words and indicators by their numbers in the index."""

    topics: tuple[int, ...]
    words: tuple[int, ...]
    indicators: tuple[str, ...]
    kinds: tuple[str, ...]
    years: tuple[int, ...]


class Index:
    """Subscriptions, by number, made ready for matching."""

    def __init__(self, interests: Mapping[int, Interest]) -> None:
        self._topics: dict[Topic, int] = {}
        self._words: dict[str, int] = {}
        self._conditions: dict[_Condition, int] = {}
        self._by_place: dict[str | None, dict[int, list[tuple[int, Followed | None]]]] = {}
        for number, interest in interests.items():
            self._add(number, interest)
        self._listed = tuple(self._conditions)
        self._texts = tuple(self._words)
        self._wanted = tuple(self._topics)

    def _add(self, number: int, interest: Interest) -> None:
        condition = _Condition(
            topics=tuple(self._topics.setdefault(topic, len(self._topics)) for topic in interest.topics),
            words=tuple(self._words.setdefault(word, len(self._words)) for word in interest.words),
            indicators=interest.indicators,
            kinds=interest.kinds,
            years=interest.years,
        )
        key = self._conditions.setdefault(condition, len(self._conditions))
        for place in interest.places or (None,):
            under = self._by_place.setdefault(place.name if place else None, {})
            under.setdefault(key, []).append((number, place))

    def matches(self, features: Features) -> tuple[Match, ...]:
        """The subscriptions that a document fits, each once, in the order of their numbers."""
        look = _Look(self, features)
        found: dict[int, Match] = {}
        for number, place in self._fitting(features.document.profile.region, look):
            found.setdefault(number, Match(subscription=number, place=place.label if place else None))
        return tuple(found[number] for number in sorted(found))

    def _fitting(self, region: Region | None, look: _Look) -> Iterator[tuple[int, Followed | None]]:
        for name in (None, *_around(region)):
            for key, subscriptions in self._by_place.get(name, {}).items():
                if look.holds(key):
                    yield from (one for one in subscriptions if one[1] is None or within(region, one[1]))


class _Look:
    """One document being looked at; remembers what was found out of it."""

    def __init__(self, index: Index, features: Features) -> None:
        self._index = index
        self._features = features
        self._topics: dict[int, bool] = {}
        self._words: dict[int, bool] = {}
        self._held: dict[str, bool] = {}
        self._conditions: dict[int, bool] = {}

    def holds(self, key: int) -> bool:
        known = self._conditions.get(key)
        if known is None:
            known = self._conditions[key] = self._check(self._index._listed[key])
        return known

    def _check(self, condition: _Condition) -> bool:
        profile = self._features.document.profile
        return (
            (not condition.years or not set(condition.years).isdisjoint(profile.years))
            and (not condition.kinds or any(kind in profile.kind for kind in condition.kinds))
            and (not condition.indicators or not self._features.indicators.isdisjoint(condition.indicators))
            and all(map(self._word, condition.words))
            and all(map(self._topic, condition.topics))
        )

    def _word(self, key: int) -> bool:
        known = self._words.get(key)
        if known is None:
            known = self._words[key] = self._in_text(self._index._texts[key])
        return known

    def _topic(self, key: int) -> bool:
        known = self._topics.get(key)
        if known is None:
            known = self._topics[key] = touches(self._index._wanted[key], self._in_text)
        return known

    def _in_text(self, word: str) -> bool:
        known = self._held.get(word)
        if known is None:
            known = self._held[word] = word in self._features.text
        return known


def touches(topic: Topic, holds: Callable[[str], bool]) -> bool:
    """Whether a text may speak of a topic: its weightiest word is there, and enough of all of them.

    ``holds``: whether a folded word stands in the text.
    """
    total = sum(term.weight for term in topic.terms)
    top = max((term.weight for term in topic.terms), default=0.0)
    found = [term.weight for term in topic.terms if any(all(map(holds, form)) for form in term.forms)]
    return bool(found) and max(found) == top and sum(found) >= ENOUGH * total


def within(region: Region | None, place: Followed) -> bool:
    """Whether a document of this region belongs to a followed place."""
    if region is None:
        return False
    if place.province and region.province and place.province != region.province:
        return False
    if place.alone:
        return region.name == place.name
    if place.level:
        return region.level == place.level and region.name != place.name and place.name in _around(region)
    return place.name in _around(region)


def _around(region: Region | None) -> Iterable[str]:
    """A region's own name and those of the regions it lies in."""
    if region is None:
        return ()
    return dict.fromkeys(name for name in (region.name, region.parent, region.province) if name)


def may_fit(document: Document, interest: Interest) -> bool:
    """What can be said of a document before its text is read: region, years and kind."""
    profile = document.profile
    return (
        (not interest.places or any(within(profile.region, place) for place in interest.places))
        and (not interest.years or not set(interest.years).isdisjoint(profile.years))
        and (not interest.kinds or any(kind in profile.kind for kind in interest.kinds))
    )
