"""Whether what a sentence names and counts beside its figures stands in the evidence: titles, labels, ages, ordinals. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.answering.faithfulness.binding import Bound
from retrieval.answering.faithfulness.facts import Other, Quantity, Stated, read
from retrieval.answering.faithfulness.grounds import Ground, quantities
from retrieval.answering.faithfulness.words import last_words, pairs

_RANK = re.compile(r"首位|榜首|居首|第[\d一二三四五六七八九十]+(?![批季轮期届次个人民中附医年条章])|前列")
#: A rank that has a subject of its own, or a number between.
_RANK_OWN = re.compile(r"\d|[\u4e00-\u9fff]{2,}(?:位|名)?[居列]|[\u4e00-\u9fff]{7,}")


def strange_name(text: str, grounds: Sequence[Ground]) -> str | None:
    """The reason where a title or a label (1+7) is named that the evidence does not name."""
    known = "".join(f"{one.text}{one.around}" for one in grounds)
    for title in re.findall(r"《([^《》]+)》", text):
        if title not in known:
            return f"出处没有《{title}》"
    for label in re.findall(r"[\dA-Za-z]{1,6}(?:[+×][\dA-Za-z]{1,6})+", text):
        if label not in known:
            return f"出处没有“{label}”"
    return None


def twice(bound: Sequence[Bound]) -> str | None:
    """The reason where two things are told with the one number that the evidence gives to one of them."""
    seen: dict[int, Bound] = {}
    for each in bound:
        other = seen.setdefault(id(each.known), each)
        if other is each or other.told.name == each.told.name:
            continue
        if other.told.clause == each.told.clause or not pairs(other.told.name) & pairs(each.told.name):
            return f"原文的“{each.known.written}”只说了一项，这里用了两次"
    return None


def misranked(said: Stated, bound: Sequence[Bound]) -> str | None:
    """The reason where a rank behind a number is one that the evidence gives before it, to another number."""
    for rank in _RANK.finditer(said.text):
        before = [each for each in bound if each.told.end <= rank.start()]
        if not before or _RANK_OWN.search(said.text[before[-1].told.end : rank.start()]):
            continue
        known, stated = before[-1].known, before[-1].stated
        places = [found.start() for found in _RANK.finditer(stated.text) if found[0] == rank[0]]
        if places and all(at < known.start and any(other.end <= at for other in stated.quantities) for at in places):
            return f"“{rank[0]}”说的不是“{before[-1].told.written}”"
    return None


def mentioned(told: Quantity, grounds: Sequence[Ground]) -> bool:
    """Whether the evidence has a quantity's digits and unit where no figure is read (三年行动, an age)."""
    bare = re.sub(r"[万亿]", "", told.written)
    if told.number is None or told.nearness != "exact" or bare != told.written:
        return False
    return any(
        other.value == told.number and told.unit[:1] in (other.behind, "") and not other.ordinal
        for one in grounds
        for each in one.stated
        for other in each.others
    )


def known_bare(value: Decimal, before: str, grounds: Sequence[Ground]) -> bool:
    """Whether a number without a unit is one of the evidence, told of the same thing; 托位12 of 新增托位12个.

    ``before``: the words of its clause before it.
    """
    words = [parts for parts in last_words(before, 2) if parts]
    for one in grounds:
        for each in one.stated:
            alike = [
                (known.number, f"{known.left} {known.right} {known.name} {known.lead}") for known in each.quantities
            ]
            alike += [(known.value, each.text[: known.at][-12:]) for known in each.others if known.bare]
            if any(
                number == value and all(any(part in pairs(there) for part in parts) for parts in words)
                for number, there in alike
            ):
                return True
    return False


def known_number(other: Other, grounds: Sequence[Ground]) -> bool:
    """Whether a number that is no quantity stands in the evidence or its headings, with the same word behind it."""
    if other.ordinal and other.value == 1:
        return True  # 第一: a claim, judged as such
    for one in grounds:
        around = (*one.stated, read(one.around))
        for each in (known for stated in around for known in stated.others):
            ranks = other.ordinal and each.ordinal and other.behind in "位名"
            if each.value == other.value and (ranks or _same_behind(other.behind, each.behind)):
                return True
    return any(
        known.number == other.value and (not known.unit or not _measure(other.behind) or known.unit[:1] == other.behind)
        for _, _, known in quantities(grounds)
    )


def _same_behind(one: str, other: str) -> bool:
    return one == other or not _measure(one)


def _measure(character: str) -> bool:
    return bool(re.match(r"[\u4e00-\u9fff%‰]", character))
