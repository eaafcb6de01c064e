"""``huiwen feedback``: which answers did not help, and why."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.common import as_json, show

if TYPE_CHECKING:
    from bot.settings import Settings


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
    show(rows if as_json else None, "\n".join(lines) or "没有待处理的反馈。")


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


def _rows(found: Settings, *, closed: bool) -> list[dict[str, Any]]:
    """``state``: open, replied or closed; ``answer``: its sentences, or why there is none; ``sections``: that it cites."""
    from bot.store import Answers, Complaint, Database, Feedback
    from bot.store.audit import DATABASE

    def row(one: Complaint) -> dict[str, Any]:
        stored = answers.find(one.answer)
        answer = stored.answer if stored else None
        return {
            "answer_number": one.answer,
            "person": one.person,
            "at": datetime.fromtimestamp(one.at, UTC).isoformat().replace("+00:00", "Z"),
            "reason": one.reason,
            "state": one.state,
            "question": one.question,
            "answer": [line.text for line in answer.lines] if answer else [],
            "refusal": answer.reason if answer else None,
            "sections": [each.section_id for each in answer.citations] if answer else [],
        }

    if not (found.data / DATABASE).is_file():
        return []
    database = Database(found.data)
    try:
        database.open()
        answers = Answers(database, time.time, found.questions_days)
        complaints = Feedback(database, found.data, time.time, found.questions_days).complaints(closed=closed)
        return [row(one) for one in complaints]
    finally:
        database.close()
