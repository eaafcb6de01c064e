"""What the gate takes and gives. Frozen; no I/O."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of a section, offered under a handle.

    ``text``: verbatim, beginning at offset ``start`` of the section's text. ``year``, ``plan``, ``period``: of the part of
    the report that it stands in; what the text itself says of its time (去年, 到2025年底) is read from it. ``region``: full
    name. ``document``: title. ``path``: headings from level 1 down. ``window``: the span of ``text`` that is cited, where the
    rest only tells what 其中 and a semicolon carry on; None: all of it.
    """

    handle: str
    text: str
    region: str | None
    year: int | None
    plan: bool
    period: str | None = None
    document: str = ""
    path: tuple[str, ...] = ()
    section_id: str = ""
    document_id: str = ""
    start: int = 0
    window: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer without its marks. ``handles``: of the marks at its end, in order.

    ``shared``: the marks stand at the end of the line, behind a later sentence.
    """

    text: str
    handles: tuple[str, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What proves a sentence: ``section.text[start:end]`` of the evidence's section, at most 300 characters."""

    handle: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judged sentence. ``reason``: why it failed, in Chinese; None where ``ok``.

    ``repaired``: ``text`` or ``citations`` differ from what was said, because the evidence says so.
    """

    text: str
    ok: bool
    reason: str | None = None
    citations: tuple[Cited, ...] = ()
    repaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """A text held to the evidence. ``lines``: what may be sent; ``dropped``: the rest, with reasons.

    ``invented``: handles that were never offered. ``enough``: False where too little is left to be an answer.
    """

    lines: tuple[Verdict, ...]
    dropped: tuple[Verdict, ...]
    invented: int
    enough: bool
