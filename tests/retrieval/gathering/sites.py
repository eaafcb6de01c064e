"""A site on loopback whose pages a test changes while it is watched."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.retrieval.reports import report

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """``pages``: path → page, or what to do. ``asked``: paths in the order they were asked for, but robots.txt."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, str | bytes | Answer] = {}
        self.asked: list[str] = []
        self.conditions: list[str | None] = []

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path != "/robots.txt":
            self.server.asked.append(self.path)
            self.server.conditions.append(self.headers["If-None-Match"])
        answer = self.server.pages.get(self.path)
        if callable(answer):
            answer(self)
        elif answer is None:
            self.reply(404)
        else:
            self.reply(200, answer)

    def reply(self, status: int, body: str | bytes = b"", **headers: str) -> None:
        """Send an answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {
            "content-type": "text/html; charset=utf-8",
            "content-length": str(len(data)),
            **headers,
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[Site]:
    """A running site."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


def status(code: int, **headers: str) -> Answer:
    """Answers with a status alone."""
    return lambda handler: handler.reply(code, **headers)  # type: ignore[attr-defined]


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body that says it is of two gigabytes."""
    handler.send_response(200)
    handler.send_header("content-length", str(2 * 1024**3))
    handler.end_headers()


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"<")
        handler.wfile.flush()
        time.sleep(0.05)


def listing(articles: dict[str, tuple[str, str]], *, tag: str = "ul", more: str = "") -> str:
    """A list: path → (title, day)."""
    item = {
        "ul": "<li><a href='{0}'>{1}</a><span>{2}</span></li>",
        "table": "<tr><td><a href='{0}'>{1}</a></td><td>{2}</td></tr>",
    }[tag]
    rows = "".join(item.format(path, title, day) for path, (title, day) in articles.items())
    return f"<html><head><title>通知公告</title></head><body><div class='nav'><a href='/'>首页</a></div><{tag} class='list'>{rows}</{tag}>{more}</body></html>"


def article(city: str, year: int, *, figure: int = 1, extra: str = "") -> str:
    """A page with a report."""
    text = report(city, year, figure=figure, extra=extra)
    title, _, body = text.partition("\n")
    lines = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    return f"<html><head><title>{title}</title></head><body><div class='article'><h1>{title}</h1>{lines}</div></body></html>"


def articles(count: int, first: int = 0) -> dict[str, tuple[str, str]]:
    """A list of reports of invented cities, newest first."""
    cities = ("青岚市", "云泽市", "望川市", "江澜市", "林溪县", "河湾区", "石浦县", "白鹭市")
    return {
        f"/art/{n}.html": (f"{cities[n % 8]}卫生健康委{2024 - n // 8}年工作总结", f"2025-03-{28 - n:02}")
        for n in range(first, first + count)
    }


def publish(site: Site, path: str, found: dict[str, tuple[str, str]], **options: str) -> None:
    """Put a list and its articles on the site."""
    site.pages[path] = listing(found, **options)
    for address, (title, _) in found.items():
        city, _, rest = title.partition("卫生")
        site.pages.setdefault(address, article(city, int(rest[3:7]), figure=int(address[5:-5])))
