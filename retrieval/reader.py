"""Every read of a library: what some people may see of it, answered, searched and compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from retrieval.comparison.asking import subject, wish
from retrieval.following.model import Features, Highlight, Interest
from retrieval.model import (
    Answer,
    Citation,
    CityProfile,
    Comparison,
    Document,
    DocumentEvent,
    DocumentFile,
    Hit,
    Indicator,
    Line,
    Missing,
    Query,
    Region,
    Scope,
    SectionChange,
    StoredSection,
    Summary,
    Table,
    TableReport,
    Thread,
    Version,
)
from retrieval.parsing.indicators import standard
from retrieval.parsing.regions import Gazetteer
from retrieval.parsing.script import simplified
from retrieval.search.retriever import Retriever
from retrieval.stores.catalogue import Catalogue
from retrieval.stores.changes import changed

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable, RunnableConfig

    from retrieval.answering.answerer import Answerer
    from retrieval.answering.faithfulness import Evidence, Verdict
    from retrieval.comparison.comparer import Comparer
    from retrieval.comparison.saying import Said
    from retrieval.following.follower import Follower
    from retrieval.generation.calling import Stop
    from retrieval.generation.runnable import Asked
    from retrieval.generation.writing import Task, Writer

VALUED = ("number", "percent", "money", "duration", "rank")
ANY = Scope()


class Reader:
    """The documents of a catalogue, to be asked. Thread-safe; opens and closes nothing.

    ``today``: sets the clock. ``home``: region meant by 我市 of the asker. ``writer``: words answers, None for none.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        retriever: Retriever,
        *,
        today: date | None = None,
        home: str | None = None,
        writer: Writer | None = None,
    ) -> None:
        self._writer = writer
        self._catalogue = catalogue
        self._retriever = retriever
        self._today = today
        self._home = home

    def documents(self) -> tuple[Document, ...]:
        """All documents by region, year and title."""
        return self._catalogue.documents()

    def document(self, document_id: str) -> Document:
        """One document. Raises UnknownIdError."""
        return self._catalogue.document(document_id)

    def region(self, name: str) -> Region | None:
        """The one region called ``name`` (full, short or another name, or its code), the indexed one of several; else None."""
        held = {document.region: document.profile.region for document in self.documents()}
        indexed = [region for region in held.values() if region and name in (region.name, region.short)]
        known = self._gazetteer.coded(name) if name.isdigit() else self._gazetteer.named(name)
        fitting = indexed or [region for region in known if region.name in held] or list(known)
        return fitting[0] if len(fitting) == 1 else None

    def regions_like(self, name: str) -> tuple[Region, ...]:
        """Regions that may be meant where ``region`` knows none: those that share the name, else those that it is a slip for."""
        shared = self._gazetteer.named(name)
        if shared:
            return shared
        held = {document.region: document.profile.region for document in self.documents()}
        near = (self._gazetteer.near(name, [one for one in held if one]), self._gazetteer.near(name))
        found = (region for one in dict.fromkeys(near) if one for region in (held.get(one) or self.region(one),))
        return tuple(region for region in found if region)

    def section(self, section_id: str) -> StoredSection:
        """A section, also under an id that it had before it moved. Raises UnknownIdError."""
        return self._catalogue.section(section_id)

    def tables(self, section_id: str) -> tuple[Table, ...]:
        """The tables of a section in the order of its text, each with its span there. Raises UnknownIdError."""
        return self._catalogue.tables(self.section(section_id).id)

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        """All sections of a document in the order of the text. Raises UnknownIdError."""
        return self._catalogue.sections(document_id)

    def sections_by_id(self, ids: Sequence[str]) -> dict[str, StoredSection]:
        """Id → section in the order asked; unknown ids are left out."""
        return self._catalogue.sections_by_id(ids)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """Every edition of a document, the visible one first, then the last that came. Raises UnknownIdError."""
        return self._catalogue.versions(document_id)

    def version_sections(self, document_id: str, number: int) -> tuple[StoredSection, ...]:
        """The sections of one edition in the order of its text. Raises UnknownIdError."""
        return self._catalogue.version_sections(document_id, number)

    def changes(self, document_id: str, version: int | None = None) -> tuple[SectionChange, ...]:
        """What an edition (the visible one where None) changed against the one it replaced; empty for a first edition.

        Raises UnknownIdError.
        """
        editions = {edition.number: edition for edition in self.versions(document_id)}
        number = self.document(document_id).version if version is None else version
        newer = self.version_sections(document_id, number)
        replaced = editions[number].replaced
        return changed(self.version_sections(document_id, replaced), newer) if replaced else ()

    def files(self, document_id: str) -> tuple[DocumentFile, ...]:
        """Every path and address that held a document, by name; the same report at five addresses is one document."""
        return self._catalogue.files(document_id)

    def indicators(self, document_id: str | None = None) -> tuple[Indicator, ...]:
        """Figures of one document, or of all, in the order of their texts."""
        return self._catalogue.indicators(document_id)

    def events(self, after: int = 0) -> tuple[DocumentEvent, ...]:
        """What happened to documents since event number ``after``, oldest first; numbers are never reused."""
        return self._catalogue.events(after)

    def ask(
        self,
        question: str,
        *,
        thread: Thread | None = None,
        home: str | None = None,
        worded: bool = True,
        config: RunnableConfig | None = None,
    ) -> Answer:
        """The answer to one message. ``thread``: what the last answer gave; ``home``: the asker's own region.

        ``worded``: in the language model's words where one is set, which takes seconds. ``config``: LangChain's, for its call.
        """
        answer = self._answerer.ask(question, thread=thread, today=self._now(), home=home or self._home)
        return self.worded(answer, thread=thread, home=home, config=config) if worded else answer

    def wordable(self, answer: Answer, *, thread: Thread | None = None) -> bool:
        """Whether ``worded`` would ask the language model about an answer."""
        return self._writer is not None and self._writer.worth(answer, self._desk(None), thread)

    def worded(
        self,
        answer: Answer,
        *,
        thread: Thread | None = None,
        home: str | None = None,
        progress: Callable[[Answer], None] | None = None,
        stop: Stop | None = None,
        config: RunnableConfig | None = None,
    ) -> Answer:
        """An answer of ``ask(…, worded=False)`` in the language model's words; unchanged where that is not to be had.

        ``thread``, ``home``: what it was asked with. ``progress``: called with what has passed the checks so far. ``stop``: a
        ``threading.Event``; once it is set, what has passed is the answer. Blocks for seconds.
        """
        if self._writer is None or not self._writer.worth(answer, self._desk(home), thread):
            return answer
        return self._writer.worded(answer, self._desk(home), thread=thread, progress=progress, stop=stop, config=config)

    @property
    def has_model(self) -> bool:
        """Whether a language model is set."""
        return self._writer is not None

    def lead(self, task: Task, topic: str, citations: Sequence[Citation]) -> Line | None:
        """One sentence of the language model over evidence, with the numbers of the citations that prove it.

        ``task``: summary, comparison or alert. None where no model is set, it fails, or what it says is not proven: then say
        what you have. Blocks for seconds.
        """
        return self._writer.lead(task, topic, citations, self._desk(None)) if self._writer else None

    def cite(self, figures: Mapping[int, Indicator]) -> tuple[Citation, ...]:
        """What proves figures, for ``lead``: number → figure in, citations with these numbers out.

        A figure whose section is gone or hidden has none.
        """
        from retrieval.comparison.saying import cite  # noqa: PLC0415 -- comparison is wired where it is needed

        sections = self.sections_by_id(tuple({one.section_id for one in figures.values() if one.section_id}))
        return cite(figures, sections, {document.id: document for document in self.documents()})

    def search(
        self, query: str, *, k: int = 10, scope: Scope | None = None, expansions: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Passages for a text, best first: at most ``k``, or ``k`` for each region that the scope names.

        ``expansions``: more words to look for beside those of the text (生育二孩 for 生二胎).
        """
        scope = scope or ANY
        regions = len(scope.regions or ())
        return self._retriever.search(
            simplified(query), scope=scope, k=k * max(1, regions), quota=k, expansions=expansions
        )

    def holds(self, text: str) -> bool:
        """Whether a few words stand in any passage: what stands nowhere says nothing of what is asked."""
        return self._retriever.holds(simplified(text))

    def as_retriever(self, *, k: int = 10, scope: Scope | None = None) -> BaseRetriever:
        """The search as a LangChain retriever, for any LangChain program."""
        from retrieval.search.langchain import HuiwenRetriever  # noqa: PLC0415 -- LangChain costs half a second

        return HuiwenRetriever(
            search=self.search, path=lambda section_id: self.section(section_id).path, scope=scope or ANY, k=k
        )

    def as_runnable(self) -> Runnable[str | Asked, Answer]:
        """Asking as a LangChain Runnable: a question, or {"question", "thread", "home"}, in; an Answer out.

        Its steps are understand → retrieve → rewrite → generate → verify → render; callbacks of the config see each.
        """
        from retrieval.generation.runnable import HuiwenRunnable  # noqa: PLC0415 -- LangChain costs half a second

        writer = self._writer
        return HuiwenRunnable(
            lambda asked: self._desk(asked.get("home")).understand(asked["question"], asked.get("thread")),
            lambda asked, queries: self._answerer.answer(asked["question"], queries, thread=asked.get("thread")),
            None if writer is None else lambda asked: writer.chain(self._desk(asked.get("home"))),
            tracing=writer is not None and writer.config.tracing,
        )

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

    # Following

    def interest(self, text: str, *, home: str | None = None) -> Interest:
        """What a person follows, from his words: 芜湖 托育; 安徽各市的总结; 关键词：带量采购. ``home``: region meant by 我市."""
        return self._follower.interest(text, today=self._now(), home=home or self._home)

    def features(self, document_id: str, *, only: Collection[str] | None = None) -> Features:
        """What decides whether a document, or only the sections with these ids, fits an interest. Raises UnknownIdError."""
        return self._follower.features(document_id, only)

    def highlights(
        self,
        document_id: str,
        *,
        topics: Sequence[str] = (),
        indicators: Collection[str] = (),
        only: Collection[str] | None = None,
        most: int = 3,
    ) -> tuple[Highlight, ...]:
        """At most ``most`` statements of a document on topics and indicators, with the figure of the year before.

        Its weightiest figures where neither is given; () where it says nothing of one of the topics. ``only``: ids of the
        sections to tell of. Raises UnknownIdError.
        """
        return self._follower.highlights(document_id, topics=topics, indicators=indicators, only=only, most=most)

    def verify(self, text: str, citations: Sequence[Citation], missing: Sequence[Missing] = ()) -> tuple[Verdict, ...]:
        """Each sentence of an answer judged by its citations: the sections of the catalogue, else the quotes alone.

        No model is asked. ``text``: with [n] marks; ``missing``: what the answer says it lacks.
        """
        from retrieval.answering.faithfulness import answers  # noqa: PLC0415 -- the gate is read where it is needed

        sections = self.sections_by_id([each.section_id for each in citations])
        documents = {document.id: document for document in self.documents()}
        offered: dict[str, Evidence | str] = {}
        for each in citations:
            section = sections.get(each.section_id)
            within = documents.get(section.document_id) if section else None
            offered[str(each.n)] = answers.stored(each, section, within) if section and within else answers.alone(each)
        held = {document.region for document in documents.values() if document.region}
        return answers.verify(text, offered, missing, held)

    def prove(self, text: str, section_id: str) -> tuple[tuple[Line, ...], tuple[Citation, ...]]:
        """What a person wrote as lines of an answer, each cited by what proves it in a section.

        Raises UnknownIdError; InputError that names the first sentence which the section does not prove, and why.
        """
        from retrieval.answering.proving import proven  # noqa: PLC0415 -- the gate is read where it is needed

        section = self.section(section_id)
        return proven(text, section, self.document(section.document_id))

    # Wiring; jieba and LangChain are imported where they are first needed

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
        valued = query.wants in VALUED or standard(subject(query.topic)) is not None
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
    def _follower(self) -> Follower:
        from retrieval.following.follower import Follower  # noqa: PLC0415 -- needs jieba
        from retrieval.search.words import words  # noqa: PLC0415 -- is jieba

        return Follower(shelf=self._catalogue, gazetteer=self._gazetteer, words=words())

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.load()

    def _desk(self, home: str | None) -> _Desk:
        return _Desk(self, self._answerer, today=self._now(), home=home or self._home)

    def _now(self) -> date:
        return self._today or datetime.now().astimezone().date()


class _Desk:
    """What the writer may use of a reader's documents."""

    def __init__(self, reader: Reader, answerer: Answerer, *, today: date, home: str | None) -> None:
        self.sections_by_id = reader.sections_by_id
        self._documents = reader.documents
        self._answerer = answerer
        self._today = today
        self._home = home

    def understand(self, question: str, thread: Thread | None) -> tuple[Query, ...]:
        return self._answerer.understand(question, thread=thread, today=self._today, home=self._home)

    def extract(self, question: str, thread: Thread | None) -> Answer:
        return self._answerer.ask(question, thread=thread, today=self._today, home=self._home)

    def internal(self, document_ids: Iterable[str]) -> bool:
        """Whether one of them is in a circle; one that is not there counts as such."""
        everybody = {document.id for document in self._documents() if document.circle is None}
        return not everybody.issuperset(document_ids)
