"""Raw passages: /search and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.addressing import Said
from bot.context import Context, Place, Reports
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.lists import HITS_A_PAGE, Found, found_message
from bot.rendering.message import Message, messages
from retrieval import Hit, UnknownIdError

MOST = 50


def found_view(library: Reports, query: str, *, number: int, bot: str, page: int = 0) -> Message:
    """A page of what a search finds. Blocks."""
    hits = library.search(query, k=MOST)
    page = max(0, min(page, (len(hits) - 1) // HITS_A_PAGE))
    found = found_of(library, hits[page * HITS_A_PAGE : (page + 1) * HITS_A_PAGE])
    near = not any(library.holds(word) for word in query.split())
    return found_message(query, found, number=number, count=len(hits), bot=bot, page=page, near=near)


def found_of(library: Reports, hits: Sequence[Hit]) -> tuple[Found, ...]:
    """Passages with where they stand; one that was removed since the search is left out. Blocks."""
    found = []
    for hit in hits:
        with suppress(UnknownIdError):
            section = library.section(hit.passage.section_id)
            found.append(Found(hit=hit, section=section, document=library.document(section.document_id)))
    return tuple(found)


async def searching(context: Context, place: Place, said: Said) -> None:
    """/search: passages as they stand in the reports."""
    services = context.bot_data
    if not any(map(str.isalnum, said.words)):
        await context.say(place, messages(texts.USAGE_SEARCH))
        return
    async with context.busy(place):
        number = await services.disk(services.people.search, place.chat, said.words)
        view = await services.cpu(
            found_view, await context.reports(place), said.words, number=number, bot=context.bot.username
        )
    await context.say(place, [view])


async def turn_search(context: Context, press: Press) -> str | None:
    """Another page of a search. Data: ``<search>:<page>``."""
    services, numbers = context.bot_data, press.numbers
    query = await services.disk(services.people.searched, numbers[0], press.place.chat) if len(numbers) == 2 else None
    if query is None:
        return texts.BUTTON_OLD
    view = await services.cpu(
        found_view,
        await context.reports(press.place),
        query,
        number=numbers[0],
        bot=context.bot.username,
        page=numbers[1],
    )
    await context.edit(press.place, press.message, view)
    return None
