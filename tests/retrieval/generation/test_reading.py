"""A model's raw text, as bad as they come, made plain sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.faithfulness import Sentence
from retrieval.generation.reading import Reading, cleaned, foreign, refuses, whole

GOOD = "青岚市新增托位429个。[k3f]"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (GOOD, GOOD),
        (f"<think>先看资料，429对吗？</think>\n\n{GOOD}", GOOD),
        (f"先想一想，资料里有429。</think>{GOOD}", GOOD),
        ("<think>一直在想，429", ""),
        (f"<reasoning>想</reasoning><think>再想</think>{GOOD}", GOOD),
        (f'<tool_call>{{"name": "search"}}</tool_call>{GOOD}', GOOD),
        (f'{{"name": "search", "arguments": {{"q": "托位"}}}}\n{GOOD}', GOOD),
        (f"{GOOD}<|im_end|>", GOOD),
        ("**青岚市**新增`托位`429个。[k3f]", GOOD),
        ("## 青岚市新增托位429个。[k3f]", GOOD),
        ("- 青岚市新增托位429个。[k3f]", GOOD),
        ("1. 青岚市新增托位429个。[k3f]", GOOD),
        ("回答：青岚市新增托位429个。[k3f]", GOOD),
        ("```\n青岚市新增托位429个。[k3f]\n```", GOOD),
        ("见[原文](http://evil.example/?q=1)，青岚市新增托位429个。[k3f]", f"见原文，{GOOD}"),
        ("青岚市新增托位429个，详见https://evil.example/a。[k3f]", "青岚市新增托位429个，详见。[k3f]"),
        (f'{{"answer": "{GOOD}"}}', GOOD),
        (f'```json\n{{"回答": "{GOOD}", "confidence": 0.9}}\n```', GOOD),
        (f'{{"text": "{GOOD}\\n云泽市新增\\"托位\\"90个。[m4p]"}}', f'{GOOD}\n云泽市新增"托位"90个。[m4p]'),
        ("1.5万人签约。[k3f]", "1.5万人签约。[k3f]"),
        ("   ", ""),
        ("要点：青岚市新增托位429个。[k3f]", GOOD),
        ("* **要点**：青岚市新增托位429个。[k3f]", GOOD),
        ("青岚市新增托位429个。（k3f）", GOOD),
        ("青岚市新增托位429个。（出处：K3F）", GOOD),
        ("青岚市新增托位429个。(k3f、m4p)", "青岚市新增托位429个。[k3f、m4p]"),
        ("青岚市新增托位429个（1）。", "青岚市新增托位429个。"),
        ("青岚市新增托位429个。^2^", "青岚市新增托位429个。"),
        ("青岚市新增托位429个。①", "青岚市新增托位429个。"),
        ("每个县（市、区）建成1所（不含民办）。[k3f]", "每个县（市、区）建成1所（不含民办）。[k3f]"),
        (
            "| 内容 | 出处 |\n|:---|---|\n| 青岚市新增托位429个。 | [k3f] |",
            "内容 出处 \n\n 青岚市新增托位429个。 [k3f]",
        ),
        ("\ufeff青岚市\x00新增\u200b托位429个。\ufffd[k3f]", GOOD),
    ],
)
def test_what_no_reader_should_see_is_taken_out(raw: str, plain: str) -> None:
    assert cleaned(raw) == plain


@pytest.mark.parametrize(
    ("text", "surely"),
    [
        ("新增托位429个。[k3f]签约率", "新增托位429个。[k3f]"),
        ("新增托位429个。[k3f]", ""),  # more marks may come
        ("新增托位429个。", ""),  # its marks may come
        ("新增托位429个。签约率45%。[k3f]\n急救", "新增托位429个。签约率45%。[k3f]\n"),
        ("新增托位429个【k3f】。签约", "新增托位429个【k3f】。"),
        ("新增托位429个[k3f][m4p]，同", "新增托位429个[k3f][m4p]"),
        ("第一行\n第二", "第一行\n"),
    ],
)
def test_only_whole_sentences_are_given_while_it_is_written(text: str, surely: str) -> None:
    assert whole(text) == surely


LONG = "<think>嗯</think>青岚市新增托位429个。[k3f]\n- **签约率**达45.2%【m4p】。急救站点12个，覆盖各乡镇[k3f][m4p]。"
SENTENCES = [
    ("青岚市新增托位429个。", ("k3f",)),
    ("签约率达45.2%", ("m4p",)),
    ("急救站点12个，覆盖各乡镇", ("k3f", "m4p")),
]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60))
def test_the_pieces_do_not_matter(sizes: list[int]) -> None:
    reading, at = Reading(), 0
    found: list[Sentence] = []
    for size in sizes:
        found += reading.feed(LONG[at : at + size])
        at += size
    found += reading.feed(LONG[at:])
    found += reading.end()
    assert [(sentence.text, sentence.handles) for sentence in found] == SENTENCES


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (f"{GOOD}普惠托位1", "青岚市新增托位429个。"),
        (f"{GOOD}普惠托位12个。", "普惠托位12个。"),
        ("普惠托位12个", "普惠托位12个"),
    ],
)
def test_a_sentence_that_was_cut_off_is_none(text: str, last: str) -> None:
    reading = Reading()
    found = [*reading.feed(text), *reading.end()]
    assert found[-1].text == last


def test_english_and_refusals_are_told() -> None:
    assert foreign("The signing rate of Qinglan is 45.2%.")
    assert not foreign("EPDS筛查率达45.2%。")
    assert refuses("报告未载。", "报告未载") and refuses("抱歉，报告未载。", "报告未载")
    assert not refuses("青岚市新增托位429个，签约率报告未载，急救站点12个。", "报告未载")
