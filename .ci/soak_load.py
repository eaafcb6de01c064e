"""Fifty people ask five questions each at once through the playground: is everyone answered, soon, and does memory stay flat?

usage: .venv/bin/python .ci/soak_load.py [DATA]     DATA: a data directory with the sample reports; else one is made
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = tuple(range(2001, 2051))
ROUNDS = 3
PATIENCE = 60.0
SLOWEST, STARVED, GROWTH = 8.0, 4.0, 1.15
QUESTIONS = (
    "青岚市2024年家庭医生签约率是多少",
    "望川市2024年千人口托位数是多少",
    "各市千人口托位数谁最高",
    "江澜市2024年总结里医共体做了什么",
    "云泽市2024年托位目标是多少",
)


def started(data: Path) -> tuple[subprocess.Popen[str], str]:
    """The bot over a data directory for the fifty, and the playground's address."""
    people = ",".join(map(str, PEOPLE))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HUIWEN_ALLOWED": people, "HUIWEN_DATA": str(data)}
    command = [sys.executable, "-m", "bot", "run", "--playground", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=data.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    line = process.stdout.readline() if process.stdout else ""
    return process, line.removeprefix("playground ").strip()


async def ask(client: httpx.AsyncClient, person: int, question: str) -> float:
    """Seconds until an answer with its source came; infinite where none did."""
    begun = time.monotonic()
    told = await client.post("api/messages", json={"user": person, "chat": None, "text": question})
    after = told.raise_for_status().json()["message_id"]
    while time.monotonic() - begun < PATIENCE:
        query = {"chat": person, "after": after, "timeout": 20}
        told = await client.get("api/messages", params=query)
        if any("[1]" in message["text"] for message in told.json()):
            return time.monotonic() - begun
        await asyncio.sleep(0.05)
    return float("inf")


async def crowd(address: str) -> list[float]:
    """Everybody asks a question, waits for the answer, asks the next; all at once."""
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits, trust_env=False) as client:

        async def one(at: int, person: int) -> list[float]:
            order = [QUESTIONS[(at + step) % len(QUESTIONS)] for step in range(len(QUESTIONS))]
            return [await ask(client, person, question) for question in order]

        waits = await asyncio.gather(*(one(at, person) for at, person in enumerate(PEOPLE)))
    return [seconds for own in waits for seconds in own]


def memory(process: subprocess.Popen[str]) -> int:
    """Megabytes that the process holds."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def run(data: Path) -> bool:
    """Three rounds; the figures of each. Whether all of them are good enough."""
    process, address = started(data)
    sound, held = True, []
    try:
        for number in range(1, ROUNDS + 1):
            begun = time.monotonic()
            waits = sorted(asyncio.run(crowd(address)))
            p95, middle = waits[int(len(waits) * 0.95)], statistics.median(waits)
            held.append(memory(process))
            answered = sum(wait < float("inf") for wait in waits)
            print(
                f"round {number}: {answered} of {len(waits)} answered in {time.monotonic() - begun:.1f} s, "
                f"median {middle:.2f} s, p95 {p95:.2f} s, max {waits[-1]:.2f} s, "
                f"max/median {waits[-1] / middle:.2f}, {held[-1]} MB",
                flush=True,
            )
            sound &= answered == len(waits) and p95 <= SLOWEST and waits[-1] <= STARVED * max(middle, 1.0)
    finally:
        process.terminate()
        process.wait(30)
    return sound and held[-1] <= held[0] * GROWTH


def main() -> int:
    """Print the figures; 1 where one is not good enough."""
    if len(sys.argv) > 1:
        return 0 if run(Path(sys.argv[1]).resolve()) else 1
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        index = [sys.executable, "-m", "bot", "--data", str(data), "index", str(ROOT / "bot" / "samples")]
        subprocess.run(index, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        return 0 if run(data) else 1


if __name__ == "__main__":
    sys.exit(main())
