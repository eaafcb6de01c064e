"""Methods about chats, members and files."""

from collections.abc import Callable

from bot.playground.people import chat_member
from bot.playground.state import Chat, World
from bot.playground.wire import Json, Params, bad_request


def get_chat(world: World, params: Params) -> Json:
    """getChat."""
    chat = world.bot_chat(params.text("chat_id"))
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return chat.wire() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def _member(world: World, chat: Chat, user_id: int) -> Json:
    if user_id == world.bot["id"]:
        return chat_member(world.bot, chat.bot_status)
    if user_id not in world.people:
        raise bad_request("invalid user_id specified")
    user = world.people[user_id].user()
    if chat.type != "private" and user_id == min(chat.members, default=0):
        return chat_member(user, "creator")
    return chat_member(user, "member" if user_id in chat.members else "left")


def get_chat_member(world: World, params: Params) -> Json:
    """getChatMember: the first member of a group owns it, the others are plain members."""
    return _member(world, world.bot_chat(params.text("chat_id")), params.integer("user_id"))


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """getChatAdministrators."""
    chat = world.bot_chat(params.text("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    members = [_member(world, chat, user_id) for user_id in [*sorted(chat.members), world.bot["id"]]]
    return [member for member in members if member["status"] in {"creator", "administrator"}]


def get_chat_member_count(world: World, params: Params) -> int:
    """getChatMemberCount, the bot included."""
    return len(world.bot_chat(params.text("chat_id")).members) + 1


def leave_chat(world: World, params: Params) -> bool:
    """leaveChat."""
    chat = world.bot_chat(params.text("chat_id"))
    if chat.type == "private":
        raise bad_request("method is available only for groups and supergroups")
    chat.bot_status = "left"
    world.events.add("standing", chat=chat.id, status="left")
    return True


def get_file(world: World, params: Params) -> Json:
    """getFile: a path under the file address, for files of at most 20 MB."""
    stored = world.files.get(params.text("file_id"))
    if len(stored.upload.data) > world.limits.download_bytes:
        raise bad_request("file is too big")
    return stored.reference() | {"file_path": stored.path}


METHODS: dict[str, Callable[[World, Params], object]] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
