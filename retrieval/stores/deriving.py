"""What is derived of an outline: passages to search, figures to compare. Pure; the same for a new and a stored outline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from retrieval.model import Indicator, Loaded, Outline, Part, Passage, Section


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
    region = outline.profile.region.name if outline.profile.region else None
    return tuple(
        replace(indicator, path=section.path, section_id=section.id, document_id=document_id)
        for section in outline.walk()
        for indicator in _of_section(section, outline.parts, region, extract)
    )


def _of_section(
    section: Section, parts: tuple[Part, ...], region: str | None, extract: Extract
) -> tuple[Indicator, ...]:
    if section.part is None:
        return extract(section.text, year=None, plan=False, region=region)
    part = parts[section.part]
    return extract(section.text, year=part.year, plan=part.plan, region=region, period=part.period)
