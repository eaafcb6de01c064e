"""huiwen keys: a new key signs, what the old one signed is still known, and the log has it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from bot.cli import cli
from bot.store import Database, recorded
from bot.viewer.keys import Keyring
from bot.viewer.passes import Passes

SECTION = "3f9k2m7q1a"


def rotate(data: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), "keys", "rotate"])
    return done.exit_code, done.output


def test_a_running_bot_signs_with_the_new_key_and_still_knows_what_the_old_one_signed(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.open()
    running = Passes(Keyring(tmp_path), clock=lambda: 1000.0, life=60)
    before = running.issue(1001, SECTION)
    assert rotate(tmp_path)[0] == 0
    old, new = running.read(before, SECTION), running.read(running.issue(1001, SECTION), SECTION)
    assert old is not None and not old.valid and old.person == 1001
    assert new is not None and new.valid
    database.close()
    assert [(entry.by, entry.what) for entry in recorded(tmp_path, 0)] == [(0, "keys.rotate")]


def test_a_directory_that_is_not_there_gets_no_key(tmp_path: Path) -> None:
    code, said = rotate(tmp_path / "nowhere")
    assert code == 1 and "--data" in said
    assert not (tmp_path / "nowhere").exists()
