"""The addresses that checks and the page use, and who is let in."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from bot.playground import ADMIN, GROUP, READER, Playground
from bot.playground.wire import Json

from .conftest import App


@pytest_asyncio.fixture
async def web(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=playground.page_url, timeout=60) as client:
        yield client


@pytest.mark.parametrize(
    ("user", "chat"),
    [(READER, READER), ("reader", None), ("读者小林", "reader"), ("1002", "读者小林"), (424242, 424242)],
)
async def test_ask_and_read(web: httpx.AsyncClient, app: App, user: object, chat: object) -> None:
    body = {"user": user, "text": "托位"} | ({} if chat is None else {"chat": chat})
    sent = (await web.post("api/messages", json=body)).json()["message_id"]
    query = {"chat": str(chat or user), "after": sent, "timeout": 30}
    (answer,) = (await web.get("api/messages", params=query)).json()
    assert (answer["text"], answer["edited"], answer["entities"], answer["reply_markup"]) == (
        "回：托位",
        False,
        [],
        None,
    )
    assert answer["message_id"] > sent


async def test_callback_contract(web: httpx.AsyncClient, app: App, playground: Playground) -> None:
    playground.send_text(READER, None, "你好")
    message = await app.bot.send_message(READER, "甲")
    call = {"user": READER, "chat": READER, "message_id": message.message_id, "data": "k"}
    assert "callback_query_id" in (await web.post("api/callbacks", json=call)).json()
    found = await playground.wait_messages(READER, message.message_id - 1, until=lambda m: m["edited"])
    assert found[0]["text"] == "按了 k"


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("api/messages", {"user": "nobody", "text": "甲"}, "没有这个用户"),
        ("api/messages", {"text": "甲"}, "缺少 user"),
        ("api/messages", {"user": READER, "text": ""}, "消息须为"),
        ("api/messages", {"user": READER, "text": "甲" * 4097}, "消息须为"),
        ("api/messages", {"user": READER, "chat": ADMIN, "text": "甲"}, "别人的私聊"),
        ("api/messages", [], "不是 JSON 对象"),
        ("api/callbacks", {"user": READER, "message_id": 9, "data": "x"}, "没有这条"),
        ("api/callbacks", {"user": READER, "message_id": "九", "data": "x"}, "不是整数"),
        ("api/start", {"user": READER, "payload": "有汉字"}, "start 参数"),
        ("api/start", {"user": READER, "payload": "x" * 65}, "start 参数"),
        ("api/faults", {"method": "getMe", "status": 200}, "无效的故障"),
        ("api/faults", {"nothing": 1}, "无效的故障"),
    ],
)
async def test_refused_with_a_reason(web: httpx.AsyncClient, path: str, body: Json, reason: str) -> None:
    response = await web.post(path, json=body)
    assert response.status_code == 400
    assert reason in response.json()["error"]


async def test_faults_and_updates_over_http(web: httpx.AsyncClient, playground: Playground, app: App) -> None:
    assert (await web.post("api/faults", json={"method": "sendMessage", "status": 429, "retry_after": 7})).json() == {
        "ordered": 1
    }
    assert (await web.delete("api/faults")).json() == {"ordered": 0}
    sent = playground.send_text(READER, None, "一")
    await playground.wait_messages(READER, sent)
    updates = (await web.get("api/updates")).json()["updates"]
    await web.post("api/updates", json={"repeat": updates[-1]["update_id"]})
    await playground.wait_messages(READER, until=lambda m: len(playground.messages(READER)) == 2)


async def test_reading_addresses(web: httpx.AsyncClient, playground: Playground) -> None:
    playground.send_text(ADMIN, GROUP, "大家好")
    state = (await web.get("api/state")).json()
    assert [person["id"] for person in state["users"]] == [1001, 1002, 1003]
    assert state["bot"]["username"] == "huiwen_demo_bot"
    history = (await web.get("api/history", params={"chat": "group"})).json()
    assert [message["text"] for message in history] == ["大家好"]
    assert (await web.get("api/messages", params={"chat": GROUP})).json() == []
    assert (await web.get("api/commands", params={"user": ADMIN})).json() == []
    assert "汇问" in (await web.get("")).text
    policy = (await web.get("static/app.js")).headers["content-security-policy"]
    assert "default-src 'none'" in policy


async def test_event_stream(web: httpx.AsyncClient, playground: Playground) -> None:
    async with web.stream("GET", "api/events", params={"after": 0}) as stream:
        playground.send_text(READER, None, "你好")
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                assert '"type": "message"' in line
                break


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:80"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
async def test_only_our_own_page_may_write(web: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    response = await web.post("api/messages", json={"user": READER, "text": "甲"}, headers=headers)
    assert response.status_code == status


async def test_same_origin_passes(web: httpx.AsyncClient, playground: Playground) -> None:
    origin = playground.page_url.rstrip("/")
    response = await web.post("api/messages", json={"user": READER, "text": "甲"}, headers={"Origin": origin})
    assert response.status_code == 200


def test_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        Playground(host="0.0.0.0")  # noqa: S104 - must be refused


async def test_taken_port_and_prompt_stop(playground: Playground) -> None:
    port = int(playground.page_url.rstrip("/").rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await Playground(port=port).start()
    async with httpx.AsyncClient() as client:
        poll = asyncio.create_task(
            client.get(f"{playground.base_url}{playground.token}/getUpdates?timeout=50", timeout=60)
        )
        await asyncio.sleep(0.1)
        async with asyncio.timeout(20):
            await playground.stop()
            assert (await poll).json() == {"ok": True, "result": []}
