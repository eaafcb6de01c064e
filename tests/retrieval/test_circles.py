"""What is marked for a circle exists for nobody else: in no read, no count, no refusal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy import text as sql

from retrieval.errors import InputError, StoreError, UnknownIdError
from retrieval.library import Library
from retrieval.model import Scope, Thread
from retrieval.reader import Reader
from retrieval.stores.circles import circle_of, named, prefix_of
from retrieval.stores.database import reading, writing
from retrieval.stores.sight import restricted
from retrieval.stores.tables import Base, DocumentRow, IndicatorRow, SectionRow
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import report, write

SECRET = "密级甲七"
FIGURE = "7319.46"
CIRCLE = "医政处"


def marked(city: str, year: int) -> str:
    """A report whose every item says a word that nothing else says, and a figure of its own."""
    return report(city, year, figure=70, extra=f"{SECRET}专项投入{FIGURE}万元。").replace("覆盖", f"{SECRET}覆盖")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("circles")
    with Library(place / "data", embedder=FakeEmbedder()) as opened:
        write(place, "in/青岚.txt", report("青岚市", 2024))
        write(place, "in/云泽.txt", report("云泽市", 2024))
        write(place, "in/云泽内部.txt", marked("云泽市", 2023))
        write(place, "in/望川.txt", marked("望川市", 2024))
        opened.index([place / "in"])
        for document in opened.documents():
            if document.key in ("望川.txt", "云泽内部.txt"):
                opened.set_circle(document.id, CIRCLE)
        yield opened


def hidden(library: Library) -> list[str]:
    return [document.id for document in library.documents() if document.circle == CIRCLE]


def one(library: Library) -> str:
    return next(document.id for document in library.documents() if document.key == "望川.txt")


THREAD = Thread(asked="望川市2024年托育服务覆盖多少个乡镇", topic="托育服务", regions=("望川市",), years=(2024,))

READS: dict[str, Callable[[Reader, Library], object]] = {
    "answer": lambda reader, _: replace(reader.ask("望川市2024年托育服务覆盖几个乡镇"), question=""),
    "answer on a topic": lambda reader, _: reader.ask(f"各市{SECRET}情况").citations,
    "which regions": lambda reader, _: replace(reader.ask("哪些市有托育服务"), question=""),
    "holdings": lambda reader, _: reader.ask("收录了哪些报告").text,
    "follow-up": lambda reader, _: reader.ask("医共体建设呢", thread=THREAD).citations,
    "provenance": lambda reader, whole: (
        reader.ask(
            "出自哪份报告", thread=replace(THREAD, sections=tuple(s.id for s in whole.sections(one(whole))[:3]))
        ).text
    ),
    "refusal": lambda reader, _: reader.ask("青岚市2024年献血量是多少"),
    "search": lambda reader, _: reader.search(f"{SECRET} 托育服务", k=50),
    "search within": lambda reader, whole: reader.search("托育服务", scope=Scope(documents=(one(whole),))),
    "retriever": lambda reader, _: reader.as_retriever(k=50).invoke(f"{SECRET} 托育服务"),
    "compare": lambda reader, _: reader.compare("覆盖乡镇数"),
    "compare a topic": lambda reader, _: reader.compare("中医馆"),
    "trend": lambda reader, _: reader.trend("覆盖乡镇数", regions=["云泽市"]),
    "summary": lambda reader, _: reader.summary("托育服务"),
    "table": lambda reader, _: reader.table(["覆盖乡镇数"]),
    "documents": lambda reader, _: reader.documents(),
    "indicators": lambda reader, _: reader.indicators(),
    "events": lambda reader, _: reader.events(),
    "city": lambda reader, _: reader.city("云泽市"),
    "names": lambda reader, _: reader._catalogue.indicator_names(),
    "counts": lambda reader, _: reader._catalogue.counts(),
    "region": lambda reader, _: [document.region for document in reader.documents()],
}


@pytest.mark.parametrize("name", READS)
def test_a_read_tells_outsiders_nothing_and_insiders_something(library: Library, name: str) -> None:
    read = READS[name]
    secrets = (SECRET, FIGURE, *hidden(library), *(s.id for d in hidden(library) for s in library.sections(d)))
    inside, outside = repr(read(library.seen_by([CIRCLE]), library)), repr(read(library.seen_by([]), library))
    assert not [secret for secret in (*secrets, "望川市2024年实际", "望川.txt") if secret in outside]
    assert inside != outside or name in ("refusal", "names"), "the door shows insiders nothing: the test is empty"
    assert any(secret in inside for secret in secrets) or name in (
        *("counts", "region", "refusal", "names", "which regions", "holdings", "provenance", "trend"),
    )


def test_hidden_ids_are_as_good_as_unknown(library: Library) -> None:
    reader, document = library.seen_by(["别处"]), one(library)
    section = library.sections(document)[1]
    for read, name in ((reader.document, document), (reader.sections, document), (reader.section, section.id)):
        with pytest.raises(UnknownIdError) as known:
            read(name)
        with pytest.raises(UnknownIdError) as unknown:
            read("zzzzzzzz")
        assert str(known.value) == str(unknown.value).replace("zzzzzzzz", name)
    assert reader.sections_by_id([section.id]) == {}
    assert reader.indicators(document) == ()


def test_counts_and_coverage_know_nothing_of_hidden_documents(library: Library) -> None:
    """An outsider's library equals one that never held the hidden documents."""
    outside = library.seen_by([])
    assert outside._catalogue.counts().documents == 2
    coverage = outside.compare("托育服务覆盖乡镇数").coverage
    assert "望川" not in coverage.text
    assert set(coverage.reported) == {"青岚市", "云泽市"}
    answer = outside.ask("青岚市2024年献血量是多少")
    assert "望川市" not in repr((answer.other_regions, answer.options, answer.nearest))
    assert outside.ask("望川市2024年托育服务覆盖几个乡镇").reason == "region_not_indexed"


