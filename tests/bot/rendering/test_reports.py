"""Word documents, opened again: text, footnotes, links."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from docx import Document as open_document
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from bot.rendering.reports import city_document, summary_document
from retrieval import Summary
from tests.bot.comparisons import profile, summary
from tests.bot.fakes import FIGURE

TODAY = date(2025, 6, 1)


def parts(document: Document) -> tuple[Document, dict[str, bytes]]:
    out = io.BytesIO()
    document.save(out)
    out.seek(0)
    with zipfile.ZipFile(out) as package:
        held = {name: package.read(name) for name in package.namelist()}
    out.seek(0)
    return open_document(out), held


def notes(held: dict[str, bytes]) -> dict[str, str]:
    root = etree.fromstring(held["word/footnotes.xml"])
    return {note.get(qn("w:id")): "".join(note.itertext()).strip() for note in root}


def references(held: dict[str, bytes]) -> list[str]:
    root = etree.fromstring(held["word/document.xml"])
    return [found.get(qn("w:id")) for found in root.iter(qn("w:footnoteReference"))]


def test_each_statement_of_a_summary_has_its_source_as_a_footnote() -> None:
    document, held = parts(summary_document(summary("托育"), today=TODAY))
    assert [paragraph.text for paragraph in document.paragraphs][:4] == [
        "托育综述",
        "制表日期：2025-06-01",
        "青岚市",
        f"2024年实际：{FIGURE}。",
    ]
    found = notes(held)
    assert references(held) == ["1"] and set(found) == {"-1", "0", "1"}
    assert FIGURE in found["1"] and "青岚市2024年卫生健康工作总结" in found["1"]
    assert b"footnotes+xml" in held["[Content_Types].xml"]
    assert b"/relationships/footnotes" in held["word/_rels/document.xml.rels"]
    assert b"https://example.gov.cn/d1.html" in held["word/_rels/footnotes.xml.rels"]


def test_a_profile_has_its_figures_and_a_table_of_goals() -> None:
    document, held = parts(city_document(profile("青岚市"), lambda _: ("总结", None), today=TODAY))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "青岚市卫生健康工作概况" in text and "2024年实际：千人口托位数 4.52个，报告自称全省首位" in text
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells == ["千人口托位数", "2025年", "4.6个", "未载（2024年实际4.52个）"]
    assert references(held) == ["1", "2", "3", "4"] and "word/_rels/footnotes.xml.rels" not in held


def test_a_summary_of_nothing_and_odd_characters() -> None:
    empty = summary("托\x00育\ud800")
    document, _ = parts(
        summary_document(Summary(topic=empty.topic, regions=(), citations=(), coverage=empty.coverage), today=TODAY)
    )
    assert document.paragraphs[0].text == "托育综述" and document.paragraphs[2].text == "已收录的报告未提及。"
