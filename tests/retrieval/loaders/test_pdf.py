"""PDF: paragraphs come back whole, furniture goes, and what cannot be read is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from retrieval.errors import LoadError
from retrieval.loaders import load
from retrieval.loaders.pdf import characters, ocr
from tests.retrieval.loaders import pdfs

SAMPLES = Path(__file__).parents[3] / "bot" / "samples"
LINES = (SAMPLES / "linxi-2023-summary.txt").read_text(encoding="utf-8").strip().split("\n")


def dashed(canvas: Canvas, page: int) -> None:
    canvas.setFont(pdfs.FONT, 9)
    canvas.drawCentredString(pdfs.WIDTH / 2, 36, f"- {page} -")


def counted(canvas: Canvas, page: int) -> None:
    canvas.setFont(pdfs.FONT, 9)
    canvas.drawRightString(pdfs.WIDTH - 72, 30, f"第{page}页 共9页")
    canvas.drawString(72, pdfs.HEIGHT - 40, "临溪县卫生健康工作资料汇编")


@pytest.mark.parametrize(
    "layout",
    [
        {"furniture": dashed},
        {"furniture": counted, "size": 10.5},
        {"indent": 0, "justified": False, "size": 11},
        {"indent": 0, "space": 8, "size": 14, "furniture": dashed},
        {"columns": 2, "size": 10, "margin": 50, "furniture": counted},
        {"size": 16, "margin": 90},
    ],
)
def test_paragraphs_come_back_as_they_were(layout: dict[str, object]) -> None:
    loaded = load(pdfs.report(LINES, **layout), name="临溪.pdf")  # type: ignore[arg-type]  # a table of options
    assert loaded.text.split("\n") == LINES
    assert loaded.media_type == "application/pdf"


def test_pages_say_where_they_begin() -> None:
    loaded = load(pdfs.report(LINES, furniture=dashed))
    assert len(loaded.pages) > 2
    assert loaded.pages[0] == 0
    assert list(loaded.pages) == sorted(set(loaded.pages))


def test_a_password_is_told() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "2024年云泽市卫生健康工作总结")

    with pytest.raises(LoadError, match="打开密码"):
        load(pdfs.canvas(draw, encrypt=StandardEncryption("secret", ownerPassword="owner", canPrint=0)), name="密.pdf")
    opened = load(pdfs.canvas(draw, encrypt=StandardEncryption("", ownerPassword="owner")))
    assert opened.text == "2024年云泽市卫生健康工作总结"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b"%PDF-1.4\n" + b"x" * 4000])
def test_what_is_broken_is_told(data: bytes) -> None:
    with pytest.raises(LoadError, match="已损坏"):
        load(data, name="坏.pdf")


def test_a_broken_cross_reference_table_is_rebuilt() -> None:
    data = pdfs.report(LINES)
    start = data.rindex(b"startxref")
    assert load(data[:start] + b"startxref\n7\n%%EOF").text.split("\n") == LINES


def test_a_radical_is_the_character_it_looks_like() -> None:
    assert characters.written("\u2f2f\u2ec4\ufb01\uf9d1") == "工西fi六"


BEFORE = "青岚市2024年卫生健康主要指标情况如下，数据由各县（市、区）卫生健康局报送，经市卫生健康委审核后公布，供各地对照检查。"
AFTER = "从上表看，各地托育服务供给持续增加，但区域之间仍不平衡，下一步要加强分类指导，推动资源向薄弱地区倾斜。"
NAMES = [f"{first}{second}县" for first in "青云望江林白" for second in "溪岭川山桥河坪湖"]
DATA = [
    [
        name,
        f"{3 + index * 0.07:.2f}",
        f"{50 + index * 0.4:.1f}",
        "" if index % 3 else "含民办机构，由县卫生健康局报送并复核",
    ]
    for index, name in enumerate(NAMES)
]
HEAD = [["地区", "托育服务", "", "备注"], ["", "千人口托位数（个）", "普惠托位占比（%）", ""]]
MERGED = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("SPAN", (1, 0), (2, 0)),
    ("SPAN", (0, 0), (0, 1)),
    ("SPAN", (3, 0), (3, 1)),
]


def test_a_ruled_table_over_pages_is_one_with_its_merged_cells() -> None:
    loaded = load(pdfs.table([*HEAD, *DATA], before=BEFORE, after=AFTER, heads=2, look=MERGED))
    (table,) = loaded.tables
    assert table.head == (
        ("地区", "托育服务", "托育服务", "备注"),
        ("地区", "千人口托位数（个）", "普惠托位占比（%）", "备注"),
    )
    assert [list(row) for row in table.rows] == DATA
    lines = loaded.text.split("\n")
    assert (lines[0], lines[-1]) == (BEFORE, AFTER)
    assert len(loaded.pages) == 2
    assert {loaded.text[start - 1 : start] for start in loaded.pages[1:]} == {"\n"}
    assert {loaded.text[start : start + 3] for start in loaded.pages[1:]} <= set(NAMES)


@pytest.mark.parametrize(
    "look",
    [
        (),
        [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)],
    ],
)
def test_a_table_without_ruling_lines_is_seen_by_its_columns(look: list[tuple[object, ...]]) -> None:
    rows = [row[:3] for row in DATA]
    loaded = load(
        pdfs.table([["地区", "千人口托位数（个）", "普惠托位占比（%）"], *rows], before=BEFORE, after=AFTER, look=look)
    )
    (table,) = loaded.tables
    assert [list(row) for row in table.rows] == rows
    assert loaded.text.split("\n")[0] == BEFORE
    assert loaded.text.split("\n")[1] == "青溪县：千人口托位数3.00个，普惠托位占比50.0%。"


def test_scanned_pages_are_told_and_a_scan_is_refused() -> None:
    data = pdfs.report(LINES)
    loaded = load(pdfs.scanned(data, pages=[2]))
    assert loaded.warnings == ("扫描件，未识别 1 页。",)
    assert loaded.text.startswith(LINES[0])
    with pytest.raises(LoadError, match="扫描件，3 页都是图片"):
        load(pdfs.scanned(data), name="扫.pdf")


def test_too_many_pages_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(2001):
            canvas.showPage()

    with pytest.raises(LoadError, match="2001 页，超过 2000 页"):
        load(pdfs.canvas(draw), name="长.pdf")


@pytest.mark.skipif(not ocr.available(), reason="needs the extra ocr")
def test_a_scan_is_recognised_where_that_is_wanted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((360, 120))
        canvas.setFont(pdfs.registered(), 16)
        canvas.drawString(30, 80, "一、托育服务持续增加")
        canvas.drawString(30, 40, "新增托位600个，入托率12.5%。")

    loaded = load(pdfs.scanned(pdfs.canvas(draw)), ocr=True)
    assert loaded.text == "一、托育服务持续增加\n新增托位600个，入托率12.5%。"
    assert loaded.recognised and "识别得出" in loaded.warnings[0]
