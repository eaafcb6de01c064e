"""Tables in the outline and in the ledger: whose figure, of which year, goal or result."""

from __future__ import annotations

import pytest

from retrieval.loaders import load
from retrieval.model import Indicator, Outline
from retrieval.parsing import parse
from retrieval.parsing.indicators import extract
from retrieval.parsing.regions import Gazetteer
from retrieval.stores import deriving

PROSE = "全省各地认真组织实施，各项任务按计划推进，群众看病就医更加方便，获得感明显增强。"


def html_table(*rows: str) -> str:
    return (
        "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row.split('|'))}</tr>" for row in rows) + "</table>"
    )


PAGE = f"""<html><body><h1>江澜省卫生健康委员会2024年工作总结</h1><p>一、托育服务</p><p>{PROSE}</p><p>表1 各市托育指标</p>
{html_table("序号|地区|千人口托位数（个）|同比增长（%）|签约率", "1|青岚市|5.99|12.5|45.2%", "2|云泽市|4.43|3|40%", "3|全国|4|2|39%", "4|合计|5|8|42%")}
<p>二、目标完成</p><p>{PROSE}</p>
<table><tr><th rowspan=2>一、指标</th><th colspan=2>2024年</th><th rowspan=2>2025年目标</th></tr><tr><th>目标</th><th>完成</th></tr>
<tr><td>1.每千人口床位数（张）</td><td>7</td><td>7.2</td><td>≥7.5</td></tr></table>
<p>三、各地床位</p><p>{PROSE}</p>{html_table("指标|青岚市|云泽市", "医院床位（万张）|1.2|0.8", "（二）下一步：确保率|3|4")}
<p>四、下一步打算</p><p>{PROSE}</p></body></html>"""


@pytest.fixture(scope="module")
def outline() -> Outline:
    return parse(load(PAGE.encode(), name="a.html"), key="a.html", gazetteer=Gazetteer.load())


@pytest.fixture(scope="module")
def figures(outline: Outline) -> tuple[Indicator, ...]:
    return deriving.indicators(outline, "d", extract)


def test_rows_of_a_table_make_no_sections(outline: Outline) -> None:
    assert [s.heading for s in outline.walk() if s.level == 1] == [
        "一、托育服务",
        "二、目标完成",
        "三、各地床位",
        "四、下一步打算",
    ]
    assert all(section.level in (0, 1) for section in outline.walk())


def test_tables_know_their_place(outline: Outline) -> None:
    texts = {section.id: section.text for section in outline.walk()}
    for table in outline.tables:
        lines = [line for row in table.lines for line in row]
        assert texts[str(table.section_id)][table.start : table.end] == "\n".join(lines)
    assert [table.caption for table in outline.tables] == ["表1 各市托育指标", None, None]
    assert outline.tables[0].regions == ("青岚市", "云泽市", None, None)
    assert outline.tables[2].column_regions == (None, "青岚市", "云泽市")


@pytest.mark.parametrize(
    ("region", "name", "row"),
    [
        ("青岚市", "千人口托位数", (2024, False, "5.99个", 5.99, "个", "=")),
        ("青岚市", "千人口托位数同比增幅", (2024, False, "12.5%", 12.5, "%", "=")),
        ("云泽市", "签约率", (2024, False, "40%", 40.0, "%", "=")),
        ("江澜省", "千人口托位数", (2024, False, "5个", 5.0, "个", "=")),
        ("青岚市", "医院床位", (2024, False, "1.2万张", 12000.0, "张", "=")),
        ("云泽市", "医院床位", (2024, False, "0.8万张", 8000.0, "张", "=")),
    ],
)
def test_figures_of_rows(figures: tuple[Indicator, ...], region: str, name: str, row: tuple[object, ...]) -> None:
    found = [f for f in figures if (f.region, f.name) == (region, name)]
    assert [(f.year, f.plan, f.value, f.number, f.unit, f.comparator) for f in found] == [row]


def test_goals_and_results_stand_apart(figures: tuple[Indicator, ...]) -> None:
    found = [(f.year, f.plan, f.value, f.comparator) for f in figures if f.name == "千人口床位数"]
    assert found == [(2024, True, "7张", "="), (2024, False, "7.2张", "="), (2025, True, "≥7.5张", "≥")]


def test_quotes_are_verbatim(outline: Outline, figures: tuple[Indicator, ...]) -> None:
    texts = {section.id: section.text for section in outline.walk()}
    assert figures
    for figure in figures:
        assert figure.quote in texts[str(figure.section_id)]
        assert figure.value in figure.quote


def test_figures_of_the_text_around_a_table_are_read_too() -> None:
    page = PAGE.replace(PROSE, "全省新增托位900个。", 1)
    outline = parse(load(page.encode(), name="a.html"), key="a.html", gazetteer=Gazetteer.load())
    first = [figure.value for figure in deriving.indicators(outline, "d", extract)][:2]
    assert first == ["900个", "5.99个"]
