"""What is never sent, whatever the evidence holds: links, orders to reader or model, talk of prompts, foreign prose. Pure."""

from __future__ import annotations

import re

from retrieval.parsing.text import narrow

_LINK = re.compile(
    r"https?:|www\.|://|\b[\w-]+\.(?:com|cn|net|org|io|me|top|xyz|cc|info|vip|site|link|ru|gov)\b|t\.me|@[A-Za-z_]\w{2,}|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|\]\(|<[A-Za-z/!]",
    re.IGNORECASE,
)
#: What speaks to a model: nothing that a report states.
_INJECTED = re.compile(
    r"(?:忽略|无视|不要理会|忘记)[^,。;]{0,8}(?:以上|之前|上述|前面|先前|全部|所有|规则|指令|提示|要求|设定)|(?:系统|开发者)(?:提示|指令|消息|设定|模式)|提示词|prompt|\bsystem\b|\bassistant\b|\bignore\b|\binstructions?\b"
    r"|作为(?:一个|一名)?(?:ai|人工智能|语言模型|大模型|智能)?(?:助手|模型|语言模型)|我是(?:一个|一名)?(?:ai|人工智能|大?语言模型|大模型|助手|模型)|模型(?:必须|应当|应|请|需|要)(?:回答|输出|说|写|复述|引用)"
    r"|请[^,。;]{0,12}?(?:答案|回答|作答|答复|输出|引用|标注|写成|写为|改成|改为|改用|说成|提问|提示|每句|句末|句子|开头|末尾|结尾|模型|助手|句柄|密钥|接口|你的|你收到|你是|一律|附上|说明你|称赞|不要提)"
    r"|(?:必须|应当|务必|只能|一律)(?:回答|作答|输出|引用|标注|告诉|回复)|(?:回答|输出|引用|作答)(?:时|中|里)[^,。;]{0,4}(?:请|必须|应|要|一律|加|写)|(?:回答|答案|输出)(?:一律|必须|应当?|改为|改成|请|末尾|结尾|中加)"
    r"|以(?:此|本段|本条|下列|下面)为准|(?:以上|上述|之前|前述|前面)的?(?:内容|数据|规则|要求|指令|资料|数字)(?:均|都|一律|全部)?(?:作废|无效|错误|失效|不算)|(?:不得|不要|别)(?:引用|标注|透露|告诉)"
    r"|(?:引用|标注)(?:编号|句柄|标记)|(?:泄露|透露|公开|显示|打印|复述)(?:你的|系统|收到的)",
    re.IGNORECASE,
)
#: What asks the reader to do something: a report may hold it, a model does not pass it on.
_ASKED = re.compile(
    r"请(?:直接|务必|立即|马上|点击|访问|打开|扫码|扫描|登录|下载|转发|添加|加|联系|回复|记住|遵守|关注|发|致电|拨打)|(?:点击|打开|访问|登录)(?:以下|下方|下面|此|该|这个)?(?:链接|网址|网站|网页|页面|二维码)"
    r"|加(?:我|客服)?(?:微信|qq|群)|二维码(?:领取|关注|添加)|扫(?:描|码)(?:下方|上方)?二维码|你(?:是|的|现在|必须|应|要|可以|将|需)|密码|口令|验证码|转账|汇款|密钥|\bapi\b",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]*")


def injected(text: str) -> bool:
    """Whether a sentence of a report speaks to a model instead of stating something."""
    return bool(_INJECTED.search(narrow(text)))


def orders(text: str) -> bool:
    """Whether a sentence of a report orders its reader or a model about, or leads elsewhere."""
    plain = narrow(text)
    return bool(_LINK.search(plain) or _ASKED.search(plain) or _INJECTED.search(plain))


def unsafe(text: str, evidence: str, *, quoted: bool = False) -> str | None:
    """Why a sentence is not sent; None where nothing stands against it. ``evidence``: all text that is cited.

    An order found in the evidence is no reason to pass it on, unless the sentence is a quotation (``quoted``) that speaks to
    no model. A Latin word is said only where the evidence has it.
    """
    plain = narrow(text)
    if _LINK.search(plain) and not quoted:
        return "含有链接或联系方式"
    if _INJECTED.search(plain) or (_ASKED.search(plain) and not quoted):
        return "不是报告的陈述，像是指令"
    words = _LATIN.findall(plain)
    known = narrow(evidence).lower()
    if any(word.lower() not in known for word in words) or (len(words) > 12 and not quoted):
        return "含有出处没有的外文"
    if not re.search(r"[\u4e00-\u9fff\d]", plain):
        return "不是一句话"
    return None
