"""A running playground and the real Application against it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.playground import UNLIMITED, Playground

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]
Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]


def builder(playground: Playground) -> Builder:
    """An ApplicationBuilder that talks to the playground."""
    return (
        ApplicationBuilder()
        .token(playground.token)
        .base_url(playground.base_url)
        .base_file_url(playground.base_file_url)
    )


async def echo(update: Update, _context: Context) -> None:
    message = update.effective_message
    assert message is not None
    prefix = "改：" if update.edited_message else "回："
    await message.reply_text(prefix + (message.text or message.caption or "文件"))


async def pressed(update: Update, _context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("好的")
    await query.edit_message_text(f"按了 {query.data}")


async def inline(update: Update, _context: Context) -> None:
    assert update.inline_query is not None
    text = update.inline_query.query
    article = InlineQueryResultArticle("1", f"结果 {text}", InputTextMessageContent(f"内容 {text}"))
    await update.inline_query.answer([article])


async def start(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"你好 {' '.join(context.args or [])}".strip())


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it python-telegram-bot 22 warns wherever it gives a retry_after."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest_asyncio.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(limits=UNLIMITED) as running:
        yield running


@pytest_asyncio.fixture
async def app(playground: Playground) -> AsyncIterator[App]:
    """An echo bot that polls."""
    application: App = builder(playground).build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(MessageHandler(filters.ALL, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0.0, allowed_updates=Update.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()
