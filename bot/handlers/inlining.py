"""Inline mode: ``@bot 青岚 托位`` typed in any chat. Answers draw only on what everyone may see."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, Update
from telegram.error import BadRequest

from bot.addressing import said
from bot.context import Context, Reports
from bot.handlers.asking import surroundings
from bot.handlers.searching import found_of
from bot.handlers.talking import INLINE
from bot.pinning import pinned
from bot.rendering import texts
from bot.rendering.answers import Shown
from bot.rendering.inline import inline_results
from bot.store import Pins
from retrieval import HuiwenError

PAUSE = 0.15
PATIENCE = 0.9
CACHED = 30
PASSAGES = 8

Results = Sequence[InlineQueryResultArticle]


async def inline(update: Update, context: Context) -> None:
    """An inline query. One that is overtaken by the person's next letters within a moment is not worked on."""
    query, services = update.inline_query, context.bot_data
    if query is None:
        return
    services.typing[query.from_user.id] = query.id
    await asyncio.sleep(PAUSE)
    if services.typing.get(query.from_user.id) != query.id:
        return
    del services.typing[query.from_user.id]
    words = said(query.query).words
    results, hint = await _offered(context, query.from_user.id, words) if words else ((), texts.INLINE_EMPTY)
    button = InlineQueryResultsButton(hint, start_parameter=INLINE) if hint else None
    with suppress(BadRequest):  # a query that is too old can't be answered any more
        await query.answer(results, cache_time=CACHED if results else 0, is_personal=True, button=button)


async def _offered(context: Context, person: int, words: str) -> tuple[Results, str | None]:
    """What is found within a second, and a hint where there is nothing."""
    services = context.bot_data
    home = await services.disk(services.people.home, person) or services.home_region
    work = services.cpu(offers, services.access.everyone(), services.pins, words, home, context.bot.username)
    try:
        results = await asyncio.wait_for(work, PATIENCE)
    except TimeoutError:
        return (), texts.INLINE_BUSY
    return results, None if results else texts.INLINE_NOTHING


def offers(library: Reports, pins: Pins, words: str, home: str | None, bot: str) -> Results:
    """The answer to a question and the passages near it. Blocks."""
    try:
        found = library.ask(words, home=home, worded=False)
        answer = pinned(library, pins, found) or found
        documents = surroundings(library, answer).documents
        shown = Shown(answer=answer, number=0, bot=bot, documents=documents)
        return inline_results(shown, found_of(library, library.search(words, k=PASSAGES)), bot)
    except HuiwenError:
        return ()
