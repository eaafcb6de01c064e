"""Loopback only: who may talk to the playground, and what its pages may do."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.headers import adding

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_BODY = 64 * 1024 * 1024

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def refusal(headers: Headers, method: str, peer: str) -> str | None:
    """Why a request is refused, or None.

    Only peers on this machine, and only under a loopback name (a page of another site that rebinds its own name to
    127.0.0.1 sends that name as Host). A browser's writing request must come from our own page.
    """
    if peer not in LOOPBACK:
        return "only this machine may use the playground"
    host = headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return "unknown host"
    if method in {"GET", "HEAD"}:
        return None
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "cross-origin request"
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return "cross-site request"
    if int(headers.get("content-length") or 0) > MAX_BODY:
        return "body too large"
    return None


class Guard:
    """ASGI middleware: refuses foreign requests with 403 and adds the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        peer = scope["client"][0] if scope.get("client") else ""
        reason = refusal(Headers(scope=scope), scope["method"], peer)
        if reason is not None:
            await PlainTextResponse(f"Forbidden: {reason}\n", status_code=403)(scope, receive, send)
            return

        await self._app(scope, receive, adding(send, _HEADERS))
