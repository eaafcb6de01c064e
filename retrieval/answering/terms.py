"""The words of a question as weighted terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from retrieval import lexicon
from retrieval.answering.evidence import NAMING
from retrieval.answering.matching import PER_HEAD, Term
from retrieval.parsing.text import fold
from retrieval.search.terms import terms as listed

#: The least weight of an expanded phrase; the weight of a word that stands in no report.
PHRASE, STRAY = 0.8, 0.15
_LIGHT = """
工作 情况 建设 推进 开展 加强 提升 提高 达到 实现 完成 全市 全省 全县 我市 数量 数 总数 水平 服务 卫生 健康 卫生健康 卫健 领域 机构 医疗 比例 占比 有效 相关
方面 措施 做法 成效 进展 安排 要求 内容 项目 计划 目标 任务 实际 总共 一共 平均 目前 现在 全年 一年 年度 报告 打算 准备 主要 总体 成绩 亮点 重点
整体 比上年 上年 每个 已经 落实 推动 发展 增长 一个 各地 各级 部门 单位 地方 问题 人员 人数 全部 管理 体系 能力 组织 实施 提速 速度 时效 快慢
"""
_PEOPLE = "病人 患者 群众 居民 老百姓 百姓 市民 孩子 小孩 家庭 大家 人们 职工"
#: A 率 belongs to a word of so many characters before it.
SHORT = range(2, 4)
#: Words that tell little in any report, and words for the people it is all about: word → weight.
WEAK = dict.fromkeys(_LIGHT.split(), 0.15) | dict.fromkeys(_PEOPLE.split(), 0.25)
#: A word with this ending, or this beginning (千人…数), names a measure: evidence must hold it.
MEASURED = ("率", "比重")


class Words(Protocol):
    """Chinese words: how a text is cut, which words stand inside a word, and how telling a word is."""

    def cut(self, text: str) -> list[str]:
        """The words of a text."""

    def cut_for_search(self, text: str) -> list[str]:
        """The words of a text and the shorter words inside long ones."""

    def weight(self, word: str) -> float:
        """0 … 1."""


def terms(topic: str, expansions: Mapping[str, Sequence[str]], words: Words) -> tuple[Term, ...]:
    """The terms of a topic. A phrase with official words stays one term, with a 率 behind it; a measure (…率) is a head."""
    official = {fold(phrase): tuple(fold(word) for word in said) for phrase, said in expansions.items() if phrase}
    phrases = sorted(official, key=len, reverse=True)
    pieces = re.split("((?:" + "|".join(map(re.escape, phrases)) + ")率?)", fold(topic)) if phrases else [fold(topic)]
    found: dict[str, Term] = {}
    for piece in pieces:
        phrase = piece.removesuffix("率")
        if piece in official or phrase in official:
            found.setdefault(piece, _phrase(piece, official.get(piece) or official[phrase], words))
            continue
        for word in _joined(words.cut(piece)):
            if _telling(word):
                found.setdefault(word, _term(word, words))
    return _alternatives(tuple(found.values()), fold(topic))


def _joined(cut: Sequence[str]) -> list[str]:
    """Short words with a 率 that was cut off (外转|率) behind them again; a long one is told in other order too."""
    found: list[str] = []
    for word in cut:
        if word == "率" and found and len(found[-1]) in SHORT:
            found[-1] += word
        else:
            found.append(word)
    return found


def strayless(found: tuple[Term, ...], question: str, holds: Callable[[str], bool]) -> tuple[Term, ...]:
    """Terms with little weight for what tells the circumstances (那次发大水之后) and stands in no report at all.

    Only where something is left that is named. ``holds``: whether a word stands in any report.
    """
    naming = [term for term in found if term.weight >= NAMING]
    stray = [each for each in naming if not (each.head or each.variants) and _circumstance(each.text, question, holds)]
    if len(naming) == len(stray):
        return found
    return tuple(replace(term, weight=STRAY) if term in stray else term for term in found)


def _circumstance(word: str, question: str, holds: Callable[[str], bool]) -> bool:
    told = re.search(rf"{re.escape(word)}[^,，。的]{{0,4}}?(?:之后|以后|后|时|期间|以来)", fold(question))
    return bool(told) and word not in listed() and not holds(word)


def _alternatives(terms: Sequence[Term], topic: str) -> tuple[Term, ...]:
    """Terms with a / or 或 between them in the topic are one: either will do."""
    merged: list[Term] = []
    for term in terms:
        if merged and any(f"{merged[-1].text}{sign}{term.text}" in topic for sign in ("/", "或", "或者")):
            other = merged.pop()
            weight = max(other.weight, term.weight)
            merged.append(replace(term, weight=weight, variants=(*term.variants, other.text, *other.variants)))
        else:
            merged.append(term)
    return tuple(merged)


def _telling(word: str) -> bool:
    """Whether a word is worth looking for: single characters and stop words are not, but digits and Latin letters are."""
    return (word.isascii() and word.isalnum()) or (len(word) > 1 and word[0].isalnum() and word not in stopwords())


def _phrase(text: str, variants: tuple[str, ...], words: Words) -> Term:
    if text.endswith("率"):
        variants = tuple(variant if variant.endswith("率") else variant + "率" for variant in variants)
    weight = WEAK.get(text) or max(PHRASE, words.weight(text))
    return replace(_term(text, words), weight=weight, variants=variants)


def _term(text: str, words: Words) -> Term:
    weight = WEAK.get(text) or words.weight(text)
    head = len(text) > 2 and (text.endswith(MEASURED) or PER_HEAD.match(text) is not None)
    inside = () if head else tuple(word for word in words.cut_for_search(text) if word != text and len(word) > 1)
    parts = tuple((word, WEAK.get(word) or words.weight(word)) for word in inside)
    return Term(text=text, weight=weight, parts=parts if len(parts) > 1 else (), head=head)


@cache
def stopwords() -> frozenset[str]:
    """Words that are in every text and tell nothing."""
    return frozenset(lexicon.read("stopwords.txt").split())
