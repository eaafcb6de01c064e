"""What a chat follows: the preview of one, the list, the panel of one, the hours. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.alerts.timing import RHYTHMS, Hours
from bot.rendering import texts
from bot.rendering.alerts import Alert, Around, digest_lines
from bot.rendering.interests import interest_title
from bot.rendering.message import Message, button, keyboard, rows, turning
from bot.rendering.rich import Rich, bold, joined, shortened
from bot.store.subscriptions import Subscription
from retrieval import Unknown

A_PAGE = 8
NAME = 24


def preview_message(one: Subscription, alerts: Sequence[Alert], around: Around, *, recent: bool) -> Message:
    """What a draft would have told; buttons to save it or not. ``recent``: whether that was in the last 90 days."""
    if not alerts:
        what = texts.FOLLOW_NONE
    else:
        what = texts.FOLLOW_RECENT.format(count=len(alerts)) if recent else texts.FOLLOW_EARLIER
    body = joined(
        [
            bold(texts.FOLLOW_PREVIEW.format(title=interest_title(one.interest))),
            what,
            *digest_lines(alerts, around),
            texts.FOLLOW_HOW.format(rhythm=texts.RHYTHMS[one.rhythm]),
        ]
    )
    choose = [button(texts.BUTTON_SAVE, f"fs:{one.number}"), button(texts.BUTTON_CANCEL, f"fc:{one.number}")]
    return Message(body=body, keyboard=keyboard([choose]))


def unknown_message(number: int, unknown: Unknown) -> Message:
    """A name that is no region, with those that may have been meant. ``number``: of the draft."""
    said = texts.FOLLOW_UNKNOWN.format(name=shortened(unknown.name, NAME))
    ask = texts.FOLLOW_NEAR if unknown.near else texts.FOLLOW_WRITE
    near = [button(shortened(name, NAME), f"fn:{number}:{at}") for at, name in enumerate(unknown.near)]
    return Message(body=joined([said, ask]), keyboard=rows(near, width=2, most=3))


def saved_message(one: Subscription) -> Message:
    """A subscription that was just saved."""
    said = texts.FOLLOW_SAVED.format(title=interest_title(one.interest), rhythm=texts.RHYTHMS[one.rhythm])
    on = [button(texts.BUTTON_RHYTHM, f"fr:{one.number}"), button(texts.BUTTON_FOLLOWS, "fl:0")]
    return Message(body=Rich(said), keyboard=keyboard([on]))


def list_message(found: Sequence[Subscription], hours: Hours, *, blocked: bool, page: int = 0) -> Message:
    """All subscriptions of a chat, numbered, with a button a number."""
    if not found:
        return Message(body=Rich(texts.FOLLOWING_NONE))
    pages = max(1, -(-len(found) // A_PAGE))
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(found, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    body = joined(
        [
            bold(texts.FOLLOWING_TITLE.format(count=len(found))),
            texts.FOLLOWING_BLOCKED if blocked else "",
            *(Rich(f"{n}. ") + bold(interest_title(one.interest)) + f"｜{_state(one)}" for n, one in shown),
            hours_text(hours),
            texts.PAGE.format(page=page + 1, pages=pages) if pages > 1 else "",
            texts.FOLLOWING_PICK,
        ]
    )
    picks = [button(str(n), f"fo:{one.number}") for n, one in shown]
    turn = turning("fl", page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    return Message(body=body, keyboard=keyboard([picks[:4], picks[4:], [*turn, button(texts.BUTTON_HOURS, "fh:0")]]))


def _state(one: Subscription) -> str:
    rhythm = texts.RHYTHMS[one.rhythm]
    return rhythm if one.state == "active" else f"{texts.FOLLOWING_PAUSED}（{rhythm}）"


def panel_message(one: Subscription) -> Message:
    """One subscription with what can be done to it."""
    pause = texts.BUTTON_PAUSE if one.state == "active" else texts.BUTTON_RESUME
    first = [
        button(pause, f"fp:{one.number}"),
        button(texts.BUTTON_RHYTHM, f"fr:{one.number}"),
        button(texts.BUTTON_FORGET, f"fd:{one.number}"),
    ]
    body = joined([bold(interest_title(one.interest)), _state(one)])
    return Message(body=body, keyboard=keyboard([first, [button(texts.BUTTON_LIST, "fl:0")]]))


def rhythm_message(one: Subscription) -> Message:
    """The rhythms to choose from; the present one is ticked."""
    options = [
        button(_ticked(texts.RHYTHMS[rhythm], rhythm == one.rhythm), f"fr:{one.number}:{at}")
        for at, rhythm in enumerate(RHYTHMS)
    ]
    back = [button(texts.BUTTON_BACK, f"fo:{one.number}")]
    lines = [options[:2], options[2:4], [*options[4:], *back]]
    return Message(body=joined([bold(interest_title(one.interest)), _state(one)]), keyboard=keyboard(lines))


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def hours_text(hours: Hours) -> str:
    """提醒时间：22:00至07:00免打扰；每天；北京时间."""
    return texts.FOLLOWING_HOURS.format(
        quiet=_quiet(hours.quiet),
        days=texts.DAYS_WORK if hours.workdays else texts.DAYS_ALL,
        zone=texts.ZONES.get(hours.zone, hours.zone),
    )


def _quiet(quiet: tuple[int, int] | None) -> str:
    if quiet is None:
        return texts.QUIET_NONE
    start, end = (f"{minute // 60}:{minute % 60:02d}" for minute in quiet)
    return texts.QUIET.format(start=start, end=end)


def hours_message(hours: Hours, *, unknown_year: int | None = None) -> Message:
    """Quiet hours, working days and time zone to choose from. ``unknown_year``: whose holidays are not known."""
    note = texts.FOLLOWING_NOT_KNOWN.format(year=unknown_year) if unknown_year and hours.workdays else ""
    quiets = [
        button(_ticked(_quiet(quiet), quiet == hours.quiet), f"fh:1:{at}") for at, quiet in enumerate(texts.QUIETS)
    ]
    days = [
        button(_ticked(label, work == hours.workdays), f"fh:2:{int(work)}")
        for label, work in ((texts.DAYS_ALL, False), (texts.DAYS_WORK, True))
    ]
    zones = [
        button(_ticked(label, zone == hours.zone), f"fh:3:{at}") for at, (zone, label) in enumerate(texts.ZONES.items())
    ]
    back: list[InlineKeyboardButton] = [button(texts.BUTTON_LIST, "fl:0")]
    lines = [quiets[:2], quiets[2:], days, zones[:2], zones[2:], back]
    return Message(body=joined([hours_text(hours), note]), keyboard=keyboard(lines))
