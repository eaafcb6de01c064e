"""The health words of the lexicon: which stand in a topic, official words for colloquial ones, slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from retrieval import lexicon
from retrieval.parsing.spelling import sounds
from retrieval.search.words import words
from retrieval.search.years import Span

#: Words of this length are mended by their sound; shorter ones only where slips.tsv lists them.
HEARD = range(3, 7)
HAN = re.compile(r"[\u4e00-\u9fff]+")


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    return {row["word"]: tuple(row["official"].split("|")) for row in lexicon.table("synonyms.tsv")}


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in sorted(_synonyms(), key=len, reverse=True):
        table.setdefault(word[0].lower(), []).append(word)
    return {first: tuple(found) for first, found in table.items()}


#: Subjects of a survey → words by which reports speak of them without naming them.
KIN = {
    "托育": ("托位", "入托", "婴幼儿照护"),
    "医养": ("安宁疗护", "护理院", "老年友善"),
    "人才": ("招录", "引进", "招聘", "卫生人员"),
    "妇幼": ("孕产妇", "新生儿", "儿童健康"),
    "急救": ("救护车", "胸痛", "卒中"),
    "中医药": ("中医馆", "名中医", "西学中", "中药"),
    "爱国卫生": ("卫生城市", "控烟", "病媒生物", "健康细胞"),
    "生育": ("育儿补贴", "三孩", "婚前医学检查"),
    "监督": ("执法", "双随机", "行政处罚"),
    "老龄": ("老年", "医养", "安宁疗护"),
    "养老": ("医养", "护理院", "安宁疗护"),
    "应急": ("演练", "救援", "应急队伍"),
    "行风": ("医德医风", "红包", "回扣"),
    "廉政": ("清廉", "党风", "腐败"),
    "精神卫生": ("精神障碍", "心理"),
    "基层": ("乡镇卫生院", "村卫生室", "社区卫生服务", "乡村医生"),
    "血液": ("献血", "采血"),
}


def expansions(topic: str) -> dict[str, tuple[str, ...]]:
    """Topic word → official words, the longest words first, not overlapping, none that is a piece of a longer health word.

    >>> expansions("送托班"), expansions("中医药馆")
    ({'送托班': ('入托',)}, {})
    """
    found: dict[str, tuple[str, ...]] = {}
    lower, at = topic.lower(), 0
    around = list(_term_spans(topic))
    while at < len(topic):
        candidates = (word for word in _by_first().get(lower[at], ()) if _stands(word, lower, at))
        word = next((word for word in candidates if not _cut(at, at + len(word), around)), None)
        if word:
            found[topic[at : at + len(word)]] = _synonyms()[word]
        at += len(word) if word else 1
    return found


def official(topic: str) -> dict[str, tuple[str, ...]]:
    """Official words for those of a topic, and those by which reports speak of its subject without naming it."""
    said = dict(expansions(topic))
    for subject, kin in KIN.items():
        if subject in topic and not any(subject in phrase for phrase in said):
            said[subject] = kin
    return said


def _stands(word: str, text: str, at: int) -> bool:
    """Whether ``word`` is at ``at``; a single character (招) only where it stands alone."""
    alone = len(word) > 1 or text[max(0, at - 1) : at + 2].strip() == word
    return alone and text.startswith(word.lower(), at)


def _cut(start: int, end: int, terms_around: Iterable[Span]) -> bool:
    """Whether a health word that is longer, or as short as two characters, overlaps the span (医生 in 万名医生 for 名医)."""
    least = end - start + (end - start > 2)
    return any(
        first < end and start < last and (first < start or last > end) and last - first >= least
        for first, last in terms_around
    )


def _term_spans(topic: str) -> Iterator[Span]:
    known = terms()
    for start in range(len(topic)):
        for stop in range(start + 2, min(len(topic), start + 8) + 1):
            if topic[start:stop] in known:
                yield start, stop


@cache
def terms() -> frozenset[str]:
    """All words of the health lexicon and the synonyms: a topic that has one can stand alone."""
    listed = (line.split()[0] for line in lexicon.read("words.txt").splitlines() if line.strip())
    return frozenset({*listed, *_synonyms()})


def has_term(topic: str) -> bool:
    """Whether a word of the health lexicon stands in ``topic``."""
    return next(_term_spans(topic), None) is not None


def mended(topic: str) -> tuple[str, str | None]:
    """(topic with misspelt health words put right, what to say of it).

    >>> mended("医公体中心药房")
    ('医共体中心药房', '按“医共体”答（问句写作“医公体”）')
    """
    for wrong, right in _slips().items():
        if wrong in topic and not any(wrong in topic[start:stop] for start, stop in _term_spans(topic)):
            return topic.replace(wrong, right), _said(right, wrong)
    for run in HAN.finditer(topic):
        heard = sounds(run[0])
        for start, stop in _windows(len(run[0])):
            written, meant = run[0][start:stop], _by_sound().get(heard[start:stop])
            if meant and written not in terms() and _is_slip(run[0], (start, stop), meant):
                return topic.replace(written, meant), _said(meant, written)
    return topic, None


def _windows(length: int) -> Iterator[Span]:
    return ((start, start + size) for size in HEARD for start in range(length - size + 1))


def _is_slip(text: str, span: Span, right: str) -> bool:
    """Whether no dictionary word of ``text`` is cut by the span or changed by putting ``right`` there."""
    at = 0
    for word in words().cut(text):
        start, at = at, at + len(word)
        if at <= span[0] or start >= span[1]:
            continue
        inside = span[0] <= start and at <= span[1]
        if not inside or (len(word) > 1 and words().known(word) and right[start - span[0] : at - span[0]] != word):
            return False
    return True


def _said(right: str, wrong: str) -> str:
    return f"按“{right}”答（问句写作“{wrong}”）"


@cache
def _slips() -> dict[str, str]:
    return {row["wrong"]: row["right"] for row in lexicon.table("slips.tsv")}


@cache
def _by_sound() -> dict[tuple[str, ...], str]:
    """Sound → the only health word that sounds so."""
    table: dict[tuple[str, ...], set[str]] = {}
    for term in terms():
        if len(term) in HEARD and HAN.fullmatch(term):
            table.setdefault(sounds(term), set()).add(term)
    return {sound: found.pop() for sound, found in table.items() if len(found) == 1}
