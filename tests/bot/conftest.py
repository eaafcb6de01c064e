"""The real Application against the playground, over HTTP, with a made-up library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.access import Whole
from bot.app import App, build
from bot.playground import UNLIMITED, Playground
from bot.playground.people import ADMIN, READER
from bot.settings import Settings
from bot.web.wiring import Web
from tests.bot.fakes import FakeLibrary

Run = Callable[..., AbstractAsyncContextManager[App]]


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest_asyncio.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(limits=UNLIMITED) as running:
        yield running


@pytest.fixture
def run(playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path) -> Run:
    """Start the bot as run_polling does; stop it at the end of the block."""

    @asynccontextmanager
    async def running(library: Whole = library, web: Web | None = None, **settings: Any) -> AsyncIterator[App]:
        values: dict[str, Any] = {
            "data": tmp_path,
            "telegram_token": SecretStr(playground.token),
            "telegram_api": playground.page_url.rstrip("/"),
            "admins": (ADMIN,),
            "allowed": (READER,),
            "limit_minute": 0,
        }
        chosen = Settings(_env_file=None, **(values | settings))
        application = build(chosen, library, clock=clock, first_wait=0.01, web=web)
        await start(application)
        await asyncio.gather(*application.bot_data.warming)
        if isinstance(library, FakeLibrary):
            # what the greeting tried for its examples is not what a person asked
            library.asked = [asked for asked in library.asked if not asked[0].endswith("是多少？")]
        try:
            yield application
        finally:
            await stop(application)

    return running


async def start(application: App) -> None:
    await application.initialize()
    assert application.post_init and application.updater
    await application.post_init(application)
    await application.updater.start_polling(poll_interval=0, timeout=5)
    await application.start()


async def stop(application: App) -> None:
    assert application.post_shutdown and application.updater
    await application.updater.stop()
    await application.stop()
    await application.shutdown()
    await application.post_shutdown(application)
