"""Traditional characters: one simplified character for each, so that offsets hold in both. Pure.

Reports in traditional characters are understood, searched and compared in simplified ones; their text is kept as it stands and
shown so. The pairs are OpenCC's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from retrieval.model import Cells, Loaded, Outline, Section, Table

_LEAST, _SHARE = 5, 0.1
_BOTH = "乾瞭"
"""Stand in simplified texts too (乾隆, 瞭望)."""


@cache
def _pairs() -> Mapping[int, str]:
    lines = (
        resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    )
    pairs = (line.split("\t", 1) for line in lines if "\t" in line)
    return {ord(one): first for one, others in pairs if (first := others.split()[0]) != one and one not in _BOTH}


def simplified(text: str) -> str:
    """The text in simplified characters, as long as it was.

    >>> simplified("蕪湖市衛生健康委員會2024年工作總結")
    '芜湖市卫生健康委员会2024年工作总结'
    """
    return text if text.isascii() else text.translate(_pairs())


def traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, and does not merely hold some."""
    changed = sum(one != other for one, other in zip(text, simplified(text), strict=True))
    return changed >= _LEAST and changed >= _SHARE * len(text)


def simple_loaded(loaded: Loaded) -> Loaded:
    """A loaded text, its tables and what its container says, in simplified characters; offsets stay."""
    return replace(
        loaded,
        text=simplified(loaded.text),
        metadata={name: simplified(value) for name, value in loaded.metadata.items()},
        tables=tuple(map(_simple_table, loaded.tables)),
    )


def simple_outline(outline: Outline) -> Outline:
    """An outline with the text of its sections in simplified characters; offsets stay."""
    return replace(outline, sections=tuple(map(_simple_section, outline.sections)))


def restored(sections: Sequence[Section], body: str, text: str) -> tuple[Section, ...]:
    """The sections of ``body`` with their text as it stands in ``text``: the body is lines of ``simplified(text)`` in their order."""
    return _Restorer(body, _lines_of(body, text)).all(sections)


class _Restorer:
    """Sections are looked for in the order of the body, each after the one before."""

    def __init__(self, body: str, original: str) -> None:
        self._body, self._original = body, original
        self._cursor = 0

    def all(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(self._one(section) for section in sections)

    def _one(self, section: Section) -> Section:
        start = self._body.find(section.text, self._cursor)
        text = section.text
        if start >= 0:
            self._cursor = start + len(text)
            text = self._original[start : self._cursor]
        return replace(section, text=text, children=self.all(section.children))


def _lines_of(body: str, text: str) -> str:
    """The body, line by line as the text has it."""
    rows = text.split("\n")
    plain = [simplified(row) for row in rows]
    found, at = [], 0
    for line in body.split("\n"):
        place = next((i for i in range(at, len(rows)) if plain[i] == line), None)
        found.append(line if place is None else rows[place])
        at = at if place is None else place + 1
    return "\n".join(found)


def _simple_section(section: Section) -> Section:
    return replace(
        section, text=simplified(section.text), children=tuple(_simple_section(child) for child in section.children)
    )


def _simple_table(table: Table) -> Table:
    return replace(
        table,
        head=_simple_cells(table.head),
        rows=_simple_cells(table.rows),
        lines=_simple_cells(table.lines),
        caption=simplified(table.caption) if table.caption else None,
        unit=simplified(table.unit) if table.unit else None,
    )


def _simple_cells(cells: Cells) -> Cells:
    return tuple(tuple(map(simplified, row)) for row in cells)
