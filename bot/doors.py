"""Every door of the house and the right that it needs. ``gate`` reads these tables; what is not in them stays shut.

A test walks all handlers, buttons, routes and commands, and fails on one that is missing here.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Message, Update

from bot.addressing import Said, link, said, without_mention
from bot.rights import Right

#: Commands in chat, None: a plain question.
COMMANDS: Mapping[str | None, Right] = {
    None: Right.ASK,
    "ask": Right.ASK,
    "circle": Right.ADMINISTER,
    "city": Right.ASK,
    "compare": Right.ASK,
    "docs": Right.ASK,
    "feedback": Right.ADMINISTER,
    "follow": Right.ASK,
    "following": Right.ASK,
    "help": Right.ASK,
    "home": Right.ASK,
    "invite": Right.ADMINISTER,
    "admit": Right.ADMINISTER,
    "new": Right.ASK,
    "people": Right.ADMINISTER,
    "search": Right.ASK,
    "sources": Right.ADMINISTER,
    "start": Right.ASK,
    "status": Right.ADMINISTER,
    "stop": Right.ASK,
    "summary": Right.ASK,
    "table": Right.ASK,
    "why": Right.ASK,
}

#: Buttons by the name in their data.
BUTTONS: Mapping[str, Right] = {
    **dict.fromkeys(
        ("ask", "b", "c", "d", "dr", "g", "l", "o", "r", "rr", "s", "t", "u", "x", "y", "yy", "z"), Right.ASK
    ),
    **dict.fromkeys(("fa", "fc", "fd", "fh", "fl", "fm", "fn", "fo", "fp", "fq", "fr", "fs", "fz"), Right.ASK),
    **dict.fromkeys(("k", "kc", "kl", "ke", "kg", "kp", "kq", "kr", "ks", "kt", "kw", "kx"), Right.ASK),
    **dict.fromkeys(("ua", "uf", "uv"), Right.ADD),
    "ul": Right.ASK,
    "ux": Right.ASK,
    **dict.fromkeys(("pa", "pc", "pl", "pn", "po", "pr", "pw"), Right.ADMINISTER),
    **dict.fromkeys(("wc", "wd", "wl", "wo", "wp", "wx"), Right.ADMINISTER),
    **dict.fromkeys(("hd", "he", "hk", "hl", "hn", "ho", "hp", "hr", "hs", "ht", "hv", "hw", "hx"), Right.ADMINISTER),
    **dict.fromkeys(("ja", "jd", "jl", "jm", "jo", "jp", "jt", "jx"), Right.ADMINISTER),
}

#: Kinds of updates that are no command and no button. ``moved``: Telegram's own word that a group has another number.
KINDS: Mapping[str, Right] = {
    "workbook": Right.ASK,
    "link": Right.ASK,
    "other": Right.ASK,
    "inline": Right.ASK,
    "standing": Right.ANYONE,
    "moved": Right.ANYONE,
}

#: Addresses of the web server. The pages check their reader's pass and right themselves, by ``Access.reports_of``.
WEB: Mapping[str, Right] = {
    "/s/{id}": Right.ASK,
    "/s/{id}/open": Right.ASK,
    "/static/{name}": Right.ANYONE,
    "/robots.txt": Right.ANYONE,
    "/healthz": Right.ANYONE,
    "/metrics": Right.OPERATE,
    "/telegram/{path}": Right.OPERATE,
}

#: Commands of ``huiwen``: they see everything, since whoever runs them can read the data directory's files.
CLI: Mapping[str, Right] = dict.fromkeys(
    (
        *(
            "ask",
            "audit",
            "backup",
            "city",
            "compare",
            "correct",
            "docs",
            "doctor",
            "eval",
            "feedback",
            "index",
            "indicators",
            "keys",
            "outline",
        ),
        *("reindex", "remove", "restore", "run", "search", "section", "sources", "summary", "upgrade", "verify"),
    ),
    Right.OPERATE,
)


def needed(update: Update, bot: str) -> Right | None:
    """The right that an update needs; None for what has no door. ``bot``: its user name."""
    if update.callback_query:
        name = (update.callback_query.data or "").partition(":")[0]
        return BUTTONS.get(name)
    if update.inline_query:
        return KINDS["inline"]
    if update.my_chat_member:
        return KINDS["standing"]
    message = update.message or update.edited_message
    return None if message is None else _of_message(message, bot)


def _of_message(message: Message, bot: str) -> Right:
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return KINDS["moved"]
    if message.text is None:
        return KINDS["workbook" if message.document else "other"]
    if link(without_mention(message.text, bot)):
        return KINDS["link"]
    return COMMANDS.get(spoken(message, bot).command, Right.ASK)


def spoken(message: Message, bot: str) -> Said:
    """What a message says, without its address."""
    words = said(message.text or "")
    return said(without_mention(message.text or "", bot)) if words.command is None else words


#: What is counted as a question of the day: commands, and buttons with how many parts their data has when they ask.
QUESTIONS: frozenset[str | None] = frozenset({None, "ask", "city", "compare", "search", "summary", "table"})
ASKING: Mapping[str, int] = {
    **dict.fromkeys(("ask", "kq", "kr", "x"), 1),
    **dict.fromkeys(("c", "fz", "kc", "kp", "kt", "rr", "yy"), 2),
}


def question(update: Update, bot: str) -> str | None:
    """The words of a question, empty for a file or a button that asks; None for an update that asks nothing."""
    if update.callback_query:
        name, _, rest = (update.callback_query.data or "").partition(":")
        return "" if name in ASKING and len(rest.split(":")) >= ASKING[name] else None
    message = update.message or update.edited_message
    if message is None or message.text is None:
        return "" if message and message.document else None
    if link(without_mention(message.text, bot)):
        return ""
    words = spoken(message, bot)
    return words.words or None if words.command in QUESTIONS else None


#: Administrators' commands that belong into a group; all others are answered in private alone.
IN_GROUPS: frozenset[str | None] = frozenset({"admit"})


def in_groups(update: Update) -> bool:
    """Whether an administrators' command or button may be used in a group."""
    message = update.message
    return message is not None and message.text is not None and said(message.text).command in IN_GROUPS
