"""Region by region: /compare, /summary, /city, and what follows from them by words and buttons."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardMarkup

from bot.addressing import Said
from bot.context import Context, Place, Reports
from bot.handlers.following import Press, pressed_answer
from bot.looking import Value, lead, look, page
from bot.rendering import texts
from bot.rendering.comparison import candidate_choices, province_choices, provinces, roster_text
from bot.rendering.message import messages
from bot.rendering.surveys import topic_choices
from bot.store import Request, View
from retrieval import Comparison, Thread

USAGES = {"compare": texts.USAGE_COMPARE, "summary": texts.USAGE_SUMMARY, "city": texts.USAGE_CITY}
EDITABLE = 10 * 60

_YEARS = re.compile(r"历年的?|逐年的?|近几年的?|各年的?|[这近]些年的?")
_ONLY = re.compile(r"(?:只|仅|就)(?:看|要|列)(?P<rest>.+?)(?:的|吧|呢)*[。？?！!]?")
_INSTEAD = re.compile(r"(?:换成?|改成?|改为|改看)(?P<rest>.+?)(?:的|吧|呢)*[。？?！!]?")
_TIME = re.compile(r"(?:(?P<year>20\d\d)年?)?的?(?P<side>目标|计划|实际|结果|完成)?(?:情况|值|数)?")
_BETWEEN = re.compile(r"[、，,和与\s]+")


def request_of(said: Said) -> Request | None:
    """What a command asks to look at; None for other words."""
    if said.command == "compare" and _YEARS.search(said.words):
        return Request(kind="trend", words=_YEARS.sub("", said.words))
    if said.command == "compare":
        return Request(kind="compare", words=said.words)
    if said.command == "summary":
        return Request(kind="summary", words=said.words)
    return Request(kind="city", words=said.words) if said.command == "city" else None


async def comparing(context: Context, place: Place, said: Said) -> None:
    """/compare, /summary, /city; a command alone is explained."""
    request = request_of(said)
    if request is not None and request.words:
        await show(context, place, request)
    else:
        await context.say(place, messages(USAGES[said.command or "compare"]))


async def show(context: Context, place: Place, request: Request) -> None:
    """Look, keep the request for its buttons and follow-ups, send the first page."""
    services = context.bot_data
    request = replace(request, home=await context.home(place))
    async with context.busy(place):
        value = await services.cpu(look, await context.reports(place), request)
        number = await services.disk(services.views.add, context.key, place.key, request, question=place.message)
        await services.disk(services.answers.leave, place.key, thread_of(request, value))
        message = await services.cpu(
            page, await context.reports(place), value, number=number, bot=context.bot.username, source=context.page_link
        )
    sent = await context.say(place, [message])
    await services.disk(services.views.shown, number, sent[-1])
    services.beside.begin(number, partial(_lead, context, place, value, number, sent[-1]))


async def _lead(context: Context, place: Place, value: Value, number: int, message: int) -> None:
    """Put the language model's sentence over what was sent, where one is to be had."""
    services, reports = context.bot_data, await context.reports(place)
    line = await services.model(lead, reports, value)
    if line is not None:
        told = await services.cpu(
            page, reports, value, number=number, bot=context.bot.username, source=context.page_link, lead=line
        )
        await context.edit(place, message, told)


def thread_of(request: Request, value: Value) -> Thread:
    """What the next question may take over."""
    if isinstance(value, Comparison):
        years = (value.year,) if value.year else ()
        return Thread(topic=value.topic, asked=request.words, years=years, plan=value.plan)
    if request.kind == "city":
        return Thread(regions=(request.words,), asked=request.words)
    return Thread(topic=request.words, asked=request.words)


# Words that go on from the last comparison


def followed(request: Request, words: str, known: dict[str, str]) -> Request | None:
    """The request changed as the words say (只看安徽, 换成2025年目标); None for words that say nothing of it.

    ``known``: provinces as they are called → their full names.
    """
    match = _ONLY.fullmatch(words) or _INSTEAD.fullmatch(words)
    if match is None or request.kind in {"city", "table"}:
        return None
    rest = match["rest"].strip()
    time = _TIME.fullmatch(rest)
    if time and (time["year"] or time["side"]):
        plan = request.plan if time["side"] is None else time["side"] in {"目标", "计划"}
        return replace(
            request,
            kind="compare" if request.kind == "trend" else request.kind,
            year=int(time["year"]) if time["year"] else request.year,
            plan=plan,
        )
    names = [name for name in _BETWEEN.split(rest) if name]
    return replace(request, regions=tuple(_members(known[name]) if name in known else name for name in names))


def _members(province: str) -> str:
    return f"{province}各市"


async def follow(context: Context, place: Place, words: str) -> bool:
    """Go on from the last comparison, where the words do and nothing else was asked since."""
    services = context.bot_data
    if not (_ONLY.fullmatch(words) or _INSTEAD.fullmatch(words)):
        return False
    view = await services.disk(services.views.last, place.key)
    thread = await services.disk(services.answers.thread, place.key)
    if view is None or thread is None or thread.asked != view.request.words:
        return False
    request = followed(view.request, words, await services.cpu(_provinces, await context.reports(place)))
    if request is None:
        return False
    await show(context, place, request)
    return True


