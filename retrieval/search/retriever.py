"""Hybrid retrieval: jieba words, character bigrams and vectors, fused by reciprocal rank.

The indexes answer with entry ids; what the catalogue does not show as visible, or not with a vector, is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.errors import EmbeddingError, StoreError
from retrieval.model import Hit, Passage, Scope
from retrieval.search.fusion import Fused, merge, reciprocal_rank, with_quota
from retrieval.stores.catalogue import EMBEDDING, Catalogue
from retrieval.stores.embeddings import Embedder, mismatched
from retrieval.stores.lexical import LexicalIndex

if TYPE_CHECKING:
    from retrieval.stores.vectors import VectorIndex

LEAST_DEPTH = 50
DEPTH_PER_HIT = 5
WIDER, WIDEST = 4, 4000
QUOTA = 3
VECTORS = "vectors"
LEXICAL = ("words", "bigrams")
ANY = Scope()
Scored = list[tuple[str, float]]
log = logging.getLogger(__name__)


class Retriever:
    """Finds passages; safe to call from any thread."""

    def __init__(
        self, catalogue: Catalogue, lexical: LexicalIndex, vectors: Callable[[], VectorIndex], embedder: Embedder
    ) -> None:
        self._catalogue = catalogue
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder

    def search(
        self, text: str, *, scope: Scope = ANY, k: int = 10, quota: int = QUOTA, expansions: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """The ``k`` best passages within ``scope``, best first; each asked region has at least ``quota`` of its own.

        ``expansions``: more words to look for, not embedded (生育二孩 for 生二胎). Where the embedding model fails, words
        alone are searched. Raises StoreError, EmbeddingMismatchError.
        """
        self._check_words()
        depth = max(LEAST_DEPTH, DEPTH_PER_HIT * k)
        vector = self._embedded(text)
        words = " ".join((text, *expansions))
        lists = self._lists(words, vector, scope, depth)
        passages = self._visible(lists, scope)
        for region in _short_of(scope, passages, quota):
            narrow = replace(scope, regions=(region,))
            more = self._lists(words, vector, narrow, depth)
            passages |= self._visible(more, narrow)
            lists = {source: merge((lists[source], more[source])) for source in lists}
        return _hits(lists, passages, scope, k, quota)

    def holds(self, text: str) -> bool:
        """Whether a few words stand, as they are, in some passage."""
        return self._lexical.holds(text, self._catalogue.hidden())

    def _check_words(self) -> None:
        """Raises StoreError where the lexical index was lost: a refusal would not be true. (A writer mends it at its start.)"""
        if not self._lexical.count() and self._catalogue.counts().passages and not self._lexical.count():
            raise StoreError("词语索引缺失，请运行 huiwen reindex 重建。")

    def _embedded(self, text: str) -> list[float] | None:
        stored = self._catalogue.value(EMBEDDING)
        if stored is None or not text.strip():
            return None
        if stored != self._embedder.name:
            raise mismatched(stored, self._embedder.name)
        try:
            return self._embedder.query(text)
        except EmbeddingError:
            log.warning("the question could not be embedded; searching by words alone", exc_info=True)
            return None

    def _lists(self, words: str, vector: list[float] | None, scope: Scope, depth: int) -> dict[str, Scored]:
        hidden = self._catalogue.hidden()
        lists = {source: self._lexical.search(source, words, scope, depth, hidden) for source in LEXICAL}
        lists[VECTORS] = self._near(vector, scope, depth, among_all=not hidden) if vector else []
        return lists

    def _near(self, vector: list[float], scope: Scope, depth: int, *, among_all: bool) -> Scored:
        vectors = self._vectors()
        if scope == ANY and among_all:
            return vectors.search(vector, depth)
        entries = self._catalogue.entries(scope, limit=vectors.most_ids + 1)
        if len(entries) <= vectors.most_ids:
            return vectors.search(vector, depth, entries) if entries else []
        return vectors.search(vector, depth * DEPTH_PER_HIT) if among_all else self._near_seen(vector, depth)

    def _near_seen(self, vector: list[float], depth: int) -> Scored:
        """The nearest of the visible ones, where hidden ones may crowd the first places: looked for ever wider."""
        limit = depth * DEPTH_PER_HIT
        while True:
            found = self._vectors().search(vector, limit)
            visible = self._catalogue.passages(entry for entry, _score in found)
            if len(visible) >= depth or len(found) < limit or limit >= WIDEST:
                return [pair for pair in found if pair[0] in visible]
            limit *= WIDER

    def _visible(self, lists: Mapping[str, Scored], scope: Scope) -> dict[str, Passage]:
        found = self._catalogue.passages({entry for scored in lists.values() for entry, _score in scored})
        return {entry: passage for entry, passage in found.items() if _within(passage, scope)}


def _hits(
    lists: Mapping[str, Scored], passages: Mapping[str, Passage], scope: Scope, k: int, quota: int
) -> tuple[Hit, ...]:
    visible = {source: [pair for pair in scored if pair[0] in passages] for source, scored in lists.items()}
    ranked = reciprocal_rank(visible)
    chosen = with_quota(ranked, k, scope.regions or (), quota, lambda entry: passages[entry].region)
    return tuple(_hit(one, passages[one.id]) for one in chosen)


def _hit(fused: Fused, passage: Passage) -> Hit:
    return Hit(passage=passage, score=fused.score, ranks=fused.ranks)


def _short_of(scope: Scope, passages: Mapping[str, Passage], quota: int) -> list[str]:
    """Asked regions that one search over all of them found fewer than ``quota`` passages of."""
    if scope.regions is None or len(scope.regions) < 2:
        return []
    found = [passage.region for passage in passages.values()]
    return [region for region in scope.regions if found.count(region) < quota]


def _within(passage: Passage, scope: Scope) -> bool:
    checks = (
        (scope.regions, passage.region),
        (scope.years, passage.year),
        (None if scope.plan is None else (scope.plan,), passage.plan),
        (scope.documents, passage.document_id),
    )
    return all(allowed is None or value in allowed for allowed, value in checks)
