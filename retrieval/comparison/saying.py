"""From a comparison to the lines and citations of an answer: one line a row, which begins with its region. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.wording import QUOTE, head
from retrieval.comparison.judging import LEVELS, scope
from retrieval.model import Citation, Comparison, ComparisonRow, Document, Indicator, Line, StoredSection

#: The most warnings said, and the most regions whose silence is said line by line.
WARNINGS, FEW = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Lines of an answer and the citations that they number."""

    lines: tuple[Line, ...]
    citations: tuple[Citation, ...]


class Numbering:
    """Numbers the figures of rows in the order they are first said; no more than ``most`` where given."""

    def __init__(self, sections: Mapping[str, StoredSection], most: int | None = None) -> None:
        self._sections = sections
        self._most = most
        self._numbers: dict[tuple[str, str], int] = {}
        self.citations: list[Citation] = []

    def number(self, row: ComparisonRow) -> int | None:
        """The number of a row's quote; None where it has none, its section is gone or there is no room for another."""
        figure = row.indicator
        key = (figure.section_id or "", figure.quote) if figure else ("", "")
        if key in self._numbers:
            return self._numbers[key]
        section = self._sections.get(key[0])
        start = section.text.find(key[1]) if section else -1
        if (
            figure is None
            or section is None
            or start < 0
            or (self._most or len(self.citations) + 1) <= len(self.citations)
        ):
            return None
        self._numbers[key] = n = len(self.citations) + 1
        cited = _citation(n, figure, section, start)
        self.citations.append(replace(cited, document=row.document or "", region=row.region.name, url=row.url))
        return n


def cite(
    figures: Mapping[int, Indicator], sections: Mapping[str, StoredSection], documents: Mapping[str, Document]
) -> tuple[Citation, ...]:
    """Citations with the numbers of the figures; one whose section or document is not there has none."""
    found = []
    for n, figure in figures.items():
        section = sections.get(figure.section_id or "")
        document = documents.get(section.document_id) if section else None
        start = section.text.find(figure.quote) if section else -1
        if section is not None and document is not None and start >= 0:
            cited, region = _citation(n, figure, section, start), figure.region or document.region
            found.append(replace(cited, document=document.title, region=region, url=document.url))
    return tuple(found)


def _citation(n: int, figure: Indicator, section: StoredSection, start: int) -> Citation:
    """Without what is known of the document."""
    return Citation(
        n=n,
        section_id=section.id,
        document="",
        document_id=section.document_id,
        path=section.path,
        quote=figure.quote[:QUOTE],
        start=start,
        region=None,
        year=figure.year,
        plan=figure.plan,
        page=section.page(start),
        original=section.original and section.original[start : start + len(figure.quote[:QUOTE])],
    )


def cited(comparison: Comparison, most: int | None) -> tuple[str, ...]:
    """Ids of the sections that an answer with at most ``most`` citations can cite."""
    first = (
        *comparison.headline_rows,
        *(comparison.calculation.rows if comparison.calculation else ()),
        *comparison.rows,
    )
    found = [
        row.indicator.section_id for row in first if row.indicator and row.indicator.section_id and not row.earlier
    ]
    return tuple(dict.fromkeys(found))[: None if most is None else 2 * most]


def said(comparison: Comparison, numbering: Numbering) -> Said:
    """The answer to a comparison: what was asked first, then a line a row, warnings, and the coverage last."""
    made = [*_first(comparison, numbering)]
    left = 0
    levels = len({row.region.level for row in comparison.rows if row.indicator}) > 1
    for row in comparison.rows:
        line = None if row.earlier else _line(row, comparison, numbering, levels=levels)
        left += line is None and not row.earlier and row.indicator is not None
        made += [line] if line else []
    notes = [f"另有{left}条未列出"] if left else []
    notes += [*comparison.warnings[:WARNINGS], comparison.coverage.text]
    made += [Line(text=text, note=True) for text in notes if text]
    return Said(lines=tuple(made), citations=tuple(numbering.citations))


def statements(rows: Iterable[ComparisonRow], numbering: Numbering) -> tuple[Line, ...]:
    """Statements of one region as lines, each cited; the head (2024年实际) stands where it changes."""
    made: list[Line] = []
    before: tuple[object, ...] = ()
    for row in rows:
        n, figure = numbering.number(row), row.indicator
        if n is not None and figure is not None:
            now = (figure.year, figure.plan, figure.period)
            beginning = "" if now == before else head(None, figure.year, figure.plan, period=figure.period)
            words = beginning + figure.value
            made.append(Line(text=words, citations=(n,), region=row.region.name, year=figure.year, plan=figure.plan))
            before = now
    return tuple(made)


def text(row: ComparisonRow, *, level: bool = False, only_goal: bool = False) -> str:
    """A row as a line: 芜湖市2024年实际：5.99, or 青岚市：报告未提及."""
    name = f"{row.region.name}（{LEVELS[row.region.level]}）" if level and row.region.level else row.region.name
    if row.indicator is None:
        return f"{name}：{'报告未提及' if row.state == 'not_mentioned' else '未收录'}"
    figure = row.indicator
    beginning = head(name, figure.year, figure.plan, period=figure.period)
    if row.state == "anonymised":
        return f"{beginning}原文已脱敏，未给出数值"
    own = scope(figure)
    said = [figure.shown + (f"（{own}）" if own else "")]
    said += [f"报告自称{figure.rank}"] if figure.rank else []
    said += ["实际未载"] if only_goal else []
    return beginning + "，".join(said)


def _first(comparison: Comparison, numbering: Numbering) -> list[Line]:
    made = []
    if comparison.headline:
        made.append(_noted(comparison.headline, comparison.headline_rows, numbering))
    if comparison.calculation:
        made.append(_noted(comparison.calculation.text, comparison.calculation.rows, numbering))
    return made


def _noted(words: str, rows: Sequence[ComparisonRow], numbering: Numbering) -> Line:
    """A line of ours over rows that prove it; without proof it is a note."""
    proven = [numbering.number(row) for row in rows]
    numbers = tuple(dict.fromkeys(n for n in proven if n is not None))
    return Line(text=words, citations=numbers, note=not numbers)


def _line(row: ComparisonRow, comparison: Comparison, numbering: Numbering, *, levels: bool) -> Line | None:
    """A row's line; None for one whose proof finds no room, and for silent regions that were not asked one by one."""
    if row.indicator is None:
        few = len(comparison.rows) <= FEW
        return Line(text=text(row), region=row.region.name, note=True) if few else None
    n = numbering.number(row)
    if n is None:
        return None
    done = any(r.indicator and not r.indicator.plan for r in comparison.rows if r.region.name == row.region.name)
    goal = row.indicator.plan and not done and comparison.plan is None and comparison.indicator is not None
    figure = row.indicator
    return Line(
        text=text(row, level=levels, only_goal=goal),
        citations=(n,),
        region=row.region.name,
        year=figure.year,
        plan=figure.plan,
    )
