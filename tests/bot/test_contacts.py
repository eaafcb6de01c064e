"""Whom to ask: a table of departments, read strictly, found through what reports call the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.contacts import find, read
from bot.playground import Playground
from bot.playground.people import READER
from retrieval import Library, SettingsError
from tests.bot.conftest import Run
from tests.bot.handlers.test_sourcing import Talk
from tests.fakes import FakeEmbedder

TABLE = "# 词语\t处室\n托育|托位\t人口家庭处 88880001\n家庭医生\t基层卫生处 88880002\n\n*\t办公室 88880000\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "contacts.tsv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("question", "whom"),
    [
        ("青岚市2024年千人口托位数", "人口家庭处 88880001"),
        ("托儿所一个月要多少钱", "人口家庭处 88880001"),
        ("家庭医生签约率", "基层卫生处 88880002"),
        ("血液库存", "办公室 88880000"),
    ],
)
def test_the_department_is_found_by_its_words_and_by_what_reports_call_the_same(
    tmp_path: Path, question: str, whom: str
) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        assert find(read(table(tmp_path, TABLE)), question, library.interest(question)) == whom


def test_without_a_line_for_the_rest_nobody_is_named(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        assert find(read(table(tmp_path, "托育\t甲处\n")), "血液库存", library.interest("血液库存")) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("托育 人口处\n", "第 1 行"),
        ("# 注\n托育\t甲处\n|\t乙处\n", "第 3 行"),
        ("托育\t甲处\n托育|托位\t乙处\n", "“托育”前面已有"),
        (f"托育\t{'长' * 201}\n", "第 1 行"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read(table(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="HUIWEN_CONTACTS"):
        read(tmp_path / "none.tsv")


async def test_a_refusal_names_the_department_and_an_answer_does_not(
    run: Run, playground: Playground, tmp_path: Path
) -> None:
    async with run(contacts=table(tmp_path, TABLE)):
        talk = Talk(playground, READER)
        assert "找业务处室：办公室 88880000" in (await talk.says("天气"))["text"]
        assert "找业务处室" not in (await talk.says("千人口托位数"))["text"]
