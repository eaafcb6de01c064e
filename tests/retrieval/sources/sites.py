"""Listing pages of invented sites, each template of its own make, with what they truly list.

``site(template, seed)`` is one page with its answer; the same seed makes the same page. Addresses are relative to the
server that serves it: ``prefix`` is put before every path.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

TODAY = date(2025, 4, 20)
CITIES = ("青岚市", "云泽市", "望川市", "江澜市", "林溪县", "河湾区", "石浦县", "白鹭市")
SUBJECTS = (
    "卫生健康工作总结",
    "托育服务发展情况",
    "家庭医生签约服务推进会",
    "紧密型医共体建设",
    "基本公共卫生服务项目绩效评价",
    "老年健康服务体系",
    "院前急救站点布局",
    "中医药传承创新",
    "疾病预防控制重点任务",
    "医疗保障协同工作",
    "爱国卫生运动",
    "职业病防治宣传周",
    "基层卫生人才培养",
    "妇幼健康能力提升",
)
FORMS = (
    "关于印发{c}{y}年{s}的通知",
    "{c}{y}年{s}",
    "{c}召开{s}会议",
    "{c}开展{s}专项行动",
    "{s}有新进展",
    "{c}卫生健康委员会关于{s}的公告",
    "图解：{s}",
    "《{c}{s}实施方案》政策解读",
)
COLUMNS = (
    "首页",
    "机构概况",
    "政务公开",
    "通知公告",
    "工作动态",
    "政策法规",
    "办事服务",
    "互动交流",
    "专题专栏",
    "数据发布",
)
FRIENDS = (
    "国家卫生健康委员会",
    "青岚市人民政府网",
    "云泽省卫生健康委员会",
    "健康青岚服务平台",
    "望川市疾病预防控制中心",
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a page truly lists. ``told``: whether the page tells the day."""

    path: str
    title: str
    day: date
    told: bool = True


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: its path, bytes and type, what it lists (absolute path → entry), its next page's path."""

    template: str
    path: str
    data: bytes
    media_type: str = "text/html; charset=utf-8"
    entries: tuple[Entry, ...] = ()
    following: str | None = None
    others: dict[str, tuple[bytes, str]] = field(default_factory=dict)


Template = Callable[[random.Random], Page]
TEMPLATES: dict[str, Template] = {}


def template(function: Template) -> Template:
    """Register a template by its function's name."""
    TEMPLATES[function.__name__] = function
    return function


def site(name: str, seed: int) -> Page:
    """The page of a template for a seed."""
    return TEMPLATES[name](random.Random(f"{name}{seed}"))  # noqa: S311 -- made-up pages


def entries(rng: random.Random, pattern: str, *, most: int = 25, least: int = 6) -> list[Entry]:
    """Articles, newest first. ``pattern`` may hold {y} {m} {d} {ymd} {ym} {n} {hex}."""
    day = TODAY - timedelta(days=rng.randrange(3))
    found: dict[str, Entry] = {}
    number = rng.randrange(1000, 90000)
    for _ in range(rng.randint(least, most)):
        day -= timedelta(days=rng.randrange(0, 9))
        number -= rng.randrange(1, 30)
        title = rng.choice(FORMS).format(c=rng.choice(CITIES), y=rng.choice((2023, 2024, 2025)), s=rng.choice(SUBJECTS))
        hexed = f"{rng.getrandbits(128):032x}"
        path = pattern.format(
            y=day.year, m=day.month, d=day.day, ymd=f"{day:%Y%m%d}", ym=f"{day:%Y%m}", n=number, hex=hexed
        )
        found[path] = Entry(path=path, title=title, day=day)
    return list(found.values())


def nav(rng: random.Random, tag: str = "li", more: str = "") -> str:
    """A menu."""
    items = [
        f'<{tag}><a href="/{"" if i == 0 else f"col{i}/"}{more}">{name}</a></{tag}>' for i, name in enumerate(COLUMNS)
    ]
    return "".join(items[: rng.randint(5, len(items))])


def friends() -> str:
    """A footer with links elsewhere."""
    return "".join(
        f'<a href="http://www.site{i}.example/" target="_blank">{name}</a> ' for i, name in enumerate(FRIENDS)
    )


def hot(rng: random.Random, pattern: str, count: int = 8) -> str:
    """Items of a box of much-read articles."""
    return "".join(f'<li><a href="{e.path}">{e.title}</a></li>' for e in entries(rng, pattern, most=count, least=count))


