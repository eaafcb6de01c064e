"""Questions: plain, by command, edited afterwards."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.addressing import Said
from bot.contacts import Contact, find
from bot.context import Context, Place, Reports
from bot.pinning import pinned
from bot.rendering import texts
from bot.rendering.answers import Shown, answer_messages
from bot.rendering.message import messages
from bot.store import StoredAnswer
from bot.wording import Asked, word
from retrieval import Answer, Document, Reason, Thread, UnknownIdError

EDITABLE = 10 * 60
#: Refusals that a department may know more about.
ASKABLE: frozenset[Reason | None] = frozenset(
    {
        "region_not_indexed",
        "year_not_indexed",
        "not_in_reports",
        "only_goal",
        "only_result",
        "anonymised",
        "incomplete_source",
    }
)

_log = logging.getLogger(__name__)

USAGES = {None: texts.EMPTY_QUESTION, "ask": texts.USAGE_ASK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an answer's rendering needs beside it, read in one hop."""

    documents: dict[str, Document]
    years: tuple[int, ...]
    contact: str | None


def question_of(said: Said) -> str:
    """The question that a message asks; empty where it asks none."""
    return said.words if said.command in USAGES else ""


async def asking(context: Context, place: Place, said: Said) -> None:
    """A question in plain words or by a command; a command alone is explained."""
    question = question_of(said)
    if question:
        await ask(context, place, question)
    else:
        await context.say(place, messages(USAGES[said.command]))


async def ask(context: Context, place: Place, question: str) -> None:
    """Answer with what the thread carries."""
    services = context.bot_data
    thread = await services.disk(services.answers.thread, place.key)
    await ask_with(context, place, question, thread)


async def ask_with(context: Context, place: Place, question: str, thread: Thread | None) -> None:
    """Answer with a given thread. An update that was answered before it was interrupted keeps its answer."""
    services = context.bot_data
    stored = await services.disk(services.answers.of_update, context.key)
    if stored is None or not await readable(context, place, stored.answer):
        answer = await _think(context, place, question, thread, grows=True)
        number = await services.disk(
            services.answers.add, context.key, place.key, question, answer, before=thread, message=place.message
        )
        stored = await services.disk(services.answers.get, number, place.chat)
    if stored is not None:
        sent = await context.settle(place, answer_messages(await shown(context, place, stored)))
        await services.disk(services.answers.shown, stored.number, sent)


async def _think(
    context: Context, place: Place, question: str, thread: Thread | None, *, grows: bool = False
) -> Answer:
    """``grows``: show the answer while it is being written."""
    services = context.bot_data
    async with context.busy(place):
        home = await context.home(place)
        begun = time.monotonic()
        if services.log_questions:
            _log.info("asked: %s", question)
        reports = await context.reports(place)
        answer = await services.cpu(reports.ask, question, thread=thread, home=home, worded=False)
        asked = Asked(reports=reports, thread=thread, home=home)
        found = await services.cpu(pinned, reports, services.pins, answer)
        if found is None:
            found = await word(context, place, answer, asked, grows=grows)
        if found.receipt.asks != answer.receipt.asks:
            found = await services.cpu(pinned, reports, services.pins, found) or found
        services.metrics.answered(found, time.monotonic() - begun)
        return found


async def edited(context: Context, place: Place, said: Said) -> None:
    """A question that was edited soon after it was asked changes its answer; other edits change nothing."""
    services = context.bot_data
    if place.message is None:
        return
    stored = await services.disk(services.answers.of_question, place.chat, place.message)
    question = question_of(said)
    if stored is None or not question or question == stored.question:
        return
    if services.clock() - stored.at <= EDITABLE:
        await revise(context, place, stored, question, stored.before)


async def revise(context: Context, place: Place, stored: StoredAnswer, question: str, thread: Thread | None) -> None:
    """Put a new answer in the messages of an old one."""
    services = context.bot_data
    answer = await _think(context, place, question, thread)
    await services.disk(services.answers.revise, stored.number, place.key, question, answer)
    parts = answer_messages(await shown(context, place, replace(stored, question=question, answer=answer)))
    for message_id, part in zip(stored.messages, parts, strict=False):
        await context.edit(place, message_id, part)
    more = await context.say(place, parts[len(stored.messages) :])
    await context.delete(place, stored.messages[len(parts) :])
    await services.disk(services.answers.shown, stored.number, (*stored.messages[: len(parts)], *more))


async def shown(context: Context, place: Place, stored: StoredAnswer) -> Shown:
    """An answer with the documents it cites and the other years that could be asked."""
    services = context.bot_data
    around = await services.cpu(surroundings, await context.reports(place), stored.answer, services.contacts)
    return Shown(
        answer=stored.answer,
        number=stored.number,
        bot=context.bot.username,
        documents=around.documents,
        years=around.years,
        contact=around.contact,
        page=context.page_link,
    )


def surroundings(library: Reports, answer: Answer, known: Collection[Contact] = ()) -> Surroundings:
    """Read what stands around an answer. Blocks."""
    cited = dict.fromkeys(citation.document_id for citation in answer.citations)
    regions = set(answer.thread.regions)
    held = {
        year
        for document in (library.documents() if len(regions) == 1 else ())
        if document.region in regions
        for year in document.profile.years
    }
    told = {line.year for line in answer.lines} | {citation.year for citation in answer.citations}
    return Surroundings(
        documents={id: document for id in cited if (document := find_document(library, id))},
        years=tuple(sorted(held - told - set(answer.thread.years), reverse=True)),
        contact=_contact(library, answer, known),
    )


def _contact(library: Reports, answer: Answer, known: Collection[Contact]) -> str | None:
    """Whom to ask about what the reports do not say; a follow-up is about the topic of its thread."""
    if not known or answer.reason not in ASKABLE:
        return None
    question = answer.thread.topic or answer.question
    return find(known, question, library.interest(question))


async def readable(context: Context, place: Place, answer: Answer) -> bool:
    """Whether all that a stored answer holds may still be shown: its reports are there and the asker sees them."""
    return await context.bot_data.cpu(_readable, await context.reports(place), answer)


def _readable(library: Reports, answer: Answer) -> bool:
    documents = library.documents()
    ids, regions = {document.id for document in documents}, {document.region for document in documents}
    told = {citation.document_id for citation in (*answer.citations, *answer.further)}
    found = {hit.passage.document_id for hit in answer.receipt.hits}
    return told | found <= ids and set(answer.other_regions) <= regions


def find_document(library: Reports, document_id: str) -> Document | None:
    """A document, None where it was removed. Blocks."""
    try:
        return library.document(document_id)
    except UnknownIdError:
        return None
