"""Sources are checked when due; what is new enters once; what is wrong is said once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from retrieval.errors import InputError, StoreError, UnknownIdError
from retrieval.gathering.sources import Sources
from retrieval.gathering.taking import Taking
from retrieval.library import Library
from retrieval.sources.fetch import Fetcher
from retrieval.sources.visiting import Visitor
from retrieval.stores.watched import Watched
from tests.fakes import FakeEmbedder
from tests.retrieval.gathering.sites import (
    Site,
    article,
    articles,
    dripping,
    endless,
    listing,
    publish,
    serving,
    status,
)
from tests.retrieval.reports import report, write


class Clock:
    """A time that a test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2025, 4, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder(), allow_private=True) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sources(library: Library, clock: Clock) -> Sources:
    return watching(library, clock)


def watching(library: Library, clock: Clock, *, timeout: float = 30.0) -> Sources:
    """The sources of a library. ``timeout``: seconds for a page."""
    fetcher = Fetcher(allow_private=True, timeout=timeout, limit=1_000_000)
    taking = Taking(lambda: library._indexer, fetcher, library.region)
    return Sources(
        Watched(library._engine), Visitor(fetcher, pause=0), taking, today=lambda: clock.now.date(), now=clock
    )


def notices(sources: Sources) -> list[str]:
    return [notice.kind for notice in sources.notices()]


def test_the_first_check_is_silent_and_what_comes_later_is_not(
    site: Site, sources: Sources, library: Library, clock: Clock
) -> None:
    publish(site, "/tzgg/", articles(4, 1))
    source = sources.add(site.at("/tzgg/"), region="青岚市")
    done = sources.check(source.id)
    assert (done.found, [result.state for result in done.results]) == (4, ["added"] * 4)
    assert done.source.kind == "page"
    assert [event.silent for event in library.events()] == [True] * 4
    assert tuple(sources.check_due()) == ()
    publish(site, "/tzgg/", articles(5))
    clock.forward(hours=6)
    (done,) = sources.check_due()
    assert (done.found, len(done.results)) == (1, 1)
    assert [event.silent for event in library.events(after=4)] == [False]
    assert site.asked.count("/art/1.html") == 1
    assert notices(sources) == []


def test_an_unchanged_page_is_asked_for_conditionally(site: Site, sources: Sources, clock: Clock) -> None:
    publish(site, "/tzgg/", articles(3))
    page = str(site.pages["/tzgg/"])
    site.pages["/tzgg/"] = lambda handler: handler.reply(  # type: ignore[attr-defined]
        304 if handler.headers["If-None-Match"] == "v1" else 200, page, etag="v1"
    )
    source = sources.add(site.at("/tzgg/"))
    sources.check(source.id)
    clock.forward(hours=7)
    done = sources.check(source.id)
    assert (done.found, done.source.trouble) == (0, None)
    assert site.conditions[-1] == "v1"


def test_further_pages_are_followed_the_first_time(site: Site, sources: Sources, library: Library) -> None:
    publish(site, "/l/index.html", articles(3), more='<script>createPageHTML(2, 0, "index", "html");</script>')
    publish(site, "/l/index_1.html", articles(3, 3))
    assert sources.check(sources.add(site.at("/l/index.html")).id).found == 6
    assert len(library.documents()) == 6


def test_a_kill_in_the_middle_loses_and_doubles_nothing(
    site: Site, sources: Sources, library: Library, clock: Clock
) -> None:
    publish(site, "/tzgg/", articles(5))
    source = sources.add(site.at("/tzgg/"))
    left = iter([False, False, True])
    done = sources.check(source.id, stopping=lambda: next(left, True))
    assert (len(done.results), done.source.waiting) == (2, 3)
    clock.forward(minutes=1)
    (done,) = sources.check_due()
    assert (len(done.results), done.source.waiting) == (3, 0)
    assert [event.silent for event in library.events()] == [True] * 5


