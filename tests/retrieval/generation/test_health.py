"""The breaker, the day's tokens, and the waiting line."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from retrieval.generation.health import FAILURES, LONGEST, PAUSE, Health
from retrieval.generation.slots import Slots


class Clock:
    def __init__(self) -> None:
        self.now = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_and_lets_one_try_after_a_pause(tmp_path: Path) -> None:
    clock = Clock()
    health = Health(tmp_path / "model.json", clock=clock)
    for _ in range(FAILURES - 1):
        health.failed("接口超时")
    assert health.admit() is None
    health.succeeded(10)
    for _ in range(FAILURES):
        assert health.resting() is None
        health.failed("接口超时")
    assert "接口超时" in (health.admit() or "")
    clock.now += PAUSE + 1
    assert health.admit() is None
    assert health.admit() == "正在试着恢复"
    health.failed("接口超时")
    clock.now += PAUSE + 1
    assert health.admit() is not None  # the second pause is longer
    clock.now += PAUSE
    assert health.admit() is None
    health.succeeded(10)
    assert health.admit() is None and health.admit() is None


def test_a_wrong_key_opens_at_once_and_the_pause_has_an_end() -> None:
    clock = Clock()
    health = Health(None, clock=clock)
    health.failed("密钥不对（401）", hopeless=True)
    assert "密钥不对" in (health.resting() or "")
    for _ in range(40):
        clock.now += LONGEST + 1
        assert health.admit() is None
        health.failed("密钥不对（401）", hopeless=True)
    clock.now += LONGEST - 1
    assert health.admit() is not None


def test_every_process_knows(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "model.json"
    Health(path, clock=clock).failed("没有这个模型", hopeless=True)
    assert "没有这个模型" in (Health(path, clock=clock).resting() or "")


def test_a_broken_file_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    for text in ("{", "[]", '{"failures": 1, "colour": 2}'):
        path.write_text(text, encoding="utf-8")
        assert Health(path).admit() is None
    Health(path).succeeded(5)
    assert Health(path).spent() == 5
    assert [each.name for each in tmp_path.iterdir()] == ["model.json"]
    Health(tmp_path / "absent" / "model.json").succeeded(5)


def test_the_days_tokens_begin_anew() -> None:
    clock = Clock()
    health = Health(None, daily_tokens=100, clock=clock)
    health.succeeded(60)
    health.stopped(39)
    assert health.admit() is None
    health.failed("接口超时", tokens=1)
    assert "今天的用量已满" in (health.admit() or "")
    clock.now += 24 * 3600
    assert (health.admit(), health.spent()) == (None, 0)


def test_who_waits_longest_goes_first() -> None:
    slots, order = Slots(1), []
    assert slots.take(0)

    def wait(name: int) -> None:
        assert slots.take(60)
        order.append(name)
        slots.give()

    waiting = [threading.Thread(target=wait, args=(name,)) for name in range(4)]
    for name, thread in enumerate(waiting):
        thread.start()
        while len(slots._waiting) <= name:
            time.sleep(0.001)
    assert not slots.take(0.01)
    slots.give()
    for thread in waiting:
        thread.join()
    assert order == [0, 1, 2, 3]
    assert slots.take(0)
