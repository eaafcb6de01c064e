"""Addresses of source pages: permanent ones, and a reader's own that open the text for a while."""

from __future__ import annotations

from bot.rendering.refs import Target
from bot.viewer.passes import Passes

FOLDER = "s"
ANCHOR = "evidence"


def permanent(public_url: str, section_id: str) -> str:
    """The address of a section that never changes."""
    return f"{public_url}/{FOLDER}/{section_id}"


def query(code: str, target: Target) -> str:
    """``?p=<pass>&e=<evidence>``, and the anchor where there is evidence."""
    mark = target.code.partition("_")[2]
    return f"?p={code}&e={mark}#{ANCHOR}" if mark else f"?p={code}"


class SourcePages:
    """Makes addresses of the pages under ``public_url`` (no final slash)."""

    def __init__(self, public_url: str, passes: Passes) -> None:
        self.public_url = public_url
        self._passes = passes

    @property
    def secure(self) -> bool:
        """Whether Telegram opens the pages as a Mini App: only https ones."""
        return self.public_url.startswith("https://")

    def link(self, person: int, target: Target, *, mini: bool = False) -> str:
        """A section's address with this person's pass; ``mini``: it opens only as that person's Mini App."""
        code = self._passes.issue(person, target.section_id, mini=mini)
        return permanent(self.public_url, target.section_id) + query(code, target)
