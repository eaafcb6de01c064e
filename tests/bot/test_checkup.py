"""huiwen doctor, the bot's own part: each trouble is told apart and says what to do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pydantic import SecretStr

from bot import checkup
from bot.settings import Settings
from retrieval import Check
from tests.retrieval.gathering.sites import Site, serving

TOKEN = "123456:secret-of-the-bot"
Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def says(result: Any, status: int = 200) -> Answer:
    """An answer of the Bot API."""
    body = json.dumps({"ok": status == 200, "result": result})
    return lambda handler: handler.reply(status, body)  # type: ignore[attr-defined]


def found(site: Site, *, clock: Callable[[], float] = time.time, **more: Any) -> dict[str, Check]:
    values = {"telegram_token": SecretStr(TOKEN), "telegram_api": site.at(""), "admins": (1,), **more}
    checks = checkup.checks(Settings(_env_file=None, **values), clock)
    assert not any("secret-of" in f"{check.detail}{check.advice}" for check in checks)
    assert all(check.advice for check in checks if check.level != "good")
    return {check.name: check for check in checks}


def test_nothing_is_asked_where_nothing_is_set(site: Site) -> None:
    checks = found(site, telegram_token=None)
    assert {name: check.level for name, check in checks.items()} == {"版本": "good", "Telegram": "good"}
    assert site.asked == []


def test_a_bot_that_is_well(site: Site) -> None:
    site.pages[f"/bot{TOKEN}/getMe"] = says({"id": 1, "username": "huiwen_bot"})
    checks = found(site)
    assert checks["Telegram"].detail == "@huiwen_bot 可用"
    assert {check.level for check in checks.values()} == {"good"}
    assert found(site, admins=())["管理员"].level == "warning"


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (says(None, 401), "不认这个令牌"),
        (says(None, 407), "代理拒绝"),
        (says("nobody"), "不是 Bot API"),
        (lambda handler: handler.reply(200, "<html>"), "不是 Bot API"),
    ],
)
def test_what_telegram_answers_is_told_apart(site: Site, answer: Answer, word: str) -> None:
    site.pages[f"/bot{TOKEN}/getMe"] = answer
    check = found(site)["Telegram"]
    assert check.level == "bad" and word in check.detail


def test_out_of_reach_with_and_without_a_proxy(site: Site) -> None:
    site.pages[f"/bot{TOKEN}/getMe"] = says({"username": "huiwen_bot"})
    closed = "http://127.0.0.1:9"
    straight, through = found(site, telegram_api=closed)["Telegram"], found(site, proxy=closed)["Telegram"]
    assert "连不上" in straight.detail and "HUIWEN_TELEGRAM_API" in (straight.advice or "")
    assert "连不上" in through.detail and through.advice == checkup.PROXY_ADVICE


def test_a_clock_that_is_wrong(site: Site) -> None:
    site.pages[f"/bot{TOKEN}/getMe"] = says({"username": "huiwen_bot"})
    for off, word in ((600, "本机时间快"), (-600, "本机时间慢")):
        check = found(site, clock=lambda: time.time() + off)["时钟"]  # noqa: B023 -- called at once
        assert check.level == "warning" and word in check.detail


def test_what_telegram_says_of_the_webhook(site: Site) -> None:
    site.pages[f"/bot{TOKEN}/getMe"] = says({"username": "huiwen_bot"})
    hook = f"/bot{TOKEN}/getWebhookInfo"
    site.pages[hook] = says({"url": ""})
    assert found(site, webhook=True)["Webhook"].level == "warning"
    failed = {"url": "https://example.gov.cn/x", "last_error_date": int(time.time()), "last_error_message": "SSL error"}
    site.pages[hook] = says(failed)
    assert "SSL error" in found(site, webhook=True)["Webhook"].detail
    site.pages[hook] = says({"url": "https://example.gov.cn/x", "pending_update_count": 3})
    assert found(site, webhook=True)["Webhook"].detail == "已登记，3 条待推送"


def test_the_public_address(site: Site) -> None:
    assert found(site, telegram_token=None, public_url=site.at(""))["原文页"].level == "warning"
    site.pages["/healthz"] = '{"ok": true, "checks": {}}'
    assert found(site, telegram_token=None, public_url=site.at(""))["原文页"].level == "good"


def test_a_package_that_is_missing_or_too_old() -> None:
    check = checkup._versions(["httpx>=999", "not-there-at-all", "click"])
    assert check.level == "bad" and "缺 not-there-at-all" in check.detail and "httpx" in check.detail
    assert "click" not in check.detail
