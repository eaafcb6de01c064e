"""/circle: which reports are for some people only, and who these are."""

from __future__ import annotations

from bot.addressing import Said
from bot.circles import circle_of, circles, described
from bot.context import Context, Place
from bot.handlers.following import Press
from bot.handlers.people import everybody
from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.people import circle_message, circles_message, joining_message, marking_message
from retrieval import Document, circle_name

PLACES = ("文件夹", "网址", "folder")


async def circling(context: Context, place: Place, said: Said) -> None:
    """/circle lists the circles; with a name one of them; with more words its reports or its folders."""
    name, _, rest = said.words.strip().partition(" ")
    if not name:
        await context.say(place, [await _list(context)])
        return
    services, circle = context.bot_data, circle_name(name)
    await services.disk(services.access.members.name_circle, circle, by=place.person)
    word, _, where = rest.strip().partition(" ")
    if word in PLACES:
        await _rule(context, place, circle, where.strip())
    elif rest.strip():
        await _find(context, place, circle, rest.strip())
    else:
        await context.say(place, [await _panel(context, circle)])


async def _list(context: Context) -> Message:
    services = context.bot_data
    return circles_message([await services.cpu(described, services, name) for name in await circles(context)])


async def _panel(context: Context, circle: str) -> Message:
    services = context.bot_data
    return circle_message(await services.cpu(described, services, circle))


async def _rule(context: Context, place: Place, circle: str, where: str) -> None:
    """``文件夹 内部`` sets a rule, ``文件夹 -内部`` drops it."""
    services, drop = context.bot_data, where.startswith(("-", "－"))
    folder = where.lstrip("-－").strip()
    await services.cpu(services.library.set_circle_rule, folder, None if drop else circle)
    note = services.access.members.note
    await services.disk(note, place.person, "circle.place", folder, circle=None if drop else circle)
    said = texts.PLACE_DROPPED if drop else texts.PLACE_SET
    await context.say(place, messages(said.format(place=folder, name=circle)))


async def _find(context: Context, place: Place, circle: str, words: str) -> None:
    """Reports by their number or by words of their title, to be marked by buttons."""
    services = context.bot_data
    held = await services.cpu(services.library.documents)
    found = [one for one in held if one.id == words or all(word in one.title for word in words.split())]
    if found:
        await context.say(place, [marking_message(circle, found[:8], page=0, found=True)])
    else:
        await context.say(place, messages(texts.CIRCLE_NO_REPORT.format(words=words[:40])))


async def turn(context: Context, press: Press) -> str | None:
    """The list."""
    await context.edit(press.place, press.message, await _list(context))
    return None


async def panel(context: Context, press: Press) -> str | None:
    """One circle. Data: ``<circle>``."""
    circle = await circle_of(context, press.rest)
    if circle is None:
        return texts.BUTTON_OLD
    await context.edit(press.place, press.message, await _panel(context, circle))
    return None


async def reports(context: Context, press: Press) -> str | None:
    """A page of all reports, to be marked. Data: ``<circle>:<page>``."""
    services, (code, page) = context.bot_data, _parts(press.rest, 2)
    circle = await circle_of(context, code)
    if circle is None or not page.isdigit():
        return texts.BUTTON_OLD
    held = await services.cpu(services.library.documents)
    await context.edit(press.place, press.message, marking_message(circle, held, page=int(page)))
    return None


async def mark(context: Context, press: Press) -> str | None:
    """Mark a report for a circle, or open it to everybody. Data: ``<circle>:<document>:<page>``."""
    services, (code, document_id, page) = context.bot_data, _parts(press.rest, 3)
    circle = await circle_of(context, code)
    if circle is None or not page.isdigit():
        return texts.BUTTON_OLD
    document = await services.cpu(services.library.document, document_id)
    to = None if document.circle == circle else circle
    await _marked(context, press.place.person, document, to)
    held = await services.cpu(services.library.documents)
    await context.edit(press.place, press.message, marking_message(circle, held, page=int(page)))
    return texts.MARKED.format(name=circle) if to else texts.UNMARKED


async def _marked(context: Context, by: int, document: Document, circle: str | None) -> None:
    """What saved tables remember of their cells may come from this report: it is forgotten with the mark."""
    services, members = context.bot_data, context.bot_data.access.members
    await services.cpu(services.library.set_circle, document.id, circle)
    await services.disk(members.forget_cells)
    await services.disk(members.note, by, "document.circle", document.id, circle=circle, title=document.title)


async def people(context: Context, press: Press) -> str | None:
    """A page of people, to be put in or taken out. Data: ``<circle>:<page>``."""
    code, page = _parts(press.rest, 2)
    circle = await circle_of(context, code)
    if circle is None or not page.isdigit():
        return texts.BUTTON_OLD
    await context.edit(press.place, press.message, joining_message(circle, everybody(context), page=int(page)))
    return None


async def join(context: Context, press: Press) -> str | None:
    """Put somebody in, or take him out. Data: ``<circle>:<person>:<page>``."""
    services, members = context.bot_data, context.bot_data.access.members
    code, number, page = _parts(press.rest, 3)
    circle = await circle_of(context, code)
    if circle is None or not number.isdigit() or not page.isdigit():
        return texts.BUTTON_OLD
    inside = circle in members.standing.circles.get(int(number), ())
    change = members.leave if inside else members.join
    await services.disk(change, int(number), circle, by=press.place.person)
    await context.edit(press.place, press.message, joining_message(circle, everybody(context), page=int(page)))
    return None


def _parts(rest: str, count: int) -> list[str]:
    """The parts of a button's data, filled up with empty ones."""
    parts = rest.split(":")
    return (parts + [""] * count)[:count]
