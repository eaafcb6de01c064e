"""A third batch of templates, written once the learner and the second batch were done."""

from __future__ import annotations

import json
import random

from tests.retrieval.sources.sites import COLUMNS, Entry, Page, entries, friends, nav, page, template


@template
def hrefless(rng: random.Random) -> Page:
    """Anchors that only run a script; the address stands in it."""
    found = entries(rng, "/sites/wjw/detail.jsp?infoId={n}", most=18)
    rows = "".join(
        f"""<li><a href="javascript:void(0)" onclick="openDetail('{e.path}')">{e.title}</a><span class="rq">{e.day:%Y.%m.%d}</span></li>"""
        for e in found
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>公告公示</title></head><body><div class="gnb">{nav(rng, "span")}</div><div class="sub"><ul>{nav(rng)}</ul></div>
<div class="cnt"><ul>{rows}</ul><p class="pg"><a href="/sites/wjw/list.jsp?page=1" class="on">1</a> <a href="/sites/wjw/list.jsp?page=2">2</a> <a href="/sites/wjw/list.jsp?page=3">3</a></p></div><div class="fnb">{friends()}</div></body></html>"""
    return page("hrefless", "/sites/wjw/list.jsp?page=1", text, found, "/sites/wjw/list.jsp?page=2")


@template
def top_story(rng: random.Random) -> Page:
    """One story on top in large print, the rest below; times with minutes; a box of subjects at the side."""
    found = entries(rng, "/c/{ymd}/{n}.shtml", most=16, least=8)
    first, rest = found[0], found[1:]
    rows = "".join(
        f'<div class="item"><h4><a href="{e.path}">{e.title}</a></h4><p class="sum">{e.title}，现将有关情况公布如下。</p><p class="info"><span>来源：本站</span> <span>{e.day} 08:3{i % 10}</span></p></div>'
        for i, e in enumerate(rest)
    )
    subjects = "".join(f'<dd><a href="/zt/{i}/">{name}专题</a></dd>' for i, name in enumerate(COLUMNS))
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>要闻</title></head><body><div class="t"><ul>{nav(rng)}</ul></div><div class="w"><div class="l">
<div class="big"><h2><a href="{first.path}">{first.title}</a></h2><p class="info"><span>{first.day} 09:00</span></p></div>{rows}</div><div class="r"><dl><dt>专题</dt>{subjects}</dl></div></div>
<div class="next"><a href="/c/2.shtml">下一页 ›</a></div><div class="x">{friends()}</div></body></html>"""
    return page("top_story", "/c/1.shtml", text, found, "/c/2.shtml")


@template
def old_list(rng: random.Random) -> Page:
    """A table in GBK whose rows alternate in colour; the day in a column of its own before the title; a counter after it."""
    found = entries(rng, "/ReadNews.asp?NewsID={n}", most=20)
    rows = "".join(
        f"<TR bgcolor={'#ffffff' if i % 2 else '#f5f5f5'}><TD>{e.day.year}-{e.day.month}-{e.day.day}</TD><TD><A href=ReadNews.asp?NewsID={e.path.split('=')[1]}>{e.title}</A></TD><TD align=right>{i * 13}次</TD></TR>"
        for i, e in enumerate(found)
    )
    text = f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>文件下载</TITLE></HEAD><BODY><TABLE>{"<TR>" + nav(rng, "TD") + "</TR>"}</TABLE>
<TABLE width=760><TBODY>{rows}</TBODY></TABLE><DIV align=center>页次：1/8 <A href=list.asp?page=2>下一页</A> <A href=list.asp?page=8>尾页</A></DIV><TABLE><TR><TD>{friends()}</TD></TR></TABLE></BODY></HTML>"""
    return page("old_list", "/list.asp", text, found, "/list.asp?page=2", "gbk")


@template
def tabs(rng: random.Random) -> Page:
    """A list in a tab; another tab's few links without days; a calendar of numbers; tags."""
    found = entries(rng, "/wsjkw/gzdt/{y}-{m:02}/{d:02}/content_{n}.shtml", most=15)
    rows = "".join(
        f'<li class="cl"><a class="a1" href="{e.path}">{e.title}</a><a class="a2">{e.day:%Y-%m-%d}</a></li>'
        for e in found
    )
    days = "".join(f'<a href="/day/{d}">{d}</a>' for d in range(1, 31))
    tags = "".join(f'<a href="/tag/{i}">{name}</a>' for i, name in enumerate(COLUMNS))
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>工作动态</title></head><body><div id="header">{nav(rng, "em")}</div><div class="tab-h"><a href="#t1">动态</a><a href="#t2">视频</a></div>
<div class="tab-b"><ul id="t1">{rows}</ul></div><div class="cal">{days}</div><div class="tags">{tags}</div><div id="pageDec" pagecount="4"></div><div id="footer">{friends()}</div></body></html>"""
    return page("tabs", "/wsjkw/gzdt/list.shtml", text, found)


@template
def graph_json(rng: random.Random) -> Page:
    """JSON of another shape: a bare array with numbers for days."""
    found = entries(rng, "/v/{n}", most=20)
    rows = [
        {"headline": e.title, "link": e.path, "pubDate": f"{e.day:%Y%m%d}", "tags": [{"name": "卫生", "url": "/t/1"}]}
        for e in found
    ]
    return Page(
        template="graph_json",
        path="/feed.json",
        data=json.dumps(rows, ensure_ascii=False).encode("utf-8"),
        media_type="application/json;charset=UTF-8",
        entries=tuple(found),
    )


@template
def thin(rng: random.Random) -> Page:
    """Only a few articles, with short titles, under a large menu of the same markup."""
    found = [
        Entry(path=f"/n/{e.path[3:]}", title=f"{e.title[:3]}{title}", day=e.day)
        for e, title in zip(
            entries(rng, "/n/{n}.html", most=5, least=5),
            ("托育新政", "义诊预告", "签约提示", "停诊公告", "招聘启事"),
            strict=False,
        )
    ]
    rows = "".join(f'<li><a href="{e.path}">{e.title}</a><span>{e.day}</span></li>' for e in found)
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>便民</title></head><body><div><ul>{nav(rng)}</ul></div><div><ul>{rows}</ul></div><div><ul>{nav(rng)}</ul></div><div>{friends()}</div></body></html>"""
    return page("thin", "/n/", text, found)
