"""What a loader is told of the bytes beside the bytes themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadContext:
    """``name``: file name or path, "" where unknown. ``charset``: what the sender declared. ``url``: final address.

    ``ocr``: whether the text of scanned pages is to be recognised.
    """

    name: str = ""
    charset: str | None = None
    url: str | None = None
    ocr: bool = False

    @property
    def label(self) -> str:
        """What a message for people calls this input."""
        return f"“{self.name}”" if self.name else self.url or "这份内容"
