"""What kind of document a title or a heading announces."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.model import Kind
from retrieval.parsing import dates

Role = Literal["总结", "要点", "计划"]
_GOVERNMENT = re.compile(r"政府工作报告")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("要点", re.compile(r"工作要点|要点")),
    (
        "总结",
        re.compile(
            r"总结|小结|工作报告|(?:工作|完成|开展|进展|落实|推进|执行)(?:进展|开展|完成|推进)?情况|情况(?:的)?(?:报告|汇报|说明)"
            r"|工作汇报|工作回顾|述职|工作(?:成效|综述|亮点|成绩)|主要工作(?!任务|安排|目标)"
        ),
    ),
    (
        "计划",
        re.compile(
            r"计划(?!生育)|打算|工作(?:安排|部署|重点)|工作思路|工作谋划|工作设想|目标任务|重点工作(?!完成|开展|进展|推进|落实)"
        ),
    ),
)
_PLANS_ONLY = re.compile(r"规划|方案|办法|意见(?!建议)|预案|细则|条例|三年行动计划|行动计划")
_NOTICE = re.compile(r"通知|通告|公告|批复|函$")
_ERRAND = re.compile(r"关于(?:认真|进一步)?(?:做好|开展|召开|举办|报送|上报|征集|组织|调整|成立|公布)")
_NEWS = re.compile(
    r"本报讯|本网讯|讯[(（](?:通讯员|记者|全媒体)|^\s*[(（]?(?:本报|本网|全媒体)?记者|[(（]记者[^)）]{1,20}[)）]"
)
_NEWS_SOURCE = re.compile(r"日报|晚报|晨报|电视台|新闻网|融媒|广播|客户端|都市报")
_SAYS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "总结",
        re.compile(r"现将[^。\n]{0,40}(?:情况|工作)[^。\n]{0,12}(?:报告|汇报|总结|通报)|总结如下|汇报如下|报告如下"),
    ),
    ("要点", re.compile(r"(?:总体要求|工作的总体思路|指导思想)(?:和目标)?是[:：]")),
)


def roles(title: str) -> tuple[tuple[Role, int | None], ...]:
    """The reports a title announces, in its order, each with the year that stands nearest before it in the title.

    2024年工作总结和2025年工作计划 → (("总结", 2024), ("计划", 2025)); a title with no such word → ().
    """
    plain = unquoted(title)
    found: dict[Role, int] = {}
    for role, pattern in _ROLES:
        match = pattern.search(plain)
        if match and not (role == "计划" and _PLANS_ONLY.search(plain)):
            found[role] = match.start()
    stated = dates.years(plain)
    ordered = sorted(found, key=lambda role: found[role])
    return tuple((role, _year_before(stated, found[role])) for role in ordered)


def kind(title: str, text: str, source: str = "") -> tuple[Kind, str]:
    """The kind of a document and the words it was read in, from its title, else from how its text begins.

    ``source``: publisher or source of the page; a newspaper makes a text without a report's title news.
    """
    return _titled(title) or _begun(text[:600], title, source) or ("其他", title if aims(title) else "")


def _titled(title: str) -> tuple[Kind, str] | None:
    if _GOVERNMENT.search(title):
        return "政府工作报告", title
    if _NOTICE.search(title) and _ERRAND.search(title):
        return "通知", title
    named = [role for role, _ in roles(title)]
    return (_joined(named), title) if named else None


def _begun(head: str, title: str, source: str) -> tuple[Kind, str] | None:
    news = _NEWS.search(head)
    if news or _NEWS_SOURCE.search(source):
        return "新闻", news.group() if news else source
    if _NOTICE.search(title):
        return "通知", title
    said = ((role, pattern.search(head)) for role, pattern in _SAYS if not aims(title))
    return next(((role, found.group()) for role, found in said if found), None)


def aims(title: str) -> bool:
    """Whether a title without a report's word announces goals: 规划, 方案, 行动计划."""
    return bool(_PLANS_ONLY.search(title))


def _joined(named: list[Role]) -> Kind:
    if "总结" in named and "要点" in named:
        return "总结+要点"
    if "总结" in named and "计划" in named:
        return "总结+计划"
    return "要点" if "要点" in named else named[0]


def unquoted(title: str) -> str:
    """The title without its quotation marks, so that 关于印发《…》的通知 reads as what it sends."""
    return re.sub(r"[《》〈〉“”]", " ", title)


def _year_before(stated: list[tuple[int, int, int]], position: int) -> int | None:
    before = [year for start, _, year in stated if start < position]
    return before[-1] if before else None
