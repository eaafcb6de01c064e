"""References that fit Telegram: start parameters and callback data that lead to a section and its evidence.

``s_<section>_<start>-<length>-<check>`` is a section with a stretch of it to show; ``check`` tells whether the stretch
still says what was cited, so that a changed section is never shown with the wrong words marked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote as percent

from retrieval import Citation, StoredSection

_TARGET = re.compile(
    r"(?P<section>[A-Za-z0-9]{1,24})(?:_(?P<start>\d{1,7})-(?P<length>\d{1,4})-(?P<check>[0-9a-f]{4}))?"
)
_FRAGMENT_WHOLE = 60
_FRAGMENT_ENDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A section, and the stretch of its text that is evidence (``length`` 0: none)."""

    section_id: str
    start: int = 0
    length: int = 0
    check: str = ""

    @property
    def code(self) -> str:
        """At most 64 characters of [A-Za-z0-9_-]."""
        mark = f"_{self.start}-{self.length}-{self.check}" if self.length else ""
        return self.section_id + mark

    def evidence(self, text: str) -> tuple[int, int] | None:
        """Where the evidence stands in the section's text, None where there is none or it says something else now."""
        end = self.start + self.length
        stands = self.length and end <= len(text) and _check(text[self.start : end]) == self.check
        return (self.start, end) if stands else None


PageLink = Callable[[Target], str]


def _check(quote: str) -> str:
    return f"{zlib.crc32(quote.encode('utf-8', 'replace')) & 0xFFFF:04x}"


def cited(citation: Citation) -> Target:
    """The section of a citation with its quote as evidence."""
    quote = citation.quote
    return Target(section_id=citation.section_id, start=citation.start, length=len(quote), check=_check(quote))


def stretch(section: StoredSection, quote: str) -> Target:
    """A section with a stretch of its text as evidence; the bare section where it does not hold the words."""
    start = section.text.find(quote) if quote else -1
    if start < 0:
        return Target(section_id=section.id)
    return Target(section_id=section.id, start=start, length=len(quote), check=_check(quote))


def parse(code: str) -> Target | None:
    """Read what ``Target.code`` wrote; None for anything else."""
    match = _TARGET.fullmatch(code)
    if match is None:
        return None
    if match["start"] is None:
        return Target(section_id=match["section"])
    return Target(
        section_id=match["section"], start=int(match["start"]), length=int(match["length"]), check=match["check"]
    )


def deep_link(bot: str, parameter: str) -> str:
    """The address that opens the bot with a start parameter."""
    return f"https://t.me/{bot}?start={parameter}"


def section_link(bot: str, target: Target, page: PageLink | None = None) -> str:
    """The address that opens a section: its page where there are pages for the reader, else in the chat."""
    return page(target) if page else deep_link(bot, "s_" + target.code)


def document_link(bot: str, document_id: str) -> str:
    """The address that opens the headings of a document in the chat."""
    return deep_link(bot, "d_" + document_id)


def fragment_url(url: str, evidence: str) -> str:
    """The original's address with a text fragment (WICG Text Fragments) that makes a browser show the evidence."""
    line = evidence.strip().split("\n", 1)[0]
    if not line:
        return url
    if len(line) > _FRAGMENT_WHOLE:
        wanted = f"{percent(line[:_FRAGMENT_ENDS], safe='')},{percent(line[-_FRAGMENT_ENDS:], safe='')}"
    else:
        wanted = percent(line, safe="")
    return f"{url}{'' if '#' in url else '#'}:~:text={wanted.replace('-', '%2D')}"
