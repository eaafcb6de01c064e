"""The first line of a comparison, where the question asks for more than the values: who leads, how many have it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.comparison.asking import Wish
from retrieval.comparison.coverage import listing
from retrieval.comparison.judging import Ranked, described, figure, groups, rank, values
from retrieval.comparison.units import base
from retrieval.model import ComparisonRow, Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """``text`` without a final stop; ``rows``: those that prove it."""

    text: str
    rows: tuple[ComparisonRow, ...] = ()


def headline(rows: Sequence[ComparisonRow], coverage: Coverage, wish: Wish, ranked: Ranked) -> Headline | None:
    """What is asked beyond the values; None where only the values are."""
    if wish.order:
        return _leader(rows, wish, ranked)
    if wish.count:
        return _counted(rows, coverage)
    return None


def _leader(rows: Sequence[ComparisonRow], wish: Wish, ranked: Ranked) -> Headline:
    word = "低" if wish.order == "lowest" else "高"
    if ranked.rows:
        first = ranked.rows[0]
        tied = [row for row in ranked.rows if base(figure(row)) == base(figure(first))]
        names = "、".join(row.region.name for row in tied)
        others = len({row.region.name for row in values(rows)}) - len(ranked.rows)
        rest = f"；另有{others}地级别、年份或口径不同，不排" if others else ""
        text = f"{ranked.what}可比的{len(ranked.rows)}地中，{names}{figure(first).shown}最{word}{rest}"
        return Headline(text=text, rows=tuple(tied))
    pair = _side_by_side(rows)
    if not pair:
        return Headline(text=ranked.what or "没有可比的数值，不作排名")
    ordered = sorted(pair, key=lambda row: base(figure(row)), reverse=wish.order != "lowest")
    side = described(pair).partition("、")[2]
    said = f"{side}只有{len(pair)}个数值，{ordered[0].region.name}{figure(ordered[0]).shown}较{word}"
    if base(figure(ordered[0])) == base(figure(ordered[1])):
        said = f"{side}只有{len(pair)}个数值，两地相同"
    return Headline(text=f"{said}；级别不同，不作排名", rows=tuple(ordered[:2]))


def _side_by_side(rows: Sequence[ComparisonRow]) -> tuple[ComparisonRow, ...]:
    """Two rows that only the level of their regions keeps apart."""
    group = next(iter(groups(values(rows), levels=False)), ())
    return group if len(group) == 2 else ()


def lead(rows: Sequence[ComparisonRow], wish: Wish, *, less: bool) -> Ranked:
    """The ranking that was asked for, or the best known order where none was."""
    return rank(rows, lowest=wish.order == "lowest" or (wish.order is None and less))


def _counted(rows: Sequence[ComparisonRow], coverage: Coverage) -> Headline:
    held = len(coverage.reported) + len(coverage.not_mentioned) + len(coverage.anonymised)
    whole = held + len(coverage.no_document)
    share = f"{held}地" if whole == held else f"{whole}地中收录{held}地"
    if not coverage.reported:
        return Headline(text=f"{share}，均未提及")
    first = {row.region.name: row for row in reversed(rows) if row.state == "reported"}
    said = f"{share}，其中{len(coverage.reported)}地有：{listing(coverage.reported, 12)}"
    return Headline(text=said, rows=tuple(first[name] for name in coverage.reported))
