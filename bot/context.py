"""What a handler works with: the services, the place that is talked in, and a way to answer each update once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update, WebAppInfo
from telegram import Message as Sent
from telegram.constants import ChatAction, ChatType, ReactionEmoji
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.alerts.desk import Desk
from bot.alerts.reading import Reading
from bot.beside import Beside
from bot.contacts import Contact
from bot.limiter import ONCE
from bot.metrics import Metrics
from bot.pool import Pool
from bot.pulse import Pulse
from bot.rendering import texts
from bot.rendering.message import Attachment, Message
from bot.rendering.refs import PageLink, Target
from bot.sending import harmless, in_best_form
from bot.stops import Stops
from bot.store import Answers, Feedback, Inbox, People, Pins, Views
from bot.updates import ChatOrder, InboxQueue, key_of
from bot.viewer.addresses import SourcePages
from bot.viewer.keys import Keyring
from bot.viewer.passes import Passes
from retrieval import (
    Answer,
    Citation,
    CityProfile,
    Comparison,
    Document,
    Hit,
    InputError,
    Line,
    Region,
    StoredSection,
    Summary,
    Table,
    TableReport,
    Thread,
)

if TYPE_CHECKING:
    from bot.access import Access, Whole
    from bot.examples import Examples
    from bot.gathering import Desk as SourceDesk
    from bot.limits import Limits
    from bot.uploads import Uploads

TYPING_AFTER = 0.3
TYPING_EVERY = 4.5
LOOKING_AFTER = 1.0


class Reports(Reading, Protocol):
    """What the bot needs of a ``retrieval.Library``; every call blocks and is made in a pool."""

    def ask(
        self, question: str, *, thread: Thread | None = None, home: str | None = None, worded: bool = True
    ) -> Answer:
        """Answer a question; not ``worded``: at once, in the reports' own words."""

    def wordable(self, answer: Answer, *, thread: Thread | None = None) -> bool:
        """Whether a language model would be asked about an answer."""

    def worded(
        self,
        answer: Answer,
        *,
        thread: Thread | None = None,
        home: str | None = None,
        progress: Callable[[Answer], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """An answer in the model's words, where it succeeds. Blocks for seconds."""

    def search(self, query: str, *, k: int = 10) -> tuple[Hit, ...]:
        """Find passages."""

    def holds(self, text: str) -> bool:
        """Whether a few words stand in any passage."""

    def section(self, id: str) -> StoredSection:
        """A section by its id."""

    def sections(self, document_id: str) -> tuple[StoredSection, ...]:
        """The sections of a document in their order."""

    def tables(self, section_id: str) -> tuple[Table, ...]:
        """The tables of a section."""

    def documents(self) -> tuple[Document, ...]:
        """All documents."""

    def region(self, name: str) -> Region | None:
        """The one region called so."""

    def regions_like(self, name: str) -> tuple[Region, ...]:
        """Regions that may be meant by a name that ``region`` does not know."""

    def document(self, id: str) -> Document:
        """A document by its id."""

    def sections_by_id(self, ids: Sequence[str]) -> Mapping[str, StoredSection]:
        """The sections that are there, by id."""

    def compare(
        self,
        topic: str,
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        plan: bool | None = None,
        home: str | None = None,
    ) -> Comparison:
        """A topic or indicator over regions."""

    def trend(self, topic: str, *, regions: Sequence[str] | None = None, home: str | None = None) -> Comparison:
        """An indicator of each region over the years."""

    def summary(
        self, topic: str, *, regions: Sequence[str] | None = None, year: int | None = None, home: str | None = None
    ) -> Summary:
        """The weightiest statements of each region on a topic."""

    def prove(self, text: str, section_id: str) -> tuple[tuple[Line, ...], tuple[Citation, ...]]:
        """What a person wrote as cited lines. Raises UnknownIdError, InputError where the section does not prove it."""

    def city(self, name: str) -> CityProfile:
        """A region at a glance."""

    def table(
        self,
        indicators: Sequence[str],
        *,
        regions: Sequence[str] | None = None,
        year: int | None = None,
        home: str | None = None,
    ) -> TableReport:
        """Several indicators over one roster of regions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What handlers use, made once in ``bot.app.build``. ``cpu``: pool for the library; ``disk``: for the bot's tables;
    ``model``: for the language model. ``stops``: answers that are being written.
    ``log_questions``: whether the log may hold what is asked.

    ``warming``: work begun at the start that nobody waits for. ``beside``: by view, what is still put on what was sent.
    ``pages``: None where readers can reach no source pages.
    ``typing``: person → the inline query that is the last.
    ``metrics``: where counters and gauges for Prometheus are registered. ``begun``: when the bot was made, by ``clock``.
    ``serves``: whether the web server runs; ``webhook``: whether updates are pushed.
    ``contacts``: whom to ask where the reports do not say.
    """

    library: Whole
    sources: SourceDesk
    access: Access
    examples: Examples
    limits: Limits
    inbox: Inbox
    answers: Answers
    feedback: Feedback
    pins: Pins
    people: People
    views: Views
    order: ChatOrder
    queue: InboxQueue
    cpu: Pool
    disk: Pool
    uploads: Uploads
    adding: Pool
    model: Pool
    stops: Stops
    clock: Callable[[], float]
    warming: set[asyncio.Future[Any]]
    beside: Beside
    alerts: Desk
    keyring: Keyring
    passes: Passes
    metrics: Metrics
    pulse: Pulse
    begun: float
    serves: bool
    webhook: bool
    contacts: tuple[Contact, ...] = ()
    typing: dict[int, str] = field(default_factory=dict)
    pages: SourcePages | None = None
    log_questions: bool = False
    home_region: str | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and with whom is talked. ``topic``: of a forum, 0 for none; ``message``: id of the question."""

    chat: int
    topic: int
    person: int
    message: int | None
    group: bool

    @property
    def key(self) -> tuple[int, int, int]:
        """What a thread belongs to."""
        return (self.chat, self.topic, self.person)


def place_of(update: Update) -> Place:
    """The place of a message, edit or press. The gate lets only updates with a chat and a person through."""
    chat, person, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or person is None:
        raise ValueError("an update without chat or person")
    topic = message.message_thread_id if message is not None and message.is_topic_message else None
    return Place(
        chat=chat.id,
        topic=topic or 0,
        person=person.id,
        message=message.message_id if message is not None and not update.callback_query else None,
        group=chat.type != ChatType.PRIVATE,
    )


def _alone(update: Update) -> int | None:
    """The person of a private chat with the bot."""
    chat, person = update.effective_chat, update.effective_user
    return person.id if person and chat and chat.type == ChatType.PRIVATE else None


class Context(CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], Services]):
    """The context of one update; ``say`` sends each of its messages once, even when the update is handled again."""

    key: str = ""
    _reader: int | None = None
    _count: int = 0

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        """Made by PTB for each update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.key = key_of(application.bot.id, update)
            context._reader = _alone(update)
        return context

    def today(self) -> date:
        """The day it is, or the one that the settings say."""
        return self.bot_data.today or datetime.fromtimestamp(self.bot_data.clock()).astimezone().date()

    async def reports(self, place: Place) -> Reports:
        """The reports as the asker of a place may see them now. Raises InputError for one who may see none."""
        seen = self.bot_data.access.reports(place.person, place.chat)
        if seen is None:
            raise InputError(texts.NOT_ALLOWED)
        return seen

    async def home(self, place: Place) -> str | None:
        """The region that a person means by 我市: his own setting, else that of the house."""
        services = self.bot_data
        return await services.disk(services.people.home, place.person) or services.home_region

    @property
    def page_link(self) -> PageLink | None:
        """Section → address of its page with the reader's pass; None in groups, where a pass would be everyone's."""
        pages, reader = self.bot_data.pages, self._reader
        return partial(pages.link, reader) if pages is not None and reader is not None else None

    def page_button(self, target: Target) -> InlineKeyboardButton | None:
        """A button to a section's page, as the reader's own Mini App where Telegram can open one."""
        pages, reader = self.bot_data.pages, self._reader
        if pages is None or reader is None:
            return None
        if pages.secure:
            mini = WebAppInfo(pages.link(reader, target, mini=True))
            return InlineKeyboardButton(texts.BUTTON_PAGE, web_app=mini)
        return InlineKeyboardButton(texts.BUTTON_PAGE, url=pages.link(reader, target))

    async def say(self, place: Place, messages: Iterable[Message]) -> tuple[int, ...]:
        """Send messages; their ids. One that the ledger knows as sent is not sent again."""
        return tuple([await self._say(place, message) for message in messages])

    async def tell(self, person: int, messages: Iterable[Message]) -> None:
        """Write to somebody else in private; nothing happens where he can't be reached."""
        for message in messages:
            with suppress(TelegramError):
                await self.bot.send_message(person, message.body.text, reply_markup=message.keyboard)

    async def settle(self, place: Place, messages: Sequence[Message]) -> tuple[int, ...]:
        """Send messages; the first takes the place of what grew there, also where that was before a restart."""
        grown = await self.bot_data.disk(self.bot_data.inbox.sent, self.key, 0)
        self._count = 0 if grown is None else 1
        if grown is None:
            return await self.say(place, messages)
        await self.edit(place, grown, messages[0])
        return (grown, *await self.say(place, messages[1:]))

    async def _say(self, place: Place, message: Message) -> int:
        services, ordinal = self.bot_data, self._count
        self._count += 1
        known = await services.disk(services.inbox.sent, self.key, ordinal)
        if known is not None:
            return known
        message_id = await self._send(place, message, reply=ordinal == 0)
        await services.disk(services.inbox.record, self.key, ordinal, message_id)
        return message_id

    async def _send(self, place: Place, message: Message, *, reply: bool) -> int:
        quoted = place.message if reply and place.group else None
        send = partial(
            self._sender(message.attachment),
            place.chat,
            message_thread_id=place.topic or None,
            reply_parameters=ReplyParameters(quoted, allow_sending_without_reply=True) if quoted else None,
        )
        return (await in_best_form(message, send)).message_id

    def _sender(self, attachment: Attachment | None) -> Callable[..., Awaitable[Sent]]:
        if attachment is None:
            return self.bot.send_message
        if attachment.photo:
            return partial(self.bot.send_photo, photo=attachment.data, filename=attachment.name)
        return partial(self.bot.send_document, document=attachment.data, filename=attachment.name)

    async def edit(self, place: Place, message_id: int, message: Message) -> None:
        """Show a message in place of a sent one; nothing happens where it is the same or gone."""
        try:
            await in_best_form(message, partial(self.bot.edit_message_text, chat_id=place.chat, message_id=message_id))
        except BadRequest as error:
            if not harmless(error):
                raise

    async def edit_keyboard(self, place: Place, message_id: int, keyboard: InlineKeyboardMarkup | None) -> None:
        """Put other buttons under a sent message."""
        try:
            await self.bot.edit_message_reply_markup(place.chat, message_id, reply_markup=keyboard)
        except BadRequest as error:
            if not harmless(error):
                raise

    async def delete(self, place: Place, message_ids: Iterable[int]) -> None:
        """Take back messages; one that is gone is no error."""
        for message_id in message_ids:
            with suppress(BadRequest):
                await self.bot.delete_message(place.chat, message_id)

    @asynccontextmanager
    async def busy(self, place: Place) -> AsyncIterator[None]:
        """Show that work goes on: typing, and 👀 on the question when it takes more than a second."""
        signs = [asyncio.create_task(self._typing(place)), asyncio.create_task(self._looking(place))]
        try:
            yield
        finally:
            for sign in signs:
                sign.cancel()
            await asyncio.gather(*signs, return_exceptions=True)

    async def _typing(self, place: Place) -> None:
        await asyncio.sleep(TYPING_AFTER)
        while True:
            with suppress(TelegramError):
                await self.bot.send_chat_action(
                    place.chat, ChatAction.TYPING, message_thread_id=place.topic or None, rate_limit_args=ONCE
                )
            await asyncio.sleep(TYPING_EVERY)

    async def _looking(self, place: Place) -> None:
        await asyncio.sleep(LOOKING_AFTER)
        if place.message is not None:
            with suppress(TelegramError):
                await self.bot.set_message_reaction(place.chat, place.message, ReactionEmoji.EYES, rate_limit_args=ONCE)
