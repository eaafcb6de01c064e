"""What a source page shows, worked out from the catalogue's values: pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.rendering import texts
from bot.rendering.paths import status, trail
from bot.rendering.refs import Target, fragment_url
from bot.rendering.rich import shortened
from bot.viewer.blocks import Block, Piece, Range, blocks, runs_in, windows
from retrieval import Document, StoredSection, Table

SHOWN_CHARACTERS = 9_000
SHOWN_BELOW = 200
OUTLINE_MOST = 120
OUTLINE_LEVEL = 2
HEADING_MOST = 40
LABEL_MOST = 36
TABLE_ROWS = 200
_LOWEST = 6

LinkOf = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the outline. ``depth``: 0 for parts, then the headings' levels; ``current``: the section that is shown."""

    label: str
    address: str
    depth: int
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A section ready for its template; every text is data and is escaped there."""

    title: str
    document: str
    above: tuple[str, ...]
    heading: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    status: str
    plan: bool
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    reference: str
    outline: tuple[Entry, ...]
    original: str | None
    previous: str | None
    following: str | None
    more: str | None
    part: int
    parts: tuple[str, ...]
    tables: tuple[Table, ...] = ()


def page_of(
    section: StoredSection,
    document: Document,
    sections: Sequence[StoredSection],
    target: Target,
    link: LinkOf,
    part: int | None = None,
    tables: Sequence[Table] = (),
) -> Page:
    """The page of a section. ``link``: section id → address, with the reader's pass; ``part``: stretch of a long text, from 0;
    ``tables``: those of the section, shown as grids below the sentences that state their rows.

    A section is shown with those below it, as far as a page holds them; ``more`` then leads to the first that is not shown.
    """
    evidence = target.evidence(section.text)
    cuts = windows(section.text, SHOWN_CHARACTERS)
    at = _part(cuts, evidence, part)
    own = blocks(section, rank=1, evidence=evidence, within=cuts[at] if len(cuts) > 1 else None)
    below = _below(section, sections) if len(cuts) == 1 else ()
    fitting = below[: _fitting(below, SHOWN_CHARACTERS - len(section.text))]
    heading, own = _heading(section, document, own)
    inner = (block for one in fitting for block in blocks(one, rank=_rank(one, section)))
    return Page(
        title=_name(section, document),
        document=document.title,
        above=tuple(shortened(step.strip(), HEADING_MOST) for step in section.path[:-1]),
        heading=heading,
        blocks=(*own, *inner),
        status=status(section.year, section.plan),
        plan=section.plan,
        facts=facts(section, document),
        warnings=warnings(document),
        reference=reference(section, document),
        outline=outline(section, document, sections, link),
        original=original(document, section.shown[slice(*evidence)] if evidence else ""),
        previous=link(section.previous_id) if section.previous_id else None,
        following=link(section.next_id) if section.next_id else None,
        more=link(below[len(fitting)].id) if len(fitting) < len(below) else None,
        part=at,
        parts=tuple(f"{link(section.id)}&part={n}" for n in range(len(cuts))) if len(cuts) > 1 else (),
        tables=tuple(replace(table, rows=table.rows[:TABLE_ROWS]) for table in tables),
    )


def _part(cuts: Sequence[Range], evidence: Range | None, part: int | None) -> int:
    """The stretch asked for, else the one where the evidence begins."""
    if part is not None:
        return max(0, min(part, len(cuts) - 1))
    start = evidence[0] if evidence else 0
    return next(at for at, cut in enumerate(cuts) if start < cut[1] or at == len(cuts) - 1)


def _below(section: StoredSection, sections: Sequence[StoredSection]) -> tuple[StoredSection, ...]:
    """What stands under a section in the outline, in the order of the text."""
    found = []
    for other in sections:
        if other.ordinal <= section.ordinal:
            continue
        if not _inside(other, section):
            break
        found.append(other)
    return tuple(found)


def _inside(other: StoredSection, section: StoredSection) -> bool:
    if section.level == 0:
        return other.level != 0
    depth = len(section.path)
    return bool(section.heading) and len(other.path) > depth and other.path[:depth] == section.path


def _fitting(below: Sequence[StoredSection], room: int) -> int:
    """How many of the sections a page still holds."""
    for count, section in enumerate(below[:SHOWN_BELOW]):
        room -= len(section.text)
        if room < 0:
            return count
    return min(len(below), SHOWN_BELOW)


def _rank(one: StoredSection, section: StoredSection) -> int:
    return min(_LOWEST, 1 + max(1, len(one.path) - len(section.path)))


def _heading(
    section: StoredSection, document: Document, own: tuple[Block, ...]
) -> tuple[tuple[Piece, ...], tuple[Block, ...]]:
    """The page's first heading: the section's own where it stands alone, else its name."""
    if own and own[0].rank == 1:
        return own[0].pieces, own[1:]
    return (Piece(text=_name(section, document)),), own


def _name(section: StoredSection, document: Document) -> str:
    heading = (section.heading or "").strip()
    if heading and not runs_in(section):
        return heading
    inherited = section.path[-1] if section.path else document.title
    return shortened(heading or inherited.strip(), HEADING_MOST)


def facts(section: StoredSection, document: Document) -> tuple[tuple[str, str], ...]:
    """What is known of the document, in the order a reader asks: (name, value)."""
    profile = document.profile
    years = "、".join(f"{year}年" for year in profile.years)
    named = (
        (texts.FACT_REGION, document.region),
        (texts.FACT_YEARS, years),
        (texts.FACT_PART, section.part if section.part != document.title else None),
        (texts.FACT_STATUS, status(section.year, section.plan)),
        (texts.FACT_AUTHOR, profile.author if profile.author != profile.publisher else None),
        (texts.FACT_PUBLISHER, profile.publisher),
        (texts.FACT_NUMBER, profile.number),
        (texts.FACT_PUBLISHED, profile.published or texts.DATE_UNKNOWN),
        (texts.FACT_ADDED, document.added_at[:10]),
    )
    return tuple((name, value) for name, value in named if value)


def warnings(document: Document) -> tuple[str, ...]:
    """What a reader must know of the copy."""
    profile = document.profile
    told = (
        (profile.anonymised, texts.WARN_ANONYMISED),
        (not profile.complete, texts.WARN_INCOMPLETE),
        (profile.title_inferred, texts.WARN_TITLE),
    )
    return tuple(text for is_so, text in told if is_so)


def reference(section: StoredSection, document: Document) -> str:
    """``《<title>》（<number or publisher>，<date>）§一›(四)``, ready to be put into a paper."""
    profile = document.profile
    known = (profile.number or profile.author or profile.publisher, profile.published)
    inside = "，".join(part for part in known if part)
    path = trail(section.path)
    page = f"，第{section.page()}页" if section.page() else ""
    return f"《{document.title}》" + (f"（{inside}）" if inside else "") + (f"§{path}" if path else "") + page


def outline(
    section: StoredSection, document: Document, sections: Sequence[StoredSection], link: LinkOf
) -> tuple[Entry, ...]:
    """The headings down to （一）, those around the section down to its own level; at most OUTLINE_MOST, around it."""
    chosen = [one for one in sections if one.id == section.id or _listed(one, section, document)]
    here = next((at for at, one in enumerate(chosen) if one.id == section.id), 0)
    start = max(0, min(here - OUTLINE_MOST // 2, len(chosen) - OUTLINE_MOST))
    return tuple(
        Entry(
            label=shortened((one.heading or texts.UNHEADED).strip(), LABEL_MOST),
            address=link(one.id),
            depth=len(one.path),
            current=one.id == section.id,
        )
        for one in chosen[start : start + OUTLINE_MOST]
    )


def _listed(one: StoredSection, section: StoredSection, document: Document) -> bool:
    if not one.heading or one.heading == document.title:
        return False
    if one.level is not None and one.level <= OUTLINE_LEVEL:
        return True
    return one.path[:-1] == section.path[:-1] or one.path[:-1] == section.path


def original(document: Document, quote: str) -> str | None:
    """The original's address, at the evidence; None for anything that is no web address."""
    address = document.url or ""
    try:
        parts = urlsplit(address)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return fragment_url(address, quote) if fit else None
