"""Reports in traditional characters: understood and found in simplified ones, kept, cited and shown as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.library import Library
from retrieval.parsing.script import simplified, traditional
from tests.fakes import FakeEmbedder

TITLE = "蕪湖市衛生健康委員會2024年工作總結"
REPORT = f"""{TITLE}
發佈日期：2025-01-20
一、主要工作
（一）發展普惠託育服務。全市千人口托位數達到4.73個，普惠托位佔比67.7%，新建社區託育點十二家。
（二）加強基層醫療。家庭醫生簽約率達到45.2%，鄉鎮衛生院增設門診。
二、存在問題
基層力量仍然薄弱。
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        yield opened


@pytest.fixture(params=["utf-8", "big5", "gb18030"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "報告.txt"
    path.write_bytes(REPORT.encode(request.param))
    return path


def test_what_it_is_is_understood(library: Library, file: Path) -> None:
    outline = library.outline(file)
    profile = outline.profile
    assert profile.region and (profile.region.name, profile.years, profile.kind) == ("芜湖市", (2024,), "总结")
    assert (profile.title, profile.published) == ("芜湖市卫生健康委员会2024年工作总结", "2025-01-20")
    headings = [section.heading for section in outline.walk() if section.level in (1, 2)]
    assert headings == ["一、主要工作", "（一）发展普惠托育服务", "（二）加强基层医疗", "二、存在问题"]
    assert all(section.text in REPORT for section in outline.walk()), "the text stays as it is"
    assert "普惠托位佔比67.7%" in "".join(section.text for section in outline.walk())


@pytest.mark.parametrize("question", ["芜湖市2024年千人口托位数是多少", "蕪湖市2024年千人口托位數是多少"])
def test_a_question_finds_it_and_the_original_is_cited(library: Library, file: Path, question: str) -> None:
    library.index([file])
    answer = library.ask(question)
    assert answer.status == "answered" and "4.73" in answer.text
    (citation, *_) = answer.citations
    section = library.section(citation.section_id)
    assert "千人口托位數達到4.73個" in citation.shown
    assert section.shown[citation.start : citation.start + len(citation.quote)] == citation.shown
    assert section.shown in REPORT and section.text == simplified(section.shown)
    assert all(verdict.ok for verdict in library.verify(answer.text, answer.citations))


def test_it_is_searched_and_compared_and_survives_reindexing(library: Library, file: Path) -> None:
    library.index([file])
    before = {one.name: one.value for one in library.indicators()}
    assert before["千人口托位数"] == "4.73个"
    library.reindex()
    assert {one.name: one.value for one in library.indicators()} == before
    for words in ("家庭医生签约率", "家庭醫生簽約率"):
        (hit, *_) = library.search(words, k=1)
        assert "家庭医生签约率达到45.2%" in hit.passage.text
        assert "家庭醫生簽約率達到45.2%" in library.section(hit.passage.section_id).said(hit.passage)
    said = library.said(library.compare("千人口托位数"))
    assert any("千人口托位數" in citation.shown for citation in said.citations)
    assert library.index([file])[0].state == "unchanged"


def test_a_text_in_simplified_characters_is_left_alone(library: Library, tmp_path: Path) -> None:
    plain = tmp_path / "a.txt"
    plain.write_text(simplified(REPORT).replace("鄉", "乡") + "引用：乾隆年間。\n", encoding="utf-8")
    library.index([plain])
    (document,) = library.documents()
    assert "乾隆年間" in "".join(section.shown for section in library.sections(document.id))
    assert not traditional("引用乾隆年間的话，收进工作总结里。" * 20)


@given(st.text())
def test_offsets_hold_in_any_text(text: str) -> None:
    assert len(simplified(text)) == len(text)
    assert text == simplified(text) or not text.isascii()
