"""Every sentence that a user reads. Short, plain, polite; nothing of how it works inside."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.rights import Role
from retrieval import Reason

ABOUT = "我是汇问：按已收录的卫生健康工作报告回答问题，每句话都注明出处，点一下就能看到原文那一节。"
ABOUT_HOW = "直接发问题即可；接着问“那某某市呢”“2025年的目标呢”也行。发 /help 看全部用法。"
EXAMPLES = "试试这些问题："
HELD = "已收录{count}份：{regions}。"
NOTHING_HELD = "现在还没有收录任何报告。"

COMMANDS: Mapping[str, str] = {
    "ask": "提问：/ask 问题",
    "compare": "对比：各地同一项工作",
    "summary": "综述：各地一项工作的情况",
    "city": "城市：一地的指标和目标",
    "table": "做表：几个指标、一组地区做成一张表",
    "search": "检索：找报告原文段落",
    "docs": "目录：已收录的报告",
    "follow": "订阅：有新文件就提醒",
    "following": "我的订阅：暂停、节奏、删除",
    "why": "依据：上一个回答怎么来的",
    "new": "新话题：不再沿用上文",
    "stop": "停止：不再写下去",
    "home": "本地：设定“我市”指哪里",
    "help": "帮助：用法说明",
}
ADMIN_COMMANDS: Mapping[str, str] = {
    "people": "人员：名单、权限、待批的人",
    "invite": "邀请：生成一次有效的链接",
    "circle": "圈子：哪些报告只给哪些人看",
    "admit": "群：允许群成员在群里提问",
    "feedback": "反馈：谁说哪个回答没用，回复、了结",
    "sources": "来源：从哪些网页和文件夹收报告，是否正常",
    "status": "状态：收录、提问、来源、备份、磁盘，要处理的事",
}
GROUP_COMMANDS = ("ask", "compare", "summary", "table", "search", "docs", "follow", "following", "help")

HELP = """直接发问题，例如“某某市2024年千人口托位数是多少”。

/ask 问题：提问（群里请用它，或 @我、回复我）
/compare 指标或事项（对比）：各地逐行列出，可接着说“只看某省”“换成2025年目标”；加“历年”看多年
/summary 事项（综述）：各地的主要说法
/city 地区（城市）：一地的报告、主要指标和目标
/table 指标、指标 地区（做表）：做成一张表；“表名：指标、指标 地区”会存下来，发 /table 再做一次
/search 词语：检索报告原文段落
/docs（目录）：已收录的报告，按地区和年份
/follow 地区 事项（订阅）：有新文件就提醒；也可直接说“某某市有新文件就告诉我”
/following：看订阅，暂停、改节奏、删除，设免打扰
/why：上一个回答的依据
/new：开始新话题，不再沿用上文
/stop（停止）：正在写的回答到此为止
/home 地区：设定“我市”“全省”指哪里
/help（帮助）：本说明

