"""Phrases of official prose: what a figure is about, out of the words around it. Works on narrow text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.parsing.indicators import words

LONGEST = 30
_CUTS = re.compile(r"^[^的、]{1,24}?(?:[的、]|开展|实施|推进|做好|实现|创建)(?=.{6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a figure. ``left``/``right``: its own words; ``before``: the sentence up to them, newest words last.

    ``names``, ``nouns``: of the figures that the sentence has named, newest last; ``verb``: carried through an enumeration
    (``listed``); ``part``: the figure counts a part of what was counted before (其中); ``following``: the next clause;
    ``topic``: of the heading.
    """

    left: str
    right: str
    before: str = ""
    names: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    verb: str = ""
    topic: str = ""
    listed: bool = False
    part: bool = False
    following: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name, the thing counted in it (for 其中 and rates that follow), and the verb that an enumeration carries on."""

    name: str
    noun: str
    verb: str = ""


def cleaned(left: str) -> str:
    """Words left of a figure without time, own region, adverbs before and 达到/为/超过 behind."""
    return lead(trail(left))


def lead(text: str) -> str:
    """``text`` without leading adverbs, times and separators."""
    return _stripped(text, words.LEAD)


def trail(text: str) -> str:
    """``text`` without trailing 达到, 为, 提高到 …"""
    return _stripped(text, words.TRAIL)


def _stripped(text: str, pattern: re.Pattern[str]) -> str:
    text = text.strip()
    while found := pattern.search(text):
        text = (text[: found.start()] + text[found.end() :]).strip()
    return text


def short(text: str) -> str:
    """A name of at most 30 characters: quotation marks and blanks out, then modifiers off its front."""
    text = plain(text)
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    while len(text) > LONGEST:
        cut = _CUTS.search(text)
        text = text[cut.end() :] if cut else text[-LONGEST:]
    return text.lstrip("和与及、的")


def plain(text: str) -> str:
    """``text`` without quotation marks, blanks and marks at its ends."""
    return re.sub(r"[“”‘’「」\s]", "", text).strip("、,;:。·")


def joined(prefix: str, rest: str) -> str:
    """``prefix`` + ``rest``, what both share said once: 家庭医生签约 + 签约率 → 家庭医生签约率."""
    if rest.startswith(prefix):
        return rest
    for size in range(min(len(prefix), len(rest)), 1, -1):
        if prefix.endswith(rest[:size]):
            return prefix + rest[size:]
    return prefix + rest


def qualified(text: str, around: Around) -> str:
    """A name that says little on its own (达标率, 床位) with what it belongs to before it."""
    if len(text) > 2 and not words.GENERIC.match(text):
        return text
    subject = subject_of(around)
    return joined(subject, text) if subject else text


def subject_of(around: Around) -> str:
    """What the sentence is about just before the figure: a quoted name, the thing counted last, an object, the heading."""
    last = _last_clause(around.before)
    if around.nouns:
        return last or around.nouns[-1]
    quoted = words.QUOTED.search(around.before)
    if quoted:
        return quoted[1]
    for clause in reversed(re.split(r"[,:;。]", around.before)):
        thing = thing_of(clause)
        if 2 <= len(thing) <= 18:
            return thing
    return around.topic


def _last_clause(before: str) -> str:
    """What the clause just before is about, where it stands after the last figure; "" where it holds one."""
    clauses = [clause for clause in re.split(r"[,:;。]", before) if clause.strip()]
    if not clauses or re.search(r"\d|[一两三四五六七八九十][项个家名所大]|全覆盖|其中|[xX×*]{2}", clauses[-1]):
        return ""
    quoted = words.QUOTED.search(clauses[-1])
    thing = quoted[1] if quoted else thing_of(clauses[-1])
    return thing if 3 <= len(thing) <= 18 else ""


def thing_of(clause: str) -> str:
    """What a clause without a figure speaks of: 在国家评估中 → 国家评估, 托位利用率稳步提升 → 托位利用率."""
    clause = re.sub(r"^在([^,。;]{3,}?)(?:中|里|上|方面)$", r"\1", clause.strip())
    thing = words.GROWING.sub("", noun_of(cleaned(re.split(r"\d", clause)[0])))
    return words.LIFTING.sub("", thing).removesuffix("第")


def noun_of(phrase: str) -> str:
    """The thing in a verb phrase: 建成清廉科室 → 清廉科室."""
    return verb_and_noun(phrase)[1]


def verb_and_noun(phrase: str) -> tuple[str, str]:
    """The meaning-bearing verb of a phrase ("" where it only says that a thing exists) and its object ("" for a bare verb)."""
    if re.search(r"的[一-龥]{0,6}$", phrase):
        return "", phrase.rstrip("的")
    phrase = lead(_last_verb_phrase(phrase))
    while not words.KEEPING.match(phrase):
        making = words.MAKING.match(phrase)
        if not making or len(phrase) - making.end() < 2:
            return "", _tidied(phrase)
        phrase = lead(phrase[making.end() :])
    keeping = words.KEEPING.match(phrase)
    size = keeping.end() if keeping else 0
    if size == len(phrase):
        return phrase, ""
    if len(phrase) - size < 2:
        return "", _tidied(phrase)
    return phrase[:size].rstrip("了"), _tidied(phrase[size:])


def _last_verb_phrase(phrase: str) -> str:
    """From the last verb that brings its object with it: 依托牵头医院建成中心药房 → 建成中心药房."""
    inner = [found.start() for found in words.INNER.finditer(unquoted(phrase)) if len(phrase) - found.end() >= 2]
    return phrase[inner[-1] :] if inner else phrase


def _tidied(phrase: str) -> str:
    return words.TAIL.sub("", phrase) or phrase


def made(left: str) -> str:
    """A phrase without the verbs at its front that only say that a thing exists."""
    while (found := words.MAKING.match(left)) and len(left) - found.end() > 3:
        left = left[found.end() :]
    return left


def until_stop(text: str) -> str:
    """``text`` up to its first mark outside brackets and quotation marks."""
    stop = re.search(r"[,;:。!?)”]", unquoted(text))
    return words.TAIL.sub("", text[: stop.start()] if stop else text).strip()


def unquoted(text: str) -> str:
    """``text`` with quotations, brackets and titles blotted out; offsets stay."""
    return re.sub(r"“[^“”]*”|\([^()]*\)|《[^《》]*》", lambda found: "\ue000" * len(found[0]), text)
