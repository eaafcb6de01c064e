from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.stores.vectors import VectorIndex
from tests.fakes import FakeEmbedder

TEXTS = {"a": "托位数达到四个", "b": "急救站点建设", "c": "家庭医生签约"}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex(tmp_path / "data" / "vectors", "fake")
    opened.add(list(TEXTS), FakeEmbedder().documents(list(TEXTS.values())))
    yield opened
    opened.close()


def test_search(index: VectorIndex) -> None:
    vector = FakeEmbedder().query(TEXTS["b"])
    found = index.search(vector, 2)
    assert found[0][0] == "b"
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert len(found) == 2
    assert [entry for entry, _score in index.search(vector, 5, ["a", "c"])] != []
    assert {entry for entry, _score in index.search(vector, 5, ["a", "c"])} == {"a", "c"}


def test_an_entry_that_is_gone_does_not_fail_the_search(index: VectorIndex) -> None:
    vector = FakeEmbedder().query(TEXTS["b"])
    assert {entry for entry, _score in index.search(vector, 5, ["a", "gone"])} == {"a"}


def test_add_replaces_and_delete_takes_unknown_ids(index: VectorIndex) -> None:
    index.add(["a"], [FakeEmbedder().query(TEXTS["b"])])
    index.delete(["b", "unknown"])
    index.delete([])
    index.add([], [])
    assert index.entries() == {"a", "c"}
    assert index.count() == 2
    assert index.search(FakeEmbedder().query(TEXTS["b"]), 1)[0][0] == "a"


def test_each_model_has_its_own_collection_and_reset_drops_all(index: VectorIndex, tmp_path: Path) -> None:
    other = VectorIndex(tmp_path / "data" / "vectors", "org/other-model")
    assert other.count() == 0
    other.add(["x"], [[1.0, 0.0]])
    assert (other.count(), index.count()) == (1, 3)
    index.reset()
    assert index.count() == 0
    other.close()


def test_it_lasts(index: VectorIndex, tmp_path: Path) -> None:
    index.close()
    again = VectorIndex(tmp_path / "data" / "vectors", "fake")
    assert again.entries() == set(TEXTS)
    again.close()


def test_a_reader_opens_anew_when_the_vectors_changed(index: VectorIndex, tmp_path: Path) -> None:
    changes = ["1"]
    reader = VectorIndex(tmp_path / "data" / "vectors", "fake", lambda: changes[0])
    vector = FakeEmbedder().query("中医馆")
    assert len(reader.search(vector, 10)) == 3
    index.add(["d"], [vector])
    changes[0] = "2"
    assert reader.search(vector, 1)[0][0] == "d"
    reader.close()


def test_a_reader_of_nothing_writes_nothing(tmp_path: Path) -> None:
    reader = VectorIndex(tmp_path / "data" / "vectors", "fake", lambda: None)
    assert reader.search([1.0], 3) == []
    assert not (tmp_path / "data").exists()
