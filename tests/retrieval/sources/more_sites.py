"""Further templates, written after the learner: what it was never tuned on."""

from __future__ import annotations

import random

from tests.retrieval.sources.sites import COLUMNS, Entry, Page, entries, friends, nav, page, template


@template
def two_columns(rng: random.Random) -> Page:
    """Two articles a table row; a left column of much-read ones with days of their own."""
    found = entries(rng, "/wsj/{y}/{n}.html", most=24, least=8)
    cells = [f'<td>◆<a href="{e.path}">{e.title}</a>&nbsp;<i>{e.day}</i></td>' for e in found]
    rows = "".join(f"<tr>{''.join(cells[k : k + 2])}</tr>" for k in range(0, len(cells), 2))
    read = "".join(
        f'<li><a href="{e.path}">{e.title}</a><span>{e.day}</span></li>'
        for e in entries(rng, "/wsj/{y}/{n}.html", most=6)
    )
    text = f"""<html><head><meta charset="utf-8"><title>卫生要闻</title></head><body><div id="nav">{nav(rng)}</div><div class="col-l"><div class="t">阅读排行</div><ul>{read}</ul></div>
<div class="col-r"><div class="t">卫生要闻</div><table>{rows}</table><p>[1] <a href="/wsj/l2.html">[2]</a> <a href="/wsj/l3.html">[3]</a></p></div><div class="link">{friends()}</div></body></html>"""
    return page("two_columns", "/wsj/l1.html", text, found, "/wsj/l2.html")


