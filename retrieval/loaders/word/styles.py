"""Paragraph styles: which are headings, which number their paragraphs, which hide their text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.loaders.word.package import Element, child, children, is_on, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLE = re.compile(r"title|标题", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?|table of (?:contents|figures).*", re.I)
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style says of its paragraphs; what it leaves open is that of the style it is based on.

    ``depth``: 0 a title, 1 to 9 a heading, None text. ``number``: (list, level or None) of its own numbering.
    """

    depth: int | None = None
    number: tuple[str, int | None] | None = None
    hidden: bool = False
    contents: bool = False


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {value(one, "styleId") or "": one for one in children(root, "style")}
        self._found: dict[str, Style] = {}
        self.default = next(
            (
                key
                for key, one in self._elements.items()
                if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true")
            ),
            "",
        )

    def get(self, id: str | None) -> Style:
        """A style; an unknown id is the default style."""
        key = id if id in self._elements else self.default
        if key not in self._found:
            self._found[key] = self._read(key, 0)
        return self._found[key]

    def lists(self) -> dict[str, str]:
        """Style id → the list that it numbers with."""
        numbered = ((key, value(child(one, "pPr", "numPr", "numId"))) for key, one in self._elements.items())
        return {key: number for key, number in numbered if number}

    def _read(self, key: str, deep: int) -> Style:
        element = self._elements.get(key)
        if element is None or deep > _DEEPEST:
            return Style()
        base = self._read(value(child(element, "basedOn")) or "", deep + 1)
        called = (value(child(element, "name")) or "").strip()
        properties = child(element, "pPr")
        hidden = child(element, "rPr", "vanish")
        return Style(
            depth=_depth(called, properties, base.depth),
            number=number_of(properties) or base.number,
            hidden=base.hidden if hidden is None else is_on(hidden),
            contents=bool(_CONTENTS.fullmatch(called)),
        )


def number_of(properties: Element | None) -> tuple[str, int | None] | None:
    """(list, level) of paragraph properties; a list "0" takes the numbering of the style away."""
    own = child(properties, "numPr")
    number = value(child(own, "numId"))
    if own is None or number is None:
        return None
    level = value(child(own, "ilvl"))
    return number, int(level) if level and level.isdigit() else None


def outline_depth(properties: Element | None) -> int | None:
    """Depth by the outline level of paragraph properties: 1 to 9; None for body text or nothing said."""
    level = value(child(properties, "outlineLvl"))
    return int(level) + 1 if level and level.isdigit() and int(level) < 9 else None


def _depth(called: str, properties: Element | None, base: int | None) -> int | None:
    heading = _HEADING.fullmatch(called)
    if heading:
        return int(heading[1])
    if _TITLE.fullmatch(called):
        return 0
    level = child(properties, "outlineLvl")
    return base if level is None else outline_depth(properties)
