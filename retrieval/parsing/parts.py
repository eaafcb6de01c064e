"""Where in a file one report ends and the next begins: 2024年总结, then 2025年要点."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model import Part, Section
from retrieval.parsing import dates, kinds, titles

_NUMBER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+\s*[、.．]|第[一二三四五六七八九十]+[章部分篇]+|[(（][一二三四五六七八九十]+[)）])\s*"
)
_NEXT = re.compile(r"下一?步|下一?阶段|明年|来年|今后|下半年(?=.{0,6}(?:计划|打算|安排|重点|思路|工作|任务))|下一年")
_AHEAD = re.compile(r"打算$|努力方向|工作(?:计划|打算|思路|要点|设想|谋划|安排)(?=$|[和及与、(（])")
_AHEAD_DATED = re.compile(r"计划|打算|思路|要点|安排|设想|谋划|重点|任务|目标|总体要求|部署|举措")
_BACK = re.compile(
    r"工作总结|回顾|(?:完成|开展|落实|推进|执行|进展|工作)情况|工作成效|主要成效|取得(?:的|了)?.{0,6}成[效绩]|主要成绩|主要做法"
)
_PREAMBLE = re.compile(r"印发给你们|现将.{0,60}印发")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the document says of its first report: title, goals or results, year, period; ``report``: False for news etc."""

    title: str
    plan: bool
    year: int | None
    period: str | None = None
    report: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """A place where a part begins: preorder number, its heading (or first sentence), done or planned, its year if stated."""

    index: int
    text: str
    plan: bool
    year: int | None = None


def split(sections: Sequence[Section], frame: Frame) -> tuple[tuple[Part, ...], tuple[int, ...]]:
    """The parts of a file and the preorder number of each one's first section.

    A part begins at a later title, at a paragraph that opens a new count of chapters, or at a chapter of another tense
    (二、2025年工作计划).
    """
    flat = [section for root in sections for section in root.walk()]
    if not flat:
        return (), ()
    starts = _starts(flat, frame)
    ends = [start.index for start in starts[1:]] + [len(flat)]
    parts = [_part(flat[start.index : end], start, frame) for start, end in zip(starts, ends, strict=True)]
    return tuple(parts), tuple(start.index for start in starts)


def tells_results(text: str) -> str | None:
    """The first chapter heading of an untitled text that tells of work done (一、主要做法和成效), None where there is none."""
    headings = (line.strip() for line in text.splitlines() if _NUMBER.match(line) and len(line) < 40)
    return next((heading for heading in headings if _BACK.search(heading)), None)


def _starts(flat: Sequence[Section], frame: Frame) -> list[_Start]:
    first = _first(flat, frame)
    starts = [first]
    counts = 0
    for index in range(first.index + 1, len(flat)):
        section, last = flat[index], starts[-1]
        opens = section.level == 1 and bool(re.match(r"\s*(?:一\s*、|第一[章部])", section.heading or ""))
        counts += opens
        found = None
        if section.level == 0 and (section.heading or _has_chapters(flat[last.index + 1 : index])):
            found = _retitled(section, index, last)
        elif section.level is None and not last.plan and _has_chapters(flat[last.index + 1 : index]):
            found = _closing(section, index)
        elif section.level == 1:
            found = _turn(section, index, last) or (_recount(flat, index, last) if opens and counts > 1 else None)
        if found and found.index > last.index:
            starts.append(found)
            counts = int(opens)
    return _opened_by_turn(starts, flat)


def _has_chapters(body: Sequence[Section]) -> bool:
    """Whether a part has got past its opening paragraphs, which may name its year once more."""
    return any(section.level for section in body)


def _first(flat: Sequence[Section], frame: Frame) -> _Start:
    """The first report's start: the text's beginning, or the title under a notice that sends it (印发给你们)."""
    if _PREAMBLE.search(flat[0].text):
        for index, section in enumerate(flat[1:], 1):
            if section.level == 0 and section.heading:
                return _start(index, section.heading, _plans(section.heading, frame.plan))
            if section.level == 1:
                break
    return _Start(index=0, text=frame.title, plan=frame.plan, year=frame.year)


def _start(index: int, text: str, plan: bool) -> _Start:
    return _Start(index=index, text=text, plan=plan, year=_stated(text))


def _stated(text: str) -> int | None:
    found = dates.years(kinds.unquoted(text))
    return found[0][2] if found else None


def _retitled(section: Section, index: int, last: _Start) -> _Start | None:
    """A later title that names a report, or an untitled beginning that names a year, where it differs from the last."""
    text = section.heading or _first_sentence(section.text)
    year = _stated(text)
    if not (kinds.roles(text) if section.heading else year):
        return None
    later = bool(year and last.year and year > last.year)
    plan = _plans(text, last.plan if section.heading else later or not last.plan)
    return None if plan == last.plan and year in (None, last.year) else _start(index, text, plan)


