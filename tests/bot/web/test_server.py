"""The web server beside the running bot, over HTTP: links that answers carry, health, metrics, pushed updates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from telegram.error import InvalidToken, NetworkError

from bot.app import App, build
from bot.playground import UNLIMITED, Fault, Playground
from bot.playground.people import ADMIN, GROUP, READER
from bot.pulse import UPDATES
from bot.receiving import serve
from bot.rendering import texts
from bot.settings import Settings
from bot.vitals import UPDATE_SECONDS
from bot.web.serving import bind
from bot.web.webhook import SECRET_HEADER
from bot.web.wiring import Web, listening, webhook_address
from retrieval import SettingsError, Source
from tests.bot.conftest import Clock, Run
from tests.bot.fakes import FIGURE, FakeLibrary
from tests.bot.handlers.test_chat import data, labels, tell, until
from tests.bot.waiting import PATIENCE, wait_until

Json = dict[str, Any]


@pytest.fixture
def web() -> Iterator[Web]:
    """A place to listen on this machine."""
    with bind("127.0.0.1", 0) as listener:
        yield Web(listener=listener, public_url=f"http://127.0.0.1:{listener.getsockname()[1]}")


def links(message: Json) -> list[str]:
    return [entity["url"] for entity in message["entities"] if entity["type"] == "text_link"]


async def got(url: str, **headers: str) -> httpx.Response:
    """A page, once the server listens."""
    async with httpx.AsyncClient(headers=headers, trust_env=False, timeout=PATIENCE) as client:
        for _ in range(1500):
            try:
                return await client.get(url)
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
    raise TimeoutError


async def test_the_numbers_in_an_answer_open_its_page(run: Run, playground: Playground, web: Web) -> None:
    async with run(web=web):
        reply = await tell(playground, "千人口托位数")
        (link,) = links(reply)
        assert "/s/bbbbbbbbbb?p=" in link and link.endswith("#evidence")
        page = await got(link)
        assert page.status_code == 200
        assert f'<mark id="evidence">{FIGURE}</mark>' in page.text
        assert "https://t.me/huiwen_demo_bot?start=s_bbbbbbbbbb" in page.text


async def test_a_group_gets_links_into_the_chat(run: Run, playground: Playground, web: Web) -> None:
    async with run(web=web):
        reply = await tell(playground, "/ask 千人口托位数", chat=GROUP)
    assert [link.partition("?")[0] for link in links(reply)] == ["https://t.me/huiwen_demo_bot"]


async def test_a_section_in_the_chat_offers_its_page(run: Run, playground: Playground, web: Web) -> None:
    async with run(web=web):
        reply = await tell(playground, "千人口托位数")
        playground.press(READER, None, reply["message_id"], data(reply, "原文1"))
        opened = (await playground.wait_messages(READER, reply["message_id"]))[0]
        assert labels(opened)[0] == texts.BUTTON_PAGE
        address = opened["reply_markup"]["inline_keyboard"][0][0]["url"]
        assert (await got(address)).status_code == 200
        playground.press(READER, None, opened["message_id"], data(opened, "下一节 ›"))
        turned = await until(playground, opened["message_id"], "基层医疗")
        assert "/s/cccccccccc?p=" in turned["reply_markup"]["inline_keyboard"][0][-1]["url"]


async def test_an_https_address_makes_the_page_the_persons_mini_app(run: Run, playground: Playground, web: Web) -> None:
    secure = replace(web, public_url="https://reports.example.gov.cn")
    async with run(web=secure):
        reply = await tell(playground, "千人口托位数")
        playground.press(READER, None, reply["message_id"], data(reply, "原文1"))
        opened = (await playground.wait_messages(READER, reply["message_id"]))[0]
    address = opened["reply_markup"]["inline_keyboard"][0][0]["web_app"]["url"]
    assert address.startswith("https://reports.example.gov.cn/s/bbbbbbbbbb?p=")


async def test_health_says_what_lives(run: Run, playground: Playground, web: Web) -> None:
    async with run(web=web) as application:
        await tell(playground, "千人口托位数")
        address = f"{web.public_url}/healthz"
        sound = await got(address)
        assert (sound.status_code, sound.json()["ok"]) == (200, True)
        assert set(sound.json()["checks"]) == {"database", "loop", "updates"}
        pulse = application.bot_data.pulse
        pulse._last[UPDATES] -= UPDATE_SECONDS + 1  # as if Telegram had been silent
        poor = await got(address)
        assert poor.status_code == 503
        assert [name for name, check in poor.json()["checks"].items() if not check["ok"]] == ["updates"]
        assert "token" not in poor.text


async def test_metrics_count_and_name_nobody(run: Run, playground: Playground, library: FakeLibrary, web: Web) -> None:
    async with run(web=web, metrics_token=SecretStr("watch")) as application:
        application.bot_data.metrics.gauge("answer_to_everything", "A gauge.", lambda: 42.0)
        application.bot_data.metrics.gauge("broken", "Left out.", lambda: 1 / 0)
        library.sources.kept = [Source(id=1, address="https://example.gov.cn/", kind="page", trouble="打不开")]
        await tell(playground, "千人口托位数")
        await tell(playground, "天气")
        address = f"{web.public_url}/metrics"
        told = (await got(address)).text
        assert 'huiwen_questions_total{mode="extractive",status="answered"} 1.0' in told
        assert 'huiwen_refusals_total{reason="not_in_reports"} 1.0' in told
        assert 'huiwen_stage_seconds_count{stage="检索"} 1.0' in told
        assert "huiwen_answer_to_everything 42.0" in told and "huiwen_broken" not in told
        for gauge in ("huiwen_queue_length", "huiwen_documents", "huiwen_database_bytes", "huiwen_index_bytes"):
            assert f"\n{gauge} " in told
        assert 'huiwen_sources{state="failing"} 1.0' in told and 'huiwen_sources{state="well"} 0.0' in told
        assert str(READER) not in told and "托位" not in told
        proxied = {"X-Forwarded-For": "203.0.113.9"}
        assert (await got(address, **proxied)).status_code == 404
        assert (await got(address, **proxied, Authorization="Bearer wrong")).status_code == 404
        assert (await got(address, **proxied, Authorization="Bearer watch")).status_code == 200
        assert (await got(address, Host="reports.example.gov.cn")).status_code == 404


# Pushed updates


class Hook:
    """A running bot in webhook mode."""

    def __init__(self, application: App, address: str, secret: str) -> None:
        self.application = application
        self.address = address
        self.secret = secret

    async def post(self, update: object, *, secret: str | None = None) -> httpx.Response:
        headers = {SECRET_HEADER: self.secret if secret is None else secret}
        async with httpx.AsyncClient(trust_env=False, headers=headers, timeout=PATIENCE) as client:
            return await client.post(self.address, json=update)


@asynccontextmanager
async def hooked(
    playground: Playground, library: FakeLibrary, clock: Clock, data: Path, web: Web
) -> AsyncIterator[Hook]:
    """The bot in webhook mode, with the playground pushing; it stops as at a signal."""
    settings = Settings(
        _env_file=None,
        data=data,
        telegram_token=SecretStr(playground.token),
        telegram_api=playground.page_url.rstrip("/"),
        admins=(ADMIN,),
        allowed=(READER,),
        limit_minute=0,
        webhook=True,
    )
    application = build(settings, library, clock=clock, first_wait=0.01, web=web)
    address, secret = webhook_address(application.bot_data, str(web.public_url))
    stopping = asyncio.Event()
    kinds = ["message", "edited_message", "callback_query"]
    serving = asyncio.create_task(serve(application, address, secret, kinds, stopping))
    await got(f"{web.public_url}/healthz")
    try:
        yield Hook(application, address, secret)
    finally:
        stopping.set()
        await serving


async def test_pushed_updates_are_answered(
    playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path, web: Web
) -> None:
    async with hooked(playground, library, clock, tmp_path, web):
        assert "4.52" in (await tell(playground, "青岚市2024年千人口托位数是多少"))["text"]
        assert playground.world.updates.pending == 0


async def test_only_telegram_may_push(
    playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path, web: Web
) -> None:
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": READER, "type": "private"}}}
    async with hooked(playground, library, clock, tmp_path, web) as hook:
        assert (await hook.post(update, secret="")).status_code == 404
        assert (await hook.post(update, secret="wrong")).status_code == 404
        hook.address += "x"
        assert (await hook.post(update)).status_code == 404
        assert hook.application.bot_data.queue.empty()


@pytest.mark.parametrize("body", [[], 5, None, "x", {}, {"update_id": "1"}, {"update_id": -1}, {"update_id": True}])
async def test_what_is_no_update_is_refused(
    body: object, playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path, web: Web
) -> None:
    async with hooked(playground, library, clock, tmp_path, web) as hook:
        assert (await hook.post(body)).status_code == 400


async def test_an_update_that_cannot_be_read_is_not_asked_for_again(
    playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path, web: Web
) -> None:
    async with hooked(playground, library, clock, tmp_path, web) as hook:
        broken_ones: list[dict[str, Any]] = [
            {"message": 5},
            {"message": {}},
            {"message": {"date": 10**30}},
            {"callback_query": []},
        ]
        for broken in broken_ones:
            assert (await hook.post({"update_id": 7, **broken})).status_code == 200
        assert "4.52" in (await tell(playground, "千人口托位数"))["text"]


async def test_an_answer_in_progress_ends_before_the_bot_does(
    playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path, web: Web
) -> None:
    library.slow = 0.5
    async with hooked(playground, library, clock, tmp_path, web):
        asked = playground.send_text(READER, None, "千人口托位数")
        await wait_until(lambda: "千人口托位数" in [words for words, _, _ in library.asked])
    assert "4.52" in playground.messages(READER, asked)[0]["text"]


async def test_what_is_pushed_twice_is_answered_once(
    playground: Playground, library: FakeLibrary, clock: Clock, tmp_path: Path, web: Web
) -> None:
    async with hooked(playground, library, clock, tmp_path, web) as hook:
        asked = playground.send_text(READER, None, "千人口托位数")
        await playground.wait_messages(READER, asked)
        assert (await hook.post(playground.world.updates.history[-1])).status_code == 200
        await tell(playground, "/help")
        assert len([reply for reply in playground.messages(READER, asked) if "4.52" in reply["text"]]) == 1


async def test_a_bot_that_cannot_begin_says_so(library: FakeLibrary, clock: Clock, tmp_path: Path) -> None:
    async with Playground(limits=UNLIMITED) as playground:
        settings = Settings(
            _env_file=None,
            data=tmp_path,
            telegram_token=SecretStr("1:wrong"),
            telegram_api=playground.page_url.rstrip("/"),
        )
        with pytest.raises(InvalidToken):
            await serve(build(settings, library, clock=clock), "http://127.0.0.1:9/x", "s", [], asyncio.Event())
        right = settings.model_copy(update={"telegram_token": SecretStr(playground.token)})
        playground.fault(Fault(method="setWebhook", status=500, times=5))
        with pytest.raises(NetworkError):
            await serve(build(right, library, clock=clock), "http://127.0.0.1:9/x", "s", [], asyncio.Event())


def test_a_taken_port_is_said() -> None:
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=str(port)):
            listening(Settings(_env_file=None, web_port=port))
    assert listening(Settings(_env_file=None)) is None
