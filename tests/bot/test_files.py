"""Workbooks that people send: good ones are opened, harmful ones refused in one sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from bot.files import COLUMNS, LARGEST, ROWS, saved, workbook
from bot.making import file_name
from bot.rendering import texts
from retrieval import InputError


def book(rows: int = 2, columns: int = 2) -> bytes:
    made = Workbook()
    made.worksheets[0].cell(rows, columns, "值")
    return saved(made.save)


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something else in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in package.namelist():
            part = package.read(entry)
            made.writestr(entry, part.replace(old, new) if entry == name else part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_good_workbook_is_opened() -> None:
    assert workbook(book()).worksheets[0]["B2"].value == "值"
    assert workbook(book(ROWS, COLUMNS)).worksheets[0].max_row == ROWS


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", texts.FORM_BROKEN),
        (b"PK\x03\x04 not a package", texts.FORM_BROKEN),
        (book()[:-200], texts.FORM_BROKEN),
        (b"0" * (LARGEST + 1), texts.FORM_LARGE),
        (book(ROWS + 1), texts.FORM_LARGE),
        (book(2, COLUMNS + 1), texts.FORM_LARGE),
        (changed(book(), SHEET, b"<sheetData>", b"<sheetData>" + b" " * 30_000_000), texts.FORM_LARGE),
        (changed(book(), SHEET, b"<worksheet ", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet '), texts.FORM_BROKEN),
        (
            changed(
                book(), SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            ),
            texts.FORM_LARGE,
        ),
        (changed(book(), SHEET, b"<sheetData>", b"<sheetData><row"), texts.FORM_BROKEN),
        (changed(book(), "xl/workbook.xml", b"sheetId", b"sheetX"), texts.FORM_BROKEN),
    ],
)
def test_a_harmful_workbook_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence[:6]):
        workbook(data)


def test_a_package_of_very_many_parts_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for at in range(600):
            package.writestr(f"{at}.xml", "")
    with pytest.raises(InputError):
        workbook(out.getvalue())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("千人口托位数", "千人口托位数.xlsx"),
        ("a/b:c*?", "a_b_c.xlsx"),
        ("..", "汇问.xlsx"),
        ("长" * 99, "长" * 59 + "….xlsx"),
    ],
)
def test_a_file_name_fits_every_system(title: str, name: str) -> None:
    assert file_name(title, "xlsx") == name
