from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli


@pytest.mark.parametrize(("command", "said"), [("list", "没有待处理的反馈。"), ("pins", "没有有效的更正。")])
def test_an_empty_list_is_one_line(tmp_path: Path, command: str, said: str) -> None:
    result = CliRunner().invoke(cli, ["--data", str(tmp_path), "feedback", command])
    assert (result.exit_code, result.output) == (0, said + "\n")
