"""Where reports begin and end: titles, the notice before a title, second reports with and without one, signatures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from retrieval.parsing import titles
from retrieval.parsing.text import Span
from retrieval.parsing.view import Cut, Rank, View, untitled

_FRONT = 15


def tail_of(view: View) -> int:
    """Index of the first paragraph of the signature and annexes at the end; the number of paragraphs where there is none."""
    first = len(view.spans)
    for index in range(len(view.spans) - 1, 0, -1):
        line = view.text(index)
        if index in view.numbered or not (
            titles.is_signature(line) or titles.is_organisation(line) or titles.is_tail(line)
        ):
            break
        first = index
    return first


def heads(view: View, headings: Sequence[int]) -> list[Cut]:
    """The title and what stands before it: a notice with its addressees and signature."""
    if not view.spans or 0 in view.numbered or 0 in headings:
        return []
    found = _first_title(view)
    if found is not None:
        broken = found <= 2 and all(titles.is_half_title(view.text(index)) for index in range(found))
        start, end = _title_at(view, found) or view.spans[found]
        again = _repeated(view, found, (start, end))
        if again is not None:
            return [untitled(view.begins[0]), _titled(view.spans[again])]
        return [_titled((view.begins[0], end))] if broken else [untitled(view.begins[0]), _titled((start, end))]
    line = view.text(0)
    narrow_enough = not view.layout.width or (len(line) < 0.8 * view.layout.width and "," not in line)
    if titles.is_bare(line) and narrow_enough and len(view.spans) > 1 and not titles.is_signature(line):
        return [_titled(view.spans[0])]
    return [untitled(view.begins[0], level=0)] if view.markers else []


def _titled(span: Span) -> Cut:
    return Cut(start=span[0], rank=Rank.REPORT, level=0, end=span[1])


def _first_title(view: View) -> int | None:
    for index in _front(view):
        line = view.text(index)
        if _title_at(view, index):
            return index
        if len(line) > 120 and not titles.is_notice(line):
            return None
    return None


def _front(view: View) -> Iterator[int]:
    """Paragraphs before the first number, a page at most."""
    for index in range(min(len(view.spans), _FRONT)):
        if index in view.numbered:
            return
        yield index


def _repeated(view: View, found: int, title: Span) -> int | None:
    """The last place before the first number where the title stands again, as under the summary of a page."""
    words = view.layout.narrow[slice(*title)]
    places = [
        index for index in _front(view) if index > found and view.layout.narrow[slice(*view.spans[index])] == words
    ]
    return places[-1] if places else None


def _title_at(view: View, index: int) -> Span | None:
    """The title that begins with a paragraph: all of it, its first words, or it and the next one."""
    start, end = view.spans[index]
    line = view.text(index) if end - start <= 400 else view.layout.narrow[start : start + 400]
    length = titles.title_end(line)
    if 0 < length < len(line):
        return start, start + length
    follows = index + 1 < len(view.spans) and index + 1 not in view.numbered
    after = view.text(index + 1)[:100] if follows else ""
    if length:
        return start, view.spans[index + 1][1] if titles.joins_title(after) else end
    broken = titles.is_half_title(line) and titles.is_bare(after, 40)
    whole = broken and (index == 0 or not titles.is_organisation(line)) and not titles.is_title(after)
    return (start, view.spans[index + 1][1]) if whole and titles.is_title(line + after) else None


def parts(view: View, cuts: Sequence[Cut], tail: int) -> list[Cut]:
    """Titles further down: a second report, or the parts of one."""
    done = max((cut.end for cut in cuts), default=-1)
    last = view.layout.narrow[cuts[-1].start : done] if cuts else ""
    found: list[Cut] = []
    for index in range(1, tail):
        if view.begins[index] < done or index in view.numbered:
            continue
        span = _title_at(view, index)
        title = view.layout.narrow[slice(*span)].replace("\n", "") if span else last
        if span and title != last and _stands_alone(view, index) and _restarts(view, index, title):
            found.append(_titled(span))
            done = span[1]
    return found


def _stands_alone(view: View, index: int) -> bool:
    """Whether a new text may begin at this paragraph."""
    start, end = view.spans[index]
    if index + 1 == len(view.spans):
        return False
    if end - start > 400 and view.layout.narrow[start - 1] != "\n":
        return True
    return view.complete(index - 1) or _signed(view, index) or titles.is_title(view.text(index - 1))


def _signed(view: View, index: int) -> bool:
    """Whether a signature stands right before a paragraph."""
    before = view.text(index - 1)
    return titles.is_signature(before) or titles.is_organisation(before)


def _restarts(view: View, index: int, title: str) -> bool:
    """Whether the numbering begins anew after a title, so that it is no sub-heading inside a chapter."""
    start = view.begins[index]
    place = bisect_left(view.starts, start)
    following = view.next_of(view.top, start) if place and view.top else None
    if following is None:
        return titles.is_part_title(title) or (not place and _signed(view, index))
    return following.number == 1 and (titles.is_part_title(title) or view.markers[place] is following)


def openings(view: View, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """Second reports without a title line: 一、 comes again after a whole report, and an opening stands before it."""
    chapters = view.by_kind.get("一、", [])
    starts = sorted(cut.start for cut in cuts)
    run = 0
    for index, chapter in enumerate(chapters):
        follows = index + 1 < len(chapters) and chapters[index + 1].number == 2
        if chapter.number == 1 and run >= 2 and follows:
            begin = view.starts[bisect_left(view.starts, chapter.start) - 1]
            free = view.between(begin, chapter.start)[1:]
            titled = bisect_left(starts, begin) != bisect_left(starts, chapter.start)
            if free and not titled:
                yield _opening(view, free)
            run = 0
        run += 1


def _opening(view: View, free: range) -> Cut:
    index = next((index for index in free if titles.is_opening(view.text(index))), free[-1])
    start, end = view.spans[index]
    bare = titles.is_bare(view.text(index), 40)
    return Cut(start=start, rank=Rank.REPORT, level=0, end=end if bare else start)
