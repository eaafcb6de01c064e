"""The one place that wires the bot: what handles what, what is opened and what is closed.

library, settings → Services → Application (inbox queue → per-chat order → gate → handlers → limiter → Telegram)
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, cast

from pydantic import SecretStr
from telegram import LinkPreviewOptions
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot import contacts, opening
from bot.access import Access, Whole
from bot.alerts.wiring import alerts_desk, alerts_job
from bot.beside import Beside
from bot.context import Context, Services
from bot.examples import Examples
from bot.gate import gate
from bot.gathering import Gathering
from bot.handlers import admitting, alerting, errors, inlining, routes, talking
from bot.handlers.menus import show_menus
from bot.jobs import Job, Jobs
from bot.limiter import ChatLimiter
from bot.limits import Limits, Most
from bot.logs import hide
from bot.metrics import Metrics
from bot.pool import Pool
from bot.pulse import PollingRequest, Pulse
from bot.rendering.message import Message
from bot.retention import retention
from bot.secretfiles import secrets_of
from bot.sending import in_best_form
from bot.settings import Settings
from bot.stops import Stops
from bot.store import Answers, Audit, Database, Feedback, Inbox, Members, People, Pins, Usage, Views
from bot.updates import ChatOrder, InboxQueue
from bot.uploads import Uploads
from bot.viewer.addresses import SourcePages
from bot.viewer.keys import Keyring
from bot.viewer.passes import Passes
from bot.web.wiring import Web, web_job
from retrieval import SettingsError

THINKING = 2
TIMEOUT = 20.0
CONNECTIONS = 256

_log = logging.getLogger(__name__)


class App(Application[ExtBot[int], Context, dict[Any, Any], dict[Any, Any], Services, None]):
    """The application. Stopping ends flood waits, and answers that are being written with what has passed of them.

    What could not be delivered yet, and what waits for its turn, is kept for the next start.
    """

    async def stop(self) -> None:
        """Stop as PTB does, without waiting for Telegram or a language model."""
        limiter = self.bot.rate_limiter
        if isinstance(limiter, ChatLimiter):
            limiter.close()
        self.bot_data.stops.end_all()
        self.bot_data.order.close()
        await super().stop()


def build(
    settings: Settings,
    library: Whole,
    *,
    clock: Callable[[], float] = time.time,
    first_wait: float = 0.5,
    web: Web | None = None,
) -> App:
    """Make the application; nothing is opened before it is initialized.

    ``clock``: seconds since 1970, for threads and edits. ``first_wait``: seconds before a failed request is tried
    again, doubling. ``web``: where the web server listens. Raises SettingsError without a usable token.
    """
    # Else PTB warns at every flood wait that RetryAfter will tell a timedelta one day.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    token = _token(settings.telegram_token)
    hide(token, *secrets_of(settings))
    database = Database(settings.data)
    services = _services(settings, library, database, int(token.partition(":")[0]), clock, web)
    application = _application(settings, token, services, first_wait)
    jobs = Jobs(_jobs(application, settings, web, first_wait))
    application.post_init = _opener(database, jobs)
    application.post_shutdown = _closer(database, jobs)
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, alerting.moved), group=-2)
    application.add_handler(TypeHandler(object, gate), group=-1)
    application.add_handlers(
        [
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, routes.edit),
            MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, routes.text),
            MessageHandler(filters.UpdateType.MESSAGE & filters.Document.ALL, routes.file),
            MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, talking.not_text),
            CallbackQueryHandler(routes.press),
            ChatMemberHandler(admitting.standing, ChatMemberHandler.MY_CHAT_MEMBER),
            InlineQueryHandler(inlining.inline),
        ]
    )
    application.add_error_handler(errors.failed)
    return application


def _jobs(application: App, settings: Settings, web: Web | None, first_wait: float) -> dict[str, Job]:
    """What goes on beside the chats, by name."""
    services = application.bot_data
    jobs: dict[str, Job] = {"pulse": services.pulse.tick, "alerts": alerts_job(application.bot, services, first_wait)}
    jobs["sources"] = Gathering(
        services.sources, lambda: services.access.admins, partial(_deliver, application.bot)
    ).run
    jobs["uploads"] = services.uploads.tidy
    jobs["retention"] = retention(services, Audit(services.alerts.database, services.clock), settings.audit_days)
    if web is not None:
        jobs["web"] = web_job(application, settings, web)
    return jobs


async def _deliver(bot: ExtBot[int], person: int, message: Message) -> None:
    """Send a message to somebody in private."""
    await in_best_form(message, partial(bot.send_message, person))


def _token(token: SecretStr | None) -> str:
    secret = token.get_secret_value() if token else ""
    if not secret.partition(":")[0].isdigit():
        raise SettingsError("设置 HUIWEN_TELEGRAM_TOKEN 缺失或有误：请填 @BotFather 给的令牌。")
    return secret


def _services(
    settings: Settings,
    library: Whole,
    database: Database,
    bot_id: int,
    clock: Callable[[], float],
    web: Web | None,
) -> Services:
    inbox, disk, stops = Inbox(database, clock), Pool("disk", 1), Stops()
    keyring = Keyring(settings.data)
    members = Members(database, clock)
    access = Access(settings.admins, settings.allowed, members, library, clock)
    metrics = Metrics()
    most = Most(minute=settings.limit_minute, day=settings.limit_day, total=settings.limit_total)
    limits = Limits(most, Usage(database), disk, clock, metrics)
    passes = Passes(keyring, clock=clock, life=settings.pass_hours * 3600)
    return Services(
        library=library,
        sources=library.sources,
        access=access,
        alerts=alerts_desk(database, clock, access),
        examples=Examples(),
        limits=limits,
        inbox=inbox,
        answers=Answers(database, clock, settings.questions_days),
        feedback=Feedback(database, settings.data, clock, settings.questions_days),
        pins=Pins(database, clock),
        people=People(database, clock),
        views=Views(database, clock),
        order=ChatOrder(inbox, disk, bot_id, limits.pace),
        queue=InboxQueue(inbox, disk, bot_id, stops, limits.pace),
        cpu=Pool("cpu", THINKING),
        disk=disk,
        uploads=Uploads(settings.data / "uploads", library, partial(opening.alone, settings), clock),
        adding=Pool("adding", 1),
        model=Pool("model", settings.llm_at_once),
        stops=stops,
        clock=clock,
        log_questions=settings.log_questions,
        home_region=settings.home_region,
        today=settings.today,
        warming=set(),
        beside=Beside(),
        keyring=keyring,
        passes=passes,
        pages=SourcePages(web.public_url, passes) if web and web.public_url else None,
        metrics=metrics,
        pulse=Pulse(),
        begun=clock(),
        serves=web is not None,
        webhook=settings.webhook,
        contacts=contacts.read(settings.contacts) if settings.contacts else (),
    )


def _application(settings: Settings, token: str, services: Services, first_wait: float) -> App:
    builder = (
        ApplicationBuilder()
        .application_class(App)
        .token(token)
        .base_url(f"{settings.telegram_api}/bot")
        .base_file_url(f"{settings.telegram_api}/file/bot")
        .request(HTTPXRequest(connection_pool_size=CONNECTIONS, **_way(settings)))
        .get_updates_request(PollingRequest(services.pulse, **_way(settings)))
        .rate_limiter(ChatLimiter(first_wait=first_wait))
        .concurrent_updates(services.order)
        .update_queue(services.queue)
        .context_types(_context_types(services))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)
    )
    return cast(App, builder.build())


def _way(settings: Settings) -> dict[str, Any]:
    """How Telegram is reached, as a request of PTB takes it."""
    route = settings.route("telegram")
    tls = route.tls()
    return {
        "read_timeout": TIMEOUT,
        "write_timeout": TIMEOUT,
        "proxy": route.proxy_for(settings.telegram_api),
        "httpx_kwargs": {"verify": tls} if tls else None,
    }


def _context_types(services: Services) -> ContextTypes[Context, dict[Any, Any], dict[Any, Any], Services]:
    """PTB makes ``bot_data`` by calling what it takes for a class."""
    return ContextTypes(context=Context, bot_data=cast("type[Services]", lambda: services))


def _opener(database: Database, jobs: Jobs) -> Callable[[Any], Coroutine[Any, Any, None]]:
    async def opened(application: App) -> None:
        """Open the tables, take up what was not finished, show the menu."""
        services = application.bot_data
        await services.disk(database.open)
        await services.disk(services.access.members.load)
        waiting = await services.queue.replay(application.bot)
        if waiting:
            _log.info("taking up %s updates that were not finished", waiting)
        # Also warms the library, so that the first person's first question is quick.
        services.warming.add(asyncio.ensure_future(services.cpu(services.examples.get, services.access.everyone())))
        with suppress(TelegramError):
            await show_menus(application.bot, services.access.admins)
        jobs.start()

    return opened


def _closer(database: Database, jobs: Jobs) -> Callable[[Any], Coroutine[Any, Any, None]]:
    async def closed(application: App) -> None:
        """Close what was opened."""
        services = application.bot_data
        await jobs.stop()
        await services.beside.close()
        await asyncio.gather(*services.warming, return_exceptions=True)
        services.model.close()
        services.adding.close()
        services.cpu.close()
        services.disk.close()
        database.close()

    return closed
