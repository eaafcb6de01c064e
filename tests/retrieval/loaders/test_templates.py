"""The report comes out of every family of pages: its text and nothing of the page, who published it and when, its attachment."""

from __future__ import annotations

import pytest

from retrieval.loaders import load
from retrieval.parsing import parse
from retrieval.parsing.regions import Gazetteer
from tests.retrieval.loaders.templates import BODY, FILE, MENU, NEWS, TEMPLATES, TITLE

ADDRESS = "https://lx.example/zwgk/2025/01/t20250120_1.html"
HEADINGS = [
    "一、主要工作情况",
    "（一）服务体系更加健全",
    "（二）人才队伍不断充实",
    "二、下一步工作打算",
    "（一）继续推进县域医共体建设",
]
NUMBERED = ("disclosure table of th and td", "disclosure list of labels", "document viewer with its own title block")


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_template(name: str) -> None:
    loaded = load(TEMPLATES[name].encode(), name="a.html", url=ADDRESS)
    outline = parse(loaded, key=ADDRESS, gazetteer=Gazetteer.load())
    sections = list(outline.walk())
    body = [line.strip() for section in sections for line in section.text.split("\n") if line.strip()]
    assert outline.profile.title == TITLE
    assert [s.heading for s in sections if s.level] == HEADINGS
    assert [line for line in body if line not in (TITLE, FILE)] == list(BODY)
    assert not [word for word in (*MENU, *NEWS, "ICP备", "扫一扫") if any(word in line for line in body)]
    assert (outline.profile.published or "")[:7] == "2025-01"
    assert "林溪县卫生健康局" in (outline.profile.publisher or outline.profile.author or "")
    assert outline.profile.number == ("林卫健〔2025〕3号" if name in NUMBERED else None)
    assert [a.title for a in loaded.attachments] == [FILE]
    assert loaded.attachments[0].url.startswith("https://lx.example/")
