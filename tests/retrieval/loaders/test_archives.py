"""Zips and letters: what is inside, under which name, and what is refused with a word."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

import pytest

from retrieval.errors import LoadError
from retrieval.loaders.archive import MOST_MEMBERS, members_of_letter, members_of_zip
from retrieval.loaders.context import LoadContext
from retrieval.loaders.mhtml import load_mhtml

CONTEXT = LoadContext(name="报告.zip")
SUFFIXES = frozenset({".txt", ".html", ".docx"})
LONG = "青岚市卫生健康委员会认真落实各项任务，群众满意度持续提高。" * 12


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def renamed(data: bytes, old: str, new: bytes) -> bytes:
    """A zip whose member ``old`` (ASCII) has a name of raw bytes of the same length, without the flag of UTF-8."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new)


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "big5"])
def test_names_in_the_charset_of_their_packer(charset: str) -> None:
    raw = "青嵐市總結.txt".encode(charset)
    data = renamed(zipped({"a" * (len(raw) - 4) + ".txt": b"x"}), "a" * (len(raw) - 4) + ".txt", raw)
    (member,) = members_of_zip(data, CONTEXT, SUFFIXES)
    assert member.name.endswith(".txt")
    assert member.name == "青嵐市總結.txt" or charset == "big5"


def test_a_unicode_name_beside_an_old_one_wins() -> None:
    out = io.BytesIO()
    info = zipfile.ZipInfo("old.txt")
    name = "青岚市.txt".encode()
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, 0) + name
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, b"x")
    assert members_of_zip(out.getvalue(), CONTEXT, SUFFIXES)[0].name == "青岚市.txt"


def test_paths_lead_nowhere_and_rubbish_is_left() -> None:
    names = [
        "../../etc/a.txt",
        "/abs/b.txt",
        "C:\\x\\c.txt",
        "__MACOSX/d.txt",
        "子目录/~$e.docx",
        "子目录/f.exe",
        "a/.hidden.txt",
    ]
    found = members_of_zip(zipped(dict.fromkeys(names, b"x")), CONTEXT, SUFFIXES)
    assert [member.name for member in found] == ["etc/a.txt", "abs/b.txt", "x/c.txt"]


def test_a_bomb_inside_fails_alone() -> None:
    found = members_of_zip(zipped({"a.txt": b" " * 30_000_000, "b.txt": "正文。".encode()}), CONTEXT, SUFFIXES)
    assert [bool(member.error) for member in found] == [True, False]
    assert found[0].error == "压缩包里的“a.txt”解压后太大，没有读。"


def test_an_encrypted_member_fails_alone() -> None:
    data = bytearray(zipped({"a.txt": b"x", "b.txt": b"y"}, zipfile.ZIP_STORED))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = members_of_zip(bytes(data), CONTEXT, SUFFIXES)
    assert [member.error for member in found] == ["压缩包里的“a.txt”加了密码，请解压后再收录。", None]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 nothing", "损坏"),
        (zipped({"a.exe": b"x"}), "没有可收录的文件"),
        (zipped({f"{n}.txt": b"x" for n in range(MOST_MEMBERS + 1)}), "太多"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(LoadError, match=f"^“报告.zip”.*{words}.*。$"):
        members_of_zip(data, CONTEXT, SUFFIXES)


def mail(text: str, attachments: dict[str, bytes], *, html: bool = False, charset: str = "gb18030") -> bytes:
    message = EmailMessage()
    message["Subject"] = "报送材料"
    message.set_content(text, subtype="html" if html else "plain", charset=charset)
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_a_letter_is_its_text_and_its_attachments() -> None:
    found = members_of_letter(mail(LONG, {"总结.docx": b"PK", "图.png": b"x"}), CONTEXT, SUFFIXES)
    assert [member.name for member in found] == ["正文.txt", "总结.docx"]
    assert found[0].data.decode().strip() == LONG


def test_a_covering_note_is_no_document() -> None:
    assert [m.name for m in members_of_letter(mail("附件请查收。", {"总结.txt": b"x"}), CONTEXT, SUFFIXES)] == [
        "总结.txt"
    ]
    assert [m.name for m in members_of_letter(mail("短的正文。", {}), CONTEXT, SUFFIXES)] == ["正文.txt"]


def test_a_letter_in_html() -> None:
    (member,) = members_of_letter(mail(f"<p>{LONG}</p>", {}, html=True), CONTEXT, SUFFIXES)
    assert member.name == "正文.html"
    assert LONG in member.data.decode("gb18030")


def test_mhtml_is_its_page() -> None:
    page = f"<html><body><h1>青岚市2024年工作总结</h1><p>{LONG}</p></body></html>"
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://qinglan.example/a.html\r\nMIME-Version: 1.0\r\n"
    )
    message = EmailMessage()
    message.set_content("x")
    message.make_related()
    message.add_related(page.encode("gb18030"), maintype="text", subtype="html", params={"charset": "gb18030"})
    del message["MIME-Version"]
    loaded = load_mhtml(head + message.as_bytes(), LoadContext(name="a.mht"))
    assert loaded.text.split("\n") == ["青岚市2024年工作总结", LONG]
    assert loaded.metadata["url"] == "https://qinglan.example/a.html"
