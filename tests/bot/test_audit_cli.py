from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner

from bot.cli import cli
from bot.rights import Role
from bot.store import Database, Members

DAY = 24 * 3600
NOON = 1_736_510_400  # 2025-01-10 12:00 UTC


def filled(data: Path) -> None:
    """Deeds of two days, one with a name that a spreadsheet would run."""
    now = [float(NOON)]
    database = Database(data)
    database.open()
    members = Members(database, lambda: now[0])
    members.settle(1002, Role.CONTRIBUTOR, by=1001)
    now[0] += 2 * DAY
    members.note(1001, "document.circle", "=HYPERLINK(1)", circle="医政处")
    database.close()


def export(data: Path, *options: str) -> str:
    result = CliRunner().invoke(cli, ["--data", str(data), "audit", "export", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_log_is_exported_as_lines(tmp_path: Path) -> None:
    filled(tmp_path)
    rows = [json.loads(line) for line in export(tmp_path).splitlines()]
    assert [(row["by"], row["what"], row["subject"]) for row in rows] == [
        (1001, "person.role", "1002"),
        (1001, "document.circle", "=HYPERLINK(1)"),
    ]
    assert rows[0]["at"] == "2025-01-10T12:00:00Z"
    assert rows[0]["detail"] == {"role": "contributor"}


def test_only_from_a_day_on(tmp_path: Path) -> None:
    filled(tmp_path)
    assert len(export(tmp_path, "--since", "2025-01-11").splitlines()) == 1


def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    out = tmp_path / "audit.csv"
    export(tmp_path, "--format", "csv", "--out", str(out))
    text = out.read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1]["subject"] == "'=HYPERLINK(1)"


def test_a_directory_without_a_log_gives_nothing_and_is_not_made(tmp_path: Path) -> None:
    assert export(tmp_path / "none") == ""
    assert not (tmp_path / "none").exists()
