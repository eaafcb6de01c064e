"""The keys that sign: a file of the data directory that only its owner may read, newest key first.

A line a key: ``<number> <64 hex digits>``. Rotation puts a new key on top and keeps some old ones, so that what they
signed is still known as ours (a page then offers a fresh link) without opening anything any more.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from retrieval import StoreError

FILE_NAME = "pages.key"
KEPT = 8
_SIZE = 32
_NUMBERS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and its number, 0 to 255, which what it signs carries."""

    number: int
    secret: bytes

    def sign(self, *parts: bytes) -> bytes:
        """HMAC-SHA-256 over the parts, each with its length before it."""
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.new(self.secret, framed, hashlib.sha256).digest()


class Keyring:
    """The keys of a data directory, read again when the file changes; made at first use."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE_NAME
        self._read_at: tuple[int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def keys(self) -> tuple[Key, ...]:
        """All keys, the one that signs first. Raises StoreError where the file can't be used."""
        try:
            if not self._path.exists():
                self._make()
            state = self._path.stat()
            at = (state.st_mtime_ns, state.st_ino)
            if at != self._read_at:
                self._keys, self._read_at = _parsed(self._path.read_text("ascii")), at
        except (OSError, ValueError) as error:
            raise StoreError(
                f"读不了签名密钥 {self._path.name}：请检查权限，或删除后重启（旧链接要重新打开）。"
            ) from error
        return self._keys

    def derived(self, purpose: str) -> str:
        """A secret for one purpose, the same until the keys are rotated: 64 hex digits."""
        return self.keys()[0].sign(b"derived", purpose.encode()).hex()

    def rotate(self) -> None:
        """Sign with a new key from now on. Raises StoreError."""
        old = self.keys()
        new = Key(number=(old[0].number + 1) % _NUMBERS, secret=secrets.token_bytes(_SIZE))
        try:
            self._write((new, *old[: KEPT - 1]))
        except OSError as error:
            raise StoreError(f"写不了签名密钥 {self._path.name}：请检查磁盘空间和权限。") from error

    def _make(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._write((Key(number=0, secret=secrets.token_bytes(_SIZE)),))

    def _write(self, keys: Iterable[Key]) -> None:
        """Put the file in place in one step, readable by its owner alone from its first byte on."""
        temporary = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")
        lines = "".join(f"{key.number} {key.secret.hex()}\n" for key in keys)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)


def _parsed(text: str) -> tuple[Key, ...]:
    pairs = [line.split() for line in text.splitlines() if line.strip()]
    keys = tuple(Key(number=int(number), secret=bytes.fromhex(secret)) for number, secret in pairs)
    if not keys or any(len(key.secret) != _SIZE or not 0 <= key.number < _NUMBERS for key in keys):
        raise ValueError("not a file of keys")
    return keys
