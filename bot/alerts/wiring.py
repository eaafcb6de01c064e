"""Makes the alerts of a bot: the desk for its handlers and the job beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from telegram.ext import ExtBot

from bot.alerts.complaints import ComplaintCheck
from bot.alerts.delivery import Delivery
from bot.alerts.desk import Desk
from bot.alerts.intake import Intake
from bot.alerts.leading import Leading
from bot.alerts.overdue import OverdueCheck
from bot.alerts.pinned import PinCheck
from bot.alerts.rights import Seen
from bot.alerts.scheduler import Scheduler
from bot.alerts.telling import Telling
from bot.jobs import Job
from bot.store import Database
from bot.store.outbox import Outbox
from bot.store.subscriptions import Subscriptions

if TYPE_CHECKING:
    from bot.access import Access
    from bot.context import Services


def alerts_desk(database: Database, clock: Callable[[], float], access: Access) -> Desk:
    """What handlers use of the alerts."""
    return Desk(
        database=database,
        subscriptions=Subscriptions(database, clock),
        outbox=Outbox(database, clock),
        rights=Seen(reports=access.reports),
    )


def alerts_job(bot: ExtBot[int], services: Services, first_wait: float) -> Job:
    """The loops of the alerts; the bot's user name is known once they run. ``first_wait``: see ``bot.app.build``."""

    async def run() -> None:
        desk = services.alerts
        telling = Telling(subscriptions=desk.subscriptions, rights=desk.rights, bot=bot.username)
        leading = Leading(
            edit=bot.edit_message_text,
            telling=telling,
            model=services.model,
            has_model=services.library.has_model,
        )
        async with asyncio.TaskGroup() as both:
            both.create_task(leading.run())
            both.create_task(scheduler(bot, services, telling, leading, first_wait).run())

    return run


def scheduler(bot: ExtBot[int], services: Services, telling: Telling, leading: Leading, first_wait: float) -> Scheduler:
    """The loop over a desk."""
    desk = services.alerts
    overdue = OverdueCheck(
        library=services.library,
        subscriptions=desk.subscriptions,
        outbox=desk.outbox,
        rights=desk.rights,
        admins=lambda: services.access.admins,
        clock=services.clock,
        today=services.today,
    )
    complaints = ComplaintCheck(
        feedback=services.feedback,
        outbox=desk.outbox,
        admins=lambda: services.access.admins,
        clock=services.clock,
    )
    pins = PinCheck(
        pins=services.pins,
        library=services.library,
        outbox=desk.outbox,
        admins=lambda: services.access.admins,
        clock=services.clock,
    )
    return Scheduler(
        intake=Intake(
            library=services.library,
            subscriptions=desk.subscriptions,
            outbox=desk.outbox,
            rights=desk.rights,
            clock=services.clock,
        ),
        delivery=Delivery(
            post=bot.send_message,
            outbox=desk.outbox,
            telling=telling,
            cpu=services.cpu,
            disk=services.disk,
            moved=desk.move,
            delivered=leading.offer,
            first_wait=first_wait,
        ),
        outbox=desk.outbox,
        cpu=services.cpu,
        disk=services.disk,
        timed=(overdue.run, complaints.run, pins.run),
    )
