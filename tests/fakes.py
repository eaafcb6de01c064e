"""Stand-ins for what is slow or outside: an embedder that needs no model, a slow one, a fetcher without a network."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence

from retrieval.errors import EmbeddingError, FetchError
from retrieval.sources.fetch import Fetched

DIMENSION = 64


class FakeEmbedder:
    """Hashed bag of characters as unit vectors: texts that share characters are near. ``asked``: how many texts it saw."""

    def __init__(self, name: str = "fake", *, pause: float = 0.0) -> None:
        self.name = name
        self.dimension = DIMENSION
        self.asked = 0
        self.failing = False
        self._pause = pause

    def documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text."""
        if self.failing:
            raise EmbeddingError("嵌入接口不可用（测试）。")
        self.asked += len(texts)
        time.sleep(self._pause)
        return [_vector(text) for text in texts]

    def query(self, text: str) -> list[float]:
        """The vector of a question."""
        if self.failing:
            raise EmbeddingError("嵌入接口不可用（测试）。")
        return _vector(text)


class FakeFetcher:
    """Pages by address; every other address fails."""

    def __init__(self, pages: dict[str, Fetched]) -> None:
        self.pages = pages

    def get(self, url: str) -> Fetched:
        """The page at ``url``. Raises FetchError."""
        if url not in self.pages:
            raise FetchError(f"{url} 取不到。")
        return self.pages[url]


def _vector(text: str) -> list[float]:
    counts = [0.0] * DIMENSION
    for character in text:
        counts[hashlib.blake2b(character.encode("utf-8", "replace"), digest_size=1).digest()[0] % DIMENSION] += 1.0
    length = math.sqrt(sum(count * count for count in counts)) or 1.0
    return [count / length for count in counts]
