"""Puts the web server together out of the bot's services; what it serves runs in the bot's own event loop."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from starlette.routing import Route

from bot import doors, vitals
from bot.jobs import Job
from bot.pulse import UPDATES
from bot.settings import Settings
from bot.viewer.routes import Doors, Shelf, Viewer
from bot.web.health import Health
from bot.web.serving import bind, serve
from bot.web.site import site
from bot.web.webhook import Webhook
from retrieval import SettingsError

if TYPE_CHECKING:
    from bot.app import App
    from bot.context import Services

PORT = 8710
WEBHOOK_SECRET, WEBHOOK_PATH = "webhook-secret", "webhook-path"


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the server listens, and where readers reach it. ``chat``: address with {bot} and {start} that opens the chat."""

    listener: socket.socket
    public_url: str | None
    chat: str = "https://t.me/{bot}?start={start}"


def listening(settings: Settings) -> Web | None:
    """What the settings ask for; None for no web server. Raises SettingsError where the port can't be had."""
    if settings.public_url is None and settings.web_port is None:
        return None
    return Web(listener=_bound(settings.web_host, settings.web_port or PORT), public_url=settings.public_url)


def beside_playground(settings: Settings, playground_url: str) -> Web:
    """The server for a playground: on this machine, on a free port unless one is set. Raises SettingsError."""
    listener = _bound("127.0.0.1", settings.web_port or 0)
    here = f"http://127.0.0.1:{listener.getsockname()[1]}"
    return Web(listener=listener, public_url=settings.public_url or here, chat=f"{playground_url}?start={{start}}")


def _bound(host: str, port: int) -> socket.socket:
    try:
        return bind(host, port)
    except OSError as error:
        raise SettingsError(
            f"网页的端口 {host}:{port} 不能用，可能已被占用；换一个 HUIWEN_WEB_PORT 或 HUIWEN_WEB_HOST。"
        ) from error


def web_job(application: App, settings: Settings, web: Web) -> Job:
    """Serve pages, health, metrics and, where it is set, the webhook until the bot stops."""

    async def served() -> None:
        vitals.gauges(application.bot_data)
        viewer = Viewer(reader_doors(application, web), application.bot_data.passes, application.bot_data.cpu)
        own = beside_pages(application, settings)
        undeclared = {route.path for route in (*viewer.routes(), *own)} - set(doors.WEB)
        if undeclared:
            raise ValueError(f"web addresses without a right in bot.doors: {sorted(undeclared)}")
        await serve(site(viewer, application.bot_data.metrics, own), web.listener)

    return served


def beside_pages(application: App, settings: Settings) -> list[Route]:
    """The routes that are no source pages: health, metrics, and the webhook where it is set."""
    own = list(_health(application, settings).routes())
    return own + _webhook(application).routes() if settings.webhook else own


def reader_doors(application: App, web: Web) -> Doors:
    """How the source pages reach what their readers may see."""
    services, bot = application.bot_data, application.bot

    async def everyone() -> Shelf:
        return services.access.everyone()

    async def shelf(person: int) -> Shelf | None:
        return services.access.reports_of(person)

    def chat(start: str) -> str:
        return web.chat.format(bot=bot.username, start=start)

    return Doors(everyone=everyone, shelf=shelf, chat=chat, token=bot.token, clock=services.clock)


def webhook_address(services: Services, public_url: str) -> tuple[str, str]:
    """The address that Telegram is to post to, and the secret that it is to show there."""
    address = f"{public_url}/telegram/{services.keyring.derived(WEBHOOK_PATH)[:32]}"
    return address, services.keyring.derived(WEBHOOK_SECRET)


def _webhook(application: App) -> Webhook:
    services = application.bot_data
    address, secret = webhook_address(services, "")
    return Webhook(
        path=address.rpartition("/")[2],
        secret=secret,
        bot=application.bot,
        put=services.queue.put,
        beat=partial(services.pulse.beat, UPDATES),
    )


def _health(application: App, settings: Settings) -> Health:
    services = application.bot_data
    found = vitals.checks(services, lambda: application.running)
    return Health(found, services.metrics, services.cpu, settings.metrics_token)
