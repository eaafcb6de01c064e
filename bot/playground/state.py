"""Everything the playground knows: people, chats, messages, files, updates. One object, changed only on the event loop."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.limits import FloodGate, Limits
from bot.playground.people import GROUP, GROUP_MEMBERS, GROUP_TITLE, Person
from bot.playground.updates import Updates
from bot.playground.wire import ApiError, Json, Refused, bad_request, forbidden


@dataclass(kw_only=True)
class Record:
    """A message as the Bot API shows it, and what only clients see of it."""

    message: Json
    from_bot: bool
    prompt: Json | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    edits: int = 0

    def view(self) -> Json:
        """The message for the page and for checks: text (or caption) and entities are always there."""
        message = self.message
        return message | {
            "text": message.get("text") or message.get("caption", ""),
            "entities": message.get("entities") or message.get("caption_entities", []),
            "reply_markup": message.get("reply_markup") or self.prompt,
            "reactions": [reaction for given in self.reactions.values() for reaction in given],
            "from_bot": self.from_bot,
            "edited": self.edits > 0,
            "edits": self.edits,
        }


@dataclass(kw_only=True)
class Chat:
    """A private chat (its id is the user's) or a group."""

    id: int
    type: str
    title: str
    members: set[int]
    username: str = ""
    bot_status: str = "member"
    migrated_to: int = 0
    started: bool = False
    records: dict[int, Record] = field(default_factory=dict)

    def wire(self) -> Json:
        """The chat as a Bot API Chat."""
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.title, "username": self.username}
        return {"id": self.id, "type": self.type, "title": self.title}

    def quote(self, message_id: int) -> Json | None:
        """The message that is replied to, without what it replied to itself; None where it is gone."""
        record = self.records.get(message_id)
        if record is None:
            return None
        return {name: value for name, value in record.message.items() if name != "reply_to_message"}


@dataclass(kw_only=True)
class Query:
    """A callback or inline query that waits for the bot's answer."""

    kind: str
    user: int
    asked_at: float
    chat: int = 0
    answer: Json | None = None


@dataclass(kw_only=True)
class Profile:
    """What the bot set about itself: command lists by (scope, language), descriptions, menu buttons by chat."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


class World:
    """The state. ``clock`` gives Unix seconds and may be replaced in tests."""

    def __init__(
        self,
        *,
        bot: Json,
        people: Sequence[Person],
        limits: Limits,
        privacy: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.bot = bot
        self.limits = limits
        self.privacy = privacy
        self.clock = clock
        self.people = {person.id: person for person in people}
        self.chats: dict[int, Chat] = {}
        self.updates = Updates()
        self.events = Events()
        self.files = Files()
        self.faults = Faults()
        self.gate = FloodGate(limits)
        self.profile = Profile()
        self.queries: dict[str, Query] = {}
        self._counters: dict[str, int] = {}
        for person in people:
            self._private(person)
        self.add_group(GROUP, GROUP_TITLE, GROUP_MEMBERS)

    def number(self, what: str, first: int = 1) -> int:
        """The next number of a series."""
        self._counters[what] = self._counters.get(what, first - 1) + 1
        return self._counters[what]

    def now(self) -> int:
        """Unix seconds, whole, as the Bot API gives dates."""
        return int(self.clock())

    # -- people and chats ------------------------------------------------------------------------------------------

    def person(self, name: object) -> Person:
        """The made-up user of this id or name. A number that is nobody yet becomes a new made-up user."""
        for person in self.people.values():
            if person.answers_to(str(name)):
                return person
        if not str(name).isdecimal() or int(str(name)) == 0:
            raise Refused(f"没有这个用户：{name}")
        number = int(str(name))
        person = Person(
            id=number, key=f"user{number}", first_name=f"用户{number}", username=f"user{number}", role="来客"
        )
        self.people[number] = person
        self._private(person)
        return person

    def _private(self, person: Person) -> None:
        self.chats[person.id] = Chat(
            id=person.id, type="private", title=person.first_name, username=person.username, members={person.id}
        )

    def add_group(self, chat_id: int, title: str, members: Sequence[int]) -> Chat:
        """A group (a supergroup where the id begins with -100); its first member owns it."""
        kind = "supergroup" if str(chat_id).startswith("-100") else "group"
        self.chats[chat_id] = Chat(id=chat_id, type=kind, title=title, members=set(members))
        return self.chats[chat_id]

    def chat(self, name: object) -> Chat:
        """The chat of this id or name (a group's title, or a user's name for the private chat)."""
        text = str(name)
        for chat in self.chats.values():
            if chat.type != "private" and text in {str(chat.id), chat.title} and not chat.migrated_to:
                return chat
        if text == "group":
            return self.chats[GROUP]
        if text.startswith("-") and text[1:].isdecimal():
            return self.add_group(int(text), f"群{text}", ())
        return self.chats[self.person(name).id]

    def bot_chat(self, chat_id: str) -> Chat:
        """The chat in which the bot wants to act, or the ApiError that Telegram gives."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        number = int(chat_id) if chat_id.lstrip("-").isdecimal() else 0
        chat = self.chats.get(number)
        if chat is None or (chat.type == "private" and not chat.started):
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        _check_standing(chat)
        return chat

    # -- messages --------------------------------------------------------------------------------------------------

    def post(self, chat: Chat, sender: Json, content: Json, *, prompt: Json | None = None) -> Record:
        """Put a new message into a chat and tell the page."""
        message: Json = {
            "message_id": self.number("message"),
            "from": sender,
            "chat": chat.wire(),
            "date": self.now(),
            **{name: value for name, value in content.items() if value not in (None, "", [])},
        }
        record = Record(message=message, from_bot=sender["id"] == self.bot["id"], prompt=prompt)
        chat.records[message["message_id"]] = record
        self.events.add("message", chat=chat.id, message=record.view())
        return record

    def revise(self, chat: Chat, record: Record, content: Json, *, quiet: bool = False) -> None:
        """Replace fields of a message (an empty value removes the field); ``quiet`` sets no edit mark."""
        merged = record.message | content
        record.message = {name: value for name, value in merged.items() if value not in (None, "", [])}
        record.message["edit_date"] = self.now()
        record.edits += not quiet
        self.events.add("edit", chat=chat.id, message=record.view())

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message."""
        del chat.records[message_id]
        self.events.add("delete", chat=chat.id, message_id=message_id)

    def latest(self, chat: Chat, after: int = 0) -> list[Json]:
        """What the bot sent to the chat since message ``after``, oldest first, in its present state."""
        return [record.view() for number, record in chat.records.items() if number > after and record.from_bot]

    async def wait_messages(self, chat: Chat, after: int, seconds: float) -> list[Json]:
        """As latest(), but waits up to ``seconds`` for the first message."""
        await self.events.until(lambda: bool(self.latest(chat, after)), seconds)
        return self.latest(chat, after)


def _check_standing(chat: Chat) -> None:
    reasons = {
        "blocked": "bot was blocked by the user",
        "left": f"bot is not a member of the {chat.type} chat",
        "kicked": f"bot was kicked from the {chat.type} chat",
    }
    if chat.bot_status in reasons:
        raise forbidden(reasons[chat.bot_status])
