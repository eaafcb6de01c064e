"""/why: how the last answer came about."""

from __future__ import annotations

from bot.addressing import Said
from bot.context import Context, Place, Reports
from bot.handlers.asking import find_document, readable
from bot.rendering import texts
from bot.rendering.message import messages
from bot.rendering.receipt import receipt_messages
from retrieval import Answer, Document


def found_documents(library: Reports, answer: Answer) -> dict[str, Document]:
    """The documents of the passages that were found. Blocks."""
    ids = dict.fromkeys(hit.passage.document_id for hit in answer.receipt.hits)
    return {id: document for id in ids if (document := find_document(library, id))}


async def why(context: Context, place: Place, said: Said) -> None:
    """The receipt of the last answer in this chat."""
    services = context.bot_data
    stored = await services.disk(services.answers.last, place.key)
    if stored is None or not await readable(context, place, stored.answer):
        await context.say(place, messages(texts.NO_LAST))
        return
    documents = await services.cpu(found_documents, await context.reports(place), stored.answer)
    await context.say(place, receipt_messages(stored.answer, documents, context.bot.username))
