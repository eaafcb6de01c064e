"""What ``/status`` shows an administrator: what is to be done first, then how everything is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.rendering import texts
from bot.rendering.message import Message, messages
from bot.rendering.rich import Rich, bold, joined
from bot.vitals import Vitals
from retrieval import state_name

_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000


def status_messages(vitals: Vitals) -> tuple[Message, ...]:
    """The whole state, phone-wide."""
    todo = list(_todo(vitals))
    head = texts.STATUS_TODO.format(count=len(todo)) if todo else texts.STATUS_WELL
    numbered = (f"{n}. {line}" for n, line in enumerate(todo, 1))
    title = texts.STATUS_TITLE.format(version=vitals.version, up=_span(vitals.up_seconds))
    facts = (Rich(f"{label}　{fact}") for label, fact in _facts(vitals).items())
    return messages(joined([bold(title), head, *numbered, "", *facts]))


def _todo(vitals: Vitals) -> Iterator[str]:
    """What is not well, the bad before the warnings, each with what to do."""
    for name, finding in vitals.health.items():
        if not finding.ok:
            yield texts.STATUS_ILL[name]
    for check in sorted(vitals.library.checks, key=lambda one: one.ok):
        if check.level != "good":
            yield f"{check.name}：{check.detail}" + (f" → {check.advice}" if check.advice else "")


def _facts(vitals: Vitals) -> Mapping[str, str]:
    library, today = vitals.library, vitals.today
    asked = texts.STATUS_ASKED.format(
        asked=today.asked, answered=today.answered, refused=today.refused, clarified=today.clarified
    )
    fast = texts.STATUS_MEDIAN.format(ms=round(today.median_ms)) if today.median_ms is not None else ""
    oldest = texts.STATUS_OLDEST.format(span=_span(vitals.outbox_seconds)) if vitals.outbox_seconds >= 1 else ""
    states = (f"{state_name(state)} {count}" for state, count in library.sources.items() if count)
    held = texts.STATUS_HELD.format(
        documents=library.documents,
        sections=library.sections,
        database=_size(library.database_bytes),
        index=_size(library.index_bytes),
    )
    return {
        texts.STATUS_LABEL_HELD: held,
        texts.STATUS_LABEL_TODAY: asked + fast,
        texts.STATUS_LABEL_WAITING: texts.STATUS_WAITING.format(count=vitals.waiting),
        texts.STATUS_LABEL_ALERTS: texts.STATUS_ALERTS.format(count=vitals.outbox) + oldest,
        texts.STATUS_LABEL_SOURCES: "，".join(states) or texts.STATUS_NO_SOURCES,
        texts.STATUS_LABEL_MODEL: library.model.detail if library.model else texts.STATUS_NO_MODEL,
        texts.STATUS_LABEL_BACKUP: _moment(library.backup) if library.backup else texts.STATUS_NO_BACKUP,
        texts.STATUS_LABEL_DISK: texts.STATUS_DISK.format(free=_size(library.free_bytes)),
        texts.STATUS_LABEL_WEB: texts.STATUS_PAGES[(vitals.serves, vitals.pages)],
    }


def _span(seconds: float) -> str:
    """A span in its largest one or two units."""
    rest = int(seconds)
    parts: list[str] = []
    for name, size in texts.SPANS.items():
        count, rest = divmod(rest, size)
        if count or (parts and len(parts) < 2):
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or texts.NO_SPAN


def _size(count: int) -> str:
    return f"{count / _GIGABYTE:.1f} GB" if count >= _GIGABYTE else f"{count / _MEGABYTE:.1f} MB"


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
