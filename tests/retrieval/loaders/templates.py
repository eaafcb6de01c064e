"""Pages of government sites as their content systems make them: our own markup after the shapes of public families, invented content.

Each template puts the same report into its page: title, who published it when, number, body paragraphs, an attachment.
"""

from __future__ import annotations

TITLE = "林溪县卫生健康局2024年工作总结"
BODY = (
    "2024年，全县卫生健康系统坚持稳中求进，围绕群众看病就医的急难愁盼，扎实推进各项重点任务，现将有关情况总结如下。",
    "一、主要工作情况",
    "（一）服务体系更加健全。改造村卫生室40个，新增托位600个，家庭医生签约覆盖面继续扩大，群众就近看病更加方便。",
    "（二）人才队伍不断充实。招录乡村医生25名，开展全员培训，考核合格率达到98%以上，骨干医师轮训实现全覆盖。",
    "二、下一步工作打算",
    "（一）继续推进县域医共体建设，力争基层诊疗量占比提高到65%，把更多优质资源送到群众家门口。",
)
FILE = "附件：2024年主要指标完成情况表.xlsx"
MENU = ("首页", "政务公开", "新闻中心", "互动交流", "办事服务", "数据发布", "专题专栏", "走进林溪")
NEWS = tuple(f"林溪县召开第{n}次卫生健康工作会议部署近期任务" for n in range(1, 9))
FOOT = "主办：林溪县人民政府 承办：林溪县数据局 网站标识码：3400000001 备案号：林ICP备05000001号"
P = "".join(f"<p>{line}</p>" for line in BODY)
FONTS = "".join(f'<p style="text-indent:2em"><span style="font-size:16pt">{line}</span></p>' for line in BODY)
MENUS = "".join(f'<li><a href="/{n}/">{word}</a></li>' for n, word in enumerate(MENU))
LATEST = "".join(
    f'<li><a href="/art/{n}.html">{line}</a><span>2025-01-{n + 10}</span></li>' for n, line in enumerate(NEWS)
)
LINK = f'<a href="/files/P020250120.xlsx" target="_blank">{FILE}</a>'


def page(body: str, head: str = "", title: str = f"{TITLE}_林溪县人民政府") -> str:
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def _rows(*pairs: str) -> str:
    return "".join(f"<td>{cell}</td>" for cell in pairs)


