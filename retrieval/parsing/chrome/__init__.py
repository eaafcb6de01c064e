"""Take the web page off a text that was copied from one: what stands above the title and below the last paragraph.

Only whole lines go, only above the first line of the body or below its last, and what goes is listed. The body's lines
stay exactly as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from retrieval.parsing.chrome import lines
from retrieval.parsing.chrome.page import Head, Tail

__all__ = ["Stripped", "strip"]

_SHORTEST_BROKEN = 12
_MANY = 5
_MANY_SHARE = 0.3
_ENDS_INSIDE = re.compile(r"[一-鿿\d]$")
_GOES_ON = re.compile(r"\s*[一-鿿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripped:
    """``body``: kept lines verbatim, joined by ``\\n``, outer blank lines gone. ``dropped``: the other filled lines, in order.

    ``metadata``: label as printed, its inner blanks gone (发布机构, 来源, 文号 …) → value; empty fields are absent, the first
    of several wins. ``complete``: False where a notice or a broken end says that the text was cut off.
    """

    body: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    complete: bool = True
    warnings: tuple[str, ...] = ()


def strip(text: str) -> Stripped:
    """Part a copied page into body, metadata and chrome. Pure; never raises."""
    rows = text.split("\n")
    head = Head(rows)
    tail = Tail(rows, head.end)
    gone = head.dropped | tail.dropped
    kept = [line for i, line in enumerate(rows) if i not in gone]
    cut = (*tail.notices, *_signs_of_cut(kept))
    return Stripped(
        body=_without_outer_blanks(kept),
        metadata=_first_filled((*head.found, *tail.found)),
        dropped=tuple(rows[i] for i in sorted(gone) if rows[i].strip()),
        complete=not cut,
        warnings=(*(f"原文不全：{sign}" for sign in cut), *_broken_lines(kept)),
    )


def _first_filled(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for label, value in found:
        if value:
            metadata.setdefault(label, value)
    return metadata


def _without_outer_blanks(kept: list[str]) -> str:
    filled = [i for i, line in enumerate(kept) if line.strip()]
    return "\n".join(kept[filled[0] : filled[-1] + 1]) if filled else ""


def _signs_of_cut(kept: list[str]) -> list[str]:
    """What inside the kept text says that it was cut off; it stays there."""
    filled = [line.strip() for line in kept if line.strip()]
    signs = [line for line in filled if lines.is_cut(line)]
    signs += [line for line in filled[:3] if lines.is_excerpt(line)]
    if filled and lines.ends_cut(filled[-1]):
        signs.append(f"末行以“{filled[-1][-6:]}”结束")
    return signs


def _broken_lines(kept: list[str]) -> tuple[str, ...]:
    """A warning where many lines break off inside a sentence; they are left as they are."""
    filled = [line.rstrip() for line in kept if line.strip()]
    broken = sum(_runs_on(line, following) for line, following in pairwise(filled))
    if broken < _MANY or broken < _MANY_SHARE * len(filled):
        return ()
    return (f"有 {broken} 行在句子中间断开，可能切断了词句。",)


def _runs_on(line: str, following: str) -> bool:
    if len(line) < _SHORTEST_BROKEN or lines.is_heading(line) or lines.is_heading(following):
        return False
    return bool(_ENDS_INSIDE.search(line) and _GOES_ON.match(following))
