"""The documents say what is true: commands, settings, targets and links are compared with the code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from bot.cli import cli
from bot.rendering import texts
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
EXAMPLES = sorted(set(re.findall(r"^huiwen (.+)$", README, flags=re.MULTILINE)))


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_a_valid_command(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name, *arguments = shlex.split(line, comments=True)
    for argument in arguments:
        if argument.endswith((".txt", ".jsonl")):
            Path(argument).touch()
    cli.commands[name].make_context(name, arguments)


def test_every_command_has_an_example() -> None:
    assert {line.split()[0] for line in EXAMPLES} == set(cli.commands)


def test_every_command_of_the_chat_is_described() -> None:
    assert [name for name in texts.COMMANDS if f"| /{name}" not in README] == []


def test_every_setting_is_described() -> None:
    assert set(re.findall(r"HUIWEN_[A-Z_]+", README)) == {PREFIX + field.upper() for field in Settings.model_fields}


@pytest.mark.parametrize("text", [README, ARCHITECTURE, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")])
def test_make_targets_exist(text: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)`", text):
        assert f"\n{target}:" in makefile


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_the_architecture_names_every_room() -> None:
    rooms = [path.name for path in (ROOT / "retrieval").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert [room for room in rooms if f"`retrieval/{room}/`" not in ARCHITECTURE] == []


def test_the_changelog_has_the_current_version_or_unreleased_changes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.search(
        r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert version
    assert f"## [{version.group(1)}]" in changelog or "## [Unreleased]" in changelog


@pytest.mark.parametrize(
    ("env", "line", "told"),
    [
        ({}, "HUIWEN_TELEGRAM_TOKEN=", "run --demo"),
        ({}, "HUIWEN_TELEGRAM_TOKEN=1:a", "run"),
        ({}, "HUIWEN_TELEGRAM_TOKEN_FILE=/run/secrets/token", "run"),
        ({"HUIWEN_TELEGRAM_TOKEN_FILE": "token"}, "", "run"),
    ],
)
def test_make_run_serves_telegram_wherever_the_token_stands(
    tmp_path: Path, env: dict[str, str], line: str, told: str
) -> None:
    for name in ("pyproject.toml", "constraints.txt", "stamp"):
        (tmp_path / name).touch()
    (tmp_path / ".env").write_text(line + "\n", encoding="utf-8")
    (tmp_path / "huiwen").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (tmp_path / "huiwen").chmod(0o755)
    run = ["make", "--no-print-directory", "-f", str(ROOT / "Makefile"), "run", "STAMP=stamp", "BIN=."]
    done = subprocess.run(run, cwd=tmp_path, env=os.environ | env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told
