"""Passages: what is embedded and searched, runs of whole sentences of one section under a header that says whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.model import Outline, Part, Passage, Section
from retrieval.parsing.sentences import clauses, sentences
from retrieval.parsing.text import Span

_SHORTEST = 120
_LONGEST = 350
_REST = 60


def passages(outline: Outline, document_id: str) -> tuple[Passage, ...]:
    """The passages of a report in the order of the text, of about 120-350 characters; none crosses a section's border.

    A section that holds only its heading gives one where nothing stands below it (else its children carry it in their header).
    """
    found: list[Passage] = []
    for section in outline.walk():
        part = outline.parts[section.part] if section.part is not None and section.part < len(outline.parts) else None
        if section.children and _only_heading(section):
            continue
        header = _header(outline, part, section)
        found += [
            Passage(
                id=f"{section.id}.{ordinal}",
                section_id=section.id,
                document_id=document_id,
                start=start,
                end=end,
                text=section.text[start:end],
                header=header,
                region=outline.profile.region.name if outline.profile.region else None,
                year=part.year if part else None,
                plan=part.plan if part else False,
            )
            for ordinal, (start, end) in enumerate(_runs(section.text))
        ]
    return tuple(found)


def _only_heading(section: Section) -> bool:
    return len("".join(section.text.split())) <= len("".join((section.heading or "").split())) + 1


def _header(outline: Outline, part: Part | None, section: Section) -> str:
    """Region, year, kind, title and heading path (芜湖 2024年 总结 …工作总结 › 一、… › （一）…)."""
    profile = outline.profile
    words = [
        profile.region.short if profile.region else "",
        f"{part.year}年" if part and part.year else "",
        _kind(profile.kind, part),
        profile.title or "",
    ]
    return " › ".join([" ".join(word for word in words if word), *section.path])


def _kind(kind: str, part: Part | None) -> str:
    if part is None:
        return "" if kind == "其他" else kind
    if not part.plan:
        return "总结"
    return "要点" if "要点" in kind else "计划"


def _runs(text: str) -> Iterator[Span]:
    """Runs of whole sentences; a short rest joins the run before it, an overlong sentence is cut at its clauses."""
    runs: list[Span] = []
    for start, end in _pieces(text):
        if runs and _together(runs[-1], end):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    if len(runs) > 1 and runs[-1][1] - runs[-1][0] < _REST:
        runs[-2:] = [(runs[-2][0], runs[-1][1])]
    yield from runs


def _together(run: Span, end: int) -> bool:
    """Whether a run takes one more sentence: while it is short, and as long as the whole stays in bounds."""
    return end - run[0] <= _LONGEST and run[1] - run[0] < _SHORTEST


def _pieces(text: str) -> Iterator[Span]:
    for sentence in sentences(text):
        if sentence[1] - sentence[0] <= _LONGEST:
            yield sentence
        else:
            yield from _cut(text, sentence)


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence longer than a passage, at its clauses, and at a fixed length where it has none."""
    first, last = sentence
    inside: Sequence[Span] = clauses(text[first:last])
    for start, end in inside:
        for at in range(first + start, first + end, _LONGEST):
            yield at, min(at + _LONGEST, first + end)
