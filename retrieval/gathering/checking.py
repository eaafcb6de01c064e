"""One check of one source: looked at, what is new noted, what waits fetched and taken in, what is wrong said once.

    look → note new articles (one transaction) → each waiting article: fetch → take in → taken
           └ failed: due later, twice as long each time, at most a day; told after three failures or a day

A crash at any point leaves articles waiting, which the next check goes on with.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from retrieval.errors import FetchError, HuiwenError, InputError, Trouble
from retrieval.gathering.pages import attachments, barred
from retrieval.gathering.taking import Taking
from retrieval.loaders.page_text import page_text
from retrieval.model import Article, IndexResult, NoticeKind, Source, SourceCheck
from retrieval.sources.fetch import Fetched
from retrieval.sources.listing import Listing
from retrieval.sources.looking import look
from retrieval.sources.visiting import Visitor
from retrieval.stores.watched import Waiting, Watched, stamp

MOST_PAGES = 5
MOST_ARTICLES = 40
SOON = timedelta(minutes=1)
DAY = timedelta(days=1)
TOLD_AFTER = 3
#: A site that does this to one article would do it to the others: they wait for the next check.
HANGS: tuple[Trouble, ...] = ("slow", "network")
QUIET_DAYS = 60
LONG_QUIET_DAYS = 200

#: The first pause after a failure; it doubles up to a day.
PAUSES: dict[Trouble, timedelta] = {
    "network": timedelta(minutes=10),
    "slow": timedelta(minutes=20),
    "busy": timedelta(minutes=20),
    "gone": timedelta(hours=6),
    "refused": timedelta(hours=6),
    "login": timedelta(hours=6),
    "captcha": timedelta(hours=6),
    "loop": timedelta(hours=6),
    "large": DAY,
    "address": DAY,
    "robots": DAY,
}


_log = logging.getLogger(__name__)


class Layout(FetchError):
    """The page is there, but its list is not what it was, or none."""


class Checker:
    """Checks sources; what they hold is taken in by ``taking``. ``now``: the time, aware."""

    def __init__(
        self,
        watched: Watched,
        visitor: Visitor,
        taking: Taking,
        *,
        now: Callable[[], datetime],
        today: Callable[[], date],
    ) -> None:
        self._watched = watched
        self._visitor = visitor
        self._taking = taking
        self._now = now
        self._today = today
        self._turns: dict[int, threading.Lock] = defaultdict(threading.Lock)

    def check(self, source_id: int, stopping: Callable[[], bool] = lambda: False) -> SourceCheck:
        """Check one source now, whether it is due or not. Raises StoreError, EmbeddingError; what is wrong with the source is noted."""
        with self._turns[source_id]:
            return self._checked(self._watched.find(source_id), stopping)

    def _checked(self, source: Source, stopping: Callable[[], bool]) -> SourceCheck:
        found = 0
        results: tuple[IndexResult, ...] = ()
        try:
            found, results = self._folder(source) if source.kind == "folder" else self._listed(source, stopping)
        except FetchError as error:
            self._failed(source, error)
        except InputError as error:
            self._failed(source, FetchError(str(error)))
        if any(result.document for result in results):
            self._taking.complete()
        return SourceCheck(source=self._watched.find(source.id), found=found, results=results)

    # Pages, feeds, sitemaps

    def _listed(self, source: Source, stopping: Callable[[], bool]) -> tuple[int, tuple[IndexResult, ...]]:
        state = self._watched.state(source.id)
        first = state["succeeded_at"] is None
        seen = look(
            self._visitor,
            source.address,
            decode=page_text,
            today=self._today(),
            selector=source.selector,
            etag=None if first else state["etag"],
            modified=None if first else state["modified"],
        )
        found = 0
        if seen.listing is not None:
            _check_list(source, seen.listing, known=source.articles)
            found = self._note(source, seen.listing, first)
            self._keep(source, seen.listing, seen.fetched, state["shape"])
        self._well(source, found)
        results = tuple(self._fetch_waiting(source, stopping))
        left = bool(self._watched.waiting(source.id, self._now(), 1))
        pause = SOON if left else timedelta(seconds=state["every"])
        self._watched.set(source.id, due_at=stamp(self._now() + pause))
        return found, results

    def _note(self, source: Source, listing: Listing, first: bool) -> int:
        """Keep what is new, on the next pages too: the first time on a few, later while a page holds nothing known."""
        found, silent = 0, first
        for page in range(MOST_PAGES):
            fresh = self._watched.unknown(source.id, listing.articles)
            found += self._watched.note(source.id, fresh, silent=silent, now=self._now())
            more = first or len(fresh) == len(listing.articles)
            if not more or not fresh or listing.following is None or page == MOST_PAGES - 1:
                break
            try:
                listing = self._page(listing.following, source.selector)
            except HuiwenError as error:
                _log.info("source %s: %s", source.id, error)
                break
        return found

    def _page(self, address: str, selector: str | None) -> Listing:
        seen = look(self._visitor, address, decode=page_text, today=self._today(), selector=selector)
        return seen.listing or Listing(form="page")

    def _keep(self, source: Source, listing: Listing, fetched: Fetched, shape: str | None) -> None:
        """What the next check needs; a list of another shape and a page that moved are said."""
        now, sign = self._now(), listing.shape.signature if listing.shape else listing.form
        kept = {
            "kind": listing.form,
            "etag": fetched.etag,
            "modified": fetched.modified,
            "shape": sign,
            "name": source.name or listing.title,
            "remark": f"有 {listing.future} 条日期晚于今天，未采用。" if listing.future else None,
        }
        if fetched.moved and fetched.moved != source.address and self._free(fetched.moved):
            text = f"来源“{label(source)}”搬到了 {fetched.moved}，已改用新地址。"
            self._watched.say(source.id, "moved", text, now, address=fetched.moved)
        if shape is not None and shape != sign:
            text = f"来源“{label(source)}”的列表换了版式，现按新版式认出 {len(listing.articles)} 篇，请核对 {source.address}。"
            self._watched.say(source.id, "layout", text, now, **kept)
        else:
            self._watched.set(source.id, **kept)

    def _free(self, address: str) -> bool:
        return all(other.address != address for other in self._watched.all())

    def _fetch_waiting(self, source: Source, stopping: Callable[[], bool]) -> Iterable[IndexResult]:
        for article in self._watched.waiting(source.id, self._now(), MOST_ARTICLES):
            if stopping():
                return
            result, hangs = self._fetched(source, article)
            yield result
            if hangs:
                return

    def _fetched(self, source: Source, article: Waiting) -> tuple[IndexResult, bool]:
        """What became of an article; whether its site hangs."""
        hangs = False
        try:
            fetched = self._visitor.get(article.url)
            barred(fetched)
            found = () if article.attachment else attachments(fetched)
            result = self._taking.page(fetched, article.url, article.silent, source.region)
        except HuiwenError as error:
            result, found = IndexResult(source=article.url, state="failed", error=str(error)), ()
            hangs = isinstance(error, FetchError) and error.trouble in HANGS
        if result.document is None and not found:
            self._watched.missed(article.id, result.error or "", self._now())
        else:
            self._watched.note(source.id, found, silent=article.silent, attachment=True, now=self._now())
            self._watched.taken(article.id, result.document.id if result.document else None)
        return result, hangs

    # Folders

    def _folder(self, source: Source) -> tuple[int, tuple[IndexResult, ...]]:
        folder, state = Path(source.address), self._watched.state(source.id)
        files = check_folder(folder, source.articles)
        results = self._taking.folder(folder, state["succeeded_at"] is None, source.region)
        found = self._watched.note(source.id, [Article(url=str(path)) for path in files], silent=True, now=self._now())
        for waiting in self._watched.waiting(source.id, self._now(), len(files)):
            self._watched.taken(waiting.id, None)
        self._well(source, found)
        self._watched.set(source.id, due_at=stamp(self._now() + timedelta(seconds=state["every"])))
        return found, results

    # Health

    def _well(self, source: Source, found: int) -> None:
        now, state = self._now(), self._watched.state(source.id)
        values: dict[str, Any] = {
            "checked_at": stamp(now),
            "succeeded_at": stamp(now),
            "failures": 0,
            "failing_since": None,
            "trouble": None,
        }
        if found:
            values["new_at"] = stamp(now)
        if state["told"] or (state["stale"] and found):
            what = f"又有了 {found} 篇新文件" if state["stale"] and found else "恢复正常"
            text = f"来源“{label(source)}”{what}。"
            self._watched.say(source.id, "well", text, now, told=False, stale=False, **values)
        elif not found and not state["stale"] and (quiet := self._quiet(source, state["new_at"])):
            text = f"来源“{label(source)}”已有 {quiet} 天没有新文件，比往常久，请核对是否换了栏目：{source.address}。"
            self._watched.say(source.id, "stale", text, now, stale=True, **values)
        else:
            self._watched.set(source.id, **values)

    def _quiet(self, source: Source, new_at: str | None) -> int:
        """Days without anything new, where that is longer than the source's own rhythm lets expect; else 0."""
        days = [date.fromisoformat(day) for day in self._watched.days(source.id)]
        since = days[0] if days else (datetime.fromisoformat(new_at).date() if new_at else None)
        if since is None or source.kind == "folder":
            return 0
        gaps = [(later - earlier).days for later, earlier in pairwise(days)]
        usual = max(QUIET_DAYS, 4 * median(gaps)) if len(gaps) >= 3 else LONG_QUIET_DAYS
        quiet = (self._today() - since).days
        return quiet if quiet > usual else 0

    def _failed(self, source: Source, error: FetchError) -> None:
        now, state = self._now(), self._watched.state(source.id)
        failures = state["failures"] + 1
        since = state["failing_since"] or stamp(now)
        pause = min(DAY, max(PAUSES[error.trouble] * 2 ** min(failures - 1, 12), timedelta(seconds=error.wait or 0)))
        text = str(error)
        values: dict[str, Any] = {
            "checked_at": stamp(now),
            "failures": failures,
            "failing_since": since,
            "trouble": text,
            "due_at": stamp(now + pause),
        }
        long = failures >= TOLD_AFTER or now - datetime.fromisoformat(since) >= DAY
        if not state["told"] and (long or isinstance(error, Layout)):
            kind: NoticeKind = "layout" if isinstance(error, Layout) else "failing"
            self._watched.say(source.id, kind, f"来源“{label(source)}”读不到了：{text}", now, told=True, **values)
        else:
            self._watched.set(source.id, **values)


