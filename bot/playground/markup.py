"""Checks of reply_markup: inline keyboards, force_reply and the like."""

from collections.abc import Callable

from bot.playground.text import checked_link, utf16
from bot.playground.wire import Json, Params, bad_request

MAX_BUTTONS = 100


def _check_callback(value: object) -> None:
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(value: object) -> None:
    try:
        checked_link(str(value))
    except ValueError as error:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: {error}") from error


def _check_copy(value: object) -> None:
    text = value.get("text", "") if isinstance(value, dict) else ""
    if not 1 <= utf16(str(text)) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _accept(_value: object) -> None:
    """Fields that carry nothing to check."""


_FIELDS: dict[str, Callable[[object], None]] = {
    "url": _check_url,
    "callback_data": _check_callback,
    "copy_text": _check_copy,
    "switch_inline_query": _accept,
    "switch_inline_query_current_chat": _accept,
    "switch_inline_query_chosen_chat": _accept,
    "web_app": _accept,
    "login_url": _accept,
}


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be a non-empty String')
    kinds = [name for name in _FIELDS if name in button]
    if not kinds:
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _FIELDS[kinds[0]](button[kinds[0]])


def _check_keyboard(rows: object) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    for button in (button for row in rows for button in row):
        _check_button(button)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")


def check_markup(markup: Json | None) -> Json | None:
    """A reply markup, checked; None where there is none or an empty keyboard."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        _check_keyboard(markup["inline_keyboard"])
        rows = [row for row in markup["inline_keyboard"] if row]
        return {"inline_keyboard": rows} if rows else None
    if not {"keyboard", "remove_keyboard", "force_reply"} & markup.keys():
        raise bad_request("object expected as reply markup")
    return markup


def checked_markup(params: Params) -> Json | None:
    """The reply_markup of a call, checked."""
    return check_markup(params.json("reply_markup", dict, "reply markup"))
