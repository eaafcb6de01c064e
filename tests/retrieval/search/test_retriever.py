from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.errors import EmbeddingMismatchError
from retrieval.library import Library
from retrieval.model import Scope
from retrieval.search.retriever import Retriever
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import report, write


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("retriever")
    with Library(place / "data", embedder=FakeEmbedder()) as opened:
        write(place, "in/青岚.txt", report("青岚市", 2024, extra="托育服务扩面。" * 200))
        write(place, "in/云泽.txt", report("云泽市", 2024))
        write(place, "in/望川.txt", report("望川市", 2023))
        opened.index([place / "in"])
        yield opened


def retriever(library: Library, embedder: FakeEmbedder) -> Retriever:
    return Retriever(library._catalogue, library._lexical, library._vectors, embedder)


def test_every_asked_region_gets_its_quota(library: Library) -> None:
    scope = Scope(regions=("青岚市", "云泽市", "望川市"))
    found = [
        hit.passage.region for hit in retriever(library, FakeEmbedder()).search("托育服务", scope=scope, k=6, quota=2)
    ]
    assert {region: found.count(region) >= 2 for region in scope.regions or ()} == dict.fromkeys(
        scope.regions or (), True
    )
    assert len(found) == 6


def test_expansions_are_looked_for_by_words(library: Library) -> None:
    found = retriever(library, FakeEmbedder())
    plain = found.search("救护车", k=1)
    wider = found.search("救护车", k=1, expansions=("急救站点",))
    assert not plain or "words" not in plain[0].ranks
    assert "急救站点" in wider[0].passage.text
    assert "words" in wider[0].ranks


def test_an_embedder_that_fails_costs_only_the_vectors(library: Library) -> None:
    embedder = FakeEmbedder()
    embedder.failing = True
    hits = retriever(library, embedder).search("急救站点", k=2)
    assert hits
    assert all("vectors" not in hit.ranks for hit in hits)


def test_vectors_of_another_model_are_never_mixed(library: Library) -> None:
    with pytest.raises(EmbeddingMismatchError):
        retriever(library, FakeEmbedder("other")).search("急救站点")


def test_a_hit_that_the_catalogue_does_not_know_is_dropped(library: Library) -> None:
    embedder = FakeEmbedder()
    stray = "zzzzzzzzzz.0-000000000000"
    library._vectors().add([stray], [embedder.query("急救站点")])
    try:
        hits = retriever(library, embedder).search("急救站点", k=50)
        assert hits
        assert all(hit.passage.section_id != "zzzzzzzzzz" for hit in hits)
    finally:
        library._vectors().delete([stray])


@pytest.mark.parametrize(
    "scope",
    [
        Scope(years=(2023,)),
        Scope(regions=("望川市",)),
        Scope(regions=("望川市", "云泽市"), years=(2023,)),
        Scope(plan=False, years=(2023,)),
    ],
)
def test_scope(library: Library, scope: Scope) -> None:
    hits = retriever(library, FakeEmbedder()).search("急救站点", scope=scope, k=4)
    assert {(hit.passage.region, hit.passage.year) for hit in hits} == {("望川市", 2023)}
    assert "vectors" in {source for hit in hits for source in hit.ranks}