def label(source: Source) -> str:
    """What a source is called: its name, else its host or folder."""
    return source.name or urlsplit(source.address).hostname or source.address


def check_folder(folder: Path, known: int) -> list[Path]:
    """The files of a folder. Raises FetchError where it is gone, or empty though it held files: a disk that is not mounted."""
    try:
        files = (
            [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
            if folder.is_dir()
            else None
        )
    except OSError as error:
        raise FetchError(f"文件夹 {folder} 读不了：{error.strerror or error}。") from error
    if files is None:
        raise FetchError(f"文件夹 {folder} 不在了，可能没有挂载；已收录的文件不受影响。")
    if not files and known:
        raise FetchError(f"文件夹 {folder} 空了，可能没有挂载；已收录的文件不受影响。")
    return files


def _check_list(source: Source, listing: Listing, known: int) -> None:
    """Raises Layout where a page shows no list."""
    if listing.articles:
        return
    if listing.form == "feed":
        raise Layout(f"{source.address} 的订阅源里没有读到文章，它的 XML 可能有错，请核对地址。")
    if listing.form in ("json", "sitemap"):
        raise Layout(f"{source.address} 里没有读到文章，请核对地址。")
    was = "，它可能改版了" if known else ""
    if listing.links:
        raise Layout(
            f"{source.address} 打得开，有 {listing.links} 个链接，但认不出文章列表{was}；请核对，或指明列表的选择器。"
        )
    raise Layout(f"{source.address} 打得开，但没有链接{was}，列表可能靠脚本显示；请换用它的 RSS 或数据接口地址。")


def utc_now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)
