"""Lists of made-up sites are read whole, and nothing else for one."""

from __future__ import annotations

import gzip
from datetime import date
from urllib.parse import urljoin

import pytest

from retrieval.errors import InputError
from retrieval.loaders.page_text import page_text
from retrieval.sources.listing import Listing, dates, read
from tests.retrieval.sources import last_sites, more_sites, sites

SITE = "http://www.qinglan.example"
SEEDS = range(2)


def listed(
    data: bytes | str, url: str = f"{SITE}/a/index.html", media_type: str = "text/html", **options: str
) -> Listing:
    raw = data.encode() if isinstance(data, str) else data
    return read(raw, media_type=media_type, url=url, decode=page_text, today=sites.TODAY, **options)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", sorted(sites.TEMPLATES))
def test_every_article_is_found_and_nothing_else(name: str, seed: int) -> None:
    made = sites.site(name, seed)
    url = urljoin(SITE, made.path)
    found = listed(made.data, url, made.media_type)
    truth = [(urljoin(url, e.path), e.title, e.day.isoformat() if e.told else None) for e in made.entries]
    assert [(article.url, article.title, article.date) for article in found.articles] == truth
    assert found.following == (urljoin(url, made.following) if made.following else None)


def test_the_templates_are_many() -> None:
    assert len(sites.TEMPLATES) >= 20
    assert {more_sites.divs, last_sites.thin} <= set(sites.TEMPLATES.values())


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>青岚</title><link>http://www.qinglan.example/</link>
<item><title>青岚市2024年卫生健康工作总结</title><link>/a/1.html</link><pubDate>Mon, 10 Mar 2025 08:00:00 +0800</pubDate></item>
<item><title>托育服务 & 婴幼儿照护</title><link>http://www.qinglan.example/a/2.html</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>青岚</title><link rel="next" href="?page=2"/>
<entry><title>望川市卫生健康工作要点</title><link href="/b/9.html"/><id>x</id><updated>2025-02-01T00:00:00Z</updated></entry></feed>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://www.qinglan.example/1.html</loc>
<lastmod>2024-01-05</lastmod></url><url><loc>http://www.qinglan.example/2.html</loc><lastmod>2025-01-05T08:00:00+08:00</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/s1.xml.gz</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>/s2.xml</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>"""


def test_a_feed_with_a_fault_is_read_as_far_as_it_goes() -> None:
    found = listed(RSS, media_type="application/rss+xml")
    assert found.form == "feed"
    assert [(a.url, a.date) for a in found.articles] == [(f"{SITE}/a/1.html", "2025-03-10"), (f"{SITE}/a/2.html", None)]


def test_atom_says_its_next_page() -> None:
    found = listed(ATOM, f"{SITE}/feed")
    assert (found.form, found.following) == ("feed", f"{SITE}/feed?page=2")
    assert [(a.url, a.title, a.date) for a in found.articles] == [
        (f"{SITE}/b/9.html", "望川市卫生健康工作要点", "2025-02-01")
    ]


def test_sitemaps_are_read_newest_first_also_zipped() -> None:
    found = listed(gzip.compress(SITEMAP.encode()), f"{SITE}/sitemap.xml.gz")
    assert found.form == "sitemap"
    assert [(a.url, a.date) for a in found.articles] == [
        (f"{SITE}/2.html", "2025-01-05"),
        (f"{SITE}/1.html", "2024-01-05"),
    ]
    assert listed(INDEX).further == (f"{SITE}/s2.xml", f"{SITE}/s1.xml.gz")


def test_entities_of_a_sitemap_are_not_resolved() -> None:
    evil = SITEMAP.replace("<urlset", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset').replace(
        "1.html", "&e;.html"
    )
    assert all("localhost" not in a.url for a in listed(evil).articles)


def test_json_lists_in_several_dialects() -> None:
    rows = '{"rows":[{"docPubUrl":"/t/1.html","docTitle":"<em>托育</em>服务","docRelTime":1735689600000},{"docPubUrl":"/t/2.html","docTitle":"签约服务","docRelTime":"20250103"}],"nextPage":"/api?p=2"}'
    for text in (rows, f"callback({rows});"):
        found = listed(text, f"{SITE}/api?p=1", "application/json")
        assert [(a.title, a.date) for a in found.articles] == [("托育服务", "2025-01-01"), ("签约服务", "2025-01-03")]
        assert found.following == f"{SITE}/api?p=2"


