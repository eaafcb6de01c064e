"""What is refused before any search, and what is cut out of a question before it is understood.

The patterns stand in lexicon/guards.tsv. A planted value or a changed rule is cut and the rest is answered; a request to
invent, private data of a person and what has nothing to do with health reports are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from retrieval import lexicon
from retrieval.model import Reason
from retrieval.search.normal import empty

CLAUSE = re.compile(r"([,。;!?\n]+)")
#: What makes a piece a question.
ASKS = re.compile(
    r"[多好]少|几|哪|什么|怎|吗|呢|谁|如何|是否|有没有|多[大长高久快]|是不是|何时|为何|\?|how|what|when|which|who|where",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"请|告诉|介绍|列出|概括|说说|总结|查|说明|对比|比较|tell|list|give|show|compare|number of", re.IGNORECASE
)
LITTLE = 4
#: A value stated where part of the message was cut: it came with the instruction.
ASSERTED = re.compile(
    r"(?:是|为|=|等于|有)\s*\d+(?:\.\d+)?(?![\d.年])(?:%|‰|万|亿)*(?:人次|分钟|个|名|张|家|人|元|例|项|位|所)?(?=$|[,。;!\n])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What is left of a question. ``cut``: something was cut out. ``refuse``: why nothing may be answered."""

    text: str
    cut: bool = False
    refuse: Reason | None = None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows = lexicon.table("guards.tsv")
    kinds = dict.fromkeys(row["kind"] for row in rows)
    joined = {kind: "|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] == kind) for kind in kinds}
    return {kind: re.compile(pattern, re.IGNORECASE | re.MULTILINE) for kind, pattern in joined.items()}


def screened(text: str) -> Screened:
    """A normalised message without what would change the rules or plant a value."""
    if empty(text):
        return Screened(text="", refuse="off_topic")
    patterns = _patterns()
    if patterns["invent"].search(text):
        return Screened(text="", cut=True, refuse="instruction")
    if not (patterns["rule"].search(text) or patterns["plant"].search(text)):
        return Screened(text=text)
    left = ASSERTED.sub("", patterns["plant"].sub("", text))
    parts = CLAUSE.split(left)
    kept = [_clause(part) + (parts[n + 1] if n + 1 < len(parts) else "") for n, part in enumerate(parts) if n % 2 == 0]
    rest = re.sub(r"([,。;!?\n])[,。;!?\s]+", r"\1", "".join(kept)).strip(",。;!?、:\n “”\"'")
    if not _says(rest):
        return Screened(text="", cut=True, refuse="instruction")
    return Screened(text=rest + ("?" if ASKS.search(rest) else ""), cut=True)


def _clause(clause: str) -> str:
    """A clause without its instruction; what is left counts only where it still asks something."""
    rest = _patterns()["rule"].sub("", clause)
    return clause if rest == clause else rest if ASKS.search(rest) or IMPERATIVE.search(rest) else ""


def _says(text: str) -> bool:
    return len(re.findall(r"[\u4e00-\u9fffA-Za-z]", text)) >= LITTLE


def refused(text: str) -> Reason | None:
    """The reason why one question is not answered, None where it may be."""
    patterns = _patterns()
    if empty(text) or patterns["off_topic"].search(text):
        return "off_topic"
    return "personal_data" if patterns["personal"].search(patterns["public"].sub(" ", text)) else None
