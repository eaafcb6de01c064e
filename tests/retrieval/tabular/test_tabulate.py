"""From cells to lines: each data row one sentence that stands alone, the grid kept beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from retrieval.tabular import Cell, Tabulated, tabulate
from retrieval.tabular.grid import WIDEST


def made(rows: Sequence[Sequence[str | Cell]], above: Sequence[str] = ()) -> Tabulated:
    cells = [[cell if isinstance(cell, Cell) else Cell(text=cell) for cell in row] for row in rows]
    return tabulate(cells, above=above)


CITIES: list[list[str | Cell]] = [
    ["地区", "千人口托位数（个）", "签约率（%）"],
    ["青岚市", "5.99", "45.2"],
    ["云泽市", "4.43", "—"],
]
SPANNED: list[list[str | Cell]] = [
    [Cell(text="指标", down=2), Cell(text="2024年", across=2), Cell(text="2025年目标", down=2)],
    ["目标", "完成"],
    ["千人口托位数（个）", "5.5", "5.99", "6.2"],
]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (CITIES, ["青岚市：千人口托位数5.99个，签约率45.2%。", "云泽市：千人口托位数4.43个。"]),
        (
            SPANNED,
            [
                "千人口托位数：2024年完成5.99个。",
                "千人口托位数：2024年目标为5.5个。",
                "千人口托位数：2025年目标为6.2个。",
            ],
        ),
        (
            [
                ["序号", "指标", "单位", "2023", "2024"],
                ["1", "托位数", "个", "400", "1,200"],
                ["2", "签约率", "%", "4", "5"],
            ],
            ["托位数：2023年400个。", "托位数：2024年1,200个。", "签约率：2023年4%。", "签约率：2024年5%。"],
        ),
        (
            [
                [Cell(text="2024年各市门诊", across=2)],
                ["", "单位：万人次"],
                ["地区", "门诊量"],
                ["青岚市", "59.9"],
                ["合计", "80"],
            ],
            ["2024年各市门诊", "单位：万人次", "青岚市2024年：门诊量59.9万人次。", "合计2024年：门诊量80万人次。"],
        ),
        (
            [["县区", "机构", "床位（张）"], [Cell(text="林溪县", down=2), "县医院", "300"], ["中医院", "200"]],
            ["林溪县，县医院：床位300张。", "林溪县，中医院：床位200张。"],
        ),
        (
            [
                ["任务", "责任单位", "进展"],
                ["扩大托位。", "市卫生健康委", "已完成。"],
                ["建急救站", "急救\n中心", "推进中"],
            ],
            ["扩大托位。责任单位：市卫生健康委，进展：已完成。", "建急救站：责任单位：急救中心，进展：推进中。"],
        ),
        (
            [["指标", "数值"], ["托位数", "900个"], ["签约率", "45%"], [Cell(text="注：快报数。", across=2)]],
            ["托位数：900个。", "签约率：45%。", "注：快报数。"],
        ),
        ([["托位数", "900个"], ["签约率", "45%"]], ["托位数：900个。", "签约率：45%。"]),
        (
            [["地区", "床位"], ["青岚市", "30"], [Cell(text="二、县", across=2)], ["林溪县", "9"]],
            ["青岚市：床位30。", "二、县", "林溪县：床位9。"],
        ),
    ],
)
def test_rows_are_said(rows: list[list[str | Cell]], lines: list[str]) -> None:
    found = made(rows)
    assert list(found.lines) == lines
    assert found.table
    stated = [line for row in found.table.lines for line in row]
    assert [line for line in lines if line in stated] == stated


def test_the_grid_is_kept() -> None:
    table = made(SPANNED, above=["正文。", "表2 托育指标", "单位：个"]).table
    assert table
    assert table.head == (("指标", "2024年", "2024年", "2025年目标"), ("指标", "目标", "完成", "2025年目标"))
    assert table.rows == (("千人口托位数（个）", "5.5", "5.99", "6.2"),)
    assert (table.caption, table.unit) == ("表2 托育指标", "个")


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["索引号：", "001/2025", "发布机构：", "青岚市卫生健康委"]], ["索引号： | 001/2025 | 发布机构： | 青岚市卫生健康委"]),
        ([["索引号", "1", "文号", "青卫〔2025〕3号"], ["来源", "市卫健委", "成文日期", "2025-01-02"]],
         ["索引号 | 1 | 文号 | 青卫〔2025〕3号", "来源 | 市卫健委 | 成文日期 | 2025-01-02"]),
        ([["一段文字。"], ["又一段。"]], ["一段文字。", "又一段。"]),
        ([["", ""], ["", ""]], []),
        ([], []),
    ],
)  # fmt: skip
def test_what_is_no_table_is_lines(rows: list[list[str | Cell]], lines: list[str]) -> None:
    found = made(rows)
    assert (list(found.lines), found.table) == (lines, None)


def test_a_wide_row_is_said_in_several_lines_of_its_label() -> None:
    head = ["地区", *(f"第{n}类机构的床位总数（张）" for n in range(30))]
    values = [str(n) for n in range(30)]
    rows: list[list[str | Cell]] = [[*head], ["青岚市", *values], ["云泽市", *values]]
    table = made(rows).table
    assert table
    assert len(table.lines[0]) > 1
    assert all(line.startswith("青岚市：") and len(line) < 200 for line in table.lines[0])
    assert "".join(table.lines[0]).count("张") == 30


def test_a_span_of_a_million_is_cut() -> None:
    found = made([["甲", Cell(text="乙", across=1_000_000, down=1_000_000)], ["丙", "丁"]])
    assert found.table is None or len(found.table.rows[0]) <= WIDEST
