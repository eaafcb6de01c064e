"""A Comparison as a message: the answer first, one line a region, older goals folded, coverage with its denominator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.rendering import texts
from bot.rendering.evidence import Evidence, key_of, numbered
from bot.rendering.message import Message, button, keyboard, rows, turning
from bot.rendering.rich import Rich, joined, shortened, units
from retrieval import Comparison, ComparisonRow, Indicator, Line, base_number, row_text

PAGE_UNITS = 2400
PAGE_ROWS = 20
LINE = 170
FOLDED = 8
FOLDED_LINE = 90
WARNINGS = 3
WARNING = 120
SILENT_SHOWN = 4
SOURCES = 4
CANDIDATES = 6
BUTTONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the roster and its line."""

    row: ComparisonRow
    text: str


def pages_of(comparison: Comparison) -> tuple[tuple[Entry, ...], ...]:
    """The lines of a comparison, page by page; at least one page. Silent regions have lines where the roster is short."""
    pages: list[list[Entry]] = [[]]
    room = PAGE_UNITS
    for entry in _entries(comparison):
        room -= units(entry.text) + 1
        if room < 0 or len(pages[-1]) == PAGE_ROWS:
            pages.append([])
            room = PAGE_UNITS - units(entry.text) - 1
        pages[-1].append(entry)
    return tuple(map(tuple, pages))


def _entries(comparison: Comparison) -> Iterator[Entry]:
    shown = [row for row in comparison.rows if not row.earlier]
    levels = len({row.region.level for row in shown if row.indicator}) > 1
    done = {row.region.name for row in shown if row.indicator and not row.indicator.plan}
    asks_results = comparison.plan is None and comparison.indicator is not None
    for row in shown:
        if row.indicator is not None or len(shown) <= SILENT_SHOWN:
            only_goal = bool(row.indicator and row.indicator.plan and asks_results and row.region.name not in done)
            yield Entry(row=row, text=shortened(row_text(row, level=levels, only_goal=only_goal), LINE))


def figures_of(comparison: Comparison, page: int = 0) -> tuple[Indicator, ...]:
    """The figures that a page cites; the first also those behind its first lines."""
    pages = pages_of(comparison)
    entries = pages[_within(page, len(pages))]
    first = _leading(comparison) if page <= 0 else ()
    found = (row.indicator for row in (*first, *(entry.row for entry in entries)))
    return tuple(figure for figure in found if figure is not None)


def numbers_of(comparison: Comparison) -> dict[tuple[str, str], int]:
    """The number of each figure over all pages."""
    return numbered(row.indicator for row in comparison.rows if row.indicator and not row.earlier)


def _within(page: int, pages: int) -> int:
    return max(0, min(page, pages - 1))


def comparison_message(
    comparison: Comparison, evidence: Evidence, *, number: int, page: int = 0, lead: Line | None = None
) -> Message:
    """One page. ``number``: of the view in the store, which the buttons carry. ``lead``: the model's sentence over the page."""
    pages = pages_of(comparison)
    at = _within(page, len(pages))
    entries = pages[at]
    lines = [Rich(entry.text) + evidence.marks(_figure(entry.row)) for entry in entries]
    parts: list[Rich | str] = [*(_first(comparison, evidence) if at == 0 else [title(comparison)])]
    parts += [evidence.said(lead, figures_of(comparison, page))] if lead else []
    parts += lines
    parts += [_folded(comparison, entries), *_notes(comparison)]
    parts += [texts.PAGE.format(page=at + 1, pages=len(pages))] if len(pages) > 1 else []
    return Message(body=joined(parts), keyboard=_keyboard(comparison, evidence, entries, number, at, len(pages)))


def title(comparison: Comparison) -> str:
    """What is compared: 千人口托位数（2025年目标）."""
    asked = texts.asked(comparison.year, comparison.plan)
    name = comparison.indicator or shortened(comparison.topic, 40)
    return f"{name}（{asked}）" if asked else name


# The first lines


def _leading(comparison: Comparison) -> tuple[ComparisonRow, ...]:
    calculated = comparison.calculation.rows if comparison.calculation else ()
    if comparison.headline:
        return (*comparison.headline_rows, *calculated)
    ends = (comparison.ranking[0], comparison.ranking[-1]) if comparison.ranking else ()
    return (*ends, *calculated)


