"""What a subscription would have told: of the last 90 days, else the last few documents. Blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.match import Index, may_fit
from bot.alerts.reading import Reading
from bot.rendering.alerts import Alert
from retrieval import Document, Interest, UnknownIdError

RECENT = 90 * 24 * 3600
SHOWN = 5
#: Documents read at most, the newest first.
READ = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """``recent``: whether the alerts are those of the last 90 days."""

    alerts: tuple[Alert, ...]
    recent: bool


def preview(library: Reading, interest: Interest, now: float) -> Preview:
    """At most five alerts, the newest first."""
    found = [(document, alert) for document, alert in _alerts(library, interest)]
    recent = [alert for document, alert in found if _added(document) >= now - RECENT]
    chosen = recent or [alert for _, alert in found]
    return Preview(alerts=tuple(chosen[:SHOWN]), recent=bool(recent))


def _alerts(library: Reading, interest: Interest) -> Iterator[tuple[Document, Alert]]:
    index, count = Index({0: interest}), 0
    newest = sorted(library.documents(), key=lambda document: document.added_at, reverse=True)
    for document in [each for each in newest if may_fit(each, interest)][:READ]:
        alert = _alert(library, document.id, interest, index)
        if alert is not None:
            yield document, alert
            count += 1
        if count >= SHOWN:
            return


def _alert(library: Reading, id_: str, interest: Interest, index: Index) -> Alert | None:
    try:
        features = library.features(id_)
        if not index.matches(features):
            return None
        topics = tuple(topic.text for topic in interest.topics)
        statements = library.highlights(id_, topics=topics, indicators=interest.indicators, most=1)
    except UnknownIdError:
        return None
    if topics and not statements:
        return None
    return Alert(document=features.document, statements=statements, follows=())


def _added(document: Document) -> float:
    return datetime.fromisoformat(document.added_at).timestamp() if document.added_at else 0.0
