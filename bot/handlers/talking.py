"""Everything that is no question: greeting, help, a new topic, the home region, what can't be read."""

from __future__ import annotations

from telegram import Update

from bot.addressing import Said, addressed
from bot.context import Context, Place, place_of
from bot.handlers.alerting import back
from bot.handlers.entering import INVITED, redeem
from bot.handlers.menus import show_menu
from bot.handlers.reading import follow_link
from bot.rendering import texts
from bot.rendering.greeting import greeting_message
from bot.rendering.message import messages
from bot.rendering.rich import shortened
from bot.rights import Right

INLINE = "inline"


async def start(context: Context, place: Place, said: Said) -> None:
    """/start: what it can do with questions to tap; with a parameter, where a link leads."""
    await back(context, place)
    if said.words.startswith(INVITED) and not place.group:
        await redeem(context, place, said.words, "")
        return
    if not place.group:
        await show_menu(context, place.person)
    if said.words and said.words != INLINE:
        await follow_link(context, place, said.words)
        return
    await _greet(context, place)


async def courtesy(context: Context, place: Place, words: str) -> bool:
    """你好, 谢谢, 你能做什么: answered in kind. Whether it was such a word."""
    kind = next((kind for kind, pattern in texts.COURTESY.items() if pattern.fullmatch(words)), None)
    if kind == "hello":
        await _greet(context, place)
    elif kind == "help":
        await help_(context, place, Said(words="", command="help"))
    elif kind is not None:
        await context.say(place, messages(texts.COURTEOUS[kind]))
    return kind is not None


async def _greet(context: Context, place: Place) -> None:
    services = context.bot_data
    held, examples = await services.cpu(services.examples.get, await context.reports(place))
    await context.say(place, [greeting_message(held, examples)])


async def help_(context: Context, place: Place, said: Said) -> None:
    """/help: every command that this person may use."""
    services = context.bot_data
    administers = not place.group and services.access.may(place.person, Right.ADMINISTER)
    told = f"{texts.HELP}\n{services.limits.said()}"
    await context.say(place, messages(f"{told}\n\n{texts.HELP_ADMIN}" if administers else told))


async def new(context: Context, place: Place, said: Said) -> None:
    """/new: forget the thread."""
    services = context.bot_data
    await services.disk(services.answers.forget_thread, place.key)
    await context.say(place, messages(texts.NEW_TOPIC))


async def home(context: Context, place: Place, said: Said) -> None:
    """/home: what 我市 means for this person."""
    services = context.bot_data
    if not said.words:
        mine = await context.home(place)
        await context.say(place, messages(texts.HOME_IS.format(home=mine) if mine else texts.HOME_NONE))
        return
    if said.words in texts.NONE_WORDS:
        await services.disk(services.people.settle, place.person, None)
        await context.say(place, messages(texts.HOME_CLEARED))
        return
    region = await services.cpu((await context.reports(place)).region, said.words)
    if region is None:
        await context.say(place, messages(texts.HOME_UNKNOWN.format(name=shortened(said.words, 40))))
        return
    await services.disk(services.people.settle, place.person, region.name)
    await context.say(place, messages(texts.HOME_SET.format(home=region.name)))


async def unknown(context: Context, place: Place, said: Said) -> None:
    """A command that there is not."""
    await context.say(place, messages(texts.UNKNOWN_COMMAND))


async def not_text(update: Update, context: Context) -> None:
    """Voice, pictures, stickers, files: what to do instead."""
    message = update.message
    if message is None or not addressed(message):
        return
    await context.say(place_of(update), messages(texts.NOT_TEXT))