def _first(comparison: Comparison, evidence: Evidence) -> list[Rich]:
    made = [_headline(comparison, evidence)]
    if comparison.calculation:
        marks = evidence.marks(figure for row in comparison.calculation.rows for figure in _figure(row))
        made.append(Rich(comparison.calculation.text) + marks)
    return made


def _headline(comparison: Comparison, evidence: Evidence) -> Rich:
    """The answer to what was asked, else who leads where a ranking is honest, else what is compared."""
    if comparison.headline:
        proof = [figure for row in comparison.headline_rows for figure in _figure(row)]
        return Rich(comparison.headline) + evidence.marks(proof[:PAGE_ROWS])
    if len(comparison.ranking) > 1:
        ends = (comparison.ranking[0], comparison.ranking[-1])
        return Rich(leaders(comparison)) + evidence.marks(figure for row in ends for figure in _figure(row))
    if not comparison.coverage.reported:
        return Rich(texts.NOWHERE.format(topic=title(comparison)))
    why = f"：{comparison.ranked}" if comparison.ranked and comparison.indicator else ""
    return Rich(title(comparison) + why)


def leaders(comparison: Comparison) -> str:
    """千人口托位数（地级市、2024年实际，3地可比）：青岚市5.20最高，云泽市4.01最低. The comparison must have a ranking."""
    first, last = comparison.ranking[0], comparison.ranking[-1]
    (one,), (other,) = _figure(first), _figure(last)
    head = texts.RANKED.format(name=title(comparison), what=comparison.ranked, count=len(comparison.ranking))
    if base_number(one) == base_number(other):
        return head + texts.RANKED_SAME
    words = texts.HIGH_LOW if base_number(one) > base_number(other) else texts.HIGH_LOW[::-1]
    most = texts.RANKED_MOST if len(comparison.ranking) > 2 else texts.RANKED_MORE
    return head + "，".join(
        f"{row.region.name}{figure.shown}{most.format(word=word)}"
        for row, figure, word in ((first, one, words[0]), (last, other, words[1]))
    )


def _figure(row: ComparisonRow) -> tuple[Indicator, ...]:
    return (row.indicator,) if row.indicator else ()


# Below the lines


def _folded(comparison: Comparison, entries: Sequence[Entry]) -> Rich:
    """Earlier goals of the page's regions, in a quote that opens."""
    regions = {entry.row.region.name for entry in entries}
    earlier = [row for row in comparison.rows if row.earlier and row.region.name in regions]
    if not earlier:
        return Rich()
    lines = [shortened(row_text(row), FOLDED_LINE) for row in earlier[:FOLDED]]
    more = [texts.MORE_IN_SHEET.format(count=len(earlier) - FOLDED)] if len(earlier) > FOLDED else []
    return joined([texts.EARLIER, *lines, *more]).marked(MessageEntity.EXPANDABLE_BLOCKQUOTE)


def _notes(comparison: Comparison) -> list[str]:
    """Coverage first, then what to know before comparing, then names that may have been meant."""
    made = [texts.COVERAGE.format(text=comparison.coverage.text)] if comparison.coverage.text else []
    made += [texts.WARNING.format(text=shortened(text, WARNING)) for text in comparison.warnings[:WARNINGS]]
    left = len(comparison.warnings) - WARNINGS
    made += [texts.MORE_WARNINGS.format(count=left)] if left > 0 else []
    if _doubtful(comparison):
        made.append(texts.CANDIDATES)
    elif comparison.candidates and not comparison.indicator:
        made.append(texts.NEAR.format(names="、".join(comparison.candidates[:3])))
    return made


def _doubtful(comparison: Comparison) -> bool:
    """Whether nothing was found, but something of a near name may have been meant."""
    return bool(comparison.candidates) and not comparison.coverage.reported


# Buttons


