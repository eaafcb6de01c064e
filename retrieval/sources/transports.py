"""Ways of an HTTP request that never lead inside: to a judged address, or to a proxy after the host was judged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx

Resolver = Callable[[str, int], Awaitable[list[str]]]


class PinnedTransport(httpx.AsyncBaseTransport):
    """Connects to an address that was judged; Host header and TLS keep the name."""

    def __init__(self, inner: httpx.AsyncBaseTransport, judged: Resolver) -> None:
        self._inner = inner
        self._judged = judged

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = host_of(request.url)
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


class JudgedTransport(httpx.AsyncBaseTransport):
    """Sends through a proxy, after the host was judged as far as that goes without a look-up."""

    def __init__(self, inner: httpx.AsyncBaseTransport, judge: Callable[[str], None]) -> None:
        self._inner = inner
        self._judge = judge

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._judge(host_of(request.url))
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class ChoosingTransport(httpx.AsyncBaseTransport):
    """Sends each hop the way that its address asks for."""

    def __init__(
        self,
        direct: httpx.AsyncBaseTransport,
        proxied: httpx.AsyncBaseTransport,
        through_proxy: Callable[[str], object | None],
    ) -> None:
        self._direct = direct
        self._proxied = proxied
        self._through_proxy = through_proxy

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        way = self._proxied if self._through_proxy(str(request.url)) else self._direct
        return await way.handle_async_request(request)

    async def aclose(self) -> None:
        await self._direct.aclose()
        await self._proxied.aclose()


def host_of(url: httpx.URL) -> str:
    """The host as it goes on the wire."""
    return url.raw_host.decode("ascii")
