"""Sources of different hosts are checked side by side: who hangs delays nobody else."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from retrieval.errors import FetchError
from retrieval.gathering.sources import AT_ONCE, Sources
from retrieval.gathering.taking import Taking
from retrieval.library import Library
from retrieval.sources.fetch import Fetched
from retrieval.sources.visiting import Visitor
from retrieval.stores.watched import Watched
from tests.fakes import FakeEmbedder
from tests.retrieval.gathering.sites import article, listing
from tests.retrieval.reports import report, write

PATIENCE = 60.0
PAGES = {
    "/tzgg/": listing({f"/art/{n}.html": (f"青岚市卫生健康委{2020 + n}年工作总结", "2025-03-01") for n in range(3)})
}
PAGES |= {f"/art/{n}.html": article("青岚市", 2020 + n) for n in range(3)}


class Web:
    """Every host shows ``PAGES``. ``hanging``: addresses that answer when they are let go; how many asked at once is counted."""

    def __init__(self) -> None:
        self.hanging: dict[str, threading.Event] = {}
        self.slow: set[str] = set()
        self.asked: list[str] = []
        self.reached = threading.Semaphore(0)
        self.most: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()

    def hang(self, *addresses: str) -> None:
        self.hanging |= {address: threading.Event() for address in addresses}

    def let_go(self) -> None:
        for event in self.hanging.values():
            event.set()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        parts = urlsplit(url)
        self._count(parts.netloc, 1)
        try:
            self.asked.append(url)
            if url in self.hanging:
                self.reached.release()
                assert self.hanging[url].wait(PATIENCE)
            if url in self.slow or parts.path not in PAGES:
                raise FetchError(f"{url} 没有读完。", trouble="slow" if url in self.slow else "gone")
            return Fetched(data=PAGES[parts.path].encode(), media_type="text/html; charset=utf-8", url=url)
        finally:
            self._count(parts.netloc, -1)

    def _count(self, host: str, step: int) -> None:
        with self._lock:
            for name in (host, "all"):
                self._now[name] += step
                self.most[name] = max(self.most[name], self._now[name])


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.let_go()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        yield opened


@pytest.fixture
def sources(library: Library, web: Web) -> Sources:
    now = datetime(2025, 4, 1, 8, tzinfo=UTC)
    taking = Taking(lambda: library._indexer, web, library.region)
    return Sources(Watched(library._engine), Visitor(web, pause=0), taking, today=lambda: now.date(), now=lambda: now)


def address(host: str, path: str = "/tzgg/") -> str:
    return f"http://{host}.example{path}"


def hosts(checks: Iterator[object]) -> list[str]:
    return [str(urlsplit(one.source.address).hostname).partition(".")[0] for one in checks]  # type: ignore[attr-defined]


def test_who_hangs_delays_nobody_else(sources: Sources, web: Web, library: Library, tmp_path: Path) -> None:
    web.hang(address("a"), address("b", "/art/1.html"), address("c", "/robots.txt"))
    for host in "abcdefgh":
        sources.add(address(host))
    write(tmp_path / "报告", "云泽.txt", report("云泽市", 2024))
    folder = sources.add(str(tmp_path / "报告"))
    checks = sources.check_due()
    first = [next(checks) for _ in range(6)]
    assert sorted(hosts(one for one in first if one.source.id != folder.id)) == list("defgh")
    assert folder.id in [one.source.id for one in first]
    later = sources.add(address("i"))
    assert next(checks).source.id == later.id, "what is due meanwhile does not wait either"
    web.let_go()
    assert sorted(hosts(checks)) == list("abc")
    assert len(library.documents()) == 4, "three reports of many hosts are one each"
    assert all(source.trouble is None and source.waiting == 0 for source in sources.list())


def test_one_request_at_a_time_a_host_and_few_at_once(sources: Sources, web: Web) -> None:
    hanging = [address(host) for host in "abcdef"]
    web.hang(*hanging)
    for host in "abcdef":
        sources.add(address(host))
        sources.add(address(host, "/other/"))
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(lambda: tuple(sources.check_due()))
        for _ in range(AT_ONCE):
            assert web.reached.acquire(timeout=PATIENCE)
        assert not web.reached.acquire(timeout=0.1)
        web.let_go()
        assert len(whole.result(PATIENCE)) == 12
    assert web.most["all"] == AT_ONCE
    assert {web.most[urlsplit(one).netloc] for one in hanging} == {1}


def test_a_stop_begins_nothing_new_and_waits_for_the_page_in_hand(sources: Sources, web: Web) -> None:
    stop = threading.Event()
    web.hang(*(address(host) for host in "abcdef"))
    for host in "abcdef":
        sources.add(address(host))
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(lambda: tuple(sources.check_due(stopping=stop.is_set)))
        for _ in range(AT_ONCE):
            assert web.reached.acquire(timeout=PATIENCE)
        stop.set()
        web.let_go()
        done = whole.result(PATIENCE)
    assert hosts(iter(done)) and len(done) == AT_ONCE
    assert [(one.found, len(one.results)) for one in done] == [(3, 0)] * AT_ONCE
    assert not [one for one in web.asked if "/art/" in one]


def test_a_site_that_hangs_in_its_articles_is_left_for_the_next_check(sources: Sources, web: Web) -> None:
    web.slow = {address("a", f"/art/{n}.html") for n in range(3)}
    sources.add(address("a"))
    (done,) = sources.check_due()
    assert [result.state for result in done.results] == ["failed"]
    assert len([one for one in web.asked if "/art/" in one]) == 1
    assert done.source.waiting == 3


def test_a_source_that_is_deleted_while_it_is_read_stops_nobody(sources: Sources, web: Web) -> None:
    web.hang(address("a"))
    gone = sources.add(address("a"))
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(lambda: tuple(sources.check_due()))
        assert web.reached.acquire(timeout=PATIENCE)
        sources.remove(gone.id)
        kept = sources.add(address("b"))
        web.let_go()
        assert [one.source.id for one in whole.result(PATIENCE)] == [kept.id]
