"""Workbooks made by openpyxl and CSV files: values as they show."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.sheets import MOST_ROWS, load_csv, load_xlsx, shown
from retrieval.model import Loaded


def read(book: Any) -> Loaded:
    stream = io.BytesIO()
    book.save(stream)
    return load_xlsx(stream.getvalue(), LoadContext(name="指标.xlsx"))


def book_of(*rows: list[object]) -> Any:
    book: Any = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_title_unit_and_merged_heads() -> None:
    book = book_of(
        ["2024年各市托育指标", None, None], ["单位：个", None, None], ["地区", "托位", None], [None, "目标", "完成"],
        ["青岚市", 900, 1000], ["云泽市", 500, 480], ["注：快报数。"],
    )  # fmt: skip
    for area in ("A1:C1", "B3:C3", "A3:A4"):
        book.active.merge_cells(area)
    loaded = read(book)
    assert loaded.text.split("\n") == [
        "2024年各市托育指标",
        "单位：个",
        "青岚市2024年：托位完成1000个。",
        "青岚市2024年：托位目标为900个。",
        "云泽市2024年：托位完成480个。",
        "云泽市2024年：托位目标为500个。",
        "注：快报数。",
    ]
    assert loaded.tables[0].caption == "2024年各市托育指标"


def test_sheets_are_headings_and_hidden_ones_stay_hidden() -> None:
    book = book_of(["指标", "数值"], ["托位数", 900])
    book.active.title = "托育"
    other = book.create_sheet("签约")
    for row in (["指标", "数值"], ["签约率", "45%"], ["内部", 1]):
        other.append(row)
    other.row_dimensions[3].hidden = True
    book.create_sheet("草稿").append(["不读"])
    book["草稿"].sheet_state = "hidden"
    loaded = read(book)
    assert loaded.text.split("\n") == ["托育", "托位数：900。", "签约", "签约率：45%。"]
    assert [loaded.text[at:].split("\n")[0] for at, _ in loaded.headings] == ["托育", "签约"]
    assert loaded.warnings == ("隐藏的工作表没有读：草稿。", "工作表“签约”里隐藏的行或列没有读。")


def test_tables_parted_by_an_empty_row() -> None:
    book = book_of(
        ["表1 托育"], ["地区", "托位（个）"], ["青岚市", 9], [], ["表2 签约"], ["地区", "签约率"], ["青岚市", 0.452]
    )
    book.active["B7"].number_format = "0.0%"
    loaded = read(book)
    assert [table.caption for table in loaded.tables] == ["表1 托育", "表2 签约"]
    assert loaded.text.split("\n")[-1] == "青岚市：签约率45.2%。"


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (0.4525, "0.0%", "45.2%"),
        (1203456, "#,##0", "1,203,456"),
        (5.990000000000001, "General", "5.99"),
        (5, "0.00", "5.00"),
        (1e15, "General", "1000000000000000"),
        (date(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (date(2024, 3, 1), 'yyyy"年"m"月"', "2024年3月"),
        (datetime.fromisoformat("2024-03-05T08:30"), "yyyy-mm-dd hh:mm", "2024-03-05 08:30"),
        (True, "General", "是"),
        ("#DIV/0!", "General", ""),
        (None, "General", ""),
        ("  文字 ", "General", "文字"),
    ],
)
def test_values_as_they_show(value: object, form: str, said: str) -> None:
    assert shown(value, form) == said


def test_a_huge_sheet_is_cut_with_a_word() -> None:
    book = book_of(["地区", "托位（个）"], *([f"第{n}站", n] for n in range(MOST_ROWS + 50)))
    loaded = read(book)
    assert len(loaded.tables[0].rows) == MOST_ROWS - 1
    assert loaded.warnings == (f"工作表“Sheet”有 {MOST_ROWS + 51} 行，只读了前 {MOST_ROWS} 行。",)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv(charset: str, separator: str) -> None:
    text = "\r\n".join(
        separator.join(row) for row in (["地区", "千人口托位数（个）"], ["青岚市", '"5.99"'], ["云泽市", "4.43"])
    )
    loaded = load_csv(text.encode(charset), LoadContext(name="a.csv"))
    assert loaded.text.split("\n") == ["青岚市：千人口托位数5.99个。", "云泽市：千人口托位数4.43个。"]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_a_damaged_workbook_is_one_sentence(data: bytes) -> None:
    with pytest.raises(LoadError, match=r"^“a.xlsx”.*。$"):
        load_xlsx(data, LoadContext(name="a.xlsx"))
