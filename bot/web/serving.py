"""Listening and serving in the bot's event loop: what is bound before the start, what ends gracefully."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS = 3


class Server(uvicorn.Server):
    """uvicorn without its signal handlers (the program around it decides when to stop) that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets=sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises OSError where the address can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named; it would cost 40 ms a request.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def server(app: ASGIApp, *, grace: int = GRACE_SECONDS) -> Server:
    """A quiet server for an application; what runs when it stops has ``grace`` seconds to end."""
    return Server(
        uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=grace,
        )
    )


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until cancelled; then let requests in progress end. The listener stays open, so that it can be served again."""
    running = server(app)
    serving = asyncio.create_task(running.serve(sockets=[listener.dup()]))
    try:
        await asyncio.shield(serving)
    finally:
        running.should_exit = True
        await serving