def _recount(flat: Sequence[Section], index: int, last: _Start) -> _Start | None:
    """Chapters counted from 一 anew: the part begins at the paragraph before that states a year, else at the chapter."""
    back = index
    while back - 1 > last.index and flat[back - 1].level is None and index - back < 3:
        back -= 1
        sentence = _first_sentence(flat[back].text)
        if dates.years(sentence[:12]):
            return _start(back, sentence, not last.plan or _plans(sentence, True))
    return None if last.plan else _start(index, flat[index].heading or "", True)


def _turn(section: Section, index: int, last: _Start) -> _Start | None:
    """A chapter of another tense than the part it stands in."""
    heading = _NUMBER.sub("", section.heading or "").strip(" 。:：")
    if len(heading) > 40:
        return None
    if not last.plan and _looks_ahead(heading, last.year):
        return _start(index, heading, True)
    if last.plan and _looks_back(heading, last.year):
        return _start(index, heading, False)
    return None


def _closing(section: Section, index: int) -> _Start | None:
    """A paragraph after the chapters of results that goes on to what comes next: 下一步,我们将…."""
    sentence = _first_sentence(section.text)
    return _start(index, sentence, True) if titles.is_onward(sentence) else None


def _looks_ahead(heading: str, before: int | None) -> bool:
    """Whether a chapter of results turns to goals: 下一步打算, 工作思路, or any word for goals with a later year."""
    if _NEXT.search(heading):
        return True
    if _BACK.search(heading):
        return False
    year = _stated(heading)
    later = bool(year and before and year > before and _AHEAD_DATED.search(heading))
    return later or bool(_AHEAD.search(heading))


def _looks_back(heading: str, before: int | None) -> bool:
    """Whether a chapter of goals turns to results: 工作回顾, 完成情况, or work of an earlier year."""
    if _NEXT.search(heading):
        return False
    year = _stated(heading)
    earlier = bool(year and before and year < before) and not _AHEAD.search(heading)
    return earlier or bool(_BACK.search(heading))


def _opened_by_turn(starts: list[_Start], flat: Sequence[Section]) -> list[_Start]:
    """A part that is nothing but the title over the first chapter of another tense gives its place to that chapter's."""
    if len(starts) < 2 or any(flat[i].level not in (0, None) for i in range(starts[0].index, starts[1].index)):
        return starts
    return [_start(starts[0].index, starts[1].text, starts[1].plan), *starts[2:]]


def _part(body: Sequence[Section], start: _Start, frame: Frame) -> Part:
    own = start.text == frame.title
    spoken = frame.period if own else (dates.period(start.text) or _rest(start, frame))
    year = start.year if start.year and not own else _follow(body, start, frame)
    named = f"{year}年" if year else ""
    role = _role(start, frame) or ("" if year else "全文")
    return Part(title=f"{named}{spoken or ''}{role}", year=year, plan=start.plan, period=spoken)


def _rest(start: _Start, frame: Frame) -> str | None:
    """The period of a part that states none: after the first half's results the plan is for the second half."""
    if start.plan == frame.plan:
        return frame.period
    return "下半年" if frame.period == "上半年" and "明年" not in start.text else None


def _follow(body: Sequence[Section], start: _Start, frame: Frame) -> int | None:
    """The year of a part whose heading states none: the title's for its kind, else the next (or last) one.

    After half a year's results the next step is the same year's.
    """
    if start.plan == frame.plan or frame.year is None:
        return frame.year
    named = [value for role, value in kinds.roles(frame.title) if (role != "总结") == start.plan and value]
    if named:
        return named[-1]
    if not start.plan:
        return frame.year - 1
    if frame.period and not re.search(r"明年|来年", start.text):
        said = Counter(value for section in body for *_, value in dates.years(section.text))
        return frame.year + 1 if said[frame.year + 1] > said[frame.year] else frame.year
    return frame.year + 1


def _role(start: _Start, frame: Frame) -> str:
    """总结, 要点 or 计划 for a part; "" for the only part of what is no report."""
    for text in (start.text, frame.title):
        for role, _ in kinds.roles(text):
            if (role != "总结") == start.plan:
                return role
    if not frame.report and start.text == frame.title:
        return ""
    return "计划" if start.plan else "总结"


def _plans(text: str, otherwise: bool) -> bool:
    named = kinds.roles(text)
    return named[0][0] != "总结" if named else otherwise


def _first_sentence(text: str) -> str:
    return re.split(r"[。！？\n]", text.strip(), maxsplit=1)[0][:200]
