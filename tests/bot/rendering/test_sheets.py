"""Workbooks, opened again and compared."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.rendering import sheets, texts
from bot.rendering.cells import clean, figure_format, number_format, put, shown
from tests.bot.comparisons import MIXED, compared, figure, row, summary, table

TODAY = date(2025, 6, 1)


def opened(book: Workbook) -> Workbook:
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return load_workbook(out)


def rows_of(book: Workbook, name: str) -> list[dict[str, Any]]:
    head, *rest = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), values, strict=True)) for values in rest]


def test_every_row_of_a_comparison_is_in_the_sheet() -> None:
    book = opened(sheets.comparison_book(MIXED, lambda _: "https://example.gov.cn/d1", title="t", today=TODAY))
    rows = rows_of(book, texts.SHEET_ROWS)
    assert len(rows) == len(MIXED.rows)
    for own, line in zip(MIXED.rows, rows, strict=True):
        assert line["地区"] == own.region.name
        if own.indicator is None:
            assert line["数值"] is None and line["状态"] in {"未提及", "未收录"}
            continue
        assert (line["数值"], line["单位"], line["比较"]) == (
            own.indicator.number,
            own.indicator.unit,
            own.indicator.comparator,
        )
        assert (line["年份"], line["原文"], line["指标"]) == (
            own.indicator.year,
            own.indicator.quote,
            own.indicator.name,
        )
        assert line["实际/目标"] == ("目标" if own.indicator.plan else "实际")
        assert line["链接"] == "https://example.gov.cn/d1"
    sheet = book[texts.SHEET_ROWS]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:O8"
    assert sheet["O2"].hyperlink is not None and sheet["F2"].number_format == "0.0"
    assert book[texts.SHEET_ABOUT]["A3"].value == "收录 5/6 市"


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2", "@cmd", '=HYPERLINK("x")', "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    comparison = compared(row("=青岚市", text, 1.0, quote=text, name=text))
    sheet = opened(sheets.comparison_book(comparison, lambda _: None, title=text, today=TODAY))[texts.SHEET_ROWS]
    for cell in (sheet["A2"], sheet["E2"], sheet["I2"], sheet["M2"]):
        assert cell.data_type == "s" and cell.quotePrefix
    assert sheet["M2"].value == text


@given(st.text())
def test_any_text_can_be_put_into_a_cell_and_comes_back(text: str) -> None:
    cell = put(Workbook().worksheets[0].cell(1, 1), text)  # type: ignore[arg-type]  # no merged cell
    assert cell.data_type != "f" and cell.value == (clean(text) or None)


@pytest.mark.parametrize(
    ("number", "wanted"),
    [(3, "0"), (12345, "#,##0"), (4.52, "0.00"), (0.12345, "0.1235"[:0] + "0.0000"), (-1.5, "0.0")],
)
def test_a_number_keeps_its_decimals(number: float, wanted: str) -> None:
    assert number_format(number) == wanted


def test_a_number_says_in_its_format_what_it_would_hide() -> None:
    assert figure_format(figure("5.2", 5.2), year=2024, unit="个") == "0.0"
    goal = figure("4个以上", 4, year=2025, plan=True, comparator="≥", unit="张")
    assert figure_format(goal, year=2024, unit="个") == '"≥"0"张（2025年目标）"'
    other = figure("275", 275, scope="每千名3岁以下", plan=True)
    assert figure_format(other, year=2024, unit="个") == '0"（每千名3岁以下，目标）"'
    assert figure_format(figure("1", 1, period="1-6月"), year=2024, unit="个") == '0"（1-6月）"'


def test_a_summary_is_a_sheet_too() -> None:
    book = opened(sheets.summary_book(summary("托育"), lambda _: "https://a.cn", title="t", today=TODAY))
    first, second = rows_of(book, texts.SHEET_ROWS)
    assert first["内容"].startswith("2024年实际") and first["链接"] == "https://a.cn" and first["原文"]
    assert (second["地区"], second["内容"]) == ("云泽市", "未提及")


def test_a_table_is_printed_as_leaders_have_it() -> None:
    report = table("千人口托位数", "基层就诊率")
    book = opened(sheets.table_book(report, lambda _: None, title="托育表", today=TODAY))
    sheet = book[texts.SHEET_TABLE]
    values = list(sheet.iter_rows(values_only=True))
    assert values[0][0] == "托育表" and values[2] == ("地区", "千人口托位数", "基层就诊率")
    assert values[3] == ("单位", "个", "—")
    assert values[4] == ("青岚市", 5.2, "未提及") and values[5] == ("云泽市", 4, "未收录")
    assert sheet["B6"].number_format == '"≥"0"（2025年目标）"' and sheet["B5"].number_format == "0.0"
    assert "“" in sheet["B5"].comment.text
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted and fitted.fitToPage and sheet.print_title_rows == "$3:$4"
    notes = [line[0] for line in values[6:]]
    assert report.notes[0] in notes and report.notes[1] in notes and texts.TABLE_MARKS in notes
    assert len(rows_of(book, texts.SHEET_ROWS)) == 4


def test_changed_cells_are_marked_with_what_stood_there() -> None:
    before = sheets.cells_of(table("千人口托位数"))
    now = table("千人口托位数", value="5.50个", number=5.5)
    changed = sheets.changes(now, before)
    assert changed == {"青岚市\t千人口托位数": "5.20个（2024年实际）"}
    assert sheets.changes(now, {}) == {} and sheets.changes(now, sheets.cells_of(now)) == {}
    sheet = opened(sheets.table_book(now, lambda _: None, title="t", today=TODAY, changed=changed))[texts.SHEET_TABLE]
    assert sheet["B5"].fill.fgColor.rgb == "00FFF2A8" and "上次：5.20个（2024年实际）" in sheet["B5"].comment.text
    assert sheet["B6"].fill.fgColor.rgb == "00000000"
    assert sheets.changes(now, {"x": "y"})["青岚市\t千人口托位数"] == texts.NEW_CELL


def test_a_cell_in_words() -> None:
    assert shown(row("青岚市", state="anonymised")) == "原文脱敏"
    assert shown(row("青岚市", "4个", 4, plan=True)) == "4个（2024年目标）"
