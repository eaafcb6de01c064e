from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search import fusion
from retrieval.search.fusion import RRF_K, Fused, merge, reciprocal_rank, with_quota

LISTS = st.dictionaries(
    st.sampled_from(["words", "bigrams", "vectors"]),
    st.lists(st.sampled_from("abcdefgh"), unique=True).map(lambda ids: [(id_, -float(i)) for i, id_ in enumerate(ids)]),
)


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(fusion).failed == 0


def test_a_passage_found_twice_beats_one_found_once() -> None:
    fused = reciprocal_rank({"words": [("a", 9.0), ("b", 1.0)], "vectors": [("b", 0.9)]})
    assert [one.id for one in fused] == ["b", "a"]
    assert fused[0].score == pytest.approx(1 / (RRF_K + 2) + 1 / (RRF_K + 1))
    assert fused[0].ranks == {"words": 2, "vectors": 1}


@given(LISTS)
def test_fusion_keeps_every_id_once_in_descending_order(lists: dict[str, list[tuple[str, float]]]) -> None:
    fused = reciprocal_rank(lists)
    assert sorted(one.id for one in fused) == sorted({id_ for scored in lists.values() for id_, _ in scored})
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)
    assert fused == reciprocal_rank(dict(reversed(lists.items())))


@given(LISTS, st.integers(0, 5), st.integers(0, 3))
def test_quota(lists: dict[str, list[tuple[str, float]]], limit: int, quota: int) -> None:
    ranked = reciprocal_rank(lists)
    chosen = with_quota(ranked, limit, ["a", "b"], quota, lambda id_: "a" if id_ in "abcd" else "b")
    assert chosen == [one for one in ranked if one in chosen]
    for group in ("abcd", "efgh"):
        found = sum(one.id in group for one in ranked)
        assert sum(one.id in group for one in chosen) >= min(quota, found)
    assert len(chosen) <= max(limit, 2 * quota)
    assert len(chosen) >= min(limit, len(ranked))


def test_merge_of_nothing() -> None:
    assert merge([]) == []
    assert reciprocal_rank({}) == []
    assert with_quota([Fused(id="a", score=1.0)], 0, [], 3, lambda _id: None) == []