ROWS = "".join(
    f'<li><a href="t2025010{i}_{i}.html">青岚市卫生健康委员会第{i}号公告</a><span>2025-01-0{i}</span></li>'
    for i in range(1, 8)
)


@pytest.mark.parametrize(
    ("pages", "following"),
    [
        ('<script>createPageHTML(3, 0, "index", "html");</script>', "index_1.html"),
        ("<script>createPageHTML(3,1,'index','shtml')</script>", "index_2.shtml"),
        ('<script>createPageHTML(3, 2, "index", "html");</script>', None),
        (
            "<script>var currentPage = 0; var countPage = 4; document.write('index_'+(currentPage+1)+'.html')</script>",
            "index_1.html",
        ),
        ('<a href="l2.html">下一页</a>', "l2.html"),
        ('<a href="l2.html"> 下一页 &gt;&gt; </a>', "l2.html"),
        ('<a href="index.html">下一页</a>', None),
        ('<a href="javascript:;">下一页</a>', None),
        ('<link rel="next" href="/p2/">', "/p2/"),
        ('<a href="l1.html">1</a> <b>2</b> <a href="l3.html">3</a>', "l3.html"),
        ('<a href="l4.html" title="下一页"><img src="n.gif"></a>', "l4.html"),
        ("", None),
    ],
)
def test_the_next_page(pages: str, following: str | None) -> None:
    found = listed(f"<html><body><ul>{ROWS}</ul><div>{pages}</div></body></html>")
    assert len(found.articles) == 7
    assert found.following == (urljoin(f"{SITE}/a/index.html", following) if following else None)


def test_a_selector_names_the_list() -> None:
    other = "".join(f'<p><a href="/x{i}.html">又一个列表的第{i}条，没有日期</a></p>' for i in range(9))
    page = f"<html><body><ul>{ROWS}</ul><div id='o'>{other}</div></body></html>"
    assert len(listed(page).articles) == 7
    assert [a.url for a in listed(page, selector="#o").articles] == [f"{SITE}/x{i}.html" for i in range(9)]
    with pytest.raises(InputError, match="CSS"):
        listed(page, selector="ul[")


def test_days_of_the_future_are_not_believed() -> None:
    found = listed(
        f"<html><body><ul>{ROWS.replace('2025-01-07', '2031-01-07')}</ul></body></html>".replace("t20250107", "t")
    )
    assert (found.articles[-1].date, found.future) == (None, 1)


@pytest.mark.parametrize(
    ("page", "wall"),
    [
        ("<title>安全验证</title><body>请拖动滑块完成验证<a href='/x'>帮助</a>", "captcha"),
        ("<title>用户登录</title><body><form><input name=u><input type=password></form>登录", "login"),
        ("<title>404</title><body>您访问的页面不存在", "gone"),
        ("<body>访问过于频繁，请稍后再试", "refused"),
        ("<body><script>$_ts=window['$_ts'];</script>", "refused"),
        ("<title>通知公告</title><body>本栏目暂无内容", None),
    ],
)
def test_what_stands_in_the_way(page: str, wall: str | None) -> None:
    found = listed(page)
    assert (found.articles, found.wall) == ((), wall)


def test_a_page_that_refreshes_says_where_to() -> None:
    assert listed('<meta http-equiv="refresh" content="0; url=/new/index.html"><body>').further == (
        f"{SITE}/new/index.html",
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[2024-03-09]", "2024-03-09"),
        ("2024年3月9日 10:20", "2024-03-09"),
        ("24-03-09", "2024-03-09"),
        ("09 2024-03", "2024-03-09"),
        ("[03-09]", "2025-03-09"),
        ("12/31", "2024-12-31"),
        ("2024-13-40", None),
        ("浏览 1205 次", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    found = dates.written(text, date(2025, 4, 20))
    assert (found and found.isoformat()) == day


def test_the_address_tells_the_year_that_a_list_leaves_out() -> None:
    rows = "".join(
        f'<li><a href="zwgk/t2024{month}10_{n}.html">青岚市卫生健康工作总结之{n}</a><span>{month}-10</span></li>'
        for n, month in enumerate(("03", "02", "01"), 1)
    )
    found = listed(f"<ul>{rows}</ul>")
    assert [article.date for article in found.articles] == ["2024-03-10", "2024-02-10", "2024-01-10"]
