"""Chrome of copied pages: what goes, what stays, what is read. All pages are ours, about invented places."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.parsing.chrome import strip

TITLE = "2024年青岚市卫生健康工作要点"
BODY = f"""{TITLE}

2024年，全市卫生健康系统坚持稳中求进，围绕群众看病就医需求，抓好以下各项工作，推动事业高质量发展迈上新的台阶，让群众有更多获得感。

一、健全服务体系

1.改造村卫生室40个，新增托位600个，家庭医生签约覆盖面继续扩大。

二、加强队伍建设

2.招录乡村医生25名，开展全员培训，考核合格率达到98%以上。"""


@dataclass(frozen=True, kw_only=True)
class Page:
    name: str
    head: str = ""
    tail: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    complete: bool = True


PAGES = [
    Page(
        name="two-column table, repeated title, empty fields",
        head=f"""当前位置: 网站首页 > 政府信息公开 > 健康服务
索引号: 11360102005/202403-00012 组配分类: 健康服务
发布机构: 青岚市云泽区石桥镇人民政府 主题分类: 健康、养老
名称: {TITLE} 文号:
印发日期: 公开日期: 2024-03-11
生效日期: 废止日期:

{TITLE}

阅读次数: 来源:青岚市卫健委 发布时间:2024-03-11 16:05
【字体大小:
""",
        tail="\n扫一扫在手机打开当前页",
        metadata={
            "索引号": "11360102005/202403-00012",
            "组配分类": "健康服务",
            "发布机构": "青岚市云泽区石桥镇人民政府",
            "主题分类": "健康、养老",
            "名称": TITLE,
            "公开日期": "2024-03-11",
            "来源": "青岚市卫健委",
            "发布时间": "2024-03-11 16:05",
        },
    ),
    Page(
        name="news template with toolbar and foot",
        head="""无障碍 长者模式 登录 注册
首页 政务公开 新闻中心 互动交流 走进青岚
您现在的位置：首页 > 工作动态 > 正文
""",
        tail="""
（来 源：青岚市卫生健康委员会）
【打印本页】 【关闭窗口】
分享到：微信 微博
上一篇：青岚市召开健康工作会议
下一篇：没有了
主办：青岚市人民政府办公室 承办：青岚市大数据局
地址：青岚市中心大道1号 邮编：100000
网站标识码：3601000001 江岚ICP备05000001号
江岚公网安备 36010002000001号
版权所有：青岚市人民政府
技术支持：云泽信息公司""",
        metadata={"来源": "青岚市卫生健康委员会"},
    ),
    Page(
        name="labels run together, stamp first, sizes in brackets",
        head="""2024-03-11 09:30 信息来源：青岚市卫健委浏览次数：103次 字号：[ 大 中 小 ]
【打印】【关闭】
""",
        metadata={"发布时间": "2024-03-11 09:30", "信息来源": "青岚市卫健委", "浏览次数": "103次"},
    ),
    Page(
        name="cells one a line",
        head="""索引号：
014298/2024-00033
主题分类：
卫生健康
发布机构：
青岚市卫生健康委员会
文号：
青卫〔2024〕9号
生效日期：
发布日期：
2024年3月11日

""",
        metadata={
            "索引号": "014298/2024-00033",
            "主题分类": "卫生健康",
            "发布机构": "青岚市卫生健康委员会",
            "文号": "青卫〔2024〕9号",
            "发布日期": "2024年3月11日",
        },
    ),
    Page(
        name="last label empty above the title",
        head="索引号：014298/2024-00033\n责任编辑：\n",
        metadata={"索引号": "014298/2024-00033"},
    ),
    Page(
        name="cells parted by tabs and bars, no colons",
        head="""索 引 号\t014298/2024-00033\t信息分类\t规划计划
发布机构 | 青岚市卫生健康委员会 | 发文日期 | 2024-03-08
文　　号：\t青卫〔2024〕9号\t有 效 性：\t有效
""",
        metadata={
            "索引号": "014298/2024-00033",
            "信息分类": "规划计划",
            "发布机构": "青岚市卫生健康委员会",
            "发文日期": "2024-03-08",
            "文号": "青卫〔2024〕9号",
            "有效性": "有效",
        },
    ),
    Page(
        name="breadcrumb with one piece a line",
        head="当前位置：\n首页\n>\n政务公开\n>\n部门动态\n\n来源：青岚日报\n",
        metadata={"来源": "青岚日报"},
    ),
    Page(
        name="unknown label among known ones",
        head="发布机构：青岚市卫生健康委员会\n咨询渠道：卫生热线\n发布日期：2024-03-11\n",
        metadata={"发布机构": "青岚市卫生健康委员会", "发布日期": "2024-03-11"},
    ),
    Page(
        name="WeChat repost",
        head="""点击上方蓝字关注我们
