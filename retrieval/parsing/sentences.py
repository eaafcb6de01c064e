"""Sentences and clauses as spans of the text they stand in."""

from __future__ import annotations

import re

from retrieval.parsing.text import CLOSERS, Span, mask, narrow, trim

_CLOSERS = re.escape(CLOSERS)
_END = re.compile(rf"[。!?;…]+[{_CLOSERS}]*|\n[\n ]*")
_NUMBERED = re.compile(
    r"[ #*]{0,8}(?:第[零一二三四五六七八九十百\d]{1,4}[章节条部篇编]|\(?[零一二三四五六七八九十]{1,4}[)、.]|\(?\d{1,3}[)、.]|[①-⒛㈠-㈩])"
)
_OPENS = re.compile(rf"[,。、;:!?{_CLOSERS}]")
_COMMA = re.compile(r"[,:](?!(?<=\d.)\d)")
_ITEM = re.compile(r"、(?=[^\d,:;。、]{2,24}\d)")
_FIGURE = re.compile(r"\d[^\d,:;。、]{0,4}(?:\(\ue000*\))?$")
_PROSE = 15


def sentences(text: str) -> tuple[Span, ...]:
    """Spans of whole sentences, ascending, without white space at their ends; every other character is in one of them.

    A sentence ends at 。！？； (with the closing marks that follow) outside quotation marks and brackets, or at a line break,
    unless the line was only wrapped: it is prose that stops in the middle.
    """
    masked = mask(narrow(text))
    spans: list[Span] = []
    start = 0
    for end in _END.finditer(masked):
        if end[0][0] == "\n" and _wrapped(masked, start, end):
            continue
        _add(spans, text, start, end.end())
        start = end.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def clauses(text: str) -> tuple[Span, ...]:
    """Spans of clauses: sentences cut after ，： and after a 、 between two figures, outside quotation marks and brackets."""
    masked = mask(narrow(text))
    spans: list[Span] = []
    for first, last in sentences(text):
        start = first
        for cut in _cuts(masked, first, last):
            _add(spans, text, start, cut)
            start = cut
        _add(spans, text, start, last)
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    start, end = trim(text, start, end)
    if start < end:
        spans.append((start, end))


def _cuts(masked: str, first: int, last: int) -> list[int]:
    """Ends of clauses: every ，and ：, and a 、 between two figures that stand with names of their own (not 分别1家、2家)."""
    found = {comma.end() for comma in _COMMA.finditer(masked, first, last)}
    for item in _ITEM.finditer(masked, first, last):
        before = masked[max(first, item.start() - 40) : item.start()]
        if _FIGURE.search(before) and "分别" not in before.rpartition(",")[2]:
            found.add(item.end())
    return sorted(found)


def _wrapped(masked: str, start: int, end: re.Match[str]) -> bool:
    """Whether the line break only wraps the sentence that began at ``start``."""
    line = masked[start : min(end.start(), start + 400)].lstrip()
    if not line or end.end() == len(masked):
        return False
    if _OPENS.match(masked, end.end()) or line[-1] in "、,":
        return True
    if _NUMBERED.match(masked, end.end()):
        return False
    before = masked[max(0, start - 40) : start].rstrip(" ")
    if before and before[-1] != "\n":
        return True
    return not _NUMBERED.match(line) and len(line) >= _PROSE and "," in line and line[-1] != ":"
