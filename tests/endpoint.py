"""A small OpenAI-compatible chat endpoint on loopback that plays scripted replies, the bad ones included."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 7
OFFERED = re.compile(r"^\[([a-z]\d[a-z])\] (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the endpoint does with one request.

    ``text``: streamed in small pieces, ``pause`` seconds apart. ``status``: an error instead. ``body``: sent as it is instead of
    a stream, as ``media_type``, both with ``headers``. ``cut``: the connection ends after so many pieces. ``silence``: seconds before the first byte.
    """

    text: str = ""
    status: int = 200
    body: str | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    pause: float = 0.0
    silence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came: its messages, its key, and how it was made."""

    messages: Sequence[dict[str, str]]
    key: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All messages."""
        return "\n".join(message["content"] for message in self.messages)

    @property
    def offered(self) -> dict[str, str]:
        """Handle → passage as the last message shows it: 青岚市2024年实际：…"""
        return dict(OFFERED.findall(self.messages[-1]["content"]))


Script = Callable[[Request], Reply]


class Endpoint:
    """``url`` ends in /v1. ``script``: what to answer; ``requests``: what was asked, in order; ``strays``: paths that are none of
    a chat endpoint's.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []
        self.strays: list[str] = []
        self.closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def endpoint(script: Script) -> Iterator[Endpoint]:
    """A running endpoint."""
    made = Endpoint(script)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def copying(request: Request) -> Reply:
    """A faithful model: each passage's own words with its handle, a line each."""
    lines = [f"{text.partition('：')[2].rstrip('。')}。[{handle}]" for handle, text in request.offered.items()]
    return Reply(text="\n".join(lines))


class _Server(ThreadingHTTPServer):
    """Knows whose it is."""

    daemon_threads = True

    def __init__(self, owner: Endpoint) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        owner = self.server.owner
        if not self.path.endswith("/chat/completions"):
            self.server.owner.strays.append(self.path)
            self.send_error(404)
            return
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        request = Request(messages=asked["messages"], key=key, fields=asked)
        owner.requests.append(request)
        reply = owner.script(request)
        if owner.closing.wait(reply.silence):
            return
        if reply.status != 200 or reply.body is not None:
            self._whole(reply)
        else:
            with suppress(BrokenPipeError, ConnectionResetError):  # the reader had enough
                self._stream(reply)

    def _whole(self, reply: Reply) -> None:
        body = reply.body if reply.body is not None else json.dumps({"error": {"message": "scripted"}})
        data = body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if reply.cut is not None:
            self.send_header("Content-Length", "100000")
        self.end_headers()
        pieces = [reply.text[at : at + PIECE] for at in range(0, len(reply.text), PIECE)]
        for piece in pieces[: reply.cut]:
            self._event(_chunk(piece))
            if self.server.owner.closing.wait(reply.pause):
                return
        if reply.cut is None:
            self._event(_chunk("", finish="stop"))
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, data: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        pass


def _chunk(text: str, finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}
