"""Fetching one page, against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import trustme

from retrieval.errors import FetchError
from retrieval.sources import fetch
from retrieval.sources.addresses import Hosts
from retrieval.sources.fetch import USER_AGENT, Fetched, Fetcher
from retrieval.sources.routes import Route
from retrieval.sources.visiting import Visitor

NAME = "reports.qinglan.test"
LONG = 30.0  # seconds that a slow answer takes
PAGE = "<html><body><p>2024年青岚市卫生健康工作总结</p></body></html>".encode("gbk")


class _Handler(BaseHTTPRequestHandler):
    """Answers by path: /status/N, /redirect/N, /to?URL, /slow, /drip, /big, /stream, /zip, /type?T, /cut."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        name, *rest = path.strip("/").split("/")
        self.server.seen.append((self.path, self.headers["Host"], self.headers["User-Agent"]))  # type: ignore[attr-defined]
        answer = getattr(self, f"_{name}", self._page)
        try:
            answer(rest[0] if rest else query)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self, _: str) -> None:
        self._send(200, PAGE, content_type="text/html; charset=gbk")

    def _status(self, status: str) -> None:
        self._send(int(status))

    def _redirect(self, left: str) -> None:
        self._send(302, location=f"/redirect/{int(left) - 1}" if int(left) > 1 else "/page")

    def _to(self, url: str) -> None:
        self._send(301, location=url)

    def _forever(self, _: str) -> None:
        self._send(301, location="/temporary")

    def _temporary(self, _: str) -> None:
        self._send(302, location="/page")

    def _tagged(self, tag: str) -> None:
        if self.headers["If-None-Match"] == tag or self.headers["If-Modified-Since"] == "yesterday":
            self._send(304, etag=tag)
        else:
            self._send(200, PAGE, etag=tag, last_modified="yesterday")

    def _later(self, _: str) -> None:
        self._send(429, retry_after="120")

    def _loop(self, _: str) -> None:
        self._send(302, location="/loop")

    def _slow(self, _: str) -> None:
        self.server.closing.wait(LONG)  # type: ignore[attr-defined]
        self._send(200, PAGE)

    def _drip(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(int(LONG / 0.05)):
            self.wfile.write(b"x-%d: y\r\n" % n)
            self.wfile.flush()
            time.sleep(0.05)

    def _big(self, size: str) -> None:
        self.send_response(200)
        self.send_header("content-length", size)
        self.end_headers()

    def _stream(self, size: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"a" * int(size))
        self.close_connection = True

    def _zip(self, size: str) -> None:
        self._send(200, gzip.compress(b"a" * int(size)), content_encoding="gzip")

    def _type(self, media_type: str) -> None:
        self._send(200, b"%PDF", content_type=media_type)

    def _cut(self, _: str) -> None:
        self.send_response(200)
        self.send_header("content-length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, str, str]] = []
        self.closing = threading.Event()
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up in the middle are part of the tests."""

    @property
    def at(self) -> str:
        return f"127.0.0.1:{self.server_port}"


def _served(server: _Server) -> Iterator[_Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server() -> Iterator[_Server]:
    yield from _served(_Server())


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_server(authority: trustme.CA) -> Iterator[_Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(context)
    yield from _served(_Server(context))


class _Names:
    """A resolver that knows what it is told and counts."""

    def __init__(self, **known: list[str]) -> None:
        self.known = known
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        try:
            return self.known[host.partition(".")[0]]
        except KeyError:
            raise OSError("unknown") from None


def inside(**options: object) -> Fetcher:
    return Fetcher(allow_private=True, **options)  # type: ignore[arg-type]  # the tests' own pass-through


def test_page_with_its_charset_and_final_address(server: _Server) -> None:
    fetched = inside().get(f" http://{server.at}/redirect/3#part ")
    assert fetched == Fetched(data=PAGE, media_type="text/html; charset=gbk", url=f"http://{server.at}/page")
    assert server.seen[-1] == ("/page", server.at, USER_AGENT)


def test_inside_a_running_event_loop(server: _Server) -> None:
    async def main() -> Fetched:
        return inside().get(f"http://{server.at}/page")

    assert asyncio.run(main()).data == PAGE


def test_five_redirects_are_followed(server: _Server) -> None:
    assert inside().get(f"http://{server.at}/redirect/5").data == PAGE


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/status/404", "404"),
        ("/status/410", "410"),
        ("/status/403", "403"),
        ("/status/412", "412"),
        ("/status/401", "登录"),
        ("/status/429", "频繁"),
        ("/status/500", "出错（500）"),
        ("/status/204", "204"),
        ("/loop", "超过 5 次"),
        ("/redirect/6", "超过 5 次"),
        ("/big/3000", "MB 的上限"),
        ("/stream/3000", "MB 的上限"),
        ("/zip/3000000", "MB 的上限"),
        ("/type?video/mp4", "video/mp4"),
        ("/type?image/png", "image/png"),
        ("/cut", "中断"),
        ("/to?ftp://127.0.0.1/a", "http://"),
        ("/to?http://user:secret@127.0.0.1/", "密码"),
    ],
)
def test_faults_are_one_sentence(server: _Server, path: str, word: str) -> None:
    with pytest.raises(FetchError) as caught:
        inside(limit=2000).get(f"http://{server.at}{path}")
    message = str(caught.value)
    assert word in message
    assert message.endswith("。")
    assert "\n" not in message
    assert "secret" not in message


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_the_time_limit_holds_for_the_whole_request(server: _Server, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"0\.3 秒"):
        inside(timeout=0.3).get(f"http://{server.at}{path}")
    assert time.monotonic() - start < LONG / 2


@pytest.mark.parametrize(
    "url",
    ["", "qinglan.example/a", "ftp://qinglan.example/", "file:///etc/hosts", "http://", "http://a:b:c/", "http://[::"],
)
def test_what_is_no_page_address(url: str) -> None:
    with pytest.raises(FetchError, match="http://"):
        Fetcher().get(url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"],
)
@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:9"])
def test_addresses_inside_are_refused(server: _Server, host: str, proxy: str | None) -> None:
    with pytest.raises(FetchError, match="内部网络"):
        Fetcher(proxy=proxy).get(f"http://{host}:{server.server_port}/page")
    assert server.seen == []


def test_a_name_with_any_address_inside_is_refused(server: _Server) -> None:
    names = _Names(mixed=["93.184.215.14", "127.0.0.1"])
    with pytest.raises(FetchError, match="内部网络"):
        Fetcher(resolve=names).get(f"http://mixed.example:{server.server_port}/page")
    assert server.seen == []


@pytest.mark.parametrize("target", ["http://127.0.0.2/", "http://inner.example/", "//127.2/"])
def test_every_redirect_is_judged(server: _Server, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    monkeypatch.setattr(fetch, "is_public", lambda address: str(address) == "127.0.0.1")
    names = _Names(outer=["127.0.0.1"], inner=["127.0.0.2"])
    with pytest.raises(FetchError, match="内部网络"):
        Fetcher(resolve=names).get(f"http://outer.example:{server.server_port}/to?{target}")
    assert len(server.seen) == 1


def test_the_judged_address_is_the_one_connected_to(server: _Server) -> None:
    names = _Names(pinned=["127.0.0.1"])
    fetched = inside(resolve=names).get(f"http://pinned.example:{server.server_port}/page")
    assert fetched.url == f"http://pinned.example:{server.server_port}/page"
    assert server.seen[0][1] == f"pinned.example:{server.server_port}"
    assert names.asked == ["pinned.example"]


def test_the_next_address_is_tried(server: _Server) -> None:
    names = _Names(two=["127.0.0.9", "127.0.0.1"])
    assert inside(resolve=names).get(f"http://two.example:{server.server_port}/page").data == PAGE


def test_tls_verifies_the_name_though_the_address_is_connected_to(tls_server: _Server, authority: trustme.CA) -> None:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    names = _Names(reports=["127.0.0.1"], other=["127.0.0.1"])
    fetcher = inside(resolve=names, tls=context)
    assert fetcher.get(f"https://{NAME}:{tls_server.server_port}/page").data == PAGE
    with pytest.raises(FetchError, match="TLS"):
        fetcher.get(f"https://other.qinglan.test:{tls_server.server_port}/page")


def test_an_unknown_certificate_is_refused(tls_server: _Server) -> None:
    with pytest.raises(FetchError, match="TLS"):
        inside(resolve=_Names(reports=["127.0.0.1"])).get(f"https://{NAME}:{tls_server.server_port}/page")


def test_unknown_host_and_closed_port(server: _Server) -> None:
    with pytest.raises(FetchError, match=r"找不到主机 gone\.example"):
        Fetcher(resolve=_Names()).get("http://gone.example/")
    with pytest.raises(FetchError, match="连接不上"):
        inside().get("http://127.0.0.1:1/")


def test_a_proxy_gets_names_unresolved(server: _Server) -> None:
    names = _Names()
    fetched = Fetcher(proxy=f"http://{server.at}", resolve=names).get("http://www.qinglan.example/page")
    assert fetched.data == PAGE
    assert server.seen[0][:2] == ("http://www.qinglan.example/page", "www.qinglan.example")
    assert names.asked == []


@pytest.mark.parametrize("proxy", ["nonsense", "ftp://127.0.0.1"])
def test_a_wrong_proxy_is_named(proxy: str) -> None:
    with pytest.raises(FetchError, match="HUIWEN_PROXY"):
        Fetcher(proxy=proxy).get("http://www.qinglan.example/")


@pytest.mark.parametrize("known", [{"etag": "a1"}, {"modified": "yesterday"}])
def test_an_unchanged_page_is_not_sent_again(server: _Server, known: dict[str, str]) -> None:
    first = inside().get(f"http://{server.at}/tagged/a1")
    assert (first.data, first.etag, first.modified, first.unchanged) == (PAGE, "a1", "yesterday", False)
    again = inside().get(f"http://{server.at}/tagged/a1", **known)
    assert (again.data, again.etag, again.unchanged) == (b"", "a1", True)


def test_only_permanent_redirects_move_a_page(server: _Server) -> None:
    assert inside().get(f"http://{server.at}/forever").moved == f"http://{server.at}/temporary"
    assert inside().get(f"http://{server.at}/temporary").moved is None
    assert inside().get(f"http://{server.at}/to?/page").moved == f"http://{server.at}/page"


@pytest.mark.parametrize(
    ("path", "trouble", "wait"),
    [
        ("/later", "busy", 120),
        ("/status/503", "busy", None),
        ("/status/404", "gone", None),
        ("/status/403", "refused", None),
        ("/status/412", "refused", None),
        ("/status/401", "login", None),
        ("/loop", "loop", None),
        ("/big/3000", "large", None),
        ("/cut", "network", None),
        ("/type?image/png", "address", None),
    ],
)
def test_a_fault_says_of_what_sort_it_is(server: _Server, path: str, trouble: str, wait: int | None) -> None:
    with pytest.raises(FetchError) as caught:
        inside(limit=2000).get(f"http://{server.at}{path}")
    assert (caught.value.trouble, caught.value.wait) == (trouble, wait)


@pytest.mark.parametrize(
    ("allowed", "host", "reached"),
    [
        (["127.0.0.0/8"], "127.0.0.1", True),
        (["127.0.0.2"], "127.0.0.1", False),
        (["near.example"], "www.near.example", True),
        (["far.example"], "near.example", False),
        (["127.0.0.1"], "near.example", True),
        ([], "near.example", False),
    ],
)
def test_listed_hosts_and_networks_inside_may_be_fetched(
    server: _Server, allowed: list[str], host: str, reached: bool
) -> None:
    fetcher = Fetcher(allow_private=allowed, resolve=_Names(**{name: ["127.0.0.1"] for name in ("near", "www", "127")}))
    if reached:
        assert fetcher.get(f"http://{host}:{server.server_port}/page").data == PAGE
    else:
        with pytest.raises(FetchError, match="HUIWEN_ALLOW_PRIVATE"):
            fetcher.get(f"http://{host}:{server.server_port}/page")


def test_an_exception_to_the_proxy_is_reached_directly_and_judged(server: _Server) -> None:
    route = Route(proxy="http://127.0.0.1:9", no_proxy=Hosts.of(["near.example"]))
    names = _Names(near=["127.0.0.1"])
    assert inside(route=route, resolve=names).get(f"http://near.example:{server.server_port}/page").data == PAGE
    with pytest.raises(FetchError, match="内部网络"):
        Fetcher(route=route, resolve=names).get(f"http://near.example:{server.server_port}/page")


def test_certificates_of_the_route_are_trusted(tls_server: _Server, authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    fetcher = inside(route=Route(ca_file=tmp_path / "ca.pem"), resolve=_Names(reports=["127.0.0.1"]))
    assert fetcher.get(f"https://{NAME}:{tls_server.server_port}/page").data == PAGE


def _all_below(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _all_below(below)


FOREIGN: list[type[Exception]] = [*dict.fromkeys([*_all_below(httpx.RequestError), httpx.InvalidURL])]


@pytest.mark.parametrize("kind", FOREIGN, ids=str)
def test_every_error_of_httpx_becomes_ours(kind: type[Exception]) -> None:
    async def failing(host: str, port: int) -> list[str]:
        raise kind("boom")

    with pytest.raises(FetchError) as caught:
        Fetcher(resolve=failing).get("http://www.qinglan.example/")
    assert str(caught.value).endswith("。")
    assert isinstance(caught.value.__cause__, kind)


def test_a_word_that_is_no_address_is_named_itself() -> None:
    with pytest.raises(FetchError, match="nope 不是网页地址"):
        Visitor(Fetcher(), pause=0).get("nope")
