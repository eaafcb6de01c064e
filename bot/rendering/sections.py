"""A section of a report in the chat: where it stands, its text with the evidence marked, ways on."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.rendering import texts
from bot.rendering.message import Message, button, keyboard, turning
from bot.rendering.paths import status
from bot.rendering.refs import Target, fragment_url
from bot.rendering.rich import Rich, Span, bold, joined, shortened, split
from retrieval import Document, StoredSection

PAGE_LIMIT = 3000
_STEP = 30
_HEADER = 60


def section_message(
    section: StoredSection,
    document: Document,
    target: Target,
    page: int | None = None,
    opener: InlineKeyboardButton | None = None,
) -> Message:
    """One page of a section; without ``page`` the one that shows the evidence. Pages count from 0.

    ``opener``: a button that opens the section's web page.
    """
    evidence = target.evidence(section.text) if target.section_id == section.id else None
    pages = split(_text(section, evidence), limit=PAGE_LIMIT)
    shown = _evidence_page(pages) if page is None else max(0, min(page, len(pages) - 1))
    count = texts.PAGE.format(page=shown + 1, pages=len(pages)) if len(pages) > 1 else ""
    body = joined([_header(section, document), pages[shown] if pages else "", count], "\n\n")
    quote = section.shown[slice(*evidence)] if evidence else ""
    turn = turning(f"g:{target.code}", shown, len(pages), back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(body=body, keyboard=_keyboard(section, document, turn, quote, opener))


def _text(section: StoredSection, evidence: tuple[int, int] | None) -> Rich:
    if evidence is None:
        return Rich(section.shown)
    start, end = evidence
    marks = (MessageEntity.BOLD, MessageEntity.UNDERLINE)
    return Rich(section.shown, tuple(Span(start=start, end=end, type=mark) for mark in marks))


def _evidence_page(pages: tuple[Rich, ...]) -> int:
    return next((at for at, page in enumerate(pages) if page.spans), 0)


def _header(section: StoredSection, document: Document) -> Rich:
    """Title, region, year and the headings above this one."""
    where = " ".join(part for part in (document.region, status(section.year, section.plan)) if part)
    above = " › ".join(shortened(heading.strip(), _STEP) for heading in section.path[:-1])
    return joined([bold(shortened(document.title, _HEADER)), where, above])


def _keyboard(
    section: StoredSection,
    document: Document,
    turn: tuple[InlineKeyboardButton, ...],
    quote: str,
    opener: InlineKeyboardButton | None,
) -> InlineKeyboardMarkup | None:
    """Pages of this section and its web page; the sections before and after; the original and the contents."""
    near = (
        *_near(texts.BUTTON_PREVIOUS, section.previous_id),
        *_near(texts.BUTTON_NEXT, section.next_id),
    )
    return keyboard(
        [
            (*turn, *((opener,) if opener else ())),
            (*near, *_original(document, quote or section.shown), _contents(document)),
        ]
    )


def _near(label: str, section_id: str | None) -> tuple[InlineKeyboardButton, ...]:
    return (button(label, f"g:{section_id}"),) if section_id else ()


def _original(document: Document, quote: str) -> tuple[InlineKeyboardButton, ...]:
    """A button to the original where it has an address."""
    if not (document.url or "").startswith(("http://", "https://")):
        return ()
    return (InlineKeyboardButton(texts.BUTTON_ORIGINAL, url=fragment_url(document.url or "", quote)),)


def _contents(document: Document) -> InlineKeyboardButton:
    return button(texts.BUTTON_CONTENTS, f"t:{document.id}:0")


def name(section: StoredSection) -> str:
    """A section by its heading, short."""
    return shortened((section.heading or texts.UNHEADED).strip(), _HEADER)
