"""The model's sentences and the extractive lines made one answer, which says no less than the extractive one. Pure.

A sentence stands in the place of the lines that it covers: it cites what proves them and says all their figures. What the
model left out stays as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.compose import FEW, MANY
from retrieval.answering.faithfulness import Verdict
from retrieval.answering.wording import head, trimmed
from retrieval.generation.offering import Offers
from retrieval.model import Answer, Citation, Line

#: Least share of a line's pairs of characters in the sentences that stand in for it.
COVERED = 0.5
#: A sentence that sums up at least so many lines may stand before them, at most so long.
SUMMED_UP, LEAD = 3, 80
#: Sentences on evidence that the extractive answer did not use; an answer gets at most so much longer by them, and one is at
#: least so long.
MORE, LONGER, TELLING = 2, 120, 12
#: A sentence shorter than this without its beginning keeps it.
SHORTEST = 4
#: 芜湖市2024年实际：, 青岚市（地级）2024年上半年目标：
HEADING = re.compile(r"[^：，。；\d]{0,20}(?:\d{4}年)?[^：，。；]{0,8}(?:实际|目标)：")
NUMBER, NAME = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[“《]([^”》]{2,20})[”》]")
SURVEYS = ("how", "summary", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence that passed, with what it cites."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def keys(self) -> frozenset[tuple[str, int]]:
        """What is cited: section and place."""
        return frozenset(map(_key, self.citations))

    @property
    def side(self) -> tuple[str | None, int | None, bool | None]:
        """Region, year and goal or result, each where all citations agree."""
        regions = {each.region for each in self.citations}
        years = {each.year for each in self.citations}
        plans = {each.plan for each in self.citations}
        return (
            regions.pop() if len(regions) == 1 else None,
            years.pop() if len(years) == 1 else None,
            plans.pop() if len(plans) == 1 else None,
        )


def said(verdict: Verdict, offers: Offers) -> Said:
    """A sentence that passed the gate."""
    cited = dict.fromkeys(each.handle for each in verdict.citations)
    return Said(text=verdict.text, citations=tuple(offers[handle].citation for handle in cited))


def grown(answer: Answer, sentences: Sequence[Said]) -> Answer:
    """What has passed so far, while the model still writes, or after it was stopped."""
    pages = _Pages(MANY)
    for sentence in sentences:
        pages.say(sentence)
    return (
        _answer(answer, [*pages.lines, *(line for line in answer.lines if line.note)], pages) if pages.lines else answer
    )


def merged(answer: Answer, sentences: Sequence[Said]) -> Answer:
    """The whole answer. It is the extractive one, unchanged, where no sentence may stand in it."""
    statements = [line for line in answer.lines if _states(line)]
    used = _used(answer, statements, sentences)
    if not used.kept:
        return answer
    single = _form(answer) == "fact" and len(statements) == 1
    pages = _Pages(FEW if single else MANY)
    for sentence in used.first:
        pages.say(sentence)
    for line, heading in zip(answer.lines, _headings(answer.lines), strict=True):
        if line.note:
            pages.say_all(used.last)
            pages.lines.append(line)
        elif line in used.covered:
            pages.say_all([each for each in used.standing if each.keys & _keys(line, answer)], heading)
        else:
            pages.repeat(line, heading, answer)
    pages.say_all(used.last)
    return _answer(answer, pages.lines, pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Used:
    """``standing``: sentences in the place of the ``covered`` lines; others go ``first`` or ``last``."""

    covered: tuple[Line, ...]
    standing: tuple[Said, ...]
    first: tuple[Said, ...]
    last: tuple[Said, ...]

    @property
    def kept(self) -> tuple[Said, ...]:
        """All of them."""
        return (*self.first, *self.standing, *self.last)


def _used(answer: Answer, statements: Sequence[Line], sentences: Sequence[Said]) -> _Used:
    covered = tuple(line for line in statements if covers(_citing(line, answer, sentences), line.text))
    keys = frozenset(key for line in covered for key in _keys(line, answer))
    known = frozenset(map(_key, answer.citations))
    standing = [sentence for sentence in sentences if sentence.keys & keys]
    leading = [s for s in sentences[:1] if len(statements) >= SUMMED_UP and len(s.text) <= LEAD and s not in standing]
    survey = _form(answer) in SURVEYS
    more = [s for s in sentences if survey and not s.keys & known and len(s.text) >= TELLING and s not in leading][
        :MORE
    ]
    while more and sum(len(s.text) for s in more) > LONGER:
        more.pop()
    return _Used(covered=covered, standing=tuple(standing), first=tuple(leading), last=tuple(more))


def covers(sentences: Iterable[Said], line: str) -> bool:
    """Whether sentences together say what a line says: all its figures and names in quotes, and most of its words."""
    text = _folded("".join(sentence.text for sentence in sentences))
    body = _folded(HEADING.sub("", line, count=1))
    pairs = {body[at : at + 2] for at in range(len(body) - 1)}
    if not text or not pairs:
        return False
    told = set(NUMBER.findall(text))
    return (
        set(NUMBER.findall(body)) <= told
        and all(_folded(name) in text for name in NAME.findall(line))
        and sum(pair in text for pair in pairs) >= COVERED * len(pairs)
    )


class _Pages:
    """Lines as they are written: numbered anew, headed where the region, the year or the side changes."""

    def __init__(self, most: int) -> None:
        self.lines: list[Line] = []
        self.citations: list[Citation] = []
        self._most = most
        self._numbers: dict[tuple[str, int], int] = {}
        self._said: set[Said] = set()
        self._heading = ""

    def say_all(self, sentences: Iterable[Said], heading: str | None = None) -> None:
        """Sentences of the model that stand in one place."""
        for sentence in sentences:
            self.say(sentence, heading)

    def say(self, sentence: Said, heading: str | None = None) -> None:
        """A sentence of the model, once. ``heading``: of the line that it stands for; its own where None."""
        if sentence in self._said:
            return
        self._said.add(sentence)
        numbers = self._numbered(sentence.citations)
        if numbers:
            region, year, plan = sentence.side
            line = Line(text=_bare(sentence.text, region, year), citations=numbers, region=region, year=year, plan=plan)
            self._write(line, (head(*sentence.side) if region else "") if heading is None else heading)

    def repeat(self, line: Line, heading: str, answer: Answer) -> None:
        """A line of the extractive answer."""
        numbers = self._numbered([each for each in answer.citations if each.n in line.citations])
        if numbers or not line.citations:
            self._write(replace(line, text=line.text.removeprefix(heading), citations=numbers), heading)

    def _write(self, line: Line, heading: str) -> None:
        shown = heading if heading != self._heading else ""
        self._heading = heading
        self.lines.append(replace(line, text=shown + line.text))

    def _numbered(self, citations: Sequence[Citation]) -> tuple[int, ...]:
        found = []
        for citation in citations:
            key = _key(citation)
            if key not in self._numbers and len(self.citations) < self._most:
                self._numbers[key] = len(self.citations) + 1
                self.citations.append(replace(citation, n=self._numbers[key]))
            if key in self._numbers:
                found.append(self._numbers[key])
        return tuple(dict.fromkeys(found))


def _answer(answer: Answer, lines: Sequence[Line], pages: _Pages) -> Answer:
    sections = tuple(dict.fromkeys(citation.section_id for citation in pages.citations))
    return replace(
        answer,
        lines=tuple(lines),
        citations=tuple(pages.citations),
        thread=replace(answer.thread, sections=sections),
        mode="llm",
    )


def _states(line: Line) -> bool:
    return bool(line.citations) and not line.note


def _form(answer: Answer) -> str:
    return answer.receipt.understood.get("形式", "")


def _key(citation: Citation) -> tuple[str, int]:
    return citation.section_id, citation.start


def _keys(line: Line, answer: Answer) -> frozenset[tuple[str, int]]:
    return frozenset(_key(citation) for citation in answer.citations if citation.n in line.citations)


def _citing(line: Line, answer: Answer, sentences: Sequence[Said]) -> list[Said]:
    keys = _keys(line, answer)
    return [sentence for sentence in sentences if sentence.keys & keys]


def _headings(lines: Sequence[Line]) -> list[str]:
    """How each line begins or would begin: 芜湖市2024年实际： also holds for the lines below it, of the same region and side."""
    found: list[str] = []
    side: tuple[str | None, int | None, bool | None] | None = None
    for line in lines:
        begun = HEADING.match(line.text) if line.region or line.year else None
        same = side == (line.region, line.year, line.plan)
        found.append(begun[0] if begun else found[-1] if same else "")
        side = (line.region, line.year, line.plan)
    return found


def _bare(text: str, region: str | None, year: int | None) -> str:
    """A sentence without the region and the year at its beginning, which the head says."""
    names = "|".join(re.escape(name) for name in (region, (region or "").rstrip("省市区县")) if name)
    place = rf"(?:{names}|{year}年度?)+(?:的?(?:实际|目标))?[:：，,、的]?" if names else r"(?!)"
    begun = re.match(rf"(?:(?:实际|目标)[:：]\s*)?(?:{place})?\s*", text)
    rest = trimmed(text[begun.end() :] if begun else text)
    return rest if len(rest) >= SHORTEST else trimmed(text)


def _folded(text: str) -> str:
    return re.sub(r"[\s,，“”\"'‘’、。；;：:]", "", unicodedata.normalize("NFKC", text))