def _keyboard(
    comparison: Comparison, evidence: Evidence, entries: Sequence[Entry], number: int, page: int, pages: int
) -> InlineKeyboardMarkup | None:
    """Two rows of four: pages or sources, then ways on. Where nothing was found the near names, one a row."""
    on = [*_files(comparison, number), *_filters(comparison, number), *_silent(comparison, number)]
    if _doubtful(comparison):
        return keyboard([*_candidates(comparison, number), on[:4]])
    if comparison.candidates and not comparison.indicator:
        on.append(button(texts.BUTTON_NEAR, f"kc:{number}"))
    turn = turning(f"k:{number}", page, pages, back=texts.BUTTON_PAGE_BACK, on=texts.BUTTON_PAGE_ON)
    sources = _sources(evidence, entries)[: min(SOURCES, BUTTONS - len(turn) - len(on))]
    return rows([*sources, *turn, *on])


def _candidates(comparison: Comparison, number: int) -> list[list[InlineKeyboardButton]]:
    names = comparison.candidates[:CANDIDATES]
    return [[button(shortened(name, 40), f"kc:{number}:{at}")] for at, name in enumerate(names)]


def candidate_choices(comparison: Comparison, number: int) -> InlineKeyboardMarkup | None:
    """Names near the topic, one a row, and a way back."""
    return keyboard([*_candidates(comparison, number), [button(texts.BUTTON_BACK, f"k:{number}:0")]])


def _sources(evidence: Evidence, entries: Sequence[Entry]) -> list[InlineKeyboardButton]:
    made: dict[int, InlineKeyboardButton] = {}
    for figure in (figure for entry in entries for figure in _figure(entry.row)):
        n, target = evidence.numbers.get(key_of(figure)), evidence.target(figure)
        if n is not None and target is not None and n not in made:
            made[n] = button(texts.BUTTON_SOURCE.format(n=n) if not made else str(n), f"o:{target.code}")
    return list(made.values())


def _files(comparison: Comparison, number: int) -> list[InlineKeyboardButton]:
    drawn = any(row.indicator and row.indicator.number is not None and not row.earlier for row in comparison.rows)
    files = [button(texts.BUTTON_SHEET, f"kx:{number}")] if comparison.rows else []
    return files + ([button(texts.BUTTON_CHART, f"kg:{number}")] if drawn else [])


def provinces(comparison: Comparison) -> tuple[str, ...]:
    """Provinces with a region that has a report, those with most regions first; none where there is but one."""
    held = {row.region.name: row.region for row in comparison.rows if row.state != "no_document"}
    counts: dict[str, int] = {}
    for region in held.values():
        if region.province:
            counts[region.province] = counts.get(region.province, 0) + 1
    return tuple(sorted(counts, key=lambda name: -counts[name])) if len(counts) > 1 else ()


def _filters(comparison: Comparison, number: int) -> list[InlineKeyboardButton]:
    offered = provinces(comparison)
    if len(offered) > 2:
        return [button(texts.BUTTON_ONLY_SOME, f"kp:{number}")]
    return [
        button(texts.BUTTON_ONLY.format(name=texts.short_province(name)), f"kp:{number}:{at}")
        for at, name in enumerate(offered[:1])
    ]


def _silent(comparison: Comparison, number: int) -> list[InlineKeyboardButton]:
    silent = comparison.coverage.no_document or comparison.coverage.not_mentioned
    return [button(texts.BUTTON_SILENT, f"kl:{number}")] if silent else []


def province_choices(comparison: Comparison, number: int) -> InlineKeyboardMarkup | None:
    """A province a button, and a way back."""
    buttons = [
        button(texts.short_province(name), f"kp:{number}:{at}") for at, name in enumerate(provinces(comparison)[:31])
    ]
    return rows([*buttons, button(texts.BUTTON_BACK, f"k:{number}:0")], most=8)


def roster_text(comparison: Comparison) -> Rich:
    """Who says nothing, by reason."""
    covered = comparison.coverage
    groups = (
        (texts.STATES["no_document"], covered.no_document),
        (texts.STATES["not_mentioned"], covered.not_mentioned),
        (texts.STATES["anonymised"], covered.anonymised),
    )
    lines = [
        texts.SILENT.format(state=state, count=len(names), names="、".join(names)) for state, names in groups if names
    ]
    return joined([title(comparison), *lines])
