"""An Answer as messages: the answer first, what it was taken from folded below, buttons to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.rendering import texts
from bot.rendering.message import ROW, Message, button, keyboard, messages, rows
from bot.rendering.paths import origin, source, trail
from bot.rendering.refs import PageLink, Target, cited, section_link
from bot.rendering.rich import Rich, joined, link, shortened, units
from retrieval import Answer, Citation, Document, Line, Nearest

QUOTE_LIMIT = 80
DRAFT_LIMIT = 3500
COPY_LIMIT = 256
SOURCE_BUTTONS = 4
NEAREST_SHOWN = 3
BUTTONS = 8
#: What may be in a report that is still to come.
AWAITED = ("region_not_indexed", "year_not_indexed", "not_in_reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer with what its rendering needs. ``number``: its number in the store, which the buttons carry.

    ``bot``: the bot's user name. ``documents``: id → document of each citation that is still there.
    ``years``: other years that the same regions have reports for. ``page``: where the numbers lead; None: into the chat.
    ``contact``: whom to ask where the reports do not say.
    """

    answer: Answer
    number: int
    bot: str
    documents: Mapping[str, Document]
    years: tuple[int, ...] = ()
    contact: str | None = None
    page: PageLink | None = None


def answer_messages(shown: Shown) -> tuple[Message, ...]:
    """The messages of an answer or a refusal."""
    answer = shown.answer
    parts: list[Rich | str] = [_line(line, shown) for line in _lines(answer)]
    parts += [note for note in _notes(answer) if note not in answer.text]
    if answer.status == "not_found":
        parts.append(_nearest(answer.nearest[:NEAREST_SHOWN], shown))
    if shown.contact:
        parts.append(texts.CONTACT.format(whom=shown.contact))
    if answer.options:
        parts.append(texts.OPTIONS)
    parts.append(_evidence(shown))
    return messages(joined(parts), answer_keyboard(shown))


def draft_message(answer: Answer) -> Message:
    """What has passed so far of an answer that is being written: its lines, no links yet, and a button to stop."""
    text = "\n".join(line.text for line in answer.lines if not line.note)
    stop = keyboard([[button(texts.BUTTON_STOP_WRITING, texts.STOP_WRITING)]])
    return Message(body=Rich(shortened(text, DRAFT_LIMIT)), keyboard=stop)


def _lines(answer: Answer) -> tuple[Line, ...]:
    if answer.lines or answer.status == "clarify":
        return answer.lines
    return (Line(text=texts.REFUSALS[answer.reason] if answer.reason else texts.NOT_STATED, note=True),)


def _line(line: Line, shown: Shown) -> Rich:
    """The sentence, and after it a link for each number that proves it."""
    targets = {citation.n: cited(citation) for citation in shown.answer.citations}
    whole = Rich(line.text.strip())
    for n in line.citations:
        if n in targets:
            whole = whole + " " + link(f"[{n}]", section_link(shown.bot, targets[n], shown.page))
    return whole


def _notes(answer: Answer) -> tuple[str, ...]:
    """What was taken over from the question before, what was corrected in this one, and whose words these are."""
    carried = answer.carried or ""
    if carried and not carried.startswith(texts.CARRIED):
        carried = texts.CARRIED + carried
    worded = texts.WORDED if answer.mode == "llm" else ""
    return tuple(note for note in (carried, answer.corrected or "", worded) if note)


def _nearest(nearest: Sequence[Nearest], shown: Shown) -> Rich:
    """Links to the nearest sections, by heading only: a figure here would read as the answer."""
    if not nearest:
        return Rich()
    links = (
        Rich("· ") + link(heading(item), section_link(shown.bot, Target(section_id=item.section_id), shown.page))
        for item in nearest
    )
    return joined([texts.NEAREST, *links])


def heading(item: Nearest) -> str:
    """A near section by name: region, year, its own heading."""
    last = shortened(item.path[-1].strip(), QUOTE_LIMIT) if item.path else shortened(item.document, QUOTE_LIMIT)
    where = "".join((item.region or "", f"{item.year}年" if item.year else ""))
    return f"{where}｜{last}" if where else last


def _evidence(shown: Shown) -> Rich:
    """The quotes and their sources, folded."""
    said = {n: line.text for line in reversed(shown.answer.lines) for n in line.citations}
    lines = (
        f"[{citation.n}] “{excerpt(citation.shown, said.get(citation.n, ''))}” "
        + source(citation, shown.documents.get(citation.document_id))
        for citation in shown.answer.citations
    )
    return joined(lines).marked(MessageEntity.EXPANDABLE_BLOCKQUOTE)


