"""Which words and which buttons lead to which handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from telegram import Message, Update
from telegram.error import BadRequest

from bot import doors
from bot.addressing import Said, addressed, link, said, without_mention
from bot.context import Context, Place, place_of
from bot.handlers import (
    admitting,
    alerting,
    asking,
    circling,
    comparing,
    explaining,
    exporting,
    feedback,
    following,
    inviting,
    judging,
    managing,
    people,
    pinning,
    reading,
    searching,
    sourcing,
    status,
    stopping,
    subscribing,
    tabling,
    talking,
    uploading,
)
from bot.handlers.following import Press
from bot.rendering import texts

COMMANDS: Mapping[str | None, Callable[[Context, Place, Said], Awaitable[None]]] = {
    None: asking.asking,
    "ask": asking.asking,
    "compare": comparing.comparing,
    "summary": comparing.comparing,
    "city": comparing.comparing,
    "table": tabling.tabling,
    "search": searching.searching,
    "docs": reading.documents,
    "why": explaining.why,
    "new": talking.new,
    "stop": stopping.stop,
    "home": talking.home,
    "feedback": feedback.feedback,
    "help": talking.help_,
    "start": talking.start,
    "follow": subscribing.subscribing,
    "following": managing.following,
    "people": people.people,
    "sources": sourcing.sources,
    "status": status.status,
    "invite": inviting.inviting,
    "circle": circling.circling,
    "admit": admitting.admitting,
}

BUTTONS: Mapping[str, Callable[[Context, Press], Awaitable[str | None]]] = {
    "ask": following.example,
    "b": following.back,
    "c": following.choose,
    "d": judging.not_helpful,
    "dr": judging.reason,
    "fa": alerting.ask_about,
    "fc": subscribing.cancel,
    "fd": managing.forget,
    "fh": managing.hours,
    "fl": managing.turn,
    "fm": alerting.stop,
    "fn": subscribing.choose_near,
    "fo": managing.panel,
    "fp": managing.pause,
    "fq": subscribing.remind,
    "fr": managing.rhythm,
    "fs": subscribing.save,
    "fz": alerting.survey,
    "g": reading.turn_section,
    "hd": feedback.close,
    "he": feedback.ask_truth,
    "hk": feedback.keep,
    "hl": feedback.turn,
    "hn": pinning.turn,
    "ho": feedback.panel,
    "hp": pinning.offer,
    "hr": feedback.ask_reply,
    "hs": pinning.choose,
    "ht": pinning.ask_link,
    "hv": pinning.pin,
    "hw": pinning.panel,
    "hx": pinning.drop,
    "ja": admitting.admit,
    "jd": circling.reports,
    "jl": circling.turn,
    "jm": circling.mark,
    "jo": circling.panel,
    "jp": circling.people,
    "jt": circling.join,
    "jx": admitting.dismiss,
    "k": comparing.turn,
    "kc": comparing.candidate,
    "kl": comparing.silent,
    "ke": tabling.forget,
    "kg": exporting.chart,
    "kp": comparing.only_province,
    "kq": comparing.compare_answer,
    "kr": tabling.run_again,
    "ks": tabling.save,
    "kt": comparing.other_topic,
    "kw": exporting.word,
    "kx": exporting.sheet,
    "l": reading.turn_documents,
    "o": reading.open_section,
    "pa": people.let_in,
    "pc": people.toggle_circle,
    "pl": people.turn,
    "pn": people.refuse,
    "po": people.panel,
    "pr": people.set_role,
    "pw": people.waiter,
    "r": following.offer_regions,
    "rr": following.follow_region,
    "s": searching.turn_search,
    "t": reading.turn_contents,
    "u": judging.helpful,
    "ua": uploading.take,
    "uf": uploading.field,
    "uv": uploading.value,
    "ul": uploading.attachment,
    "ux": uploading.cancel,
    "wc": sourcing.check_now,
    "wd": sourcing.ask_delete,
    "wl": sourcing.turn,
    "wo": sourcing.panel,
    "wp": sourcing.pause,
    "wx": sourcing.delete,
    "x": following.drop_thread,
    "y": following.offer_years,
    "yy": following.follow_year,
    texts.STOP_WRITING: stopping.pressed,
}


async def text(update: Update, context: Context) -> None:
    """A message of words."""
    message = update.message
    if message is None or not addressed(message):
        return
    if await _answers_prompt(context, place_of(update), message):
        return
    address = link(without_mention(message.text or "", context.bot.username))
    if address is not None:
        await uploading.linked(context, place_of(update), address)
        return
    words = said(message.text or "")
    if words.bot and words.bot.lower() != context.bot.username.lower():
        return
    words = doors.spoken(message, context.bot.username)
    if words.command is None and await _no_question(context, place_of(update), message, words.words):
        return
    handler = COMMANDS.get(words.command) if words.command in doors.COMMANDS else None
    await (handler or talking.unknown)(context, place_of(update), words)


async def _answers_prompt(context: Context, place: Place, message: Message) -> bool:
    """Whether it is an administrator's reply to what he was asked for, also where it is nothing but an address."""
    if said(message.text or "").command is not None:
        return False
    return await feedback.replied(context, place, message) or await pinning.replied(context, place, message)


async def _no_question(context: Context, place: Place, message: Message, words: str) -> bool:
    """Whether plain words were something else, and are dealt with."""
    return (
        await uploading.replied(context, place, message)
        or await talking.courtesy(context, place, words)
        or await comparing.follow(context, place, words)
        or await subscribing.wished(context, place, words)
    )


async def file(update: Update, context: Context) -> None:
    """A file: a workbook to fill in, unless its caption says 收录, or a report to be read."""
    message = update.message
    if message is None or message.document is None or not addressed(message):
        return
    caption, name = message.caption or "", message.document.file_name or ""
    if name.lower().endswith(".xlsx") and not caption.strip().startswith(texts.UPLOAD_TAKE):
        await tabling.form(context, place_of(update), message.document, caption)
    else:
        await uploading.received(context, place_of(update), message.document)


async def edit(update: Update, context: Context) -> None:
    """A message of words that was changed."""
    message = update.edited_message
    if message is not None and addressed(message):
        words = doors.spoken(message, context.bot.username)
        if not await comparing.edited(context, place_of(update), words):
            await asking.edited(context, place_of(update), words)


async def press(update: Update, context: Context) -> None:
    """A button. Data: ``<name>:<rest>``."""
    query, message = update.callback_query, update.effective_message
    if query is None or message is None:
        return
    name, _, rest = (query.data or "").partition(":")
    handler = BUTTONS.get(name)
    pressed = Press(place=place_of(update), message=message.message_id, rest=rest)
    notice = await handler(context, pressed) if handler else texts.BUTTON_OLD
    with suppress(BadRequest):  # a press handled long after it was made can't be answered any more
        await query.answer(notice)
