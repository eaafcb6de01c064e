"""Methods that change or delete what is in a chat."""

from collections.abc import Callable

from bot.playground.markup import checked_markup
from bot.playground.methods.sending import checked_caption, checked_text
from bot.playground.state import Chat, Record, World
from bot.playground.wire import Json, Params, bad_request

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def _own(world: World, params: Params) -> tuple[Chat, Record]:
    """The bot's own message that the call means."""
    if params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.bot_chat(params.text("chat_id"))
    record = chat.records.get(params.integer("message_id"))
    if record is None:
        raise bad_request("message to edit not found")
    if not record.from_bot:
        raise bad_request("message can't be edited")
    return chat, record


def _change(world: World, chat: Chat, record: Record, content: Json, *, quiet: bool = False) -> Json:
    same = all((record.message.get(name) or None) == (value or None) for name, value in content.items())
    if same:
        raise bad_request(_NOT_MODIFIED)
    world.gate.pass_(chat.id)
    world.revise(chat, record, content, quiet=quiet)
    return record.message


def edit_message_text(world: World, params: Params) -> Json:
    """editMessageText."""
    chat, record = _own(world, params)
    if "text" not in record.message:
        raise bad_request("there is no text in the message to edit")
    return _change(world, chat, record, checked_text(params) | {"reply_markup": checked_markup(params)})


def edit_message_caption(world: World, params: Params) -> Json:
    """editMessageCaption."""
    chat, record = _own(world, params)
    if "text" in record.message:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, chat, record, checked_caption(params) | {"reply_markup": checked_markup(params)})


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """editMessageReplyMarkup; such an edit leaves no edit mark, as in Telegram's apps."""
    chat, record = _own(world, params)
    return _change(world, chat, record, {"reply_markup": checked_markup(params)}, quiet=True)


def _deletable(world: World, chat: Chat, message_id: int) -> bool:
    record = chat.records[message_id]
    if world.now() - record.message["date"] > 48 * 3600:
        return False
    return record.from_bot or chat.type == "private" or chat.bot_status == "administrator"


def delete_message(world: World, params: Params) -> bool:
    """deleteMessage: its own, and others' in private chats or as administrator, for 48 hours."""
    chat = world.bot_chat(params.text("chat_id"))
    message_id = params.integer("message_id")
    if message_id not in chat.records:
        raise bad_request("message to delete not found")
    if not _deletable(world, chat, message_id):
        raise bad_request("message can't be deleted")
    world.remove(chat, message_id)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """deleteMessages: up to a hundred; those that are gone are passed over."""
    chat = world.bot_chat(params.text("chat_id"))
    numbers = params.json("message_ids", list, "message identifiers") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request(
            "too many message identifiers specified" if numbers else "message identifiers are not specified"
        )
    for number in numbers:
        if number in chat.records and _deletable(world, chat, number):
            world.remove(chat, number)
    return True


METHODS: dict[str, Callable[[World, Params], object]] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
