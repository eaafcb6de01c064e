"""Run the bot: on Telegram, or against the playground; what is opened here is closed here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

import click
from pydantic import SecretStr
from telegram import Update
from telegram.error import InvalidToken, NetworkError

from bot import logs
from bot.app import build
from bot.opening import library
from bot.playground.people import ADMIN, READER
from bot.playground.server import Playground
from bot.receiving import pushed
from bot.settings import DIRECT, Settings
from bot.signals import leave, on_signals
from bot.watching import Watcher
from bot.web.wiring import Web, beside_playground, listening, webhook_address
from retrieval import HuiwenError, Library, SettingsError

SAMPLES = Path(__file__).parent / "samples"
DEMO_REGION = "青岚市"
START_RETRIES = 2
UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]

Progress = Callable[[int, int, str], None]


def demo_settings(settings: Settings) -> Settings:
    """The settings of a demonstration: a data directory beside the real one, the playground's own people."""
    return settings.model_copy(
        update={
            "data": settings.data.with_name(f"demo-{settings.data.name}"),
            "admins": (ADMIN,),
            "allowed": (READER,),
            "home_region": DEMO_REGION,
        }
    )


def index_samples(settings: Settings, progress: Progress) -> None:
    """Index the sample reports into the settings' data directory; nothing is written where they are there already."""
    with library(settings) as reports:
        reports.index([SAMPLES], progress=progress)


def on_telegram(settings: Settings) -> None:
    """Serve Telegram until a signal comes. Raises SettingsError without a token or with a wrong one."""
    if settings.telegram_token is None:
        raise SettingsError(
            "没有设置 HUIWEN_TELEGRAM_TOKEN：请写进 .env，或用 huiwen run --playground 在浏览器里试用。"
        )
    if settings.webhook and not (settings.public_url or "").startswith("https://"):
        raise SettingsError("HUIWEN_WEBHOOK 要求 HUIWEN_PUBLIC_URL 是 https:// 开头的地址。")
    logs.to_stderr(settings.log)
    with closing(_new_loop()), library(settings) as reports:
        web = listening(settings)
        with web.listener if web else nullcontext():
            _serve(settings, reports, web)


def in_playground(settings: Settings, port: int) -> None:
    """Serve the playground's chat page until a signal comes; port 0 takes a free one. Prints its address."""
    logs.to_stderr(settings.log)
    with closing(_new_loop()) as loop, library(settings) as reports:
        playground = Playground(port=port)
        try:
            loop.run_until_complete(playground.start())
        except OSError as error:
            raise SettingsError(f"端口 {port} 不能用，可能已被占用；换一个 --port。") from error
        try:
            _say_where(playground, settings)
            web = beside_playground(settings, playground.page_url)
            click.echo(f"来源网页在 {web.public_url}/", err=True)
            with web.listener:
                _serve(_through(playground, settings), reports, web)
        finally:
            loop.run_until_complete(playground.stop())


def _say_where(playground: Playground, settings: Settings) -> None:
    click.echo(f"playground {playground.page_url}")
    if settings.admins or settings.allowed:
        click.echo("在浏览器里打开上面的地址提问；按 Ctrl+C 结束。", err=True)
    else:
        click.echo(
            f"HUIWEN_ADMINS 和 HUIWEN_ALLOWED 都没有设置，机器人不会回答任何人；演练场里的人是 {ADMIN} 和 {READER}。",
            err=True,
        )


def _through(playground: Playground, settings: Settings) -> Settings:
    """The settings with the playground in Telegram's place."""
    return settings.model_copy(
        update={
            "telegram_api": playground.page_url.rstrip("/"),
            "telegram_token": SecretStr(playground.token),
            "telegram_proxy": DIRECT,
            "webhook": False,
        }
    )


def _serve(settings: Settings, reports: Library, web: Web | None) -> None:
    """Run the application until a signal comes, and watch the inbox meanwhile."""
    application = build(settings, reports, web=web)
    with Watcher(reports, settings.data / "inbox"):
        try:
            if settings.webhook and settings.public_url:
                address, secret = webhook_address(application.bot_data, settings.public_url)
                asyncio.get_event_loop().run_until_complete(pushed(application, address, secret, UPDATES))
            else:
                on_signals(asyncio.get_event_loop(), leave)
                application.run_polling(
                    allowed_updates=UPDATES, bootstrap_retries=START_RETRIES, close_loop=False, stop_signals=None
                )
        except InvalidToken as error:
            raise SettingsError(
                "HUIWEN_TELEGRAM_TOKEN 不对：Telegram 不认识这个令牌，请向 @BotFather 核对。"
            ) from error
        except NetworkError as error:
            raise HuiwenError(
                f"连不上 {settings.telegram_api}：请检查网络，或设置 HUIWEN_PROXY、HUIWEN_TELEGRAM_API。"
            ) from error


def _new_loop() -> asyncio.AbstractEventLoop:
    """A loop of our own, so that the playground and the application share it."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop
