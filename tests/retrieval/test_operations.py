"""Backup, restore and upgrade of a data directory, over a real library."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from retrieval.errors import HuiwenError, InputError, LockedError, NewerDataError, StoreError
from retrieval.library import Library
from retrieval.model import Check
from retrieval.operations import backup, restore, upgrade_data
from retrieval.stores import archive
from retrieval.stores.database import open_database
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import report, write

Edit = Callable[[Path], None]


def nothing(_data: Path) -> None:
    """No tables but the library's."""


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def data(tmp_path: Path, embedder: FakeEmbedder) -> Path:
    folder = tmp_path / "data"
    with Library(folder, embedder=embedder) as library:
        library.index([write(tmp_path, f"{city}.txt", report(city, 2024)) for city in ("青岚市", "云泽市")])
    write(folder / "inbox", "后来的.txt", "还没有收录")
    write(folder, "pass.key", "秘密")
    return folder


def held(data: Path, embedder: FakeEmbedder) -> object:
    with Library(data, embedder=embedder, readonly=True) as library:
        hits = library.search("托育服务", k=20)
        assert all(check.ok for check in library.doctor()), library.doctor()
        return library.documents(), [(hit.passage, round(hit.score, 6)) for hit in hits]


def test_a_restored_directory_answers_the_same_without_embedding(
    data: Path, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    made = backup(data, tmp_path / "b.zip", embedder=embedder)
    assert (made.documents, made.embedding) == (2, "fake")
    assert made.vectors > 0
    embedded = embedder.asked
    done = restore(tmp_path / "b.zip", tmp_path / "else", embedder=embedder, prepare=nothing)
    assert (done.kept, done.reindex, embedder.asked) == (None, False, embedded)
    assert held(tmp_path / "else", embedder) == held(data, embedder)
    assert (tmp_path / "else" / "inbox" / "后来的.txt").read_text(encoding="utf-8") == "还没有收录"
    assert (tmp_path / "else" / "pass.key").stat().st_mode & 0o77 == 0


def test_a_backup_is_private_and_never_overwrites(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    target = tmp_path / "b.zip"
    backup(data, target, embedder=embedder)
    assert target.stat().st_mode & 0o77 == 0
    with pytest.raises(InputError, match="已经存在"):
        backup(data, target, embedder=embedder)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_is_made_while_the_bot_writes(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    stop = threading.Event()

    def write_on(library: Library) -> None:
        for number in range(40):
            if stop.is_set():
                return
            library.index([write(tmp_path, f"n{number}.txt", report("望川市", 1980 + number, figure=number))])

    with Library(data, embedder=embedder) as library:
        writer = threading.Thread(target=write_on, args=(library,))
        writer.start()
        made = [backup(data, tmp_path / f"b{number}.zip", embedder=embedder) for number in range(2)]
        stop.set()
        writer.join()
    assert made[0].documents >= 2
    restore(tmp_path / "b1.zip", tmp_path / "else", embedder=embedder, prepare=nothing)
    assert held(tmp_path / "else", embedder)
    with Library(tmp_path / "else", embedder=embedder, readonly=True) as restored:
        assert len(restored.documents()) == made[1].documents


def test_what_is_there_is_kept_only_moved_when_asked(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    backup(data, tmp_path / "b.zip", embedder=embedder)
    before = held(data, embedder)
    with Library(data, embedder=embedder) as library:
        library.remove(library.documents()[0].id)
    with pytest.raises(InputError, match="--replace"):
        restore(tmp_path / "b.zip", data, embedder=embedder, prepare=nothing)
    done = restore(tmp_path / "b.zip", data, embedder=embedder, prepare=nothing, replace=True)
    assert held(data, embedder) == before
    assert done.kept is not None
    assert (done.kept / "huiwen.db").is_file()
    assert not list(tmp_path.glob("*.restoring"))


def test_a_directory_in_use_is_not_replaced(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    backup(data, tmp_path / "b.zip", embedder=embedder)
    with Library(data, embedder=embedder), pytest.raises(LockedError):
        restore(tmp_path / "b.zip", data, embedder=embedder, prepare=nothing, replace=True)
    assert held(data, embedder)
    assert not list(tmp_path.glob("*.restoring"))


def test_another_model_asks_for_a_reindex(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    backup(data, tmp_path / "b.zip", embedder=embedder)
    other = FakeEmbedder("other")
    assert restore(tmp_path / "b.zip", tmp_path / "else", embedder=other, prepare=nothing).reindex
    with Library(tmp_path / "else", embedder=other) as library:
        library.reindex()
    assert held(tmp_path / "else", other)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def changed(file: Path) -> None:
    rewrite(file, {"huiwen.db": b"something else"})


def empty(file: Path) -> None:
    file.write_bytes(b"")


def of_another_program(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.txt", "a")


def reaching_out(file: Path) -> None:
    rewrite(file, {"files/../../out": b"x"}, manifest={"files/../../out": "0"})


def without_database(file: Path) -> None:
    rewrite(file, {}, manifest={}, keep=False)


def rewrite(
    file: Path, members: dict[str, bytes], manifest: dict[str, str] | None = None, *, keep: bool = True
) -> None:
    """Write an archive anew with other members and other names in its manifest."""
    with zipfile.ZipFile(file) as old:
        held = {name: old.read(name) for name in old.namelist()}
    facts = json.loads(held["manifest.json"])
    facts["files"] = (facts["files"] if keep else {}) | (manifest or {})
    held |= {**members, "manifest.json": json.dumps(facts).encode()}
    with zipfile.ZipFile(file, "w") as new:
        for name, content in held.items():
            new.writestr(name, content)


@pytest.mark.parametrize("spoil", [cut, changed, empty, of_another_program, reaching_out, without_database])
def test_a_bad_archive_changes_nothing(spoil: Edit, data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    backup(data, tmp_path / "b.zip", embedder=embedder)
    spoil(tmp_path / "b.zip")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(InputError) as caught:
        restore(tmp_path / "b.zip", data, embedder=embedder, prepare=nothing, replace=True)
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_archive_of_a_newer_version_is_refused(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    backup(data, tmp_path / "b.zip", embedder=embedder)
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr(archive.MANIFEST, json.dumps({"schema": archive.SCHEMA + 1}))
    with pytest.raises(NewerDataError):
        restore(tmp_path / "b.zip", tmp_path / "else", embedder=embedder, prepare=nothing)


def test_nothing_to_back_up_is_said(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with pytest.raises(InputError, match="没有数据"):
        backup(tmp_path / "none", tmp_path / "b.zip", embedder=embedder)
    assert not list(tmp_path.iterdir())


# Upgrade


def good() -> tuple[Check, ...]:
    return (Check(name="磁盘", ok=True, detail="够"),)


def bad() -> tuple[Check, ...]:
    return (Check(name="词语索引", ok=False, detail="0／9"),)


def test_an_upgrade_backs_up_and_verifies(data: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    done = upgrade_data(data, tmp_path / "b.zip", embedder=embedder, prepare=nothing, checks=good)
    assert (done.error, done.checks) == (None, good())
    assert archive.check(tmp_path / "b.zip").documents == 2


def failing(data: Path) -> None:
    """A migration that got half-way."""
    engine = open_database(data)
    with engine.begin() as connection:
        connection.execute(sql("CREATE TABLE half_way (id INTEGER)"))
        connection.execute(sql("DELETE FROM documents"))
    engine.dispose()
    raise StoreError("迁移失败（测试）。")


def spoiling(data: Path) -> None:
    """A migration that goes through and loses what was there."""
    with pytest.raises(HuiwenError):
        failing(data)


@pytest.fixture(params=[(failing, good), (spoiling, bad)], ids=["raises", "does not pass its checks"])
def trouble(request: pytest.FixtureRequest) -> Iterator[tuple[Edit, Callable[[], tuple[Check, ...]]]]:
    yield request.param


def test_a_failed_upgrade_is_taken_back(
    trouble: tuple[Edit, Callable[[], tuple[Check, ...]]], data: Path, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    prepare, checks = trouble
    before = held(data, embedder)
    done = upgrade_data(data, tmp_path / "b.zip", embedder=embedder, prepare=prepare, checks=checks)
    assert done.error
    assert held(data, embedder) == before
    engine = open_database(data)
    with engine.connect() as connection:
        assert not connection.execute(sql("SELECT name FROM sqlite_master WHERE name = 'half_way'")).all()
    engine.dispose()
