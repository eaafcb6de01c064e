"""/admit: groups whose members may ask within them; what happens when the bot is put into one or out of it."""

from __future__ import annotations

from contextlib import suppress

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.addressing import Said
from bot.circles import circles
from bot.context import Context, Place
from bot.handlers.entering import tell_admins
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.message import messages
from bot.rendering.people import added_message, groups_message

INSIDE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
END = ("停止", "取消", "stop")


async def admitting(context: Context, place: Place, said: Said) -> None:
    """/admit [圈子] in a group lets its members ask there, /admit 停止 ends it; in private it lists the groups."""
    services, members = context.bot_data, context.bot_data.access.members
    names = [part for part in said.words.replace("、", " ").split() if part]
    if not place.group:
        await context.say(place, [groups_message(tuple(members.standing.groups.values()))])
        return
    if names and names[0] in END:
        await services.disk(members.dismiss, place.chat, by=place.person)
        await context.say(place, messages(texts.GROUP_DISMISSED))
        return
    unknown = [name for name in names if name not in await circles(context)]
    if unknown:
        await context.say(place, messages(texts.CIRCLE_UNKNOWN))
        return
    await services.disk(members.admit, place.chat, await _title(context, place.chat), names, by=place.person)
    await context.say(place, messages(texts.GROUP_ADMITTED))


async def _title(context: Context, chat: int) -> str:
    with suppress(TelegramError):
        return (await context.bot.get_chat(chat)).title or ""
    return ""


async def admit(context: Context, press: Press) -> str | None:
    """允许 under the notice. Data: ``<chat>``."""
    services, members = context.bot_data, context.bot_data.access.members
    chat = _chat(press.rest)
    if chat is None:
        return texts.BUTTON_OLD
    await services.disk(members.admit, chat, await _title(context, chat), (), by=press.place.person)
    await context.edit_keyboard(press.place, press.message, None)
    with suppress(TelegramError):
        await context.bot.send_message(chat, texts.GROUP_ADMITTED)
    return texts.LET_IN


async def dismiss(context: Context, press: Press) -> str | None:
    """停止. Data: ``<chat>``."""
    services, members = context.bot_data, context.bot_data.access.members
    chat = _chat(press.rest)
    if chat is None:
        return texts.BUTTON_OLD
    await services.disk(members.dismiss, chat, by=press.place.person)
    groups = tuple(members.standing.groups.values())
    await context.edit(press.place, press.message, groups_message(groups))
    return None


def _chat(rest: str) -> int | None:
    return int(rest) if rest.removeprefix("-").isdigit() and len(rest) < 20 else None


async def standing(update: Update, context: Context) -> None:
    """The bot was put into a group, or out of it: administrators are asked, an admission ends."""
    change, services = update.my_chat_member, context.bot_data
    if change is None or change.chat.type == ChatType.PRIVATE:
        return
    before, now = (member.status in INSIDE for member in (change.old_chat_member, change.new_chat_member))
    if not now:
        await services.disk(services.access.members.dismiss, change.chat.id, by=0)
    elif not before and not services.access.admitted(change.chat.id):
        message = added_message(change.chat.id, change.chat.title or "", change.from_user.full_name)
        if services.access.notify():
            await tell_admins(context, message)
