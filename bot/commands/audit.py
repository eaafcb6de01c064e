"""``huiwen audit``: who did what to people, groups, documents and circles."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.store import Entry

FIELDS = ("number", "at", "by", "what", "subject", "detail")


@click.group()
def audit() -> None:
    """审计记录：谁对人员、群、报告、圈子做了什么。

    \b
    例：huiwen audit export --since 2025-01-01
    """


@audit.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="只导出这一天起的记录。")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", help="输出的格式；CSV 带 BOM。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写进文件；默认写到标准输出。")
@click.pass_context
def export(ctx: click.Context, since: datetime | None, form: str, out: Path | None) -> None:
    """导出审计记录；机器人运行时也可以用。by 是人员编号，0 表示系统。

    \b
    例：
      huiwen audit export --since 2025-01-01
      huiwen audit export --format csv --out 审计.csv
    """
    from bot import settings
    from bot.store import recorded

    found = settings.load(**ctx.obj)
    start = int(since.astimezone().timestamp()) if since else 0
    rows = map(_row, recorded(found.data, start))
    data = _csv(rows) if form == "csv" else "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with click.open_file(str(out) if out else "-", "wb") as stream:
        stream.write(data.encode())


def _row(entry: Entry) -> dict[str, Any]:
    at = datetime.fromtimestamp(entry.at, UTC).isoformat().replace("+00:00", "Z")
    return {
        "number": entry.number,
        "at": at,
        "by": entry.by,
        "what": entry.what,
        "subject": entry.subject,
        "detail": dict(entry.detail),
    }


def _csv(rows: Iterable[dict[str, Any]]) -> str:
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in FIELDS])
    return text.getvalue()


def _cell(value: Any) -> str:
    """A cell that no spreadsheet runs as a formula."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and not text.lstrip("-").isdigit() else text
