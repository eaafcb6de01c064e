"""/invite: a link that lets one person in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.addressing import Said
from bot.circles import circles
from bot.context import Context, Place
from bot.handlers.entering import INVITED
from bot.rendering import texts
from bot.rendering.message import messages
from bot.rights import Role

DAYS, MOST_DAYS, DAY = 7, 30, 24 * 3600
NAMES = {name: role for role, names in texts.ROLE_WORDS.items() for name in names}

_TIME = re.compile(r"(\d{1,3})\s*(天|小时)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an invitation is to give, read from words; ``unknown``: words that are nothing of it."""

    role: Role
    seconds: int
    circles: tuple[str, ...]
    unknown: tuple[str, ...]


def wanted(words: str, known: tuple[str, ...]) -> Wanted:
    """``读者 3天 医政处``, in any order; a reader for seven days where nothing is said. ``known``: the circles."""
    time = _TIME.search(words)
    seconds = DAYS * DAY
    if time:
        seconds = int(time[1]) * (DAY if time[2] == "天" else 3600)
        words = words.replace(time[0], " ")
    parts = [part for part in re.split(r"[\s,，、]+", words) if part and part != "圈子"]
    roles = [NAMES[part] for part in parts if part in NAMES]
    return Wanted(
        role=roles[0] if roles else Role.READER,
        seconds=max(3600, min(seconds, MOST_DAYS * DAY)),
        circles=tuple(part for part in parts if part in known),
        unknown=tuple(part for part in parts if part not in NAMES and part not in known),
    )


async def inviting(context: Context, place: Place, said: Said) -> None:
    """/invite [角色] [期限] [圈子]: the link, shown once."""
    services = context.bot_data
    asked = wanted(said.words, await circles(context))
    if asked.unknown:
        await context.say(place, messages(texts.USAGE_INVITE.format(unknown="、".join(asked.unknown)[:60])))
        return
    make = services.access.members.invite
    secret = await services.disk(make, asked.role, asked.circles, asked.seconds, by=place.person)
    hours = asked.seconds // 3600
    shown = texts.INVITE.format(
        role=texts.ROLES[asked.role],
        circles=texts.INVITE_CIRCLES.format(circles="、".join(asked.circles)) if asked.circles else "",
        time=f"{hours // 24}天" if hours % 24 == 0 else f"{hours}小时",
        link=f"https://t.me/{context.bot.username}?start={INVITED}{secret}",
    )
    await context.say(place, messages(shown))
