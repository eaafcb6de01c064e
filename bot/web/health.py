"""``/healthz`` and ``/metrics``: for a watchman, without secrets and without persons."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.pool import Pool
from bot.vitals import Check, found
from bot.web.guard import local


class Health:
    """``checks``: name → what finds it out. ``token``: lets others than programs of this machine read the metrics."""

    def __init__(self, checks: Mapping[str, Check], metrics: Metrics, pool: Pool, token: SecretStr | None) -> None:
        self._checks = checks
        self._metrics = metrics
        self._pool = pool
        self._token = token

    def routes(self) -> list[Route]:
        """The routes to mount at the root."""
        return [Route("/healthz", self.health), Route("/metrics", self.metrics)]

    async def health(self, _request: Request) -> Response:
        """200 where every check is sound, else 503; both with all findings."""
        findings = {name: await found(name, check) for name, check in self._checks.items()}
        sound = all(finding.ok for finding in findings.values())
        body: dict[str, Any] = {
            "schema": 1,
            "ok": sound,
            "checks": {name: {"ok": one.ok, "detail": one.detail} for name, one in findings.items()},
        }
        return JSONResponse(body, status_code=200 if sound else 503)

    async def metrics(self, request: Request) -> Response:
        """The numbers, for this machine or with the token; for others there is no such page."""
        if not (local(request) or self._told(request)):
            return PlainTextResponse("not found\n", status_code=404)
        return Response(await self._pool(self._metrics.page), media_type=CONTENT_TYPE)

    def _told(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
        wanted = self._token.get_secret_value().encode() if self._token else b""
        return bool(wanted) and hmac.compare_digest(given, wanted)
