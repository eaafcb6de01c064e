"""``huiwen feedback``: which answers did not help, and why."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.common import as_json, show

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store import Database, Pin


@click.group()
def feedback() -> None:
    """读者的反馈：哪些回答没用，为什么。机器人运行时也可以用。

    \b
    例：huiwen feedback list
    """


@feedback.command("list")
@as_json
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """列出待处理的反馈，新的在前。

    \b
    例：huiwen feedback list --json
    """
    from bot import settings

    rows = _rows(settings.load(**ctx.obj), closed=False)
    lines = [f"{row['at']}  {row['reason']}  {row['person']}  {row['state']}\n  {row['question']}" for row in rows]
    show(rows if as_json else None, lines or ["没有待处理的反馈。"])


@feedback.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写进文件；默认写到标准输出。")
@click.pass_context
def export(ctx: click.Context, out: Path | None) -> None:
    """导出全部反馈（包括已了结的），一行一条 JSON。

    \b
    例：huiwen feedback export --out 反馈.jsonl
    """
    from bot import settings

    rows = _rows(settings.load(**ctx.obj), closed=True)
    with click.open_file(str(out) if out else "-", "wb") as stream:
        stream.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


@feedback.command()
@as_json
@click.pass_context
def pins(ctx: click.Context, as_json: bool) -> None:
    """列出有效的更正：问题、回答、出处的章节、有效期。

    \b
    例：huiwen feedback pins
    """
    from bot import settings
    from bot.store import Pins

    found = settings.load(**ctx.obj)
    with _tables(found) as database:
        rows = [_pin(one) for one in Pins(database, time.time).pinned()] if database else []
    lines = [f"{row['until']}  {row['section']}  {row['question']}\n  {''.join(row['lines'])}" for row in rows]
    show(rows if as_json else None, lines or ["没有有效的更正。"])


def _pin(one: Pin) -> dict[str, Any]:
    """``number``, ``question``, ``lines``, ``section`` that proves them, ``by`` whom, ``at`` and ``until`` when."""
    return {
        "number": one.number,
        "question": one.draft.question,
        "lines": list(one.draft.lines),
        "section": one.draft.section,
        "by": one.by,
        "at": _time(one.at),
        "until": _time(one.until or one.at),
    }


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


@contextmanager
def _tables(found: Settings) -> Iterator[Database | None]:
    """The bot's tables of a data directory, None where there are none yet."""
    from bot.store import Database
    from bot.store.audit import DATABASE

    if not (found.data / DATABASE).is_file():
        yield None
        return
    database = Database(found.data)
    try:
        database.open()
        yield database
    finally:
        database.close()


def _rows(found: Settings, *, closed: bool) -> list[dict[str, Any]]:
    """``state``: open, replied or closed; ``answer``: its sentences, or why there is none; ``sections``: that it cites."""
    from bot.store import Answers, Complaint, Feedback

    def row(one: Complaint, answers: Answers) -> dict[str, Any]:
        stored = answers.find(one.answer)
        answer = stored.answer if stored else None
        return {
            "answer_number": one.answer,
            "person": one.person,
            "at": _time(one.at),
            "reason": one.reason,
            "state": one.state,
            "question": one.question,
            "answer": [line.text for line in answer.lines] if answer else [],
            "refusal": answer.reason if answer else None,
            "sections": [each.section_id for each in answer.citations] if answer else [],
        }

    with _tables(found) as database:
        if database is None:
            return []
        answers = Answers(database, time.time, found.questions_days)
        complaints = Feedback(database, found.data, time.time, found.questions_days).complaints(closed=closed)
        return [row(one, answers) for one in complaints]
