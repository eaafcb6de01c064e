"""Telegram's HTML dialect (parse_mode=HTML), parsed as strictly as the server does.

The grammar and the wording of the errors follow TDLib's parser: an unknown tag, a wrong nesting or a bare ``<`` refuses
the message. Offsets in the errors are bytes of the UTF-8 text.
"""

import re
from dataclasses import dataclass, field

from bot.playground.text import checked_link, utf16
from bot.playground.wire import ApiError, Json, bad_request

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NAME_END = re.compile(r"[\s>]")
_TAG = re.compile(r"</?[^\s>]*([^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*)>")
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]+))?")


def _decode(match: re.Match[str]) -> str:
    """A character reference as its character; an impossible one stays as written."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()


def _fail(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


@dataclass(frozen=True, kw_only=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    position: int


@dataclass(kw_only=True)
class _Parser:
    source: str
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def run(self) -> tuple[str, list[Json]]:
        position = 0
        while (start := self.source.find("<", position)) >= 0:
            self.text += _REFERENCE.sub(_decode, self.source[position:start])
            position = self.tag(start)
        self.text += _REFERENCE.sub(_decode, self.source[position:])
        if self.stack:
            raise _fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return self.text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def tag(self, start: int) -> int:
        closing = self.source.startswith("</", start)
        if closing and not self.stack:
            raise _fail(f"Unexpected end tag at byte offset {self.byte(start)}")
        name = self.source[start + 1 + closing : self.name_end(start)].lower()
        if not closing and name not in TAGS and self.name_end(start) < len(self.source):
            raise _fail(f'Unsupported start tag "{name}" at byte offset {self.byte(start)}')
        match = _TAG.match(self.source, start)
        if match is None:
            raise _fail(f"Unclosed {'end' if closing else 'start'} tag at byte offset {self.byte(start)}")
        if closing:
            self.close(name, start)
        else:
            self.open(name, match.group(1), start)
        return match.end()

    def name_end(self, start: int) -> int:
        match = _NAME_END.search(self.source, start)
        return match.start() if match else len(self.source)

    def open(self, tag: str, rest: str, start: int) -> None:
        attributes = self.attributes(tag, rest, start)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(start)}')
        self.stack.append(_Open(tag=tag, attributes=attributes, offset=utf16(self.text), position=len(self.text)))

    def attributes(self, tag: str, rest: str, start: int) -> dict[str, str]:
        values: dict[str, str] = {}
        position = 0
        while rest[position:].strip():
            match = _ATTRIBUTE.match(rest, position)
            if match is None:
                raise _fail(f"Unexpected end of name token at byte offset {self.byte(start)}")
            name, value = match.groups()
            if value is None and not (tag == "blockquote" and name == "expandable"):
                raise _fail(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self.byte(start)}'
                )
            values[name.lower()] = _REFERENCE.sub(_decode, (value or "").strip("\"'"))
            position = match.end()
        return values

    def close(self, tag: str, start: int) -> None:
        opened = self.stack[-1]
        if tag and tag != opened.tag:
            raise _fail(
                f'Unmatched end tag at byte offset {self.byte(start)}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        self.stack.pop()
        length = utf16(self.text) - opened.offset
        if length:
            self.add(opened, length)

    def add(self, opened: _Open, length: int) -> None:
        entity: Json = {"type": TAGS[opened.tag], "offset": opened.offset, "length": length}
        if opened.tag == "a":
            self.add_link(entity, opened.attributes.get("href") or self.text[opened.position :])
            return
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        if opened.tag == "pre":
            self.take_language(entity)
        if opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def add_link(self, entity: Json, url: str) -> None:
        """A link that Telegram would not follow stays plain text, silently, as on the server."""
        try:
            self.entities.append(entity | {"url": checked_link(url)})
        except ValueError:
            return

    def take_language(self, entity: Json) -> None:
        """``<pre><code class="language-x">`` is one block of code."""
        last = self.entities[-1] if self.entities else {}
        if last.get("type") == "code" and (last["offset"], last["length"]) == (entity["offset"], entity["length"]):
            self.entities.pop()
            if "language" in last:
                entity["language"] = last["language"]


def parse_html(source: str) -> tuple[str, list[Json]]:
    """HTML of Telegram's dialect → text and entities (UTF-16); ApiError 400 "can't parse entities: …" where it is wrong."""
    text, entities = _Parser(source=source).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities
