"""Whether two texts are one report: reposted, or a revised edition. Pure.

Texts are compared by their shingles, runs of eight characters with blanks and punctuation left out. A repost says the same with
the same figures; a revised edition says mostly the same; two reports of one form (another year, another city, another
announcement of a row) are told apart by what their profiles, titles and document numbers say.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Literal

from retrieval.model import Profile

Verdict = Literal["same", "revised", "other"]

SHINGLE = 8
SHORTEST = 200  # characters; shorter texts are one only where they say exactly the same
SAME, REVISED, RETITLED = 0.9, 0.75, 0.5
A_LINE = 40  # characters
_LEFT_OUT = re.compile(r"[\W_]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_REVISED_WORDS = re.compile(r"修订|修正|更正|更新|修改|勘误|补充|最新|终稿|定稿|正式稿")
_MARKED = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")


def plain(text: str) -> str:
    """What a text says: letters, Chinese characters and digits in one spelling."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text)).lower()


def shingles(text: str) -> frozenset[int]:
    """The runs of eight characters of a ``plain`` text."""
    return frozenset(hash(text[i : i + SHINGLE]) for i in range(max(1, len(text) - SHINGLE + 1)))


def verdict(known: Profile, known_text: str, new: Profile, new_text: str) -> Verdict:
    """What a new text is to a known one. Whether their regions, years and kinds agree was judged before."""
    if _apart(known, new):
        return "other"
    before, after = plain(known_text), plain(new_text)
    if before == after:
        return "same"
    if min(len(before), len(after)) < SHORTEST:
        return "other"
    a, b = shingles(before), shingles(after)
    overlap = len(a & b) / len(a | b)
    if overlap >= SAME and _same_figures(known_text, new_text):
        return "same"
    titled = _title(known) == _title(new) != ""
    return "revised" if overlap >= (RETITLED if titled else REVISED) else "other"


def newer(known: Profile, new: Profile) -> bool:
    """Whether the new text is the later edition: by the days they bear, else by what the title says, else as it came later."""
    if known.published and new.published and known.published != new.published:
        return new.published > known.published
    marks = [bool(_REVISED_WORDS.search(profile.title or "")) for profile in (known, new)]
    return marks[1] or not marks[0]


def _apart(known: Profile, new: Profile) -> bool:
    """Whether numbers in their names tell two documents apart: document numbers, or the figures of their titles."""
    if known.number and new.number and plain(known.number) != plain(new.number):
        return True
    titles = [_FIGURE.findall(unicodedata.normalize("NFKC", _MARKED.sub("", p.title or ""))) for p in (known, new)]
    return all((known.title, new.title)) and titles[0] != titles[1]


def _title(profile: Profile) -> str:
    """A title without marks in brackets and words of revision."""
    return plain(_REVISED_WORDS.sub("", _MARKED.sub("", profile.title or "")))


def _same_figures(known_text: str, new_text: str) -> bool:
    """Whether no figure changed; a line more around the text (when it was printed, how often it was read) may bring its own."""
    known, new = _figures(known_text), _figures(new_text)
    longer = abs(len(plain(known_text)) - len(plain(new_text)))
    return known == new or (longer <= A_LINE and (known <= new or new <= known))


def _figures(text: str) -> Counter[str]:
    return Counter(_FIGURE.findall(unicodedata.normalize("NFKC", text)))
