"""Names of shares: rates, proportions, 全覆盖."""

from __future__ import annotations

import re

from retrieval.parsing.indicators import words
from retrieval.parsing.indicators.figures import Figure
from retrieval.parsing.indicators.phrases import (
    Around,
    Named,
    cleaned,
    joined,
    lead,
    made,
    qualified,
    subject_of,
    trail,
    until_stop,
)

_RATE_WORD = re.compile(r"[一-龥]{2}率|(?:占比|比例)$")


def rate(figure: Figure, around: Around) -> Named:
    """The name of a share: 签约率, 普惠托位占比, 治理企业完成任务比例, 村卫生室覆盖率."""
    left = cleaned(around.left)
    if figure.number is None and not figure.anonymised and not figure.unit:
        return _whole(around)
    right = until_stop(around.right.lstrip("的 "))
    if left and (words.RATE_END.search(left) or not right or around.right[:1] == "的"):
        return _share(left, right, around)
    if not left:
        thing = right or subject_of(around)
        return Named(
            name=_with(joined(around.nouns[-1], right) if around.part and right else thing, "比例"), noun=thing
        )
    subject = words.TAIL.sub("", made(left)) or left
    if words.GENERIC.match(subject) or len(subject) < 2:
        subject = subject_of(around)
    return Named(name=_with(subject + right, "比例"), noun=subject)


def _share(left: str, right: str, around: Around) -> Named:
    """A rate whose name stands left of it: 签约率达95%, 普惠托位占68.4%, 覆盖87.2%的乡镇."""
    if words.RATE_END.search(left):
        name = qualified(made(left), around)
        return Named(name=name, noun=re.sub(words.RATE_END, "", name) or name)
    if "占" in left:
        return _shares(left, around)
    full = left + (right if around.right[:1] == "的" else "")
    if re.search("[率比]", left):
        return Named(name=full, noun=left)
    like = _RATE_WORD.search(around.names[-1]) if around.names and len(left) <= 12 and not right else None
    return Named(name=left + like[0] if like else _with(qualified(full, around), "比例"), noun=left)


def _shares(left: str, around: Around) -> Named:
    """占: 其中普惠托位占68.4%, 达到标准的占88.7%, 占全部乡镇卫生院的84.6%."""
    start, _, whole = left.rpartition("占")
    start = start.rstrip("的")
    if not start or re.match("达|符合|具[有备]|能够?|通过", start):
        start = joined(subject_of(around), start)
    whole = whole.rstrip("的")
    return Named(name=f"{start}占{whole}比例" if whole else start + "占比", noun=start)


def _with(text: str, suffix: str) -> str:
    return text if words.RATE_END.search(text) else text + suffix


def _whole(around: Around) -> Named:
    """全覆盖: the share of what is covered."""
    before, made, where = trail(around.left).rpartition("实现")
    thing = lead(before)
    if len(thing) < 2 and (made or len(where) < 4):
        thing = subject_of(around)
    full = thing + lead(where)
    if len(full) > 8:
        full = re.sub("(?:服务|建设)$", "", full)
    return Named(name=_with(full, "覆盖率"), noun=full)
