"""Headers that every answer of a web application carries."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send


def adding(send: Send, headers: Mapping[str, str]) -> Send:
    """``send`` that gives each answer these headers, where it does not set them itself."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = MutableHeaders(scope=message)
            for name, value in headers.items():
                own.setdefault(name, value)
        await send(message)

    return sending
