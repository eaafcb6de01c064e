"""What one line of a copied web page is: breadcrumb, furniture, footer, cut-off notice, heading.

Every test judges the line as a whole; none looks for a mere word in it. Where the line stands is the caller's business:
most of these are chrome only above or below the text.
"""

from __future__ import annotations

import re

from retrieval.parsing.chrome.fields import has_title_words
from retrieval.parsing.chrome.words import NAVIGATION

_LONGEST = 240
_DECORATION = " \t\u3000\u00a0-—－=*#◆◇■□●○▲△▼▽★☆·•>»<«【】[]〖〗（）()|｜:：↓↑→"
_MARKS = _DECORATION + "。.…"
_WORDS_PARTED = re.compile(r"[\s|｜/·•]+")
_ARROW = re.compile(r"\s*[>›»＞≫→/]+\s*")
_RULE = re.compile(r"[\s|｜>›»_=*#~\-—─━·•+]+")
_BREADCRUMBS = (
    re.compile(
        r"\s*[【\[]?\s*(?:您|你)?(?:的)?(?:现在|当前|目前|所在|所处)*(?:的)?(?:位置|在)\s*[是为在]?\s*[:：>》].*"
    ),
    re.compile(r"\s*(?:您|你)?(?:现在|当前|目前|所在)+的?位置\b.*"),
    re.compile(r"\s*(?:网站|本站)?首\s*页\s*(?:[>›»＞≫→/\\》·]|--?|—)\s*\S.*"),
    re.compile(r"[^>›»＞≫。；]{1,60}[>›»＞≫]\s*(?:正文|详情|内容|文章内容|信息内容|列表)\s*"),
    re.compile(r"[^>›»＞≫。；]{1,30}(?:\s*[>›»＞≫]+\s*[^>›»＞≫。；<=\d][^>›»＞≫。；]{0,40}){2,}>?\s*"),
)
_FURNITURE = re.compile(
    r"""
      (?:请?用?(?:微信|手机)*)?扫(?:一扫|描|码)[^。；]{0,36}
    | (?:长按|识别|微信扫码)[^。；]{0,10}(?:二维码|关注|识别)[^。；]{0,20}
    | [^。；]{0,8}(?:公众号|微信|手机版?|官方|关注|本页|网页|此页|页面)\S{0,4}二维码[^。；]{0,6}
    | [上下前后]一?[篇页条则]\s*(?:文章|信息|新闻)?\s*[:：<>].{0,80} | [上下前后]一[篇页条则][^。]{0,80}
    | 原创(?:\s+\S{1,20}){1,5}
    | (?:点击)?(?:上方|下方|左上角)?[“"「]?蓝(?:色)?字[^。；]{0,30}
    | [^。；]{0,10}(?:关注我们|关注(?:该|本)?公众号|设为星标|星标我们)[^。；]{0,20}
    | (?:收录于|以下文章来源于|本文转载自|本文来自)[^。；]{0,60}
    | 预览时标签不可点 | 微信扫一扫.{0,20} | 继续滑动看下一个 | 向上滑动看下一个 | 喜欢此内容的人还喜欢.{0,10}
    | (?:原文链接|原文地址|本文链接|本文地址|文章链接|网址|转载自)\s*[:：]\s*\S{4,200}
    | 第\s*\d+\s*页\s*[/，,]?\s*共\s*\d+\s*页
    | 今天是\s*[:：]?.{0,40} | 欢迎(?:您)?(?:访问|光临|来到).{0,40} | (?:您|你)是.{0,10}第?.{0,10}位(?:访客|访问者).{0,4}
    | (?:附件下载|文件下载|下载附件|点击下载|相关附件|下载文档)\s*[:：].{0,80}
    | .{0,60}小编.{0,40}(?:整理|收集|搜集|分享|带来|准备|推荐|精选).{0,80}
    | (?:本文|以下|下面|上面|以上).{0,40}(?:范文|文章|文档|内容|资料|全文).{0,20}(?:参考|借鉴|阅读|下载|帮助).{0,16}
    | 更多.{0,30}(?:请关注|请访问|尽在|请点击|敬请关注).{0,40}
    """,
    re.X,
)
_RELATED = re.compile(
    r"(?:相关|推荐|热门|最新|精彩|更多|延伸|拓展|关联|同类|猜你|您可能|你可能|大家都在|热点|本类|随机|图文)(?:还|感|都|在)*"
    r"(?:政策文件|政策解读|文章|阅读|新闻|信息|文档|推荐|稿件|链接|资讯|内容|专题|报道|解读|附件|政策|喜欢|兴趣的?|的|搜索|排行"
    r"|热文|热点|看|栏目|导读|资料|范文)+"
)
_SMALL_PRINT = "(?:温馨提示|(?:免责|版权|特别|郑重|网站|本站|版权与免责)?声明|版权说明|版权提示|特别提醒|特别说明|下载须知|使用须知)"
_DISCLAIMER = re.compile(rf"{_SMALL_PRINT}(?:\s*[:：|].*)?", re.S)
_CLAUSE = re.compile(r"\d{1,2}\s*[:：.、].*|.*(?:本站|账号|密码|付费|侵权|VIP|充值|上传者|转载).*", re.I)
_DISCLAIMED = re.compile("本站|本网|网站|侵权|转载|版权|网络|平台")
_FOOTER = re.compile(
    r".{0,80}(?:版权所有|Copyright|©|ICP备|ICP证|公网安备|公安备案|网站标识码|网站备案|网站支持IPv6|All Rights Reserved).{0,120}",
    re.I,
)
_IMPRINT = re.compile(
    r"(?:主办|承办|协办|技术支持|建设维护|运行维护|运维单位|管理单位|网站管理|维护单位|建议使用|党政机关|网站地图)(?:单位)?[^。；]{0,80}"
)
_CONTACT = re.compile(
    r"(?:联系|单位|办公)?(?:地址|邮编|邮政编码|电话|传真|邮箱|电子邮箱|值班电话|联系方式|监督电话|举报电话)\s*[:：][^。；]{0,80}"
)
_SITE = re.compile(
    r"[^，。；：:]{2,24}(?:网站|门户|官网|门户网|信息网|人民政府|信息公开(?:网|平台|专栏|目录)?|委员会|健康局|健康委|卫健委|卫健局)"
)
_CUT = re.compile(
    r"""
      未完(?:待续)? | 以下(?:内容)?[从省]?略 | 下略 | 后略 | 略 | 中间部分?略
    | [^。；]{0,12}此处省略[^。；]{0,30} | [^。；]{0,12}(?:省略|隐藏|未显示)\s*\d+\s*[字页][^。；]{0,16}
    | [^。；]{0,8}(?:点击|登录|注册|扫码|付费|购买|开通|关注|打开|安装|下载)[^。；]{0,16}(?:查看|阅读|浏览|获取|下载|展开|解锁|显示)
      (?:剩余|余下|全部|完整|更多|全文|原文全文)[^。；]{0,20}
    | [^。；]{0,8}(?:剩余|还剩|余下|剩下)[^。；]{0,10}(?:未读|未完|未展开|未显示|付费|继续阅读|隐藏|解锁|全文)[^。；]{0,24}
    | [^。；]{0,12}(?:试读|预览|免费阅读|免费预览)(?:部分)?已?(?:结束|到此|完毕|完了)[^。；]{0,30}
    | [^。；]{0,16}(?:会员|VIP)[^。；]{0,10}(?:可见|查看|阅读|专享)[^。；]{0,16}
    | [^。；]{0,12}(?:限于篇幅|因篇幅|篇幅(?:所限|有限|限制|原因))[^。；]{0,30}
    | [^。；]{0,8}(?:文档|文件|正文|内容|全文|页面)(?:过长|太长|过大|太大|已?被?截断|不全|显示不全|未显示完)[^。；]{0,30}
    | truncated | 继续阅读[^。；]{0,12}
    """,
    re.X | re.I,
)
_BUTTON = re.compile(
    r"(?:点击|点此|》)?(?:查看|阅读|展开|显示|加载|下载|浏览)(?:更多内容|全部内容|完整内容|余下全文|剩余全文|更多|全文|全部|完整版)[^。；]{0,12}"
    r"|(?:全文|完整版)(?:下载|阅读|浏览|查看)[^。；]{0,16}"
)
_CUT_END = re.compile(r"(?:[（(【\[]\s*未完(?:待续)?\s*[）)】\]]|…|\.{3}|[，,、])\s*$")
_EXCERPT = re.compile(r".{4,60}[（(【\[]\s*(?:节选|摘录|摘编|有删节|有删减)\s*[）)】\]]\s*")
_HEADING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+(?:[章节条篇]|部分)|[一二三四五六七八九十]{1,3}\s*[、.．,，]"
    r"|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|\d{1,3}\s*[.．、](?!\d)|[一二三四五六七八九十]{1,2}是)"
)


