from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import LockedError, StoreError
from retrieval.model import Passage, Scope
from retrieval.stores.lexical import LexicalIndex
from retrieval.stores.terms import bigrams, words

TEXTS = {
    "a": ("青岚市", 2024, False, "每千人口托位数达到4.2个。"),
    "b": ("云泽市", 2024, True, "每千人口托位数力争达到5个。"),
    "c": ("青岚市", 2025, True, "推进急救站点建设，ECMO 设备到位。"),
    "d": (None, None, False, "（附件）"),
}


def passage(entry: str) -> Passage:
    region, year, plan, text = TEXTS[entry]
    return Passage(
        id=entry, section_id=entry, document_id=f"doc-{region}", start=0, end=len(text), text=text,
        header=f"{region or ''} {year or ''}", region=region, year=year, plan=plan,
    )  # fmt: skip


def segment(text: str) -> list[str]:
    """Every character a word: the index does not care who cuts."""
    return list(text)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    opened = LexicalIndex(tmp_path / "lexical", segment)
    opened.add({entry: passage(entry) for entry in TEXTS})
    opened.commit()
    yield opened
    opened.close()


def found(index: LexicalIndex, text: str, scope: Scope | None = None, field: str = "bigrams") -> list[str]:
    return [entry for entry, _score in index.search(field, text, scope or Scope(), 10)]


@pytest.mark.parametrize(
    ("question", "scope", "entries"),
    [
        ("托位", Scope(), ["a", "b"]),
        ("托位", Scope(regions=("云泽市",)), ["b"]),
        ("托位", Scope(plan=False), ["a"]),
        ("托位", Scope(years=(2025,)), []),
        ("托位", Scope(years=(2024, 2025), plan=True), ["b"]),
        ("托位", Scope(documents=("doc-青岚市",)), ["a"]),
        ("ｅｃｍｏ", Scope(), ["c"]),
        ("急救", Scope(regions=()), []),
        ("AND OR NOT ()[]{}^\"~*?:\\/ '; --", Scope(), []),
        ("\0", Scope(), []),
        ("", Scope(), []),
    ],
)
def test_search(index: LexicalIndex, question: str, scope: Scope, entries: list[str]) -> None:
    assert sorted(found(index, question, scope)) == entries


def test_scores_fall(index: LexicalIndex) -> None:
    scores = [score for _entry, score in index.search("words", "青岚市托位数", Scope(), 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_add_replaces_delete_removes_and_nothing_is_seen_before_commit(index: LexicalIndex) -> None:
    index.add({"a": passage("c")})
    index.delete(["b"])
    assert sorted(found(index, "托位")) == ["a", "b"]
    index.commit()
    assert found(index, "托位") == []
    assert sorted(found(index, "急救")) == ["a", "c"]
    assert index.count() == 3
    index.keep_only(["c", "unknown"])
    index.commit()
    assert index.count() == 1
    index.keep_only([])
    index.commit()
    assert index.count() == 0


def test_one_writer_many_readers(index: LexicalIndex, tmp_path: Path) -> None:
    other = LexicalIndex(tmp_path / "lexical", segment)
    assert sorted(found(other, "托位")) == ["a", "b"]
    index.delete(["b"])
    index.commit()
    assert found(other, "托位") == ["a"]
    with pytest.raises(LockedError):
        other.add({"a": passage("a")})
    other.close()


def test_what_was_not_committed_is_dropped(index: LexicalIndex, tmp_path: Path) -> None:
    index.delete(["a"])
    index.close()
    assert sorted(found(LexicalIndex(tmp_path / "lexical", segment), "托位")) == ["a", "b"]


def test_no_index_is_an_empty_one(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "none", segment)
    assert (found(index, "托位"), index.count()) == ([], 0)
    assert not (tmp_path / "none").exists()


def test_a_broken_index_says_so_and_can_be_reset(index: LexicalIndex, tmp_path: Path) -> None:
    index.close()
    (tmp_path / "lexical" / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="reindex"):
        index.count()
    index.reset()
    assert index.count() == 0


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("千人托位", ["千人", "人托", "托位"]),
        ("托，位", ["托", "位"]),
        ("５.99％", ["5", "99"]),
        ("", []),
        ("a_b", ["a", "b"]),
    ],
)
def test_bigrams(text: str, terms: list[str]) -> None:
    assert bigrams(text) == terms


def test_words_drop_punctuation_spaces_and_monsters() -> None:
    cut = words("托育 ，服务x", lambda _text: ["托育", " ", "，", "服 务", "x" * 65])
    assert cut == ["托育", "服务"]
