"""/table: several indicators over a roster in one workbook, saved by name, and people's own sheets filled in."""

from __future__ import annotations

from dataclasses import replace

from telegram import Document as SentDocument

from bot.addressing import Said
from bot.context import Context, Place
from bot.files import LARGEST
from bot.handlers.comparing import pressed_view
from bot.handlers.following import Press
from bot.rendering import texts
from bot.rendering.message import Message, button, keyboard, messages
from bot.rendering.rich import Rich, shortened
from bot.rendering.sheets import cells_of, changes
from bot.store import Request, SavedTable
from bot.tables import filled_form, known_regions, report_of, table_file, title_of, wanted

CAPTION = 900
NAME = 40


async def tabling(context: Context, place: Place, said: Said) -> None:
    """/table with indicators makes a table; alone it lists the saved ones."""
    services = context.bot_data
    if not said.words:
        await _list(context, place)
        return
    asked = wanted(said.words, await services.cpu(known_regions, await context.reports(place)))
    if asked is None:
        await context.say(place, messages(texts.USAGE_TABLE))
    else:
        await _make(context, place, asked.request, name=asked.name)


async def _list(context: Context, place: Place) -> None:
    services = context.bot_data
    tables = await services.disk(services.views.saved, place.chat)
    if not tables:
        await context.say(place, messages(texts.USAGE_TABLE))
        return
    lines = [
        [button(shortened(table.name, NAME), f"kr:{table.number}"), button(texts.BUTTON_FORGET, f"ke:{table.number}")]
        for table in tables
    ]
    await context.say(place, [Message(body=Rich(texts.TABLE_LIST), keyboard=keyboard(lines))])


async def _make(
    context: Context, place: Place, request: Request, *, name: str | None = None, before: SavedTable | None = None
) -> None:
    """Make the workbook and send it; one with a name is saved with what stands in its cells now."""
    services, title = context.bot_data, name or title_of(request)
    request = replace(request, home=await context.home(place))
    async with context.busy(place):
        report = await services.cpu(report_of, await context.reports(place), request)
        changed = changes(report, before.cells if before else {})
        made = await services.cpu(
            table_file, await context.reports(place), report, title, context.bot.username, context.today(), changed
        )
        number = await services.disk(services.views.add, context.key, place.key, request, question=place.message)
    said = [title, *_compared(before, len(changed)), *report.notes]
    if name:
        said.insert(1, texts.TABLE_SAVED_AS.format(name=name)) if before is None else None
    under = keyboard([[button(texts.BUTTON_SAVE, f"ks:{number}")]]) if name is None else None
    body = Rich(shortened("\n".join(said), CAPTION))
    await context.say(place, [Message(body=body, keyboard=under, attachment=made)])
    if name:
        await services.disk(services.views.save, place.chat, name, request, cells_of(report))


def _compared(before: SavedTable | None, count: int) -> list[str]:
    if before is None:
        return []
    return [texts.TABLE_AGAIN.format(count=count) if count else texts.TABLE_SAME]


async def _saved(context: Context, press: Press) -> SavedTable | None:
    services = context.bot_data
    tables = await services.disk(services.views.saved, press.place.chat)
    return next((table for table in tables if table.number in press.numbers[:1]), None)


async def run_again(context: Context, press: Press) -> str | None:
    """A saved table as it is now, with changed cells marked. Data: ``<saved table>``."""
    table = await _saved(context, press)
    if table is None:
        return texts.BUTTON_OLD
    await _make(context, press.place, table.request, name=table.name, before=table)
    return None


async def save(context: Context, press: Press) -> str | None:
    """Save a table that was made, under its title. Data: ``<view>``."""
    services, view = context.bot_data, await pressed_view(context, press)
    if view is None or view.request.kind != "table":
        return texts.BUTTON_OLD
    name = shortened(title_of(view.request), NAME)
    report = await services.cpu(report_of, await context.reports(press.place), view.request)
    await services.disk(services.views.save, press.place.chat, name, view.request, cells_of(report))
    await context.edit_keyboard(press.place, press.message, None)
    return texts.TABLE_SAVED_AS.format(name=name)


async def forget(context: Context, press: Press) -> str | None:
    """Drop a saved table. Data: ``<saved table>``."""
    services, table = context.bot_data, await _saved(context, press)
    if table is None:
        return texts.BUTTON_OLD
    await services.disk(services.views.forget_table, table.number, press.place.chat)
    await context.edit_keyboard(press.place, press.message, None)
    return texts.TABLE_FORGOTTEN


async def form(context: Context, place: Place, document: SentDocument, caption: str) -> None:
    """A person's own sheet comes back filled in."""
    services = context.bot_data
    if (document.file_size or 0) > LARGEST:
        await context.say(place, messages(texts.FORM_LARGE))
        return
    async with context.busy(place):
        data = bytes(await (await document.get_file()).download_as_bytearray())
        made, said = await services.cpu(
            filled_form, await context.reports(place), data, document.file_name or "", caption
        )
    await context.say(place, [Message(body=Rich(shortened(said, CAPTION)), attachment=made)])
