"""Methods that put something new into a chat."""

from collections.abc import Callable

from bot.playground.files import media_content
from bot.playground.html import parse_html
from bot.playground.markup import checked_markup
from bot.playground.state import Chat, Record, World
from bot.playground.text import MAX_CAPTION, MAX_TEXT, check_entities, settle, utf16
from bot.playground.wire import Json, Params, Upload, bad_request

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_REACTIONS = "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
_MAX_SOURCE = 1 << 15
"""Bytes of text before parsing, above which the Bot API server refuses at once."""


def formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Json]]:
    """The text and entities of a call, from parse_mode or from an explicit list, as the server would keep them.

    Markdown is not spoken here: Huiwen sends entities or HTML only.
    """
    source = params.text(name)
    if len(source.encode(errors="surrogatepass")) > _MAX_SOURCE:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        return settle(*parse_html(source))
    given = params.json(entities_name, list, "entities") or []
    return settle(source, check_entities(source, given))


def checked_text(params: Params) -> Json:
    """The fields of a text message: text, entities, link_preview_options."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16(text) > MAX_TEXT:
        raise bad_request("message is too long")
    preview = params.json("link_preview_options", dict, "link preview options")
    return {"text": text, "entities": entities, "link_preview_options": preview}


def checked_caption(params: Params) -> Json:
    """The fields of a caption; it may be empty."""
    text, entities = formatted(params, "caption", "caption_entities")
    if utf16(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": text, "caption_entities": entities}


def _reply(chat: Chat, params: Params) -> Json | None:
    wanted: Json = params.json("reply_parameters", dict, "reply parameters") or {}
    number = int(wanted.get("message_id") or params.integer("reply_to_message_id"))
    if not number:
        return None
    original = chat.quote(number)
    if original is None and not (
        wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    ):
        raise bad_request("message to be replied not found")
    return original


def deliver(world: World, chat: Chat, params: Params, content: Json) -> Record:
    """Send as the bot: reply, thread, keyboard and protection come from the call; the flood gate is passed last."""
    markup = checked_markup(params) or {}
    inline = "inline_keyboard" in markup
    thread = params.integer("message_thread_id")
    if thread and chat.type == "private":
        raise bad_request("message thread not found")
    common: Json = {
        "message_thread_id": thread or None,
        "is_topic_message": True if thread else None,
        "reply_to_message": _reply(chat, params),
        "reply_markup": markup if inline else None,
        "has_protected_content": True if params.flag("protect_content") else None,
    }
    world.gate.pass_(chat.id)
    return world.post(chat, world.bot, content | common, prompt=None if inline or not markup else markup)


def send_message(world: World, params: Params) -> Json:
    """sendMessage."""
    chat = world.bot_chat(params.text("chat_id"))
    return deliver(world, chat, params, checked_text(params)).message


def _upload(world: World, params: Params, name: str) -> Upload:
    """The file of a call: sent along, attached by name, or known by its file_id; addresses are not fetched."""
    if name in params.files:
        return params.files[name]
    reference = params.text(name)
    if reference.startswith("attach://") and reference.removeprefix("attach://") in params.files:
        return params.files[reference.removeprefix("attach://")]
    if not reference:
        raise bad_request(f"there is no {name} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return world.files.get(reference).upload


def _send_media(kind: str, most: int) -> Callable[[World, Params], Json]:
    def method(world: World, params: Params) -> Json:
        chat = world.bot_chat(params.text("chat_id"))
        caption = checked_caption(params)
        upload = _upload(world, params, kind)
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > min(most, world.limits.upload_bytes):
            raise bad_request("file is too big")
        return deliver(world, chat, params, media_content(world.files, kind, upload) | caption).message

    return method


def _source(world: World, params: Params, verb: str) -> Record:
    chat = world.bot_chat(params.text("from_chat_id"))
    record = chat.records.get(params.integer("message_id"))
    if record is None:
        raise bad_request(f"message to {verb} not found")
    if record.message.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return record


_CONTENT = ("text", "entities", "caption", "caption_entities", "document", "photo", "voice", "sticker")


def copy_message(world: World, params: Params) -> Json:
    """copyMessage."""
    chat = world.bot_chat(params.text("chat_id"))
    original = _source(world, params, "copy").message
    content = {name: original[name] for name in _CONTENT if name in original}
    return {"message_id": deliver(world, chat, params, content).message["message_id"]}


def forward_message(world: World, params: Params) -> Json:
    """forwardMessage."""
    chat = world.bot_chat(params.text("chat_id"))
    original = _source(world, params, "forward").message
    content = {name: original[name] for name in _CONTENT if name in original}
    origin = {"type": "user", "date": original["date"], "sender_user": original["from"]}
    return deliver(world, chat, params, content | {"forward_origin": origin}).message


def send_chat_action(world: World, params: Params) -> bool:
    """sendChatAction."""
    chat = world.bot_chat(params.text("chat_id"))
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.add("action", chat=chat.id, action=params.text("action"))
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    """setMessageReaction: a bot may put one of Telegram's standard reactions on a message."""
    chat = world.bot_chat(params.text("chat_id"))
    record = chat.records.get(params.integer("message_id"))
    if record is None:
        raise bad_request("message to react not found")
    reactions = params.json("reaction", list, "reaction types") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        emoji = str(reaction.get("emoji", "")) if isinstance(reaction, dict) else ""
        if not emoji or emoji.split("\u200d")[0].rstrip("\ufe0f") not in _REACTIONS:
            raise bad_request("REACTION_INVALID")
    record.reactions[world.bot["id"]] = reactions
    world.events.add("edit", chat=chat.id, message=record.view())
    return True


METHODS: dict[str, Callable[[World, Params], object]] = {
    "sendMessage": send_message,
    "sendDocument": _send_media("document", 50 * 1024 * 1024),
    "sendPhoto": _send_media("photo", 10 * 1024 * 1024),
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