对比、综述、城市、做表、目录、订阅、帮助这些词可直接发，前面带 / 或 、 也行。
发来 .xlsx（一列地区、一行指标），会填好发回；发来别的文件（PDF、Word、文本等）或一个网址，可回复它只就这份材料提问，投稿人可收录。
〔原文1〕打开出处；改正刚发的问题（10分钟内），回答会跟着改。
末尾写“AI整理”的，由AI模型按报告原文整理、逐句核对；模型不在本机时，问题（或对比、综述、订阅的事项）和所引的报告片段会发给它，不发您的姓名和编号。"""

HELP_ADMIN = """管理：
/people（可接姓名或代码）：名单、角色、圈子、收回权限、批准待批的人
/invite 角色 期限 圈子：一次有效的邀请链接，例如 /invite 投稿人 3天
/circle 圈子（可接标题里的词）：圈子里的报告、人；/circle 圈子 文件夹 名称：放进该文件夹的新报告只给这个圈子看
/admit：在群里发，允许群成员在群里提问；/admit 圈子：群里也能看这个圈子的报告；/admit 停止
/feedback：读者说“没用”的回答，可回复、更正、了结、存为考题
/sources：报告的来源和状况，暂停、删除、现在检查；/sources 网址：添加一个栏目页、RSS 或站点地图
/status：收录、提问、来源、备份、磁盘是否正常，先要处理什么"""

_AFTER = r"[啦了哈呀啊哦呢吧的!！。.~～,，、?？\s]*"
COURTESY: Mapping[str, re.Pattern[str]] = {
    "hello": re.compile(
        rf"(?:(?:你|您|大家|汇问)好|在吗|在不在|早|早安|(?:早上|上午|中午|下午|晚上)好|hi|hello|哈喽|嗨){_AFTER}吗?{_AFTER}",
        re.I,
    ),
    "thanks": re.compile(
        rf"(?:好的?|嗯|ok|太好了|非常|太|十分)?[,，\s]*(?:谢谢|多谢|感谢|谢)(?:您|你|大家)?{_AFTER}|辛苦(?:您|你)?{_AFTER}",
        re.I,
    ),
    "bye": re.compile(rf"(?:好|收到|知道|明白|ok|嗯+|行|再见|拜拜|没事|没问题){_AFTER}", re.I),
    "help": re.compile(
        rf"(?:你|您|汇问|机器人|这个)?(?:都|还)?(?:能|可以|会)(?:帮我|为我)?(?:做|干|回答|问|查|看)些?(?:什么|啥|哪些)(?:问题|内容|事情?)?{_AFTER}"
        rf"|(?:请问)?(?:怎么|如何)(?:用|使用|提问)(?:你|您)?{_AFTER}|(?:你)?有(?:什么|哪些|啥)功能{_AFTER}|使用(?:说明|方法){_AFTER}|(?:你|您)是(?:谁|什么){_AFTER}"
    ),
}
COURTEOUS: Mapping[str, str] = {"thanks": "不客气，有问题随时问。", "bye": "好，有问题随时问。"}

USAGE_ASK = "请在命令后写上问题，例如：/ask 2024年千人口托位数是多少"
USAGE_SEARCH = "请在命令后写上要找的词，例如：/search 家庭医生签约"
USAGE_COMPARE = "请写上要对比的事项，例如：对比 千人口托位数"
USAGE_SUMMARY = "请写上事项，例如：综述 托育服务"
USAGE_CITY = "请写上地区，例如：城市 某某市"

STOP_WRITING = "z"
BUTTON_STOP_WRITING = "停止"
WRITING_STOPPED = "已停止。"
NOTHING_TO_STOP = "现在没有正在写的回答。"
WORDED = "AI整理"
NEW_TOPIC = "好，从新话题开始，不再沿用上文。"
NO_LAST = "还没有可说明的回答，先问一个问题吧。"
WHY_TITLE = "上一个回答的依据"
WHY_UNDERSTOOD = "问题理解"
WHY_FOUND = "找到的段落"
WHY_CHECKS = "核对"
WHY_TIMES = "用时"
WHY_MODEL = "AI模型"
WHY_PASSED = "✓ "
WHY_FAILED = "✗ "
#: What the receipt calls shapes, wanted values, rankings and stages.
WHY_NAMES: Mapping[str, str] = {
    "fact": "一个事实",
    "list": "列举",
    "how": "做法",
    "summary": "综述",
    "compare": "对比",
    "trend": "历年",
    "goal_vs_result": "目标与实际",
    "holdings": "收录情况",
    "provenance": "出处",
    "text": "文字",
    "number": "数量",
    "percent": "百分比",
    "money": "金额",
    "duration": "时长",
    "date": "日期",
    "rank": "名次",
    "place": "地点",
    "organisation": "单位",
    "person": "人员",
    "words": "词语",
    "bigrams": "字对",
    "vectors": "语义",
    "understand": "理解",
    "answer": "作答",
    "generate": "AI整理",
}

HOME_IS = "“我市”“全省”按{home}理解。改动请发：/home 地区；取消请发：/home 无"
HOME_NONE = "还没有设定。请发：/home 地区，例如 /home 某某市"
HOME_SET = "好，以后“我市”“全省”按{home}理解。"
HOME_CLEARED = "好，已取消，不再替您设定地区。"
HOME_UNKNOWN = "没有认出“{name}”，请写地区名，例如 /home 某某市；原来的设定没有变。"
NONE_WORDS = ("无", "取消", "清除")

CARRIED = "按上文："
NOT_STATED = "报告中未见。"
NEAREST = "最近的小节（只列标题）："
CONTACT = "找业务处室：{whom}"
OPTIONS = "请选一个："
DATE_UNKNOWN = "日期未载"
REPRINTED = "{publisher}转载"
TITLE_INFERRED = "题名据内容推定"
INCOMPLETE = "原文不全"
ANONYMISED = "原文脱敏"
RECOGNISED = "扫描件识别，可能有错字"
REMOVED = "来源已移除"
ACTUAL, PLAN = "实际", "目标"

BUTTON_SOURCE = "原文{n}"
BUTTON_REGIONS = "其他地区"
BUTTON_YEARS = "其他年份"
BUTTON_HELPFUL = "有用"
BUTTON_NOT_HELPFUL = "没用"
BUTTON_DROP = "不用上文"
BUTTON_COPY = "复制"
BUTTON_BACK = "返回"
BUTTON_PREVIOUS = "‹ 上一节"
PAGE_OF_FILE = "·第{page}页"
BUTTON_NEXT = "下一节 ›"
BUTTON_PAGE_BACK = "‹ 上页"
BUTTON_PAGE_ON = "下页 ›"
BUTTON_ORIGINAL = "原件"
BUTTON_CONTENTS = "本报告目录"
REASONS_NOT_HELPFUL = ("数不对", "城市或年份错", "漏了", "没答到")
THANKS = "谢谢，已记下。"
THANKS_WHY = "谢谢，已记下：{reason}。"
FOLLOW_REGION = "那{}呢？"
FOLLOW_YEAR = "那{}年呢？"

SECTION_GONE = "这一节已不在收录范围内，可能报告已移除。"
DOCUMENT_GONE = "这份报告已不在收录范围内。"
LINK_UNKNOWN = "这个链接认不出来，直接发问题就好。"
BUTTON_OLD = "这个按钮已过期，请重新提问。"
PAGE = "第{page}/{pages}页"
UNHEADED = "（无标题段落）"
REGION_UNKNOWN = "地区不明"
YEAR_UNKNOWN = "年份不明"
SEARCH_TITLE = "检索“{query}”：{count}段"
SEARCH_NEAR = "检索“{query}”：没有原词，意思相近的{count}段"
SEARCH_NONE = "没有找到与“{query}”相近的段落。"
DOCS_TITLE = "已收录{count}份报告"

STRANGER = "您还没有使用权限。代码：{code}\n请把代码告诉管理员，开通后会通知您。"
STRANGER_FIRST = "还没有管理员。您的编号是 {person}：请写进设置 HUIWEN_ADMINS，再重新启动。"
STRANGER_FULL = "您还没有使用权限，请与管理员联系。"
NOT_ALLOWED = "您没有这项权限。"
ONLY_PRIVATE = "请在与我的私聊里用这个命令。"
WELCOME = "已为您开通（{role}）。直接发问题即可，发 /help 看用法。"
INVITE_GONE = "这个邀请已用过或已过期，请向管理员要一个新的。"
NOT_TEXT = "目前只看得懂文字，请把问题写成文字发来。"
UNKNOWN_COMMAND = "没有这个命令，发 /help 看用法，或直接发问题。"
LIMIT_MINUTE = "发得太快：一分钟最多{most}条，请{wait}秒后再发；这之前发的不会处理。"
LIMIT_DAY = "今天的{most}个问题已用完，请明天（北京时间零点后）再问。"
LIMIT_TOTAL = "今天大家的提问总数已满，请明天（北京时间零点后）再问。"
LIMIT_LONG = "问题太长：最多{most}字，您写了{count}字；请缩短后再发。"
LIMITS = "每人最多{parts}。"
LIMITS_MINUTE, LIMITS_DAY, LIMITS_LONG = "每分钟{most}条消息", "每天{most}个问题", "每个问题{most}字"
EMPTY_QUESTION = "没有看到问题，请用一句话写下想问的事。"
FAILED = "抱歉，处理时出了错，请稍后再试；如仍不行，请把编号 {reference} 告诉管理员。"
FAILED_ADMIN = "处理出错，编号 {reference}：{error}。详情见日志。"
GAVE_UP = "抱歉，这条消息多次没能处理完，请换个说法再发一次。"

REFUSALS: Mapping[Reason, str] = {
    "region_not_indexed": "所问地区的报告未收录。",
    "year_not_indexed": "所问年份的报告未收录。",
    "not_in_reports": "已收录的报告未载。",
    "only_goal": "报告只写了目标，未载实际结果。",
    "only_result": "报告只写了结果，未载目标。",
    "anonymised": "原文已脱敏，看不到这个数。",
    "incomplete_source": "原文不全，未见。",
    "off_topic": "这里只回答卫生健康工作报告里的内容。",
    "personal_data": "不提供个人信息。",
    "instruction": "这里只按报告原文回答问题。",
}

LEVELS: Mapping[str | None, str] = {"省级": "省级", "地级市": "地级", "县级": "县级", "乡镇": "乡镇", None: ""}
STATES: Mapping[str, str] = {
    "reported": "已载",
    "not_mentioned": "未提及",
    "anonymised": "原文脱敏",
    "no_document": "未收录",
}
COVERAGE = "覆盖：{text}"
WARNING = "注：{text}"
MORE_WARNINGS = "另有{count}条提示，见表格。"
EARLIER = "更早："
MORE_IN_SHEET = "另有{count}条，见表格。"
NOWHERE = "已收录的报告都没有提到“{topic}”。"
RANKED = "{name}（{what}，{count}地可比）："
RANKED_MOST, RANKED_MORE, RANKED_SAME = "最{word}", "较{word}", "各地相同"
HIGH_LOW = ("高", "低")
CANDIDATES = "您要找的是不是："
NEAR = "相近的指标：{names}"
BUTTON_NEAR = "相近指标"
SILENT = "{state}（{count}）：{names}"
BUTTON_SHEET = "Excel"
BUTTON_COMPARISON = "对比表"
BUTTON_CHART = "图"
BUTTON_WORD = "Word"
BUTTON_ONLY = "只看{name}"
BUTTON_ONLY_SOME = "只看一省"
BUTTON_SILENT = "未收录名单"
BUTTON_TOPICS = "其他主题"


def asked(year: int | None, plan: bool | None) -> str:
    """What a comparison was narrowed to: 2025年目标; empty for everything."""
    side = "" if plan is None else (PLAN if plan else ACTUAL)
    return f"{year}年{side}" if year else side and f"只列{side}"


CHART_GOALS = "斜线为目标值，不是完成值。"
CHART_APART = "单位或口径不同未画：{names}。"
CHART_MORE = "另有{count}条未画，见表格。"
CHART_NONE = "没有可画的数值。"
CHART_NO_FONT = "这台服务器上没有能显示汉字的字体，画不了图；请用表格。"
SOURCES = "来源：{titles}"
AND_MORE = "等{count}份"
NO_GLYPH = "〓"
SHEET_ROWS, SHEET_TABLE, SHEET_ABOUT = "明细", "汇总表", "说明"
SHEET_COLUMNS = (
    *("地区", "级别", "年份", "实际/目标", "指标", "数值", "单位", "比较", "原文写法", "口径", "报告自称名次", "状态"),
    *("原文", "出处", "链接"),
)
SUMMARY_COLUMNS = ("地区", "级别", "年份", "实际/目标", "内容", "原文", "出处", "链接")
SHEET_FOOTER = "第 &P / &N 页"
SHEET_GOALS = "“目标”是报告提出的目标值，不是完成值；“未提及”指已收录的报告没有写，“未收录”指没有收录这个地区的报告。"
MADE_ON = "制表日期：{date}"
EARLIER_STATE = "更早的目标"
CELL_SOURCE = "《{title}》{path}：“{quote}”"
AUTHOR = "汇问"
REGION, UNIT, NO_UNIT = "地区", "单位", "—"
NEW_CELL = "（原无）"
WAS = "上次：{value}"
TABLE_YEARS = "数据年份：{years}　"
TABLE_COVERAGE = "{name}：{text}"
TABLE_CHANGED = "黄底为与上次相比有变化的格子，批注里有上次的值。"
TABLE_MARKS = (
    "未提及：已收录的报告没有写；未收录：没有收录该地区的报告；原文脱敏：原文没有给出数字。括号里注明目标或其他年份。"
)
WORD_SUMMARY = "{topic}综述"
WORD_CITY = "{region}卫生健康工作概况"
WORD_HELD = "已收录的报告"
WORD_FIGURES = "主要指标"
WORD_PAIRS = "目标与实际对照"
PAIR_COLUMNS = ("指标", "年份", "目标", "实际")
NOTE_SOURCE = "《{title}》{path}。原文：“{quote}”"
NO_STATEMENT = "已收录的报告未提及。"
FORM_LARGE = "表格太大：请发不超过5 MB、2000行、100列的 .xlsx 文件。"
FORM_BROKEN = "这个表格打不开，请另存为 .xlsx 后再发。"
FORM_UNCLEAR = "没看出表格的样子：请让一列写地区、上面一行写指标名，再发一次。"
FORM_REPORTED = "报告所载：{value}"
FORM_DONE = "已填{filled}格，出处见批注；{silent}格报告未载或未收录；原有内容的{kept}格没有动。"
FORM_UNKNOWN = "没有认出的指标：{names}。"
FORM_PREFIX = "已填_"
USAGE_TABLE = "请写上指标和地区，例如：做表 千人口托位数、基层就诊率 某某省各市"
TABLE_TITLE = "{regions}{indicators}"
TABLE_SAVED_AS = "已存为“{name}”，发 /table 可再做一次。"
TABLE_AGAIN = "与上次相比有{count}格变化，已标黄。"
TABLE_SAME = "与上次相比没有变化。"
TABLE_LIST = "已存的表，点一下重新做："
TABLE_FORGOTTEN = "已删除。"
TABLE_MANY = "一张表最多{most}个指标，请分几张做。"
BUTTON_SAVE = "保存"
BUTTON_FORGET = "删除"
TOPICS = ("托育服务", "医共体建设", "家庭医生签约", "中医药", "人才队伍", "公共卫生", "医养结合", "重点专科")
SUMMARY_TITLE = "{topic}：{count}地的报告有记载"
CITY_TITLE = "{region}：已收录{count}份报告"
CITY_UNHELD = "{region}的报告未收录。"
CITY_GOALS = "目标"
CITY_PAIRS = "目标与实际"
MORE_IN_WORD = "另有{count}条，见Word。"
OWN_RANK = "，报告自称{rank}"
UNSTATED = "未载"
BEFORE = "（{year}年实际{value}）"


def short_province(name: str) -> str:
    """安徽省 → 安徽."""
    for suffix in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


FACT_REGION, FACT_YEARS, FACT_PART, FACT_STATUS = "地区", "年份", "所在部分", "性质"
FACT_AUTHOR, FACT_PUBLISHER, FACT_NUMBER, FACT_PUBLISHED, FACT_ADDED = (
    "成文单位",
    "发布单位",
    "文号",
    "发布日期",
    "收录日期",
)
WARN_ANONYMISED = "原文中的数字或名称已脱敏。"
WARN_INCOMPLETE = "收录的原文不完整，后面可能还有内容。"
WARN_TITLE = "原文没有标题，此标题根据内容推定。"
BUTTON_PAGE = "网页"
PAGE_GONE = "没有这一节，或者您看不到它。"
PAGE_EXPIRED = "这个链接已经过期。"
PAGE_CLOSED = "这一节要从 Telegram 里打开。"
PAGE_OTHER = "这个链接是发给别人的。"
PAGE_BUSY = "请求太多，请过一分钟再试。"
PAGE_FAILED = "出了点问题，请稍后再试；如仍不行，请把编号 {reference} 告诉管理员。"
PAGE_WRONG = "这个地址不对。"
# Alerts

ALERT_NEW = "🔔 {region}新文件：{what}"
ALERT_REVISED = "🔔 {region}文件有修订：{what}"
ALERT_CHANGED = "改动的小节："
ALERT_MORE = "等{count}节"
ALERT_AGAIN = "（网络中断后重发，可能重复）"
ALERT_FOLLOWS = "订阅“{titles}”"
ALERT_SAID = "{when}：{text}"
ALERT_BEFORE = "（{year}年{side}{value}）"
ALERT_SILENT = "（{year}年报告未载，无同比）"
ALERT_UNHELD = "（{year}年未收录，无同比）"
DIGESTS: Mapping[str, str] = {
    "now": "🔔 {count}份新文件",
    "daily": "🔔 每日汇总：{count}份新文件",
    "weekly": "🔔 每周汇总：{count}份新文件",
    "monthly": "🔔 每月汇总：{count}份新文件",
    "quarterly": "🔔 每季汇总：{count}份新文件",
}
WHOLE = ("全省", "全市", "全县", "全区", "全州")
DIGEST_REVISED = "（修订）"
BUTTON_SURVEY = "综述"
BUTTON_DOCS = "目录"
BUTTON_ASK_ABOUT = "就此提问"
BUTTON_STOP = "停止此订阅"
BUTTON_FOLLOWS = "订阅管理"

RHYTHMS: Mapping[str, str] = {
    "now": "随到随发",
    "daily": "每天8:30",
    "weekly": "每周一8:30",
    "monthly": "每月1日8:30",
    "quarterly": "每季首日8:30",
}
USAGE_FOLLOW = (
    "请写上要关注的地区、事项或文件种类，例如：/follow 某某市 托育；某省各市的总结；关键词：带量采购。\n"
    "写在一起的条件要同时符合；几条订阅各管各的。发 /following 看已有的订阅。"
)
FOLLOW_PREVIEW = "订阅预览：{title}"
FOLLOW_RECENT = "近90天会提醒{count}份："
FOLLOW_EARLIER = "近90天没有符合的；再往前最近的是："
FOLLOW_NONE = "已收录的文件里还没有符合的；有了就提醒。"
FOLLOW_HOW = "保存后，有符合的新文件或修订就提醒（{rhythm}，可改）。"
FOLLOW_UNKNOWN = "没有认出“{name}”是哪里，还没有订阅。"
FOLLOW_NEAR = "您要关注的是不是："
FOLLOW_WRITE = "请写地区全名（如某某市、某某县）再发一次。"
FOLLOW_UNCLEAR = "没有看出要关注什么，还没有订阅。" + USAGE_FOLLOW
FOLLOW_FULL = "这个聊天已有{most}条订阅，不能再加；请先在 /following 里删去不用的，或把几条合成一条。"
FOLLOW_SAVED = "✓ 已订阅“{title}”：有符合的新文件或修订就提醒（{rhythm}）。"
FOLLOW_CANCELLED = "好，没有订阅。"
FOLLOW_ADMINS = "群里的订阅由群管理员决定。"
FOLLOW_LEFT = "这个订阅已经删除。"
FOLLOWING_TITLE = "订阅（{count}条）"
FOLLOWING_NONE = "还没有订阅。" + USAGE_FOLLOW
FOLLOWING_PAUSED = "已暂停"
FOLLOWING_BLOCKED = "您停用过机器人，提醒暂停了；发 /start 恢复。"
FOLLOWING_PICK = "点编号可暂停、改节奏、删除。"
FOLLOWING_HOURS = "提醒时间：{quiet}；{days}；{zone}"
FOLLOWING_RESUMED = "提醒已恢复；停用期间符合的文件会补发。"
FOLLOWING_NOT_KNOWN = "{year}年的放假安排还不知道，按周一至周五算。"
QUIET_NONE, QUIET = "没有免打扰", "{start}至{end}免打扰"
DAYS_ALL, DAYS_WORK = "每天", "只在工作日（含调休）"
ZONES: Mapping[str, str] = {
    "Asia/Shanghai": "北京时间",
    "Asia/Urumqi": "乌鲁木齐时间",
    "Asia/Tokyo": "东京时间",
    "Europe/London": "伦敦时间",
}
QUIETS: tuple[tuple[int, int] | None, ...] = (None, (22 * 60, 7 * 60), (20 * 60, 8 * 60), (18 * 60, 8 * 60 + 30))
ZONE_SET = "好，这个聊天按{zone}提醒。"
ZONE_UNKNOWN = "没有“{name}”这个时区；请写 Asia/Shanghai 这样的名字。"
BUTTON_PAUSE, BUTTON_RESUME = "暂停", "恢复"
BUTTON_RHYTHM = "改节奏"
BUTTON_CANCEL = "取消"
BUTTON_HOURS = "提醒时间"
BUTTON_LIST = "‹ 全部订阅"
BUTTON_WHEN_THERE = "有了提醒我"
BUTTON_WHEN_SUMMARY = "总结到了提醒我"
OVERDUE = "⏰ {region}{year}年{kind}还没有见到：按往年应在{month}月{day}日前后发布（{before}年的是{published}）。"
STOPPED = "已停止“{title}”，/following 里可恢复。"
ASK_ABOUT = "请直接发问题，例如“托育怎么样”；按{region}{year}的报告回答，发 /new 取消。"
REMIND = "已记下：“{title}”一到就提醒您。"

#: Access: roles, people, invitations, circles, groups.
ROLES: Mapping[str, str] = {"none": "无权限", "reader": "读者", "contributor": "投稿人", "admin": "管理员"}
ROLE_WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.READER: ("读者", "reader"),
    Role.CONTRIBUTOR: ("投稿人", "投稿", "contributor"),
    Role.ADMIN: ("管理员", "管理", "admin"),
}
KNOCKING = "有人想用汇问：{name}（编号 {person}）\n代码：{code}"
ARRIVED = "{name}（编号 {person}）用邀请进来了，角色：{role}。"
BUTTON_LET_IN: Mapping[str, str] = {"reader": "同意（读者）", "contributor": "同意（投稿人）"}
BUTTON_REFUSE = "拒绝"
BUTTON_PERSON = "查看"
BUTTON_PEOPLE = "人员"
BUTTON_REVOKE = "收回权限"
LET_IN = "已同意。"
REFUSED = "没有让 {name} 进来。"
REQUEST_GONE = "这个请求已处理过或已过期。"
PEOPLE_TITLE = "人员（{count}）"
PEOPLE_FOUND = "找到{count}人"
PEOPLE_WAITING = "待批（{count}）"
PEOPLE_PICK = "点编号或代码查看；发 /people 姓名 查找，发 /invite 邀请。"
PERSON_NUMBER = "编号：{person}"
PERSON_ROLE = "角色：{role}"
PERSON_CIRCLES = "圈子：{circles}"
PERSON_FIXED = "在设置 HUIWEN_ADMINS 里定为管理员，这里改不了。"
PERSON_FIXED_SHORT = "不能改自己，也不能改设置里的管理员。"
ROLE_SET = "已改为：{role}"
INVITE = "邀请链接（{role}{circles}，{time}内有效，只能用一次）：\n{link}"
INVITE_CIRCLES = "，圈子：{circles}"
USAGE_INVITE = "看不懂“{unknown}”。例如：/invite、/invite 投稿人 3天、/invite 读者 12小时 圈子名"
CIRCLES_TITLE = "圈子"
CIRCLES_NONE = "还没有圈子：所有报告对有权限的人都可见。"
CIRCLE_LINE = "{name}：{documents}份报告，{people}人，{groups}个群"
USAGE_CIRCLE = "发 /circle 名称 建一个或打开一个；发 /circle 名称 标题里的词 标记报告。"
CIRCLE_TITLE = "圈子：{name}"
CIRCLE_DOCUMENTS = "报告：{count}份，只有圈内的人和管理员能看到"
CIRCLE_PEOPLE = "人：{people}"
CIRCLE_GROUPS = "群：{groups}"
CIRCLE_PLACES = "新报告自动归入：{places}"
CIRCLE_HOW = "发 /circle {name} 标题里的词 找报告；发 /circle {name} 文件夹 名称 定规则。"
CIRCLE_MARK = "哪些报告只给“{name}”看"
CIRCLE_MARK_HOW = "点一下标记（✓），再点一下对所有人开放；括号里是别的圈子。"
CIRCLE_JOIN = "谁在圈子“{name}”里"
CIRCLE_JOIN_HOW = "点一下加入（✓），再点一下移出。"
CIRCLE_NO_REPORT = "没有标题含“{words}”的报告。"
CIRCLE_UNKNOWN = "没有这个圈子。"
MARKED = "现在只有“{name}”能看到。"
UNMARKED = "现在所有有权限的人都能看到。"
PLACE_SET = "以后从“{place}”收录的新报告只给“{name}”看；已收录的不变。"
PLACE_DROPPED = "“{place}”的规则已取消；已收录的不变。"
NOBODY = "还没有"
BUTTON_REPORTS = "报告"
BUTTON_CIRCLES = "圈子列表"
GROUP_ADDED = "汇问被 {name} 加进了群“{title}”。在您允许之前，它在群里不回答群成员。"
GROUP_ADMITTED = "可以在本群里提问了：发 /ask 问题，或 @我。"
GROUP_DISMISSED = "本群不再能提问。"
GROUPS_TITLE = "允许提问的群"
USAGE_ADMIT = "在群里发 /admit 允许，发 /admit 圈子名 连同圈子的报告，发 /admit 停止 结束。"
BUTTON_ADMIT = "允许群成员提问"
BUTTON_DISMISS = "停止：{title}"

SOURCES_NONE = "还没有来源。发 /sources 网址 添加一个栏目页、RSS 或站点地图；文件夹用命令行 huiwen sources add 添加。"
SOURCES_TITLE = "来源 {count} 个，{ill} 个不正常"
SOURCES_HOW = "点编号看详情；添加：/sources 网址"
SOURCES_USAGE = (
    "请给出 http:// 或 https:// 开头的地址，例如：/sources https://example.gov.cn/tzgg/\n"
    "机器上的文件夹不能在聊天里添加：请把文件放进数据目录的 inbox，会自动收录；"
    "或停下机器人，由管理机器的人运行 huiwen sources add 文件夹，再启动。"
)
SOURCE_KINDS = {
    None: "还没有检查",
    "folder": "文件夹",
    "page": "栏目页",
    "json": "数据接口",
    "feed": "订阅源",
    "sitemap": "站点地图",
}
SOURCE_PAUSED = "，已暂停"
SOURCE_NEW = "还没有检查过。"
SOURCE_WELL = "正常：{at} 检查过，共列出 {articles} 篇"
SOURCE_WAITING = "，{waiting} 篇待取"
SOURCE_LAST = "，最近一次有新文件 {at}"
SOURCE_ILL = "不正常：{trouble}（连续 {failures} 次，{due} 再试）"
SOURCE_ADDED = "已添加，几秒后检查；第一次收录的文件不发提醒。"
SOURCE_DUE = "已安排，几秒后检查；点“刷新”看结果。"
SOURCE_SURE = "删除这个来源？已收录的文件会留着。"
SOURCE_DELETED = "已删除。"
SOURCE_GONE = "这个来源已经删除了。"
NOTICE_ILL = "⚠️ "
NOTICE_WELL = "✅ "
MARK_ILL = "⚠️ "
MARK_PAUSED = "⏸ "
BUTTON_CHECK_NOW = "现在检查"
BUTTON_REFRESH = "刷新"
BUTTON_SOURCES = "全部来源"
BUTTON_THIS_SOURCE = "看这个来源"
BUTTON_DELETE = "删除"
BUTTON_DELETE_SURE = "确定删除"
INLINE_EMPTY = "写上地区和事项，例如：某某市 托位"
INLINE_NOTHING = "没有查到，换个说法试试"
INLINE_BUSY = "查得慢了，再输入一个字试试"
INLINE_STRANGER = "先在私聊里向管理员申请开通"

# Feedback

FEEDBACK_NOTICE = "新的反馈 {count} 条（{reasons}）。发 /feedback 查看。"
FEEDBACK_NONE = "没有待处理的反馈。"
FEEDBACK_TITLE = "待处理的反馈（{count}）"
FEEDBACK_PICK = "点编号看回答和依据，并回复、了结。"
FEEDBACK_STATES: Mapping[str, str] = {"replied": "已回复", "closed": "已了结"}
FEEDBACK_ASKED = "问：{question}"
FEEDBACK_ANSWERED = "答：{answer}"
FEEDBACK_HIDDEN = "答：（引用的报告您看不到，或已移除）"
FEEDBACK_GONE = "这条反馈已不在：读者改了主意，或已过保留期限。"
FEEDBACK_CLOSED = "已了结。"
BUTTON_REPLY = "回复"
BUTTON_CLOSE = "了结"
BUTTON_FEEDBACK = "全部反馈"
BUTTON_KEEP = "存为考题"
BUTTON_KEEP_REFUSED = "应答未载"
BUTTON_KEEP_CITED = "依据的句子是对的"
FEEDBACK_KEPT = "已存为考题。"
REPLY_PROMPT = "请回复这条消息，写下给提问人的话。\n问：{question}"
REPLY_HINT = "给提问人的话"
REPLY_LONG = "回复太长，请不超过{most}字，再回复一次。"
REPLY_NOBODY = "没有发出：提问的人已没有使用权限。"
REPLY_TAKEN = "已交给提问的人。"
REPLY = "管理员回复\n您问：“{question}”\n{words}"

# Pinned answers

PINNED = "人工核定（{at}，有效至{until}）"
PIN_SOURCE = "正确的回答写在哪一节？点编号选；都不是就点“其他章节”。"
PIN_SOURCE_NONE = "正确的回答写在哪一节？点“其他章节”，再贴上那一节的链接。"
PIN_LINK_PROMPT = "请回复这条消息，贴上那一节的链接（回答里的 [1] 或原文网页的地址）。\n问：{question}"
PIN_LINK_HINT = "章节的链接"
PIN_LINK_WRONG = "没有找到这个章节，请贴上机器人给出的章节链接，再回复一次。"
PIN_PROMPT = (
    "出处：{place}\n“{text}”\n\n请回复这条消息，写出正确的回答；每个数、每个年份都要在这一节里。\n问：{question}"
)
PIN_HINT = "正确的回答"
PIN_AGAIN = "{why}请改好，再回复一次。"
PIN_PREVIEW = "更正预览"
PIN_TERM = "以后问同样的问题就这样回答。有效多久？"
PIN_MADE = "已更正"
PIN_SAID_TO = "已告诉提问的人。"
PIN_NOT_SAID_TO = "没有告诉提问的人：他已没有权限，或看不到这一节。"
PIN_GONE = "这条更正已不在。"
PIN_DROPPED = "已撤销，以后照报告检索回答。"
PIN_TOLD = "更正：{words}\n出处：{place}"
PIN_LAPSED = "一条更正已失效（{why}），以后照报告检索回答。\n问：{question}"
PIN_WHYS: Mapping[str, str] = {
    "expired": "到期",
    "gone": "出处的章节已不在",
    "changed": "出处的章节改了，和更正对不上",
    "newer": "该地区有了更新年份的报告",
}
PINS_TITLE = "有效的更正（{count}）"
PINS_NONE = "没有有效的更正。"
PINS_PICK = "点编号看全文，可撤销。"
BUTTON_PIN = "更正"
BUTTON_PINS = "更正（{count}）"
BUTTON_ALL_PINS = "全部更正"
BUTTON_OTHER_SECTION = "其他章节"
BUTTON_TERMS: Mapping[int, str] = {30: "30天", 180: "180天", 365: "一年"}
BUTTON_PIN_DROP = "撤销"
BUTTON_PIN_CANCEL = "不更正"

# Files that people send

UPLOAD_READ = "《{title}》\n{region} · {years} · {kind}\n{sections} 节，{tables} 张表，{figures} 个指标"
UPLOAD_WARNING = "注意：{warning}"
UPLOAD_WARNINGS = "其中需要注意的有 {count} 处："
UPLOAD_UNLIKE = "没有看出地区、年份和类别，可能不是一份报告"
UPLOAD_ATTACHMENTS = "网页带有 {count} 个附件，点按钮读附件："
UPLOAD_ATTACHMENT = "附件{n}"
UPLOAD_MORE = "共 {count} 份文件，其余不一一列出"
UPLOAD_UNKNOWN = "未识别"
UPLOAD_FIELDS: Mapping[str, str] = {"地区": "改地区", "年份": "改年份", "类别": "改类别"}
UPLOAD_BACK = "‹ 返回"
UPLOAD_REGION = "请回复这条消息，写上地区全称，例如：某某市"
UPLOAD_NEAR = "不认识“{name}”这个地区。要的是不是下面的？不是就再回复一次，写全称，如某某市。"
UPLOAD_ADD = (
    "核对后点“收录”，不对的点按钮改；也可以回复这条消息更正，一次一项：地区 某某市／年份 2024／类别 总结。"
    "一小时内回复这条消息也可以就这份文件提问。"
)
UPLOAD_ASK = "一小时内回复这条消息，可以就这份文件提问；只答给你，不收录，到时删除。"
UPLOAD_TAKE = "收录"
UPLOAD_CANCEL = "取消"
UPLOAD_CANCELLED = "已删除这份文件。"
UPLOAD_GONE = "这份文件已收录、已取消，或已超过一小时；需要时请再发一次。"
UPLOAD_PRIVATE = "文件和网址请私聊发给我。"
UPLOAD_LARGE = "文件超过 20 MB，聊天里收不了；请管理员放进数据目录的 inbox/。"
UPLOAD_WRONG = "没有看懂这项更正。年份写四位数字；类别是其中之一：{kinds}。"
UPLOAD_FAILED = "没有收录：{error}"
UPLOAD_STATES = {
    "added": "已收录：《{title}》",
    "updated": "已更新为新版：《{title}》",
    "unchanged": "早已收录，内容相同：《{title}》",
}
UPLOAD_PROOF = "[{n}] “{quote}” {path}"
UPLOAD_ONLY = "只据你发来的“{name}”。"
UPLOAD_NOTHING = "这份文件里没有查到。"

STATUS_TITLE = "汇问 {version}，已运行 {up}"
STATUS_WELL = "一切正常。"
STATUS_TODO = "要处理 {count} 件："
STATUS_ILL: Mapping[str, str] = {
    "database": "数据库没有回应 → 看日志和磁盘，再重启汇问",
    "loop": "主循环停住了 → 看日志，重启汇问",
    "updates": "收不到新消息 → 运行 huiwen doctor，检查网络和代理",
}
STATUS_LABEL_HELD, STATUS_LABEL_TODAY, STATUS_LABEL_WAITING = "收录", "今天", "在办"
STATUS_LABEL_ALERTS, STATUS_LABEL_SOURCES, STATUS_LABEL_MODEL = "提醒", "来源", "模型"
STATUS_LABEL_BACKUP, STATUS_LABEL_DISK, STATUS_LABEL_WEB = "备份", "磁盘", "网页"
STATUS_HELD = "{documents} 份报告，{sections} 节；库 {database}，索引 {index}"
STATUS_ASKED = "{asked} 问：答出 {answered}，未答 {refused}，反问 {clarified}"
STATUS_MEDIAN = "；一半在 {ms} 毫秒内"
STATUS_WAITING = "{count} 条消息"
STATUS_ALERTS = "{count} 条待发"
STATUS_OLDEST = "，最早的已等 {span}"
STATUS_NO_SOURCES = "没有设置"
STATUS_NO_MODEL = "没有设置，答案摘自原文"
STATUS_NO_BACKUP = "还没有"
STATUS_DISK = "剩 {free}"
STATUS_PAGES: Mapping[tuple[bool, bool], str] = {
    (True, True): "已开，读者可看原文页",
    (True, False): "已开；设 HUIWEN_PUBLIC_URL 后读者可看原文页",
    (False, False): "没有开",
    (False, True): "没有开，原文页打不开",
}
SPANS: Mapping[str, int] = {"天": 86400, "小时": 3600, "分钟": 60, "秒": 1}
NO_SPAN = "不到 1 秒"
