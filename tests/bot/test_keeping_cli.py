"""``huiwen backup``, ``restore`` and ``upgrade`` as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.store import Database

REPORT = """青岚市2024年卫生健康工作总结
一、办好民生实事
1.发展普惠托育。全市千人口托位数达到4.73个，普惠托位占比67.7%。
"""
QUESTION = "青岚市2024年千人口托位数是多少"


def huiwen(data: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *map(str, arguments)], prog_name="huiwen")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    assert huiwen(tmp_path / "data", "index", tmp_path / "report.txt").exit_code == 0
    return tmp_path / "data"


def test_a_backup_goes_to_another_directory_and_answers_there(data: Path, tmp_path: Path) -> None:
    made = huiwen(data, "backup", tmp_path / "b.zip")
    assert (made.exit_code, "1 份文件" in made.output) == (0, True)
    again = huiwen(data, "backup", tmp_path / "b.zip")
    assert (again.exit_code, "已经存在" in again.output) == (1, True)
    assert huiwen(tmp_path / "else", "restore", tmp_path / "b.zip").exit_code == 0
    assert "4.73" in huiwen(tmp_path / "else", "ask", QUESTION).output
    database = Database(tmp_path / "else")
    with database.reading() as connection:  # the bot's tables are there before it first runs
        assert connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar() == 0
    database.close()


def test_a_restore_over_data_wants_to_be_told(data: Path, tmp_path: Path) -> None:
    huiwen(data, "backup", tmp_path / "b.zip")
    refused = huiwen(data, "restore", tmp_path / "b.zip")
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    done = huiwen(data, "restore", tmp_path / "b.zip", "--replace")
    assert (done.exit_code, "data.before-" in done.output) == (0, True)


def test_a_bad_archive_is_one_sentence(data: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    done = huiwen(tmp_path / "else", "restore", tmp_path / "bad.zip")
    assert (done.exit_code, len(done.output.strip().splitlines())) == (1, 1)
    assert not (tmp_path / "else").exists()


def test_an_upgrade_says_what_it_did(data: Path, tmp_path: Path) -> None:
    done = huiwen(data, "upgrade", "--backup", tmp_path / "before.zip")
    assert done.exit_code == 0, done.output
    assert "升级完成" in done.output
    assert (tmp_path / "before.zip").is_file()


def test_what_was_misread_is_corrected(data: Path) -> None:
    id_ = huiwen(data, "docs").output.split()[0]
    done = huiwen(data, "correct", id_, "--region", "芜湖市", "--year", "2022", "--kind", "通知")
    assert "芜湖市  2022  通知" in done.output
    assert "4.73" in huiwen(data, "ask", QUESTION.replace("青岚市2024", "芜湖市2022")).output
    assert huiwen(data, "correct", id_).exit_code == 2
    assert (wrong := huiwen(data, "correct", id_, "--region", "无此地方")).exit_code == 1 and "不认识" in wrong.output
