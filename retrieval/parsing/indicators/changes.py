"""Names of changes: 同比增幅, 降幅, 同比提升."""

from __future__ import annotations

import re

from retrieval.parsing.indicators import words
from retrieval.parsing.indicators.figures import Figure
from retrieval.parsing.indicators.phrases import (
    Around,
    Named,
    cleaned,
    made,
    qualified,
    short,
    subject_of,
)

_COMPARING = re.compile("[与同和](?:去年|上年|20\\d\\d年|年初)(?:同期)?(?:相比|比较)较?,?$")
_CHANGED = re.compile("同比(?:增幅|降幅|提升|提高|增加|下降|减少)$")


def change(left: str, figure: Figure, around: Around) -> Named | None:
    """The name of a change, from the words left of its figure; None where they say no change.

    较去年增长86.43% after 入托人数10084人 → 入托人数同比增幅; 诉求量下降25% → 诉求量降幅.
    """
    found = words.CHANGE.search(left + ("增长" if figure.kind == "growth" else ""))
    compared = words.COMPARED.search(left) or _COMPARING.search(around.before)
    if not found or not _is_change(figure, left, bool(compared)):
        return None
    base = words.COMPARED.sub("", left[: found.start()])
    base = cleaned(re.sub("(?:平均|分别|同步|大幅|显著|明显|持续)+$", "", base))
    if len(base) < 2:
        base = _CHANGED.sub("", around.names[-1]) if around.names else subject_of(around)
    else:
        base = qualified(made(base), around)
    how = "环比" if "环比" in left else "同比" if compared else ""
    return Named(name=short(base + how + _effect(found, figure)), noun=base)


def _is_change(figure: Figure, left: str, compared: bool) -> bool:
    if figure.kind in ("points", "times", "growth"):
        return True
    return figure.kind == "rate" or compared


def _effect(found: re.Match[str], figure: Figure) -> str:
    if figure.kind in ("rate", "growth") and (found["up"] or found["down"]):
        return "增幅" if found["up"] else "降幅"
    return {"多": "增加", "少": "减少", "增": "增加", "升": "上升", "降": "下降"}.get(found["verb"], found["verb"])
