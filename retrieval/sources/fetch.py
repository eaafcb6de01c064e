"""Fetch one public page, with limits on size and time, and never an address inside.

Server-side request forgery is answered at the connection: every hop's name is resolved once, all its addresses are
judged, and the connection goes to a judged address while TLS still verifies the name, so a name that changes its
address between judging and connecting (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio
import httpx
from anyio.from_thread import start_blocking_portal

from retrieval.errors import FetchError
from retrieval.sources.addresses import Address, is_inside_name, is_public, literal

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
TIMEOUT = 30.0
USER_AGENT = "Huiwen/0.1 (reads public health reports; one page at a time)"
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

Resolver = Callable[[str, int], Awaitable[list[str]]]

_READABLE = {"", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"}
_STATUS = {
    401: "要求登录",
    403: "拒绝了访问（403），请在浏览器里打开，另存网页后用文件收录",
    404: "没有这个网页（404），请核对地址",
    410: "网页已删除（410）",
    412: "拒绝了程序访问（412），请在浏览器里打开，另存网页后用文件收录",
    429: "说访问太频繁（429），请过一会儿再试",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """``media_type``: the Content-Type as sent, with its charset. ``url``: the final address, without fragment."""

    data: bytes
    media_type: str | None
    url: str


class Fetcher:
    """Fetches pages over http(s), each in its own connection.

    ``allow_private``: let addresses inside through (tests, a page on one's own network). ``proxy``: an http(s) or socks5
    proxy; it resolves names itself, so only literal addresses and names known to be inside can be judged then.
    ``timeout``: seconds for the whole request with its redirects. ``limit``: bytes after decompression.
    ``tls``: trust other certificates than the usual ones. ``resolve``: (host, port) → addresses.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        proxy: str | None = None,
        timeout: float = TIMEOUT,
        limit: int = MAX_BYTES,
        tls: ssl.SSLContext | None = None,
        resolve: Resolver | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._proxy = proxy
        self._timeout = timeout
        self._limit = limit
        self._tls = tls
        self._resolve = resolve or _addresses

    def get(self, url: str) -> Fetched:
        """The page at ``url``. Raises FetchError in one sentence. Blocks; may be called inside a running event loop."""
        with start_blocking_portal() as portal:
            return portal.call(self._get, url)

    async def _get(self, url: str) -> Fetched:
        try:
            with anyio.fail_after(self._timeout):
                async with self._client() as client:
                    return await self._follow(client, _parsed(url))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise FetchError(f"{url} 在 {self._timeout:g} 秒内没有读完，请稍后再试。") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise FetchError(_reason(url, error)) from error

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self._transport(), headers=_HEADERS, timeout=self._timeout, trust_env=False)

    def _transport(self) -> httpx.AsyncBaseTransport:
        verify = self._tls or True
        if not self._proxy:
            return _PinnedTransport(httpx.AsyncHTTPTransport(verify=verify), self._judged)
        try:
            return _JudgedTransport(httpx.AsyncHTTPTransport(verify=verify, proxy=self._proxy), self._judge_literal)
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise FetchError("代理地址不可用，请检查 HUIWEN_PROXY（如 http://127.0.0.1:7890）。") from error

    async def _follow(self, client: httpx.AsyncClient, url: httpx.URL) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            async with client.stream("GET", url) as response:
                if response.next_request is None:
                    return await self._read(response)
                url = _parsed(str(response.next_request.url))
        raise FetchError(f"{url} 转来转去超过 {MAX_REDIRECTS} 次，请直接给出最终地址。")

    async def _read(self, response: httpx.Response) -> Fetched:
        url, media_type = response.url.copy_with(fragment=None), response.headers.get("content-type")
        _check_status(url, response.status_code)
        _check_type(url, media_type)
        if int(response.headers.get("content-length") or 0) > self._limit:
            raise FetchError(_too_large(url, self._limit))
        data = bytearray()
        async for chunk in response.aiter_bytes(65536):
            data += chunk
            if len(data) > self._limit:
                raise FetchError(_too_large(url, self._limit))
        return Fetched(data=bytes(data), media_type=media_type, url=str(url))

    async def _judged(self, host: str, port: int) -> list[str]:
        """All addresses of ``host``, each judged. Raises FetchError where any of them is inside."""
        self._judge_literal(host)
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"找不到主机 {host}，请核对地址或检查网络。") from error
        for address in found:
            self._judge(host, ipaddress.ip_address(address))
        return found

    def _judge_literal(self, host: str) -> None:
        """Judge what can be judged without a look-up: literal addresses in every notation, and names that mean inside."""
        if address := literal(host):
            self._judge(host, address)
        elif not self._allow_private and is_inside_name(host):
            raise FetchError(_forbidden(host))

    def _judge(self, host: str, address: Address) -> None:
        if not self._allow_private and not is_public(address):
            raise FetchError(_forbidden(host))


class _PinnedTransport(httpx.AsyncBaseTransport):
    """Connects to an address that was judged; Host header and TLS keep the name."""

    def __init__(self, inner: httpx.AsyncHTTPTransport, judged: Resolver) -> None:
        self._inner = inner
        self._judged = judged

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = _host(request.url)
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        failure: httpx.TransportError | None = None
        for address in await self._judged(host, port):
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or httpx.ConnectError(f"no address for {host}")

    async def aclose(self) -> None:
        await self._inner.aclose()


class _JudgedTransport(httpx.AsyncBaseTransport):
    """Sends through a proxy, after the host was judged as far as that goes without a look-up."""

    def __init__(self, inner: httpx.AsyncHTTPTransport, judge: Callable[[str], None]) -> None:
        self._inner = inner
        self._judge = judge

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._judge(_host(request.url))
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _addresses(host: str, port: int) -> list[str]:
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def _parsed(url: str) -> httpx.URL:
    parsed = httpx.URL(url.strip())
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError(f"{url} 不是网页地址，请给出以 http:// 或 https:// 开头的地址。")
    if parsed.userinfo:
        raise FetchError(f"{parsed.host} 的地址里带有用户名或密码，请去掉后再试。")
    return parsed.copy_with(fragment=None)


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")


def _check_status(url: httpx.URL, status: int) -> None:
    if status == 200:
        return
    what = _STATUS.get(status) or (
        f"出错（{status}），请稍后再试" if status >= 500 else f"没有给出网页（{status}），请核对地址"
    )
    raise FetchError(f"{url} 的网站{what}。")


def _check_type(url: httpx.URL, media_type: str | None) -> None:
    essence = (media_type or "").partition(";")[0].strip().lower()
    if essence not in _READABLE:
        raise FetchError(f"{url} 是 {essence}，此版本只读网页和纯文本，请给出正文网页的地址。")


def _too_large(url: httpx.URL, limit: int) -> str:
    return f"{url} 超过 {limit / 1024 / 1024:g} MB 的上限，没有收录。"


def _forbidden(host: str) -> str:
    return f"{host} 是内部网络地址，出于安全不予访问；确需访问请设 HUIWEN_ALLOW_PRIVATE=1。"


def _reason(url: str, error: Exception) -> str:
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return f"{url} 不是网页地址，请给出以 http:// 或 https:// 开头的地址。"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"{url} 的加密连接（TLS）不可信或不兼容，请在浏览器里打开，另存网页后用文件收录。"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProxyError):
        return f"代理服务器不通，读不到 {url}，请检查 HUIWEN_PROXY。"
    if isinstance(error, httpx.ConnectError):
        return f"连接不上 {url}，请检查网络或稍后再试。"
    return f"读取 {url} 时连接中断，请稍后再试。"
