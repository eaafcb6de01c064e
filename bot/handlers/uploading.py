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
from bot.rendering.uploads import alone_messages, taken_message, upload_message
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


async def _tell(context: Context, place: Place, upload: Upload) -> None:
    services = context.bot_data
    try:
        read = await services.cpu(services.uploads.read, upload)
    except InputError:
        await services.disk(services.uploads.drop, upload)
        raise
    sent = await context.say(place, [upload_message(upload, read, adding=_adds(context, place))])
    await services.disk(services.uploads.told, upload, sent[-1], read)


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
    correction = _CORRECTION.match(message.text or "")
    if correction and _adds(context, place):
        await _correct(context, place, upload, correction[1], correction[2])
    else:
        async with context.busy(place):
            answer = await services.adding(services.uploads.ask, upload, message.text or "")
        await context.say(place, alone_messages(upload, answer))
    return True


async def _correct(context: Context, place: Place, upload: Upload, field: str, value: str) -> None:
    services = context.bot_data
    year = re.fullmatch(r"((?:19|20)\d\d)年?", value)
    if (field == "年份" and not year) or (field == "类别" and value not in KINDS):
        await context.say(place, messages(texts.UPLOAD_WRONG.format(kinds="、".join(KINDS))))
        return
    changed = await services.cpu(
        lambda: services.uploads.correct(
            upload,
            region=value if field == "地区" else None,
            year=int(year[1]) if year and field == "年份" else None,
            kind=cast(Kind, value) if field == "类别" else None,
        )
    )
    await _tell(context, place, changed)


async def take(context: Context, press: Press) -> str | None:
    """收录. Data: ``<token>``. Pressed again, or after it was taken in, it says that the file is gone."""
    services, place = context.bot_data, press.place
    upload = await services.disk(services.uploads.find, press.rest, place.chat)
    if upload is None:
        return texts.UPLOAD_GONE
    await context.edit_keyboard(place, press.message, None)
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
