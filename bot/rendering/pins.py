"""What administrators see of pinned answers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from telegram import InlineKeyboardMarkup

from bot.rendering import texts
from bot.rendering.feedback import A_PAGE, LINE, asked, flat
from bot.rendering.message import ROW, Message, button, keyboard, turning
from bot.rendering.paths import status
from bot.rendering.refs import cited, section_link
from bot.rendering.rich import Rich, bold, joined, link, shortened
from bot.store import Complaint, Pin
from bot.store.pins import TERMS
from retrieval import Citation, Document, Line, StoredSection

SECTION = 1500

Offered = Sequence[tuple[StoredSection, Document]]


def sources_message(complaint: Complaint, offered: Offered) -> Message:
    """The sections that may prove the right answer, numbered, with a button a number."""
    lines = [f"{n}. {_where(section, document)}" for n, (section, document) in enumerate(offered, 1)]
    head = texts.PIN_SOURCE if offered else texts.PIN_SOURCE_NONE
    body = joined([bold(texts.FEEDBACK_ASKED.format(question=asked(complaint.question))), *lines, head])
    picks = [button(str(n), f"hs:{complaint.code}:{n - 1}") for n in range(1, len(offered) + 1)]
    last = [
        button(texts.BUTTON_OTHER_SECTION, f"ht:{complaint.code}"),
        button(texts.BUTTON_BACK, f"ho:{complaint.code}"),
    ]
    return Message(body=body, keyboard=keyboard([picks[:ROW], picks[ROW:], last]))


def link_prompt(complaint: Complaint) -> Message:
    """Asks for the address of a section."""
    said = texts.PIN_LINK_PROMPT.format(question=asked(complaint.question))
    return Message(body=Rich(said), prompt=texts.PIN_LINK_HINT)


def words_prompt(complaint: Complaint, section: StoredSection, document: Document) -> Message:
    """Asks for the words of the right answer, with the section at hand."""
    said = texts.PIN_PROMPT.format(
        place=_where(section, document),
        text=shortened(section.text.strip(), SECTION),
        question=asked(complaint.question),
    )
    return Message(body=Rich(said), prompt=texts.PIN_HINT)


def preview_message(
    complaint: Complaint, number: int, lines: Sequence[Line], citations: Sequence[Citation], bot: str
) -> Message:
    """The answer as it would be given, and for how long it may hold. ``number``: of the draft."""
    parts: tuple[Rich | str, ...] = (
        bold(texts.PIN_PREVIEW),
        texts.FEEDBACK_ASKED.format(question=asked(complaint.question)),
        *_said(lines, citations, bot),
        texts.PIN_TERM,
    )
    terms = [button(texts.BUTTON_TERMS[days], f"hv:{complaint.code}:{number}:{days}") for days in TERMS]
    cancel = [button(texts.BUTTON_PIN_CANCEL, f"ho:{complaint.code}")]
    return Message(body=joined(parts), keyboard=keyboard([terms, cancel]))


def made_message(pin: Pin, *, told: bool) -> Message:
    """A pin that was just made; ``told``: whether whoever asked is told."""
    parts: tuple[Rich | str, ...] = (
        bold(texts.PIN_MADE),
        texts.FEEDBACK_ASKED.format(question=asked(pin.draft.question)),
        *pin.draft.lines,
        mark(pin),
        texts.PIN_SAID_TO if told else texts.PIN_NOT_SAID_TO,
    )
    return Message(body=joined(parts), keyboard=_doing(pin))


def told_text(pin: Pin, section: StoredSection, document: Document) -> str:
    """What whoever asked reads."""
    return texts.PIN_TOLD.format(words="\n".join(pin.draft.lines), place=_where(section, document))


def lapsed_text(pin: Pin, why: str) -> str:
    """What administrators read of a pin that ended."""
    return texts.PIN_LAPSED.format(why=texts.PIN_WHYS[why], question=asked(pin.draft.question))


def pins_message(pins: Sequence[Pin], *, page: int = 0) -> Message:
    """What is pinned, newest first, numbered, with a button a number."""
    if not pins:
        return Message(body=Rich(texts.PINS_NONE), keyboard=keyboard([[button(texts.BUTTON_FEEDBACK, "hl:0")]]))
    pages = -(-len(pins) // A_PAGE)
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(pins, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [f"{n}. {shortened(flat(pin.draft.question), LINE)}\n{mark(pin)}" for n, pin in shown]
    body = joined([bold(texts.PINS_TITLE.format(count=len(pins))), *lines, texts.PINS_PICK])
    open_ = [button(str(n), f"hw:{pin.number}") for n, pin in shown]
    turn = turning("hn", page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(
        body=body,
        keyboard=keyboard([open_[:ROW], open_[ROW:], [*turn, button(texts.BUTTON_FEEDBACK, "hl:0")]]),
    )


def pin_message(pin: Pin, who: str, lines: Sequence[Line], citations: Sequence[Citation], bot: str) -> Message:
    """One pin. ``who``: wrote it; ``lines``: cited, where what proves them is there to be seen."""
    said = _said(lines, citations, bot) if lines else pin.draft.lines
    parts: tuple[Rich | str, ...] = (bold(asked(pin.draft.question)), *said, f"{mark(pin)}｜{who}")
    return Message(body=joined(parts), keyboard=_doing(pin))


def mark(pin: Pin) -> str:
    """Since when and until when it holds."""
    return texts.PINNED.format(at=_day(pin.at), until=_day(pin.until or pin.at))


def _day(at: int) -> str:
    return datetime.fromtimestamp(at).astimezone().date().isoformat()


def _doing(pin: Pin) -> InlineKeyboardMarkup | None:
    drop = [button(texts.BUTTON_PIN_DROP, f"hx:{pin.number}")]
    return keyboard([drop, [button(texts.BUTTON_ALL_PINS, "hn:0"), button(texts.BUTTON_FEEDBACK, "hl:0")]])


def _said(lines: Sequence[Line], citations: Sequence[Citation], bot: str) -> list[Rich]:
    """The sentences, each with its marks as links into the chat."""
    targets = {citation.n: section_link(bot, cited(citation)) for citation in citations}
    found = []
    for line in lines:
        whole = Rich(line.text)
        for n in line.citations:
            whole = whole + " " + link(f"[{n}]", targets[n])
        found.append(whole)
    return found


def _where(section: StoredSection, document: Document) -> str:
    """``云泽市2024年目标｜14.增加普惠托育供给``; the title where the region is not known."""
    of = (
        f"{document.region}{status(section.year, section.plan)}" if document.region else shortened(document.title, LINE)
    )
    return f"{of}｜{shortened(flat(section.heading or texts.UNHEADED), LINE)}"
