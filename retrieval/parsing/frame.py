"""What has no number below the titles: unnumbered headings, closing paragraphs, loose paragraphs, what follows points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.parsing import titles
from retrieval.parsing.marked import marked
from retrieval.parsing.numbering import Marker
from retrieval.parsing.reports import heads, openings, parts, tail_of
from retrieval.parsing.view import RANKS, Cut, Rank, View, untitled


def frame(view: View) -> list[Cut]:
    """Every cut that no number makes, in the order of the text."""
    tail = tail_of(view)
    headings = [] if view.layout.headed else _headings(view, tail)
    cuts = heads(view, headings)
    cuts += [part for part in parts(view, cuts, tail) if part.start not in {view.begins[i] for i in headings}]
    cuts += [Cut(start=view.begins[i], rank=Rank.HEADING, level=1, end=view.spans[i][1]) for i in headings]
    cuts += list(openings(view, cuts))
    cuts += list(marked(view, {cut.start for cut in cuts}))
    if tail < len(view.spans):
        cuts.append(Cut(start=view.begins[tail], rank=Rank.REPORT, level=None, end=view.begins[tail]))
    cuts.sort(key=lambda cut: cut.start)
    cuts += [*_closings(view, cuts), *_loose(view, cuts), *_after_points(view)]
    unique = {cut.start: cut for cut in reversed(cuts)}
    return sorted(unique.values(), key=lambda cut: cut.start)


def _headings(view: View, tail: int) -> list[int]:
    """Paragraphs that are headings without a number: short lines over a long paragraph or over a first number."""
    if view.top in ("章", "节", "一、", "条", "部分"):
        return []
    bare = [index for index in range(tail - 1) if _heading_like(view, index)]
    if view.markers:
        over = {index for index in range(tail - 1) if (marker := view.marker(index + 1)) and marker.number == 1}
        repeated = over.intersection(bare) | {i for i in over if titles.is_part_title(view.text(i)[:80])}
        return [index for index in bare if index in over or _over_prose(view, index)] if len(repeated) > 1 else []
    alike = [index for index in bare if _over_prose(view, index) and (index or not titles.is_title(view.text(0)))]
    return alike if len(alike) > 1 else []


def _heading_like(view: View, index: int) -> bool:
    line = view.text(index)
    if index in view.numbered or not titles.is_bare(line, 30) or any(mark in line for mark in ",:|\t"):
        return False
    if titles.is_signature(line) or titles.is_part_title(line) or line[0].isdigit():
        return False
    return index == 0 or view.complete(index - 1) or bool(titles.title_end(view.text(index - 1)))


def _over_prose(view: View, index: int) -> bool:
    return index + 1 not in view.numbered and len(view.text(index + 1)) >= 40 and view.complete(index + 1)


def _closings(view: View, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """Paragraphs after the last item of a report that are no part of it: 此外，… or one more than every other item has."""
    heads = [marker for marker in view.markers if marker.kind != "一是"]
    reports = [cut.start for cut in cuts if cut.rank == Rank.REPORT]
    ends = [*sorted({*reports}), len(view.layout.body)]
    places = [marker.start for marker in heads]
    for begin, end in zip([0, *ends], ends, strict=False):
        members = heads[bisect_left(places, begin) : bisect_left(places, end)]
        if members:
            yield from (untitled(view.begins[index], Rank.LOOSE) for index in _closing(view, members, end))


def _closing(view: View, members: Sequence[Marker], end: int) -> Iterator[int]:
    """The first such paragraph, and behind it one that goes on to what comes next."""
    stretches = [view.between(a.start, b.start) for a, b in pairwise(members)]
    last = view.between(members[-1].start, end)
    bodies = [len(stretch) - _alone(view, stretch) for stretch in stretches]
    bodies = [count for count in bodies if count]
    single = len(bodies) >= 3 and max(bodies) == 1 and not view.layout.width
    own = 1 + _alone(view, last)
    begun = False
    for place, index in enumerate(last):
        if place < own or not view.complete(index - 1):
            continue
        onward = titles.is_onward(view.text(index))
        if onward or (not begun and (single or titles.is_closing(view.text(index)))):
            begun = True
            yield index


def _alone(view: View, stretch: range) -> int:
    """1 where the first paragraph of an item is only its heading."""
    return int(bool(stretch) and not view.complete(stretch[0]))


def _loose(view: View, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """The paragraphs of a report that has no headings at all, each by itself."""
    if not cuts and not view.markers:
        yield from (untitled(start, Rank.LOOSE) for index, start in enumerate(view.begins) if not view.is_row(index))
    inner = sorted([*view.starts, *(cut.start for cut in cuts if cut.rank != Rank.REPORT)])
    reports = [cut for cut in cuts if cut.rank == Rank.REPORT]
    ends = [*(cut.start for cut in reports), len(view.layout.body)][1:]
    for cut, end in zip(reports, ends, strict=True):
        handed_on = end < len(view.layout.body) and any(
            titles.is_notice(view.text(i)) for i in view.between(cut.start, end)
        )
        if cut.level == 0 and not handed_on and bisect_left(inner, cut.start) == bisect_left(inner, end):
            yield from (untitled(view.begins[index], Rank.LOOSE) for index in _after_title(view, cut, end))


def _after_title(view: View, title: Cut, end: int) -> Iterator[int]:
    """Paragraphs of a report's body, without the by-lines under its title."""
    begun = False
    for index in view.between(max(title.start, title.end), end):
        begun = begun or not titles.is_bare(view.text(index), 40)
        if begun and not view.is_row(index):
            yield index


def _after_points(view: View) -> Iterator[Cut]:
    """What stands after 一是…；二是…。 and belongs to none of these points."""
    for index, marker in enumerate(view.markers):
        following = view.markers[index + 1] if index + 1 < len(view.markers) else None
        if (
            marker.kind != "一是"
            or marker.border == "line"
            or (following and following.kind == "一是" and following.number > 1)
        ):
            continue
        end = following.start if following else len(view.layout.body)
        stretch = view.between(marker.start, end)
        cut = _sentence_end(view, marker) if marker.border == "semicolon" else view.spans[stretch[0]][1]
        rest = view.layout.narrow[cut:end]
        if rest.strip():
            yield untitled(cut + len(rest) - len(rest.lstrip()), RANKS["一是"])


def _sentence_end(view: View, marker: Marker) -> int:
    """End of the sentence that a point of a list is in, at most the end of its paragraph."""
    start, end = view.spans[bisect_right(view.begins, marker.start) - 1]
    stop = view.layout.masked.find("。", start, end)
    while 0 <= stop < end - 1 and view.layout.narrow[stop + 1] in "”’\"')》」』":
        stop += 1
    return stop + 1 if stop >= 0 else end
