"""Loops beside the chats."""

import asyncio
import logging

import pytest

from bot.jobs import Jobs


async def test_a_failed_job_is_begun_again_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    begun: list[str] = []
    third = asyncio.Event()

    async def frail() -> None:
        begun.append("frail")
        if begun.count("frail") < 3:
            raise ValueError("broken")
        third.set()
        await asyncio.Event().wait()

    async def steady() -> None:
        begun.append("steady")
        await asyncio.Event().wait()

    jobs = Jobs({"frail": frail, "steady": steady}, first_wait=0.001)
    with caplog.at_level(logging.ERROR):
        jobs.start()
        await asyncio.wait_for(third.wait(), 5)
        await jobs.stop()
    assert begun.count("steady") == 1
    assert [record.message.split(";")[0] for record in caplog.records] == ["job frail failed"] * 2


async def test_stopping_waits_until_a_job_has_ended() -> None:
    ended: list[bool] = []

    async def careful() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    jobs = Jobs({"careful": careful})
    jobs.start()
    await asyncio.sleep(0)
    await jobs.stop()
    assert ended == [True]
