"""Buttons under an alert, a chat that moved, a chat that comes back."""

from __future__ import annotations

from telegram import Update

from bot.context import Context, Place
from bot.handlers.asking import find_document
from bot.handlers.comparing import show
from bot.handlers.following import Press
from bot.handlers.subscribing import decides
from bot.rendering import texts
from bot.rendering.interests import interest_title
from bot.rendering.message import messages
from bot.store import Request
from retrieval import Thread


async def survey(context: Context, press: Press) -> str | None:
    """综述: what the region says on the subscription's topics, else the region at a glance. Data: ``<subscription>:<document>``."""
    services, place = context.bot_data, press.place
    number, _, id_ = press.rest.partition(":")
    document = await services.cpu(find_document, await context.reports(place), id_)
    if document is None or document.region is None or not number.isdigit():
        return texts.DOCUMENT_GONE
    one = await services.disk(services.alerts.subscriptions.get, int(number), place.chat)
    topics = [*(topic.text for topic in one.interest.topics), *one.interest.indicators] if one else []
    if topics:
        await show(context, place, Request(kind="summary", words=" ".join(topics), regions=(document.region,)))
    else:
        await show(context, place, Request(kind="city", words=document.region))
    return None


async def ask_about(context: Context, press: Press) -> str | None:
    """就此提问: the next question is about this document's region and year. Data: ``<document>``."""
    services = context.bot_data
    document = await services.cpu(find_document, await context.reports(press.place), press.rest)
    if document is None or document.region is None:
        return texts.DOCUMENT_GONE
    years = document.profile.years[:1]
    await services.disk(services.answers.leave, press.place.key, Thread(regions=(document.region,), years=years))
    year = f"{years[0]}年" if years else ""
    await context.say(press.place, messages(texts.ASK_ABOUT.format(region=document.region, year=year)))
    return None


async def stop(context: Context, press: Press) -> str | None:
    """停止此订阅: paused, so that it can be taken up again. Data: ``<subscription>``."""
    services, place = context.bot_data, press.place
    one = (
        await services.disk(services.alerts.subscriptions.get, press.numbers[0], place.chat) if press.numbers else None
    )
    if one is None:
        return texts.FOLLOW_LEFT
    if not await decides(context, place):
        return texts.FOLLOW_ADMINS
    await services.disk(services.alerts.subscriptions.change, one.number, place.chat, state="paused")
    return texts.STOPPED.format(title=interest_title(one.interest))


async def moved(update: Update, context: Context) -> None:
    """A group became a supergroup. Telegram tells it of the old chat, and again in the new one."""
    message, services = update.message, context.bot_data
    if message is None:
        return
    if message.migrate_to_chat_id:
        await services.disk(services.alerts.move, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await services.disk(services.alerts.move, message.migrate_from_chat_id, message.chat_id)
    await services.disk(services.access.members.load)


async def back(context: Context, place: Place) -> None:
    """/start in a chat that took no messages: its alerts go on."""
    services, desk = context.bot_data, context.bot_data.alerts
    again = await services.disk(desk.outbox.block, place.chat, blocked=False)
    held = await services.disk(desk.subscriptions.count, place.chat) if again else 0
    if held:
        await context.say(place, messages(texts.FOLLOWING_RESUMED))
