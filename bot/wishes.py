"""Plain sentences that ask for alerts: 池州有新文件就告诉我, 关注安徽各市托育. Questions are left alone."""

from __future__ import annotations

import re

_ASKS = re.compile(r"[?？]|吗|呢$|哪|什么|多少|几|怎|谁|如何|为何|是否")
_TELL = re.compile(
    r"[，,、\s]*(?:就|便|都|请|麻烦|马上|立刻|及时)*(?:你|您)?(?:及时|马上|立刻|立即|要|再)?"
    r"(?:告诉|通知|提醒|告知|发给|推送给?|推给)(?:一下)?(?:我们?|俺|咱们?|大家)(?:吧|哈|啊|一声|一下)*[。！!~]*$"
)
#: What must happen before it is told.
_HAPPENS = re.compile(
    r"^一?有|(?:只要|如果|要是|一旦|等到?|以后|今后)|一?(?:有|出来?|发布|公布|更新|收录|到)(?:了|的话|新)?(?:的话|的时候|时|之后|以后|后)?(?=$|[新的文报总要计通消材资动，,])"
)
_TAIL = re.compile(r"(?:的时候|的话|以后|之后|了|时|后)+$")
_FOLLOW = re.compile(
    r"(?:请|麻烦)?(?:帮我|帮忙|给我|我想|我要|想|要)*(?:关注|订阅|跟踪)(?:一下|下)?[\s:：,，]*(?P<what>\S.*?)(?:吧|哈|啊)*[。！!~]*"
)


def wish(text: str) -> str | None:
    """What a sentence asks to be told of; None for any other sentence.

    >>> wish("池州有新文件就告诉我"), wish("关注安徽各市托育"), wish("芜湖关注哪些重点工作")
    ('池州 新文件', '安徽各市托育', None)
    """
    said = text.strip()
    if _ASKS.search(said):
        return None
    tell = _TELL.search(said)
    if tell:
        when = _TAIL.sub("", said[: tell.start()])
        what = " ".join(_HAPPENS.sub(" ", when).split())
        return what if what and _HAPPENS.search(when + "，") else None
    match = _FOLLOW.fullmatch(said)
    return match["what"].strip() if match else None
