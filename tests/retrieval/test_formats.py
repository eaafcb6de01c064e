"""One report in every format that is read: the same outline, its type told by its content; archives document by document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from retrieval.errors import LoadError
from retrieval.library import Library
from retrieval.loaders import load, media_type_of
from retrieval.loaders.context import LoadContext
from retrieval.loaders.unpacking import unpack
from retrieval.model import Outline, Section
from retrieval.sources.fetch import Fetched
from tests.fakes import FakeEmbedder, FakeFetcher
from tests.retrieval.parsing.samples import REPORT


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(text: str) -> bytes:
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in text.split(chr(10)))}</body></html>".encode()


def as_eml(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "工作总结", "a@qinglan.example", "b@qinglan.example"
    message.set_content(text, charset="utf-8")
    return message.as_bytes()


def as_zip(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


FORMATS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "txt": ("r.txt", str.encode),
    "txt with BOM": ("r.txt", lambda text: text.encode("utf-8-sig")),
    "GB18030": ("r.txt", lambda text: text.encode("gb18030")),
    "UTF-16": ("r.txt", lambda text: text.encode("utf-16")),
    "UTF-16 LE without BOM": ("r.txt", lambda text: text.encode("utf-16-le")),
    "UTF-16 BE without BOM": ("r.txt", lambda text: text.encode("utf-16-be")),
    "docx": ("r.docx", as_docx),
    "docx called doc": ("r.doc", as_docx),
    "html": ("r.html", as_html),
    "html called txt": ("r.txt", as_html),
    "html called doc": ("r.doc", as_html),
    "md": ("r.md", lambda text: text.replace("\n", "\n\n").encode()),
    "md line by line": ("r.md", str.encode),
    "eml": ("r.eml", as_eml),
    "zip of docx": ("r.zip", lambda text: as_zip(as_docx(text), "总结.docx")),
    "zip of zip": ("r.zip", lambda text: as_zip(as_zip(text.encode("gb18030"), "总结.txt"), "内.zip")),
}


def described(outline: Outline) -> list[object]:
    def node(section: Section) -> tuple[object, ...]:
        text = "\n".join(line for line in section.text.split("\n") if line.strip())
        return (section.level, section.heading, text, *map(node, section.children))

    profile = outline.profile
    return [
        profile.title,
        profile.region,
        profile.years,
        profile.kind,
        outline.parts,
        outline.chrome,
        *map(node, outline.sections),
    ]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("data") / "none", embedder=FakeEmbedder(), readonly=True) as opened:
        yield opened


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_the_outline_is_the_same(form: str, library: Library, tmp_path: Path) -> None:
    plain = tmp_path / "r.txt"
    plain.write_text(REPORT, encoding="utf-8")
    name, made = FORMATS[form]
    file = tmp_path / "other" / name
    file.parent.mkdir()
    file.write_bytes(made(REPORT))
    assert described(library.outline(file)) == described(library.outline(plain))


def test_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    for n, city in enumerate(("青岚市", "云泽市", "望川市")):
        text = REPORT.replace("青岚市", city)
        (folder / f"{n}.docx").write_bytes(as_docx(text))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("好的/林溪.txt", REPORT.replace("青岚市", "林溪县").encode("gb18030"))
        archive.writestr("坏的.docx", b"PK\x03\x04word/document.xml")
    (folder / "包.zip").write_bytes(out.getvalue())
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04xl/")
    (folder / "空.txt").write_bytes(b"")
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        results = {Path(result.source).name: result for result in library.index([folder])}
        assert {name: result.state for name, result in results.items()} == {
            "0.docx": "added", "1.docx": "added", "2.docx": "added", "林溪.txt": "added",
            "坏的.docx": "failed", "坏.xlsx": "failed", "空.txt": "failed",
        }  # fmt: skip
        assert all(
            r.error and r.error.endswith("。") and "\n" not in r.error for r in results.values() if r.state == "failed"
        )
        assert "包.zip/好的/林溪.txt" in {document.key for document in library.documents()}
        assert {result.state for result in library.index([folder])} == {"unchanged", "failed"}


def test_a_zip_of_several_is_taken_document_by_document(library: Library, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for city in ("青岚市", "云泽市"):
            archive.writestr(f"{city}.txt", REPORT.replace("青岚市", city))
    file = tmp_path / "两份.zip"
    file.write_bytes(out.getvalue())
    assert [outline.profile.region.name for outline in library.outlines(file) if outline.profile.region] == [
        "青岚市",
        "云泽市",
    ]
    with pytest.raises(LoadError, match="里有 2 份文件"):
        library.outline(file)


def test_a_third_zip_inside_is_not_opened() -> None:
    data = as_zip(as_zip(as_zip(b"x", "a.txt"), "1.zip"), "2.zip")
    assert [(m.name, bool(m.error)) for m in unpack(data, name="3.zip") or ()] == [("2.zip/1.zip", True)]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (as_docx("文"), "a.txt", "wordprocessingml"),
        (as_zip(as_docx("文"), "a.docx"), "a.docx", "application/zip"),
        (as_eml("文"), "a.txt", "message/rfc822"),
        (b"{\\rtf1 x}", "a.doc", "application/rtf"),
        (
            b"From: <Saved by Blink>\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
            "a.txt",
            "multipart/related",
        ),
        ("甲,乙\n1,2".encode(), "a.csv", "text/csv"),
        ("# 标题".encode(), "a.md", "text/markdown"),
        ("# 标题".encode(), "a.txt", "text/plain"),
        ("发件人：某某\n主题：工作总结\n".encode(), "a.txt", "text/plain"),
    ],
)
def test_the_content_says_what_it_is(data: bytes, name: str, kind: str) -> None:
    assert kind in media_type_of(data, LoadContext(name=name))


def test_an_encrypted_office_file_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le")
    with pytest.raises(LoadError, match="加了密码"):
        load(data, name="a.docx")


def test_an_archive_behind_an_address_is_taken_apart(tmp_path: Path) -> None:
    address = "https://qinglan.example/f/1.zip"
    fetched = Fetched(data=as_zip(as_docx(REPORT), "总结.docx"), media_type="application/octet-stream", url=address)
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library._fetcher = FakeFetcher({address: fetched})  # type: ignore[assignment]
        assert [(r.state, r.document.key if r.document else None) for r in library.index([address])] == [
            ("added", f"{address}/总结.docx")
        ]
        (failed,) = library.index(["https://qinglan.example/none.zip"])
        assert (failed.state, failed.error) == ("failed", "https://qinglan.example/none.zip 取不到。")
