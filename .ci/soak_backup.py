"""A backup while fifty people ask and reports come in; restored elsewhere: the same answers, people and subscriptions, no alert twice.

usage: .venv/bin/python .ci/soak_backup.py
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx
from soak_load import PEOPLE, ROOT, STARVED, crowd, started

from bot.playground.people import ADMIN
from bot.store import Database
from bot.store.tables import members, outbox, subscriptions

Json = dict[str, Any]
NEW = 12
QUIET_SECONDS = 6.0
NAME = "青岚市卫生健康局20"
#: Of years and cities that no new report is about.
QUESTIONS = (
    "青岚市2024年家庭医生签约率是多少",
    "青岚市2024年千人口托位数是多少",
    "云泽市2024年托位目标是多少",
    "望川市2024年千人口托位数是多少",
    "望川基层就诊率是多少",
    "江澜市2024年总结里医共体做了什么",
    "青岚市2024年吸烟率是多少",
    "云泽孕产妇死亡率控制在多少",
)
REPORT = """青岚市卫生健康局20{year}年工作总结
一、托育服务
全市新增托位{number}个，千人口托位数达到4.{number}个。
二、基层卫生
家庭医生签约率达到4{digit}.5%。
"""


def huiwen(data: Path, *arguments: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "bot", "--data", str(data), *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def answers(data: Path) -> list[Json]:
    """The answers to the questions, without what differs at each asking."""
    questions = data.parent / "questions.jsonl"
    lines = (json.dumps({"id": str(n), "question": question}) for n, question in enumerate(QUESTIONS))
    questions.write_text("\n".join(lines), encoding="utf-8")
    told = [json.loads(line) for line in huiwen(data, "ask", "--batch", str(questions)).splitlines()]
    return [{name: value for name, value in one.items() if name != "elapsed_ms"} for one in told]


def say(address: str, text: str) -> list[Json]:
    """What the bot answers to an administrator."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        sent = client.post("api/messages", json={"user": ADMIN, "chat": None, "text": text}).json()["message_id"]
        return list(client.get("api/messages", params={"chat": ADMIN, "after": sent, "timeout": 30}).json())


def follow(address: str) -> None:
    """The administrator follows what the new reports are about."""
    preview = say(address, "/follow 青岚市")[-1]
    rows = preview["reply_markup"]["inline_keyboard"]
    data = next(one["callback_data"] for row in rows for one in row if one["text"] == "保存")
    press = {"user": ADMIN, "chat": ADMIN, "message_id": preview["message_id"], "data": data}
    httpx.post(f"{address}api/callbacks", json=press, timeout=60, trust_env=False).raise_for_status()


def kept(data: Path) -> dict[str, list[Any]]:
    """People, subscriptions and what was sent of a data directory."""
    database = Database(data)
    try:
        with database.reading() as connection:
            return {table.name: list(connection.execute(table.select())) for table in (members, subscriptions, outbox)}
    finally:
        database.close()


def bring(data: Path) -> None:
    """New reports, one after the other."""
    for number in range(NEW):
        text = REPORT.format(year=10 + number, number=10 + number, digit=number % 10)
        (data / "inbox" / f"{number}.txt").write_text(text, encoding="utf-8")
        time.sleep(0.5)


def under_load(data: Path, archive: Path) -> tuple[list[float], list[float], float]:
    """Waits of a round without and of one with the backup, and the seconds that it took."""
    process, address = started(data)
    try:
        follow(address)
        say(address, "/invite")
        before = asyncio.run(crowd(address))
        coming = threading.Thread(target=bring, args=(data,))
        took: list[float] = []

        def back_up() -> None:
            time.sleep(2)
            begun = time.monotonic()
            huiwen(data, "backup", str(archive))
            took.append(time.monotonic() - begun)

        making = threading.Thread(target=back_up)
        coming.start()
        making.start()
        during = asyncio.run(crowd(address))
        making.join()
        coming.join()
        deadline = time.monotonic() + 120
        while huiwen(data, "docs").count(NAME) < NEW and time.monotonic() < deadline:
            time.sleep(1)
    finally:
        process.terminate()
        process.wait(60)
    return before, during, took[0]


def sent_again(data: Path) -> int:
    """How many alerts the restored bot sends of what was sent when the backup was made."""
    done = sum(row.message_id is not None for row in kept(data)["outbox"])
    process, address = started(data)
    try:
        time.sleep(QUIET_SECONDS)
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            told = client.get("api/messages", params={"chat": ADMIN, "after": 0}).json()
    finally:
        process.terminate()
        process.wait(60)
    return max(0, sum("青岚市" in one["text"] for one in told) - (NEW - done))


def main() -> int:
    """Print the figures; 1 where something was lost or differs."""
    os.environ["HUIWEN_ADMINS"] = str(ADMIN)
    with tempfile.TemporaryDirectory() as folder:
        data, other, archive = Path(folder) / "data", Path(folder) / "other", Path(folder) / "backup.zip"
        huiwen(data, "index", str(ROOT / "bot" / "samples"))
        (data / "inbox").mkdir(exist_ok=True)
        before, during, took = under_load(data, archive)
        huiwen(other, "restore", str(archive))
        held = huiwen(other, "docs").count(NAME)
        same = sum(one == two for one, two in zip(answers(data), answers(other), strict=True))
        live, restored = kept(data), kept(other)
        lost = [name for name in ("members", "subscriptions") if live[name] != restored[name]]
        again = sent_again(other)
        middle = [statistics.quantiles(waits, n=20)[-1] for waits in (before, during)]
        answered = sum(wait < float("inf") for wait in (*before, *during))
        print(
            f"backup under load: {took:.1f} s, {held} of {NEW} new reports in it; {answered} of {10 * len(PEOPLE)} answered, "
            f"p95 {middle[0]:.2f} s without and {middle[1]:.2f} s with it ({middle[1] / middle[0]:.2f})\n"
            f"restored: {same} of {len(QUESTIONS)} answers the same, tables that differ: {lost or 'none'}, alerts sent again: {again}"
        )
        sound = answered == 10 * len(PEOPLE) and same == len(QUESTIONS) and not lost and not again
        return 0 if sound and middle[1] <= STARVED * middle[0] else 1


if __name__ == "__main__":
    sys.exit(main())
