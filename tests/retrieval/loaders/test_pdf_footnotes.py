"""Footnotes of a PDF follow the paragraph that refers to them; their marks are no figures of the text."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from retrieval.library import Library
from retrieval.loaders import load
from tests.fakes import FakeEmbedder
from tests.retrieval.loaders import pdfs
from tests.truth.writers import by_libreoffice

TITLE = "云泽市2024年卫生健康工作总结"
ITEMS = [
    f"（{'一二三四五六七八'[n]}）推进第{n + 1}项工作。全市各县区按照年初部署推进各项任务，完成率达到9{n}.5%，群众反映良好。"
    for n in range(8)
]
FIRST = "一、千人口托位数达到4.73"
REST = "个，普惠托位占比67.7%，比上年提高3个百分点。"
NOTES = (
    "千人口托位数按常住人口计算，含幼儿园托班在内的各类托位，数据截至年底并经各县区核对。",
    "签约率按重点人群计算。",
)
SECOND = "二、家庭医生签约率达到45.2%"


def drawn(*, rule: bool, raised: bool, marks: tuple[str, str] = ("1", "2")) -> bytes:
    """Two pages: text with two references, their notes at the foot of the first page, text that goes on."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 760)
        text.setFont(pdfs.FONT, 12, leading=20)

        def refer(before: str, mark: str, after: str) -> None:
            text.textOut(before)
            if raised:
                text.setFont(pdfs.FONT, 7, leading=20)
                text.setRise(5)
            text.textOut(mark)
            text.setFont(pdfs.FONT, 12, leading=20)
            text.setRise(0)
            text.textLine(after)

        text.textLine(TITLE)
        refer(FIRST, marks[0], REST)
        refer(SECOND, marks[1], "，高于目标。")
        for line in ITEMS:
            text.textLine(line[:36])
            text.textLine(line[36:])
        canvas.drawText(text)
        if rule:
            canvas.line(72, 120, 200, 120)
        canvas.setFont(pdfs.FONT, 9)
        canvas.drawString(72, 106, f"{marks[0]} {NOTES[0][:36]}")
        canvas.drawString(72, 94, NOTES[0][36:])
        canvas.drawString(72, 82, f"{marks[1]} {NOTES[1]}")
        canvas.showPage()
        canvas.setFont(pdfs.FONT, 12)
        canvas.drawString(72, 760, "三、基层力量仍然薄弱。")

    return pdfs.canvas(draw)


@pytest.mark.parametrize(
    ("rule", "raised", "marks"),
    [(True, True, ("1", "2")), (False, True, ("1", "2")), (True, False, ("①", "②")), (False, False, ("①", "②"))],
)
def test_notes_follow_their_paragraph(rule: bool, raised: bool, marks: tuple[str, str]) -> None:
    lines = load(drawn(rule=rule, raised=raised, marks=marks)).text.split("\n")
    kept = marks if not raised else ("", "")
    assert lines[1:5] == [
        f"{FIRST}{kept[0]}{REST}",
        f"注1：{NOTES[0]}",
        f"{SECOND}{kept[1]}，高于目标。",
        f"注2：{NOTES[1]}",
    ]
    assert lines[-1] == "三、基层力量仍然薄弱。" and sum("注" in line for line in lines) == 2


def test_small_print_at_the_foot_without_a_mark_or_a_reference_stays() -> None:
    def draw(canvas: Canvas) -> None:
        for place, line in enumerate([TITLE, *ITEMS]):
            canvas.drawString(72, 760 - 24 * place, line[:36])
        canvas.setFont(pdfs.FONT, 9)
        canvas.drawString(72, 140, "数据来源：云泽市统计局。")
        canvas.drawString(72, 126, "3 个县区数据未报送。")

    text = load(pdfs.canvas(draw)).text
    assert "3 个县区数据未报送。" in text and "注" not in text


def test_a_raised_figure_without_a_note_stays_in_the_text() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 760)
        text.setFont(pdfs.FONT, 12)
        text.textOut("一、业务用房面积达到3500m")
        text.setFont(pdfs.FONT, 7)
        text.setRise(5)
        text.textOut("2")
        text.setFont(pdfs.FONT, 12)
        text.setRise(0)
        text.textOut("，比上年增加。")
        canvas.drawText(text)

    assert load(pdfs.canvas(draw)).text == "一、业务用房面积达到3500m2，比上年增加。"


def test_the_figure_beside_a_mark_is_read_right(tmp_path: Path) -> None:
    (path := tmp_path / "a.pdf").write_bytes(drawn(rule=True, raised=True))
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        assert {one.value for one in library.extract(path) if one.name == "千人口托位数"} == {"4.73个"}


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="12pt" style:font-size-asian="12pt"/></style:default-style>
<style:style style:name="Footnote" style:family="paragraph"><style:text-properties fo:font-size="9pt" style:font-size-asian="9pt"/></style:style>
<style:style style:name="Anchor" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Anchor"/>
</office:styles><office:body><office:text>{body}</office:text></office:body>
</office:document>"""


def referring(before: str, n: int, after: str) -> str:
    note = (
        f'<text:note text:id="ftn{n}" text:note-class="footnote"><text:note-citation>{n}</text:note-citation>'
        f"<text:note-body><text:p text:style-name='Footnote'>{NOTES[n - 1]}</text:p></text:note-body></text:note>"
    )
    return f"<text:p>{before}{note}{after}</text:p>"


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_footnotes_that_libreoffice_prints(tmp_path: Path) -> None:
    body = [
        f"<text:p>{TITLE}</text:p>",
        referring(FIRST, 1, REST),
        referring(SECOND, 2, "，高于目标。"),
        *(f"<text:p>{escape(line)}</text:p>" for line in ITEMS * 4),
    ]
    source = tmp_path / "a.fodt"
    source.write_text(FLAT.format(body="".join(body)), encoding="utf-8")
    by_libreoffice([source], "pdf", tmp_path)
    lines = load((tmp_path / "a.pdf").read_bytes()).text.split("\n")
    assert lines[1:5] == [f"{FIRST}{REST}", f"注1：{NOTES[0]}", f"{SECOND}，高于目标。", f"注2：{NOTES[1]}"]
    assert lines[5:] == ITEMS * 4, "what goes on over the page is whole"
