"""``huiwen verify`` over a file of answers: with the sections of the catalogue, and by the quotes alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from retrieval import Library
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import write

REPORT = """临溪县2023年卫生健康工作总结
一、主要做法
（一）急救网络。建成乡镇急救站5个，县城平均急救反应时间13分钟。
（二）托育服务。全县托位总数达到1050个；其中普惠托位占比57.1%。
"""
QUESTIONS = (
    "临溪县2023年建成几个乡镇急救站",
    "临溪县2023年普惠托位占比是多少",
    "临溪县2023年家庭医生签约率",
    "望川市的托位数",
)


def huiwen(*arguments: object, data: Path) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *map(str, arguments)], prog_name="huiwen")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A data directory with one report, and the answers to the questions from it."""
    from bot import json_views

    folder = tmp_path_factory.mktemp("verifying")
    with Library(folder / "data", embedder=FakeEmbedder()) as library:
        library.index([write(folder, "linxi.txt", REPORT)])
        return folder / "data", [json_views.answer(library.ask(question)) for question in QUESTIONS]


def written(folder: Path, *given: object) -> Path:
    path = folder / "answers.jsonl"
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in given), encoding="utf-8")
    return path


def judged(done: Result) -> list[tuple[bool, str | None]]:
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(line["schema"] == 1 and "id" in line for line in lines)
    return [(each["ok"], each["reason"]) for line in lines for each in line["sentences"]]


def test_every_sentence_of_the_own_answers_stands(answers: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> None:
    data, given = answers
    assert [each["status"] for each in given] == ["answered", "answered", "not_found", "not_found"]
    found = judged(huiwen("verify", written(tmp_path, *given), data=data))
    assert len(found) >= len(given)
    assert all(ok and reason is None for ok, reason in found)


@pytest.mark.parametrize("stored", [True, False])
def test_a_changed_number_is_named(answers: tuple[Path, list[dict[str, Any]]], tmp_path: Path, *, stored: bool) -> None:
    data, (first, *_) = answers
    false = first | {"text": first["text"].replace("急救站5个", "急救站6个")}
    assert false != first
    place = data if stored else tmp_path / "none"
    ((ok, reason),) = judged(huiwen("verify", written(tmp_path, false), data=place))
    assert (ok, reason) == (False, "出处没有“6个”")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "建成乡镇急救站6个"}, "引文不在原文小节中"),
        ({"region": "望川市"}, "出处的地区与资料库不符"),
        ({"year": 2024}, "出处的年份或性质与资料库不符"),
        ({"plan": True}, "出处的年份或性质与资料库不符"),
        ({"n": 2}, "没有第1号出处"),
    ],
)
def test_a_changed_citation_proves_nothing(
    answers: tuple[Path, list[dict[str, Any]]], tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    data, (first, *_) = answers
    false = first | {"citations": [first["citations"][0] | change]}
    assert judged(huiwen("verify", written(tmp_path, false), data=data)) == [(False, reason)]


def test_a_refusal_must_be_true(answers: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> None:
    data, (*_, last) = answers
    false = last | {"text": last["text"].replace("未收录望川市", "未收录临溪县"), "missing": []}
    assert judged(huiwen("verify", written(tmp_path, false), data=data))[0] == (False, "没有出处")


def test_out_takes_the_lines(answers: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> None:
    data, given = answers
    done = huiwen("verify", written(tmp_path, given[0]), "--out", tmp_path / "judged.jsonl", data=data)
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads((tmp_path / "judged.jsonl").read_text(encoding="utf-8"))["sentences"][0]["ok"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "第 2 行不是 JSON"),
        ("[]", "第 2 行不是答案"),
        ('{"text": 3}', "第 2 行不是答案"),
        ('{"text": "x", "citations": [{"n": 1}]}', "第 2 行的 citations"),
        ('{"text": "x", "citations": [7]}', "第 2 行的 citations"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": 1, "text": "", "citations": []}\n' + line, encoding="utf-8")
    done = huiwen("verify", path, data=tmp_path / "none")
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stdout == ""
