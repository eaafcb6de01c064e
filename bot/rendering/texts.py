"""Every sentence that a user reads. Short, plain, polite; nothing of how it works inside."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval import Reason

ABOUT = "我是汇问：按已收录的卫生健康工作报告回答问题，每句话都注明出处，点一下就能看到原文那一节。"
ABOUT_HOW = "直接发问题即可；接着问“那某某市呢”“2025年的目标呢”也行。发 /help 看全部用法。"
EXAMPLES = "试试这些问题："
HELD = "已收录{count}份：{regions}。"
NOTHING_HELD = "现在还没有收录任何报告。"

COMMANDS: Mapping[str, str] = {
    "ask": "提问：/ask 问题",
    "compare": "对比：各地同一项工作",
    "summary": "综述：一地一项工作的情况",
    "city": "城市：一地的主要工作",
    "search": "检索：找报告原文段落",
    "docs": "目录：已收录的报告",
    "why": "依据：上一个回答怎么来的",
    "new": "新话题：不再沿用上文",
    "home": "本地：设定“我市”指哪里",
    "help": "帮助：用法说明",
}
GROUP_COMMANDS = ("ask", "compare", "summary", "search", "docs", "help")

HELP = """直接发问题，例如“某某市2024年千人口托位数是多少”。

/ask 问题：提问（群里请用它，或 @我、回复我）
/compare 事项（对比）：各地同一项工作
/summary 地区 事项（综述）：一地一项工作的情况
/city 地区（城市）：一地的主要工作
/search 词语：检索报告原文段落
/docs（目录）：已收录的报告，按地区和年份
/why：上一个回答的依据
/new：开始新话题，不再沿用上文
/home 地区：设定“我市”“全省”指哪里
/help（帮助）：本说明

对比、综述、城市、目录、帮助这些词可直接发，前面带 / 或 、 也行。
〔原文1〕打开出处；改正刚发的问题（10分钟内），回答会跟着改。"""

USAGE_ASK = "请在命令后写上问题，例如：/ask 2024年千人口托位数是多少"
USAGE_SEARCH = "请在命令后写上要找的词，例如：/search 家庭医生签约"
USAGE_COMPARE = "请写上要对比的事项，例如：对比 千人口托位数"
USAGE_SUMMARY = "请写上地区和事项，例如：综述 某某市托育"
USAGE_CITY = "请写上地区，例如：城市 某某市"
COMPARE_QUESTION = "各地{words}分别是多少？"
SUMMARY_QUESTION = "{words}情况"
CITY_QUESTION = "{words}总体情况"
SUBSCRIBE = "订阅提醒还没有开放；新报告收录后可在 /docs 目录里看到。"

NEW_TOPIC = "好，从新话题开始，不再沿用上文。"
NO_LAST = "还没有可说明的回答，先问一个问题吧。"
WHY_TITLE = "上一个回答的依据"
WHY_UNDERSTOOD = "问题理解"
WHY_FOUND = "找到的段落"
WHY_CHECKS = "核对"
WHY_TIMES = "用时"
WHY_PASSED = "✓ "
WHY_FAILED = "✗ "

HOME_IS = "“我市”“全省”按{home}理解。改动请发：/home 地区；取消请发：/home 无"
HOME_NONE = "还没有设定。请发：/home 地区，例如 /home 某某市"
HOME_SET = "好，以后“我市”“全省”按{home}理解。"
HOME_CLEARED = "好，已取消，不再替您设定地区。"
NONE_WORDS = ("无", "取消", "清除")

CARRIED = "按上文："
NOT_STATED = "报告中未见。"
NEAREST = "最近的小节（只列标题）："
OPTIONS = "请选一个："
DATE_UNKNOWN = "日期未载"
REPRINTED = "{publisher}转载"
TITLE_INFERRED = "题名据内容推定"
INCOMPLETE = "原文不全"
ANONYMISED = "原文脱敏"
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
SEARCH_NONE = "没有找到与“{query}”相近的段落。"
DOCS_TITLE = "已收录{count}份报告"

STRANGER = "您还没有使用权限；请把您的编号 {person} 告诉管理员开通。"
NOT_TEXT = "目前只看得懂文字，请把问题写成文字发来。"
NOT_FILE = "目前不从聊天里收文件；报告请交管理员收录，问题请写成文字发来。"
UNKNOWN_COMMAND = "没有这个命令，发 /help 看用法，或直接发问题。"
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
