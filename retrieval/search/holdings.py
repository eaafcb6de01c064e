"""What the library holds, as a question needs to know it: regions, years, and which side (goal or result) of a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from retrieval.model import Document, Region


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """The visible documents. Everything else is derived from them once and kept."""

    documents: tuple[Document, ...] = ()

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions that have a document, in the order of their first one."""
        known = {document.region: document.profile.region for document in self.documents}
        return tuple(region for region in known.values() if region is not None)

    @cached_property
    def by_name(self) -> dict[str, Region]:
        """Full name → indexed region."""
        return {region.name: region for region in self.regions}

    @cached_property
    def sides(self) -> frozenset[tuple[str | None, int, bool]]:
        """(region, year, is a plan) of every part; a document without dated parts counts for both sides of its years."""
        found: set[tuple[str | None, int, bool]] = set()
        for document in self.documents:
            dated = [(part.year, part.plan) for part in document.parts if part.year is not None]
            both = [(year, plan) for year in document.profile.years for plan in (False, True)]
            found |= {(document.region, year, plan) for year, plan in dated or both}
        return frozenset(found)

    def years(self, regions: tuple[str, ...] = (), *, plan: bool | None = None) -> tuple[int, ...]:
        """Years held for any of ``regions`` (all where empty), ascending; ``plan`` None: either side."""
        return tuple(
            sorted(
                {
                    year
                    for region, year, side in self.sides
                    if (not regions or region in regions) and (plan is None or side == plan)
                }
            )
        )

    def inside(self, province: str) -> tuple[str, ...]:
        """Full names of the indexed regions of a province, itself left out."""
        return tuple(region.name for region in self.regions if province in (region.province, region.parent))
