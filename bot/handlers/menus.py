"""The menus of commands: everybody's, and an administrator's own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import Context
from bot.rendering import texts
from bot.rights import Role


def _commands(*menus: Any) -> list[BotCommand]:
    return [BotCommand(name, description) for menu in menus for name, description in menu.items()]


async def show_menus(bot: ExtBot[int], admins: tuple[int, ...]) -> None:
    """Set the menus at the start. An administrator who never wrote has no chat yet; his menu comes with his first /start."""
    await bot.set_my_commands(_commands(texts.COMMANDS), scope=BotCommandScopeAllPrivateChats())
    in_groups = {name: texts.COMMANDS[name] for name in texts.GROUP_COMMANDS}
    await bot.set_my_commands(_commands(in_groups), scope=BotCommandScopeAllGroupChats())
    for admin in admins:
        await _administering(bot, admin)


async def _administering(bot: ExtBot[int], person: int) -> None:
    with suppress(TelegramError):
        await bot.set_my_commands(
            _commands(texts.COMMANDS, texts.ADMIN_COMMANDS), scope=BotCommandScopeChat(chat_id=person)
        )


async def show_menu(context: Context, person: int) -> None:
    """The menu of a person whose role changed."""
    if context.bot_data.access.role(person) is Role.ADMIN:
        await _administering(context.bot, person)
    else:
        with suppress(TelegramError):
            await context.bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=person))
