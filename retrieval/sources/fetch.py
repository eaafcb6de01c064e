"""Fetch one public page, with limits on size and time, and never an address inside.

Server-side request forgery is answered at the connection: every hop's name is resolved once, all its addresses are
judged, and the connection goes to a judged address while TLS still verifies the name, so a name that changes its
address between judging and connecting (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import anyio
import httpx
from anyio.from_thread import start_blocking_portal

from retrieval.errors import FetchError, Trouble
from retrieval.sources.addresses import Address, Hosts, is_inside_name, is_public, literal
from retrieval.sources.routes import Route
from retrieval.sources.transports import ChoosingTransport, JudgedTransport, PinnedTransport, Resolver

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
TIMEOUT = 30.0
USER_AGENT = "Huiwen/0.1 (reads public health reports; one page at a time)"
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

#: What no loader will ever read; everything else is judged by its content.
_UNREADABLE = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
_PERMANENT = (301, 308)
_STATUS: Mapping[int, tuple[Trouble, str]] = {
    401: ("login", "要求登录"),
    403: ("refused", "拒绝了访问（403），请在浏览器里打开，另存网页后用文件收录"),
    404: ("gone", "没有这个网页（404），请核对地址"),
    410: ("gone", "网页已删除（410）"),
    412: ("refused", "拒绝了程序访问（412），请在浏览器里打开，另存网页后用文件收录"),
    429: ("busy", "说访问太频繁（429），请过一会儿再试"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """``media_type``: the Content-Type as sent, with its charset. ``url``: the final address, without fragment.

    ``etag``, ``modified``: what to ask with next time. ``moved``: where the page moved to for good, None where it did not.
    ``unchanged``: the page is as it was when ``etag`` or ``modified`` were given; ``data`` is empty then.
    """

    data: bytes
    media_type: str | None
    url: str
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None
    unchanged: bool = False


class Fetcher:
    """Fetches pages over http(s), each in its own connection.

    ``allow_private``: which addresses inside may be fetched from: True all, False none, or hosts and networks.
    ``proxy``: an http(s) or socks5 proxy; it resolves names itself, so only literal addresses and names known to be inside
    can be judged then. ``route``: proxy, certificates and exceptions, instead of ``proxy``.
    ``timeout``: seconds for the whole request with its redirects. ``limit``: bytes after decompression.
    ``tls``: trust other certificates than the usual ones. ``resolve``: (host, port) → addresses.
    """

    def __init__(
        self,
        *,
        allow_private: bool | Iterable[str] = False,
        proxy: str | None = None,
        route: Route | None = None,
        timeout: float = TIMEOUT,
        limit: int = MAX_BYTES,
        tls: ssl.SSLContext | None = None,
        resolve: Resolver | None = None,
    ) -> None:
        words = ("*",) * allow_private if isinstance(allow_private, bool) else allow_private
        self._inside = Hosts.of(words)
        self._route = route or Route(proxy=proxy)
        self._timeout = timeout
        self._limit = limit
        self._tls = tls
        self._resolve = resolve or _addresses

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The page at ``url``, or that it is ``unchanged`` since it had ``etag`` or was of ``modified``.

        Raises FetchError in one sentence. Blocks; may be called inside a running event loop.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        with start_blocking_portal() as portal:
            return portal.call(self._get, url, headers)

    async def _get(self, url: str, headers: Mapping[str, str]) -> Fetched:
        try:
            with anyio.fail_after(self._timeout):
                async with self._client() as client:
                    return await self._follow(client, _parsed(url), headers)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise FetchError(f"{url} 在 {self._timeout:g} 秒内没有读完，请稍后再试。", trouble="slow") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise FetchError(_reason(url, error)) from error

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self._transport(), headers=_HEADERS, timeout=self._timeout, trust_env=False)

    def _transport(self) -> httpx.AsyncBaseTransport:
        verify = self._tls or self._route.tls() or True
        direct = PinnedTransport(httpx.AsyncHTTPTransport(verify=verify), self._judged)
        proxy = self._route.proxy
        if not proxy:
            return direct
        try:
            proxied = JudgedTransport(httpx.AsyncHTTPTransport(verify=verify, proxy=proxy), self._judge_literal)
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise FetchError("代理地址不可用，请检查 HUIWEN_PROXY（如 http://127.0.0.1:7890）。") from error
        return ChoosingTransport(direct, proxied, self._route.proxy_for)

    async def _follow(self, client: httpx.AsyncClient, url: httpx.URL, headers: Mapping[str, str]) -> Fetched:
        moved, permanent = None, True
        for _ in range(MAX_REDIRECTS + 1):
            async with client.stream("GET", url, headers=headers) as response:
                if response.next_request is None:
                    return await self._read(response, moved)
                url = _parsed(str(response.next_request.url))
                permanent = permanent and response.status_code in _PERMANENT
                moved = str(url) if permanent else moved
        raise FetchError(f"{url} 转来转去超过 {MAX_REDIRECTS} 次，请直接给出最终地址。", trouble="loop")

    async def _read(self, response: httpx.Response, moved: str | None) -> Fetched:
        url, headers = response.url.copy_with(fragment=None), response.headers
        about = Fetched(
            data=b"",
            media_type=headers.get("content-type"),
            url=str(url),
            etag=headers.get("etag"),
            modified=headers.get("last-modified"),
            moved=moved,
            unchanged=response.status_code == httpx.codes.NOT_MODIFIED,
        )
        return about if about.unchanged else replace(about, data=await self._body(response, url))

    async def _body(self, response: httpx.Response, url: httpx.URL) -> bytes:
        _check_status(url, response)
        _check_type(url, response.headers.get("content-type"))
        length = response.headers.get("content-length") or ""
        if length.isdigit() and int(length) > self._limit:
            raise _too_large(url, self._limit)
        data = bytearray()
        async for chunk in response.aiter_bytes(65536):
            data += chunk
            if len(data) > self._limit:
                raise _too_large(url, self._limit)
        return bytes(data)

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
        elif is_inside_name(host) and not self._inside.named(host):
            raise _forbidden(host)

    def _judge(self, host: str, address: Address) -> None:
        if not is_public(address) and not self._inside.named(host) and not self._inside.holds(address):
            raise _forbidden(host)


async def _addresses(host: str, port: int) -> list[str]:
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def _parsed(url: str) -> httpx.URL:
    parsed = httpx.URL(url.strip())
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError(f"{url} 不是网页地址，请给出以 http:// 或 https:// 开头的地址。", trouble="address")
    if parsed.userinfo:
        raise FetchError(f"{parsed.host} 的地址里带有用户名或密码，请去掉后再试。", trouble="address")
    return parsed.copy_with(fragment=None)


def _check_status(url: httpx.URL, response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.OK:
        return
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        otherwise: tuple[Trouble, str] = ("busy", f"出错（{status}），请稍后再试")
    else:
        otherwise = ("refused", f"没有给出网页（{status}），请核对地址")
    trouble, what = _STATUS.get(status, otherwise)
    wait = response.headers.get("retry-after", "")
    raise FetchError(f"{url} 的网站{what}。", trouble=trouble, wait=int(wait) if wait.isdigit() else None)


def _check_type(url: httpx.URL, media_type: str | None) -> None:
    essence = (media_type or "").partition(";")[0].strip().lower()
    if essence.startswith(_UNREADABLE):
        raise FetchError(f"{url} 是 {essence}，不是网页或文件，请给出正文的地址。", trouble="address")


def _too_large(url: httpx.URL, limit: int) -> FetchError:
    return FetchError(f"{url} 超过 {limit / 1024 / 1024:g} MB 的上限，没有收录。", trouble="large")


def _forbidden(host: str) -> FetchError:
    return FetchError(
        f"{host} 是内部网络地址，出于安全不予访问；确需访问请把它写进 HUIWEN_ALLOW_PRIVATE（或设为 1）。",
        trouble="address",
    )


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
