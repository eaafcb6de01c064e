"""/feedback: which answers did not help whom, and why; replying and closing by buttons."""

from __future__ import annotations

from telegram import Message as SentMessage

from bot.addressing import Said
from bot.alerts.timing import due
from bot.context import Context, Place
from bot.handlers.asking import readable
from bot.handlers.explaining import found_documents
from bot.handlers.following import Press
from bot.handlers.people import person_of
from bot.pinning import pinned
from bot.rendering import texts
from bot.rendering.feedback import Told, complaint_message, feedback_message, reply_prompt, reply_text, truth_keyboard
from bot.rendering.message import Message, messages
from bot.rights import Right
from bot.store import Complaint, Prompt, StoredAnswer
from bot.store.outbox import Entry

LONGEST = 2000


async def feedback(context: Context, place: Place, said: Said) -> None:
    """/feedback lists what is open."""
    await context.say(place, [await _list(context)])


async def turn(context: Context, press: Press) -> str | None:
    """A page of the list. Data: ``<page>``."""
    await context.edit(press.place, press.message, await _list(context, *press.numbers[:1]))
    return None


async def _list(context: Context, page: int = 0) -> Message:
    services = context.bot_data
    found = await services.disk(services.feedback.complaints)
    names = {one.person: person_of(context, one.person).called for one in found}
    pins = len(await services.disk(services.pins.pinned))
    return feedback_message(found, names, page=page, pins=pins)


async def panel(context: Context, press: Press) -> str | None:
    """One complaint. Data: ``<answer>:<person>``."""
    one = await pressed(context, press)
    if one is None:
        return texts.FEEDBACK_GONE
    await context.edit(press.place, press.message, await complaint_panel(context, press.place, one))
    return None


async def pressed(context: Context, press: Press) -> Complaint | None:
    """The complaint that a button names."""
    services = context.bot_data
    if len(press.numbers) < 2:
        return None
    return await services.disk(services.feedback.complaint, *press.numbers[:2])


async def complaint_panel(context: Context, place: Place, one: Complaint) -> Message:
    """A complaint as this administrator may see it: its answer only where he sees all that it holds."""
    services = context.bot_data
    stored = await services.disk(services.answers.find, one.answer)
    answer = stored.answer if stored and await readable(context, place, stored.answer) else None
    documents = await services.cpu(found_documents, await context.reports(place), answer) if answer else {}
    who = person_of(context, one.person).called
    return complaint_message(Told(complaint=one, who=who, answer=answer, documents=documents, bot=context.bot.username))


async def close(context: Context, press: Press) -> str | None:
    """了结. Data: ``<answer>:<person>``."""
    services, one = context.bot_data, await pressed(context, press)
    if one is None:
        return texts.FEEDBACK_GONE
    await services.disk(services.feedback.settle, one, "closed", by=press.place.person)
    await context.edit(press.place, press.message, await _list(context))
    return texts.FEEDBACK_CLOSED


async def ask_truth(context: Context, press: Press) -> str | None:
    """存为考题 asks what would have been right. Data: ``<answer>:<person>``."""
    one = await pressed(context, press)
    if one is None:
        return texts.FEEDBACK_GONE
    cited = bool(await _cited(context, press.place, one))
    await context.edit_keyboard(press.place, press.message, truth_keyboard(one, cited=cited))
    return None


async def keep(context: Context, press: Press) -> str | None:
    """Keep the question for evaluation. Data: ``<answer>:<person>:<1: what was cited is right, 0: a refusal is>``."""
    services, one = context.bot_data, await pressed(context, press)
    stored = await services.disk(services.answers.find, one.answer) if one else None
    if one is None or stored is None or press.numbers[2:] not in ((0,), (1,)):
        return texts.FEEDBACK_GONE
    evidence = await _cited(context, press.place, one) if press.numbers[2] else ()
    if press.numbers[2] and not evidence:
        return texts.FEEDBACK_GONE
    history = await services.disk(services.answers.history, stored)
    await services.disk(services.feedback.keep, one, history, evidence, by=press.place.person)
    await context.edit(press.place, press.message, await complaint_panel(context, press.place, one))
    return texts.FEEDBACK_KEPT


async def _cited(context: Context, place: Place, one: Complaint) -> tuple[str, ...]:
    """What the right answer cites: that which is pinned, else that which was given; as far as this administrator sees it."""
    services = context.bot_data
    stored = await services.disk(services.answers.find, one.answer)
    if stored is None or not await readable(context, place, stored.answer):
        return ()
    answer = await services.cpu(pinned, await context.reports(place), services.pins, stored.answer)
    return tuple(each.quote for each in (answer or stored.answer).citations)


async def ask_reply(context: Context, press: Press) -> str | None:
    """回复 asks for the words. Data: ``<answer>:<person>``."""
    services, one = context.bot_data, await pressed(context, press)
    if one is None:
        return texts.FEEDBACK_GONE
    sent = await context.say(press.place, [reply_prompt(one)])
    prompt = Prompt(answer=one.answer, person=one.person)
    await services.disk(services.feedback.ask, press.place.chat, sent[-1], prompt)
    return None


async def prompted(context: Context, place: Place, message: SentMessage) -> Prompt | None:
    """What an administrator's reply answers; None where it answers no prompt."""
    services, answered = context.bot_data, message.reply_to_message
    if answered is None or place.group or not services.access.may(place.person, Right.ADMINISTER, place.chat):
        return None
    return await services.disk(services.feedback.prompt, place.chat, answered.message_id)


async def replied(context: Context, place: Place, message: SentMessage) -> bool:
    """An administrator's reply to whoever complained. False: it is no such reply."""
    services, prompt = context.bot_data, await prompted(context, place, message)
    if prompt is None or prompt.section is not None:
        return False
    one = await services.disk(services.feedback.complaint, prompt.answer, prompt.person)
    stored = await services.disk(services.answers.find, prompt.answer)
    if one is None or stored is None:
        await context.say(place, messages(texts.FEEDBACK_GONE))
        return True
    await _reply(context, place, one, stored, message)
    return True


async def _reply(context: Context, place: Place, one: Complaint, stored: StoredAnswer, message: SentMessage) -> None:
    """Send the words on; the same message sends them once."""
    services, words = context.bot_data, (message.text or "").strip()
    if len(words) > LONGEST:
        await context.say(place, messages(texts.REPLY_LONG.format(most=LONGEST)))
    elif await answer_asker(context, stored, words, f"reply:{place.chat}:{message.message_id}"):
        await services.disk(services.feedback.settle, one, "replied", by=place.person)
        await context.say(place, messages(texts.REPLY_TAKEN))
    else:
        await context.say(place, messages(texts.REPLY_NOBODY))


async def answer_asker(context: Context, stored: StoredAnswer, words: str, key: str) -> bool:
    """Put words for whoever asked into the outbox, once for each ``key``; False where he may not ask any more."""
    services = context.bot_data
    outbox = services.alerts.outbox
    chat, topic, asker = stored.place
    if services.alerts.rights.view(chat, asker) is None:
        return False
    hours = await services.disk(outbox.hours, chat)
    entry = Entry(
        subscription=0,
        chat=chat,
        topic=topic,
        person=asker,
        document=key,
        version=1,
        kind="reply",
        rhythm="now",
        due=due("now", services.clock(), hours),
        content=reply_text(stored.question, words),
    )
    await services.disk(outbox.take, [entry])
    return True
