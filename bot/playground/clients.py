"""What the made-up people do in their Telegram apps, and the updates that the bot gets of it."""

import re
from collections.abc import Sequence

from bot.playground.files import KINDS, media_content
from bot.playground.people import chat_member
from bot.playground.state import Chat, Query, Record, World
from bot.playground.text import MAX_CAPTION, MAX_TEXT, cut, settle, utf16
from bot.playground.wire import ApiError, Json, Refused, Upload

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Clients:
    """The users' side of the chats."""

    def __init__(self, world: World) -> None:
        self._world = world

    # -- writing ---------------------------------------------------------------------------------------------------

    def send_text(self, user: object, chat: object, text: str, *, reply_to: int = 0, topic: int = 0) -> int:
        """A user writes, also in a topic of a group; returns the message id. Commands, mentions and addresses are marked as Telegram's apps do."""
        body, entities = settle(text, ())
        if not 1 <= utf16(body) <= MAX_TEXT:
            raise Refused(f"消息须为 1 至 {MAX_TEXT} 个字符")
        if topic and self._world.chat(chat or user).type == "private":
            raise Refused("私聊没有话题")
        content = {
            "text": body,
            "entities": entities,
            "message_thread_id": topic or None,
            "is_topic_message": True if topic else None,
        }
        return self._send(user, chat, content, reply_to=reply_to)

    def start(self, user: object, payload: str = "") -> int:
        """A user follows t.me/BOT?start=PAYLOAD."""
        if payload and not _PAYLOAD.fullmatch(payload):
            raise Refused("start 参数只能是 1 至 64 个字母、数字、下划线或连字符")
        person = self._world.person(user)
        self.block(user, blocked=False)
        return self.send_text(person.id, person.id, f"/start {payload}".strip())

    def send_file(self, user: object, chat: object, kind: str, upload: Upload, *, caption: str = "") -> int:
        """A user sends a document, photo, voice message or sticker; returns the message id."""
        if kind not in KINDS or not upload.data:
            raise Refused("文件为空，或种类不是 document、photo、voice、sticker")
        if len(upload.data) > self._world.limits.upload_bytes:
            raise Refused("文件太大")
        body, entities = settle(caption, ())
        if utf16(body) > MAX_CAPTION:
            raise Refused(f"说明文字不能超过 {MAX_CAPTION} 个字符")
        try:
            content = media_content(self._world.files, kind, upload)
        except ApiError as error:
            raise Refused("不是可用的图片（PNG、JPEG 或 GIF）") from error
        return self._send(user, chat, content | {"caption": body, "caption_entities": entities})

    def edit_text(self, user: object, chat: object, message_id: int, text: str) -> None:
        """A user edits his own message; the bot gets edited_message."""
        person, place = self._seat(user, chat)
        record = place.records.get(message_id)
        if record is None or record.message["from"]["id"] != person["id"] or "text" not in record.message:
            raise Refused("只能修改自己发的文字消息")
        body, entities = settle(text, ())
        if not 1 <= utf16(body) <= MAX_TEXT:
            raise Refused(f"消息须为 1 至 {MAX_TEXT} 个字符")
        if body == record.message["text"]:
            return
        self._world.revise(place, record, {"text": body, "entities": entities})
        self._tell("edited_message", place, record)

    def _send(self, user: object, chat: object, content: Json, *, reply_to: int = 0) -> int:
        person, place = self._seat(user, chat)
        if place.bot_status == "blocked":
            raise Refused("已停用机器人，先重新启用")
        if reply_to:
            content["reply_to_message"] = place.quote(reply_to)
            if content["reply_to_message"] is None:
                raise Refused("要回复的消息不存在")
        place.started = True
        record = self._world.post(place, person, content)
        self._tell("message", place, record)
        return int(record.message["message_id"])

    def _seat(self, user: object, chat: object) -> tuple[Json, Chat]:
        """The user and the chat he acts in: his private chat with the bot by default; in a group he becomes a member."""
        person = self._world.person(user)
        place = self._world.chats[person.id] if chat in (None, "") else self._world.chat(chat)
        if place.type == "private" and place.id != person.id:
            raise Refused("这是别人的私聊")
        place.members.add(person.id)
        return person.user(), place

    def _tell(self, kind: str, chat: Chat, record: Record) -> None:
        if sees(self._world, chat, record.message):
            self._world.updates.add(kind, record.message)

    # -- buttons, reactions, inline mode ---------------------------------------------------------------------------

    def press(self, user: object, chat: object, message_id: int, data: str) -> str:
        """A user presses a callback button; returns the query id. As in Telegram the data may be any 1-64 bytes."""
        person, place = self._seat(user, chat)
        record = place.records.get(message_id)
        if record is None or not (record.from_bot or "via_bot" in record.message):
            raise Refused("没有这条机器人消息")
        if not 1 <= len(data.encode()) <= 64:
            raise Refused("按钮数据须为 1 至 64 字节")
        query_id = self._open("callback_query", person["id"], place.id)
        payload = {
            "id": query_id,
            "from": person,
            "message": record.message,
            "chat_instance": f"c{place.id}",
            "data": data,
        }
        self._world.updates.add("callback_query", payload)
        return query_id

    def react(self, user: object, chat: object, message_id: int, emoji: str) -> None:
        """A user puts one reaction on a message ("" takes it away)."""
        person, place = self._seat(user, chat)
        record = place.records.get(message_id)
        if record is None:
            raise Refused("没有这条消息")
        old = record.reactions.get(person["id"], [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        record.reactions[person["id"]] = new
        self._world.events.add("edit", chat=place.id, message=record.view())
        payload = {"chat": place.wire(), "message_id": message_id, "user": person, "date": self._world.now()}
        self._world.updates.add("message_reaction", payload | {"old_reaction": old, "new_reaction": new})

    def ask_inline(self, user: object, query: str, *, offset: str = "") -> str:
        """A user types "@BOT query"; returns the query id under which the answer will arrive."""
        person = self._world.person(user)
        query_id = self._open("inline_query", person.id, 0)
        payload = {"id": query_id, "from": person.user(), "query": query[:256], "offset": offset, "chat_type": "sender"}
        self._world.updates.add("inline_query", payload)
        return query_id

    def choose_inline(self, user: object, chat: object, query_id: str, result_id: str) -> int:
        """A user sends one of the offered inline results; returns the message id."""
        query = self._world.queries.get(query_id)
        offered: Sequence[Json] = (query.answer or {}).get("results", []) if query else []
        result = next((item for item in offered if item["id"] == result_id), None)
        if query is None or result is None:
            raise Refused("没有这个结果")
        content = result.get("input_message_content") or {}
        body, entities = settle(content.get("message_text", ""), content.get("entities", []))
        extra = {"via_bot": self._world.bot, "reply_markup": result.get("reply_markup")}
        message_id = self._send(user, chat, {"text": body, "entities": entities, **extra})
        chosen = {"result_id": result_id, "from": self._world.person(user).user(), "query": query_id}
        self._world.updates.add("chosen_inline_result", chosen)
        return message_id

    def _open(self, kind: str, user: int, chat: int) -> str:
        query_id = str(self._world.number("query", 4_000_000_001))
        self._world.queries[query_id] = Query(kind=kind, user=user, chat=chat, asked_at=self._world.clock())
        return query_id

    # -- standing of the bot ---------------------------------------------------------------------------------------

    def block(self, user: object, *, blocked: bool = True) -> None:
        """A user stops or restarts the bot; the bot gets my_chat_member."""
        person = self._world.person(user)
        self._stand(self._world.chats[person.id], person.user(), "blocked" if blocked else "member")

    def set_bot_status(self, user: object, chat: object, status: str) -> None:
        """Somebody makes the bot member, administrator or left/kicked in a group."""
        if status not in {"member", "administrator", "left", "kicked"}:
            raise Refused("状态须为 member、administrator、left 或 kicked")
        self._stand(self._world.chat(chat), self._world.person(user).user(), status)

    def _stand(self, chat: Chat, by: Json, status: str) -> None:
        old, chat.bot_status = chat.bot_status, status
        if old == status:
            return
        bot = {name: self._world.bot[name] for name in ("id", "is_bot", "first_name", "username")}
        payload = {"chat": chat.wire(), "from": by, "date": self._world.now()}
        states = {"old_chat_member": chat_member(bot, old), "new_chat_member": chat_member(bot, status)}
        self._world.updates.add("my_chat_member", payload | states)
        self._world.events.add("standing", chat=chat.id, status=status)

    def migrate(self, chat: object) -> int:
        """A basic group becomes a supergroup; returns the new id. Sending to the old one then names the new one."""
        old = self._world.chat(chat)
        new = self._world.add_group(-1_002_000_000_000 - abs(old.id) % 10**9, old.title, sorted(old.members))
        person = self._world.person(min(old.members)).user()
        record = self._world.post(old, person, {"migrate_to_chat_id": new.id})
        self._world.updates.add("message", record.message)
        old.migrated_to = new.id
        record = self._world.post(new, person, {"migrate_from_chat_id": old.id})
        self._world.updates.add("message", record.message)
        return new.id


def _addressed(world: World, message: Json) -> bool:
    name = f"@{world.bot['username']}".lower()
    for entity in message.get("entities") or message.get("caption_entities") or ():
        text = message.get("text") or message.get("caption", "")
        word = cut(text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "bot_command" and (not (at := word.partition("@")[2]) or f"@{at}" == name):
            return True
        if entity["type"] == "mention" and word == name:
            return True
    reply: Json = message.get("reply_to_message", {})
    return bool(reply.get("from", {}).get("id") == world.bot["id"])


def sees(world: World, chat: Chat, message: Json) -> bool:
    """Whether the bot gets this message: in groups with privacy mode only commands, mentions and replies to it."""
    if chat.type == "private":
        return True
    if chat.bot_status not in {"member", "administrator"} or message.get("via_bot", {}).get("id") == world.bot["id"]:
        return False
    return not world.privacy or chat.bot_status == "administrator" or _addressed(world, message)
