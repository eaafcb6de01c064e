"""Cutting to Telegram's measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.rich import Rich, Span, bold, entities, fitting, joined, link, shortened, split, units

TEXT = st.text(alphabet=st.sampled_from("青岚市托位，。！？\n 　ab1😀👪”）"), max_size=400)


@st.composite
def riches(draw: st.DrawFn) -> Rich:
    text = draw(TEXT)
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=30))
    spans = tuple(Span(start=min(pair), end=max(pair), type="bold") for pair in pairs if pair[0] != pair[1])
    return Rich(text, spans)


def black(text: str) -> str:
    return "".join(text.split())


@given(riches(), st.integers(8, 60), st.integers(1, 12))
def test_pieces_fit_and_lose_nothing_but_white_space(rich: Rich, limit: int, marks: int) -> None:
    pieces = split(rich, limit=limit, marks=marks)
    assert black("".join(piece.text for piece in pieces)) == black(rich.text)
    for piece in pieces:
        assert piece.text == piece.text.strip() != ""
        assert units(piece.text) <= limit
        assert len(piece.spans) <= marks


@given(riches(), st.integers(8, 60))
def test_entities_lie_within_their_text_and_name_the_same_words(rich: Rich, limit: int) -> None:
    for piece in split(rich, limit=limit):
        coded = piece.text.encode("utf-16-le")
        for span, entity in zip(piece.spans, entities(piece), strict=True):
            assert entity.length > 0 and entity.offset + entity.length <= units(piece.text)
            words = coded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
            assert words == piece.text[span.start : span.end]


@given(TEXT, st.integers(0, 500))
def test_fitting_is_the_longest_beginning(text: str, limit: int) -> None:
    count = fitting(text, limit)
    assert units(text[:count]) <= limit
    assert count == len(text) or units(text[: count + 1]) > limit


@given(TEXT, st.integers(1, 50))
def test_shortened_fits(text: str, limit: int) -> None:
    assert units(shortened(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("第一段讲托育。\n\n第二段讲急救，也讲床位。", "第一段讲托育。"),
        ("第一行讲托育工作\n第二行讲急救工作", "第一行讲托育工作"),
        ("他说“建成托位。”随后又说起急救工作", "他说“建成托位。”"),
        ("建成托位很多个，急救站点也有不少", "建成托位很多个，"),
        ("建成托位很多个急救站点也有不少吧", "建成托位很多个急救站点也"),
    ],
)
def test_the_cut_is_at_the_best_break(text: str, first: str) -> None:
    assert split(Rich(text), limit=12)[0].text == first


def test_marks_move_with_the_text() -> None:
    whole = joined([bold("甲"), "乙", "", link("丙", "https://t.me/x")])
    assert whole.text == "甲\n乙\n丙"
    assert [(span.start, span.end, span.type) for span in whole.spans] == [(0, 1, "bold"), (4, 5, "text_link")]


def test_nothing_makes_no_message() -> None:
    assert split(Rich(" \n ")) == ()