def test_attachments_that_can_be_read_are_followed(
    site: Site, sources: Sources, library: Library, clock: Clock
) -> None:
    publish(site, "/tzgg/", articles(3))
    notice = "<p>现将工作要点印发给你们，请认真贯彻落实。</p>" * 3
    site.pages["/art/0.html"] = (
        f"<html><title>通知</title><body><h1>关于印发工作要点的通知</h1>{notice}<a href='/f/yd.md'>附件：要点</a></body></html>"
    )
    site.pages["/f/yd.md"] = report("江澜市", 2025).replace("总结", "要点")
    source = sources.add(site.at("/tzgg/"))
    sources.check(source.id)
    clock.forward(minutes=2)
    assert tuple(sources.check_due())
    assert any("江澜市" in document.title for document in library.documents())


FAULTS = {
    "gone": (status(404), "404"),
    "refused": (status(403), "403"),
    "anti-bot": (status(412), "412"),
    "captcha": ("<title>安全验证</title><body>请输入验证码继续访问", "验证码"),
    "login": ("<title>用户登录</title><body><form>登录<input type=password></form>", "登录"),
    "loop": (status(302, location="/x/"), "转来转去"),
    "large": (endless, "MB 的上限"),
    "drip": (dripping, "没有读完"),
    "charset": (bytes(range(128, 256)) * 40 + b"<html>", "编码"),
    "feed": ("<?xml version='1.0'?><rss><channel><item><titl", "XML"),
    "script": ("<html><body><div id=app></div></body></html>", "脚本"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_each_fault_is_one_sentence_told_once_and_once_again_when_well(
    fault: str, site: Site, sources: Sources, library: Library, clock: Clock
) -> None:
    answer, word = FAULTS[fault]
    site.pages["/x/"] = answer  # type: ignore[assignment]  # a page or what to do
    source = sources.add(site.at("/x/"))
    trying = watching(library, clock, timeout=0.5) if fault == "drip" else sources
    pauses = []
    for _ in range(4):
        done = trying.check(source.id)
        pauses.append(datetime.fromisoformat(done.source.due_at) - clock.now)
        clock.now = datetime.fromisoformat(done.source.due_at)
    trouble = sources.find(source.id).trouble or ""
    assert word in trouble
    assert trouble.endswith("。")
    assert pauses[0] < pauses[-1] or pauses[0] == timedelta(days=1)
    assert max(pauses) <= timedelta(days=1)
    assert [kind in ("failing", "layout") for kind in notices(sources)] == [True]
    assert library.documents() == ()
    site.pages["/x/"] = listing(articles(3))
    assert sources.check(source.id).source.trouble is None
    assert notices(sources)[1:] == ["well"]


def test_nothing_that_stands_in_the_way_is_taken_for_a_report(site: Site, sources: Sources, library: Library) -> None:
    publish(site, "/tzgg/", articles(4))
    site.pages["/art/1.html"] = "<title>安全验证</title><body>请输入验证码继续访问本站"
    site.pages["/art/2.html"] = "<title>404</title><body>您访问的页面不存在或已删除"
    done = sources.check(sources.add(site.at("/tzgg/")).id)
    assert sorted(result.state for result in done.results) == ["added", "added", "failed", "failed"]
    assert len(library.documents()) == 2
    assert done.source.waiting == 2


def test_a_layout_that_changed_overnight_is_said(site: Site, sources: Sources, clock: Clock) -> None:
    publish(site, "/tzgg/", articles(4))
    source = sources.add(site.at("/tzgg/"))
    sources.check(source.id)
    publish(site, "/tzgg/", articles(4), tag="table")
    sources.check(source.id)
    assert notices(sources) == ["layout"]
    site.pages["/tzgg/"] = "<html><body><a href='/a/'>概况</a><a href='/b/'>公开</a></body></html>"
    done = sources.check(source.id)
    assert "改版" in (done.source.trouble or "")
    assert notices(sources) == ["layout", "layout"]
    clock.forward(hours=1)
    sources.check(source.id)
    assert notices(sources) == ["layout", "layout"]


def test_a_page_that_moved_for_good_is_remembered(site: Site, sources: Sources, clock: Clock) -> None:
    publish(site, "/new/", articles(3))
    site.pages["/old/"] = status(301, location="/new/")
    source = sources.add(site.at("/old/"))
    done = sources.check(source.id)
    assert done.source.address == site.at("/new/")
    assert notices(sources) == ["moved"]
    sources.check(source.id)
    assert site.asked.count("/old/") == 1


def test_a_silent_source_is_said_to_be_stale_once(site: Site, sources: Sources, clock: Clock) -> None:
    publish(site, "/tzgg/", articles(6))
    source = sources.add(site.at("/tzgg/"))
    sources.check(source.id)
    for _ in range(3):
        clock.forward(days=50)
        sources.check(source.id)
    assert notices(sources) == ["stale"]
    publish(site, "/tzgg/", {"/art/7.html": ("白鹭市卫生健康委2024年工作总结", "2025-08-20"), **articles(6)})
    sources.check(source.id)
    assert notices(sources) == ["stale", "well"]


def test_days_of_the_future_are_remarked(site: Site, sources: Sources) -> None:
    site.pages["/tzgg/"] = listing({path: (title, "2031-01-01") for path, (title, _) in articles(3).items()})
    assert "晚于今天" in (sources.check(sources.add(site.at("/tzgg/")).id).source.remark or "")


def test_robots_are_obeyed_and_the_busy_are_given_time(site: Site, sources: Sources, clock: Clock) -> None:
    publish(site, "/tzgg/", articles(3))
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /tzgg/*\n"
    assert "robots.txt" in (sources.check(sources.add(site.at("/tzgg/")).id).source.trouble or "")
    assert site.asked == []
    site.pages["/busy/"] = status(429, retry_after="7200")
    done = sources.check(sources.add(site.at("/busy/")).id)
    assert datetime.fromisoformat(done.source.due_at) - clock.now == timedelta(hours=2)


def test_a_folder_that_is_not_mounted_removes_nothing(sources: Sources, library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    write(folder, "青岚.txt", report("青岚市", 2024))
    source = sources.add(str(folder))
    assert sources.check(source.id).found == 1
    (folder / "青岚.txt").unlink()
    assert "没有挂载" in (sources.check(source.id).source.trouble or "")
    shutil.rmtree(folder)
    assert "没有挂载" in (sources.check(source.id).source.trouble or "")
    assert len(library.documents()) == 1


def test_sources_are_kept_paused_resumed_and_forgotten(
    site: Site, sources: Sources, library: Library, tmp_path: Path
) -> None:
    publish(site, "/tzgg/", articles(3))
    source = sources.add(site.at("/tzgg/"), name="青岚通知公告", every_hours=2)
    with pytest.raises(InputError, match="已经添加过"):
        sources.add(site.at("/tzgg/"))
    with pytest.raises(InputError, match="也不是文件夹"):
        sources.add(str(tmp_path / "nothing"))
    assert not sources.pause(source.address).active
    assert tuple(sources.check_due()) == ()
    assert sources.resume(str(source.id)).active
    assert len(tuple(sources.check_due())) == 1
    assert sources.remove(source.id).name == "青岚通知公告"
    assert sources.list() == ()
    assert len(library.documents()) == 3
    with pytest.raises(UnknownIdError, match="没有来源"):
        sources.check(source.id)


def test_each_person_is_told_once(site: Site, sources: Sources) -> None:
    source = sources.add(site.at("/gone/"))
    for _ in range(3):
        sources.check(source.id)
    (notice,) = sources.notices(untold="1001")
    assert "404" in notice.text
    sources.told(notice.number, "1001")
    assert sources.notices(untold="1001") == ()
    assert sources.notices(untold="1002") == (notice,)


def test_a_reader_may_look_but_not_keep(site: Site, library: Library, tmp_path: Path) -> None:
    publish(site, "/tzgg/", articles(3))
    with Library(tmp_path / "other", readonly=True, embedder=FakeEmbedder(), allow_private=True) as reader:
        assert len(reader.sources.look(site.at("/tzgg/")).articles) == 3
        with pytest.raises(StoreError, match="只读"):
            reader.sources.add(site.at("/tzgg/"))
    assert article("青岚市", 2024)
