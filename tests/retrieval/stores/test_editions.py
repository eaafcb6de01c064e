"""The same report twice is one document; a revised edition is its next version; like reports stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.library import Library
from retrieval.model import IndexResult, Profile
from retrieval.sources.fetch import Fetched
from retrieval.stores.editions import newer, verdict
from retrieval.stores.keys import same_address
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import write

ITEMS = (
    "托育服务。全市新增普惠托位{0}个，每千人口托位数达到4.5个，建成社区托育点12家，示范托育机构6家。",
    "家庭医生签约。组建签约团队{1}个，重点人群签约率达到85.2%，高血压患者规范管理率78.4%。",
    "医共体建设。紧密型医共体覆盖全部县区，中心药房上线运行，远程会诊开展{2}例，检查结果互认。",
    "急救体系。新设急救站点{3}个，急救平均到达时间缩短到9分钟，培训急救员3200人次。",
    "中医药发展。建成中医馆{4}个，培养中医药骨干人才60名，推广适宜技术20项，开展义诊活动。",
    "老年健康。二级以上医院老年医学科设置率{5}%，安宁疗护床位300张，医养结合机构18家。",
)


def body(city: str = "青岚市", year: int = 2024, *, first: int = 1200, published: str = "", note: str = "") -> str:
    """A summary; ``first``: the figure of its first item; ``published``: 2025-01-20."""
    values = (first, 210, 4500, 7, 88, 92)
    items = [f"（{'一二三四五六'[i]}）{text.format(*values)}{city}群众满意。" for i, text in enumerate(ITEMS)]
    day = f"发布日期：{published}\n" if published else ""
    lines = "\n".join(["一、主要工作", *items])
    return f"{city}卫生健康委员会{year}年工作总结\n{day}{lines}\n二、存在问题\n基层力量仍然薄弱。{note}\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        yield opened


def index(library: Library, path: Path) -> IndexResult:
    (result,) = library.index([path])
    assert result.document, result.error
    return result


def test_a_repost_makes_no_document_and_no_event(library: Library, tmp_path: Path) -> None:
    first = index(library, write(tmp_path, "a/总结.txt", body()))
    again = index(library, write(tmp_path, "b/转载.txt", body(note="（转载自市卫生健康委员会）").replace("，", ",")))
    assert again.state == "unchanged"
    assert again.document == first.document
    assert len(library.documents()) == len(library.events()) == 1
    assert first.document
    assert len(library.files(first.document.id)) == 2


def test_a_revised_edition_is_the_next_version(library: Library, tmp_path: Path) -> None:
    first = index(library, write(tmp_path, "总结.txt", body(published="2025-01-20")))
    revised = index(library, write(tmp_path, "总结（修订）.txt", body(first=1350, published="2025-02-10")))
    assert revised.state == "updated"
    assert first.document
    assert revised.document
    assert revised.document.id == first.document.id
    assert [(event.kind, event.version) for event in library.events()] == [("added", 1), ("updated", 2)]
    (change,) = library.changes(first.document.id)
    assert "1200" in change.before
    assert "1350" in change.after
    assert "1350" in "".join(section.text for section in library.sections(first.document.id))
    assert "1200" in "".join(section.text for section in library.version_sections(first.document.id, 1))


def test_an_older_edition_that_comes_later_is_kept_but_not_shown(library: Library, tmp_path: Path) -> None:
    newest = index(library, write(tmp_path, "b.txt", body(first=1350, published="2025-02-10")))
    older = index(library, write(tmp_path, "a.txt", body(published="2025-01-20")))
    assert older.state == "unchanged"
    assert newest.document
    assert len(library.events()) == 1
    assert "1350" in "".join(section.text for section in library.sections(newest.document.id))
    assert [edition.current for edition in library.versions(newest.document.id)] == [True, False]
    assert "1200" in "".join(section.text for section in library.version_sections(newest.document.id, 2))
    write(tmp_path, "b.txt", body(first=1400, published="2025-03-10"))
    assert index(library, tmp_path / "b.txt").state == "updated"
    assert [event.version for event in library.events()] == [1, 3]
    assert "1350" in library.changes(newest.document.id)[-1].before + library.changes(newest.document.id)[0].before


def test_a_copy_that_stays_behind_does_not_bring_the_old_edition_back(library: Library, tmp_path: Path) -> None:
    index(library, write(tmp_path, "a.txt", body()))
    index(library, write(tmp_path, "b.txt", body(first=1350)))
    write(tmp_path, "a.txt", body() + "\n")
    assert index(library, tmp_path / "a.txt").state == "unchanged"
    write(tmp_path, "b.txt", body())
    assert index(library, tmp_path / "b.txt").state == "updated"
    assert len(library.events()) == 3


@pytest.mark.parametrize("other", [body("云泽市"), body(year=2023), body().replace("工作总结", "工作要点")])
def test_like_reports_of_another_city_year_or_kind_stay_apart(other: str, library: Library, tmp_path: Path) -> None:
    index(library, write(tmp_path, "a.txt", body()))
    assert index(library, write(tmp_path, "b.txt", other)).state == "added"


def test_five_addresses_of_one_page_are_one_document(tmp_path: Path) -> None:
    text = "".join(f"<p>{line}</p>" for line in body().split("\n"))
    addresses = (
        "http://www.qinglan.example/art/1.html",
        "https://www.qinglan.example/art/1.html?utm_source=wx",
        "https://m.qinglan.example/art/1.html",
        "http://qinglan.example/zt/2024/1.html",
        "http://mirror.example/gov/9876.htm",
    )

    class Pages:
        def get(self, url: str) -> Fetched:
            tail = f"<p>打印时间{len(url)}</p>" if "mirror" in url else ""
            page = f"<html><body><div class=article>{text}{tail}</div></body></html>"
            return Fetched(data=page.encode(), media_type="text/html; charset=utf-8", url=url)

    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        library._fetcher = Pages()  # type: ignore[assignment]  # pages without a network
        states = [result.state for result in library.index(addresses)]
        assert states == ["added", *["unchanged"] * 4]
        (document,) = library.documents()
        assert len(library.files(document.id)) == 5
        assert len(library.events()) == 1


@pytest.mark.parametrize(
    ("known", "new", "expected"),
    [
        (Profile(title="公告（第1号）"), Profile(title="公告（第2号）"), "same"),
        (Profile(title="第1号公告"), Profile(title="第2号公告"), "other"),
        (Profile(title="通知", number="青卫〔2024〕1号"), Profile(title="通知", number="青卫〔2024〕2号"), "other"),
        (Profile(title="通知", number="青卫〔2024〕1号"), Profile(title="通知", number="青卫[2024]1号"), "same"),
        (Profile(title=None), Profile(title=None), "same"),
    ],
)
def test_numbers_in_names_tell_documents_apart(known: Profile, new: Profile, expected: str) -> None:
    assert verdict(known, body(), new, body()) == expected


def test_short_texts_are_one_only_where_they_say_the_same() -> None:
    short = "定于3月5日召开会议，请准时参加，不得请假。"
    assert verdict(Profile(title="通知"), short, Profile(title="通知"), short.replace("，", " ")) == "same"
    assert verdict(Profile(title="通知"), short, Profile(title="通知"), short.replace("5日", "6日")) == "other"


def test_which_edition_is_newer() -> None:
    early, late = Profile(title="总结", published="2025-01-01"), Profile(title="总结", published="2025-02-01")
    assert newer(early, late)
    assert not newer(late, early)
    assert newer(Profile(title="总结"), Profile(title="总结（修订）"))
    assert not newer(Profile(title="总结（更正）"), Profile(title="总结"))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.cn/a/?id=7&p=2",
        "https://www.example.cn/a/index.html?p=2&id=7",
        "http://m.example.cn/a/index.shtml?id=7&p=2&utm_source=wx&spm=1.2#top",
        "http://www.example.cn/a/;jsessionid=ABC?p=2&id=7&_t=17000",
        "http://WWW.EXAMPLE.CN:80/m/a/../a/?id=7&p=2".replace("/../a", ""),
    ],
)
def test_addresses_of_one_page_compare_equal(address: str) -> None:
    assert same_address(address) == "http://example.cn/a/?id=7&p=2"


def test_addresses_of_other_pages_do_not() -> None:
    pages = (
        "http://example.cn/a.html",
        "http://example.cn/b.html",
        "http://gov.cn/a.html",
        "http://example.cn/a.html?id=1",
    )
    assert len({same_address(page) for page in pages}) == 4
