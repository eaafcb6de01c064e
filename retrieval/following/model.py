"""Frozen values of following: what is followed, what a document offers, what is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.model import Document, Indicator, RegionLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A place that is followed. ``name``: full name of the region; ``label``: how it is called to the reader (安徽各市).

    ``level`` None: the region and all that lies in it; else only regions of this level that lie in it. ``alone``: the
    region itself and nothing in it, as a city of a named set. ``province`` tells regions of one name apart.
    """

    name: str
    label: str
    province: str | None = None
    level: RegionLevel | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTerm:
    """A word of a topic. ``forms``: what may stand for it, each a group of folded words that must all be there."""

    forms: tuple[tuple[str, ...], ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic in the words of who follows it, and the terms that a text is searched for before it is weighed."""

    text: str
    terms: tuple[TopicTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name that is no known region. ``near``: what may have been meant, full names."""

    name: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What one subscription asks for: every kind of condition must hold, one of the values of each is enough.

    Topics and words are the exception: all of them must hold. ``indicators``: standard names; ``words``: folded, verbatim;
    ``kinds``: 总结, 要点, 计划 …, a part of the document's kind; ``unknown``: what was not understood as a region.
    """

    places: tuple[Followed, ...] = ()
    topics: tuple[Topic, ...] = ()
    indicators: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for that a document could fit."""
        return not (self.places or self.topics or self.indicators or self.words or self.kinds or self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What of a document, or of some of its sections, decides whether it fits an interest.

    ``text``: folded; ``indicators``: standard names of the figures.
    """

    document: Document
    text: str
    indicators: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A statement that is told of a document: a figure, or with ``name`` "" what the report says.

    ``before``: the same figure, result or goal alike, of the year before; ``held_before``: whether a report of that year is
    indexed at all, so that its silence can be told from its absence.
    """

    figure: Indicator
    before: Indicator | None = None
    held_before: bool = False
