"""The questions that /start offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.examples import Examples, candidates
from tests.bot.fakes import DOCUMENTS, FakeLibrary, section


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("建成站点,千人口托位数达4.5个;全市家庭医生签约率62%。", ["千人口托位数", "家庭医生签约率"]),
        ("建成站点，千人口托位数达4.5个；签约率稳步提高。", ["千人口托位数"]),
        ("新建站点12家。", []),
    ],
)
def test_a_figure_becomes_a_question(text: str, questions: list[str]) -> None:
    found = candidates(DOCUMENTS[0], (section("ffffffffff", "d1", 0, text),))
    assert list(found) == [f"青岚2024年{name}是多少？" for name in questions]


def test_only_what_is_answered_is_offered_and_each_report_in_turn() -> None:
    documents, questions = Examples().get(replace(FakeLibrary()))
    assert documents == DOCUMENTS
    assert [question[:2] for question in questions] == ["青岚", "青岚", "云泽"]
