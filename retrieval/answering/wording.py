"""The words of an answer that are ours: line heads, refusals, notes. Pure; what a report says is quoted, never reworded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.model import Missing, Reason

LEADING = re.compile(
    r"^(?:\s|[、，。；：,;:]|其中[:：,，]?|同时[,，]|此外[,，]|另外[,，]|并且|以及|一是|二是|三是|四是|五是)+"
)
TRAILING = "。；;，,、：: \u3000\n\t"
#: Half-width signs between Chinese characters are set full-width in what we say; quotes stay as they are.
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”’》）)%‰\d])[,;:](?=[\u4e00-\u9fff“‘《（(])")
FULL_WIDTH = str.maketrans(",;:", "，；：")
#: The longest quote of a citation, in characters.
QUOTE = 300


def trimmed(text: str) -> str:
    """A clause fit to stand alone: white space folded, loose connectives in front and stops behind taken off.

    >>> trimmed("；其中，新增托位429个，")
    '新增托位429个'
    """
    text = HALF_WIDTH.sub(lambda sign: sign[0].translate(FULL_WIDTH), re.sub(r"\s*\n\s*", "", text.strip()))
    text = re.sub(r"[ \t\u3000\xa0]+", " ", LEADING.sub("", text)).rstrip(TRAILING)
    for opening, closing in ("（）", "()", "《》", "“”", "〔〕"):
        if text.count(opening) > text.count(closing) and text.endswith(opening):
            text = text[:-1]
        if text.count(closing) > text.count(opening) and text.endswith(closing):
            text = text[:-1]
    return text


def head(
    region: str | None, year: int | None, plan: bool | None, *, period: str | None = None, english: bool = False
) -> str:
    """How a line begins: 芜湖市2024年实际： (or 目标：); what is unknown is left out.

    >>> head("芜湖市", 2024, False)
    '芜湖市2024年实际：'
    """
    if english:
        kind = "" if plan is None else (" goal" if plan else " result")
        return f"{region or ''} {year or ''}{kind}: ".lstrip()
    kind = "" if plan is None else ("目标" if plan else "实际")
    label = f"{region or ''}{f'{year}年' if year else ''}{period or ''}{kind}"
    return f"{label}：" if label else ""


def quoted(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Where to cut a quote out of the sentence ``text[start:end]`` so that ``text[low:high]`` is in it: (from, to), ≤ QUOTE apart."""
    if end - start <= QUOTE:
        return start, end
    spare = max(0, QUOTE - (high - low))
    begin = max(start, low - spare // 2)
    begin = _at_stop(text, begin, low) if begin > start else start
    return begin, min(end, begin + QUOTE)


def _at_stop(text: str, begin: int, low: int) -> int:
    stop = re.search(r"[，。；：,;:]", text[begin:low])
    return begin + stop.end() if stop else begin


#: Kinds of report that may be asked for by name.
KINDS = ("总结", "要点", "计划", "政府工作报告", "通知")
REFUSALS: dict[Reason, str] = {
    "region_not_indexed": "未收录{region}的{kind}",
    "year_not_indexed": "未收录{region}{year}年的{kind}",
    "not_in_reports": "{region}{year}报告未载{topic}",
    "only_goal": "{region}{year}报告只载目标，未载完成情况",
    "only_result": "{region}{year}报告只载已完成情况，未载目标",
    "anonymised": "{region}{year}原文已脱敏，未给出{topic}的数值",
    "incomplete_source": "{region}{year}原文不全，未见{topic}",
    "off_topic": "这个问题不在卫生健康工作报告的范围内",
    "personal_data": "不提供个人信息，报告问答只答公开的工作情况",
    "instruction": "只按已收录的报告作答，不能编造或改动报告内容",
}
ENGLISH_REFUSALS: dict[Reason, str] = {
    "region_not_indexed": "No report of {region} is indexed",
    "year_not_indexed": "No report of {region} for {year} is indexed",
    "not_in_reports": "The reports of {region} {year} do not state this ({topic})",
    "only_goal": "The reports of {region} {year} state the goal only, not the result",
    "only_result": "The reports of {region} {year} state results only, not the goal",
    "anonymised": "The source is anonymised and gives no figure for {topic}",
    "incomplete_source": "The source text of {region} {year} is incomplete; {topic} was not found in it",
    "off_topic": "This is not a question about health-commission reports",
    "personal_data": "Personal information is not provided",
    "instruction": "Answers come from the indexed reports only; nothing is invented or changed",
}


def refusal(missing: Missing, *, english: bool = False) -> str:
    """The first line of a refusal."""
    texts = ENGLISH_REFUSALS if english else REFUSALS
    year = str(missing.year) if missing.year else ""
    if year and missing.reason != "year_not_indexed" and not english:
        year += "年"
    topic = missing.indicator if missing.indicator and " " not in missing.indicator else None
    region = missing.region or ("the indexed regions" if english else "已收录的")
    return texts[missing.reason].format(
        region=region,
        year=year,
        topic=topic or ("it" if english else "这一内容"),
        kind=topic if topic in KINDS else "报告",
    )


def listing(names: Sequence[str], most: int = 8) -> str:
    """Names joined by 、, at most ``most`` of them."""
    shown = "、".join(names[:most])
    return f"{shown}等{len(names)}个" if len(names) > most else shown
