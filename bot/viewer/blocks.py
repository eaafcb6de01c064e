"""A section's text as headings and paragraphs, the evidence marked: ranges of the text, nothing rewritten. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from retrieval import StoredSection

_CLOSING = "。 \t\u3000"
_LINE = re.compile(r"[^\n]+")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text; ``marked``: it is evidence; ``strong``: a heading that runs into its paragraph.

    ``anchor``: the evidence begins here.
    """

    text: str
    marked: bool = False
    strong: bool = False
    anchor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading (``rank`` 1 to 6) or a paragraph (``rank`` 0)."""

    pieces: tuple[Piece, ...]
    rank: int = 0


def heading_range(section: StoredSection) -> Range:
    """Where the section's heading stands in its text; empty where it has none."""
    heading = (section.heading or "").strip()
    start = section.text.find(heading) if heading else -1
    return (start, start + len(heading)) if start >= 0 and not section.text[:start].strip() else (0, 0)


def runs_in(section: StoredSection) -> bool:
    """Whether the heading is the beginning of a sentence that goes on behind it."""
    _, end = heading_range(section)
    rest = section.text[end : end + 1]
    return bool(end and rest and rest not in "。\n\r")


def blocks(
    section: StoredSection, *, rank: int, evidence: Range | None = None, within: Range | None = None
) -> tuple[Block, ...]:
    """The heading and the paragraphs of a section, of the stretch ``within`` where given.

    A heading that stands alone becomes a block of ``rank``; one that runs into its sentence is its paragraph's strong
    beginning. Spaces at the ends of lines and the stop behind a heading are not shown; nothing else is left out.
    """
    text = section.shown
    first, last = within or (0, len(text))
    head = heading_range(section)
    alone = head[1] > 0 and not runs_in(section)
    found = []
    body = first
    if alone and head[0] >= first:
        found.append(Block(pieces=tuple(_pieces(text, head, evidence)), rank=rank))
        body = head[1] + len(text[head[1] :]) - len(text[head[1] :].lstrip(_CLOSING))
    strong = None if alone else head
    found += [
        Block(pieces=tuple(_pieces(text, line, evidence, strong)))
        for line in _lines(text, body, last)
        if line[0] < line[1]
    ]
    return tuple(found)


def _lines(text: str, start: int, end: int) -> Iterator[Range]:
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        yield match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())


def _pieces(text: str, run: Range, evidence: Range | None, strong: Range | None = None) -> Iterator[Piece]:
    """The run cut where a mark begins or ends."""
    edges = {edge for part in (evidence, strong) if part for edge in part if run[0] < edge < run[1]}
    stops = sorted({*run, *edges})
    for start, end in pairwise(stops):
        yield Piece(
            text=text[start:end],
            marked=_covers(evidence, start, end),
            strong=_covers(strong, start, end),
            anchor=evidence is not None and start == evidence[0] and _covers(evidence, start, end),
        )


def _covers(outer: Range | None, start: int, end: int) -> bool:
    return outer is not None and outer[0] <= start and end <= outer[1]


def windows(text: str, size: int) -> tuple[Range, ...]:
    """The text cut behind line ends into stretches of at most ``size`` characters (a longer line is cut hard)."""
    found, start = [], 0
    while len(text) - start > size:
        cut = text.rfind("\n", start + 1, start + size) + 1 or start + size
        found.append((start, cut))
        start = cut
    return (*found, (start, len(text)))
