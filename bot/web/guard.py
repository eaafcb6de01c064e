"""What every request passes: its size, the headers of its answer, how often a client may fail."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.headers import adding

MAX_BODY = 1024 * 1024
FAILURES = 30
WINDOW_SECONDS = 60.0
REMEMBERED = 10_000
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self' https://web.telegram.org"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}


class TooLarge(Exception):
    """A body that grew over the limit; the site answers it with 413."""


class Guard:
    """ASGI middleware: refuses large bodies with 413 and adds the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return

        guarded = adding(send, HEADERS)
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            await PlainTextResponse("too large\n", status_code=413)(scope, receive, guarded)
            return
        await self._app(scope, _counted(receive), guarded)


def _counted(receive: Receive) -> Receive:
    """``receive`` that raises TooLarge once the body is over the limit."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_BODY:
            raise TooLarge
        return message

    return counted


def client(request: Request) -> str:
    """Who asks: the peer, or behind a proxy of this machine the address that the proxy saw."""
    peer = request.client.host if request.client else ""
    seen = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return seen[:64] if seen and _loopback(peer) else peer


def local(request: Request) -> bool:
    """Whether a program of this machine asks, not somebody through a proxy of this machine."""
    peer = request.client.host if request.client else ""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return _loopback(peer) and not forwarded and _loopback(request.url.hostname or "")


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Failures:
    """Counts how often a client failed within a minute. ``clock``: seconds."""

    def __init__(self, clock: Callable[[], float], *, most: int = FAILURES) -> None:
        self._clock = clock
        self._most = most
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def add(self, name: str) -> None:
        """One more failure."""
        since, count = self._current(name)
        self._seen[name] = (since, count + 1)
        self._seen.move_to_end(name)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def many(self, name: str) -> bool:
        """Whether a client failed too often to be listened to now."""
        return self._current(name)[1] >= self._most

    def _current(self, name: str) -> tuple[float, int]:
        now = self._clock()
        since, count = self._seen.get(name, (now, 0))
        return (since, count) if now - since < WINDOW_SECONDS else (now, 0)
