"""更正: an administrator pins the right answer to a question, proven by a section, for a while."""

from __future__ import annotations

import re

from telegram import Message as SentMessage

from bot.context import Context, Place, Reports
from bot.handlers.asking import find_document
from bot.handlers.feedback import answer_asker, pressed, prompted
from bot.handlers.following import Press
from bot.handlers.people import person_of
from bot.rendering import texts
from bot.rendering.message import messages
from bot.rendering.pins import (
    Offered,
    link_prompt,
    made_message,
    pin_message,
    pins_message,
    preview_message,
    sources_message,
    told_text,
    words_prompt,
)
from bot.store import Complaint, Draft, Pin, Prompt, StoredAnswer
from bot.store.pins import TERMS
from retrieval import Answer, Citation, InputError, Line, UnknownIdError

OFFERED = 8
_SECTION = re.compile(r"(?:[?&]start=s_|/s/|^\s*)(?P<section>[A-Za-z0-9]{1,24})(?=[_?&#/\s]|$)")


async def offer(context: Context, press: Press) -> str | None:
    """更正 asks which section says it right. Data: ``<answer>:<person>``."""
    found = await _pressed(context, press)
    if found is None:
        return texts.FEEDBACK_GONE
    one, stored = found
    offered = await context.bot_data.cpu(candidates, await context.reports(press.place), stored.answer)
    await context.edit(press.place, press.message, sources_message(one, offered))
    return None


async def choose(context: Context, press: Press) -> str | None:
    """A section was chosen: asks for the words. Data: ``<answer>:<person>:<which>``."""
    found = await _pressed(context, press)
    if found is None:
        return texts.FEEDBACK_GONE
    one, stored = found
    offered = await context.bot_data.cpu(candidates, await context.reports(press.place), stored.answer)
    if len(press.numbers) < 3 or press.numbers[2] >= len(offered):
        return texts.BUTTON_OLD
    await _ask_words(context, press.place, one, offered[press.numbers[2]][0].id)
    return None


async def ask_link(context: Context, press: Press) -> str | None:
    """其他章节 asks for its address. Data: ``<answer>:<person>``."""
    one = await pressed(context, press)
    if one is None:
        return texts.FEEDBACK_GONE
    sent = await context.say(press.place, [link_prompt(one)])
    await _wait(context, press.place, sent[-1], one, "")
    return None


async def replied(context: Context, place: Place, message: SentMessage) -> bool:
    """An administrator's reply to a prompt of a pin. False: it is no such reply."""
    services, found = context.bot_data, await prompted(context, place, message)
    if found is None or found.section is None:
        return False
    one = await services.disk(services.feedback.complaint, found.answer, found.person)
    stored = await services.disk(services.answers.find, found.answer)
    if one is None or stored is None:
        await context.say(place, messages(texts.FEEDBACK_GONE))
    elif found.section:
        await _preview(context, place, one, stored, found.section, message.text or "")
    elif section := await _linked(context, place, message.text or ""):
        await _ask_words(context, place, one, section)
    else:
        await context.say(place, messages(texts.PIN_LINK_WRONG))
    return True


async def pin(context: Context, press: Press) -> str | None:
    """The draft holds from now on, and whoever asked is told. Data: ``<answer>:<person>:<draft>:<days>``."""
    services, found = context.bot_data, await _pressed(context, press)
    if found is None:
        return texts.FEEDBACK_GONE
    one, stored = found
    if len(press.numbers) != 4 or press.numbers[3] not in TERMS:
        return texts.BUTTON_OLD
    made = await services.disk(services.pins.pin, press.numbers[2], press.numbers[3], by=press.place.person)
    if made is None:
        return texts.PIN_GONE
    told = await _tell(context, stored, made)
    await services.disk(services.feedback.settle, one, "replied", by=press.place.person)
    await context.edit(press.place, press.message, made_message(made, told=told))
    return texts.PIN_MADE


async def drop(context: Context, press: Press) -> str | None:
    """撤销. Data: ``<pin>``."""
    services = context.bot_data
    if not press.numbers:
        return texts.BUTTON_OLD
    await services.disk(services.pins.remove, press.numbers[0], by=press.place.person, why="dropped")
    await turn(context, Press(place=press.place, message=press.message, rest="0"))
    return texts.PIN_DROPPED


