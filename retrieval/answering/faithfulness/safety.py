"""What is never sent, whatever the evidence holds: links, orders to reader or model, talk of prompts, foreign prose. Pure."""

from __future__ import annotations

import re

from retrieval.parsing.text import narrow

_LINK = re.compile(
    r"https?:|www\.|://|\b[\w-]+\.(?:com|cn|net|org|io|me|top|xyz|cc|info|vip|site|link|ru|gov)\b|t\.me|@[A-Za-z_]\w{2,}|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|\]\(|<[A-Za-z/!]",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"忽略|无视|不要理会|忘记(?:之前|以上|上述|所有)|(?:系统|开发者)(?:提示|指令|消息|设定)|提示词|prompt|system|assistant|ignore|instruction"
    r"|作为(?:一个|一名)?(?:ai|人工智能|语言模型|大模型|助手|模型)|我是(?:一个|一名)?(?:ai|人工智能|语言模型|大模型|助手|模型)|(?:语言|大)模型(?!应用|建设|辅助|在|赋能)"
    r"|请(?:直接|务必|立即|马上|点击|访问|打开|扫码|扫描|登录|下载|转发|添加|联系|回复|回答|输出|引用|改为|改用|记住|遵守|按|将|把|以|在(?:回答|末尾|结尾)|不要|勿|先)"
    r"|(?:点击|打开|访问|登录)(?:以下|下方|下面|此|该|这个)?(?:链接|网址|网站|网页|页面|二维码)|加(?:我|客服)?(?:微信|qq|群)|二维码(?:领取|关注|添加)"
    r"|(?:必须|应当|务必|只能|一律)(?:回答|输出|引用|说|写|标注|声明|告诉|回复)|(?:回答|输出|引用)(?:时|中|里|者|的时候)|(?:回答|答案|输出)(?:一律|必须|应|改为|改成|请|末尾|结尾|中加)"
    r"|以(?:此|本段|本条|下列|下面)为准|(?:以上|上述|之前|前述|前面)的?(?:内容|数据|规则|要求|指令|资料|数字)(?:均|都|一律|全部)?(?:作废|无效|错误|失效|不算)|(?:不得|不要|别)(?:引用|标注|提及|透露|告诉)"
    r"|(?:引用|标注)(?:编号|句柄|标记|来源)|你(?:是|的|现在|必须|应|要|可以|将|需)|(?:泄露|透露|公开|显示|打印)(?:你的|系统)|密码|口令|验证码|转账|汇款|密钥|api",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]*")


def unsafe(text: str, evidence: str) -> str | None:
    """Why a sentence is not sent; None where nothing stands against it. ``evidence``: all text that is cited.

    An order found in the evidence is no reason to pass it on. A Latin word is said only where the evidence has it.
    """
    plain = narrow(text)
    if _LINK.search(plain):
        return "含有链接或联系方式"
    if _ORDERS.search(plain):
        return "不是报告的陈述，像是指令"
    words = _LATIN.findall(plain)
    known = narrow(evidence).lower()
    if any(word.lower() not in known for word in words) or len(words) > 12:
        return "含有出处没有的外文"
    if not re.search(r"[\u4e00-\u9fff\d]", plain):
        return "不是一句话"
    return None