def test_a_moved_section_leads_nobody_to_what_is_hidden(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        path = write(tmp_path, "a.txt", report("青岚市", 2024))
        document = library.index([path])[0].document
        assert document
        old = {section.id for section in library.sections(document.id)}
        write(tmp_path, "a.txt", report("青岚市", 2024).replace("一、主要工作", "一、主要工作和成效"))
        library.set_circle(document.id, CIRCLE)
        library.index([path])
        moved = old - {section.id for section in library.sections(document.id)}
        assert moved
        assert library.document(document.id).circle == CIRCLE
        for id_ in moved:
            assert library.seen_by([CIRCLE]).section(id_)
            with pytest.raises(UnknownIdError):
                library.seen_by([]).section(id_)


def test_marks_take_effect_at_once_and_outlive_removal(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        document = library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])[0].document
        assert document
        outside = library.seen_by([])
        assert outside.search("托育服务")
        library.set_circle(document.id, CIRCLE)
        assert (outside.documents(), outside.search("托育服务"), outside.events()) == ((), (), ())
        assert library.circles() == {CIRCLE: 1}
        library.set_circle(document.id, None)
        assert outside.documents()
        library.set_circle(document.id, CIRCLE)
        library.remove(document.id)
        assert outside.events() == ()
        assert [event.kind for event in library.seen_by([CIRCLE]).events()] == ["added", "removed"]


