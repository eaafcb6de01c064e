"""``huiwen outline`` over files of any kind: tables and figures are shown, an archive document by document."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.bot.test_cli import REPORTS, huiwen

SHEET = "地区,千人口托位数（个）\n青岚市,4.62\n云泽市,4.21\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "两份.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in REPORTS.items():
            made.writestr(name, text.encode("gb18030"))
    return path


def test_tables_and_figures_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "指标.csv"
    file.write_text(SHEET, encoding="utf-8")
    lines = huiwen("outline", file).stdout.splitlines()
    assert "表格 1：无标题（2 行 2 列）" in lines
    assert "数字 2 个，例如：" in lines
    assert "  青岚市实际 千人口托位数 4.62个" in lines
    (table,) = json.loads(huiwen("outline", file, "--json").stdout)["tables"]
    assert table["rows"] == [["青岚市", "4.62"], ["云泽市", "4.21"]]


def test_an_archive_is_shown_document_by_document(archive: Path, tmp_path: Path) -> None:
    found = json.loads(huiwen("outline", archive, "--json").stdout)
    assert [outline["region"] for outline in found] == ["临溪县", "云泽市"]
    figures = json.loads(huiwen("indicators", archive, "--json").stdout)
    assert {figure["region"] for figure in figures} == {"临溪县", "云泽市"}


def test_one_document_in_an_archive_is_shown_as_itself(tmp_path: Path) -> None:
    path = tmp_path / "一份.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("linxi.txt", REPORTS["linxi.txt"])
    assert json.loads(huiwen("outline", path, "--json").stdout)["region"] == "临溪县"
