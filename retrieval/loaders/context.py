"""What a loader is told of the bytes beside the bytes themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retrieval.model import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadContext:
    """``name``: file name or path, "" where unknown. ``charset``: what the sender declared. ``url``: final address."""

    name: str = ""
    charset: str | None = None
    url: str | None = None

    @property
    def label(self) -> str:
        """What a message for people calls this input."""
        return f"“{self.name}”" if self.name else self.url or "这份内容"


Loader = Callable[[bytes, LoadContext], Loaded]
