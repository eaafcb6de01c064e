"""What stands on pages for turning them: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from retrieval.loaders.pdf.model import Row

_DEPTH = 4  # rows from the top and from the bottom that may be furniture
_HEAD, _FOOT = 0.16, 0.82  # of the page's height
_STEP = 4.0  # points within which a row stands at the same height
_DIGITS = re.compile(r"\d+|(?<![一-鿿])[ivxlcIVXLC]+(?![一-鿿A-Za-z])")
_CHINESE = re.compile(r"第 ?[一二三四五六七八九十百零]+ ?页")
_NUMBER = re.compile(
    r"[-—–―－·•.~〜 ]*(?:第 ?[\d一二三四五六七八九十百零]+ ?页|\d{1,4}|[ivxlcIVXLC]{1,6})(?: ?[/／,，;；、| ]? ?(?:共 ?)?[\d一二三四五六七八九十百零]+ ?页?)?"
    r"[-—–―－·•.~〜 ]*$|(?i:page \d+(?: (?:of|/) \d+)?)$"
)
_PRINTED = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?$|\d{1,4}/\d{1,2}/\d{1,4}[,，] ?\d{1,2}:\d{2}")


def furniture(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the indices of its rows that are furniture. ``pages``: rows from the top down; ``heights``: of the pages."""
    size = _body_size(pages)
    found: list[set[int]] = [set() for _ in pages]
    for from_top in (True, False):
        places = [_places(rows, height, from_top) for rows, height in zip(pages, heights, strict=True)]
        again = _repeated(pages, places)
        level = _levels(pages, places, size, from_top)
        for page, candidates in enumerate(places):
            for index in candidates:
                row = pages[page][index]
                if _key(row) in again or _height(row) in level or _by_words(pages[page], index, from_top):
                    found[page].add(index)
    return found


def _body_size(pages: Sequence[Sequence[Row]]) -> float:
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[row.pieces[0].size] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _places(rows: Sequence[Row], height: float, from_top: bool) -> list[int]:
    ends = range(min(_DEPTH, len(rows))) if from_top else range(len(rows) - 1, max(-1, len(rows) - 1 - _DEPTH), -1)
    return [
        index
        for index in ends
        if (rows[index].base < _HEAD * height if from_top else rows[index].base > _FOOT * height)
    ]


def _key(row: Row) -> tuple[str, int]:
    """A row's words with every number alike, and its height on the page."""
    text = _CHINESE.sub("第#页", row.text)
    return _DIGITS.sub("#", "".join(text.split())), _height(row)


def _height(row: Row) -> int:
    return round(row.base / _STEP)


def _repeated(pages: Sequence[Sequence[Row]], places: Sequence[Sequence[int]]) -> set[tuple[str, int]]:
    """Keys that stand on a fifth of the pages and on two at least; a neighbouring height counts as the same."""
    counts: Counter[tuple[str, int]] = Counter()
    for rows, candidates in zip(pages, places, strict=True):
        counts.update({_key(rows[index]) for index in candidates})
    least = max(2, len(pages) // 5)
    return {
        (text, height)
        for text, height in counts
        if counts[text, height] + counts[text, height - 1] + counts[text, height + 1] >= least
    }


def _levels(pages: Sequence[Sequence[Row]], places: Sequence[Sequence[int]], size: float, from_top: bool) -> set[int]:
    """Heights of running heads whose words change: small, apart from the text, on most pages."""
    counts: Counter[int] = Counter()
    for rows, candidates in zip(pages, places, strict=True):
        if candidates and len(rows) > 3 and _apart(rows, candidates[0], from_top):
            row = rows[candidates[0]]
            counts[_height(row)] += row.pieces[0].size < 0.93 * size
    return {height for height, count in counts.items() if count >= max(3, 0.6 * len(pages))}


def _apart(rows: Sequence[Row], index: int, from_top: bool) -> bool:
    """Whether a row at an end of the page is further from the text than its lines from each other."""
    pitch = median(after.base - before.base for before, after in pairwise(rows)) if len(rows) > 3 else 20.0
    beside = index + 1 if from_top else index - 1
    return not 0 <= beside < len(rows) or abs(rows[beside].base - rows[index].base) > 1.25 * pitch


def _by_words(rows: Sequence[Row], index: int, from_top: bool) -> bool:
    """A page number, or what a browser prints around a page: known by its words, at the very end of the page."""
    outermost = index == (0 if from_top else len(rows) - 1)
    text = rows[index].text
    return (
        outermost
        and len(rows) > 1
        and bool(
            _PRINTED.match(text) or _PRINTED.search(text) or (_NUMBER.match(text) and _apart(rows, index, from_top))
        )
    )
