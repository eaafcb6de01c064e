"""Damaged files: seeds of every format made from our samples, and ways to damage them. The same number gives the same file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl

from retrieval.errors import LoadError
from retrieval.loaders.isolation import Workers
from retrieval.loaders.unpacking import unpack
from tests.retrieval.loaders import pdfs

SAMPLES = Path(__file__).parents[3] / "bot" / "samples"
LINES = (SAMPLES / "linxi-2023-summary.txt").read_text(encoding="utf-8").strip().split("\n")
TABLE = [
    ["地区", "千人口托位数（个）", "普惠托位占比（%）"],
    *([f"{name}县", "4.2", "57.1"] for name in "青白林云望江"),
]
_ODD = (
    b"\0",
    b"\xff",
    b"<",
    b"&#xD800;",
    b"%",
    b"/",
    b"-1",
    b"99999999999",
    b"\xf0\x9f\x98\x80",
    b"<!DOCTYPE x [",
    b"]]>",
)
Damage = Callable[[bytearray, random.Random], None]


def seeds() -> dict[str, bytes]:
    """File name → sound bytes, one or more of each format that needs no other program."""
    page = (SAMPLES / "yunze-2024-points.html").read_bytes()
    plain = "\n".join(LINES).encode()
    files = {
        "a.txt": plain,
        "b.txt": "\n".join(LINES).encode("gb18030"),
        "c.html": page,
        "d.md": b"# " + plain.replace("（".encode(), b"\n## ", 3),
        "e.csv": "\n".join(",".join(row) for row in TABLE).encode(),
        "f.docx": _docx(),
        "g.xlsx": _xlsx(),
        "h.pdf": pdfs.report(LINES[:14]),
        "i.pdf": pdfs.table(TABLE, before=LINES[2], after=LINES[-1], heads=2),
        "j.mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n"
        + page
        + b"\n--x--\n",
    }
    return files | {
        "k.eml": _letter(files),
        "l.zip": _archive({name: files[name] for name in ("a.txt", "f.docx", "h.pdf")}),
    }


def damaged(number: int, files: dict[str, bytes]) -> tuple[str, bytes]:
    """File ``number``: its name and its bytes."""
    chance = random.Random(number)  # noqa: S311 -- no secret
    name = sorted(files)[number % len(files)]
    data = bytearray(files[name])
    inside = chance.random() < 0.6 and _inside(data, chance)
    for _ in range(0 if inside else chance.choice((1, 1, 2, 5, 30))):
        chance.choice(DAMAGES)(data, chance)
    if chance.random() < 0.05:
        data += files[chance.choice(sorted(files))]
    return name, bytes(data)


def read(workers: Workers, name: str, data: bytes) -> str:
    """What came of it: read, or refused."""
    try:
        for member in unpack(data, name=name) or ():
            if not member.error:
                workers.load(member.data, name=member.name, media_type=member.media_type)
        workers.load(data, name=name)
    except LoadError:
        return "refused"
    return "read"


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _lose(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice((1, 16, 400))]


def _double(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    data[start:start] = data[start : start + chance.choice((4, 64, 2000))] * chance.choice((1, 2, 20))


def _insert(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    data[start:start] = chance.choice(_ODD) * chance.choice((1, 1, 3, 500))


def _number(data: bytearray, chance: random.Random) -> None:
    """Another number in the place of one: sizes, offsets, counts."""
    start = chance.randrange(len(data) + 1)
    digit = next((at for at in range(start, len(data)) if 48 <= data[at] < 58), None)
    if digit is not None:
        data[digit : digit + 1] = chance.choice((b"0", b"-1", b"65536", b"4294967295", b"9" * 20))


DAMAGES: Sequence[Damage] = (_flip, _flip, _cut, _lose, _double, _insert, _number)


def _inside(data: bytearray, chance: random.Random) -> bool:
    """Damage a member of a package and pack it again, so that its checksum is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except zipfile.BadZipFile:
        return False
    name = chance.choice(sorted(members))
    content = bytearray(members[name])
    for _ in range(chance.choice((1, 3, 20))):
        chance.choice(DAMAGES)(content, chance)
    data[:] = _archive(members | {name: bytes(content)})
    return True


def _archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    for line in LINES[:12]:
        document.add_paragraph(line)
    table = document.add_table(len(TABLE), 3)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TABLE:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _letter(files: dict[str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["Subject"] = "报送2023年总结"
    letter.set_content("\n".join(LINES[:5]))
    letter.add_attachment(files["f.docx"], maintype="application", subtype="octet-stream", filename="总结.docx")
    return letter.as_bytes()
