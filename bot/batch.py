"""Ask a file of questions: one answer line a question, in order, also for one that fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from bot import json_views
from bot.terminal import readable
from retrieval import Answer, HuiwenError, InputError, Thread, conversation

log = logging.getLogger(__name__)


class Asker(Protocol):
    """What the batch needs of a library."""

    def ask(self, question: str, *, thread: Thread | None = None) -> Answer: ...


def answers(library: Asker, lines: Iterable[str], site: str | None = None) -> Iterator[json_views.Json]:
    """The answer to each line ``{"id", "question", "history"}``; each line is a chat of its own.

    The earlier questions of ``history`` are asked first, in order; only the last question's time is reported.
    A line that fails yields an answer with ``error`` and no text. Blank lines are passed over.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        id: object = None
        try:
            asked = _parse(line, number)
            id = asked.get("id", number)
            yield _ask(library, asked, number, site) | {"id": id}
        except HuiwenError as error:
            yield json_views.failed_answer(id, str(error))
        except Exception as error:  # one question's bug must not cost the answers to the others
            log.exception("question %s", id)
            yield json_views.failed_answer(id, f"{type(error).__name__}: {error}")


def _parse(line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise InputError(f"第 {number} 行不是 JSON。") from error
    if not isinstance(asked, dict):
        raise InputError(f"第 {number} 行不是 JSON 对象。")
    return asked


def _ask(library: Asker, asked: dict[str, Any], number: int, site: str | None) -> json_views.Json:
    history = asked.get("history") or []
    questions = [*history, asked.get("question")] if isinstance(history, list) else [None]
    texts = [readable(question) for question in questions if isinstance(question, str)]
    if len(texts) < len(questions):
        raise InputError(f"第 {number} 行的 question 应为文字，history 应为文字的列表。")
    found = conversation(lambda question, thread: library.ask(question, thread=thread), texts)
    return json_views.answer(found, site=site)
