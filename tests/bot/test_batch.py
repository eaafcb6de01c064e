from __future__ import annotations

import json
import logging
from collections.abc import Sequence

import pytest

from bot.batch import Asker, answers
from retrieval import Answer, HuiwenError, Line, Thread


class Fake:
    """Answers with the earlier questions of the thread, and fails where told to."""

    def ask(self, question: str, *, thread: Thread | None = None) -> Answer:
        if question == "坏":
            raise HuiwenError("读不了。")
        if question == "虫":
            raise RuntimeError("bug")
        earlier = thread.topic if thread else ""
        text = f"{earlier}>{question}"
        return Answer(
            id="own",
            question=question,
            status="answered",
            reason=None,
            lines=(Line(text=text),),
            thread=Thread(topic=text),
            elapsed_ms=float(len(question)),
        )


def run(*lines: object, asker: Asker | None = None) -> Sequence[dict[str, object]]:
    return list(answers(asker or Fake(), [line if isinstance(line, str) else json.dumps(line) for line in lines]))


def test_each_line_is_a_chat_of_its_own() -> None:
    found = run(
        {"id": "a", "question": "青岚托位"},
        {"id": "b", "question": "那云泽呢", "history": ["青岚托位", "签约率"]},
        {"id": "c", "question": "云泽", "history": []},
    )
    assert [(one["id"], one["text"]) for one in found] == [
        ("a", ">青岚托位"),
        ("b", ">青岚托位>签约率>那云泽呢"),
        ("c", ">云泽"),
    ]


def test_only_the_last_question_is_timed() -> None:
    assert run({"id": "a", "question": "二二", "history": ["很长的前一问"]})[0]["elapsed_ms"] == 2.0


@pytest.mark.parametrize(
    "bad",
    [
        {"id": "x", "question": "坏"},
        {"id": "x", "question": "虫"},
        {"id": "x", "question": "好", "history": ["坏"]},
        {"id": "x"},
        {"id": "x", "question": None},
        {"id": "x", "question": "好", "history": "不是列表"},
        {"id": "x", "question": "好", "history": [1]},
    ],
)
def test_a_question_that_fails_has_its_line_too(bad: dict[str, object], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "bot.batch")
    found = run({"id": "a", "question": "一"}, bad, {"id": "c", "question": "三"})
    assert [one["id"] for one in found] == ["a", "x", "c"]
    assert [one["status"] for one in found] == ["answered", "not_found", "answered"]
    assert found[1]["error"]


@pytest.mark.parametrize("line", ["{", "[1]", '"a"', "\x00"])
def test_a_line_that_is_no_question_has_its_line_too(line: str) -> None:
    found = run(line, {"id": "b", "question": "二"})
    assert (found[0]["id"], found[0]["status"]) == (None, "not_found")
    assert "第 1 行" in str(found[0]["error"])
    assert found[1]["status"] == "answered"


def test_blank_lines_are_passed_over_and_a_missing_id_is_the_line_number() -> None:
    assert [one["id"] for one in run("", {"question": "一"}, "  \n")] == [2]