def test_a_rule_marks_new_documents_wherever_the_folder_stands(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library.set_circle_rule("内部/", CIRCLE)
        whole = write(tmp_path, "in/内部/甲/a.txt", report("青岚市", 2024))
        write(tmp_path, "in/b.txt", report("云泽市", 2024))
        library.index([tmp_path / "in"])
        library.index([write(tmp_path, "内部/c.txt", report("望川市", 2024))])
        circles = {document.region: document.circle for document in library.documents()}
        assert circles == {"青岚市": CIRCLE, "云泽市": None, "望川市": CIRCLE}
        assert len(library.seen_by([]).events()) == 1, "also the event of its coming is hidden from the first"
        library.set_circle_rule("内部", None)
        assert library.circle_rules() == {}
        write(tmp_path, "in/内部/甲/a.txt", report("青岚市", 2024, extra="又及。"))
        changed = library.index([whole])[0]
        assert changed.document
        assert changed.document.circle == CIRCLE, "what comes from there stays as it was marked, also under another key"


def test_nobody_joins_or_overwrites_what_he_does_not_see(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        first = library.index([write(tmp_path, "in/a.txt", report("青岚市", 2024))], circle=CIRCLE)[0].document
        again = library.index([write(tmp_path, "else/a.txt", report("青岚市", 2024))])[0]
        assert (again.state, again.document) == ("unchanged", first), "an administrator's copy stays marked"
        other = library.index([write(tmp_path, "up/a.txt", report("青岚市", 2024))], by=[])[0]
        assert first
        assert other.document
        assert (other.state, other.document.circle) == ("added", None)
        write(tmp_path, "up/a.txt", report("青岚市", 2024, extra="改。"))
        library.index([tmp_path / "up/a.txt"], by=[])
        assert library.document(first.id).version == 1


def test_what_comes_for_a_circle_does_not_join_what_all_see(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library.index([write(tmp_path, "in/a.txt", report("青岚市", 2024))])
        library.index([write(tmp_path, "in2/a.txt", report("青岚市", 2024, extra=SECRET))], circle=CIRCLE)
        assert SECRET not in repr([library.seen_by([]).sections(d.id) for d in library.seen_by([]).documents()])
        assert len(library.documents()) == 2


@pytest.mark.parametrize("name", ["", " ", "医 政", "甲" * 21, "a/b", "a:b", "a|b"])
def test_circles_have_plain_names(name: str) -> None:
    with pytest.raises(InputError):
        named(name)


@pytest.mark.parametrize("place", ["", "/", "./"])
def test_a_rule_names_a_place(place: str) -> None:
    with pytest.raises(InputError):
        prefix_of(place)


@pytest.mark.parametrize(
    ("rule", "source", "holds"),
    [
        ("内部", "/x/内部/a.txt", True),
        ("内部", "/x/内部资料/a.txt", False),
        ("甲/内部", "/x/甲/内部/a.txt", True),
        ("/x/内部", "/x/内部/a.txt", True),
        ("/x/内部", "/y/x/内部/a.txt", False),
        ("https://inside.example/oa/", "https://inside.example/oa/1.htm", True),
        ("https://inside.example/oa/", "https://inside.example/news/1.htm", False),
    ],
)
def test_where_a_rule_holds(rule: str, source: str, holds: bool) -> None:
    assert circle_of({prefix_of(rule): CIRCLE}, source.rpartition("/")[2], source) == (CIRCLE if holds else None)


def test_the_longest_rule_wins() -> None:
    assert circle_of({"内部": "甲", "内部/人事": "乙"}, "a.txt", "/x/内部/人事/a.txt") == "乙"


# The guard itself


def test_every_table_of_the_catalogue_is_filtered() -> None:
    """A new table is hidden until it names the document or the section that its rows belong to."""
    plain = {"meta", "circle_rules", "documents", "events", "redirects"}
    plain |= {"watched", "notices"}  # of the house alone: no row is shown to a restricted reader
    unfiltered = [
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if mapper.class_.__tablename__ not in plain
        and not {"document_id", "section_id"} & set(mapper.class_.__table__.c.keys())
    ]
    assert unfiltered == []


def test_queries_past_the_mapped_classes_and_writes_are_refused(library: Library) -> None:
    engine = restricted(library._engine, [])
    for query in (sql("SELECT 1"), SectionRow.__table__.select(), delete(SectionRow)):
        with reading(engine) as session, pytest.raises(StoreError):
            session.execute(query)
    with pytest.raises(StoreError), writing(engine):
        pass


def test_a_session_by_id_is_filtered_too(library: Library) -> None:
    with reading(restricted(library._engine, [])) as session:
        assert session.get(DocumentRow, one(library)) is None
    with reading(restricted(library._engine, [CIRCLE])) as session:
        assert session.get(DocumentRow, one(library)) is not None


def test_readers_are_kept_and_few(library: Library) -> None:
    assert library.seen_by(["甲", "乙"]) is library.seen_by(["乙", "甲"])
    assert library.seen_by(None) is library
    for number in range(200):
        library.seen_by([f"圈{number}"])
    assert len(library._readers) <= 64


def test_a_filter_costs_little(library: Library) -> None:
    """Both in one run, so that a slow machine is slow for both."""

    def seconds(reader: Reader) -> float:
        reader.ask("青岚市2024年托育服务覆盖几个乡镇")
        started = time.process_time()
        for topic in ("托育服务", "急救站点", "中医馆", "健康体检"):
            reader.ask(f"青岚市2024年{topic}覆盖几个乡镇")
            reader.compare(f"{topic}覆盖乡镇数")
        return time.process_time() - started

    assert min(seconds(library.seen_by([])) for _ in range(3)) < 2.0 * min(seconds(library) for _ in range(3)) + 0.05


def test_many_hidden_neighbours_do_not_crowd_out_what_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.stores.vectors.VectorIndex.most_ids", 1)
    monkeypatch.setattr("retrieval.search.retriever.DEPTH_PER_HIT", 1)
    monkeypatch.setattr("retrieval.search.retriever.LEAST_DEPTH", 2)
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        for number in range(12):
            write(tmp_path, f"in/内部/{number}.txt", report("望川市", 2000 + number))
        write(tmp_path, "in/a.txt", report("青岚市", 2024))
        library.set_circle_rule("内部", CIRCLE)
        library.index([tmp_path / "in"])
        hits = library.seen_by([]).search("望川市托育服务覆盖乡镇", k=2)
        assert any("vectors" in hit.ranks for hit in hits)
        assert {hit.passage.region for hit in hits} == {"青岚市"}


def test_indicators_that_nobody_may_see_are_no_names(library: Library) -> None:
    with reading(library._engine) as session:
        assert session.query(IndicatorRow).count() > len(library.seen_by([]).indicators())
