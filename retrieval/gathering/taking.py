"""What sources hand over becomes documents, as if it had been indexed by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from retrieval.model import IndexResult, Region
from retrieval.sources.fetch import Fetched
from retrieval.stores.indexing import Indexer, Manner
from retrieval.stores.inputs import Fetches, documents, fetched_page, inputs


class Taking:
    """``indexer``: made when first needed; ``fetcher``: the seam to the web; ``region``: the one region of a name, or None."""

    def __init__(
        self, indexer: Callable[[], Indexer], fetcher: Fetches, region: Callable[[str], Region | None]
    ) -> None:
        self._indexer = indexer
        self._fetcher = fetcher
        self._region = region

    def page(self, fetched: Fetched, address: str, silent: bool, region: str | None) -> IndexResult:
        """Take in a fetched page or file; of an archive the last member that could be read, else the last."""
        manner = Manner(silent=silent, region=self._region(region) if region else None)
        found = [self._indexer().add(item, manner) for item in documents(fetched_page(address, fetched))]
        return next((result for result in reversed(found) if result.document), found[-1])

    def folder(self, folder: Path, silent: bool, region: str | None) -> tuple[IndexResult, ...]:
        """Take in every file of a folder."""
        manner = Manner(silent=silent, region=self._region(region) if region else None)
        return tuple(
            self._indexer().add(item, manner) for one in inputs([folder], self._fetcher) for item in documents(one)
        )

    def complete(self) -> None:
        """Make the vectors of what was taken in. Raises EmbeddingError."""
        self._indexer().complete()