def _provinces(library: Reports) -> dict[str, str]:
    """Provinces of the indexed regions, by short and full name. Blocks."""
    regions = [document.profile.region for document in library.documents()]
    names = {region.province for region in regions if region and region.province}
    return {name: full for full in names for name in (full, texts.short_province(full))}


async def edited(context: Context, place: Place, said: Said) -> bool:
    """A command that was edited soon after it was sent changes its message. Whether it was one."""
    services = context.bot_data
    request = request_of(said)
    if request is None or not request.words or place.message is None:
        return False
    view = await services.disk(services.views.of_question, place.chat, place.message)
    request = replace(request, home=await context.home(place))
    if view is None or view.message is None or request == view.request:
        return False
    if services.clock() - view.at > EDITABLE:
        return True
    await services.disk(services.views.revise, view.number, request)
    await _turn(context, place, replace(view, request=request), view.message, 0)
    return True


# Buttons


async def pressed_view(context: Context, press: Press) -> View | None:
    """The view that a button belongs to; None where it is forgotten or of another chat."""
    services, numbers = context.bot_data, press.numbers
    return await services.disk(services.views.get, numbers[0], press.place.chat) if numbers else None


async def _turn(context: Context, place: Place, view: View, message: int, at: int) -> None:
    services = context.bot_data
    services.beside.end(view.number)
    value = await services.cpu(look, await context.reports(place), view.request)
    bot, source = context.bot.username, context.page_link
    shown = await services.cpu(
        page, await context.reports(place), value, number=view.number, bot=bot, at=at, source=source
    )
    await context.edit(place, message, shown)


async def _offer(context: Context, press: Press, view: View, choices: InlineKeyboardMarkup | None) -> None:
    """Choices in place of a view's own buttons."""
    context.bot_data.beside.end(view.number)
    await context.edit_keyboard(press.place, press.message, choices)


async def turn(context: Context, press: Press) -> str | None:
    """Another page, or the first with its own buttons again. Data: ``<view>:<page>``."""
    view = await pressed_view(context, press)
    if view is None or len(press.numbers) != 2:
        return texts.BUTTON_OLD
    await _turn(context, press.place, view, press.message, press.numbers[1])
    return None


async def _pressed_comparison(context: Context, press: Press) -> tuple[View, Comparison] | None:
    services = context.bot_data
    view = await pressed_view(context, press)
    value = await services.cpu(look, await context.reports(press.place), view.request) if view else None
    return (view, value) if view and isinstance(value, Comparison) else None


async def only_province(context: Context, press: Press) -> str | None:
    """The same for one province; without its number, a choice of them. Data: ``<view>[:<province>]``."""
    found = await _pressed_comparison(context, press)
    if found is None:
        return texts.BUTTON_OLD
    view, comparison = found
    if len(press.numbers) == 1:
        await _offer(context, press, view, province_choices(comparison, view.number))
        return None
    offered = provinces(comparison)
    if press.numbers[1] >= len(offered):
        return texts.BUTTON_OLD
    await show(context, press.place, replace(view.request, regions=(_members(offered[press.numbers[1]]),)))
    return None


async def silent(context: Context, press: Press) -> str | None:
    """Which regions say nothing, by reason."""
    found = await _pressed_comparison(context, press)
    if found is None:
        return texts.BUTTON_OLD
    await context.say(press.place, messages(roster_text(found[1])))
    return None


async def candidate(context: Context, press: Press) -> str | None:
    """Names near the topic to choose from, then the comparison of one. Data: ``<view>[:<candidate>]``."""
    found = await _pressed_comparison(context, press)
    if found is None:
        return texts.BUTTON_OLD
    view, comparison = found
    if len(press.numbers) == 1:
        await _offer(context, press, view, candidate_choices(comparison, view.number))
        return None
    if press.numbers[1] >= len(comparison.candidates):
        return texts.BUTTON_OLD
    await show(context, press.place, replace(view.request, words=comparison.candidates[press.numbers[1]]))
    return None


async def other_topic(context: Context, press: Press) -> str | None:
    """Topics to choose from, then the summary of one. Data: ``<view>[:<topic>]``."""
    view = await pressed_view(context, press)
    if view is None:
        return texts.BUTTON_OLD
    if len(press.numbers) == 1:
        await _offer(context, press, view, topic_choices(texts.TOPICS, view.number))
        return None
    if press.numbers[1] >= len(texts.TOPICS):
        return texts.BUTTON_OLD
    await _turn(context, press.place, view, press.message, 0)
    await show(context, press.place, replace(view.request, words=texts.TOPICS[press.numbers[1]]))
    return None


async def compare_answer(context: Context, press: Press) -> str | None:
    """The comparison behind an answer, with its sheet and chart. Data: ``<answer>``."""
    stored = await pressed_answer(context, press)
    if stored is None:
        return texts.BUTTON_OLD
    await show(context, press.place, Request(kind="compare", words=stored.question))
    return None
