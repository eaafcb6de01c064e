"""Web pages of several families, all ours: which text is kept, what the page says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from retrieval.errors import LoadError
from retrieval.loaders import load

PARAGRAPHS = [
    "2024年，全市卫生健康系统坚持稳中求进，围绕群众看病就医的急难愁盼，扎实推进各项重点任务，取得了新的进展和成效。",
    "一、主要工作情况",
    "（一）服务体系更加健全。改造村卫生室40个，新增托位600个，家庭医生签约覆盖面继续扩大，群众就近看病更加方便。",
    "（二）人才队伍不断充实。招录乡村医生25名，开展全员培训，考核合格率达到98%以上，骨干医师轮训实现全覆盖。",
    "二、下一步工作打算",
    "（一）继续推进县域医共体建设，力争基层诊疗量占比提高到65%，把更多优质资源送到群众家门口。",
]
P = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TITLE = "临溪县2024年卫生健康工作总结"
MENU = "".join(
    f'<a href="/{n}">{word}</a>'
    for n, word in enumerate(["首页", "政务公开", "新闻中心", "互动交流", "办事服务", "数据发布", "专题专栏"])
)
LATEST = "".join(f'<li><a href="/n{n}">临溪县召开第{n}次卫生健康工作会议</a></li>' for n in range(8))


def page(body: str, *, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{TITLE}_临溪县人民政府</title>{head}</head><body>{body}</body></html>"
    )


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    html: str
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ("互动交流", "召开第3次", "var x")
    metadata: dict[str, str] = field(default_factory=dict)


CASES = [
    Case(
        name="portal with meta names, menu, side list and foot",
        html=page(
            f'<div class="top">{MENU}</div><div class="main"><div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/g">政务公开</a></div>'
            f'<div class="left"><ul>{LATEST}</ul></div><div class="article"><h1>{TITLE}</h1>'
            f'<div class="info"><span>来源：临溪县卫生健康局</span> <span>发布时间：2025-01-20</span></div><div class="TRS_Editor">{P}</div>'
            f'</div><script>var x = 1;</script></div><div class="foot">版权所有：临溪县人民政府 <a href="/m">网站地图</a></div>',
            head='<meta name="ArticleTitle" content="临溪县2024年卫生健康工作总结"><meta name="PubDate" content="2025-01-20 10:00">'
            '<meta name="ContentSource" content="临溪县卫生健康局"><meta name="SiteName" content="临溪县人民政府">',
        ),
        holds=(TITLE, "来源：临溪县卫生健康局 发布时间：2025-01-20"),
        metadata={
            "title": TITLE,
            "published": "2025-01-20 10:00",
            "source": "临溪县卫生健康局",
            "site": "临溪县人民政府",
        },
    ),
    Case(
        name="disclosure table above the text",
        html=page(
            f'<div id="nav">{MENU}</div><div class="wrap"><table class="xxgk"><tr><td>索 引 号：</td><td>0142/2025-003</td><td>组配分类：</td><td>工作总结</td></tr>'
            f"<tr><td>发布机构：</td><td>临溪县卫生健康局</td><td>文号：</td><td></td></tr></table><h2>{TITLE}</h2>"
            f'<div class="zoom">{P}</div></div>'
        ),
        holds=("索 引 号： | 0142/2025-003 | 组配分类： | 工作总结", "发布机构： | 临溪县卫生健康局 | 文号： |", TITLE),
    ),
    Case(
        name="paragraphs with class names of widgets",
        html=page(
            f'<div>{MENU}</div><div class="content">{P}<p class="share-text">（二）全年计划新增普惠托位300个。</p>'
            '<div class="comment-box">（三）完善应急预案，开展实战演练4次。</div><p class="hidden-xs related">（四）加强健康科普宣传。</p></div>'
        ),
        holds=(
            "（二）全年计划新增普惠托位300个。",
            "（三）完善应急预案，开展实战演练4次。",
            "（四）加强健康科普宣传。",
        ),
    ),
    Case(
        name="text nodes and line breaks without paragraphs",
        html=page(f'<div>{MENU}</div><div class="txt">{"<br/><br/>".join(PARAGRAPHS)}<br>尾段没有段落标签。</div>'),
        holds=("尾段没有段落标签。",),
    ),
    Case(
        name="old site, the page laid out by tables",
        html=page(
            f"<table><tr><td>{MENU}</td></tr></table><table><tr><td><table><tr><td><ul>{LATEST}</ul></td></tr></table></td>"
            f'<td><table><tr><td align="center"><b>{TITLE}</b></td></tr><tr><td>{P}</td></tr></table></td></tr></table>'
        ),
        holds=(TITLE,),
        lacks=("互动交流", "召开第3次"),
    ),
    Case(
        name="flat page, all in body",
        html=page(f"<div>{MENU}</div><h1>{TITLE}</h1>{P}<ul>{LATEST}</ul>"),
        holds=(TITLE,),
    ),
    Case(
        name="repost in sections with inline marks and a data table",
        html=page(
            f'<div id="js_content">{"".join(f"<section><span>{t[:9]}</span><strong>{t[9:]}</strong></section>" for t in PARAGRAPHS)}'
            "<table><tr><th>指标</th><th>目标</th></tr><tr><td>千人口<br>托位数</td><td>4.6个</td></tr><tr><td>签约率</td><td></td></tr></table>"
            "<noscript>请启用脚本</noscript><style>p{}</style></div>"
        ),
        holds=("千人口托位数：目标为4.6个。", "签约率。"),
        lacks=("启用脚本", "p{}"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_page(case: Case) -> None:
    loaded = load(case.html.encode(), name="page.html")
    lines = loaded.text.split("\n")
    assert [line for line in lines if line in PARAGRAPHS] == PARAGRAPHS
    assert set(case.holds) <= set(lines)
    assert not [word for word in case.lacks if word in loaded.text]
    assert case.metadata.items() <= loaded.metadata.items()
    assert loaded.media_type == "text/html"


GB = page(f"<div>{P}</div>", charset="gb2312")


@pytest.mark.parametrize(
    ("data", "media_type", "encoding"),
    [
        (GB.encode("gbk"), None, "gb18030"),
        (GB.encode("gbk"), "text/html; charset=iso-8859-1", "gb18030"),
        (page(P, charset="").encode("gbk"), "text/html; charset=GBK", "gb18030"),
        (page(P, charset="").encode("gbk"), "text/html", "gb18030"),
        (GB.encode(), "text/html", "utf-8"),
        ("\ufeff".encode() + page(P).encode(), "text/plain", "utf-8"),
        (b"\xff\xfe" + page(P).encode("utf-16-le"), None, "utf-16-le"),
    ],
)
def test_charsets(data: bytes, media_type: str | None, encoding: str) -> None:
    loaded = load(data, media_type=media_type)
    assert loaded.text.split("\n") == PARAGRAPHS
    assert loaded.encoding == encoding


def test_few_broken_bytes_are_told() -> None:
    data = page(P * 4, charset="gbk").encode("gbk").replace("打算".encode("gbk"), b"\xff\xff", 1)
    loaded = load(data)
    assert "\ufffd" in loaded.text
    assert "gb18030" in loaded.warnings[0]


def test_source_line_breaks_and_entities_read_as_in_a_browser() -> None:
    body = "<p>推进医防\n   协同，<b>新增</b>\n托位&nbsp;600&#20010;。</p>\n<p>第  二\n段 A\nB</p><pre>甲\n乙</pre>"
    assert load(page(f"<div>{P}{body}</div>").encode()).text.split("\n")[-4:] == [
        "推进医防协同，新增托位\u00a0600个。",
        "第 二段 A B",
        "甲",
        "乙",
    ]


@pytest.mark.parametrize(
    ("data", "name", "media_type", "expected"),
    [
        (page(P).encode(), "a.txt", "text/plain", "text/html"),
        ("卫生健康工作总结。\n没有任何标签。".encode(), "a.html", "text/html", "text/plain"),
        ("卫生健康<b>工作</b>总结<br>第二行。".encode(), "a.html", None, "text/html"),
        ("卫生健康工作总结<br>是换行标签。".encode(), "a.txt", None, "text/plain"),
        (
            b"<?xml version='1.0' encoding='utf-8'?>\n<html><body>" + P.encode() + b"</body></html>",
            "",
            None,
            "text/html",
        ),
        (P.encode(), "", None, "text/html"),
    ],
)
def test_content_decides_before_type_and_name(data: bytes, name: str, media_type: str | None, expected: str) -> None:
    assert load(data, name=name, media_type=media_type).media_type == expected


def test_the_address_given_wins_over_the_pages_own() -> None:
    source = page(P, head='<link rel="canonical" href="https://www.linxi.example/a.html">').encode()
    assert load(source).metadata["url"] == "https://www.linxi.example/a.html"
    assert load(source, url="https://m.linxi.example/b.html").metadata["url"] == "https://m.linxi.example/b.html"


@pytest.mark.parametrize("suffix", ["_临溪县人民政府", " - 临溪县卫生健康局", "-临溪县政府网", " | 文库"])
def test_the_title_comes_without_the_sites_name(suffix: str) -> None:
    assert load(page(P).replace("_临溪县人民政府", suffix).encode()).metadata["title"] == TITLE


@pytest.mark.parametrize("body", ["", "<script>document.write('x')</script>", "<div> &nbsp; </div>"])
def test_a_page_without_text_says_so(body: str) -> None:
    with pytest.raises(LoadError, match="没有文字"):
        load(page(body).encode(), url="https://www.linxi.example/")


def test_deep_nesting_and_broken_markup_are_read() -> None:
    deep = "<div>" * 1500 + P + "</div>" * 10 + "</table></p><td>收尾一句。"
    assert set(PARAGRAPHS) <= set(load(page(deep).encode()).text.split("\n"))


def test_headings_without_numbers_are_marked() -> None:
    loaded = load(
        page(f"<h1>{TITLE}</h1><h2>主要成效</h2><p>{PARAGRAPHS[0]}</p><h3>基层</h3><p>{PARAGRAPHS[2]}</p>").encode()
    )
    assert [(loaded.text[at:].split("\n")[0], depth) for at, depth in loaded.headings] == [("主要成效", 1), ("基层", 2)]
    assert not load(page(f"<h2>{TITLE}</h2>{P}").encode()).headings


def test_attachments_by_their_address_their_query_or_their_text() -> None:
    links = (
        '<a href="../f/1.docx">表</a><a href="/down.jsp?filename=2.pdf">下载</a><a href="/d?id=3">三.xlsx</a><a href="/art/4.html">文章</a>'
        '<a href="javascript:void(0)">五.doc</a><a href="../f/1.docx">又一次</a>'
    )
    loaded = load(page(P + links).encode(), url="https://lx.example/a/b.html")
    assert [(a.url, a.title) for a in loaded.attachments] == [
        ("https://lx.example/f/1.docx", "表"),
        ("https://lx.example/down.jsp?filename=2.pdf", "下载"),
        ("https://lx.example/d?id=3", "三.xlsx"),
    ]
