"""Plain text: charsets, line ends, and what is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import LoadError
from retrieval.loaders import MAX_BYTES, MAX_CHARACTERS, load

TEXT = """2024年云泽市卫生健康工作总结
2024年，全市新增托位600个，家庭医生签约覆盖面继续扩大。
一、健全服务体系
（一）改造村卫生室40个，群众就近看病更方便。
"""
TRADITIONAL = "衛生健康工作總結\n全市新增托育名額六百個，家庭醫師簽約服務繼續擴大，民眾就近看診更為便利。\n" * 3


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.replace("\n", "\r\n").encode("gb18030"), "gb18030"),
        (TEXT.replace("\n", "\r").encode(), "utf-8"),
        (TEXT.replace("\n", "\u2028").encode(), "utf-8"),
    ],
)
def test_charsets_and_line_ends(data: bytes, encoding: str) -> None:
    loaded = load(data, name="云泽.txt")
    assert (loaded.text, loaded.encoding, loaded.media_type, loaded.warnings) == (TEXT, encoding, "text/plain", ())


def test_big5() -> None:
    assert load(TRADITIONAL.encode("big5")).text == TRADITIONAL


def test_a_declared_charset_counts() -> None:
    text = "啟動健康促進計劃。"
    assert load(text.encode("big5hkscs"), media_type="text/plain; charset=Big5-HKSCS").text == text


def test_blanks_of_every_kind_stay() -> None:
    text = "　　全市\u00a0新增\t托位 600 个。 "
    assert load(text.encode()).text == text


def test_a_cut_last_character_is_told() -> None:
    loaded = load(TEXT.encode() + "新".encode()[:2])
    assert loaded.text == TEXT
    assert "下载完整" in loaded.warnings[0]


def test_few_control_characters_are_left_out() -> None:
    loaded = load((TEXT * 20 + "\x13完").encode())
    assert loaded.text == TEXT * 20 + "完"
    assert loaded.warnings


BAD = [
    (b"", "空"),
    (b" \r\n\t ", "空"),
    ("\ufeff\u3000\u00a0\n".encode(), "空"),
    (b"text\0with nulls", "空字节"),
    (bytes(range(1, 32)) * 9, "控制字符"),
    (TEXT.encode() + b"\xff\xfe\xff" * 3, "UTF-8"),
    (bytes(range(128, 256)) * 5, "UTF-8"),
    (b"PK\x03\x04\x14\0\x06\0word/document.xml", "docx"),
    (b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "xlsx"),
    (b"PK\x03\x04\x14\0\x06\0OFD.xml", "OFD"),
    (b"PK\x03\x04\x14\0\x06\0readme", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "doc"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    (b"{\\rtf1\\ansi", "RTF"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;", "网页归档"),
]


@pytest.mark.parametrize(("data", "word"), BAD)
def test_bad_input_is_named_in_one_sentence(data: bytes, word: str) -> None:
    with pytest.raises(LoadError) as caught:
        load(data, name="云泽.txt", media_type="text/plain")
    message = str(caught.value)
    assert word in message
    assert "云泽.txt" in message
    assert message.endswith("。")
    assert "\n" not in message


def test_too_large() -> None:
    with pytest.raises(LoadError, match="50 MB"):
        load(b"a" * (MAX_BYTES + 1), name="大.txt")


def test_more_text_than_any_report_has() -> None:
    with pytest.raises(LoadError, match="超过 100 万字的上限"):
        load(("字" * (MAX_CHARACTERS + 1)).encode(), name="大.txt")


@given(
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"], exclude_characters="<>\u2028\u2029\ufeff"))
)
def test_any_clean_text_comes_back_unchanged(text: str) -> None:
    if text.strip() and not text.startswith(("%PDF", "MIME", "PK", "GIF8")):
        assert load(text.encode()).text == text


@settings(deadline=None)  # the first document of a format imports its loader
@given(st.binary(max_size=200))
def test_any_bytes_load_or_say_why(data: bytes) -> None:
    try:
        assert load(data).text.strip()
    except LoadError as error:
        assert str(error).endswith("。")


TRADITIONAL = (
    "青嵐市衛生健康委員會2024年工作總結\n一、主要工作。全市新增托位900個，家庭醫生簽約率達到45.2%，群眾滿意度持續提高。\n"
    * 4
)


@pytest.mark.parametrize("charset", ["big5", "big5hkscs", "gb18030", "utf-16-le"])
def test_traditional_text(charset: str) -> None:
    assert load(TRADITIONAL.encode(charset)).text == TRADITIONAL
