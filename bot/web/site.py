"""The web server's application: its routes, what stands around them, what happens when one fails."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.metrics import Metrics
from bot.viewer.routes import Viewer
from bot.web.guard import Guard, TooLarge
from retrieval import StoreError

_log = logging.getLogger(__name__)


def site(viewer: Viewer, metrics: Metrics, routes: Iterable[BaseRoute]) -> ASGIApp:
    """The application over the pages and some more routes."""

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        headers = error.headers if isinstance(error, HTTPException) else None
        return viewer.missing(request) if status == 404 else PlainTextResponse("refused\n", status, headers=headers)

    async def failed(request: Request, error: Exception) -> Response:
        reference = secrets.token_hex(3)
        _log.error("web error %s", reference, exc_info=error)
        metrics.failed(type(error).__name__)
        return viewer.failed(request, reference)

    async def too_large(_request: Request, _error: Exception) -> Response:
        return PlainTextResponse("too large\n", status_code=413)

    # The guard stands outside of Starlette's own last resort, so that its answers too have the headers.
    return Guard(
        Starlette(
            routes=[*viewer.routes(), *routes],
            exception_handlers={HTTPException: refused, TooLarge: too_large, StoreError: failed, Exception: failed},
        )
    )
