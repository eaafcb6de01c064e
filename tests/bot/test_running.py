"""``huiwen run`` as a process: it says where, answers over HTTP, indexes its inbox, ends on a signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.playground.people import ADMIN, READER, STRANGER
from bot.running import SAMPLES, demo_settings
from bot.settings import Settings
from bot.signals import AT_ONCE
from retrieval import Library
from tests.bot.waiting import PATIENCE, eventually

ROOT = Path(__file__).parents[2]
REPORT = """青岚市2024年卫生健康工作总结
一、办好民生实事
1.发展普惠托育。全市千人口托位数达到4.73个，普惠托位占比67.7%。
"""


def start(*arguments: str, data: Path, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "--data", str(data), "run", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.Popen(
        command, cwd=data.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The bot over an empty data directory, for the reader alone, and the playground's address."""
    process = start("--playground", data=tmp_path / "data", HUIWEN_ALLOWED=str(READER))
    assert process.stdout
    yield process, process.stdout.readline().removeprefix("playground ").strip()
    process.kill()
    process.communicate()


def say(address: str, person: int, text: str) -> int:
    sent = httpx.post(f"{address}api/messages", json={"user": person, "chat": None, "text": text}, timeout=PATIENCE)
    return int(sent.raise_for_status().json()["message_id"])


def replies(address: str, person: int, after: int) -> list[dict[str, Any]]:
    found = httpx.get(f"{address}api/messages", params={"chat": person, "after": after}, timeout=PATIENCE)
    return list(found.raise_for_status().json())


def test_a_report_put_into_the_inbox_is_answered(running: tuple[subprocess.Popen[str], str], tmp_path: Path) -> None:
    process, address = running
    inbox = eventually(lambda: next(tmp_path.glob("data/inbox"), None))
    (inbox / "report.txt").write_text(REPORT, encoding="utf-8")
    with Library(tmp_path / "data", readonly=True) as library:
        eventually(library.documents)
    asked = say(address, READER, "青岚市2024年千人口托位数是多少")
    assert "4.73" in eventually(lambda: replies(address, READER, asked))[0]["text"]
    asked = say(address, STRANGER, "青岚市2024年千人口托位数是多少")
    turned_away = eventually(lambda: replies(address, STRANGER, asked))[0]["text"]
    assert "还没有管理员" in turned_away
    assert "4.73" not in turned_away
    process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in logged


BUSY = """
import asyncio, threading
from bot.signals import on_signals

async def main():
    on_signals(asyncio.get_running_loop(), stopping)
    print("ready", flush=True)
    await asyncio.sleep(600)

def stopping():
    print("stopping", flush=True)
    threading.Event().wait()  # as a pool that waits for its last job

asyncio.run(main())
"""


def test_a_second_signal_ends_at_once_with_one_line() -> None:
    command = [sys.executable, "-c", BUSY]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    for line in ("ready", "stopping"):
        assert process.stdout.readline().strip() == line
        process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert said == AT_ONCE


def test_two_signals_right_behind_each_other_log_no_error(running: tuple[subprocess.Popen[str], str]) -> None:
    process, address = running
    asked = say(address, READER, "/help")
    eventually(lambda: replies(address, READER, asked))
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, 128 + signal.SIGTERM)  # the system may make one of both
    assert (AT_ONCE in logged) is (process.returncode != 0)
    assert "Traceback" not in logged and "ERROR" not in logged and "never awaited" not in logged


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"HUIWEN_TELEGRAM_TOKEN": ""}, "HUIWEN_TELEGRAM_TOKEN"),
        ({"HUIWEN_TELEGRAM_TOKEN": "nonsense"}, "HUIWEN_TELEGRAM_TOKEN"),
        ({"HUIWEN_TELEGRAM_TOKEN": "1:wrong-token", "HUIWEN_TELEGRAM_API": "http://127.0.0.1:9"}, "127.0.0.1:9"),
    ],
)
def test_what_cannot_start_says_why_in_one_line(tmp_path: Path, settings: dict[str, str], says: str) -> None:
    process = start(data=tmp_path / "data", **settings)
    printed, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, printed) == (1, "")
    assert len(said.strip().splitlines()) == 1
    assert says in said


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start("--playground", "--port", str(port), data=tmp_path / "data")
        printed, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, printed) == (1, "")
    assert str(port) in said


def test_the_demonstration_keeps_to_a_directory_of_its_own() -> None:
    real = Settings(data=Path("somewhere/data"), admins=(5,), allowed=(6,), home_region="云泽市")
    demo = demo_settings(real)
    assert demo.data == Path("somewhere/demo-data")
    assert (demo.admins, demo.allowed) == ((ADMIN,), (READER,))


def test_every_sample_says_that_it_is_one() -> None:
    for sample in SAMPLES.iterdir():
        assert "（示例）" in sample.read_text(encoding="utf-8")
