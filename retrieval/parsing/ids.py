"""Section ids: short, stable, derived from what a section is and not from where it stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import Part, Section

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 10


def section_id(key: str, part: str, path: Sequence[str], kind: str, ordinal: int) -> str:
    """10 characters of [a-z0-9] from the document's key, the part's name, the heading path and the place among equals.

    ``kind`` keeps a title, a heading and an unheaded paragraph apart that share a path.
    """
    name = "\x1f".join([key, part, kind, str(ordinal), *path])
    value = int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest())
    digits: list[str] = []
    for _ in range(_LENGTH):
        value, digit = divmod(value, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(digits)


def identify(
    sections: Sequence[Section], *, key: str, parts: Sequence[Part] = (), starts: Sequence[int] = ()
) -> tuple[Section, ...]:
    """The same tree with every ``id`` and ``part`` set.

    ``starts``: preorder index of each part's first section, ascending; what stands before the first has no part.
    """
    naming = _Naming(key, parts, starts)
    return tuple(naming.named(section) for section in sections)


class _Naming:
    """Counts sections in preorder, and equal paths. The tree is as deep as there are kinds of number, so recursion is safe."""

    def __init__(self, key: str, parts: Sequence[Part], starts: Sequence[int]) -> None:
        self.key, self.parts, self.starts = key, parts, starts
        self.place = 0
        self.part: int | None = None
        self.equals: Counter[tuple[str, str, tuple[str, ...]]] = Counter()

    def named(self, section: Section) -> Section:
        following = 0 if self.part is None else self.part + 1
        while following < len(self.starts) and self.starts[following] <= self.place:
            self.part, following = following, following + 1
        self.place += 1
        part, name = self.part, self._id(section)
        children = tuple(self.named(child) for child in section.children)
        return replace(section, id=name, part=part, children=children)

    def _id(self, section: Section) -> str:
        name = "" if self.part is None or self.part >= len(self.parts) else self.parts[self.part].title
        kind = "title" if section.level == 0 else "heading" if section.heading else "paragraph"
        same = (name, kind, section.path)
        self.equals[same] += 1
        return section_id(self.key, name, section.path, kind, self.equals[same])
