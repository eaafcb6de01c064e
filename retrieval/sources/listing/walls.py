"""Pages that stand in the way of what was asked for: captchas, logins, checks of the browser, "not found" with status 200. Pure."""

from __future__ import annotations

import re
from typing import Literal

Wall = Literal["captcha", "login", "gone", "refused"]

_FEW = 600  # characters of text on such a page
_CAPTCHA = re.compile(
    r"验证码|安全验证|人机验证|滑块|拖动.{0,6}(?:验证|拼图)|请完成验证|verify you are human|captcha|are you a robot",
    re.I,
)
_LOGIN = re.compile(r"<input[^>]+type\s*=\s*[\"']?password", re.I)
_LOGIN_WORDS = re.compile(r"登录|登陆|统一身份认证|sign in|log in", re.I)
_GONE = re.compile(
    r"(?:页面|网页|文章|信息|内容|栏目).{0,6}(?:不存在|未找到|已删除|已被删除|已下线|找不到)|404|not found", re.I
)
_REFUSED = re.compile(
    r"访问(?:过于|太)频繁|请求过于频繁|访问被(?:拒绝|拦截|禁止)|网站防火墙|WAF|正在(?:进行)?(?:安全)?检(?:测|查)|浏览器安全检查|checking your browser|access denied|请开启\s*JavaScript|enable javascript|您的请求带有不合法",
    re.I,
)
_CHALLENGE = re.compile(
    r"\$_ts\s*=|__jsl_clearance|acw_sc__v2|document\.cookie\s*=.{0,400}location|eval\(function\(p,a,c,k", re.S
)


def wall(page: str, text: str, title: str) -> Wall | None:
    """What stands in the way. ``page``: the markup; ``text``: what it shows; a page with much text stands in nobody's way."""
    short = len(re.sub(r"\s", "", text))
    if short > _FEW:
        return None
    if _LOGIN.search(page) and (_LOGIN_WORDS.search(title) or _LOGIN_WORDS.search(text)):
        return "captcha" if _CAPTCHA.search(title) and not _LOGIN_WORDS.search(title) else "login"
    if _CAPTCHA.search(title) or (short < 300 and _CAPTCHA.search(text)):
        return "captcha"
    if _REFUSED.search(f"{title} {text}") or (short < 80 and _CHALLENGE.search(page)):
        return "refused"
    if _GONE.search(title) or (short < 200 and _GONE.search(text)):
        return "gone"
    return None
