"""Files and addresses sent in private: read, then taken in by who may add reports, or asked about by who sent them."""

from __future__ import annotations

import asyncio
import re
from typing import cast, get_args

from telegram import Document as SentDocument
from telegram import Message as SentMessage

from bot.context import Context, Place
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.message import messages
from bot.rendering.uploads import alone_messages, attached, choices, near_message, taken_message, upload_message
from bot.rights import Right
from bot.uploads import Upload
from retrieval import InputError, Kind

LARGEST = 20 * 1024 * 1024
_CORRECTION = re.compile(r"^\s*(地区|年份|类别)\s*[:：]?\s*(\S{1,30})\s*$")
KINDS: tuple[Kind, ...] = get_args(Kind)


async def received(context: Context, place: Place, document: SentDocument) -> None:
    """A file: what it is read as."""
    services = context.bot_data
    if place.group:
        await context.say(place, messages(texts.UPLOAD_PRIVATE))
    elif (document.file_size or 0) > LARGEST:
        await context.say(place, messages(texts.UPLOAD_LARGE))
    else:
        async with context.busy(place):
            data = bytes(await (await document.get_file()).download_as_bytearray())
            upload = await services.disk(
                services.uploads.keep, place.person, place.chat, document.file_name or "", data
            )
            await _tell(context, place, upload)


async def linked(context: Context, place: Place, address: str) -> None:
    """An address: what it holds is read as a file is."""
    if place.group:
        await context.say(place, messages(texts.UPLOAD_PRIVATE))
        return
    async with context.busy(place):
        # Not in a pool: a site that is slow keeps nobody else waiting.
        upload = await asyncio.to_thread(context.bot_data.uploads.fetch, place.person, place.chat, address)
        await _tell(context, place, upload)


async def attachment(context: Context, press: Press) -> str | None:
    """A file that a page links to. Data: ``<token>:<number>``."""
    services = context.bot_data
    token, _, number = press.rest.partition(":")
    upload = await services.disk(services.uploads.find, token, press.place.chat)
    if upload is None or not number.isdigit() or int(number) >= len(upload.attachments):
        return texts.UPLOAD_GONE
    await linked(context, press.place, upload.attachments[int(number)][0])
    return None


async def _tell(context: Context, place: Place, upload: Upload, shown: int | None = None) -> None:
    """Tell what was read, in place of the message ``shown`` or in a new one."""
    services = context.bot_data
    try:
        read = await services.cpu(services.uploads.read, upload)
    except InputError:
        await services.disk(services.uploads.drop, upload)
        raise
    told = upload_message(upload, read, adding=_adds(context, place))
    if shown is None:
        shown = (await context.say(place, [told]))[-1]
    else:
        await context.edit(place, shown, told)
    await services.disk(services.uploads.told, upload, shown, read)


def _adds(context: Context, place: Place) -> bool:
    return context.bot_data.access.may(place.person, Right.ADD, place.chat)


async def replied(context: Context, place: Place, message: SentMessage) -> bool:
    """A reply to what was told of a file: a correction, or a question to this file alone. False: it is no such reply."""
    services, answered = context.bot_data, message.reply_to_message
    if answered is None:
        return False
    upload = await services.disk(services.uploads.replied, place.chat, answered.message_id)
    if upload is None or upload.person != place.person:
        return False
    correction = _correction(upload, answered.message_id, message.text or "")
    if correction and _adds(context, place):
        await _correct(context, place, upload, *correction)
    else:
        async with context.busy(place):
            answer = await services.adding(services.uploads.ask, upload, message.text or "")
        await context.say(place, alone_messages(upload, answer))
    return True


def _correction(upload: Upload, answered: int, text: str) -> tuple[str, str] | None:
    """The field and value that a reply states; a reply to what asks for a region is one."""
    stated = _CORRECTION.match(text)
    if stated is None and answered == upload.prompt:
        return "地区", text.strip()
    return (stated[1], stated[2]) if stated else None


async def _correct(
    context: Context, place: Place, upload: Upload, field: str, value: str, shown: int | None = None
) -> None:
    """The one path of a correction, typed or chosen."""
    services, reports = context.bot_data, await context.reports(place)
    year = re.fullmatch(r"((?:19|20)\d\d)年?", value)
    if (field == "年份" and not year) or (field == "类别" and value not in KINDS):
        await context.say(place, messages(texts.UPLOAD_WRONG.format(kinds="、".join(KINDS))))
        return
    if field == "地区" and await services.cpu(reports.region, value) is None:
        near = await services.cpu(reports.regions_like, value)
        if near:
            await context.say(place, [near_message(upload, value, near)])
            return
    changed = await services.cpu(
        lambda: services.uploads.correct(
            upload,
            region=value if field == "地区" else None,
            year=int(year[1]) if year and field == "年份" else None,
            kind=cast(Kind, value) if field == "类别" else None,
        )
    )
    await _tell(context, place, changed, shown)


async def field(context: Context, press: Press) -> str | None:
    """改地区, 改年份, 改类别, and back. Data: ``<token>:<field>``, no field: back."""
    services, place = context.bot_data, press.place
    token, _, name = press.rest.partition(":")
    upload = await services.disk(services.uploads.find, token, place.chat)
    if upload is None:
        return texts.UPLOAD_GONE
    if name == "地区":
        sent = await context.say(place, messages(texts.UPLOAD_REGION))
        await services.disk(services.uploads.prompted, upload, sent[-1])
    elif name in texts.UPLOAD_FIELDS:
        await context.edit_keyboard(place, press.message, choices(upload, name, context.today().year))
    else:
        await _tell(context, place, upload, press.message)
    return None


async def value(context: Context, press: Press) -> str | None:
    """A value that was chosen. Data: ``<token>:<field>:<value>``."""
    services, place = context.bot_data, press.place
    token, _, said = press.rest.partition(":")
    name, _, chosen = said.partition(":")
    upload = await services.disk(services.uploads.find, token, place.chat)
    if upload is None:
        return texts.UPLOAD_GONE
    if name not in texts.UPLOAD_FIELDS:
        return texts.BUTTON_OLD
    shown = press.message if press.message == upload.message else None
    await _correct(context, place, upload, name, chosen, shown)
    return None


async def take(context: Context, press: Press) -> str | None:
    """收录. Data: ``<token>``. Pressed again, or after it was taken in, it says that the file is gone."""
    services, place = context.bot_data, press.place
    upload = await services.disk(services.uploads.find, press.rest, place.chat)
    if upload is None:
        return texts.UPLOAD_GONE
    await context.edit_keyboard(place, press.message, attached(upload.token, len(upload.attachments)))
    async with context.busy(place):
        results = await services.adding(services.uploads.take_in, upload, services.access.circles_of(place.person))
    for one in results:
        if one.document is not None:
            note = services.access.members.note
            await services.disk(note, place.person, "document.add", one.document.id, state=one.state)
    await context.say(place, [taken_message(results)])
    return None


async def cancel(context: Context, press: Press) -> str | None:
    """取消. Data: ``<token>``."""
    services = context.bot_data
    upload = await services.disk(services.uploads.find, press.rest, press.place.chat)
    if upload is not None:
        await services.disk(services.uploads.drop, upload)
    await context.edit_keyboard(press.place, press.message, None)
    return texts.UPLOAD_CANCELLED
