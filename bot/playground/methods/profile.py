"""Methods about the bot itself: who it is, its commands, its descriptions, its webhook."""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from bot.playground.guard import LOOPBACK
from bot.playground.state import Chat, World
from bot.playground.wire import Json, Params, bad_request

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_BY_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
_GENERAL = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _params: Params) -> Json:
    """getMe."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


# -- commands ----------------------------------------------------------------------------------------------------------


def _scope(world: World, params: Params) -> str:
    """The scope of a call as a key; chats that the bot cannot reach are refused as Telegram does."""
    scope: Json = params.json("scope", dict, "BotCommandScope") or {"type": "default"}
    kind = scope.get("type")
    if kind in _GENERAL:
        return str(kind)
    if kind not in _BY_CHAT:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat = world.bot_chat(str(scope.get("chat_id", "")))
    member = f":{scope.get('user_id')}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{member}"


def _command(item: object) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(item.get("command", "")).removeprefix("/"), str(item.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description.strip()}


def set_my_commands(world: World, params: Params) -> bool:
    """setMyCommands."""
    key = (_scope(world, params), params.text("language_code"))
    commands = [_command(item) for item in params.json("commands", list, "commands") or []]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands.pop(key, None)
    if commands:
        world.profile.commands[key] = commands
    world.events.add("commands")
    return True


def delete_my_commands(world: World, params: Params) -> bool:
    """deleteMyCommands."""
    world.profile.commands.pop((_scope(world, params), params.text("language_code")), None)
    world.events.add("commands")
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """getMyCommands: exactly this scope and language."""
    return world.profile.commands.get((_scope(world, params), params.text("language_code")), [])


def _scopes(chat: Chat, user_id: int) -> Iterator[str]:
    if chat.type == "private":
        yield from (f"chat:{chat.id}", "all_private_chats", "default")
        return
    owner = user_id == min(chat.members, default=0)
    yield f"chat_member:{chat.id}:{user_id}"
    if owner:
        yield f"chat_administrators:{chat.id}"
    yield f"chat:{chat.id}"
    if owner:
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")


def visible_commands(world: World, chat: Chat, user_id: int, language: str) -> list[Json]:
    """The list that this user's app shows in this chat: the narrowest scope wins, in it the user's language."""
    for scope in _scopes(chat, user_id):
        for code in (language.split("-")[0], ""):
            if commands := world.profile.commands.get((scope, code)):
                return commands
    return []


# -- texts, menu button, webhook -----------------------------------------------------------------------------------------


def _setter(name: str) -> Callable[[World, Params], bool]:
    def method(world: World, params: Params) -> bool:
        if len(params.text(name)) > _LONGEST[name]:
            raise bad_request(f"{name.upper()}_TOO_LONG")
        world.profile.texts[(name, params.text("language_code"))] = params.text(name)
        world.events.add("profile")
        return True

    return method


def _getter(name: str) -> Callable[[World, Params], Json]:
    def method(world: World, params: Params) -> Json:
        texts = world.profile.texts
        return {name: texts.get((name, params.text("language_code"))) or texts.get((name, ""), "")}

    return method


def set_chat_menu_button(world: World, params: Params) -> bool:
    """setChatMenuButton."""
    button: Json = params.json("menu_button", dict, "menu button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    world.profile.menu_buttons[params.integer("chat_id")] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """getChatMenuButton."""
    buttons = world.profile.menu_buttons
    return buttons.get(params.integer("chat_id")) or buttons.get(0) or {"type": "default"}


def set_webhook(world: World, params: Params) -> bool:
    """setWebhook: getUpdates then answers 409; updates are pushed, also by http to this machine as local servers do."""
    url, secret = params.text("url"), params.text("secret_token")
    if url and not url.startswith("https://") and urlsplit(url).hostname not in LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    return _webhook(world, params, url, secret, params.json("allowed_updates", list, "allowed_updates"))


def delete_webhook(world: World, params: Params) -> bool:
    """deleteWebhook."""
    return _webhook(world, params, "")


def _webhook(world: World, params: Params, url: str, secret: str = "", allowed: Sequence[str] | None = None) -> bool:
    world.updates.push_to(url, secret, allowed)
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, _params: Params) -> Json:
    """getWebhookInfo."""
    return {
        "url": world.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }


METHODS: dict[str, Callable[[World, Params], object]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