@template
def clicked(rng: random.Random) -> Page:
    """Rows that a script opens: no anchor leads anywhere."""
    found = entries(rng, "/cms/article.html?aid={n}")
    rows = "".join(
        f"""<div class="news-row" onclick="window.open('{e.path}')"><div class="name">{e.title}</div><div class="when">{e.day:%Y/%m/%d}</div></div>"""
        for e in found
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>资讯</title></head><body><ul class="top-menu">{nav(rng)}</ul><div class="news">{rows}</div>
<div class="laypage"><em>1</em><a href="/cms/list.html?curPage=2">2</a><a href="/cms/list.html?curPage=3">3</a><a href="/cms/list.html?curPage=2">下一页</a></div><div class="foot-link">{friends()}</div></body></html>"""
    return page("clicked", "/cms/list.html?curPage=1", text, found, "/cms/list.html?curPage=2")


@template
def days_before(rng: random.Random) -> Page:
    """Paragraphs, the day before the link; capital tags without quotes; GBK."""
    found = entries(rng, "/WJW/XX/{ymd}{n}.HTM", most=16)
    rows = "".join(
        f"<P><FONT SIZE=2>{e.day.year}年{e.day.month}月{e.day.day}日</FONT> <A HREF={e.path} TARGET=_blank>{e.title}</A>"
        for e in found
    )
    text = f"""<HTML><HEAD><META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=gbk"><TITLE>信息</TITLE></HEAD><BODY><TABLE WIDTH=900><TR>{nav(rng, "TD")}</TR></TABLE>
<TABLE WIDTH=900><TR><TD WIDTH=180 VALIGN=top>{"<BR>".join(f"<A HREF=/WJW/{i}/>{name}</A>" for i, name in enumerate(COLUMNS))}</TD><TD VALIGN=top>{rows}</TD></TR></TABLE>
<P ALIGN=center>{friends()}</BODY></HTML>"""
    return page("days_before", "/WJW/XX/INDEX.HTM", text, found, None, "gbk")


@template
def months(rng: random.Random) -> Page:
    """An archive by months, the links in nested lists, days without a year in front."""
    found = entries(rng, "/blog/{y}/{m}/{n}/", most=20)
    parts: dict[str, list[str]] = {}
    for e in found:
        parts.setdefault(f"{e.day.year}年{e.day.month}月", []).append(
            f'<li><time datetime="{e.day}">{e.day:%Y-%m-%d}</time> <a href="{e.path}">{e.title}</a></li>'
        )
    rows = "".join(f"<section><h3>{month}</h3><ul>{''.join(items)}</ul></section>" for month, items in parts.items())
    years = "".join(f'<li><a href="/blog/{year}/">{year}年</a></li>' for year in range(2015, 2026))
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>档案</title></head><body><header><ul>{nav(rng)}</ul></header><div class="archive">{rows}</div>
<div class="years"><ul>{years}</ul></div><footer>{friends()}</footer></body></html>"""
    return page("months", "/blog/", text, found)


@template
def panel(rng: random.Random) -> Page:
    """Anchors as rows of a panel, the day in a badge before the title, articles of another host among them."""
    found = entries(rng, "/wjw/c{n}/content.shtml", most=20)
    rows = "".join(
        f'<a class="list-group-item" href="{e.path}" title="{e.title}"><span class="badge">{e.day}</span>{e.title[:16]}{"…" if len(e.title) > 16 else ""}</a>'
        for e in found
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>工作信息</title></head><body><div class="navbar"><ul class="nav navbar-nav">{nav(rng)}</ul></div>
<ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/wjw/">政务公开</a></li></ol><div class="row"><div class="col-md-3"><div class="list-group">{"".join(f'<a class="list-group-item" href="/wjw/l{i}.shtml">{name}</a>' for i, name in enumerate(COLUMNS))}</div></div>
<div class="col-md-9"><div class="panel"><div class="list-group">{rows}</div></div><ul class="pagination"><li class="active"><span>1</span></li><li><a href="/wjw/l3_2.shtml">2</a></li><li><a href="/wjw/l3_3.shtml">3</a></li></ul></div></div><div class="footer">{friends()}</div></body></html>"""
    return page("panel", "/wjw/l3.shtml", text, found, "/wjw/l3_2.shtml")


@template
def pictures(rng: random.Random) -> Page:
    """A grid of pictures with captions, no days; more words than in a menu."""
    found = entries(rng, "/tpxw/show-{n}.html", most=12, least=8)
    rows = "".join(
        f'<li><a href="{e.path}"><img src="/u/{i}.jpg" alt="{e.title}"></a><p><a href="{e.path}">{e.title}</a></p></li>'
        for i, e in enumerate(found)
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>图片新闻</title></head><body><div class="menu_bar">{nav(rng)}</div><div class="mbx">您的位置：<a href="/">网站首页</a> &gt; <a href="/tpxw/">图片新闻</a></div>
<ul class="pics">{rows}</ul><div class="fanye"><a href="/tpxw/index.html">上一页</a> <a href="/tpxw/index_3.html">下一页</a></div><div class="dibu">{friends()}</div></body></html>"""
    undated = [Entry(path=e.path, title=e.title, day=e.day, told=False) for e in found]
    return page("pictures", "/tpxw/index_2.html", text, undated, "/tpxw/index_3.html")


@template
def portal(rng: random.Random) -> Page:
    """A list among boxes of services, quick entries and subjects; the day in brackets without a year."""
    found = entries(rng, "/zfxxgk/fdzdgknr/{n}.jhtml", most=20)
    rows = "".join(
        f'<li class="clearfix"><div class="fl"><a href="{e.path}" target="_blank">{e.title}</a></div><div class="fr">[{e.day:%m-%d}]</div></li>'
        for e in found
    )
    quick = "".join(
        f'<li><a href="/service/{i}.jhtml"><img src="{i}.png"><p>{name}</p></a></li>'
        for i, name in enumerate(
            (
                "预约挂号平台入口",
                "出生医学证明办理",
                "医师执业注册服务",
                "护士执业注册服务",
                "生育登记网上办理",
                "卫生许可证查询",
            )
        )
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>法定主动公开内容</title></head><body><div class="h"><ul>{nav(rng)}</ul></div><div class="quick"><ul>{quick}</ul></div>
<div class="con"><div class="con-tit"><span>法定主动公开内容</span></div><ul class="xxgk">{rows}</ul><div class="pagelist"><select onchange="location.href=this.value"><option value="/zfxxgk/l_1.jhtml" selected>1</option><option value="/zfxxgk/l_2.jhtml">2</option></select></div></div>
<div class="b">{friends()}</div></body></html>"""
    return page("portal", "/zfxxgk/l_1.jhtml", text, found, "/zfxxgk/l_2.jhtml")


@template
def divs(rng: random.Random) -> Page:
    """Nothing but divs with made names, titles of very different length, an introduction with links in its text."""
    found = entries(rng, "/x/{hex}", most=25, least=10)
    rows = "".join(
        f'<div class="a{i % 2}k"><div class="zz"><a href="{e.path}">{e.title}</a></div><div class="yy">来源：{e.title[:3]} 时间：{e.day} 10:2{i % 10}</div></div>'
        for i, e in enumerate(found)
    )
    text = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>综合</title></head><body><div class="q1">{nav(rng, "div")}</div><div class="q2"><p>本栏目发布卫生健康信息，详见<a href="/about">关于本站的说明</a>和<a href="/rule.html">信息发布审核制度</a>。</p></div><div class="q3">{rows}</div>
<div class="q4"><a href="/x/?pn=1">1</a><a href="/x/?pn=2">2</a><a href="/x/?pn=3">3</a><a href="/x/?pn=2">&gt;</a></div><div class="q5">{friends()}</div></body></html>"""
    return page("divs", "/x/?pn=1", text, found, "/x/?pn=2")