TEMPLATES: dict[str, str] = {
    "portal with an editor's div": page(
        f'<div class="header"><ul class="nav">{MENUS}</ul></div><div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 正文</div>'
        f'<div class="xl_main"><h1 class="xl_tit">{TITLE}</h1><div class="xl_info"><span>来源：林溪县卫生健康局</span><span>发布时间：2025-01-20 10:30</span>'
        f'<span>浏览次数：<em id="hits">128</em></span><span>字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span></div>'
        f'<div class="TRS_Editor"><style>.x{{}}</style>{FONTS}</div><p class="fj">{LINK}</p><div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div></div>'
        f'<div class="side"><h3>最新动态</h3><ul>{LATEST}</ul></div><div class="footer">{FOOT}</div>',
        '<meta name="ArticleTitle" content="' + TITLE + '"><meta name="PubDate" content="2025-01-20 10:30"><meta name="ContentSource" content="林溪县卫生健康局">',
    ),
    "portal with markers in comments": page(
        f'<table width="1000"><tr><td>{"".join(f"<a href=/{n}>{w}</a> | " for n, w in enumerate(MENU))}</td></tr></table><div id="c"><table class="bt"><tr><td class="title">{TITLE}</td></tr>'
        f'<tr><td align="center">发布日期：2025-01-20　信息来源：林溪县卫生健康局　字号：[ 大 中 小 ]　浏览：33</td></tr></table><div id="zoom"><!--ZJEG_RSS.content.begin-->{P}<!--ZJEG_RSS.content.end-->'
        f'<p><a href="/module/download/downfile.jsp?classid=0&amp;filename=250120.xlsx">{FILE}</a></p></div><div class="pn">上一篇：<a href="/p">林溪县召开会议</a> 下一篇：<a href="/n">没有了</a></div></div><div>{FOOT}</div>'
    ),
    "disclosure table of th and td": page(
        f'<div class="top"><ul>{MENUS}</ul></div><div class="xxgk"><table class="gk_table"><tr><th>索引号</th><td>LX0142/2025-00003</td><th>主题分类</th><td>卫生、体育</td></tr>'
        f'<tr><th>发布机构</th><td>林溪县卫生健康局</td><th>成文日期</th><td>2025-01-18</td></tr><tr><th>文号</th><td>林卫健〔2025〕3号</td><th>发布日期</th><td>2025-01-20</td></tr></table>'
        f'<div class="gk_tit">{TITLE}</div><div class="gk_content">{P}</div><div class="fj">{LINK}</div></div><div class="foot"><p>{FOOT}</p></div>'
    ),
    "disclosure list of labels": page(
        f'<div class="nav">{MENUS}</div><div class="gkxl"><ul class="head_list"><li><b>索引号：</b><span>LX0142/2025-00003</span></li><li><b>组配分类：</b><span>工作总结</span></li>'
        f'<li><b>发布机构：</b><span>林溪县卫生健康局</span></li><li><b>发布日期：</b><span>2025-01-20</span></li><li><b>文 号：</b><span>林卫健〔2025〕3号</span></li><li><b>有效性：</b><span>有效</span></li></ul>'
        f'<h2>{TITLE}</h2><div class="wzcon j-fontContent">{P}<p>{LINK}</p></div></div><div class="footer">{FOOT}</div>'
    ),
    "blog engine": page(
        f'<header><nav class="menu">{MENUS}</nav></header><main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">发布时间：<time datetime="2025-01-20">2025-01-20</time> 来源：林溪县卫生健康局</div></header>'
        f'<div class="entry-content">{P}<p>{LINK}</p></div><footer class="entry-footer"><a href="/t">标签</a></footer></article><aside class="widget"><h2>近期文章</h2><ul>{LATEST}</ul></aside></main><footer>{FOOT}</footer>',
        '<meta property="article:published_time" content="2025-01-20T10:30:00+08:00"><meta property="og:title" content="' + TITLE + '">',
    ),
    "tables for layout": page(
        f'<center><table width="980"><tr><td colspan="2">{"　".join(f"<a href=/{n}>{w}</a>" for n, w in enumerate(MENU))}</td></tr><tr><td width="200" valign="top"><table>{"".join(f"<tr><td><a href=/n{n}>{w}</a></td></tr>" for n, w in enumerate(NEWS))}</table></td>'
        f'<td><table width="100%"><tr><td align="center"><font size="5">{TITLE}</font></td></tr><tr><td align="center">发布时间：2025-01-20　来源：林溪县卫生健康局　点击数：56</td></tr><tr><td><font size="3">{"<br>　　".join(BODY)}</font></td></tr><tr><td>{LINK}</td></tr></table></td></tr>'
        f'<tr><td colspan="2" align="center">{FOOT}</td></tr></table></center>'
    ),
    "script framework, rendered beforehand": page(
        f'<div id="app" data-server-rendered="true"><div class="el-menu">{MENUS}</div><div class="detail-wrap" data-v-1a2b><div class="detail-title" data-v-1a2b>{TITLE}</div><div class="detail-info" data-v-1a2b><span data-v-1a2b>发布时间：2025-01-20</span><span data-v-1a2b>来源：林溪县卫生健康局</span></div>'
        f'<div class="detail-content ql-editor" data-v-1a2b>{P}</div><div class="file-list" data-v-1a2b><span>附件下载：</span>{LINK}</div></div><div class="copyright">{FOOT}</div></div><script>window.__STATE__={{"list":["不读"]}}</script>'
    ),
    "mobile share page": page(
        f'<section class="m-head"><a href="/">林溪发布</a></section><section class="m-art"><h3 class="m-title">{TITLE}</h3><p class="m-time">2025-01-20 10:30 来源：林溪县卫生健康局</p><div class="m-con">{P}</div><p>{LINK}</p></section>'
        f'<section class="m-more"><h4>相关阅读</h4>{"".join(f"<a href=/m{n}>{w}</a>" for n, w in enumerate(NEWS))}</section><section class="m-foot">扫一扫在手机打开当前页</section>'
    ),
    "print page": page(
        f'<div class="noprint"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div><h2 align="center">{TITLE}</h2><p align="center">来源：林溪县卫生健康局　发布时间：2025-01-20</p><hr>{P}<p>{LINK}</p>'
    ),
    "article of a messenger": page(
        f'<div id="js_article"><div id="img-content"><h1 id="activity-name">{TITLE}</h1><div id="meta_content"><span>原创</span> <span>林溪县卫生健康局</span> <a id="js_name">健康林溪</a> <em id="publish_time">2025-01-20 10:30</em></div>'
        f'<div id="js_content" style="visibility: hidden;">{"".join(f"<section><section><span>{line}</span></section></section>" for line in BODY)}<section><a href="https://lx.example/f/1.xlsx">{FILE}</a></section></div>'
        f'<div class="tool">微信扫一扫关注该公众号</div><div>预览时标签不可点</div></div></div>',
        '<meta property="og:title" content="' + TITLE + '">', title="",
    ),
    "frame of nested divs without classes": page(
        f'<div><div><div>{"".join(f"<span><a href=/{n}>{w}</a></span>" for n, w in enumerate(MENU))}</div></div><div><div><div><div><b>{TITLE}</b></div><div>2025-01-20&nbsp;&nbsp;来源：林溪县卫生健康局</div><div>{"".join(f"<div>{line}</div>" for line in BODY)}</div><div>{LINK}</div></div></div></div><div>{FOOT}</div></div>'
    ),
    "document viewer with its own title block": page(
        f'<div class="bar"><ul>{MENUS}</ul></div><div class="policyLibraryOverview_content"><table><tr>{_rows("标　　题：", TITLE, "发文机关：", "林溪县卫生健康局")}</tr><tr>{_rows("发文字号：", "林卫健〔2025〕3号", "来　　源：", "林溪县卫生健康局")}</tr>'
        f'<tr>{_rows("公开方式：", "主动公开", "发布日期：", "2025年01月20日")}</tr></table></div><div class="trs_editor_view"><p style="text-align:center"><strong>{TITLE}</strong></p>{FONTS}<p>{LINK}</p></div><div class="ewm"><p>扫一扫在手机打开当前页</p></div><div class="foot">{FOOT}</div>'
    ),
}  # fmt: skip
