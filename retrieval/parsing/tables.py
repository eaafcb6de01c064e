"""What loaders saw beside the text, carried over to the body: its tables with their regions, and lines marked as headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.model import Region, Section, Table
from retrieval.parsing.regions import Gazetteer
from retrieval.parsing.text import Span
from retrieval.tabular.roles import column_name, roles

_FULL = re.compile(r"[一-龥]{2,8}?(?:自治州|自治县|地区|新区|开发区|省|市|县|区|州|盟|旗)")
_WHOLE = re.compile(
    r"(?:全|本|我|各|其他|合计|总|小).{0,6}|[一-龥]{0,4}(?:市辖区|辖区|县区|市区|城区|园区|地区|市直|省直|县直|片区)"
)
_PLACES = re.compile(
    r"地\s*[区市]|地级市|[市县区州]|市\s*州|区\s*县|县\s*区|县市区|城\s*市|行政区划?|辖区|区域|单\s*位|市（?县）?"
)


def spans(tables: Sequence[Table], body: str) -> tuple[tuple[Span, ...], ...]:
    """For each table the spans of its lines in the body, in order; () for one that the body does not hold."""
    found: list[tuple[Span, ...]] = []
    cursor = 0
    for table in tables:
        lines = tuple(_lines(table, body, cursor))
        cursor = lines[-1][1] if lines else cursor
        found.append(lines)
    return tuple(found)


def headed(headings: Sequence[tuple[int, int]], text: str, body: str) -> dict[int, int]:
    """Start in the body → depth of the lines that are marked as headings, but for titles."""
    found: dict[int, int] = {}
    cursor = 0
    for offset, depth in headings:
        end = text.find("\n", offset)
        line = text[offset : end if end >= 0 else len(text)]
        start = _whole_line(body, line, cursor) if line.strip() else -1
        if start >= 0:
            cursor = start + len(line)
            found |= {start: depth} if depth else {}
    return found


def _lines(table: Table, body: str, cursor: int) -> Iterator[Span]:
    """Lines are looked for as whole lines, each after the one before; nothing where one is missing."""
    made: list[Span] = []
    for line in (line for row in table.lines for line in row):
        start = _whole_line(body, line, cursor)
        if start < 0:
            return
        cursor = start + len(line)
        made.append((start, cursor))
    yield from made


def _whole_line(body: str, line: str, cursor: int) -> int:
    start = body.find(line, cursor)
    while start >= 0 and not (
        (not start or body[start - 1] == "\n") and body[start + len(line) : start + len(line) + 1] in ("", "\n")
    ):
        start = body.find(line, start + 1)
    return start


def placed(
    tables: Sequence[Table], sections: Sequence[Section], own: Region | None, gazetteer: Gazetteer
) -> tuple[Table, ...]:
    """The tables with the section that holds them, their span in its text, and the regions of their rows and columns."""
    flat = [section for root in sections for section in root.walk()]
    made: list[Table] = []
    place = cursor = 0
    for table in tables:
        for index in range(place, len(flat)):
            lines = tuple(_lines(table, flat[index].text, cursor if index == place else 0))
            if lines:
                place, cursor = index, lines[-1][1]
                made.append(replace(table, section_id=flat[index].id, start=lines[0][0], end=cursor))
                break
    return tuple(_with_regions(table, own, gazetteer) for table in made)


def _with_regions(table: Table, own: Region | None, gazetteer: Gazetteer) -> Table:
    found = roles(table)
    headed = [bool(_PLACES.fullmatch(column_name(table, j))) for j in found.labels]
    rows = [
        next(
            (
                region
                for j, told in zip(found.labels, headed, strict=True)
                if (region := _region(row[j], told, own, gazetteer))
            ),
            None,
        )
        for row in table.rows
    ]
    columns = [
        _region(cells[-1], False, own, gazetteer) if (cells := _heads(table, j)) else None for j in _columns(table)
    ]
    return replace(table, regions=tuple(rows), column_regions=tuple(columns))


def _columns(table: Table) -> range:
    return range(len(table.rows[0]) if table.rows else 0)


def _heads(table: Table, column: int) -> list[str]:
    return [row[column] for row in table.head if row[column]]


def _region(label: str, told: bool, own: Region | None, gazetteer: Gazetteer) -> str | None:
    """The full name of the region that a label names; ``told``: the column is said to hold places, so short names count."""
    bare = re.sub(r"\s", "", label)
    known = gazetteer.named(bare)
    full = bool(_FULL.fullmatch(bare)) and not _WHOLE.fullmatch(bare)
    if known and (full or told):
        near = [own] if own else []
        decided = gazetteer.resolve(known, near)
        return decided.name if decided else (bare if full else None)
    return bare if full else None
