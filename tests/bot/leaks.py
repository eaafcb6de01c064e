"""A house with public and hidden reports, and someone who tries every door of it and keeps all that comes out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import doors
from bot.playground import Playground
from bot.playground.wire import Refused
from bot.rights import Right
from retrieval import Library
from tests.retrieval.reports import report, write

Json = dict[str, Any]

A, B = "医政处", "规财处"
#: Circle → (a word that only its reports say and nobody asks for, a figure, the city).
MARKS = {A: ("暗号甲乙丙", "7146", "望川市"), B: ("暗号丁戊己", "8257", "江澜市")}
TOPIC = "托育服务"
PROBES = (TOPIC, "望川市2024年托育服务覆盖几个乡镇", "江澜市2024年托育服务覆盖几个乡镇")
#: What else commands want to hear.
OWN_PROBES = {
    "table": ("覆盖乡镇数 望川、江澜、青岚", "表一：覆盖乡镇数 望川、江澜"),
    "circle": (f"{A} 工作总结", f"{B} 文件夹 密"),
    "compare": (TOPIC, "历年覆盖乡镇数"),
    "follow": ("望川市",),
    **dict.fromkeys(("city", "home", "search", "start"), ("望川市", "江澜市")),
    "summary": (TOPIC,),
    "ask": (PROBES[1],),
    "invite": ("望川市",),
    **dict.fromkeys(("docs", "why", "new", "help", "people", "admit", "following"), ("望川市",)),
}


def hidden_report(city: str, mark: str, figure: str) -> str:
    """A report whose every statement says the mark and the figure."""
    text = report(city, 2024).replace("全市", f"全市{mark}")
    return text.replace("覆盖1个乡镇", f"覆盖{figure}个乡镇").replace("群众满意", f"群众满意{mark}")


def furnish(library: Library, folder: Path) -> None:
    """Public reports, and one for each circle."""
    write(folder, "青岚.txt", report("青岚市", 2024))
    write(folder, "云泽.txt", report("云泽市", 2024))
    library.index([folder])
    for circle, (mark, figure, city) in MARKS.items():
        path = write(folder, f"内部/{city}.txt", hidden_report(city, mark, figure))
        library.index([path], circle=circle)


def secrets(library: Library) -> dict[str, tuple[str, ...]]:
    """Circle → all that must not come out to others: words, the figure, the title, ids."""
    found: dict[str, tuple[str, ...]] = {}
    for document in library.documents():
        if document.circle is not None:
            ids = (document.id, *(section.id for section in library.sections(document.id)))
            found[document.circle] = (*MARKS[document.circle][:2], document.title, *ids)
    return found


def commands() -> Iterator[str]:
    """Every command of the door table, and plain questions, each with every probe."""
    for name in doors.COMMANDS:
        words = OWN_PROBES.get(name or "", PROBES)
        yield from words if name is None else (f"/{name} {word}" for word in words)
        if name is not None:
            yield f"/{name}"
    yield from ("收录了哪些报告", "那江澜市呢", "那望川市呢", "出自哪份报告", "只看望川市", "/why")


@dataclass
class Visitor:
    """Somebody in a chat of the playground. ``chat``: None for the private one."""

    playground: Playground
    user: int
    chat: int | None = None
    heard: list[str] = field(default_factory=list)
    _seen: int = 0

    def __post_init__(self) -> None:
        self._seen = self.playground.world.events.seq

    @property
    def place(self) -> int:
        return self.chat or self.user

    def say(self, text: str) -> int:
        return self.playground.send_text(self.user, self.chat, text)

    def press(self, data: str) -> str | None:
        """Press a button with this data under the bot's last message here; None where there is no message."""
        sent = [record for record in self.playground.world.chat(self.place).records.values()]
        sent = [record for record in sent if record.from_bot and "text" in record.message]
        with suppress(Refused):
            return self.playground.press(self.user, self.chat, sent[-1].message["message_id"], data) if sent else None
        return None

    async def settled(self) -> None:
        """Wait until all that was said and pressed is handled: a chat is served in order."""
        events = self.playground.world.events
        barrier = self.press("none:0")
        if barrier is None:
            sent = self.say("/help")
            await self.playground.wait_messages(self.place, sent, timeout=30.0)
            barrier = self.press("none:0")
        seen = self._seen

        def done() -> bool:
            return any(event["type"] == "callback_answer" and event["id"] == barrier for event in events.after(seen))

        await events.until(done, 30.0)
        assert done(), "the chat is not served"

    def came(self) -> list[Json]:
        """What the bot sent here, said in a toast or changed since the last time."""
        events = self.playground.world.events
        new = [event for event in events.after(self._seen) if self._mine(event)]
        self._seen = events.seq
        self.heard += [self._words(event) for event in new]
        return new

    def _mine(self, event: Json) -> bool:
        if event["type"] == "callback_answer":
            return bool(event["user"] == self.user and event["chat"] == self.place)
        message = event.get("message")
        return bool(event.get("chat") == self.place and message and message["from"]["is_bot"])

    def _words(self, event: Json) -> str:
        message = dict(event.get("message") or {})
        message.pop("reply_to_message", None)
        parts = [json.dumps(message or event, ensure_ascii=False)]
        stored = message.get("document")
        if stored:
            parts.append(unpacked(self.playground.world.files.get(stored["file_id"]).upload.data))
        return "\n".join(parts)

    def knows(self, words: Iterable[str]) -> list[str]:
        """Which of these words came out here."""
        everything = "\n".join(self.heard)
        return [word for word in words if word in everything]


def unpacked(data: bytes) -> str:
    """The text of a file, also of a packed one."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def buttons(events: Iterable[Json]) -> list[str]:
    """The data of all buttons of messages."""
    rows = (
        row
        for event in events
        for row in ((event.get("message") or {}).get("reply_markup") or {}).get("inline_keyboard", [])
    )
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def name_of(data: str) -> str:
    return data.partition(":")[0]


def harmless(data: str) -> bool:
    """Whether somebody who may everything presses it here: not what would let people in or out or open reports."""
    return doors.BUTTONS.get(name_of(data)) is Right.ASK
