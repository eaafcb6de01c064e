"""The lexicon files of question understanding: sizes, form, no doubles."""

from __future__ import annotations

import re

from retrieval import lexicon


def test_synonyms() -> None:
    rows = lexicon.table("synonyms.tsv")
    words = [row["word"] for row in rows]
    assert len(words) >= 400
    assert len(words) == len(set(words))
    for row in rows:
        official = row["official"].split("|")
        assert all(official), row
        assert row["word"] not in official


def test_words_are_a_jieba_dictionary() -> None:
    lines = lexicon.read("words.txt").splitlines()
    assert len(lines) >= 600
    assert all(re.fullmatch(r"\S+ \d+ [a-z]+", line) for line in lines)
    assert len({line.split()[0] for line in lines}) == len(lines)


def test_slips() -> None:
    rows = lexicon.table("slips.tsv")
    assert len({row["wrong"] for row in rows}) == len(rows)
    assert all(row["right"] and row["right"] != row["wrong"] for row in rows)


def test_stopwords() -> None:
    words = lexicon.read("stopwords.txt").split()
    assert len(words) == len(set(words)) > 100


def test_guards_are_patterns() -> None:
    kinds = set()
    for row in lexicon.table("guards.tsv"):
        kinds.add(row["kind"])
        assert re.compile(row["pattern"]).search("") is None, row
    assert kinds == {"off_topic", "public", "personal", "invent", "rule", "plant"}


def test_english_phrases() -> None:
    rows = lexicon.table("english.tsv")
    assert len({row["phrase"] for row in rows}) == len(rows)
    assert {row["slot"] for row in rows} == {"topic", "goal", "result", "every", "shape", "wants"}
    assert all(row["phrase"] == row["phrase"].lower() for row in rows)
