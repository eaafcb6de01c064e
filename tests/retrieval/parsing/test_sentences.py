from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.parsing.sentences import clauses, sentences
from retrieval.parsing.text import fold, mask, narrow, numeral
from tests.retrieval.parsing.samples import BODY, solid


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建成站点3家。培训村医！成效如何？很好；继续。",
            ["建成站点3家。", "培训村医！", "成效如何？", "很好；", "继续。"],
        ),
        ("建成站点3家;培训村医。", ["建成站点3家;", "培训村医。"]),
        ("他说：“很好。”群众满意。", ["他说：“很好。”", "群众满意。"]),
        ("印发《办法（试行）。附则》，实施。", ["印发《办法（试行）。附则》，实施。"]),
        ("开展“看病；取药；转诊”服务。完成。", ["开展“看病；取药；转诊”服务。", "完成。"]),
        ("投入1.5亿元，增长2.3%。", ["投入1.5亿元，增长2.3%。"]),
        ("一、主要做法\n全市平稳。", ["一、主要做法", "全市平稳。"]),
        ("2024年工作总结\n全市平稳。", ["2024年工作总结", "全市平稳。"]),
        ("全市新增普惠托位429个，千人托\n位数达到4.4个。", ["全市新增普惠托位429个，千人托\n位数达到4.4个。"]),
        ("完成改造。组织培\n\n训12次。", ["完成改造。", "组织培\n\n训12次。"]),
        ("完成改造\n。组织培训。", ["完成改造\n。", "组织培训。"]),
        ("完成改造，新增床位；\n（1）强化培训。", ["完成改造，新增床位；", "（1）强化培训。"]),
        ("  没有句号  ", ["没有句号"]),
        ("推进……很好……。再来", ["推进……", "很好……。", "再来"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投入1,200万元，建成3家：甲、乙、丙。", ["投入1,200万元，", "建成3家：", "甲、乙、丙。"]),
        (
            "千人医师数3.6人（中医师数0.7人）、千人护士数4.0人、千人床位数5张。",
            ["千人医师数3.6人（中医师数0.7人）、", "千人护士数4.0人、", "千人床位数5张。"],
        ),
        ("分别补助2000元、5000元。", ["分别补助2000元、5000元。"]),
        ("用时9:28，缩短2分钟。", ["用时9:28，", "缩短2分钟。"]),
        ("开展“小病，不出村”活动。", ["开展“小病，不出村”活动。"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text)] == expected


TEXTS = st.lists(
    st.sampled_from([*"。！？；，、：“”《》（）\n 1a.…", "医改", BODY, "（一）"]) | st.text(max_size=3), max_size=40
).map("".join)


@given(TEXTS)
def test_no_character_is_lost_or_doubled(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        assert solid("".join(text[start:end] for start, end in spans)) == solid(text)
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(TEXTS)
def test_clauses_stay_within_sentences(text: str) -> None:
    borders = {end for _, end in sentences(text)}
    assert borders <= {end for _, end in clauses(text)}


def test_fold_is_for_matching() -> None:
    assert fold("ＡＥＤ\xa0２０２４年（一）㈠①") == "aed 2024年(一)(一)1"


@given(st.text())
def test_narrow_and_mask_keep_every_offset(text: str) -> None:
    assert len(mask(narrow(text))) == len(narrow(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百零三", 103),
        ("74", 74),
        ("③", 3),
        ("㈥", 6),
        ("⒓", 12),
        ("x", 0),
        ("1x", 0),
        ("一甲", 0),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert numeral(text) == value
