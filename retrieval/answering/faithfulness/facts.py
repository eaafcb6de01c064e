"""What a sentence states: its quantities with the words around them, its other numbers, years, clauses. Pure.

Built on the readers of the ledger (figures, names, times); numerals are first written in Arabic digits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from retrieval.parsing import dates
from retrieval.parsing.indicators.figures import Comparator, Figure, figures
from retrieval.parsing.indicators.reading import Sentence as Reader
from retrieval.parsing.indicators.times import Times
from retrieval.parsing.numerals import arabic, value
from retrieval.parsing.sentences import sentences
from retrieval.parsing.status import Status, status
from retrieval.parsing.text import numeral

UNKNOWN = Status(year=None, plan=False, period=None)
_CUT = re.compile(r"[,;:。!?()](?!(?<=\d.)\d{3}(?!\d))")
_EACH = re.compile(r"分别")
_ITEMS = re.compile(r"[、]|(?<!\()(?:和|及|与)")
#: What only says how near a number is; read with the number.
_NEAR = re.compile(
    r"(?:(?P<under>不足|不到|未满|接近|将近|(?<![最邻附靠])近)|(?P<about>大约|约为|(?<![签履预节集制])约(?:合|计|有|占|达)?)|(?P<over>(?<!不)(?:超过|高于|多于)|突破|(?<![彩B不])超|逾))(?:了)?$"
)
_BOUND = re.compile(r"(?:(?P<least>至少|不少于|不低于|不小于)|(?P<most>至多|不超过|不高于|不多于))[^,。;:、\d]{0,16}$")
_BEHIND = re.compile(r"^(?:(?P<over>多|余|有余)(?![个种次样元])|(?P<about>左右|上下))")
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?=年|[-—~至到、)》度]|$)")
_SCALED = re.compile("[万亿]")
_COUNTED = re.compile(
    r"(?<![第零一二两三四五六七八九十百千万亿几数\d])(?:[零二两三四五六七八九十百千万亿]+|(?<![每同这那另任某哪之单统万])一(?=[家所名个项座支张处])|[一二三四五六七八九十]+(?=[级类甲乙]))"
    r"(?=[项个大类种条座支级甲乙届批位所家名人支张场期轮岁部孩癌者次区县市镇天年月日])|(?<=第)[一二三四五六七八九十百\d]+"
)

Nearness = str
"""exact, about, over (超), under (近), least (不低于), most (不超过)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure of a sentence. ``left`` and ``right``: its own words; ``ahead``: all of the sentence before it.

    ``lead``: the words that the first of a row says for all of it (新增示范点2个、培训点3个: 新增).
    ``number``: None for a range or a placeholder, whose digits ``written`` holds. ``nearness``: how it is told, from exact
    to over (超) and least (不低于). ``clause``: index. ``states``: what year and side it may stand for: its clause's, the sentence's.
    """

    start: int
    end: int
    number: Decimal | None
    unit: str
    kind: str
    nearness: Nearness
    written: str
    left: str
    right: str
    ahead: str
    lead: str
    name: str
    clause: int
    states: tuple[Status, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A number that is no quantity (an age, an ordinal, a day): its value and the characters around it."""

    value: Decimal
    before: str
    behind: str
    at: int
    ordinal: bool = False

    @property
    def bare(self) -> bool:
        """Whether it counts without a unit (新增托位12): no word follows it, and it is no part of a label (“312”, 0-6, G20)."""
        plain = not self.before or self.before in "、,;:(" or "\u4e00" <= self.before <= "\u9fff"
        return plain and not self.ordinal and (not self.behind or self.behind in ",;。、和及与()!?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One sentence, read. ``text``: narrow, in Arabic digits; ``start``, ``end``: where it stands in the text it came from.

    ``clauses``: spans of ``text``. ``state``: of the whole sentence.
    """

    text: str
    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]
    quantities: tuple[Quantity, ...]
    others: tuple[Other, ...]
    state: Status = UNKNOWN

    def clause(self, at: int) -> int:
        """The index of the clause that holds an offset."""
        return max(0, bisect_right([low for low, _ in self.clauses], at) - 1)


@lru_cache(maxsize=512)
def read(text: str) -> Stated:
    """A sentence of an answer."""
    return _stated(text, 0, len(text), UNKNOWN, UNKNOWN)[0]


@lru_cache(maxsize=128)
def read_all(text: str, year: int | None, plan: bool, period: str | None) -> tuple[Stated, ...]:
    """The sentences of a text of a report, each with its year and side. ``year`` …: of the part that it stands in."""
    default = carried = Status(year=year, plan=plan, period=period)
    made = []
    for start, end in sentences(text):
        stated, last = _stated(text[start:end], start, end, default, carried)
        made.append(stated)
        carried = last if text[end - 1] in ";:,；：，" else default
    return tuple(made)


def _stated(raw: str, start: int, end: int, default: Status, carried: Status) -> tuple[Stated, Status]:
    text = arabic(raw)
    clauses = _clauses(text)
    times = Times(text, 0, len(text), default=default, carried=carried)
    own = status(text, year=default.year, plan=default.plan)
    whole = Status(year=own.year, plan=own.plan, period=own.period or default.period)
    found = tuple(figure for figure in figures(text) if not _numbered(text, figure))
    quantities = _quantities(text, clauses, found, times, whole)
    stated = Stated(
        text=text,
        start=start,
        end=end,
        clauses=clauses,
        quantities=quantities,
        others=_others(text, [(q.start, q.end) for q in quantities]),
        state=whole,
    )
    return stated, times.last


def _numbered(text: str, figure: Figure) -> bool:
    return figure.start == 0 and bool(re.match(r"\d{1,3}[.、](?!\d)", text))


def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    cuts = [0, *(cut.end() for cut in _CUT.finditer(text)), len(text)]
    return tuple((low, high) for low, high in pairwise(cuts) if low < high) or ((0, len(text)),)


def _quantities(
    text: str, clauses: Sequence[tuple[int, int]], found: Sequence[Figure], times: Times, whole: Status
) -> tuple[Quantity, ...]:
    names = {each.figure.start: each.name for each in Reader(text, 0, len(text), found).readings()} if found else {}
    lows = [low for low, _ in clauses]
    made: list[Quantity] = []
    for n, figure in enumerate(found):
        clause = max(0, bisect_right(lows, figure.start) - 1)
        low, high = clauses[clause]
        before = max([low, *(other.end for other in found[:n] if other.end <= figure.start)])
        after = min([high, *(other.start for other in found[n + 1 :])])
        nearness, left_end, right_start = _nearness(text, figure, before)
        name = names.get(figure.start, "")
        left = _ITEMS.split(text[before : max(before, left_end)])[-1]
        each = _EACH.search(text, low, figure.start)
        if each and name:
            left = name + re.split(r"\d", text[each.end() : figure.start])[0]
        made.append(
            Quantity(
                start=figure.start,
                end=figure.end,
                number=_decimal(figure),
                unit=figure.unit,
                kind=figure.kind,
                nearness=nearness,
                written=text[figure.start : figure.end],
                left=left,
                right=_ITEMS.split(text[min(after, right_start) : after].rstrip(",;:。!?()"))[0],
                ahead=text[: figure.start],
                lead=_lead(made[-1], left) if made and low < before and text[before] in "、和及与" else "",
                name=name,
                clause=clause,
                states=tuple(dict.fromkeys((times.at(figure.start), whole))),
            )
        )
    return tuple(made)


def _lead(first: Quantity, left: str) -> str:
    """What the words before the first of a row say beyond what those before a later one say for it alone."""
    return first.lead or first.left[: max(0, len(first.left) - len(left))]


def _decimal(figure: Figure) -> Decimal | None:
    if figure.number is None and not figure.unit and figure.kind == "rate" and not figure.anonymised:
        return Decimal(100)  # 全覆盖
    return None if figure.number is None else Decimal(repr(figure.number))


_SIGNS: dict[Comparator, Nearness] = {"=": "exact", "≥": "least", "≤": "most", "≈": "about"}


def _nearness(text: str, figure: Figure, low: int) -> tuple[Nearness, int, int]:
    """How a figure is told (``low``: where its words begin), where the words before it end and where those behind begin."""
    before = _NEAR.search(text, max(0, figure.start - 5), figure.start)
    behind = _BEHIND.match(text[figure.end : figure.end + 3])
    left = min(figure.left, before.start() if before else figure.left)
    right = max(figure.right, figure.end + (behind.end() if behind else 0))
    if before:
        return str(before.lastgroup), left, right
    if behind:
        return str(behind.lastgroup), left, right
    bound = _BOUND.search(text[low : figure.left])
    if bound and figure.comparator == "=":
        return str(bound.lastgroup), left, right
    told = text[figure.start : figure.end]
    if "余" in told or "多" in told:
        return "over", left, right
    if figure.comparator == "≤" and text[figure.left : figure.start].strip() == "":
        return "most", left, right
    return _SIGNS[figure.comparator], left, right


def _others(text: str, taken: Sequence[tuple[int, int]]) -> tuple[Other, ...]:
    """Numbers outside the quantities; years are told by :func:`years`."""
    spans = [*taken, *(found.span() for found in _YEARS.finditer(text))]
    made: dict[int, Other] = {}
    for pattern in (_NUMBER, _COUNTED):
        for found in pattern.finditer(text):
            at = found.start()
            if at in made or any(low <= at < high for low, high in spans):
                continue
            scale = _SCALED.match(text, found.end())
            number = Decimal(found[0]) if found[0][0].isascii() else value(found[0]) or Decimal(numeral(found[0]))
            end = scale.end() if scale else found.end()
            number *= {"万": 10**4, "亿": 10**8}[scale[0]] if scale else 1
            before = text[at - 1 : at] if at else ""
            made[at] = Other(value=number, before=before, behind=text[end : end + 1], at=at, ordinal=before == "第")
    return tuple(made[at] for at in sorted(made))


def years(text: str, *, of: int | None = None) -> frozenset[int]:
    """Every year that ``text`` names, also in a title or a span; relative ones (去年) counted from ``of``."""
    plain = _YEARS.findall(text)
    spans = re.findall(r"(?<!\d)20\d\d\s*年?[-—~至到]\s*(\d\d)\s*年?(?!\d)", text)
    relative = {year for *_, year in dates.relative_years(text, of)}
    return frozenset(map(int, plain)) | {2000 + int(each) for each in spans} | relative