def is_breadcrumb(line: str) -> bool:
    """当前位置：首页 > 政务公开, with or without its first words."""
    return len(line) <= _LONGEST and any(pattern.fullmatch(line) for pattern in _BREADCRUMBS)


def is_arrow(line: str) -> bool:
    """The ``>`` of a breadcrumb that was copied with one piece a line."""
    return bool(_ARROW.fullmatch(line))


def is_rule(line: str) -> bool:
    """Nothing but lines, bars or dots."""
    return bool(_RULE.fullmatch(line))


def is_furniture(line: str) -> bool:
    """QR lines, previous/next, follow-us, page counts, menus, an editor's small talk."""
    bare = line.strip(_DECORATION)
    if not bare or len(bare) > _LONGEST:
        return False
    return bool(_FURNITURE.fullmatch(bare)) or _is_menu(bare)


def _is_menu(bare: str) -> bool:
    words = [word for word in _WORDS_PARTED.split(bare) if word]
    known = sum(word in NAVIGATION for word in words)
    if known == len(words):
        return len(words) > 1 or not has_title_words(bare)
    return len(words) >= 4 and known * 2 > len(words) and max(map(len, words)) <= 10


def is_related(line: str) -> bool:
    """Opens a list of other pages: 相关阅读, 推荐文章."""
    bare = line.strip(_DECORATION)
    return len(bare) <= 20 and bool(_RELATED.fullmatch(bare))


