"""Methods that answer a pressed button or an inline query."""

from collections.abc import Callable

from bot.playground.html import parse_html
from bot.playground.markup import check_markup
from bot.playground.state import Query, World
from bot.playground.text import MAX_TEXT, check_entities, settle, utf16
from bot.playground.wire import Json, Params, bad_request

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_MAX_RESULTS = 50
_MAX_ANSWER = 200


def _open(world: World, query_id: str, kind: str) -> Query:
    query = world.queries.get(query_id)
    if query is None or query.kind != kind or world.clock() - query.asked_at > world.limits.callback_seconds:
        raise bad_request(_TOO_OLD)
    return query


def answer_callback_query(world: World, params: Params) -> bool:
    """answerCallbackQuery: the first answer is shown; a second one is accepted and shows nothing."""
    query = _open(world, params.text("callback_query_id"), "callback_query")
    if utf16(params.text("text")) > _MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if query.answer is None:
        query.answer = {"text": params.text("text"), "show_alert": params.flag("show_alert"), "url": params.text("url")}
        world.events.add(
            "callback_answer", chat=query.chat, user=query.user, id=params.text("callback_query_id"), **query.answer
        )
    return True


def _content(content: object) -> Json:
    """An InputTextMessageContent, parsed and checked."""
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad_request("message text is empty")
    source = str(content["message_text"])
    if str(content.get("parse_mode", "")).lower() == "html":
        text, entities = settle(*parse_html(source))
    else:
        text, entities = settle(source, check_entities(source, content.get("entities", [])))
    if utf16(text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    return {"message_text": text, "entities": entities}


def _result(result: object) -> Json:
    if not isinstance(result, dict):
        raise bad_request("can't parse inline query result: inline query result must be an object")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise bad_request(f'type "{result.get("type")}" is unsupported for the inline query result')
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    return result | {
        "input_message_content": _content(result.get("input_message_content")),
        "reply_markup": check_markup(result.get("reply_markup")),
    }


def answer_inline_query(world: World, params: Params) -> bool:
    """answerInlineQuery: up to fifty articles with distinct ids of 1-64 bytes."""
    query = _open(world, params.text("inline_query_id"), "inline_query")
    results = params.json("results", list, "inline query results") or []
    if len(results) > _MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    checked = [_result(result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.answer = {
        "results": checked,
        "next_offset": params.text("next_offset"),
        "button": params.json("button", dict, "inline query results button"),
    }
    world.events.add("inline_answer", user=query.user, id=params.text("inline_query_id"))
    return True


METHODS: dict[str, Callable[[World, Params], object]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
