"""Reading the reports: the list of them, their headings, their sections."""

from __future__ import annotations

from collections.abc import Callable

from telegram import InlineKeyboardButton

from bot.addressing import Said
from bot.context import Context, Place, Reports
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.lists import contents_message, documents_message
from bot.rendering.message import Message, messages
from bot.rendering.refs import Target, parse
from bot.rendering.rich import Rich
from bot.rendering.sections import section_message
from retrieval import UnknownIdError

Opener = Callable[[Target], InlineKeyboardButton | None]


def section_view(library: Reports, opener: Opener, target: Target, page: int | None = None) -> Message:
    """A page of a section, with a button to its web page where ``opener`` makes one. Blocks."""
    try:
        section = library.section(target.section_id)
        here = target if section.id == target.section_id else Target(section_id=section.id)
        return section_message(section, library.document(section.document_id), target, page, opener(here))
    except UnknownIdError:
        return Message(body=Rich(texts.SECTION_GONE))


def contents_view(library: Reports, document_id: str, bot: str, page: int = 0) -> Message:
    """A page of a report's headings. Blocks."""
    try:
        return contents_message(library.document(document_id), library.sections(document_id), bot, page)
    except UnknownIdError:
        return Message(body=Rich(texts.DOCUMENT_GONE))


async def documents(context: Context, place: Place, said: Said) -> None:
    """/docs: what is indexed."""
    services = context.bot_data
    held = await services.cpu((await context.reports(place)).documents)
    await context.say(place, [documents_message(held, context.bot.username)])


async def follow_link(context: Context, place: Place, parameter: str) -> None:
    """A deep link: ``s_`` opens a section, ``d_`` the headings of a report."""
    services = context.bot_data
    kind, _, code = parameter.partition("_")
    target = parse(code) if kind == "s" else None
    if target is not None:
        await context.say(
            place, [await services.cpu(section_view, await context.reports(place), context.page_button, target)]
        )
    elif kind == "d" and code:
        await context.say(
            place, [await services.cpu(contents_view, await context.reports(place), code, context.bot.username)]
        )
    else:
        await context.say(place, messages(texts.LINK_UNKNOWN))


async def open_section(context: Context, press: Press) -> str | None:
    """A source button: the section as a new message."""
    services, target = context.bot_data, parse(press.rest)
    if target is None:
        return texts.BUTTON_OLD
    await context.say(
        press.place, [await services.cpu(section_view, await context.reports(press.place), context.page_button, target)]
    )
    return None


async def turn_section(context: Context, press: Press) -> str | None:
    """Another section or page in the same message. Data: ``<code>`` or ``<code>:<page>``."""
    services = context.bot_data
    code, _, page = press.rest.partition(":")
    target = parse(code)
    if target is None:
        return texts.BUTTON_OLD
    view = await services.cpu(
        section_view,
        await context.reports(press.place),
        context.page_button,
        target,
        int(page) if page.isdigit() else None,
    )
    await context.edit(press.place, press.message, view)
    return None


async def turn_contents(context: Context, press: Press) -> str | None:
    """The headings of a report in the same message. Data: ``<document>:<page>``."""
    services = context.bot_data
    document_id, _, page = press.rest.rpartition(":")
    number = int(page) if page.isdigit() else 0
    view = await services.cpu(
        contents_view, await context.reports(press.place), document_id, context.bot.username, number
    )
    await context.edit(press.place, press.message, view)
    return None


async def turn_documents(context: Context, press: Press) -> str | None:
    """Another page of what is indexed."""
    services = context.bot_data
    held = await services.cpu((await context.reports(press.place)).documents)
    page = press.numbers[0] if press.numbers else 0
    await context.edit(press.place, press.message, documents_message(held, context.bot.username, page))
    return None
