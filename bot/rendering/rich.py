"""Text with marks over it, cut to Telegram's measure before it is marked up.

Telegram counts in UTF-16 code units; here everything is counted in characters until the very end, so that a cut can
never fall inside a mark or a surrogate pair. The idea of splitting first is described in RSS-to-Telegram-Bot's splitter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from telegram import MessageEntity

TEXT_LIMIT = 4096
ENTITY_LIMIT = 100
_BREAKS = (
    re.compile(r"\n{2,}"),
    re.compile(r"\n"),
    re.compile(r"[。！？；!?;…]+[”’」』）)】]*"),
    re.compile(r"[，、：,:\s]"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A mark over ``text[start:end]`` of a Rich. ``type``: a ``MessageEntity`` type; ``url`` for text links."""

    start: int
    end: int
    type: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """Text and the marks over it; offsets are in characters."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __add__(self, other: Rich | str) -> Rich:
        more = other if isinstance(other, Rich) else Rich(other)
        at = len(self.text)
        moved = tuple(replace(span, start=span.start + at, end=span.end + at) for span in more.spans)
        return Rich(self.text + more.text, self.spans + moved)

    def cut(self, start: int, end: int) -> Rich:
        """The part between two offsets, without white space at its ends; marks are clipped to it."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        clipped = (
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in self.spans
            if span.start < end and span.end > start
        )
        return Rich(self.text[start:end], tuple(clipped))

    def marked(self, type: str, *, url: str | None = None) -> Rich:
        """The same with one more mark over all of it."""
        if not self.text:
            return self
        return Rich(self.text, (Span(start=0, end=len(self.text), type=type, url=url), *self.spans))


def bold(text: str) -> Rich:
    """Bold text."""
    return Rich(text).marked(MessageEntity.BOLD)


def link(text: str, url: str) -> Rich:
    """Text that opens an address."""
    return Rich(text).marked(MessageEntity.TEXT_LINK, url=url)


def joined(parts: Iterable[Rich | str], separator: str = "\n") -> Rich:
    """The parts that hold text, one after the other."""
    whole = Rich()
    for part in parts:
        piece = part if isinstance(part, Rich) else Rich(part)
        if piece.text:
            whole = whole + separator + piece if whole.text else piece
    return whole


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def fitting(text: str, limit: int) -> int:
    """How many characters from the start of ``text`` fit into ``limit`` UTF-16 units."""
    if len(text) * 2 <= limit:
        return len(text)
    room = limit
    for count, character in enumerate(text):
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            return count
    return len(text)


def shortened(text: str, limit: int) -> str:
    """``text``, or its beginning and ``…``, in at most ``limit`` UTF-16 units."""
    return text if units(text) <= limit else text[: fitting(text, limit - 1)].rstrip() + "…"


def _break(text: str, end: int) -> int:
    """The best place to cut ``text`` at or before ``end``: paragraph, line, sentence, clause, else ``end`` itself."""
    for pattern in _BREAKS:
        last = max((match.end() for match in pattern.finditer(text, 0, end)), default=0)
        if last > end // 3:
            return last
    return end


def split(rich: Rich, *, limit: int = TEXT_LIMIT, marks: int = ENTITY_LIMIT) -> tuple[Rich, ...]:
    """Cut into messages of at most ``limit`` UTF-16 units and ``marks`` marks, at the best break before the limit.

    Nothing but white space at the cuts is lost. An empty text gives no message.
    """
    return tuple(_pieces(rich, limit, marks))


def _pieces(rich: Rich, limit: int, marks: int) -> Iterator[Rich]:
    start, text = 0, rich.text
    while start < len(text):
        rest = text[start : start + limit]
        end = fitting(rest, limit)
        if start + end < len(text):
            end = _break(rest, end)
        piece = rich.cut(start, start + end)
        if len(piece.spans) > marks:
            end = _fewer(rich, start, start + end, marks) - start
            piece = rich.cut(start, start + end)
        if piece.text:
            yield Rich(piece.text, piece.spans[:marks])
        start += end


def _fewer(rich: Rich, start: int, end: int, marks: int) -> int:
    """An end before which at most ``marks`` marks begin; at least one character after ``start``."""
    begins = sorted(span.start for span in rich.spans if span.start < end and span.end > start)
    return max(begins[marks], start + 1)


def entities(rich: Rich) -> tuple[MessageEntity, ...]:
    """The marks as Telegram wants them: offsets and lengths in UTF-16 units."""
    return tuple(
        MessageEntity(
            type=span.type,
            offset=units(rich.text[: span.start]),
            length=units(rich.text[span.start : span.end]),
            url=span.url,
        )
        for span in rich.spans
        if span.end > span.start
    )