async def turn(context: Context, press: Press) -> str | None:
    """A page of what is pinned. Data: ``<page>``."""
    services = context.bot_data
    found = await services.disk(services.pins.pinned)
    page = press.numbers[0] if press.numbers else 0
    await context.edit(press.place, press.message, pins_message(found, page=page))
    return None


async def panel(context: Context, press: Press) -> str | None:
    """One pin. Data: ``<pin>``."""
    services = context.bot_data
    found = await services.disk(services.pins.get, press.numbers[0]) if press.numbers else None
    if found is None:
        return texts.PIN_GONE
    said = await services.cpu(_proven, await context.reports(press.place), found)
    who = person_of(context, found.by).called
    await context.edit(press.place, press.message, pin_message(found, who, *said, context.bot.username))
    return None


def candidates(library: Reports, answer: Answer) -> Offered:
    """Sections near an answer, the cited ones first. Blocks."""
    ids = [
        *(citation.section_id for citation in (*answer.citations, *answer.further)),
        *(near.section_id for near in answer.nearest),
        *(hit.passage.section_id for hit in answer.receipt.hits),
    ]
    known = library.sections_by_id(tuple(dict.fromkeys(ids)))
    sections = {section.id: section for id in ids if (section := known.get(id))}
    found = ((section, find_document(library, section.document_id)) for section in sections.values())
    return [(section, document) for section, document in found if document][:OFFERED]


async def _pressed(context: Context, press: Press) -> tuple[Complaint, StoredAnswer] | None:
    one = await pressed(context, press)
    stored = await context.bot_data.disk(context.bot_data.answers.find, one.answer) if one else None
    return (one, stored) if one and stored and stored.answer.receipt.asks else None


async def _wait(context: Context, place: Place, message: int, one: Complaint, section: str) -> None:
    services = context.bot_data
    prompt = Prompt(answer=one.answer, person=one.person, section=section)
    await services.disk(services.feedback.ask, place.chat, message, prompt)


async def _ask_words(context: Context, place: Place, one: Complaint, section_id: str) -> None:
    reports = await context.reports(place)
    section = await context.bot_data.cpu(reports.section, section_id)
    document = await context.bot_data.cpu(reports.document, section.document_id)
    sent = await context.say(place, [words_prompt(one, section, document)])
    await _wait(context, place, sent[-1], one, section.id)


async def _linked(context: Context, place: Place, text: str) -> str | None:
    """The section that a text names by its address or id."""
    reports = await context.reports(place)
    for match in _SECTION.finditer(text):
        try:
            return (await context.bot_data.cpu(reports.section, match["section"])).id
        except UnknownIdError:
            continue
    return None


async def _preview(
    context: Context, place: Place, one: Complaint, stored: StoredAnswer, section: str, words: str
) -> None:
    """Hold the words to the section; show the answer as it would be given."""
    services, reports = context.bot_data, await context.reports(place)
    try:
        lines, citations = await services.cpu(reports.prove, words, section)
    except InputError as error:
        await context.say(place, messages(texts.PIN_AGAIN.format(why=error)))
        return
    draft = Draft(
        asks=stored.answer.receipt.asks,
        question=stored.question,
        dated=bool(stored.answer.thread.years),
        lines=tuple(line.text for line in lines),
        section=section,
    )
    number = await services.disk(services.pins.write, draft, by=place.person)
    await context.say(place, [preview_message(one, number, lines, citations, context.bot.username)])


async def _tell(context: Context, stored: StoredAnswer, made: Pin) -> bool:
    """Whoever asked is told where he sees the section; whether he is."""
    services = context.bot_data
    chat, _, asker = stored.place
    view = services.alerts.rights.view(chat, asker)
    seen = await services.cpu(view.sections_by_id, (made.draft.section,)) if view else {}
    section = seen.get(made.draft.section)
    if view is None or section is None:
        return False
    document = await services.cpu(view.document, section.document_id)
    return await answer_asker(context, stored, told_text(made, section, document), f"pin:{made.number}")


def _proven(library: Reports, pin: Pin) -> tuple[tuple[Line, ...], tuple[Citation, ...]]:
    """What proves a pin now; nothing where it is gone or hidden. Blocks."""
    try:
        return library.prove("\n".join(pin.draft.lines), pin.draft.section)
    except InputError:
        return (), ()
