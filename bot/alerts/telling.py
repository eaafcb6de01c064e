"""From rows of the outbox to the message that tells of them. Blocks; asks again what the reader may see now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.alerts.reading import Reading
from bot.alerts.rights import Rights
from bot.rendering.alerts import Alert, Around, alert_message, cited_sections, digest_message
from bot.rendering.evidence import by_number, numbered
from bot.rendering.interests import interest_title
from bot.rendering.message import Message
from bot.rendering.rich import Rich
from bot.store.outbox import Waiting
from bot.store.subscriptions import Subscription, Subscriptions
from retrieval import Highlight, Line, UnknownIdError

MOST = 3
#: Readings of documents that are remembered while the same is told to many.
REMEMBERED = 512

Key = tuple[object, ...]


class Moved(Exception):
    """A row is of a chat that its subscription has left for another number: it is to be claimed anew."""


@dataclass(slots=True)
class Telling:
    """Makes messages, in the threads of delivery and of the language model. ``bot``: the bot's user name."""

    subscriptions: Subscriptions
    rights: Rights
    bot: str
    _read: dict[Key, tuple[Highlight, ...]] = field(default_factory=dict, init=False)
    _led: dict[Key, Line | None] = field(default_factory=dict, init=False)

    def message(self, rows: Sequence[Waiting]) -> Message | None:
        """The message of rows that are told together; None where nothing of them may be told any more. Raises Moved."""
        first, view = rows[0], self._view(rows)
        if view is None:
            return None
        notices = [row.content for row in rows if row.kind in ("overdue", "notice", "reply") and self._wanted(row)]
        alerts = self._alerts(view, [row for row in rows if row.kind in ("added", "updated")])
        if not alerts and not notices:
            return None
        around = Around(bot=self.bot, sections=view.sections_by_id(cited_sections(alerts)))
        if len(alerts) == 1 and not notices and first.rhythm == "now":
            return alert_message(alerts[0], around)
        if not alerts:
            return Message(body=Rich("\n".join(notices)))
        return digest_message(alerts, around, first.rhythm, notices=notices)

    def led(self, rows: Sequence[Waiting]) -> Message | None:
        """The message of rows that told of one document, with the language model's sentence; None without one, or where nothing

        of them may be told any more. The same statements are worded once, for whoever sees the same. Blocks for seconds.
        Raises Moved.
        """
        view = self._view(rows)
        alerts = self._alerts(view, [row for row in rows if row.kind in ("added", "updated")]) if view else []
        if view is None or len(alerts) != 1 or rows[0].rhythm != "now":
            return None
        line = self._lead(view, alerts[0])
        if line is None:
            return None
        around = Around(bot=self.bot, sections=view.sections_by_id(cited_sections(alerts)))
        return alert_message(alerts[0], around, line)

    def _lead(self, view: Reading, alert: Alert) -> Line | None:
        cited = view.cite(by_number(alert.figures, numbered(alert.figures)))
        topic = "、".join(title for _, title in alert.follows)
        key: Key = (view, topic, tuple((each.section_id, each.quote) for each in cited))
        if key not in self._led:
            if len(self._led) >= REMEMBERED:
                self._led.clear()
            self._led[key] = view.lead("alert", topic, cited) if cited else None
        return self._led[key]

    def _view(self, rows: Sequence[Waiting]) -> Reading | None:
        """What the reader of rows sees now; None where that is nothing. Raises Moved."""
        first = rows[0]
        found = [one for row in rows if row.subscription and (one := self.subscriptions.find(row.subscription))]
        if any(one.chat != first.chat for one in found):
            raise Moved
        return self.rights.view(first.chat, first.person)

    def _wanted(self, row: Waiting) -> bool:
        return not row.subscription or self._following(row) is not None

    def _following(self, row: Waiting) -> Subscription | None:
        one = self.subscriptions.find(row.subscription)
        return one if one is not None and one.state == "active" else None

    def _alerts(self, view: Reading, rows: Sequence[Waiting]) -> list[Alert]:
        by_document: dict[str, list[tuple[Waiting, Subscription]]] = {}
        for row in rows:
            one = self._following(row)
            if one is not None:
                by_document.setdefault(row.document, []).append((row, one))
        made = (self._alert(view, document, found) for document, found in by_document.items())
        return [alert for alert in made if alert is not None]

    def _alert(self, view: Reading, id_: str, found: Sequence[tuple[Waiting, Subscription]]) -> Alert | None:
        row = max((row for row, _ in found), key=lambda row: row.version)
        changed = tuple(json.loads(row.content)) if row.kind == "updated" else None
        try:
            document = view.document(id_)
            told = [one for _, each in found for one in self._highlights(view, id_, row.version, each, changed)]
        except UnknownIdError:
            return None
        return Alert(
            document=document,
            statements=tuple(
                {(one.figure.section_id, one.figure.quote, one.figure.name): one for one in told}.values()
            )[:MOST],
            follows=tuple((each.number, interest_title(each.interest)) for _, each in found),
            changed=changed,
        )

    def _highlights(
        self, view: Reading, id_: str, version: int, one: Subscription, changed: tuple[str, ...] | None
    ) -> tuple[Highlight, ...]:
        topics = tuple(topic.text for topic in one.interest.topics)
        key: Key = (view, id_, version, topics, one.interest.indicators, changed)
        found = self._read.get(key)
        if found is None:
            look = partial(view.highlights, id_, only=changed, most=MOST)
            found = look(topics=topics, indicators=one.interest.indicators)
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            self._read[key] = found
        return found
