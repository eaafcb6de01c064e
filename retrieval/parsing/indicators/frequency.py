"""How often something is done: 每季度开展一次调度, 月通报、季调度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.parsing.indicators import words
from retrieval.parsing.text import numeral

_DO = "开展|召开|举办|组织|进行|实施|通报|调度|督查|检查|考核|巡诊|巡回|报告|评估|研判|抽查|发布|巡查|督导|上门|更新|随访|体检|会商|培训|演练|分析"
_EVERY = re.compile(
    rf"(?<!平均)每(?P<n>两|三)?个?(?P<per>季度|季|半年|年度?|月|周|星期|日|天)(?P<mid>[^,。;\d]{{0,24}}?)(?P<verb>{_DO})"
    r"(?:不少于|至少)?(?:(?P<times>[一两三四五六七八九十]|\d+)(?P<word>次|场|期|轮))?(?P<rest>[^,。;、]*)"
)
_SHORT = re.compile(
    r"(?:(?<=[、,按行])|(?<=实行)|(?<=坚持))(?P<per>日|周|旬|月|季|半年|年)度?(?P<verb>通报|调度|考核|督查|研判|例会|督导|分析|讲评|检查|评估|清零|推进|报告|巡查|总结)"
)
_PER = {"季": "季度", "星期": "周", "天": "日", "年度": "年"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """A frequency whose value is ``text[start:end]``; ``stop``: where the words that belong to it end."""

    start: int
    end: int
    stop: int
    number: float
    unit: str
    name: str


def frequencies(plain: str, start: int, end: int, topic: str) -> tuple[Frequency, ...]:
    """Every frequency in ``plain[start:end]`` (one sentence of narrow text). ``topic``: of the heading, for 月通报."""
    return (*_every(plain, start, end), *_shorts(plain, start, end, topic))


def _every(plain: str, start: int, end: int) -> Iterator[Frequency]:
    for found in _EVERY.finditer(plain, start, end):
        times = found["times"]
        if not times and re.search(r"\d", found["rest"]):
            continue
        stop = found.end("word") if times else found.end("per")
        done = 1 if not times else int(times) if times.isdigit() else numeral(times.replace("两", "二"))
        per = _PER.get(found["per"], found["per"])
        number = {None: "", "两": "2", "三": "3"}[found["n"]]
        yield Frequency(
            start=found.start(),
            end=stop,
            stop=found.end("word") if times else found.end("per"),
            number=float(done),
            unit=f"{found['word'] or '次'}/{number}{per}",
            name=_name(found) + "频次",
        )


def _name(found: re.Match[str]) -> str:
    """对疾控监督员 + 业务考核; the verb itself where nothing follows it."""
    rest = words.TAIL.sub("", re.sub(r"“[^“”]*”|的", "", found["rest"]).strip())
    middle = re.sub(r"^(?:至少|定期|分别|均)*(?:对|为|由|向|给|在|到|组织|面向)", "", found["mid"])
    middle = "" if found["verb"] in middle else re.sub("(?:定期|至少|集中|统一)$", "", middle)
    plain = found["verb"] in ("开展", "召开", "举办", "组织", "进行", "实施")
    return middle + (rest if rest and plain else found["verb"] + rest)


def _shorts(plain: str, start: int, end: int, topic: str) -> Iterator[Frequency]:
    for found in _SHORT.finditer(plain, start, end):
        per = _PER.get(found["per"], found["per"])
        yield Frequency(
            start=found.start(),
            end=found.end(),
            stop=found.end(),
            number=1.0,
            unit=f"次/{per}",
            name=topic + found["verb"] + "频次",
        )