def excerpt(quote: str, said: str, limit: int = QUOTE_LIMIT) -> str:
    """At most ``limit`` characters of a quote, around the words that the answer took from it."""
    flat = " ".join(quote.split())
    if len(flat) <= limit:
        return flat
    same = SequenceMatcher(None, flat, said, autojunk=False).find_longest_match()
    room = limit - 2
    start = max(0, min(same.a - (room - same.size) // 2, len(flat) - room))
    before, after = "…" if start else "", "…" if start + room < len(flat) else ""
    return before + flat[start : start + room] + after


def answer_keyboard(shown: Shown) -> InlineKeyboardMarkup | None:
    """At most two rows of four: sources first, then ways to go on, then what the reader thought of it."""
    answer, number = shown.answer, shown.number
    if answer.options:
        return _options(answer.options, number)
    sources = _source_buttons(answer)
    judge = [button(texts.BUTTON_HELPFUL, f"u:{number}"), button(texts.BUTTON_NOT_HELPFUL, f"d:{number}")]
    on = [
        *([button(texts.BUTTON_DROP, f"x:{number}")] if answer.carried else []),
        *([button(texts.BUTTON_REGIONS, f"r:{number}")] if answer.other_regions and _of_a_region(answer) else []),
        *([button(texts.BUTTON_COMPARISON, f"kq:{number}")] if compares(answer) else []),
        *([button(texts.BUTTON_YEARS, f"y:{number}")] if shown.years else []),
        *_remind_button(answer, number),
        *_copy_button(shown),
    ]
    on = on[: BUTTONS - len(sources) - len(judge)]
    first = [*sources, *on]
    return keyboard([first[:ROW], [*first[ROW:], *judge]])


def _remind_button(answer: Answer, number: int) -> list[InlineKeyboardButton]:
    """To be told once what is missing is there."""
    reasons = (answer.reason, *(missing.reason for missing in answer.missing))
    if "only_goal" in reasons:
        return [button(texts.BUTTON_WHEN_SUMMARY, f"fq:{number}")]
    waits = answer.status == "not_found" and any(reason in AWAITED for reason in reasons)
    return [button(texts.BUTTON_WHEN_THERE, f"fq:{number}")] if waits else []


def _of_a_region(answer: Answer) -> bool:
    """Whether the same can be asked of another region: not where the question is none for the reports."""
    return answer.reason not in ("off_topic", "personal_data", "instruction")


def compares(answer: Answer) -> bool:
    """Whether the question was understood as one over regions."""
    return answer.status == "answered" and answer.receipt.understood.get("形式") == "compare"


def _options(options: Sequence[str], number: int) -> InlineKeyboardMarkup | None:
    """One choice a row."""
    return keyboard(
        [button(shortened(option, QUOTE_LIMIT), f"c:{number}:{at}")] for at, option in enumerate(options[:8])
    )


def _source_buttons(answer: Answer) -> list[InlineKeyboardButton]:
    """``原文1``, ``2`` …; under a refusal the nearest sections."""
    targets = [(citation.n, cited(citation)) for citation in answer.citations]
    if not targets:
        targets = [(n, Target(section_id=item.section_id)) for n, item in enumerate(answer.nearest[:NEAREST_SHOWN], 1)]
    return [
        button(texts.BUTTON_SOURCE.format(n=n) if at == 0 else str(n), f"o:{target.code}")
        for at, (n, target) in enumerate(targets[:SOURCE_BUTTONS])
    ]


def _copy_button(shown: Shown) -> tuple[InlineKeyboardButton, ...]:
    """The answer with its source, ready for a document of one's own."""
    answer = shown.answer
    if answer.status != "answered" or not answer.citations:
        return ()
    return (InlineKeyboardButton(texts.BUTTON_COPY, copy_text=CopyTextButton(copy_text(shown))),)


def copy_text(shown: Shown) -> str:
    """``<answer>（《<title>》，<publisher>，<date>，§一›(四)）`` in at most 256 characters."""
    source_of = _reference(shown.answer.citations[0], shown.documents)
    said = "\n".join(line.text for line in shown.answer.lines)
    return shortened(said, COPY_LIMIT - units(source_of)) + source_of


def _reference(citation: Citation, documents: Mapping[str, Document]) -> str:
    path = trail(citation.path)
    known = origin(documents.get(citation.document_id))[:2]
    page = texts.PAGE_OF_FILE.format(page=citation.page) if citation.page else ""
    parts = (f"《{shortened(citation.document, 60)}》", *known, f"§{path}{page}" if path else page)
    return f"（{'，'.join(shortened(part, 80) for part in parts if part)}）"


def choices(labels: Sequence[str], prefix: str, number: int) -> InlineKeyboardMarkup | None:
    """A keyboard to choose one of some regions, years or reasons, and a way back."""
    buttons = [button(shortened(label, 20), f"{prefix}:{number}:{at}") for at, label in enumerate(labels)]
    return rows([*buttons[:31], button(texts.BUTTON_BACK, f"b:{number}")], most=8)
