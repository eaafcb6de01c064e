"""Text, entities and Telegram's HTML as the server judges them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.html import parse_html
from bot.playground.text import check_entities, checked_link, cut, found_entities, settle, utf16
from bot.playground.wire import ApiError


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("普通", "普通", []),
        ("<b>粗</b>体", "粗体", [entity("bold", 0, 1)]),
        ("🏥<i>医</i>", "🏥医", [entity("italic", 2, 1)]),
        ("<b><u>甲</u>乙</b>", "甲乙", [entity("bold", 0, 2), entity("underline", 0, 1)]),
        ("1 &lt; 2 &amp; &#50;&quot;", '1 < 2 & 2"', []),
        ("&nbsp;&copy", "&nbsp;&copy", []),
        (
            '<a href="https://e.org/?a=1&amp;b=2">链</a>',
            "链",
            [entity("text_link", 0, 1, url="https://e.org/?a=1&b=2")],
        ),
        ('<a href="http://localhost/">链</a>', "链", []),
        ("<blockquote expandable>引</blockquote>", "引", [entity("expandable_blockquote", 0, 1)]),
        ("<blockquote>引</blockquote>", "引", [entity("blockquote", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
        ('<span class="tg-spoiler">藏</span>', "藏", [entity("spoiler", 0, 1)]),
        ("<b></b>空", "空", []),
    ],
)
def test_html(source: str, text: str, entities: list[dict[str, object]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("托位数 < 5 个", 'Unsupported start tag "" at byte offset'),
        ("<div>甲</div>", 'Unsupported start tag "div"'),
        ("<b>甲", 'Can\'t find end tag corresponding to start tag "b"'),
        ("甲</b>", "Unexpected end tag at byte offset 3"),
        ("<b><i>甲</b></i>", 'expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag"),
        ("<span>甲</span>", 'must have class "tg-spoiler"'),
        ("<a href>甲</a>", "Expected equal sign"),
        ("a<b && c>d", "Expected equal sign"),
        ("1<2，3>2", 'Unsupported start tag "2，3"'),
    ],
)
def test_html_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description.startswith("Bad Request: can't parse entities: ")
    assert reason in caught.value.description


@given(st.text())
def test_escaped_text_survives(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text


@given(st.text(alphabet="<>/&;b a\"'=甲"))
def test_html_never_fails_otherwise(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        assert error.code == 400
    else:
        assert all(item["offset"] + item["length"] <= utf16(text) for item in entities)


@pytest.mark.parametrize(
    ("given_entity", "reason"),
    [
        (entity("bold", 0, 9), "ends after the end of the text"),
        (entity("bold", 7, 1), "begins after the end"),
        (entity("bold", 1, 1), "begins in a middle of a UTF-16 symbol"),
        (entity("bold", 0, 1), "ends in a middle of a UTF-16 symbol"),
        (entity("bold", -1, 1), "incorrect offset"),
        (entity("text_link", 0, 2, url="ftp://e.org"), "entity URL 'ftp://e.org' is invalid: Unsupported URL protocol"),
        (entity("text_link", 0, 2, url="nowhere"), "entity URL 'nowhere' is invalid: Wrong HTTP URL"),
    ],
)
def test_wrong_entities_are_refused(given_entity: dict[str, object], reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        check_entities("🏥医院", [given_entity])


def test_kinds_of_the_server_and_empty_ones_are_left_out() -> None:
    assert check_entities("🏥医院", [entity("mention", 0, 2), entity("bold", 2, 0)]) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("/ask@huiwen_demo_bot 托位", [("bot_command", "/ask@huiwen_demo_bot")]),
        ("和/或 1/2", []),
        ("问 @huiwen_demo_bot，好吗", [("mention", "@huiwen_demo_bot")]),
        ("见https://e.org/a?b=1。", [("url", "https://e.org/a?b=1")]),
        ("t.me/huiwen_demo_bot?start=x", [("url", "t.me/huiwen_demo_bot?start=x")]),
        ("写信 a.b@e.org", [("email", "a.b@e.org")]),
        ("#托育 #1", [("hashtag", "#托育")]),
    ],
)
def test_what_clients_mark(text: str, kinds: list[tuple[str, str]]) -> None:
    found = found_entities(text)
    assert [(item["type"], cut(text, item["offset"], item["length"])) for item in found] == kinds


def test_settle_trims_and_keeps_a_hundred() -> None:
    text, entities = settle("  甲\0乙 \n", [entity("bold", 2, 1), entity("italic", 6, 1)])
    assert (text, entities) == ("甲 乙", [entity("bold", 0, 1)])
    many = [entity("bold", index, 1) for index in range(150)]
    assert len(settle("甲" * 150, many)[1]) == 100


@pytest.mark.parametrize(
    "url", ["https://e.org", "e.org/a", "http://127.0.0.1:8000/s/1", "tg://user?id=1", "https://例.中国/"]
)
def test_links_taken(url: str) -> None:
    assert checked_link(url)


@pytest.mark.parametrize(
    "url", ["", "http://localhost:8000/", "javascript://a.b", "http://a b.c/", "http://e.org:99999999/"]
)
def test_links_refused(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        checked_link(url)