def is_disclaimer(text: str) -> bool:
    """Small print of the site, from the line that opens it (免责声明：) on."""
    return bool(_DISCLAIMER.fullmatch(text.split("\n", 1)[0].strip(_DECORATION))) and bool(_DISCLAIMED.search(text))


def opens_small_print(line: str) -> bool:
    """The site's small print begins: 温馨提示, 下载须知, 版权提示 | 免责声明."""
    return len(line) <= _LONGEST and bool(_DISCLAIMER.fullmatch(line.strip(_DECORATION)))


def is_clause(line: str) -> bool:
    """May be one clause of the site's small print, where that has begun."""
    return bool(_CLAUSE.fullmatch(line.strip()))


def is_footer(line: str) -> bool:
    """Copyright, ICP record, site code: what only a page's foot has."""
    return len(line) <= _LONGEST and bool(_FOOTER.fullmatch(line.strip())) and not line.rstrip().endswith("。")


def is_imprint(line: str) -> bool:
    """主办/承办/技术支持: part of a foot where a sure footer line stands beside it."""
    return bool(_IMPRINT.fullmatch(line.strip(_DECORATION)))


def is_contact(line: str) -> bool:
    """地址/电话/邮编: part of a foot only between its other lines."""
    return bool(_CONTACT.fullmatch(line.strip()))


def is_site(line: str) -> bool:
    """The name of an authority or of its site."""
    return bool(_SITE.fullmatch(line.strip()))


def is_cut(line: str) -> bool:
    """A notice that the text is not all there: （未完）, 剩余5页未读, 此处省略."""
    return len(line) <= 80 and bool(_CUT.fullmatch(line.strip(_MARKS))) and not is_heading(line.lstrip("（("))


def is_button(line: str) -> bool:
    """查看更多, 全文下载: below the text they say that it is cut; above it they say nothing."""
    return len(line) <= 40 and bool(_BUTTON.fullmatch(line.strip(_MARKS)))


def ends_cut(line: str) -> bool:
    """True where a last line ends as no document does: （未完）, an ellipsis, a comma."""
    return bool(_CUT_END.search(line))


def is_excerpt(line: str) -> bool:
    """A title that ends in （节选）."""
    return bool(_EXCERPT.fullmatch(line))


def is_heading(line: str) -> bool:
    """Begins with an outline number."""
    return bool(_HEADING.match(line))
