"""A person's own sheet: read, filled in, left alone where it holds something."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.rendering.forms import Filled, fill, read_form, resolved
from tests.bot.comparisons import region, table

KNOWN = {name: region(full) for full in ("青岚市", "云泽市") for name in (full, full[:-1])}


def sheet(*rows: tuple[str | int | float | None, ...]) -> Worksheet:
    made = Workbook().worksheets[0]
    for line in rows:
        made.append(line)
    return made


def test_regions_and_indicators_are_found_below_titles_and_beside_numbers() -> None:
    made = sheet(
        ("卫生健康指标统计表",),
        ("序号", "地区", "千人口托位数（个）", "基层就诊率(%)", "备注"),
        (1, "青岚", None, None),
        (2, "云泽市", None, None),
        (3, "长亭县", None, None),
        (None, "合计", None, None),
        (None, "注：数据截至年底"),
    )
    form = read_form(made, KNOWN)
    assert form is not None
    assert form.regions == {3: "青岚", 4: "云泽市", 5: "长亭县"}
    assert form.indicators == {3: "千人口托位数", 4: "基层就诊率"}
    assert resolved(form, KNOWN) == ("青岚市", "云泽市")


@pytest.mark.parametrize(
    "rows",
    [(), (("千人口托位数", "基层就诊率"), (1, 2)), (("青岚市",), ("云泽市",)), (("地区", "1月"), ("青岚市", 3))],
)
def test_what_is_no_such_table_is_not_guessed_at(rows: tuple[tuple[str | int, ...], ...]) -> None:
    assert read_form(sheet(*rows), KNOWN) is None


def test_empty_cells_are_filled_and_others_kept() -> None:
    made = sheet(("地区", "千人口托位数", "基层就诊率"), ("青岚市",), ("云泽市", 3.9, "=B3"), ("长亭市",))
    form = read_form(made, KNOWN)
    assert form is not None
    report = table("千人口托位数", "基层就诊率")
    assert fill(made, form, KNOWN, report) == Filled(filled=1, silent=3, kept=2)
    assert made["B2"].value == 5.2 and made["B2"].comment and "“" in made["B2"].comment.text
    assert made["B3"].value == 3.9 and made["B3"].comment and "4个以上（2025年目标）" in made["B3"].comment.text
    assert made["C3"].value == "=B3" and made["C2"].value == "未提及" and made["B4"].value == "未收录"


def test_a_goal_never_looks_like_a_result() -> None:
    made = sheet(("地区", "千人口托位数"), ("云泽市",), ("青岚市",))
    form = read_form(made, KNOWN)
    assert form is not None
    fill(made, form, KNOWN, table("千人口托位数"))
    assert "2025年目标" in str(made["B2"].number_format) and made["B3"].number_format == "0.0"


def test_without_an_indexed_region_every_cell_says_so() -> None:
    made = sheet(("地区", "千人口托位数"), ("长亭市",))
    form = read_form(made, {})
    assert form is not None and fill(made, form, {}, None) == Filled(silent=1) and made["B2"].value == "未收录"
