"""What inline mode offers to insert into any chat: the answer, then passages, each with its source as a link into the chat.

Links lead to the bot, never to a page with somebody's pass: who reads them is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from telegram import InlineQueryResultArticle, InputTextMessageContent

from bot.rendering import texts
from bot.rendering.answers import Shown, answer_messages
from bot.rendering.lists import Found
from bot.rendering.paths import origin, place, status
from bot.rendering.refs import section_link, stretch
from bot.rendering.rich import Rich, entities, link, shortened, split

MOST = 50
_TITLE = 90
_DESCRIPTION = 120
_QUOTE = 600


def inline_results(shown: Shown | None, found: Sequence[Found], bot: str) -> tuple[InlineQueryResultArticle, ...]:
    """At most 50 results: the answer first where there is one, then passages of different sections."""
    answer = () if shown is None or shown.answer.status == "clarify" else (_answer(shown),)
    return (*answer, *_passages(found, bot))[:MOST]


def _answer(shown: Shown) -> InlineQueryResultArticle:
    body = answer_messages(shown)[0].body
    first, _, rest = body.text.partition("\n")
    return _article("answer", first, " ".join(rest.split()) or shown.answer.question, body)


def _passages(found: Sequence[Found], bot: str) -> Iterator[InlineQueryResultArticle]:
    seen: set[str] = set()
    for item in found:
        section, document = item.section, item.document
        if section.id in seen:
            continue
        seen.add(section.id)
        text = shortened(" ".join(section.said(item.hit.passage).split()), _QUOTE)
        target = stretch(section, item.hit.passage.text)
        where = " ".join(part for part in (document.region, status(section.year, section.plan)) if part)
        source = link(place(document.title, section.path), section_link(bot, target))
        body = (
            Rich(f"{where}\n“{text}”\n" if where else f"“{text}”\n") + source + f"｜{'，'.join(origin(document)[:2])}"
        )
        yield _article(section.id, f"{where}｜{shortened(section.heading or texts.UNHEADED, 60)}", text, body)


def _article(id: str, title: str, description: str, body: Rich) -> InlineQueryResultArticle:
    whole = split(body)[0]
    content = InputTextMessageContent(whole.text, entities=entities(whole))
    return InlineQueryResultArticle(
        id, shortened(title, _TITLE), content, description=shortened(description, _DESCRIPTION)
    )
