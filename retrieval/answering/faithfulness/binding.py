"""Each told quantity bound to the one of the evidence that it is: same number, and the same thing counted. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.faithfulness import amounts
from retrieval.answering.faithfulness.facts import Quantity, Stated
from retrieval.answering.faithfulness.grounds import Ground, quantities
from retrieval.answering.faithfulness.words import alike, last_words, pairs, telling
from retrieval.parsing.indicators.reading import FORMER

#: Another quantity of the evidence fits the told words this much better: then the number belongs to another thing.
MARGIN, CLEAR = 0.2, 0.5
#: A word so many characters off a number counts half; the same year speaks for a quantity.
REACH, SAME_YEAR = 4.0, 0.1
#: The least that the words of a told quantity share with those of its evidence, or with the whole sentence before it.
LEAST, LEAST_AHEAD = 0.2, 0.34
UP = re.compile(
    r"增长|增加|提高|提升|上升|上涨|攀升|回升|增幅|涨幅|扩大|扩展|增至|升至|升到|多出?|(?<!新)增(?=了|\d|约|近|超)"
)
DOWN = re.compile(
    r"下降|降低|减少|缩短|压缩|回落|缩小|降幅|降至|降到|减至|缩至|压减|减幅|下滑|(?<!下)降(?=了|\d|约|近|超)"
)
_MOVED = re.compile(
    rf"{UP.pattern}|{DOWN.pattern}|(?<=[选评派送])出$|[较比](?:去年|上年|前年|上一年|前一年)(?:同期)?|同比"
)
_BEFORE = re.compile(r"(?:从|由(?!于)|自|原来?|此前|之前|上年|去年|前年)(?:的|为|是)?[^,。;]{0,12}$")
_TO = re.compile(
    r"(?:提高|提升|增加|增长|上升|攀升|下降|降低|降|缩短|压缩|扩大|扩展|减少|升|回升|增|减|缩)了?(?:到|至|为)[^,。;\d]{0,3}$"
)
_BY = re.compile(
    r"(?:提高|提升|增加|增长|上升|攀升|下降|降低|降|缩短|压缩|扩大|减少|升|回升|增|减)了?(?:约|近|超过?|达)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A told quantity and the one that proves it."""

    told: Quantity
    known: Quantity
    stated: Stated
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A told quantity that nothing proves. ``mark``: what would make it true (约, 超, 近, 以上), "" where nothing would."""

    told: Quantity
    reason: str
    mark: str = ""
    known: Quantity | None = None


def bind(told: Quantity, grounds: Sequence[Ground], regions: Sequence[str] = ()) -> Bound | Loose:
    """The quantity of the evidence that a told one is, or why it is none. ``regions``: names that say where, not what."""
    for name in regions:
        told = replace(told, left=told.left.replace(name, ""), right=told.right.replace(name, ""))
    known = list(quantities(grounds))
    fitting = [each for each in known if amounts.same(told, each[2])]
    if not fitting:
        return _unproven(told, known)
    own = _own(told)
    chosen = max(fitting, key=lambda each: _fit(told, own, each[2]))
    best = _fit(told, own, chosen[2])
    rival = max(
        (_fit(told, own, each[2]) for each in known if each not in fitting and amounts.comparable(told, each[2])),
        default=0.0,
    )
    if len(own) > 1 and rival >= CLEAR and rival > best + MARGIN:
        return Loose(told=told, reason=f"“{told.written}”说的不是这项指标")
    if len(own) > 2 and best < LEAST and _ahead(told, chosen[1]) < LEAST_AHEAD:
        return Loose(told=told, reason=f"“{told.written}”说的不是这项指标")
    if _strange_beside(told, chosen[1], chosen[2]):
        return Loose(told=told, reason=f"“{told.written}”说的不是这项指标")
    mark = amounts.unmarked(told, chosen[2])
    if mark != "":
        return Loose(
            told=told, reason=f"“{told.written}”与原文的“{chosen[2].written}”口径不同", mark=mark or "", known=chosen[2]
        )
    wrong = _turned(told, chosen[2]) or _earlier(told, chosen[2])
    if wrong:
        return Loose(told=told, reason=wrong)
    return Bound(told=told, known=chosen[2], stated=chosen[1], ground=chosen[0])


def _unproven(told: Quantity, known: Sequence[tuple[Ground, Stated, Quantity]]) -> Loose:
    own = _own(told)
    near = [each for each in known if amounts.unmarked(told, each[2])]
    if near:
        best = max(near, key=lambda each: _fit(told, own, each[2]))[2]
        mark = amounts.unmarked(told, best) or ""
        return Loose(told=told, reason=f"“{told.written}”是约数，没有写明", mark=mark, known=best)
    return Loose(told=told, reason=f"出处没有“{told.written}”")


def _own(quantity: Quantity) -> dict[str, float]:
    """Pairs of the telling words around a quantity → weight: 1.0 beside the number, less further off."""
    found: dict[str, float] = {}
    sides = ((quantity.left[::-1], True), (quantity.right, False))
    for words, turned in sides:
        for part in telling(words[::-1] if turned else words):
            for pair in pairs(part) if len(part) > 1 else ():
                near = words.find(pair[::-1] if turned else pair)
                found[pair] = max(found.get(pair, 0.0), 1 / (1 + max(near, 0) / REACH))
    return found


def _fit(told: Quantity, own: Mapping[str, float], known: Quantity) -> float:
    """How much of a told quantity's own words stand around a known one, and the other way round; more for the same year."""
    year = told.states[0].year
    same = SAME_YEAR if year and any(state.year == year for state in known.states) else 0.0
    around = pairs(f"{known.left} {known.right} {known.name} {known.lead}")
    back = _shared(_own(known), pairs(f"{told.left} {told.right} {told.name}"))
    return 0.75 * _shared(own, around) + 0.25 * back + same


