"""Signed passes: who may read which section until when, in 40 characters that nobody can make up.

A pass is the person's, for one section. It says nothing about rights: these are looked up at each request. It opens
the text until it expires; afterwards, and when its key was replaced, it still tells whose it was.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.viewer.keys import Key

_FORM = struct.Struct(">BBqI")
_SIGNATURE = 16
_LENGTH = 40
_MINI = 1
_PURPOSE = b"pass"


class Keys(Protocol):
    """Where the signing keys come from, newest first."""

    def keys(self) -> tuple[Key, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A pass that we signed. ``expires``: seconds since 1970. ``mini``: opens only as that person's Telegram Mini App.

    ``valid``: not expired, and signed with the newest key.
    """

    person: int
    expires: int
    mini: bool
    valid: bool


class Passes:
    """Makes and reads passes. ``clock``: seconds since 1970; ``life``: seconds that a pass opens its section."""

    def __init__(self, keys: Keys, *, clock: Callable[[], float], life: float) -> None:
        self._keys = keys
        self._clock = clock
        self._life = life

    def issue(self, person: int, section_id: str, *, mini: bool = False, expires: int | None = None) -> str:
        """A pass for a person and a section; ``expires`` carries another pass's end over to a further section."""
        key = self._keys.keys()[0]
        end = int(self._clock() + self._life) if expires is None else expires
        body = _FORM.pack(key.number, _MINI if mini else 0, person, end)
        return base64.urlsafe_b64encode(body + _signature(key, body, section_id)).decode()

    def read(self, code: str, section_id: str) -> Pass | None:
        """The pass behind a code; None for one that we did not sign for this section."""
        raw = _decoded(code)
        if raw is None:
            return None
        body, signature = raw[: _FORM.size], raw[_FORM.size :]
        number, flags, person, expires = _FORM.unpack(body)
        newest, *_ = keys = self._keys.keys()
        key = next((key for key in keys if key.number == number), None)
        if key is None or not hmac.compare_digest(signature, _signature(key, body, section_id)):
            return None
        valid = key is newest and self._clock() < expires
        return Pass(person=person, expires=expires, mini=bool(flags & _MINI), valid=valid)


def _signature(key: Key, body: bytes, section_id: str) -> bytes:
    return key.sign(_PURPOSE, body, section_id.encode())[:_SIGNATURE]


def _decoded(code: str) -> bytes | None:
    if len(code) != _LENGTH or not code.isascii():
        return None
    try:
        return base64.b64decode(code, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
