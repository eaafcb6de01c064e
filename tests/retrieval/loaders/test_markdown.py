"""Markdown: the words of the source, line for line, without its marks."""

from __future__ import annotations

import pytest

from retrieval.loaders.context import LoadContext
from retrieval.loaders.markdown import load_markdown


def read(source: str) -> list[str]:
    return [line for line in load_markdown(source.encode(), LoadContext(name="a.md")).text.split("\n") if line]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("# 标题\n\n## 一、成效\n\n正文**重点**和[链接](http://x)。\n", ["标题", "一、成效", "正文重点和链接。"]),
        ("一、成效\n（一）基层。\n第二行", ["一、成效", "（一）基层。", "第二行"]),
        ("　　缩进的段。\n　　又一段。", ["　　缩进的段。", "　　又一段。"]),
        ("1. 建站。\n2. 培训。\n\n- 点一\n- 点二", ["1. 建站。", "2. 培训。", "点一", "点二"]),
        ("3) 建站。\n4) 培训。", ["3) 建站。", "4) 培训。"]),
        ("> 引用的话。\n\n`代码`\n\n    四格缩进", ["引用的话。", "代码", "四格缩进"]),
        ("|地区|托位（个）|\n|--|--:|\n|青岚市|900|\n|云泽市|**500**|", ["青岚市：托位900个。", "云泽市：托位500个。"]),
        (
            "<table><tr><th>地区</th><th>托位（个）</th></tr><tr><td>青岚市</td><td>9</td></tr></table>",
            ["青岚市：托位9个。"],
        ),
        ("---\ntitle: x\n---\n正文。", ["正文。"]),
        ("第一行  \n第二行\\\n第三行", ["第一行", "第二行", "第三行"]),
        ("5\\. 不是列表 a\\*b", ["5. 不是列表 a*b"]),
    ],
)
def test_words_stay_and_marks_go(source: str, lines: list[str]) -> None:
    assert read(source) == lines


def test_headings_are_marked_by_their_depth() -> None:
    loaded = load_markdown("# 标题\n## 成效\n话。\n### 基层\n".encode(), LoadContext())
    assert [(loaded.text[at:].split("\n")[0], depth) for at, depth in loaded.headings] == [
        ("标题", 0),
        ("成效", 1),
        ("基层", 2),
    ]
