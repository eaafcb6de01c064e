"""An answer in the language model's words: in its own pool, shown as it grows where one person reads along."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from bot.context import Context, Place, Reports
from bot.growing import Growing
from retrieval import Answer, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question was asked with: the reader's documents, the thread, the home region."""

    reports: Reports
    thread: Thread | None
    home: str | None


async def word(context: Context, place: Place, answer: Answer, asked: Asked, *, grows: bool) -> Answer:
    """The answer worded by the model where one is set and has something to word; else as it is.

    ``grows``: show what has passed so far; in groups only the finished answer is shown.
    """
    services = context.bot_data
    if not await services.cpu(asked.reports.wordable, answer, thread=asked.thread):
        return answer
    growing = Growing(context, place) if grows and not place.group else None
    with services.stops.running(place.key) as stop:
        async with growing.shown() if growing else nullcontext():
            found = await services.model(
                asked.reports.worded,
                answer,
                thread=asked.thread,
                home=asked.home,
                progress=growing.offer if growing else None,
                stop=stop,
            )
    if found.mode == "extractive" and not stop.is_set():
        services.metrics.fell_back("model")
    return found
