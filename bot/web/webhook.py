"""Updates that Telegram pushes: checked, stored, then confirmed; the same queue as polling's.

Source: https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.wellformed import sound

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
PATH = "/telegram/{path}"


class Webhook:
    """The address that Telegram posts to. ``put`` stores an update and raises NetworkError where it can't."""

    def __init__(
        self, *, path: str, secret: str, bot: Bot, put: Callable[[Update], Awaitable[None]], beat: Callable[[], None]
    ) -> None:
        self._path = path
        self._secret = secret
        self._bot = bot
        self._put = put
        self._beat = beat

    def routes(self) -> list[Route]:
        """The route to mount at the root."""
        return [Route(PATH, self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """200 once the update is stored; an update that can't be read is logged and not asked for again."""
        if not self._ours(request):
            return PlainTextResponse("not found\n", status_code=404)
        self._beat()
        try:
            update = read(await request.body(), self._bot)
        except ValueError:
            return PlainTextResponse("not an update\n", status_code=400)
        if update is None:
            return PlainTextResponse("passed over\n")
        try:
            await self._put(update)
        except NetworkError:
            return PlainTextResponse("try again\n", status_code=503)
        return PlainTextResponse("stored\n")

    def _ours(self, request: Request) -> bool:
        path = hmac.compare_digest(request.path_params["path"].encode(), self._path.encode())
        secret = hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret.encode())
        return path and secret


def read(body: bytes, bot: Bot) -> Update | None:
    """The update in a body; None for one that has a number but can't be read. Raises ValueError for anything else."""
    try:
        told = sound(json.loads(body))
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if told is None:
        raise ValueError("not an update")
    return Update.de_json(told, bot) if len(told) > 1 else None
