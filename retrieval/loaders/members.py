"""What an archive or a letter holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file inside another. ``name``: its path there, never absolute and without ``..``; ``error``: why it was not taken out."""

    name: str
    data: bytes = b""
    media_type: str | None = None
    error: str | None = None
