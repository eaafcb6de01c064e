"""Question files: one JSON object a line, with what a right answer holds.

    {"id": "q1", "question": "…", "history": ["…"], "answers": ["4.3"], "evidence": ["…"], "unanswerable": false}

``answers``: strings that the text of a right answer holds (all of them count, each its share); ``evidence``: strings that
stand in the quotes; no ``answers`` and ``unanswerable`` or ``type`` "unanswerable": a refusal is right.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """A question with its truth."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    unanswerable: bool = False


def read(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a file; InputError names the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"读不了题目文件 {path}：请给出 UTF-8 编码的 JSONL 文件") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"{path} 第{number}行不是一道题：每行要一个带 id 和 question 的 JSON 对象") from error
    return tuple(found)


def _question(raw: dict[str, Any]) -> GoldQuestion:
    return GoldQuestion(
        id=str(raw["id"]),
        question=str(raw["question"]),
        history=tuple(raw.get("history") or ()),
        answers=tuple(raw.get("answers") or ()),
        evidence=_strings(raw.get("evidence")),
        unanswerable=bool(raw.get("unanswerable")) or raw.get("type") == "unanswerable",
    )


def _strings(raw: object) -> tuple[str, ...]:
    if isinstance(raw, str):
        return (raw,)
    return tuple(str(each) for each in raw) if isinstance(raw, list) else ()
