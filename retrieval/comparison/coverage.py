"""Which regions of a roster say something, and the sentence with the denominator that tells the reader. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.comparison.roster import Roster
from retrieval.model import ComparisonRow, Coverage, Document, State
from retrieval.parsing.regions import Gazetteer

#: Regions named in the sentence; more are counted.
NAMED = 6
_ORDER: tuple[State, ...] = ("reported", "anonymised", "not_mentioned", "no_document")


def coverage(
    rows: Sequence[ComparisonRow], roster: Roster, documents: Sequence[Document], gazetteer: Gazetteer
) -> Coverage:
    """The states of a roster's regions. ``rows``: at least one a region."""
    states: dict[str, State] = {}
    for row in rows:
        before = states.get(row.region.name, "no_document")
        states[row.region.name] = min(before, row.state, key=_ORDER.index)
    by_state = {state: tuple(name for name, own in states.items() if own == state) for state in _ORDER}
    indexed = {name for name, state in states.items() if state != "no_document"}
    said = [
        *_shares(roster, indexed, gazetteer),
        *_named(by_state["not_mentioned"], "未提及"),
        *_named(by_state["anonymised"], "原文脱敏"),
        *(_named(by_state["no_document"], "未收录") if roster.named else ()),
        *_uncounted(documents),
    ]
    return Coverage(
        reported=by_state["reported"],
        not_mentioned=by_state["not_mentioned"],
        anonymised=by_state["anonymised"],
        no_document=by_state["no_document"],
        text="；".join(said),
    )


def _shares(roster: Roster, indexed: set[str], gazetteer: Gazetteer) -> list[str]:
    """收录 2/16 市 for a set, 收录 2/3 地 for names, 收录 3 地；安徽 2/16 市 for all that is indexed."""
    if roster.area:
        others = [region.name for region in roster.regions if region.name not in roster.members]
        share = f"收录 {len(indexed & roster.members)}/{len(roster.members)} 市"
        return [share, *([f"另列{listing(others)}"] if others else [])]
    if roster.named:
        return [f"收录 {len(indexed)}/{len(roster.regions)} 地"]
    shares = []
    for province in dict.fromkeys(r.province for r in roster.regions if r.level == "地级市" and r.province):
        cities = {city.name for city in gazetteer.roster(province)}
        if len(cities) > 1:
            shares.append(f"{province.removesuffix('省')} {len(indexed & cities)}/{len(cities)} 市")
    return [f"收录 {len(indexed)} 地", *(shares if len(shares) <= NAMED else ())]


def _named(names: Sequence[str], what: str) -> list[str]:
    return [f"{listing(names)}{what}"] if names else []


def _uncounted(documents: Iterable[Document]) -> list[str]:
    """Documents that stand for no region."""
    nowhere = [document for document in documents if document.region is None]
    hidden = sum(document.profile.anonymised for document in nowhere)
    counts = ((hidden, "脱敏"), (len(nowhere) - hidden, "地区不详"))
    return [f"另有{count}份{what}未计" for count, what in counts if count]


def listing(names: Sequence[str], most: int = NAMED) -> str:
    """Names joined by 、, the first ``most`` of them and their number.

    >>> listing(["甲市", "乙市", "丙市"], 2)
    '甲市、乙市等3地'
    """
    shown = "、".join(names[:most])
    return f"{shown}等{len(names)}地" if len(names) > most else shown