def _shared(own: Mapping[str, float], around: frozenset[str]) -> float:
    total = sum(own.values())
    return sum(weight for pair, weight in own.items() if pair in around) / total if total else 0.5


def _ahead(told: Quantity, stated: Stated) -> float:
    own = _own(told)
    return _shared(own, pairs(stated.text)) if own else 1.0


def _strange_beside(told: Quantity, stated: Stated, known: Quantity) -> bool:
    """Whether a word beside a told quantity neither stands beside the known one nor means what does.

    Behind it stands what the next number counts, too: there the evidence may say it further on.
    """
    low, high = stated.clauses[known.clause]
    around = f" {known.left} {known.right} {known.name} {known.lead}"
    for words, there in (
        (told.left, stated.text[low:high] + around),
        (told.right.split("第")[0], stated.text[low:] + around),
    ):
        held = pairs(there)
        for parts in last_words(_MOVED.sub("", words), 2):
            if parts and not any(part in held or alike(part, there, whole=True) for part in parts):
                return True
    return False


def _turned(told: Quantity, known: Quantity) -> str | None:
    """Whether up became down, or 提高到 became 提高了."""
    said, meant = direction(told.left), direction(known.left)
    if said and meant and said != meant:
        return f"“{told.written}”的升降与原文相反"
    if said == "up" and re.search("新增|净增|增设", known.left):
        meant = "up"
    if said and not meant and not direction(known.right) and not direction(known.ahead[-24:]):
        return f"原文没有说“{told.written}”是升是降"
    by, to = bool(_BY.search(told.left)), bool(_TO.search(told.left))
    known_by, known_to = bool(_BY.search(known.left)), bool(_TO.search(known.left))
    if (by and known_to) or (to and known_by):
        return f"“{told.written}”把“到”与“了”说混了"
    return None


def _earlier(told: Quantity, known: Quantity) -> str | None:
    """Whether the value before a change is told as the one after it, or the other way round."""
    ours, theirs = told.name.endswith(FORMER), known.name.endswith(FORMER)
    if (ours and not theirs) or (theirs and not ours and not _BEFORE.search(told.ahead[-14:])):
        return f"“{told.written}”把变化前后的数说反了"
    return None


def direction(words: str) -> str | None:
    """ "up", "down", or None where the words say neither, or both."""
    up, down = bool(UP.search(words)), bool(DOWN.search(words))
    return None if up == down else "up" if up else "down"