原创 健康青岚 健康青岚 2024-03-11 18:00 江岚
收录于合集
""",
        tail="""

- END -

来源：青岚市卫生健康委
编辑：林小溪
审核：周望川
预览时标签不可点
微信扫一扫
关注该公众号
阅读原文
喜欢此内容的人还喜欢""",
        metadata={"发布时间": "2024-03-11 18:00", "来源": "青岚市卫生健康委", "编辑": "林小溪", "审核": "周望川"},
    ),
    Page(
        name="document-sharing site",
        head=f"""{TITLE}.docx
上传人：溪水 文档编号：20240311 上传时间：2024-03-11 格式：DOCX 页数：12 大小：33KB
下载 收藏 举报
第1页/共12页
""",
        tail="""

剩余7页未读，继续阅读
下载文档到电脑，查看全文
温馨提示：
1. 本站所有资源如无特殊说明，都需要本地电脑安装办公软件。
2. 本站不保证下载资源的准确性、安全性和完整性。
关于我们 - 网站声明""",
        complete=False,
    ),
    Page(
        name="document-sharing site with small print above",
        head=f"""换一换
格式:DOCX , 页数:12 ,大小:35.23KB ,
资源ID:60011      下载积分:3 金币
快捷下载
下载须知
1: 本站所有资源如无特殊说明，都需要本地电脑安装办公软件。
2: 文件的所有权益归上传用户所有。
版权提示 | 免责声明
本文为本站会员主动上传，如有侵权请联系处理。
{TITLE}.docx
""",
        metadata={"页数": "12", "下载积分": "3 金币"},
    ),
    Page(
        name="model-essay site",
        head="""范文大全 > 工作要点 > 卫生工作要点
时间：2024-03-11 作者：佚名 来源：网络
以下是小编为大家整理的卫生健康工作要点，欢迎阅读。
""",
        tail="""
