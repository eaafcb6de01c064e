"""The sources that are looked at, what they listed, and what people are to be told of them. Every call is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from retrieval.errors import InputError, UnknownIdError
from retrieval.model import Article, Notice, NoticeKind, Source
from retrieval.stores.database import reading, writing
from retrieval.stores.keys import same_address
from retrieval.stores.tables import MetaRow, NoticeRow, WatchedArticleRow, WatchedRow

WAITING, TAKEN, FAILED = "waiting", "taken", "failed"
ATTEMPTS = 4
RETRY = timedelta(hours=1)
MOST_SOURCES = 2000
#: Name of the highest number that a source had when one was removed.
HIGHEST = "watched_highest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An article that is to be fetched. ``attachment``: it was linked from an article, not from the list."""

    id: int
    url: str
    title: str | None
    silent: bool
    attachment: bool


class Watched:
    """Reads and writes of the sources' tables; safe to call from any thread. Times are aware; stored in UTC. Raises StoreError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        address: str,
        *,
        kind: str | None,
        name: str | None,
        region: str | None,
        selector: str | None,
        every: timedelta,
        now: datetime,
    ) -> Source:
        """A new source, due at once. Raises InputError where it is there already."""
        with writing(self._engine) as session:
            if session.scalar(select(WatchedRow.id).where(WatchedRow.address == address)) is not None:
                raise InputError(f"来源 {address} 已经添加过了。")
            if (session.scalar(select(func.count()).select_from(WatchedRow)) or 0) >= MOST_SOURCES:
                raise InputError(f"来源已有 {MOST_SOURCES} 个，请先删除不用的。")
            row = WatchedRow(
                id=_highest(session) + 1,
                address=address,
                kind=kind,
                name=name,
                region=region,
                selector=selector,
                every=int(every.total_seconds()),
                active=True,
                due_at=stamp(now),
                added_at=stamp(now),
                failures=0,
                told=False,
                stale=False,
            )
            session.add(row)
            session.flush()
            return _source(row, 0, 0)

    def all(self) -> tuple[Source, ...]:
        """All sources in the order they were added."""
        with reading(self._engine) as session:
            known, waiting = _counts(session)
            found = session.scalars(select(WatchedRow).order_by(WatchedRow.id))
            return tuple(_source(row, known.get(row.id, 0), waiting.get(row.id, 0)) for row in found)

    def find(self, name: str | int) -> Source:
        """The source with this number or address. Raises UnknownIdError."""
        wanted = [source for source in self.all() if str(source.id) == str(name) or source.address == name]
        if not wanted:
            raise UnknownIdError(f"没有来源“{name}”，请看 huiwen sources list。")
        return wanted[0]

    def due(self, now: datetime) -> dict[int, str]:
        """Number → address of the active sources that are due, longest due first."""
        due = select(WatchedRow.id, WatchedRow.address).where(WatchedRow.active, WatchedRow.due_at <= stamp(now))
        with reading(self._engine) as session:
            return {number: address for number, address in session.execute(due.order_by(WatchedRow.due_at))}

    def next_due(self) -> datetime | None:
        """When the next active source is due."""
        with reading(self._engine) as session:
            found = session.scalar(select(func.min(WatchedRow.due_at)).where(WatchedRow.active))
        return datetime.fromisoformat(found) if found else None

    def state(self, source_id: int) -> dict[str, Any]:
        """What a check needs beside the source: etag, modified, shape, told, stale, failing_since, every."""
        with reading(self._engine) as session:
            row = _row(session, source_id)
            names = (
                "etag",
                "modified",
                "shape",
                "told",
                "stale",
                "failing_since",
                "every",
                "failures",
                "succeeded_at",
                "new_at",
            )
            return {name: getattr(row, name) for name in names}

    def set(self, source_id: int, **values: Any) -> None:
        """Change columns of a source."""
        with writing(self._engine) as session:
            _row(session, source_id)
            session.execute(update(WatchedRow).where(WatchedRow.id == source_id).values(**values))

    def remove(self, source_id: int) -> None:
        """Forget a source and what it listed; its documents stay. Its number, which old buttons hold, is not used again."""
        with writing(self._engine) as session:
            session.merge(MetaRow(name=HIGHEST, value=str(_highest(session))))
            session.execute(delete(WatchedRow).where(WatchedRow.id == source_id))

    def unknown(self, source_id: int, articles: Iterable[Article]) -> list[Article]:
        """Those that the source has not listed before."""
        wanted = {same_address(article.url): article for article in articles}
        with reading(self._engine) as session:
            query = select(WatchedArticleRow.address).where(
                WatchedArticleRow.source_id == source_id, WatchedArticleRow.address.in_(list(wanted))
            )
            known = set(session.scalars(query))
        return [article for address, article in wanted.items() if address not in known]

    def note(
        self, source_id: int, articles: Sequence[Article], *, silent: bool, attachment: bool = False, now: datetime
    ) -> int:
        """Keep articles that are to be fetched; how many were new. Raises UnknownIdError."""
        fresh = self.unknown(source_id, articles)
        with writing(self._engine) as session:
            _row(session, source_id)
            session.add_all(
                WatchedArticleRow(
                    source_id=source_id,
                    address=same_address(article.url),
                    url=article.url,
                    title=article.title,
                    date=article.date,
                    state=WAITING,
                    silent=silent,
                    attachment=attachment,
                    attempts=0,
                    due_at=stamp(now),
                    seen_at=stamp(now),
                )
                for article in fresh
            )
        return len(fresh)

    def waiting(self, source_id: int, now: datetime, limit: int) -> tuple[Waiting, ...]:
        """Articles that are to be fetched now, oldest day first, so that they enter in their order."""
        row = WatchedArticleRow
        query = select(row).where(row.source_id == source_id, row.state == WAITING, row.due_at <= stamp(now))
        with reading(self._engine) as session:
            found = session.scalars(query.order_by(func.coalesce(row.date, ""), row.id.desc()).limit(limit))
            return tuple(
                Waiting(id=one.id, url=one.url, title=one.title, silent=one.silent, attachment=one.attachment)
                for one in found
            )

    def taken(self, article_id: int, document_id: str | None) -> None:
        """An article became (or is) a document, or is none worth one."""
        with writing(self._engine) as session:
            session.execute(
                update(WatchedArticleRow)
                .where(WatchedArticleRow.id == article_id)
                .values(state=TAKEN, document_id=document_id, error=None)
            )

    def missed(self, article_id: int, error: str, now: datetime) -> None:
        """An article could not be fetched or read: it is tried again a few times, each pause twice as long."""
        with writing(self._engine) as session:
            row = session.get_one(WatchedArticleRow, article_id)
            row.attempts, row.error = row.attempts + 1, error
            row.state = FAILED if row.attempts >= ATTEMPTS else WAITING
            row.due_at = stamp(now + RETRY * 2**row.attempts)

    def days(self, source_id: int, limit: int = 20) -> tuple[str, ...]:
        """The newest days of what the source listed, newest first."""
        row = WatchedArticleRow
        query = select(row.date).where(row.source_id == source_id, row.date.is_not(None)).order_by(row.date.desc())
        with reading(self._engine) as session:
            return tuple(day for day in session.scalars(query.distinct().limit(limit)) if day)

    # What people are to be told

    def say(self, source_id: int, sort: NoticeKind, text: str, now: datetime, **values: Any) -> None:
        """Keep a notice, and change columns of its source in the same transaction."""
        with writing(self._engine) as session:
            _row(session, source_id)
            session.add(NoticeRow(source_id=source_id, kind=sort, text=text, at=stamp(now), told=[]))
            if values:
                session.execute(update(WatchedRow).where(WatchedRow.id == source_id).values(**values))

    def notices(self, *, untold: str | None = None) -> tuple[Notice, ...]:
        """Notices, oldest first; ``untold``: only those that this person was not told."""
        with reading(self._engine) as session:
            found = list(session.scalars(select(NoticeRow).order_by(NoticeRow.number)))
        return tuple(_notice(row) for row in found if untold is None or untold not in row.told)

    def told(self, number: int, person: str) -> None:
        """Note that a person was told."""
        with writing(self._engine) as session:
            row = session.get(NoticeRow, number)
            if row is not None and person not in row.told:
                row.told = [*row.told, person]


def stamp(moment: datetime) -> str:
    """A moment as stored; it sorts as time does."""
    return moment.isoformat(timespec="seconds")


def _highest(session: Session) -> int:
    known = session.get(MetaRow, HIGHEST)
    return max(int(known.value) if known else 0, session.scalar(select(func.max(WatchedRow.id))) or 0)


def _row(session: Session, source_id: int) -> WatchedRow:
    row = session.get(WatchedRow, source_id)
    if row is None:
        raise UnknownIdError(f"没有来源“{source_id}”，请看 huiwen sources list。")
    return row


def _counts(session: Session) -> tuple[dict[int, int], dict[int, int]]:
    row = WatchedArticleRow
    known = session.execute(select(row.source_id, func.count()).group_by(row.source_id))
    waiting = session.execute(select(row.source_id, func.count()).where(row.state == WAITING).group_by(row.source_id))
    return {one: count for one, count in known}, {one: count for one, count in waiting}


def _source(row: WatchedRow, known: int, waiting: int) -> Source:
    return Source(
        id=row.id,
        address=row.address,
        kind=row.kind,  # type: ignore[arg-type]  # the column holds nothing else
        name=row.name,
        region=row.region,
        selector=row.selector,
        active=row.active,
        every_hours=row.every / 3600,
        due_at=row.due_at,
        checked_at=row.checked_at,
        succeeded_at=row.succeeded_at,
        new_at=row.new_at,
        failures=row.failures,
        trouble=row.trouble,
        remark=row.remark,
        articles=known,
        waiting=waiting,
        stale=row.stale,
    )


def _notice(row: NoticeRow) -> Notice:
    kind: Any = row.kind
    return Notice(number=row.number, source_id=row.source_id, kind=kind, text=row.text, at=row.at)