def page(
    template_name: str, path: str, text: str, found: list[Entry], following: str | None = None, encoding: str = "utf-8"
) -> Page:
    """A page of text."""
    label = "gb2312" if encoding == "gbk" else encoding
    return Page(
        template=template_name,
        path=path,
        data=text.encode(encoding),
        media_type=f"text/html; charset={label}",
        entries=tuple(found),
        following=following,
    )


@template
def wcm(rng: random.Random) -> Page:
    """ul > li, the day in a span, pages made by a script."""
    found = entries(rng, "/zwgk/tzgg/{ym}/t{ymd}_{n}.html")
    rows = "".join(
        f'<li><span>{e.day}</span><a href="./{e.path.removeprefix("/zwgk/tzgg/")}" target="_blank">{e.title}</a></li>'
        for e in found
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告_青岚市卫生健康委员会</title></head><body>
<div class="header"><ul class="nav">{nav(rng)}</ul></div><div class="dqwz">当前位置：<a href="/">首页</a>><a href="../">政务公开</a>><a href="./">通知公告</a></div>
<div class="main"><div class="left-menu"><ul>{nav(rng)}</ul></div><div class="right-list"><ul class="list">{rows}</ul>
<div class="page"><script>createPageHTML(12, 0, "index", "html");</script></div></div></div><div class="footer">友情链接：{friends()}</div></body></html>"""
    return page("wcm", "/zwgk/tzgg/index.html", text, found, "/zwgk/tzgg/index_1.html")


@template
def gbk_table(rng: random.Random) -> Page:
    """Nested tables without a class, GBK, rows parted by lines, [03-09] after the link."""
    found = entries(rng, "/show.asp?id={n}", most=20)
    rows = "".join(
        f'<tr><td width="4%"><img src="dot.gif"></td><td><a href="{e.path[1:]}" title="{e.title}">{e.title[:14]}{"..." if len(e.title) > 14 else ""}</a></td>'
        f'<td width="15%">[{e.day.year}/{e.day.month}/{e.day.day}]</td></tr><tr><td colspan="3" height="1" bgcolor="#ccc"></td></tr>'
        for e in found
    )
    side = "".join(f'<tr><td><a href="list.asp?c={i}">{name}</a></td></tr>' for i, name in enumerate(COLUMNS[:6]))
    text = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>工作动态</title></head><body>
<table width="1000"><tr>{nav(rng, "td")}</tr></table><table width="1000"><tr><td width="200"><table>{side}</table></td><td><table width="100%">{rows}</table>
<table><tr><td>共3页 <a href="list.asp?c=2&page=1">首页</a> 上一页 <a href="list.asp?c=2&page=2">下一页</a> <a href="list.asp?c=2&page=3">尾页</a></td></tr></table>
</td></tr></table><table><tr><td>{friends()}</td></tr></table></body></html>"""
    return page("gbk_table", "/list.asp?c=2", text, found, "/list.asp?c=2&page=2", "gbk")


@template
def cards(rng: random.Random) -> Page:
    """Cards with a picture, a heading, a summary and blocks of day and month; numbered pages."""
    found = entries(rng, "/news/detail/{n}", most=12)
    rows = "".join(
        f'<div class="card item{i % 2}"><a class="thumb" href="{e.path}"><img src="/i/{i}.jpg" alt=""></a><div class="day"><b>{e.day.day:02}</b><i>{e.day:%Y-%m}</i></div>'
        f'<div class="txt"><h3><a href="{e.path}">{e.title}</a></h3><p>近日，{e.title}，取得积极成效，群众满意度进一步提升……</p><a class="more" href="{e.path}">查看详情</a></div></div>'
        for i, e in enumerate(found)
    )
    text = f"""<!doctype html><html><head><meta charset="utf-8"><title>新闻中心</title></head><body><header><nav>{nav(rng, "span")}</nav></header>
<section class="content">{rows}<div class="pagination"><span class="current">1</span><a href="/news/list?page=2">2</a><a href="/news/list?page=3">3</a><a href="/news/list?page=9">9</a></div></section>
<aside><h4>热门文章</h4><ul>{hot(rng, "/news/detail/{n}")}</ul></aside><footer>{friends()}</footer></body></html>"""
    return page("cards", "/news/list?page=1", text, found, "/news/list?page=2")


@template
def jpage(rng: random.Random) -> Page:
    """The list stands in records of an XML script."""
    found = entries(rng, "/art/{y}/{m}/{d}/art_1229_{n}.html")
    records = "".join(
        f'<record><![CDATA[<li><a title="{e.title}" href="{e.path}">{e.title}</a><b>{e.day}</b></li>]]></record>'
        for e in found
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>工作总结</title></head><body><div id="top"><div class="menu">{nav(rng)}</div></div>
<div class="wzwz"><a href="/">首页</a> / <a href="/col/col1229/index.html">信息公开</a></div>
<div id="list"><div class="default_pgContainer"><script type="text/xml"><datastore><nextgroup><![CDATA[x]]></nextgroup><recordset>{records}</recordset></datastore></script></div></div>
<div class="bottom">{friends()}</div></body></html>"""
    return page("jpage", "/col/col1229/index.html", text, found)


@template
def flat(rng: random.Random) -> Page:
    """No element per item: anchors, days and breaks in one block; broken markup."""
    found = entries(rng, "/html/{y}/{n}.htm", most=18)
    rows = "".join(
        f'·<a href="{e.path}" target=_blank><font color=#333>{e.title}</a> <font color="#999">({e.day.year}-{e.day.month}-{e.day.day})</font><br>\n'
        for e in found
    )
    text = f"""<html><head><meta charset=utf-8><title>工作简报</title><body><center><div id=menu>{nav(rng, "b")}</div>
<div id=content><h2>工作简报</h2><p>{rows}<p align=center>第1页 <a href="list_2.htm">下一页</a> <a href="list_7.htm">末页</a></div><div id=bottom>{friends()}</center>"""
    return page("flat", "/jb/list_1.htm", text, found, "/jb/list_2.htm")


@template
def plain_json(rng: random.Random) -> Page:
    """An answer in JSON."""
    found = entries(rng, "/content/{hex}.html")
    rows = [
        {"id": i, "title": e.title, "url": e.path, "publishTime": f"{e.day} 09:{i:02}:00", "source": "本站"}
        for i, e in enumerate(found)
    ]
    value = {
        "code": 0,
        "data": {"total": 99, "page": 1, "pages": 5, "list": rows},
        "menu": [{"name": "首页", "url": "/"}],
    }
    data = json.dumps(value, ensure_ascii=False).encode()
    return Page(
        template="plain_json",
        path="/api/list?channel=7&page=1",
        data=data,
        media_type="application/json",
        entries=tuple(found),
        following="/api/list?channel=7&page=2",
    )


@template
def two_lists(rng: random.Random) -> Page:
    """Two boxes of articles of one page, both with days, a slide show above."""
    first = entries(rng, "/info/1012/{n}.htm", most=8)
    second = entries(rng, "/info/1013/{n}.htm", most=8)

    def box(name: str, some: list[Entry]) -> str:
        rows = "".join(f'<li><i></i><a href="{e.path}">{e.title}</a><em>{e.day:%m-%d}</em></li>' for e in some)
        return f'<div class="box"><div class="tit"><h2>{name}</h2><a href="/more{len(name)}.htm">更多>></a></div><ul>{rows}</ul></div>'

    slides = "".join(
        f'<li><a href="/info/1099/{i}.htm"><img src="{i}.jpg" alt="图片新闻{i}"></a></li>' for i in range(4)
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>首页</title></head><body><div class="topnav">{nav(rng)}</div><div class="banner swiper"><ul>{slides}</ul></div>
<div class="wrap">{box("通知公告", first)}{box("工作动态一览", second)}</div><div class="yqlj">{friends()}</div></body></html>"""
    return page("two_lists", "/zx/", text, [*first, *second])


@template
def definition(rng: random.Random) -> Page:
    """dl with dt and dd, a base address, the day below the title, the day's year missing nowhere."""
    found = entries(rng, "/site/gk/{n}/{hex}.shtml", most=15)
    rows = "".join(
        f'<dt><a href="{e.path.removeprefix("/site/")}">{e.title}</a></dt><dd>发布日期：{e.day.year}年{e.day.month}月{e.day.day}日 浏览：{i * 7 + 3}次</dd>'
        for i, e in enumerate(found)
    )
    text = f"""<!DOCTYPE html><html><head><base href="/site/"><meta charset="utf-8"><title>信息公开目录</title></head><body><ul id="mainmenu">{nav(rng)}</ul>
<div class="container"><dl>{rows}</dl><div class="fy"><a class="disabled">上一页</a><a class="next" href="gk/list?p=2">下一页</a></div></div><div id="foot">{friends()}</div></body></html>"""
    return page("definition", "/site/gk/list?p=1", text, found, "/site/gk/list?p=2")


@template
def rows_clicked(rng: random.Random) -> Page:
    """A table with head, number, title, document number and day; a category before the title."""
    found = entries(rng, "/gkml/detail?id={hex}", most=20)
    rows = "".join(
        f'<tr><td>{i + 1}</td><td><a class="lb" href="/gkml/list?type={i % 3}">[{("通知", "公告", "总结")[i % 3]}]</a><a href="{e.path}">{e.title}</a></td><td>青卫〔{e.day.year}〕{i + 1}号</td><td>{e.day:%Y.%m.%d}</td></tr>'
        for i, e in enumerate(found)
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开</title></head><body><div class="header">{nav(rng)}</div>
<div class="tree"><ul>{"".join(f'<li><a href="/gkml/list?type={i}">{name}</a></li>' for i, name in enumerate(COLUMNS))}</ul></div>
<table class="gkml"><thead><tr><th>序号</th><th>标题</th><th>文号</th><th>日期</th></tr></thead><tbody>{rows}</tbody></table>
<div class="pages"><a href="/gkml/list?type=0&pageNo=1">1</a><a href="/gkml/list?type=0&pageNo=2">2</a><a href="/gkml/list?type=0&pageNo=3">3</a></div><div class="copyright">{friends()}</div></body></html>"""
    return page("rows_clicked", "/gkml/list?type=0&pageNo=1", text, found, "/gkml/list?type=0&pageNo=2")


@template
def undated(rng: random.Random) -> Page:
    """No days beside the links (one is in the address); lists cut into blocks of five; a side box of hot ones."""
    found = entries(rng, "/xwzx/{ym}/{hex}.shtml", most=20)
    rows = "".join(
        "<ul>"
        + "".join(f'<li class="l{i}"><a href="{e.path}">{e.title}</a></li>' for i, e in enumerate(found[k : k + 5]))
        + '</ul><div class="line"></div>'
        for k in range(0, len(found), 5)
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>新闻资讯</title></head><body><div class="head"><ul class="menu">{nav(rng)}</ul></div>
<div class="lft"><div class="hotbox"><h3>点击排行</h3><ul>{hot(rng, "/xwzx/{ym}/{hex}.shtml")}</ul></div></div><div class="rgt">{rows}<a href="/xwzx/2.shtml">下页</a></div><div class="ft">{friends()}</div></body></html>"""
    return page(
        "undated",
        "/xwzx/1.shtml",
        text,
        [Entry(path=e.path, title=e.title, day=e.day, told=False) for e in found],
        "/xwzx/2.shtml",
    )


@template
def in_anchor(rng: random.Random) -> Page:
    """Everything within the anchor: title, summary, day."""
    found = entries(rng, "/p/{n}.html", most=15)
    rows = "".join(
        f'<a class="row" href="{e.path}"><span class="t">{e.title}</span><span class="d">{e.day:%Y-%m-%d}</span></a>'
        for e in found
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>动态</title></head><body><nav>{nav(rng, "span")}</nav><main><h1>动态</h1><div class="rows">{rows}</div>
<ul class="pager"><li class="disabled"><a href="#">«</a></li><li class="active"><a href="/p/list">1</a></li><li><a href="/p/list?page=2">2</a></li><li><a href="/p/list?page=2">»</a></li></ul></main><footer>{friends()}</footer></body></html>"""
    return page("in_anchor", "/p/list", text, found, "/p/list?page=2")


@template
def script_json(rng: random.Random) -> Page:
    """The list as JSON in a script of the page."""
    found = entries(rng, "/a/{n}.html")
    rows = json.dumps(
        [{"docTitle": e.title, "docUrl": e.path, "docRelTime": f"{e.day} 10:00:00"} for e in found], ensure_ascii=False
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>公示公告</title></head><body><ul class="nav">{nav(rng)}</ul><div id="app"></div>
<script>var pageSize = 20; var dataList = {rows}; render(dataList);</script><div class="footer">{friends()}</div></body></html>"""
    return page("script_json", "/gs/index.html", text, found)
