"""What is derived of an outline: passages to search, figures to compare. Pure; the same for a new and a stored outline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from retrieval.model import Indicator, Loaded, Outline, Part, Passage, Section, Table
from retrieval.parsing.indicators import extract_table


class Extract(Protocol):
    """Finds the figures of a text; see ``retrieval.parsing.indicators``."""

    def __call__(
        self, text: str, *, year: int | None, plan: bool, region: str | None = None, period: str | None = None
    ) -> tuple[Indicator, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """The parsing that indexing uses. ``parse``: (loaded, key) → outline; ``passages``: (outline, document id) → passages."""

    parse: Callable[[Loaded, str], Outline]
    passages: Callable[[Outline, str], tuple[Passage, ...]]
    extract: Extract | None = None


def indicators(outline: Outline, document_id: str, extract: Extract | None) -> tuple[Indicator, ...]:
    """Figures of every section, in the order of the text, each bound to its section; none without ``extract``."""
    if extract is None:
        return ()
    tables: dict[str | None, list[Table]] = {}
    for table in outline.tables:
        tables.setdefault(table.section_id, []).append(table)
    return tuple(
        replace(indicator, path=section.path, section_id=section.id, document_id=document_id)
        for section in outline.walk()
        for indicator in _of_section(section, outline, tables.get(section.id, ()), extract)
    )


def _of_section(section: Section, outline: Outline, tables: Sequence[Table], extract: Extract) -> Iterator[Indicator]:
    """Figures of the text between the tables, and those of the tables, in order."""
    region = outline.profile.region
    part = Part(title="", year=None, plan=False) if section.part is None else outline.parts[section.part]
    base = Indicator(
        name="", value="", number=None, unit="", comparator="=", year=part.year, plan=part.plan, quote="",
        region=region.name if region else None, period=part.period,
    )  # fmt: skip
    done = 0
    for start, end, table in [*((t.start, t.end, t) for t in tables), (len(section.text), len(section.text), None)]:
        between = section.text[done:start]
        yield from extract(between, year=base.year, plan=base.plan, region=base.region, period=base.period)
        if table:
            yield from extract_table(table, base, province=region is not None and region.level == "省级")
        done = end