相关推荐：
青岚市2023年卫生工作总结
卫生院工作计划（五篇）
更多卫生工作要点请关注本站
""",
        metadata={"时间": "2024-03-11", "作者": "佚名", "来源": "网络"},
    ),
    Page(
        name="cut off by the site",
        tail="\n\n点击查看全文\n",
        complete=False,
    ),
    Page(name="more button", tail="\n查看更多>>\n责任编辑：林小溪", complete=False, metadata={"责任编辑": "林小溪"}),
    Page(name="unfinished", tail="\n（未完）", complete=False),
    Page(name="disclaimer", tail="\n\n免责声明：本文来源于网络，如有侵权请联系删除。"),
    Page(name="bar left over", tail="\n|"),
    Page(name="site name above its breadcrumb", head="青岚市人民政府门户网站\n首页 > 政务公开 > 规划计划\n"),
    Page(
        name="title with the site's name",
        head=f"{TITLE}_青岚市人民政府\n发布时间：2024-03-11\n",
        metadata={"发布时间": "2024-03-11"},
    ),
    Page(name="title in another order", head="青岚市2024年卫生健康工作要点\n来源：青岚市卫健委\n"),
    Page(name="nothing to strip"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page: Page) -> None:
    stripped = strip(page.head + BODY + page.tail)
    assert stripped.body == BODY
    assert page.metadata.items() <= stripped.metadata.items()
    assert all(stripped.metadata.values())
    assert stripped.complete is page.complete
    assert bool(stripped.warnings) is not page.complete


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_else_is_listed_as_dropped(page: Page) -> None:
    stripped = strip(page.head + BODY + page.tail)
    around = (page.head + "\n" + page.tail).split("\n")
    assert sorted(stripped.dropped) == sorted(line for line in around if line.strip())


OWN_LINES = [
    "来源于基层的经验得到推广。",
    "打印检查报告不再排队，全市医院都能自助办理。",
    "经费来源：市财政",
    "来源：省级补助资金",
    "打印",
    "下一篇文章要写得更好",
    "关注老年人健康",
    "名称：健康小屋",
    "查看更多检查结果的平台已经上线。",
    "3. 登录平台即可查看全部检查结果",
    "首页 > 改版",
    "当前位置服务已接入急救系统。",
    "版权所有者的权益得到保护。",
]


@pytest.mark.parametrize("line", OWN_LINES)
def test_lines_inside_the_body_stay(line: str) -> None:
    text = BODY.replace("二、加强队伍建设", line + "\n二、加强队伍建设")
    stripped = strip(text)
    assert (stripped.body, stripped.dropped, stripped.complete) == (text, (), True)


OWN_ENDS = [
    "以上意见，供大家参考。",
    "附件：1.重点任务分工表.docx",
    "（此件公开发布）",
    "青岚市卫生健康委员会\n2024年3月11日",
    "联系人：林小溪  联系电话：0123-4567890",
    "联系电话：0123-4567890",
    "公开方式：主动公开",
    "抄送：市政府办公室。",
    "主题词：卫生 要点 通知",
    "数据来源：青岚市统计局",
    "感谢大家，祝各位工作顺利！",
]


@pytest.mark.parametrize("end", OWN_ENDS)
def test_the_documents_own_last_lines_stay(end: str) -> None:
    text = f"{BODY}\n\n{end}"
    assert strip(text + "\n\n【打印】 【关闭】\n江岚ICP备05000001号").body == text


OWN_HEADS = [
    "青岚市卫生健康委员会文件\n青卫〔2024〕9号\n关于印发《2024年工作要点》的通知\n各县区卫生健康局：",
    "（2024年1月15日在青岚市第三届人民代表大会第二次会议上）",
    "青岚市卫生健康委员会",
    "2024年1月15日",
    "目 录",
]


@pytest.mark.parametrize("head", OWN_HEADS)
def test_the_documents_own_first_lines_stay(head: str) -> None:
    text = f"{head}\n{BODY}"
    assert strip("来源：青岚日报 【打印】\n" + text).body == text


def test_a_title_that_stands_once_stays() -> None:
    stripped = strip(f"{TITLE}\n发布时间：2024-03-11 来源：青岚日报\n\n" + BODY.removeprefix(TITLE).lstrip())
    assert stripped.body.startswith(TITLE)
    assert stripped.dropped == ("发布时间：2024-03-11 来源：青岚日报",)


def test_the_first_filled_value_of_a_label_wins() -> None:
    assert strip(f"来源：\n来源：青岚日报 作者：无\n{BODY}\n来源：云泽晚报").metadata == {"来源": "青岚日报"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("二、加强队伍建设", "（此处省略三百字）\n二、加强队伍建设"),
        (TITLE, TITLE + "（节选）"),
        ("98%以上。", "98%以上……"),
        ("98%以上。", "98%以上，"),
        ("98%以上。", "98%以上。（未完待续）"),
    ],
)
def test_signs_of_a_cut_inside_the_body_stay_and_are_told(old: str, new: str) -> None:
    text = BODY.replace(old, new)
    stripped = strip(text)
    assert (stripped.body, stripped.dropped, stripped.complete) == (text, (), False)
    assert stripped.warnings[0].startswith("原文不全")


def test_many_lines_that_break_inside_sentences_are_told_and_left() -> None:
    line = "全市各级医疗卫生机构围绕群众需求改进服务流程优化就诊环境提升"
    text = f"{TITLE}\n\n" + "\n\n".join([line] * 8)
    stripped = strip(text)
    assert stripped.body == text
    assert "断开" in stripped.warnings[0]
    assert stripped.complete


@given(
    st.lists(st.sampled_from([*BODY.split("\n"), *OWN_LINES, *"\n".join(p.head + p.tail for p in PAGES).split("\n")]))
)
def test_no_line_is_lost_doubled_or_changed(rows: list[str]) -> None:
    stripped = strip("\n".join(rows))
    kept = [line for line in stripped.body.split("\n") if line.strip()]
    assert sorted([*kept, *stripped.dropped]) == sorted(line for line in rows if line.strip())
    remaining = iter(rows)
    assert all(line in remaining for line in kept)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert strip(text).body in text


def test_a_text_on_one_long_line_is_quick() -> None:
    text = "全市新增托位600个。" * 100_000
    assert strip(text).body == text
