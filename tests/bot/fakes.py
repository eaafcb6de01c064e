"""A small made-up library, quick and deterministic, with the interface of ``retrieval.Library`` that the bot uses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

from retrieval import (
    Answer,
    Check,
    Citation,
    CityProfile,
    Comparison,
    Condition,
    Correction,
    Document,
    DocumentEvent,
    Features,
    Fetched,
    Followed,
    Highlight,
    Hit,
    IndexResult,
    Indicator,
    InputError,
    Interest,
    Line,
    Nearest,
    Notice,
    Outline,
    Part,
    Passage,
    Preview,
    Profile,
    Receipt,
    Region,
    SectionChange,
    Source,
    SourceCheck,
    SourceState,
    StoredSection,
    Summary,
    Table,
    TableReport,
    Thread,
    UnknownIdError,
)
from retrieval.answering.proving import proven
from retrieval.comparison.saying import cite

FIGURE = "全市千人口托位数达4.52个，普惠托位占比六成"
BODY = f"2.托育服务。新建社区托育点12家。{FIGURE}。"
LONG = "（二）基层医疗\n" + "村卫生室设备更新，乡镇卫生院增设门诊。\n" * 400


def document(id: str, name: str, year: int, **profile: object) -> Document:
    """A document of a region."""
    region = Region(name=name, short=name[:-1], level="地级市", province="江岚省")
    values: dict[str, object] = {
        "title": f"{name}{year}年卫生健康工作总结",
        "region": region,
        "years": (year,),
        "kind": "总结",
    }
    return Document(
        id=id,
        key=f"{id}.txt",
        version=1,
        profile=Profile(**(values | profile)),  # type: ignore[arg-type]  # a test's shorthand
        parts=(Part(title="总结", year=year, plan=False),),
        sections=3,
        url=f"https://example.gov.cn/{id}.html",
    )


def section(id: str, document_id: str, ordinal: int, text: str, **more: object) -> StoredSection:
    """A section of a document."""
    heading = text.split("\n", 1)[0].split("。", 1)[0]
    values: dict[str, object] = {"heading": heading, "level": 2, "path": ("一、总结", heading), "year": 2024}
    return StoredSection(
        id=id,
        document_id=document_id,
        ordinal=ordinal,
        text=text,
        **(values | more),  # type: ignore[arg-type]  # as above
    )


DOCUMENTS = (
    document("d1", "青岚市", 2024, publisher="唐溪镇政府网", author="青岚市卫生健康委", published="2025-01-10"),
    document("d2", "青岚市", 2023),
    document("d3", "云泽市", 2024, complete=False),
)
SECTIONS = (
    section("aaaaaaaaaa", "d1", 0, "一、总结\n", level=1, path=("一、总结",), next_id="bbbbbbbbbb"),
    section("bbbbbbbbbb", "d1", 1, BODY, previous_id="aaaaaaaaaa", next_id="cccccccccc"),
    section("cccccccccc", "d1", 2, LONG, previous_id="bbbbbbbbbb"),
    section("dddddddddd", "d2", 0, "一、托位\n全市千人口托位数达4.01个。"),
    section("eeeeeeeeee", "d3", 0, "一、托位\n全市千人口托位数达3.90个。"),
)


def _unset(*words: str) -> Any:
    raise InputError(f"没有准备 {words}")


@dataclass
class FakeSources:
    """Sources that are kept in memory and never looked at. ``notices_``: what is to be told."""

    kept: list[Source] = field(default_factory=list)
    notices_: list[Notice] = field(default_factory=list)
    told_: set[tuple[int, str]] = field(default_factory=set)

    def add(self, address: str) -> Source:
        if any(source.address == address for source in self.kept):
            raise InputError(f"来源 {address} 已经添加过了。")
        self.kept.append(Source(id=len(self.kept) + 1, address=address, kind=None))
        return self.kept[-1]

    def list(self) -> tuple[Source, ...]:
        return tuple(self.kept)

    def find(self, name: str | int) -> Source:
        found = [source for source in self.kept if source.id == name]
        if not found:
            raise UnknownIdError(f"没有来源“{name}”。")
        return found[0]

    def states(self) -> dict[SourceState, int]:
        found = [source.state for source in self.kept]
        return {state: found.count(state) for state in get_args(SourceState)}

    def _change(self, name: str | int, **values: Any) -> Source:
        at = self.kept.index(self.find(name))
        self.kept[at] = replace(self.kept[at], **values)
        return self.kept[at]

    def check(self, name: str | int, *, stopping: Callable[[], bool] = bool) -> SourceCheck:
        return SourceCheck(source=self.find(name))

    def check_due(self, *, stopping: Callable[[], bool]) -> tuple[SourceCheck, ...]:
        return ()

    def next_due(self) -> datetime | None:
        return None

    def pause(self, name: str | int) -> Source:
        return self._change(name, active=False)

    def resume(self, name: str | int) -> Source:
        return self._change(name, active=True)

    def remove(self, name: str | int) -> Source:
        gone = self.find(name)
        self.kept.remove(gone)
        return gone

    def notices(self, *, untold: str) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices_ if (notice.number, untold) not in self.told_)

    def told(self, number: int, person: str) -> None:
        self.told_.add((number, person))


@dataclass
class FakeLibrary:
    """Answers 托位 in 青岚市 (or as the thread goes on), refuses anything else. ``asked`` keeps what was asked."""

    slow: float = 0.0
    words: Callable[[Answer, Callable[[Answer], None] | None, threading.Event | None], Answer] | None = None
    error: Exception | None = None
    asked: list[tuple[str, Thread | None, str | None]] = field(default_factory=list)
    documents_: tuple[Document, ...] = DOCUMENTS
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    summaries: Callable[[str], Summary] = field(default=_unset)
    profiles: Callable[[str], CityProfile] = field(default=_unset)
    tabled: Callable[..., TableReport] = field(default=_unset)
    home: str | None = None
    grids: dict[str, tuple[Table, ...]] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    leads: Callable[[str], Line] | None = None
    led: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    sources: FakeSources = field(default_factory=lambda: FakeSources())
    compared: list[tuple[str, tuple[str, ...], int | None, bool | None]] = field(default_factory=list)

    def wordable(self, answer: Answer, *, thread: Thread | None = None) -> bool:
        return self.words is not None and answer.status == "answered"

    def worded(
        self,
        answer: Answer,
        *,
        thread: Thread | None = None,
        home: str | None = None,
        progress: Callable[[Answer], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        assert self.words is not None
        return self.words(answer, progress, stop)

    def ask(
        self, question: str, *, thread: Thread | None = None, home: str | None = None, worded: bool = True
    ) -> Answer:
        self.asked.append((question, thread, home))
        time.sleep(self.slow)
        if self.error and "坏" in question:
            raise self.error
        if "长" in question:
            return long_answer(question)
        if "哪个" in question:
            return Answer(
                id="c", question=question, status="clarify", reason=None, lines=(), options=("青岚市托位", "云泽市托位")
            )
        if "云泽" in question and thread:
            return answered(question, "云泽市", "d3", "eeeeeeeeee", "3.90", carried="2024年·千人口托位数")
        if "托位" in question:
            return answered(question, "青岚市", "d1", "bbbbbbbbbb", "4.52")
        return refused(question)

    def compare(
        self,
        topic: str,
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        plan: bool | None = None,
        home: str | None = None,
    ) -> Comparison:
        self.home = home
        self.compared.append((topic, tuple(regions or ()), year, plan))
        if topic == "的":
            raise InputError("“的”说得太少")
        value = self.comparisons.get(topic, self.comparisons[""])
        return replace(value, year=year, plan=plan)

    def trend(self, topic: str, *, regions: Sequence[str] | None = None, home: str | None = None) -> Comparison:
        return self.compare(f"历年{topic}", regions=regions)

    def summary(
        self, topic: str, *, regions: Sequence[str] | None = None, year: int | None = None, home: str | None = None
    ) -> Summary:
        self.compared.append((topic, tuple(regions or ()), year, None))
        return self.summaries(topic)

    @property
    def has_model(self) -> bool:
        return self.leads is not None

    def lead(self, task: str, topic: str, citations: Sequence[Citation]) -> Line | None:
        self.led.append((task, topic, tuple(citation.n for citation in citations)))
        return self.leads(topic) if self.leads else None

    def cite(self, figures: Mapping[int, Indicator]) -> tuple[Citation, ...]:
        return cite(
            figures, {section.id: section for section in SECTIONS}, {document.id: document for document in DOCUMENTS}
        )

    def prove(self, text: str, section_id: str) -> tuple[tuple[Line, ...], tuple[Citation, ...]]:
        section = self.section(section_id)
        return proven(text, section, self.document(section.document_id))

    def city(self, name: str) -> CityProfile:
        return self.profiles(name)

    def table(
        self,
        indicators: Sequence[str],
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        home: str | None = None,
    ) -> TableReport:
        self.compared.append(("、".join(indicators), tuple(regions or ()), year, None))
        return self.tabled(*indicators)

    def seen_by(self, circles: Collection[str] | None) -> FakeLibrary:
        return self

    def fetch(self, address: str) -> Fetched:
        raise InputError("没有准备网页")

    def previews(self, target: str | Path | Fetched) -> tuple[Preview, ...]:
        raise InputError("没有准备文件")

    def figures(self, outline: Outline) -> tuple[Indicator, ...]:
        return ()

    def index(
        self, targets: Sequence[str | Path | Fetched], *, by: Collection[str] | None, correction: Correction
    ) -> tuple[IndexResult, ...]:
        raise InputError("没有准备文件")

    def condition(self) -> Condition:
        return Condition(
            documents=len(self.documents_),
            sections=len(SECTIONS),
            database_bytes=3_000_000,
            index_bytes=5_000_000,
            free_bytes=40_000_000_000,
            sources=self.sources.states(),
            backup=None,
            model=None,
            checks=self.checks,
        )

    def circles(self) -> dict[str, int]:
        return {}

    def circle_rules(self) -> dict[str, str]:
        return {}

    def set_circle(self, document_id: str, circle: str | None) -> Document:
        return replace(self.document(document_id), circle=circle)

    def set_circle_rule(self, place: str, circle: str | None) -> None:
        raise InputError(place)

    def sections_by_id(self, ids: Sequence[str]) -> dict[str, StoredSection]:
        return {section.id: section for section in SECTIONS if section.id in ids}

    def search(self, query: str, *, k: int = 10) -> tuple[Hit, ...]:
        return tuple(hit(n) for n in range(12))[:k] if "托" in query else ()

    def holds(self, text: str) -> bool:
        return any(text in section.text for section in SECTIONS)

    def section(self, id: str) -> StoredSection:
        return _one(SECTIONS, id)

    def tables(self, section_id: str) -> tuple[Table, ...]:
        return self.grids.get(section_id, ())

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        return tuple(section for section in SECTIONS if section.document_id == document_id)

    def documents(self) -> tuple[Document, ...]:
        return self.documents_

    def regions_like(self, name: str) -> tuple[Region, ...]:
        return ()

    def region(self, name: str) -> Region | None:
        regions = [held.profile.region for held in self.documents_ if held.profile.region]
        return next((region for region in regions if name in (region.name, region.short)), None)

    def events(self, after: int = 0) -> tuple[DocumentEvent, ...]:
        return ()

    def changes(self, document_id: str, version: int | None = None) -> tuple[SectionChange, ...]:
        return ()

    def interest(self, text: str, *, home: str | None = None) -> Interest:
        places = [Followed(name=name, label=name) for name in ("青岚市", "云泽市") if name in text]
        return Interest(places=tuple(places), kinds=("总结",) if "总结" in text else ())

    def features(self, document_id: str, *, only: Collection[str] | None = None) -> Features:
        text = "\n".join(section.text for section in self.sections(document_id))
        return Features(document=self.document(document_id), text=text)

    def highlights(
        self,
        document_id: str,
        *,
        topics: Sequence[str] = (),
        indicators: Collection[str] = (),
        only: Collection[str] | None = None,
        most: int = 3,
    ) -> tuple[Highlight, ...]:
        return ()

    def document(self, id: str) -> Document:
        return _one(self.documents_, id)


Value = TypeVar("Value", StoredSection, Document)


def _one(values: tuple[Value, ...], id: str) -> Value:
    for value in values:
        if value.id == id:
            return value
    raise UnknownIdError(f"没有 {id}")


def hit(n: int) -> Hit:
    """The n-th found passage."""
    passage = Passage(
        id=f"bbbbbbbbbb.{n}",
        section_id="bbbbbbbbbb",
        document_id="d1",
        start=0,
        end=9,
        text=f"第{n}段：新建社区托育点",
        header="青岚市 2024",
        region="青岚市",
        year=2024,
        plan=False,
    )
    return Hit(passage=passage, score=1 / (60 + n), ranks={"words": n + 1, "vectors": 2})


def citation(n: int = 1, *, document_id: str = "d1", section_id: str = "bbbbbbbbbb", quote: str = FIGURE) -> Citation:
    """A citation of a section of the made-up library."""
    text = _one(SECTIONS, section_id).text
    held = _one(DOCUMENTS, document_id)
    return Citation(
        n=n,
        section_id=section_id,
        document=held.title,
        document_id=document_id,
        path=("一、总结", "（四）托育", "2.托育服务"),
        quote=quote,
        start=max(0, text.find(quote)),
        region=held.region,
        year=2024,
        plan=False,
        url=held.url,
    )


def answered(
    question: str, region: str, document_id: str, section_id: str, value: str, *, carried: str | None = None
) -> Answer:
    """A fact."""
    quote = FIGURE if document_id == "d1" else "全市千人口托位数达3.90个"
    return Answer(
        id="a",
        question=question,
        status="answered",
        reason=None,
        lines=(
            Line(text=f"{region}2024年实际：千人口托位数{value}", citations=(1,), region=region, year=2024, plan=False),
        ),
        citations=(citation(document_id=document_id, section_id=section_id, quote=quote),),
        other_regions=tuple(name for name in ("青岚市", "云泽市") if name != region),
        carried=carried,
        thread=Thread(regions=(region,), years=(2024,), topic="千人口托位数", asked=question, sections=(section_id,)),
        receipt=Receipt(
            understood={"地区": region},
            hits=(hit(0), hit(1)),
            checks=(("数字", True, ""),),
            stages_ms={"检索": 3.2},
            asks=f"{region}2024",
        ),
        elapsed_ms=12.0,
    )


def refused(question: str) -> Answer:
    """An honest refusal with a near section."""
    return Answer(
        id="r",
        question=question,
        status="not_found",
        reason="not_in_reports",
        lines=(Line(text="青岚市2024年总结未载所问事项。", note=True),),
        nearest=(
            Nearest(
                section_id="bbbbbbbbbb", document="总结", path=("一、总结", "2.托育服务"), region="青岚市", year=2024
            ),
        ),
    )


def long_answer(question: str) -> Answer:
    """An answer of more than one message."""
    lines = tuple(
        Line(text=f"第{n}项工作：" + "新建社区托育点并完善婴幼儿照护服务，" * 12, citations=(1,)) for n in range(40)
    )
    return Answer(id="l", question=question, status="answered", reason=None, lines=lines, citations=(citation(),))
