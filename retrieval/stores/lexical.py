"""The lexical index: tantivy over jieba words and character bigrams, as two fields that are ranked apart.

Terms are made by ``words.py`` and joined by spaces; queries are built term by term and never parsed, so that no
punctuation in a question can be syntax. Everything here can be rebuilt from the catalogue.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from retrieval.errors import LockedError, StoreError
from retrieval.model import Passage, Scope
from retrieval.stores.terms import Segment, bigrams, words

WRITER_HEAP_BYTES = 30_000_000
MOST_TERMS = 256
FIELDS = ("words", "bigrams")
Scored = list[tuple[str, float]]


class LexicalIndex:
    """Adds, deletes and finds passages by their terms. One thread writes at a time; any thread may search.

    ``path``: folder of the index, made by the first write; a folder that is not there is an empty index.
    ``segment``: cuts a text into words, as jieba's search mode does.
    """

    def __init__(self, path: Path, segment: Segment) -> None:
        self._path = path
        self._terms: Mapping[str, Segment] = {"words": partial(words, segment=segment), "bigrams": bigrams}
        self._schema = _schema()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._opening = threading.Lock()

    def search(self, field: str, text: str, scope: Scope, limit: int, hidden: Collection[str] = ()) -> Scored:
        """(entry, BM25 score) of at most ``limit`` passages within ``scope``, best first, equals by id.

        ``field``: words or bigrams. ``hidden``: documents left out before anything is ranked.
        """
        terms = list(dict.fromkeys(self._terms[field](text)))[:MOST_TERMS]
        searcher = self._searcher()
        if not terms or searcher is None:
            return []
        any_term = [(Occur.Should, Query.term_query(self._schema, field, term)) for term in terms]
        parts = [(Occur.Must, Query.boolean_query(any_term)), *self._filters(scope)]
        if hidden:
            parts.append((Occur.MustNot, Query.term_set_query(self._schema, "document", list(hidden))))
        with _mapped():
            found = searcher.search(Query.boolean_query(parts), limit, count=False)
            scored = [(_entry(searcher, address), score) for score, address in found.hits]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def holds(self, text: str, hidden: Collection[str] = ()) -> bool:
        """Whether all pairs of characters of a text stand in one passage, as they do where the text itself does."""
        terms = list(dict.fromkeys(self._terms["bigrams"](text)))[:MOST_TERMS]
        searcher = self._searcher()
        if not terms or searcher is None:
            return False
        parts = [(Occur.Must, Query.term_query(self._schema, "bigrams", term)) for term in terms]
        if hidden:
            parts.append((Occur.MustNot, Query.term_set_query(self._schema, "document", list(hidden))))
        with _mapped():
            return bool(searcher.search(Query.boolean_query(parts), 1, count=False).hits)

    def add(self, passages: Mapping[str, Passage]) -> None:
        """Put passages (entry id → passage) into the index, in place of any with their ids. Seen after ``commit``."""
        with _mapped():
            writer = self._writing()
            for entry, passage in passages.items():
                writer.delete_documents_by_term("entry", entry)
                writer.add_document(self._document(entry, passage))

    def delete(self, entries: Iterable[str]) -> None:
        """Take passages out. Seen after ``commit``."""
        with _mapped():
            for entry in entries:
                self._writing().delete_documents_by_term("entry", entry)

    def keep_only(self, entries: Collection[str]) -> None:
        """Take out every passage but these. Seen after ``commit``."""
        with _mapped():
            if not entries:
                self._writing().delete_all_documents()
                return
            keep = Query.term_set_query(self._schema, "entry", list(entries))
            all_but = [(Occur.Must, Query.all_query()), (Occur.MustNot, keep)]
            self._writing().delete_documents_by_query(Query.boolean_query(all_but))

    def commit(self) -> None:
        """Make what was added and deleted durable and seen by every reader."""
        with _mapped():
            self._writing().commit()

    def count(self) -> int:
        """How many passages are in the index."""
        searcher = self._searcher()
        return searcher.num_docs if searcher else 0

    def reset(self) -> None:
        """Throw the index away, readable or not."""
        self.close()
        with _mapped():
            shutil.rmtree(self._path, ignore_errors=True)

    def close(self) -> None:
        """Let go of the index and its writer lock; what was not committed is dropped."""
        with _mapped(), self._opening:
            writer, self._writer, self._index = self._writer, None, None
            if writer is not None:
                writer.rollback()
                writer.wait_merging_threads()

    def _searcher(self) -> tantivy.Searcher | None:
        """A view of what is committed now; None where nothing was ever written."""
        with self._opening, _mapped():
            if self._index is None:
                if not (self._path.is_dir() and tantivy.Index.exists(str(self._path))):
                    return None
                self._index = tantivy.Index(self._schema, path=str(self._path))
            self._index.reload()
            return self._index.searcher()

    def _writing(self) -> tantivy.IndexWriter:
        with self._opening:
            if self._writer is None:
                self._path.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(self._schema, path=str(self._path))
                self._writer = self._index.writer(WRITER_HEAP_BYTES, 1)
            return self._writer

    def _document(self, entry: str, passage: Passage) -> tantivy.Document:
        text = f"{passage.header}\n{passage.text}"
        values = {"entry": entry, "document": passage.document_id, "plan": passage.plan}
        known = {"region": passage.region, "year": passage.year}
        exact = {name: str(value) for name, value in (values | known).items() if value is not None}
        return tantivy.Document(**exact, **{field: " ".join(terms(text)) for field, terms in self._terms.items()})

    def _filters(self, scope: Scope) -> Iterator[tuple[Occur, Query]]:
        plans = None if scope.plan is None else (scope.plan,)
        wanted = (("region", scope.regions), ("year", scope.years), ("plan", plans), ("document", scope.documents))
        for field, values in wanted:
            if values is not None:
                allowed = Query.term_set_query(self._schema, field, [str(value) for value in values])
                yield Occur.Must, Query.const_score_query(allowed, 0.0)


@contextmanager
def _mapped() -> Iterator[None]:
    """tantivy raises ValueError for all its own errors, OSError for the disk's."""
    try:
        yield
    except (ValueError, OSError) as error:
        if "LockBusy" in str(error):
            raise LockedError("该数据目录正被另一个 huiwen 进程使用。") from error
        raise StoreError(f"词语索引出错（{error}），可运行 huiwen reindex 重建。") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("entry", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("document", "region", "year", "plan"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _entry(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address)["entry"][0])
