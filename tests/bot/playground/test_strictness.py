"""The Bot API's refusals, over HTTP and by the method functions."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from bot.playground import GROUP, READER, Playground
from bot.playground.limits import FloodGate, Limits
from bot.playground.wire import ApiError, Json


@pytest_asyncio.fixture
async def http(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    playground.send_text(READER, None, "你好")
    async with httpx.AsyncClient(base_url=f"{playground.base_url}{playground.token}/", timeout=60) as client:
        yield client


def keyboard(**button: object) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "键", **button}]]})


CASES: list[tuple[str, Json, int, str]] = [
    ("sendMessage", {"chat_id": READER}, 400, "message text is empty"),
    ("sendMessage", {"chat_id": READER, "text": " \n "}, 400, "text must be non-empty"),
    ("sendMessage", {"chat_id": READER, "text": "🏥" * 2049}, 400, "message is too long"),
    ("sendMessage", {"chat_id": READER, "text": "甲" * 20000}, 400, "text is too long"),
    ("sendMessage", {"chat_id": READER, "text": "<b>甲", "parse_mode": "HTML"}, 400, "can't parse entities: "),
    ("sendMessage", {"chat_id": READER, "text": "*甲*", "parse_mode": "MarkdownV2"}, 400, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": 77, "text": "甲"}, 400, "chat not found"),
    ("sendMessage", {"text": "甲"}, 400, "chat_id is empty"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_parameters": '{"message_id": 999}'}, 400, "message to be replied not found"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_markup": keyboard(callback_data="x" * 65)}, 400, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_markup": keyboard(callback_data="汉" * 22)}, 400, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_markup": keyboard(url="http://localhost/")}, 400, "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_markup": keyboard(copy_text={"text": "长" * 257})}, 400, "BUTTON_COPY_TEXT_INVALID"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_markup": keyboard()}, 400, "text buttons are unallowed"),
    ("sendMessage", {"chat_id": READER, "text": "甲", "reply_markup": "{"}, 400, "can't parse reply markup JSON object"),
    ("sendDocument", {"chat_id": READER, "document": "nothing"}, 400, "wrong file identifier"),
    ("sendDocument", {"chat_id": READER, "document": "nothing", "caption": "甲" * 1025}, 400, "message caption is too long"),
    ("editMessageText", {"chat_id": READER, "message_id": 999, "text": "甲"}, 400, "message to edit not found"),
    ("editMessageText", {"chat_id": READER, "message_id": 1, "text": "甲"}, 400, "message can't be edited"),
    ("deleteMessage", {"chat_id": READER, "message_id": 999}, 400, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, 400, "query is too old and response timeout expired or query ID is invalid"),
    ("setMessageReaction", {"chat_id": READER, "message_id": 999}, 400, "message to react not found"),
    ("sendChatAction", {"chat_id": READER, "action": "dance"}, 400, "wrong parameter action"),
    ("getFile", {"file_id": "x"}, 400, "wrong file identifier"),
    ("getChatMember", {"chat_id": GROUP, "user_id": 5}, 400, "invalid user_id"),
    ("flyToTheMoon", {}, 404, "method not found"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "code", "reason"), CASES)
async def test_refused_as_telegram_does(
    http: httpx.AsyncClient, method: str, params: Json, code: int, reason: str
) -> None:
    response = await http.post(method, json=params)
    body = response.json()
    assert (response.status_code, body["ok"], body["error_code"]) == (code, False, code)
    assert reason in body["description"]


async def test_limits_are_inclusive(http: httpx.AsyncClient) -> None:
    for params in (
        {"text": "🏥" * 2048},
        {"text": "甲", "reply_markup": keyboard(callback_data="x" * 64)},
        {"text": "甲", "reply_markup": '{"force_reply": true}', "protect_content": True},
        {"text": "<b>" + "甲" * 4096 + "</b>", "parse_mode": "html"},
        {"text": "甲", "reply_parameters": '{"message_id": 999, "allow_sending_without_reply": true}'},
    ):
        response = await http.post("sendMessage", json={"chat_id": READER, **params})
        assert response.json()["ok"], response.text


async def test_inline_answers(playground: Playground, http: httpx.AsyncClient) -> None:
    query_id = playground.clients.ask_inline(READER, "托位")

    def article(number: object) -> Json:
        return {"type": "article", "id": str(number), "title": "甲", "input_message_content": {"message_text": "乙"}}

    async def answer(results: list[Json]) -> str:
        response = await http.post("answerInlineQuery", json={"inline_query_id": query_id, "results": results})
        return str(response.json().get("description", "ok"))

    assert "too many inline query results" in await answer([article(number) for number in range(51)])
    assert "RESULT_ID_INVALID" in await answer([article("x" * 65)])
    assert "RESULT_ID_DUPLICATE" in await answer([article(1), article(1)])
    assert "message text is empty" in await answer([article(1) | {"input_message_content": {}}])
    assert await answer([article(number) for number in range(50)]) == "ok"


async def test_old_queries_are_refused() -> None:
    now = [1000.0]
    async with Playground(clock=lambda: now[0]) as playground, httpx.AsyncClient(timeout=60) as client:
        playground.send_text(READER, None, "你好")
        address = f"{playground.base_url}{playground.token}"
        sent = (await client.post(f"{address}/sendMessage", json={"chat_id": READER, "text": "甲"})).json()["result"]
        query_id = playground.press(READER, None, sent["message_id"], "x")
        now[0] += 61
        late = await client.post(f"{address}/answerCallbackQuery", json={"callback_query_id": query_id})
        assert "query is too old" in late.json()["description"]


@pytest.mark.parametrize(
    ("chat", "burst", "wait"),
    [(5, 6, 1), (-5, 20, 3)],
)
def test_flood_gate(chat: int, burst: int, wait: int) -> None:
    now = [0.0]
    gate = FloodGate(Limits(), clock=lambda: now[0])
    for _ in range(burst):
        gate.pass_(chat)
    with pytest.raises(ApiError) as caught:
        gate.pass_(chat)
    assert caught.value.parameters == {"retry_after": wait}
    now[0] += wait
    gate.pass_(chat)


def test_flood_gate_overall() -> None:
    gate = FloodGate(Limits(), clock=lambda: 0.0)
    for chat in range(1, 31):
        gate.pass_(chat)
    with pytest.raises(ApiError, match="Too Many Requests: retry after 1"):
        gate.pass_(31)
