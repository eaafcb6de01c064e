"""The vectors: Chroma through langchain-chroma. Vectors are made by our embedder and handed over; Chroma embeds nothing.

Two Chroma writers corrupt each other, and a reader that opens may write too (it catches up with the log): opening for
reading and writing take turns by a lock file. A reader's copy of the index is a snapshot: it is opened anew when the
catalogue says that the vectors changed. Everything here can be rebuilt from the catalogue.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError
from filelock import FileLock
from langchain_chroma import Chroma

from retrieval.errors import StoreError
from retrieval.stores.queries import chunks

MOST_ID_BATCHES = 4
WIDE = 1000
CHROMA_FILE, SQLITE_MAGIC = "chroma.sqlite3", b"SQLite format 3\0"
COSINE: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}
Scored = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Open:
    client: Client
    store: Chroma


class VectorIndex:
    """Vectors of passages by entry id. ``model``: the embedder's name; each model has a collection of its own.

    ``changes``: for a reader beside a writer, tells how often the vectors changed; None for the writer itself.
    """

    def __init__(self, path: Path, model: str, changes: Callable[[], str | None] | None = None) -> None:
        self._path = path
        self._collection = f"passages-{hashlib.sha256(model.encode()).hexdigest()[:12]}"
        self._changes = changes
        self._seen: str | None = None
        self._open: _Open | None = None
        self._opening = threading.RLock()
        self._turn = FileLock(path.with_suffix(".lock"), thread_local=False)

    @property
    def most_ids(self) -> int:
        """How many entries ``search`` takes as a filter."""
        return MOST_ID_BATCHES * self._batch_size()

    def search(self, vector: Sequence[float], limit: int, entries: Sequence[str] | None = None) -> Scored:
        """(entry, cosine similarity) of the nearest passages, best first.

        ``entries``: look only at these; they must be in the store. Without it at most ``limit`` of all.
        """
        if self._changes is None:
            return self._search(self._opened().store, vector, limit, entries)
        with self._opening:
            changes = self._changes()
            if self._open is not None and changes == self._seen:
                return self._search(self._open.store, vector, limit, entries)
            self._seen = changes
            return self._search_anew(vector, limit, entries)

    def add(self, entries: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Put vectors into the store, in place of any with these ids."""
        if not entries:
            return
        collection = self._raw()
        rows: list[Sequence[float] | Sequence[int]] = [list(vector) for vector in vectors]
        with _mapped(), self._turn:
            collection.upsert(ids=list(entries), embeddings=rows, documents=list(entries))

    def delete(self, entries: Iterable[str]) -> None:
        """Take vectors out; unknown entries are fine."""
        collection = self._raw()
        for batch in chunks(entries, self._batch_size()):
            with _mapped(), self._turn:
                collection.delete(ids=batch)

    def exists(self) -> bool:
        """Whether there is a store, told by its first bytes: Chroma writes when it opens one."""
        try:
            with (self._path / CHROMA_FILE).open("rb") as file:
                return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
        except OSError:
            return False

    def count(self) -> int:
        """How many vectors there are."""
        with _mapped():
            return self._raw().count()

    def entries(self) -> set[str]:
        """Ids of all vectors."""
        with _mapped():
            return set(self._raw().get(include=[])["ids"])

    def all(self) -> Iterator[tuple[str, Sequence[float]]]:
        """(entry, vector) of every passage; one that goes meanwhile is left out."""
        collection = self._raw()
        for batch in chunks(sorted(self.entries()), self._batch_size()):
            with _mapped():
                found = collection.get(ids=batch, include=["embeddings"])
            yield from zip(found["ids"], cast("list[Sequence[float]]", found["embeddings"]), strict=True)

    def reset(self) -> None:
        """Throw all vectors away, those of other models too, readable or not."""
        try:
            self._drop_collections()
        except StoreError:
            self.close()
            with _mapped(), self._turn:
                shutil.rmtree(self._path, ignore_errors=True)
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        with self._opening:
            opened, self._open = self._open, None
            if opened is not None:
                opened.client.close()

    def _drop_collections(self) -> None:
        client = self._opened().client
        with _mapped(), self._turn:
            for collection in client.list_collections():
                client.delete_collection(collection.name)

    def _search_anew(self, vector: Sequence[float], limit: int, entries: Sequence[str] | None) -> Scored:
        self.close()
        if not self._path.is_dir():
            return []
        with self._turn:
            return self._search(self._opened().store, vector, limit, entries)

    def _search(self, store: Chroma, vector: Sequence[float], limit: int, entries: Sequence[str] | None) -> Scored:
        if entries is None:
            return self._nearest(store, vector, limit)
        try:
            batches = chunks(entries, self._batch_size())
            found = [hit for batch in batches for hit in self._nearest(store, vector, limit, batch)]
        except StoreError:
            # An entry went between the catalogue's answer and this query: one unknown id fails all.
            wanted = set(entries)
            found = [hit for hit in self._nearest(store, vector, WIDE) if hit[0] in wanted]
        return sorted(found, key=lambda hit: -hit[1])[:limit]

    def _nearest(self, store: Chroma, vector: Sequence[float], limit: int, ids: list[str] | None = None) -> Scored:
        only = {} if ids is None else {"ids": ids}
        with _mapped():
            found = store.similarity_search_by_vector_with_relevance_scores(list(vector), k=limit, **only)  # type: ignore[arg-type]  # ids go on to Chroma's query
        return [(document.page_content, 1.0 - distance) for document, distance in found]

    def _opened(self) -> _Open:
        with self._opening, _mapped():
            if self._open is not None:
                return self._open
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._turn:
                settings = Settings(anonymized_telemetry=False)
                client = cast(Client, chromadb.PersistentClient(str(self._path), settings=settings))
                store = Chroma(self._collection, client=client, collection_configuration=COSINE)
                self._open = _Open(client, store)
            return self._open

    def _raw(self) -> chromadb.Collection:
        client = self._opened().client
        with _mapped():
            return client.get_collection(self._collection, embedding_function=None)

    def _batch_size(self) -> int:
        return self._opened().client.get_max_batch_size()


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except (ChromaError, ValueError, OSError, AttributeError) as error:  # Attribute: its clean-up after a failed start
        raise StoreError(f"向量库出错（{error}），可运行 huiwen reindex 重建。") from error
