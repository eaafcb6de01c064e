"""The outline of a report: from its body to a tree of sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.model import Section
from retrieval.parsing.frame import frame
from retrieval.parsing.headings import head_ends
from retrieval.parsing.layout import lay_out, paragraphs
from retrieval.parsing.numbering import select
from retrieval.parsing.text import Span
from retrieval.parsing.view import Cut, Rank, View


def structure(body: str, stated: Sequence[Span] = (), headed: Mapping[int, int] | None = None) -> tuple[Section, ...]:
    """The section tree of a body, without ids and parts. ``stated``: spans of the lines that state rows of tables;
    ``headed``: start of a line that the file marks as a heading → its depth from 1.

    Level by the kind of number (see ``Section``); level 0 is a title, or a report without one (heading None). Every text is a
    trimmed slice of the body and the texts in preorder are the body, but for white space. Never fails; linear but for a sort.
    """
    layout = lay_out(body, stated, headed)
    markers = select(layout)
    view = View(layout, markers, paragraphs(layout, [marker.start for marker in markers]))
    if not view.spans:
        return ()
    cuts = _cuts(view)
    return _tree(body, cuts, head_ends(view, cuts))


def _cuts(view: View) -> list[Cut]:
    """All cuts, ascending; a number wins over anything else at its place; the first holds the first character."""
    cuts = {cut.start: cut for cut in frame(view)}
    for marker in view.markers:
        cuts[marker.start] = Cut(
            start=marker.start, rank=view.ranks[marker.kind], level=marker.level, end=marker.end, marker=marker
        )
    first = view.begins[0]
    if first not in cuts:
        cuts[first] = Cut(start=first, rank=Rank.LOOSE, level=None, end=first)
    return [cuts[start] for start in sorted(cuts)]


def _tree(body: str, cuts: Sequence[Cut], ends: Mapping[int, int]) -> tuple[Section, ...]:
    """Sections nested by rank, built from the last cut to the first so that children are ready before their parent."""
    paths = _paths(body, cuts, ends)
    following = len(body)
    waiting: list[tuple[int, Section]] = []
    for cut, (heading, path) in zip(reversed(cuts), reversed(paths), strict=True):
        children: list[Section] = []
        while waiting and waiting[-1][0] > cut.rank:
            children.append(waiting.pop()[1])
        text = body[cut.start : following].strip()
        section = Section(id="", heading=heading, level=cut.level, text=text, path=path, children=tuple(children))
        waiting.append((cut.rank, section))
        following = cut.start
    return tuple(section for _, section in reversed(waiting))


def _paths(body: str, cuts: Sequence[Cut], ends: Mapping[int, int]) -> list[tuple[str | None, tuple[str, ...]]]:
    """Heading and path of each cut."""
    found: list[tuple[str | None, tuple[str, ...]]] = []
    open_: list[tuple[int, tuple[str, ...]]] = []
    for cut in cuts:
        while open_ and open_[-1][0] >= cut.rank:
            open_.pop()
        heading = _heading(body, cut, ends)
        path = open_[-1][1] if open_ else ()
        if heading is not None and cut.level:
            path = (*path, heading)
        open_.append((cut.rank, path))
        found.append((heading, path))
    return found


def _heading(body: str, cut: Cut, ends: Mapping[int, int]) -> str | None:
    """A heading as it is written, on one line and without decoration."""
    start = cut.marker.digits if cut.marker else cut.start
    text = "".join(piece.strip() for piece in body[start : ends.get(cut.start, cut.end)].splitlines())
    decorated = cut.start < start or text.startswith("#") or (text.startswith("**") and text.endswith("**"))
    return (text.strip(" *#。:：") if decorated else text.strip()) or None
