"""What is sent later waits for answers, but not for a chat in a flood."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.limiter import LATER, Busy, ChatLimiter, Reply


async def request(limiter: ChatLimiter, chat: int, call: Any, args: int | None = None) -> Reply:
    return await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, args)


async def test_an_alert_goes_after_the_answer_that_is_being_sent() -> None:
    limiter, order, gate = ChatLimiter(), list[str](), asyncio.Event()

    async def answer() -> bool:
        await gate.wait()
        order.append("answer")
        return True

    async def alert() -> bool:
        order.append("alert")
        return True

    first = asyncio.create_task(request(limiter, 1, answer))
    await asyncio.sleep(0)
    second = asyncio.create_task(request(limiter, 2, alert, LATER))
    await asyncio.sleep(0.01)
    assert order == []
    gate.set()
    await asyncio.gather(first, second)
    assert order == ["answer", "alert"]


async def test_an_alert_does_not_wait_for_a_flooded_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    limiter = ChatLimiter()

    async def flooded() -> bool:
        raise RetryAfter(60)

    async def alert() -> bool:
        return True

    waiting = asyncio.create_task(request(limiter, 1, flooded))
    await asyncio.sleep(0.01)
    assert await request(limiter, 2, alert, LATER)
    with pytest.raises(Busy):
        await request(limiter, 1, alert, LATER)
    with pytest.raises(RetryAfter):
        await request(limiter, 2, flooded, LATER)
    limiter.close()
    with pytest.raises(RetryAfter):
        await waiting
