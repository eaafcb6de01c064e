"""Text with entities, in UTF-16 code units as Telegram counts them: checks, trimming, and what clients mark by themselves."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from bot.playground.wire import Json, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
"""Telegram shows the first hundred entities of a message and ignores the rest without an error."""

FORMATS = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
"""Entity types that a sender may give; Telegram drops others and finds them again by itself."""

# Order matters: a later kind does not mark what an earlier one has taken.
_FOUND = (
    (
        "url",
        re.compile(
            r"https?://[^\s<>\"'，。；：、？！（）《》“”〕〔【】]+|(?<![\w@./])(?:t\.me|telegram\.me)/[\w/?=&-]+",
            re.ASCII,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z]\w{3,31})?(?![\w/@])", re.ASCII)),
    ("mention", re.compile(r"(?<![\w@/])@[a-zA-Z]\w{3,31}(?!\w)", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}")),
)


def utf16(text: str) -> int:
    """Length of the text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of the text between two UTF-16 positions."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def checked_link(url: str) -> str:
    """The address if Telegram accepts it in a link or button, else ValueError with Telegram's reason.

    Telegram refuses hosts without a dot (localhost); an IP address passes.
    """
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise ValueError("Wrong HTTP URL") from error
    if parts.scheme in {"tg", "ton"} and host:
        return url
    if parts.scheme not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    if "." not in host and ":" not in host:
        raise ValueError("Wrong HTTP URL")
    if re.search(r"[\s@]", url.split("/", 3)[2] if "://" in url else url.split("/", 1)[0]):
        raise ValueError("Wrong HTTP URL")
    return parts._replace(path=parts.path or "/").geturl()


def _boundaries(text: str) -> set[int]:
    """UTF-16 positions at which an entity may begin or end."""
    positions = {0}
    here = 0
    for character in text:
        here += 1 + (ord(character) > 0xFFFF)
        positions.add(here)
    return positions


def _check_span(offset: int, length: int, end: int, boundaries: set[int]) -> None:
    if offset < 0 or length < 0:
        raise bad_request(f"receive an entity with incorrect {'offset' if offset < 0 else 'length'}")
    if offset > end:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {offset + length}"
        )
    if offset not in boundaries:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {offset}")
    if offset + length not in boundaries:
        raise bad_request(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")


def _checked_entity(entity: object, end: int, boundaries: set[int]) -> Json | None:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    if not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
        raise bad_request('can\'t parse MessageEntity: fields "offset" and "length" must be Numbers')
    if entity.get("type") not in FORMATS:
        return None
    _check_span(entity["offset"], entity["length"], end, boundaries)
    if entity["type"] == "text_link":
        try:
            return entity | {"url": checked_link(str(entity.get("url", "")))}
        except ValueError as error:
            raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: {error}") from error
    return entity if entity["length"] else None


def check_entities(text: str, entities: Iterable[object]) -> list[Json]:
    """The sender's entities, checked against the text; kinds that only the server may set are left out."""
    end, boundaries = utf16(text), _boundaries(text)
    checked = (_checked_entity(entity, end, boundaries) for entity in entities)
    return [entity for entity in checked if entity is not None]


def _overlaps(entities: Sequence[Json], offset: int, end: int) -> bool:
    blocking = (
        e for e in entities if e["type"] not in {"bold", "italic", "underline", "strikethrough", "spoiler"} | _QUOTES
    )
    return any(entity["offset"] < end and offset < entity["offset"] + entity["length"] for entity in blocking)


_QUOTES = {"blockquote", "expandable_blockquote"}


def found_entities(text: str, given: Sequence[Json] = ()) -> list[Json]:
    """Addresses, commands, mentions and tags that clients and servers mark by themselves, beside the given entities."""
    found: list[Json] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            offset, length = utf16(text[: match.start()]), utf16(match.group())
            if not _overlaps([*given, *found], offset, offset + length):
                found.append({"type": kind, "offset": offset, "length": length})
    return found


def _trimmed(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """Text without blank ends, as the server stores it; entities are moved along and blank ones dropped."""
    body = text.strip()
    lead = utf16(text[: len(text) - len(text.lstrip())])
    end = utf16(body)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start and cut(body, start, stop - start).strip():
            kept.append(entity | {"offset": start, "length": stop - start})
    return body, kept


def settle(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """Text and entities as the server keeps them: NUL removed, trimmed, found entities added, first hundred kept."""
    body, given = _trimmed(text.replace("\0", " ").replace("\r", ""), entities)
    merged = sorted([*given, *found_entities(body, given)], key=lambda e: (e["offset"], -e["length"]))
    return body, merged[:MAX_ENTITIES]
