"""What stands in deploy/ names commands, settings and files that there are."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path

import pytest

from bot.cli import cli
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy" / "huiwen.service").read_text(encoding="utf-8")
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def unit() -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys as written
    parser.read_string(UNIT)
    return dict(parser["Service"])


@pytest.mark.parametrize("text", [UNIT, CONTAINER])
def test_the_settings_named_exist(text: str) -> None:
    names = {name.removesuffix("_FILE") for name in re.findall(rf"{PREFIX}[A-Z_]+", text)}
    assert names
    assert {name.removeprefix(PREFIX).lower() for name in names} <= set(Settings.model_fields)


def test_the_unit_runs_a_command_that_there_is_and_shuts_the_rest() -> None:
    service = unit()
    assert service["ExecStart"].split()[-1] in cli.commands
    assert {service[name] for name in ("NoNewPrivileges", "PrivateTmp", "ProtectHome")} == {"yes"}
    assert service["User"] != "root"


def test_the_container_copies_what_there_is_and_is_not_root() -> None:
    copied = [
        words.split()[1:-1] for words in CONTAINER.splitlines() if words.startswith("COPY ") and "--from" not in words
    ]
    assert all((ROOT / name).exists() for names in copied for name in names)
    assert re.search(r"^USER (?!root)", CONTAINER, re.MULTILINE)
    command = re.search(r'^CMD \["(\w+)"\]$', CONTAINER, re.MULTILINE)
    assert command
    assert command[1] in cli.commands


def test_the_installer_is_sound_shell() -> None:
    subprocess.run(["sh", "-n", str(ROOT / "deploy" / "install.sh")], check=True)
