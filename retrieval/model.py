"""Frozen values that pass between the rooms, left to right; none of them does I/O.

    Loaded → Outline (Profile, Part, Section tree) → Document, StoredSection, Passage → Hit → Answer (Line, Citation)

Offsets are in characters of the text they name. Regions are full names (芜湖市) unless a field says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["总结", "要点", "计划", "总结+计划", "总结+要点", "政府工作报告", "通知", "新闻", "其他"]
RegionLevel = Literal["省级", "地级市", "县级", "乡镇"]
Status = Literal["answered", "not_found", "clarify"]
Reason = Literal[
    "region_not_indexed",
    "year_not_indexed",
    "not_in_reports",
    "only_goal",
    "only_result",
    "anonymised",
    "incomplete_source",
    "off_topic",
    "personal_data",
    "instruction",
]


_BOUNDS = (*"余多约近超逾≥≤≈><", "以上", "以内", "以下", "不低", "不少", "不高", "不多", "突破", "左右", "至少")


Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as a grid, all rows of one width; a merged cell stands in every place that it covers.

    ``head``: its head rows; ``rows``: its data rows; ``unit``: of all its figures (from 单位：万人). ``lines``: for each data row
    the lines of the text that state it, none for a row without words. What parsing adds: ``regions`` and
    ``column_regions``, the full name of the region that a data row or a column is about, else None; ``section_id``,
    ``start`` and ``end``, where its lines stand.
    """

    head: Cells
    rows: Cells
    lines: Cells
    caption: str | None = None
    unit: str | None = None
    regions: tuple[str | None, ...] = ()
    column_regions: tuple[str | None, ...] = ()
    section_id: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a page links to as its attachment. ``url``: absolute where the page's own address is known."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loader made of bytes: clean lines of text, and what the container said of itself.

    ``text``: lines joined by ``\\n``; line ends normalised, BOM gone, nothing else touched (NBSP and full-width stay).
    ``metadata``: what the page's own metadata says (keys: title, published, publisher, source, url …), never guessed.
    ``tables``: in the order of the text, which states each of their data rows in a line of its own. ``headings``: (offset in
    the text, depth) of the lines that the container marks as headings, 0 for a title, 1 for the outermost.
    ``pages``: the offset in ``text`` where page 1, 2, … begins; empty where there are no pages.
    ``recognised``: (some of) the text was read from pictures and may have errors.
    """

    text: str
    media_type: str
    encoding: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pages: tuple[int, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place. ``code``: GB/T 2260, None for a place that only the corpus knows. ``short``: 芜湖."""

    name: str
    short: str
    level: RegionLevel | None
    code: str | None = None
    province: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a document is. None means unknown, never a guess. ``read_from``: field name → the text it was read in.

    ``published``: YYYY-MM-DD. ``years``: ascending, the parts' years. ``complete``: False where the text says it was cut off.
    ``recognised``: read from pictures by machine, so that it may have errors. ``as_read``: what was read of the fields that
    a person set since: region (its name), years, kind.
    """

    title: str | None
    title_inferred: bool = False
    region: Region | None = None
    years: tuple[int, ...] = ()
    kind: Kind = "其他"
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    number: str | None = None
    anonymised: bool = False
    complete: bool = True
    recognised: bool = False
    read_from: Mapping[str, str] = field(default_factory=dict)
    as_read: Mapping[str, Any] = field(default_factory=dict)


CORRECTED = "更正"
"""What ``Profile.read_from`` says of a field that a person set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says of a document, against what was read; None: as read. ``year``: of its first part."""

    region: Region | None = None
    year: int | None = None
    kind: Kind | None = None


UNCORRECTED = Correction()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One report inside a file: 2024年总结 or 2025年要点. ``plan``: True for goals, False for results."""

    title: str
    year: int | None
    plan: bool
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A node of the outline. ``text`` is verbatim, begins with the heading and ends at the first child.

    ``level``: 0 title or part, 1 一、, 2 （一）, 3 1., 4 （1）, 5 一是; None for an unheaded paragraph (``heading`` None).
    ``part``: index into ``Outline.parts``; None before the first part. ``path``: headings from level 1 down, own included.
    ``pages``: (offset in ``text``, page of the file that begins there), the first at 0; empty where there are no pages.
    """

    id: str
    heading: str | None
    level: int | None
    text: str
    path: tuple[str, ...] = ()
    part: int | None = None
    pages: tuple[tuple[int, int], ...] = ()
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A parsed report. All ``text`` of ``sections`` in preorder is the body, character for character."""

    profile: Profile
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    chrome: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Every section in the order of the text."""
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one document of a file or page would be read as; ``outline`` is None where it can't be, ``error`` says why.

    ``name``: as of an ``IndexResult``'s ``source``. ``attachments``: files that a page links to.
    """

    name: str
    outline: Outline | None = None
    attachments: tuple[Attachment, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A visible document of the catalogue. ``url``: the original http(s) address or None. ``key``: see section ids.

    ``circle``: only people of this circle see it; None: everybody who may ask.
    """

    id: str
    key: str
    version: int
    profile: Profile
    parts: tuple[Part, ...]
    sections: int
    warnings: tuple[str, ...] = ()
    url: str | None = None
    added_at: str = ""
    circle: str | None = None

    @property
    def title(self) -> str:
        """The title, or the key where the text has none."""
        return self.profile.title or self.key

    @property
    def region(self) -> str | None:
        """Full name of the document's region."""
        return self.profile.region.name if self.profile.region else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSection:
    """A section as the catalogue keeps it. ``year`` and ``plan`` come from its part; ``ordinal`` is its place in preorder.

    ``pages``: as of a ``Section``. ``original``: the text as it stands, where that is in traditional characters: ``text`` is in simplified
    ones then, with the same offsets.
    """

    id: str
    document_id: str
    ordinal: int
    heading: str | None
    level: int | None
    path: tuple[str, ...]
    text: str
    part: str | None = None
    year: int | None = None
    plan: bool = False
    period: str | None = None
    previous_id: str | None = None
    next_id: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    original: str | None = None

    @property
    def shown(self) -> str:
        """The text for reading, as it stands in the report."""
        return self.text if self.original is None else self.original

    def said(self, passage: Passage) -> str:
        """The text of one of its passages for reading."""
        return passage.text if self.original is None else self.original[passage.start : passage.end]

    def page(self, at: int = 0) -> int | None:
        """The page of the file that holds the character at offset ``at`` of the text; None where there are no pages."""
        return next((page for start, page in reversed(self.pages) if start <= at), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is searched: a run of whole sentences of one section. ``text`` == section.text[start:end].

    ``id``: ``<section id>.<ordinal>``. ``header``: region, year, title and heading path, put before the text when embedded
    and indexed, so that near-identical reports are told apart.
    """

    id: str
    section_id: str
    document_id: str
    start: int
    end: int
    text: str
    header: str
    region: str | None
    year: int | None
    plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Filters of a search; None means any. ``regions``: full names. ``documents``: document ids."""

    regions: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    plan: bool | None = None
    documents: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A found passage. ``score``: fused, higher is better, comparable within one search only. ``ranks``: source → place from 1."""

    passage: Passage
    score: float
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of a report. ``number`` has 万/亿 multiplied out; ``unit`` holds no 万/亿; ``value`` is as written.

    ``quote`` is verbatim from the section. ``comparator``: = ≥ ≤ ≈. ``period``: None is the full year. ``rank``: 居全省首位.
    ``state``: "reported", or "anonymised" for a placeholder (number None).
    """

    name: str
    value: str
    number: float | None
    unit: str
    comparator: Literal["=", "≥", "≤", "≈"]
    year: int | None
    plan: bool
    quote: str
    region: str | None = None
    period: str | None = None
    scope: str | None = None
    rank: str | None = None
    path: tuple[str, ...] = ()
    section_id: str | None = None
    document_id: str | None = None
    state: Literal["reported", "anonymised"] = "reported"

    @property
    def shown(self) -> str:
        """The value for reading: as written, with ≥, ≤ or ≈ before it where its own words do not say so."""
        said = self.comparator == "=" or self.number is None or any(word in self.value for word in _BOUNDS)
        return self.value if said else f"{self.comparator}{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Proof of a sentence. ``quote``: verbatim substring of the section's text, ≤ 300 characters. ``start``: its offset there.

    ``page``: of the file, where it has pages. ``original``: the quote in traditional characters, where the report is in these.
    """

    n: int
    section_id: str
    document: str
    document_id: str
    path: tuple[str, ...]
    quote: str
    start: int
    region: str | None
    year: int | None
    plan: bool
    url: str | None = None
    page: int | None = None
    original: str | None = None

    @property
    def shown(self) -> str:
        """The quote for reading, as it stands in the report."""
        return self.quote if self.original is None else self.original


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an answer. ``text`` has no citation marks and no final stop; ``citations``: the numbers that prove it.

    ``note``: True for what we say about the evidence (coverage, comparability), not a statement of a report.
    """

    text: str
    citations: tuple[int, ...] = ()
    region: str | None = None
    year: int | None = None
    plan: bool | None = None
    note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something asked that the reports do not answer."""

    region: str | None
    year: int | None
    indicator: str | None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What a chat carries to its next question; made by an answer, given back with the next question.

    ``topic``: the words asked for, without regions and years. ``sections``: ids cited last. ``asked``: the last question.
    """

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    plan: bool | None = None
    topic: str = ""
    asked: str = ""
    sections: tuple[str, ...] = ()


Shape = Literal["fact", "list", "how", "compare", "goal_vs_result", "trend", "summary", "holdings", "provenance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One understood question: what search and answering need, with regions, years and politeness taken out of ``topic``.

    ``question``: simplified characters, NFKC. ``topic``: what is asked about, in the asker's words.
    ``expansions``: topic word → official words for it (生二胎 → 生育二孩, 育儿补贴).
    ``regions``: asked regions that are indexed, full names in asked order; empty: none named (ask all).
    ``places``: (place, indexed region above it): answered from the region's report only by statements that name the place.
    ``not_indexed``: asked regions that are known but not indexed. ``every``: all regions were asked for (各市).
    ``area``: the province or set whose members were asked (安徽省 for 安徽各市); ``regions`` holds its indexed ones.
    ``years``: explicit years, or a resolved 今年. ``year_note``: how a relative year was read, for the answer to say.
    ``period``: the part of the year asked for (上半年), None is any. ``anonymous``: the place asked for is a placeholder (xx市).
    ``plan``: True asks for goals, False for results, None either; ``shape`` goal_vs_result asks for both.
    ``wants``: kind of value asked: number, percent, money, date, duration, rank, place, organisation, person, list, text.
    ``measure``: the measure word asked with (家 in 多少家). ``refuse``: a reason known before any search.
    ``carried``/``corrected``: notes for the reader (按上文：芜湖 2024 / 按“芜湖”答（原文“无湖”）).
    """

    question: str
    topic: str
    shape: Shape = "fact"
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    not_indexed: tuple[str, ...] = ()
    every: bool = False
    area: str | None = None
    years: tuple[int, ...] = ()
    year_note: str | None = None
    plan: bool | None = None
    wants: str = "text"
    measure: str | None = None
    refuse: Reason | None = None
    options: tuple[str, ...] = ()
    english: bool = False
    carried: str | None = None
    corrected: str | None = None
    period: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A section near a question that was not answered: shown by heading only."""

    section_id: str
    document: str
    path: tuple[str, ...]
    region: str | None
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How an answer came about, for /why. ``understood``: slot → what was understood; ``checks``: (check, passed, detail).

    ``way``: whether sentences were weighed, the ledger of figures was read, or the list of documents; "none" where nothing
    was searched. ``model``: the language model that was asked and its prompt (deepseek-chat·answer-1), None where none was.
    ``asks``: the same for questions that ask the same; "" where that was not kept.
    """

    understood: Mapping[str, str] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    checks: tuple[tuple[str, bool, str], ...] = ()
    stages_ms: Mapping[str, float] = field(default_factory=dict)
    way: Literal["evidence", "ledger", "holdings", "none"] = "none"
    model: str | None = None
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer or an honest refusal. ``lines`` are what is said; ``text`` is derived from them.

    ``carried``: what a follow-up took over from the thread (按上文：芜湖 2024), None where nothing. ``other_regions``: regions
    that can be asked the same. ``options``: choices of a ``clarify``. ``thread``: give it back with the next question.
    ``further``: the next best evidence, not said and not numbered (n is 0).
    """

    id: str
    question: str
    status: Status
    reason: Reason | None
    lines: tuple[Line, ...]
    citations: tuple[Citation, ...] = ()
    further: tuple[Citation, ...] = ()
    missing: tuple[Missing, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    options: tuple[str, ...] = ()
    other_regions: tuple[str, ...] = ()
    carried: str | None = None
    corrected: str | None = None
    thread: Thread = field(default_factory=Thread)
    receipt: Receipt = field(default_factory=Receipt)
    elapsed_ms: float = 0.0
    mode: Literal["extractive", "llm"] = "extractive"

    @property
    def text(self) -> str:
        """Plain text: the lines, each followed by its ``[n]`` marks."""
        return "\n".join(line.text + "".join(f" [{n}]" for n in line.citations) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexResult:
    """What became of one input of ``Library.index``. ``document`` is None where ``state`` is "failed"; ``error`` says why."""

    source: str
    state: Literal["added", "updated", "unchanged", "failed"]
    document: Document | None = None
    error: str | None = None


SourceKind = Literal["folder", "page", "json", "feed", "sitemap"]
SourceState = Literal["well", "failing", "stale", "paused", "new"]
NoticeKind = Literal["failing", "well", "stale", "layout", "moved"]

_STATE_NAMES: Mapping[SourceState, str] = {
    "well": "正常",
    "failing": "读不到",
    "stale": "久无新文件",
    "paused": "已暂停",
    "new": "待检查",
}


def state_name(state: SourceState) -> str:
    """What the state of a source is called."""
    return _STATE_NAMES[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that is looked at for new reports. ``kind``: None until it was first read. Times are ISO 8601, UTC.

    ``region``: of documents that name none. ``trouble``: one sentence, None while all is well; ``remark``: what else is to be
    known. ``articles``: how many it has listed; ``waiting``: how many of them are still to be fetched. ``stale``: it has listed
    nothing new for longer than usual.
    """

    id: int
    address: str
    kind: SourceKind | None
    name: str | None = None
    region: str | None = None
    selector: str | None = None
    active: bool = True
    every_hours: float = 6.0
    due_at: str = ""
    checked_at: str | None = None
    succeeded_at: str | None = None
    new_at: str | None = None
    failures: int = 0
    trouble: str | None = None
    remark: str | None = None
    articles: int = 0
    waiting: int = 0
    stale: bool = False

    @property
    def state(self) -> SourceState:
        """How it is, in a word."""
        if not self.active:
            return "paused"
        if self.trouble:
            return "failing"
        if self.succeeded_at is None:
            return "new"
        return "stale" if self.stale else "well"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """What a check of a source did. ``found``: articles not listed before; ``results``: what was read of them and before."""

    source: Source
    found: int = 0
    results: tuple[IndexResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What administrators are to be told of a source, once: it fails, it is well again, it went stale, it changed its layout
    or its address. ``text``: the whole sentence.
    """

    number: int
    source_id: int
    kind: NoticeKind
    text: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEvent:
    """A numbered event of the catalogue; numbers grow and are never reused.

    ``silent``: taken in without telling anybody, as all that a source holds when it is first checked.
    """

    number: int
    kind: Literal["added", "updated", "removed"]
    document_id: str
    version: int
    at: str
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One edition of a document. ``replaced``: number of the edition that it took the place of; None for the first.

    ``current``: the one that is searched and answered from. ``at``: when it was taken in, ISO 8601, UTC.
    """

    document_id: str
    number: int
    title: str | None
    published: str | None
    at: str
    current: bool
    replaced: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """What a version changed in one section. ``before`` is "" where it was added, ``after`` where it was removed.

    ``section_id``: of the newer version, None where it was removed. ``path``: headings, of the newer version if it has it.
    """

    kind: Literal["added", "changed", "removed"]
    section_id: str | None
    path: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A link of a list, a feed or a sitemap. ``date``: YYYY-MM-DD as the list or the address says; None where neither does."""

    url: str
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """A path or an address that holds a document. ``version``: the edition read there last, None where not noted."""

    source: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of ``huiwen doctor``. ``advice``: what to do where ``ok`` is False or ``warning`` is True.

    ``warning``: it works, but not for good.
    """

    name: str
    ok: bool
    detail: str
    advice: str | None = None
    warning: bool = False

    @property
    def level(self) -> Literal["good", "warning", "bad"]:
        """How bad it is."""
        if not self.ok:
            return "bad"
        return "warning" if self.warning else "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a library is, found out without a network and without opening an index.

    ``database_bytes``: of the catalogue; ``index_bytes``: of what is derived from it; ``free_bytes``: left on the disk.
    ``backup``: when the last one was made, ISO 8601, None for never. ``sources``: how many are in each state.
    ``model``: whether the language model is being left alone; None where none is set. ``checks``: what is sound, what is not.
    """

    documents: int
    sections: int
    database_bytes: int
    index_bytes: int
    free_bytes: int
    sources: Mapping[SourceState, int]
    backup: str | None
    model: Check | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What an archive of a data directory holds. ``version``: of Huiwen; ``embedding``: the model of its vectors, None where
    it has none; ``files``: name → SHA-256; ``at``: ISO 8601 with offset.
    """

    version: str
    at: str
    documents: int
    vectors: int
    embedding: str | None
    files: Mapping[str, str]


State = Literal["reported", "not_mentioned", "anonymised", "no_document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One region's value of what is compared, or why there is none.

    ``indicator``: the figure; for a topic that is no indicator its ``name`` is "" and its ``value`` the statement; None
    unless ``state`` is "reported" or "anonymised". ``earlier``: an older goal beside a newer result, shown folded.
    """

    region: Region
    state: State
    indicator: Indicator | None = None
    document: str | None = None
    document_id: str | None = None
    url: str | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which regions of the roster say something, by full name, and one sentence with the denominator for the reader."""

    reported: tuple[str, ...] = ()
    not_mentioned: tuple[str, ...] = ()
    anonymised: tuple[str, ...] = ()
    no_document: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """Arithmetic that was asked for, over comparable "=" values only. ``text``: 计算：5.99−4.43=1.56."""

    kind: Literal["difference", "sum", "mean", "completion", "change"]
    text: str
    rows: tuple[ComparisonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A topic or indicator over a roster of regions, in the roster's order.

    ``indicator``: its standard name, None for a topic. ``ranking``: comparable rows of one level, best known order first,
    empty where no ranking is honest; ``ranked``: what was ranked (“地级市、2024年实际”) or why not. ``headline``: the answer to
    what the question asks beyond the values (who leads, how many have it), proved by ``headline_rows``. ``candidates``: names
    near the topic that may have been meant. ``year``, ``plan``: only this year, only goals (True) or results (False); None any.
    """

    topic: str
    indicator: str | None
    rows: tuple[ComparisonRow, ...]
    coverage: Coverage
    warnings: tuple[str, ...] = ()
    ranking: tuple[ComparisonRow, ...] = ()
    ranked: str | None = None
    calculation: Calculation | None = None
    headline: str | None = None
    headline_rows: tuple[ComparisonRow, ...] = ()
    candidates: tuple[str, ...] = ()
    year: int | None = None
    plan: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSummary:
    """The weightiest statements of one region on a topic, each with its citation; empty: the reports do not mention it."""

    region: Region
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A topic over regions. ``citations`` are numbered across all regions; ``lines`` of the regions refer to them."""

    topic: str
    regions: tuple[RegionSummary, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A goal and its result. Either may be missing: the report does not state it. ``year``: of the goal.

    ``before``: the newest result of an earlier year, where the goal starts from; it is not the goal's result.
    """

    name: str
    year: int | None
    goal: Indicator | None = None
    result: Indicator | None = None
    before: Indicator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityProfile:
    """A region at a glance: its documents, key figures by theme (theme, figures), goals for the coming year, goals against results."""

    region: Region
    documents: tuple[Document, ...]
    themes: tuple[tuple[str, tuple[Indicator, ...]], ...] = ()
    goals: tuple[Indicator, ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """Several indicators over one roster: ``cells[i][j]`` is indicator j of region i. ``notes``: comparability, goals, sources."""

    regions: tuple[Region, ...]
    indicators: tuple[str, ...]
    cells: tuple[tuple[ComparisonRow, ...], ...]
    coverage: tuple[Coverage, ...]
    notes: tuple[str, ...] = ()
