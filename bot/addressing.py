"""Whether a message is meant for the bot, and what it says once the address is taken off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.rendering import texts

WORDS: Mapping[str, str] = {
    "对比": "compare",
    "综述": "summary",
    "城市": "city",
    "做表": "table",
    "目录": "docs",
    "订阅": "follow",
    "帮助": "help",
    "停止": "stop",
}
_WORD = "|".join(WORDS)
_COMMAND = re.compile(
    rf"[/／、]\s?(?P<name>[A-Za-z][A-Za-z0-9_]*|{_WORD})(?:@(?P<bot>\w+))?(?:(?:(?<=[\u4e00-\u9fff])|[\s:：,，])\s*(?P<rest>.*))?",
    re.DOTALL,
)
_BARE = re.compile(rf"(?P<name>{_WORD})(?:[\s:：]+(?P<rest>.*))?", re.DOTALL)
_LINK_WORDS = r"(?:请|帮忙|帮我|麻烦)?(?:(?:收录|看看|看|读|读读|阅读|入库|添加|加入|解读|收)(?:一下|下|一看)?)?(?:这个|这份|这篇|这里)?(?:网址|链接|网页|地址|报告|文件)?"
_LINK = re.compile(
    rf"{_LINK_WORDS}[\s:：,，]*(?P<address>https?://\S*?[!-~])[\s,，]*{_LINK_WORDS}(?:吧|谢谢)?[\s。.!！]*",
    re.IGNORECASE,
)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message says: words, and the command before them (None: a plain question). ``bot``: named by /x@bot."""

    words: str
    command: str | None = None
    bot: str | None = None


def said(text: str) -> Said:
    """Read a text. A Chinese command word counts with a sign before it, or alone, or with a space after it."""
    clean = _UNFIT.sub("", text).strip()
    match = _COMMAND.fullmatch(clean) or _BARE.fullmatch(clean)
    if match is None:
        return Said(words=clean)
    found = match.groupdict()
    name = match["name"].lower()
    return Said(words=(match["rest"] or "").strip(), command=WORDS.get(name, name), bot=found.get("bot"))


def link(text: str) -> str | None:
    """The address in a message that is nothing but an address, with at most a few words like 收录 or 看看 beside it.

    >>> link("收录一下 https://example.cn/a.html"), link("https://example.cn/a.html 里托位数是多少")
    ('https://example.cn/a.html', None)
    """
    found = _LINK.fullmatch(text.strip())
    return found["address"] if found else None


def addressed(message: Message) -> bool:
    """In private always; in a group by a command, a mention, or a reply to the bot."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    bot = message.get_bot()
    reply = message.reply_to_message
    if reply and reply.from_user and reply.from_user.id == bot.id:
        return True
    return _mentioned(message, bot.username, bot.id) or _commanded(message.text or "", bot.username)


def _mentioned(message: Message, username: str, bot_id: int) -> bool:
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    found = message.parse_entities(kinds) if message.text else {}
    found |= message.parse_caption_entities(kinds) if message.caption else {}
    return any(
        text.lower() == f"@{username.lower()}" or (entity.user is not None and entity.user.id == bot_id)
        for entity, text in found.items()
    )


def _commanded(text: str, username: str) -> bool:
    found = said(text)
    if found.command is None or not text.lstrip().startswith(("/", "／", "、")):
        return False
    if found.bot:
        return found.bot.lower() == username.lower()
    return found.command in texts.COMMANDS or found.command in texts.ADMIN_COMMANDS or found.command == "start"


def without_mention(text: str, username: str) -> str:
    """The text without ``@bot``."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip()
