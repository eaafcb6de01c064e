"""What ``huiwen doctor`` finds of the bot's own settings: versions, Telegram, the clock, webhook, public address.

Only what is set is asked, each address once, through the proxy that the bot uses.
"""

from __future__ import annotations

import platform
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any
from urllib.parse import urlsplit

import httpx
from packaging.requirements import Requirement

from bot.settings import Settings
from retrieval import Check

PATIENCE = 15.0
SKEW_SECONDS = 60
RECENT_SECONDS = 24 * 3600
PROXY_ADVICE = "检查 HUIWEN_PROXY（或 HUIWEN_TELEGRAM_PROXY）的地址、端口和账号"


PROXY_REFUSED = Check(name="Telegram", ok=False, detail="代理拒绝了连接", advice=PROXY_ADVICE)


def checks(settings: Settings, clock: Callable[[], float] = time.time) -> tuple[Check, ...]:
    """Everything of the bot. ``clock``: seconds since 1970. Blocks for seconds where Telegram is set."""
    return (_versions(requires("huiwen") or ()), *_telegram(settings, clock), *_public(settings))


def _versions(wanted: Sequence[str]) -> Check:
    """Python, SQLite, and whether every package that Huiwen needs is there in a version that it knows."""
    found = f"汇问 {version('huiwen')}，Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    wrong = [said for one in wanted if (said := _unmet(Requirement(one)))]
    if not wrong:
        return Check(name="版本", ok=True, detail=found)
    advice = "用发布时的 constraints.txt 重新安装：pip install -c constraints.txt"
    return Check(name="版本", ok=False, detail=f"{found}；{'，'.join(wrong)}", advice=advice)


def _unmet(wanted: Requirement) -> str | None:
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        return None
    try:
        there = version(wanted.name)
    except PackageNotFoundError:
        return f"缺 {wanted.name}"
    return (
        None
        if wanted.specifier.contains(there, prereleases=True)
        else f"{wanted.name} {there} 不合要求 {wanted.specifier}"
    )


def _telegram(settings: Settings, clock: Callable[[], float]) -> Iterator[Check]:
    if settings.telegram_token is None:
        yield Check(name="Telegram", ok=True, detail="没有设令牌，只在本机试用")
        return
    if not settings.admins:
        advice = "把自己的编号填进 HUIWEN_ADMINS"
        yield Check(name="管理员", ok=True, warning=True, detail="没有设第一位管理员", advice=advice)
    address = f"{settings.telegram_api}/bot{settings.telegram_token.get_secret_value()}"
    route = settings.route("telegram")
    tls, proxy = route.tls(), route.proxy_for(settings.telegram_api)
    host = urlsplit(settings.telegram_api).hostname or settings.telegram_api
    with httpx.Client(proxy=proxy, verify=tls or True, timeout=PATIENCE, trust_env=False) as client:
        try:
            reply = client.get(f"{address}/getMe")
            yield _token(reply, host)
            yield from _clock(reply, clock())
            if settings.webhook and reply.is_success:
                yield _webhook(client.get(f"{address}/getWebhookInfo"), clock())
        except httpx.ProxyError:
            yield PROXY_REFUSED
        except httpx.HTTPError as error:
            what = "没有及时回应" if isinstance(error, httpx.TimeoutException) else "连不上"
            advice = (
                PROXY_ADVICE if proxy else "检查网络；内地网络通常要设 HUIWEN_PROXY，或用自己的 HUIWEN_TELEGRAM_API"
            )
            yield Check(name="Telegram", ok=False, detail=f"{host} {what}（{type(error).__name__}）", advice=advice)


def _token(reply: httpx.Response, host: str) -> Check:
    if reply.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
        return PROXY_REFUSED
    if reply.status_code in (401, 404):
        advice = "向 @BotFather 核对 HUIWEN_TELEGRAM_TOKEN"
        return Check(name="Telegram", ok=False, detail=f"{host} 不认这个令牌", advice=advice)
    me = _result(reply)
    if not me.get("username"):
        advice = "核对 HUIWEN_TELEGRAM_API，它应是 Bot API 的地址，不带 /bot"
        return Check(
            name="Telegram", ok=False, detail=f"{host} 的回应不是 Bot API 的（{reply.status_code}）", advice=advice
        )
    return Check(name="Telegram", ok=True, detail=f"@{me['username']} 可用")


def _clock(reply: httpx.Response, now: float) -> Iterator[Check]:
    """Compared with the time that the server says."""
    try:
        there = parsedate_to_datetime(reply.headers["date"]).timestamp()
    except (KeyError, ValueError):
        return
    off = round(now - there)
    wrong = abs(off) > SKEW_SECONDS
    detail = f"本机时间{'快' if off > 0 else '慢'} {abs(off)} 秒" if wrong else "本机时间准确"
    yield Check(name="时钟", ok=True, warning=wrong, detail=detail, advice="打开时间同步（NTP）" if wrong else None)


def _webhook(reply: httpx.Response, now: float) -> Check:
    found = _result(reply)
    waiting = f"，{found.get('pending_update_count', 0)} 条待推送"
    if not found.get("url"):
        advice = "启动机器人，它会登记"
        return Check(name="Webhook", ok=True, warning=True, detail="Telegram 还没有登记地址", advice=advice)
    failed = int(found.get("last_error_date") or 0)
    if now - failed < RECENT_SECONDS:
        detail = (
            f"{datetime.fromtimestamp(failed).astimezone():%m-%d %H:%M} 推送失败：{found.get('last_error_message', '')}"
        )
        advice = "检查 HUIWEN_PUBLIC_URL 的证书和反向代理"
        return Check(name="Webhook", ok=True, warning=True, detail=detail + waiting, advice=advice)
    return Check(name="Webhook", ok=True, detail=f"已登记{waiting}")


def _result(reply: httpx.Response) -> dict[str, Any]:
    try:
        found = reply.json()["result"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _public(settings: Settings) -> Iterator[Check]:
    """Whether the source pages answer under their public address, as seen from this machine."""
    if settings.public_url is None:
        return
    try:
        reply = httpx.get(f"{settings.public_url}/healthz", timeout=PATIENCE, trust_env=False)
        ours = "checks" in reply.json()
    except (httpx.HTTPError, ValueError, TypeError):
        ours = False
    if ours:
        yield Check(name="原文页", ok=True, detail=f"{settings.public_url} 可用")
        return
    advice = "机器人在运行时再试；检查反向代理是否转到 HUIWEN_WEB_PORT；从外面打得开就不用管"
    yield Check(name="原文页", ok=True, warning=True, detail=f"从本机打不开 {settings.public_url}", advice=advice)
