"""From document events to rows of the outbox: every event once, with the cursor, in one transaction. Blocks."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.alerts.match import Index
from bot.alerts.reading import Reading
from bot.alerts.rights import Rights
from bot.alerts.timing import Hours, due
from bot.store.outbox import Entry, Kind, Outbox
from bot.store.subscriptions import Subscription, Subscriptions
from retrieval import DocumentEvent, Features, Interest, UnknownIdError

#: Events taken in one transaction.
BATCH = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A document to tell of, in its newest version. ``only``: ids of the sections that changed; None: the whole is new."""

    document: str
    version: int
    kind: Kind
    only: tuple[str, ...] | None = None


@dataclass(slots=True)
class Intake:
    """Reads events after its cursor and writes the outbox. ``clock``: seconds since 1970.

    On the very first run it only sets the cursor, so that nobody is told of what was indexed long ago.
    """

    library: Reading
    subscriptions: Subscriptions
    outbox: Outbox
    rights: Rights
    clock: Callable[[], float]
    _index: tuple[int, Index, Mapping[int, Subscription]] | None = field(default=None, init=False)

    def run(self) -> int:
        """Take in what happened since the last time; how many rows are new."""
        cursor = self.outbox.mark()
        if cursor is None:
            events = self.library.events()
            self.outbox.take((), cursor=events[-1].number if events else 0)
            return 0
        added = 0
        events = self.library.events(after=cursor)
        for at in range(0, len(events), BATCH):
            batch = events[at : at + BATCH]
            gone = [event.document_id for event in batch if event.kind == "removed"]
            added += self.outbox.take(tuple(self._entries(batch)), cursor=batch[-1].number, gone=gone)
        return added

    def _entries(self, events: Iterable[DocumentEvent]) -> Iterator[Entry]:
        for news in self._news(events):
            try:
                features = self.library.features(news.document, only=news.only)
                yield from self._for(news, features)
            except UnknownIdError:
                _log.info("document %s went before it was told of", news.document)

    def _news(self, events: Iterable[DocumentEvent]) -> Iterator[News]:
        """One for each document that is there: events of one batch are told together, as new if the first says so."""
        told: dict[str, list[DocumentEvent]] = {}
        for event in events:
            if event.kind == "removed":
                told.pop(event.document_id, None)
            elif not event.silent:
                told.setdefault(event.document_id, []).append(event)
        for document, found in told.items():
            news = self._of(document, found)
            if news:
                yield news

    def _of(self, document: str, events: list[DocumentEvent]) -> News | None:
        last = events[-1]
        if any(event.kind == "added" for event in events):
            return News(document=document, version=last.version, kind="added")
        try:
            changes = [change for event in events for change in self.library.changes(document, event.version)]
        except UnknownIdError:
            return None
        only = tuple(dict.fromkeys(change.section_id for change in changes if change.section_id))
        return News(document=document, version=last.version, kind="updated", only=only) if only else None

    def _for(self, news: News, features: Features) -> Iterator[Entry]:
        index, by_number = self._ready()
        say = partial(self._says, news, {})
        hours: dict[int, Hours] = {}
        now = self.clock()
        for match in index.matches(features):
            one = by_number[match.subscription]
            if not visible(self.rights, one, news.document) or not say(one.interest):
                continue
            own = hours.setdefault(one.chat, self.outbox.hours(one.chat)) if one.chat not in hours else hours[one.chat]
            yield Entry(
                subscription=one.number,
                chat=one.chat,
                topic=one.topic,
                person=one.person,
                document=news.document,
                version=news.version,
                kind=news.kind,
                rhythm=one.rhythm,
                due=due(one.rhythm, now, own),
                content="" if news.only is None else json.dumps(news.only),
            )

    def _says(self, news: News, known: dict[tuple[tuple[str, ...], tuple[str, ...]], bool], interest: Interest) -> bool:
        """Whether a sentence of the document speaks of the topics, weighed as the evidence of an answer is."""
        if not interest.topics:
            return True
        key = (tuple(topic.text for topic in interest.topics), interest.indicators)
        if key not in known:
            found = self.library.highlights(news.document, topics=key[0], indicators=key[1], only=news.only, most=1)
            known[key] = bool(found)
        return known[key]

    def _ready(self) -> tuple[Index, Mapping[int, Subscription]]:
        """The index of the active subscriptions, made anew when any of them changed."""
        revision = self.subscriptions.revision
        if self._index is None or self._index[0] != revision:
            by_number = {one.number: one for one in self.subscriptions.active()}
            index = Index({number: one.interest for number, one in by_number.items()})
            self._index = (revision, index, by_number)
        return self._index[1], self._index[2]


def visible(rights: Rights, one: Subscription, document: str) -> bool:
    """Whether a subscriber may see a document where it would be told."""
    view = rights.view(one.chat, one.person)
    if view is None:
        return False
    try:
        view.document(document)
    except UnknownIdError:
        return False
    return True
