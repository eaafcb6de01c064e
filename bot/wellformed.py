"""Updates as they come in: what is not as Telegram makes it goes no further than here, from a push as from a poll.

Whatever the bot looks at before its handlers is checked for its type and size; what it never reads is left to PTB.
"""

from __future__ import annotations

import logging
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from telegram import Update

_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError, IndexError, RecursionError)
_LONE = re.compile("[\ud800-\udfff]")

_log = logging.getLogger(__name__)

Id = Annotated[int, Field(gt=-(2**63), lt=2**63)]
Number = Annotated[int, Field(ge=0, lt=2**63)]
Moment = Annotated[int, Field(ge=0, lt=2**33)]
Name = Annotated[str, Field(max_length=100)]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Person(_Shape):
    id: Annotated[int, Field(gt=0, lt=2**63)]
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None


class _Chat(_Shape):
    id: Id
    type: str
    title: str | None = None


class _Entity(_Shape):
    type: str
    offset: Number
    length: Number
    user: _Person | None = None


class _File(_Shape):
    file_id: str
    file_name: str | None = None
    file_size: Number | None = None


class _Message(_Shape):
    message_id: Number
    date: Moment
    edit_date: Moment | None = None
    chat: _Chat
    sender: _Person | None = Field(default=None, alias="from")
    sender_chat: _Chat | None = None
    message_thread_id: Number | None = None
    is_topic_message: bool | None = None
    text: str | None = None
    caption: str | None = None
    entities: list[_Entity] = []
    caption_entities: list[_Entity] = []
    document: _File | None = None
    reply_to_message: _Message | None = None
    migrate_to_chat_id: Id | None = None
    migrate_from_chat_id: Id | None = None


class _Said(_Message):
    """What somebody says; a channel's posts, which nobody signs, are not asked for."""

    sender: _Person = Field(alias="from")


class _Press(_Shape):
    id: Name
    sender: _Person = Field(alias="from")
    message: _Message | None = None
    data: str | None = None


class _Query(_Shape):
    id: Name
    sender: _Person = Field(alias="from")
    query: str


class _Member(_Shape):
    status: str
    user: _Person


class _Standing(_Shape):
    chat: _Chat
    sender: _Person = Field(alias="from")
    date: Moment
    old_chat_member: _Member
    new_chat_member: _Member


class _Update(_Shape):
    update_id: Number
    message: _Said | None = None
    edited_message: _Said | None = None
    callback_query: _Press | None = None
    inline_query: _Query | None = None
    my_chat_member: _Standing | None = None


def sound(told: object) -> dict[str, Any] | None:
    """An update as JSON, with lone surrogates replaced; of one that can't be read the number alone.

    None for what has no number and so is no update.
    """
    number = told.get("update_id") if isinstance(told, dict) else None
    if type(number) is not int or not 0 <= number < 2**63:
        return None
    try:
        clean: dict[str, Any] = _clean(told)
        _Update.model_validate(clean)
        Update.de_json(clean, None)
    except _MALFORMED as error:
        _log.warning("update %s can't be read: %s", number, type(error).__name__)
        return {"update_id": number}
    return clean


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return {_clean(name): _clean(one) for name, one in value.items()} if isinstance(value, dict) else value
