"""Updates that Telegram would never make: nothing breaks, nobody reads an error, the next question is answered.

The thousand are in ``.ci/soak_updates.py``; here are some of them.
"""

from __future__ import annotations

import copy
import itertools
import json
import os
import re
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER, STRANGER
from bot.web.serving import bind
from bot.web.webhook import SECRET_HEADER
from bot.web.wiring import Web, webhook_address
from bot.wellformed import sound
from tests.bot.conftest import Run

BATCH = 20
MANY = max(1, int(os.environ.get("HUIWEN_TEST_UPDATES", "60")) // BATCH // 2)
NUMBERS = itertools.count(1)
Test = Callable[..., Coroutine[Any, Any, None]]
INSIDE = re.compile(r"Traceback|File \"|[a-z]+ (object|has no|must be|expected|not found)|Bad Request|line \d+")


def person(id: int) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": "林"}


def wellformed() -> Iterator[dict[str, Any]]:
    """One update of each kind, and of each kind of chat."""
    for who, chat in ((READER, {"id": READER, "type": "private"}), (ADMIN, {"id": GROUP, "type": "supergroup"})):
        base = {"message_id": 5, "date": 1_750_000_000, "chat": chat, "from": person(who)}
        command = [{"type": "bot_command", "offset": 0, "length": 4}, {"type": "mention", "offset": 5, "length": 3}]
        message = {**base, "text": "/ask 千人口托位数", "entities": command}
        yield {"message": message}
        yield {"message": {**base, "text": "千人口托位数", "reply_to_message": message, "sender_chat": chat}}
        yield {"edited_message": {**message, "edit_date": 1_750_000_001}}
        file = {"file_id": "f", "file_unique_id": "u", "file_name": "表.xlsx", "file_size": 10}
        yield {"message": {**base, "document": file, "caption": "收录", "caption_entities": command}}
        yield {"message": {**base, "photo": [{**file, "width": 1, "height": 1}]}}
        yield {"message": {**base, "voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}}
        yield {"message": {**base, "migrate_to_chat_id": -7}}
        press = {"id": "77", "from": person(who), "chat_instance": "1", "data": "u:1", "message": message}
        yield {"callback_query": press}
        yield {"callback_query": {**press, "message": {**base, "date": 0}}}
        yield {"inline_query": {"id": "78", "from": person(who), "query": "青岚 托位", "offset": ""}}
        stands = [{"status": status, "user": person(9)} for status in ("left", "member")]
        standing = {"chat": chat, "from": person(who), "date": 1_750_000_000}
        yield {"my_chat_member": {**standing, "old_chat_member": stands[0], "new_chat_member": stands[1]}}
    yield {"message": {**base, "from": person(STRANGER), "chat": {"id": STRANGER, "type": "private"}, "text": "在吗"}}
    yield {"poll": {"id": "1"}}
    yield {"a_kind_of_tomorrow": {"id": 1}}


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-1, 0, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, READER, GROUP]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "\ud800", "a\udc00", "\x00", "\u202e答", "问" * 5000, "x" * 100_000, "😀" * 300, "Ａ", "-5"]),
    st.sampled_from(
        ["u", "u:", "u:-1", "u:x", "c:1:99", "k:9:9", "rr:1", "ask:", "fz:1", "pa:1", "ua:..", "o:" + "x" * 60]
    ),
    st.sampled_from(
        ["/start s_", "/start inv_x", "/why", "/table", "/follow " + "托" * 3000, "/home 青", "/stop", "/nothing"]
    ),
    st.text(max_size=40),
    st.sampled_from([[], {}, [None], [[]], {"id": None}, [{"type": "mention", "offset": 9999, "length": 10**9}]]),
    st.sampled_from([[{"type": "mention", "offset": -4, "length": 2}], [{"offset": 0}], {"": {}}]),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in an update."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*path, name)
        yield from places(one, (*path, name))


@st.composite
def malformed(draw: st.DrawFn) -> dict[str, Any]:
    """A well-formed update with one to three places dropped or filled with something else."""
    update = copy.deepcopy(draw(st.sampled_from(list(wellformed()))))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(places(update), key=str) or [("message",)]))
        holder: Any = update
        for name in path[:-1]:
            holder = holder[name]
        if draw(st.booleans()):
            holder[path[-1]] = draw(ODD)
        elif isinstance(holder, dict):
            holder.pop(path[-1], None)
        else:
            del holder[path[-1]]
    return {"update_id": next(NUMBERS), **update}


def many(examples: int) -> Callable[[Test], Callable[..., None]]:
    """Examples of BATCH updates each, the same in every run."""
    chosen = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    def with_examples(test: Test) -> Callable[..., None]:
        return chosen(given(updates=st.lists(malformed(), min_size=BATCH, max_size=BATCH))(test))

    return with_examples


async def goes_on(playground: Playground, application: App) -> None:
    """A right question is answered, all that came is done, and what was said is said in Chinese."""
    asked = playground.send_text(READER, None, "千人口托位数")
    await playground.wait_messages(READER, asked, until=lambda message: "4.52" in message["text"])
    await application.update_queue.join()
    assert application.bot_data.inbox.pending() == ()
    for chat in (READER, ADMIN, STRANGER, GROUP):
        for message in playground.messages(chat):
            words = message.get("text") or message.get("caption") or ""
            assert not INSIDE.search(words), words
            assert re.search(r"[\u4e00-\u9fff]", words), words


@many(MANY)
async def test_no_polled_update_breaks_it(run: Run, playground: Playground, updates: list[dict[str, Any]]) -> None:
    async with run() as application:
        playground.world.updates.force(json.loads(json.dumps(updates)))
        await goes_on(playground, application)


@many(MANY)
async def test_no_pushed_update_breaks_it(run: Run, playground: Playground, updates: list[dict[str, Any]]) -> None:
    with bind("127.0.0.1", 0) as listener:
        web = Web(listener=listener, public_url=f"http://127.0.0.1:{listener.getsockname()[1]}")
        async with run(web=web, webhook=True) as application:
            address, secret = webhook_address(application.bot_data, str(web.public_url))
            async with httpx.AsyncClient(trust_env=False, headers={SECRET_HEADER: secret}) as client:
                for update in updates:
                    pushed = await client.post(address, content=json.dumps(update))
                    assert pushed.status_code < 500, update
                    assert "Traceback" not in pushed.text
            await goes_on(playground, application)


@pytest.mark.parametrize("update", list(wellformed())[:-3])
def test_what_telegram_makes_passes(update: dict[str, Any]) -> None:
    assert sound({"update_id": 1, **update}) == {"update_id": 1, **update}


def test_what_can_not_be_read_keeps_its_number() -> None:
    assert sound({"update_id": 1, "message": {"text": 5}}) == {"update_id": 1}
    assert sound({"update_id": "1"}) is None and sound([]) is None
    assert sound({"update_id": 1, "x": "a\ud800"}) == {"update_id": 1, "x": "a\ufffd"}
