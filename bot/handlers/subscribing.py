"""Subscribing: /follow and plain sentences, the preview with its buttons, 有了提醒我 under a refusal."""

from __future__ import annotations

from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.addressing import Said
from bot.alerts.preview import preview
from bot.context import Context, Place
from bot.handlers.following import Press, pressed_answer
from bot.rendering import texts
from bot.rendering.alerts import Around, cited_sections
from bot.rendering.message import Message, messages
from bot.rendering.rich import Rich
from bot.rendering.subscriptions import preview_message, saved_message, unknown_message
from bot.store.subscriptions import MOST, Subscription
from bot.wishes import wish
from retrieval import Answer, Interest

DECIDERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def decides(context: Context, place: Place) -> bool:
    """Whether a person may change what a chat follows: in a group its administrators, in private everyone."""
    if not place.group:
        return True
    try:
        member = await context.bot.get_chat_member(place.chat, place.person)
    except TelegramError:
        return False
    return member.status in DECIDERS


async def subscribing(context: Context, place: Place, said: Said) -> None:
    """/follow, 订阅: what would have been told, and whether to save it."""
    if not said.words:
        await context.say(place, messages(texts.USAGE_FOLLOW))
    elif not await decides(context, place):
        await context.say(place, messages(texts.FOLLOW_ADMINS))
    else:
        await offer(context, place, said.words)


async def wished(context: Context, place: Place, words: str) -> bool:
    """A plain sentence that asks to be told of something; whether it was one."""
    what = wish(words)
    if what is None:
        return False
    await subscribing(context, place, Said(words=what, command="follow"))
    return True


async def offer(context: Context, place: Place, words: str) -> None:
    """A draft with its preview; where a region was not understood, those that may have been meant."""
    desk, services = context.bot_data.alerts, context.bot_data
    if await services.disk(desk.subscriptions.count, place.chat) >= MOST:
        await context.say(place, messages(texts.FOLLOW_FULL.format(most=MOST)))
        return
    interest = await _understood(context, place, words)
    if interest.empty and not interest.unknown:
        await context.say(place, messages(texts.FOLLOW_UNCLEAR))
        return
    number = await services.disk(desk.subscriptions.draft, place.key, words, interest)
    draft = await services.disk(desk.subscriptions.get, number, place.chat)
    if interest.unknown:
        await context.say(place, [unknown_message(number, interest.unknown[0])])
    elif draft is not None:
        await context.say(place, [await _preview(context, place, draft)])


async def _understood(context: Context, place: Place, words: str) -> Interest:
    services, home = context.bot_data, await context.home(place)
    return await services.cpu((await context.reports(place)).interest, words, home=home)


async def _preview(context: Context, place: Place, draft: Subscription) -> Message:
    services = context.bot_data
    view = services.alerts.rights.view(place.chat, place.person)
    if view is None:
        return Message(body=Rich(texts.NOT_ALLOWED))
    async with context.busy(place):
        shown = await services.cpu(preview, view, draft.interest, services.clock())
        sections = await services.cpu(view.sections_by_id, cited_sections(shown.alerts))
    around = Around(bot=context.bot.username, sections=sections)
    return preview_message(draft, shown.alerts, around, recent=shown.recent)


# Buttons


async def save(context: Context, press: Press) -> str | None:
    """保存. Data: ``<draft>``."""
    services, place = context.bot_data, press.place
    if not press.numbers or not await decides(context, place):
        return texts.FOLLOW_ADMINS if press.numbers else texts.BUTTON_OLD
    saved = await services.disk(services.alerts.subscriptions.save, press.numbers[0], place.chat)
    if saved is None:
        full = await services.disk(services.alerts.subscriptions.count, place.chat) >= MOST
        return texts.FOLLOW_FULL.format(most=MOST) if full else texts.BUTTON_OLD
    await context.edit(place, press.message, saved_message(saved))
    return None


async def cancel(context: Context, press: Press) -> str | None:
    """取消. Data: ``<draft>``."""
    services, place = context.bot_data, press.place
    draft = (
        await services.disk(services.alerts.subscriptions.get, press.numbers[0], place.chat) if press.numbers else None
    )
    if draft is None or draft.state != "draft":
        return texts.BUTTON_OLD
    await services.disk(services.alerts.subscriptions.drop, draft.number, place.chat)
    await context.edit(place, press.message, Message(body=Rich(texts.FOLLOW_CANCELLED)))
    return None


async def choose_near(context: Context, press: Press) -> str | None:
    """One of the regions that may have been meant, in place of what was written. Data: ``<draft>:<choice>``."""
    services, place = context.bot_data, press.place
    if len(press.numbers) != 2 or not await decides(context, place):
        return texts.BUTTON_OLD
    draft = await services.disk(services.alerts.subscriptions.get, press.numbers[0], place.chat)
    unknown = draft.interest.unknown[0] if draft is not None and draft.interest.unknown else None
    if draft is None or unknown is None or press.numbers[1] >= len(unknown.near):
        return texts.BUTTON_OLD
    await services.disk(services.alerts.subscriptions.drop, draft.number, place.chat)
    await context.delete(place, [press.message])
    meant = unknown.near[press.numbers[1]]
    words = draft.said.replace(unknown.name, meant) if unknown.name in draft.said else f"{meant} {draft.said}"
    await offer(context, place, words)
    return None


async def remind(context: Context, press: Press) -> str | None:
    """有了提醒我, 总结到了提醒我: what an answer missed becomes a subscription. Data: ``<answer>``."""
    services, place = context.bot_data, press.place
    stored = await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    if not await decides(context, place):
        return texts.FOLLOW_ADMINS
    interest = await _understood(context, place, missed(stored.answer))
    if interest.empty or interest.unknown:
        return texts.FOLLOW_UNCLEAR.split("。")[0] + "。"
    number = await services.disk(services.alerts.subscriptions.draft, place.key, stored.question, interest)
    saved = await services.disk(services.alerts.subscriptions.save, number, place.chat)
    if saved is None:
        return texts.FOLLOW_FULL.format(most=MOST)
    await context.say(place, [saved_message(saved)])
    return None


def missed(answer: Answer) -> str:
    """What an answer lacked, in words to follow: the region's summary of the year, the report of the year, the topic."""
    missing = next(iter(answer.missing), None)
    thread = answer.thread
    region = (missing.region if missing else None) or " ".join(thread.regions)
    year = (missing.year if missing else None) or next(iter(thread.years), None)
    reason = (missing.reason if missing else None) or answer.reason
    if reason == "only_goal":
        return f"{region} {year or ''}{'年' if year else ''} 总结"
    if reason in ("region_not_indexed", "year_not_indexed"):
        return f"{region} {year or ''}{'年' if year and reason == 'year_not_indexed' else ''}".strip()
    topic = (missing.indicator if missing else None) or thread.topic
    return f"{region} {topic}".strip()
