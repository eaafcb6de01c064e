"""The cited evidence of one sentence, read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answering.faithfulness import safety
from retrieval.answering.faithfulness.facts import Quantity, Stated, read_all
from retrieval.answering.faithfulness.model import Cited, Evidence
from retrieval.parsing.numerals import arabic

#: The longest quote of a citation, in characters.
LONGEST = 300
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|地区|新区|省|市|县|区|州|盟|旗)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One cited evidence. ``around``: its headings and title, which lend words but prove no number."""

    evidence: Evidence
    stated: tuple[Stated, ...]
    around: str

    @property
    def text(self) -> str:
        """The cited text in Arabic digits."""
        return "\n".join(each.text for each in self.stated)

    @property
    def place(self) -> str | None:
        """The region's full name."""
        return self.evidence.region


@lru_cache(maxsize=128)
def ground(evidence: Evidence, *, quoted: bool = False) -> Ground:
    """An evidence, read; what orders its reader about proves nothing but a quotation of it (``quoted``)."""
    around = " ".join((*evidence.path, evidence.document, evidence.region or ""))
    stated = read_all(evidence.text, evidence.year, evidence.plan, evidence.period)
    if evidence.window:
        low, high = evidence.window
        stated = tuple(each for each in stated if each.start < high and low < each.end)
    stops = safety.injected if quoted else safety.orders
    stated = tuple(each for each in stated if not stops(each.text))
    return Ground(evidence=evidence, stated=stated, around=arabic(around))


def short(region: str) -> str:
    """A region's name without its 市, 县 …, where something is left.

    >>> short("芜湖市"), short("沙县"), short("海州区")
    ('芜湖', '沙县', '海州')
    """
    rest = _SUFFIX.sub("", region)
    return rest if len(rest) > 1 else region


def quantities(grounds: Sequence[Ground]) -> Iterator[tuple[Ground, Stated, Quantity]]:
    """Every quantity of the evidence with where it stands."""
    for one in grounds:
        for stated in one.stated:
            for quantity in stated.quantities:
                yield one, stated, quantity


def cited(one: Ground, used: Sequence[Stated]) -> Cited:
    """The span of the section that proves what was said: from the first sentence used to the last, as far as it fits."""
    spans = sorted((each.start, each.end) for each in used) or [(each.start, each.end) for each in one.stated[:1]]
    start, end = spans[0] if spans else (0, len(one.evidence.text))
    for _, high in spans[1:]:
        if high - start <= LONGEST:
            end = max(end, high)
    base = one.evidence.start
    return Cited(handle=one.evidence.handle, start=base + start, end=base + min(end, start + LONGEST))
