"""A comparison as a bar chart for a phone: 390 points wide, drawn at three pixels a point.

Results are solid, goals hatched, values stand at the bars; what could not be drawn is said below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.rendering import texts
from bot.rendering.comparison import title
from bot.rendering.rich import shortened
from retrieval import Comparison, ComparisonRow, Indicator, base_number, figure_scope, unit_kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 390
DENSITY = 3
BARS = 40
MOMENTS = 2
BAR = 34
NAME_SIZE, VALUE_SIZE, TITLE_SIZE, NOTE_SIZE = 13, 13, 16, 10.5
NOTE_WIDTH = 34
BLUE, INK, GREY = "#2f6db5", "#1c1c1e", "#6b6b70"
_NAME = 9
_VALUE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row that is drawn: two lines of label, the number in the base unit of its kind, the words at its end."""

    label: str
    number: float
    words: str
    plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that is written and drawn, ready to be checked against a font."""

    title: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """All characters that the picture needs."""
        return "".join((self.title, *self.notes, *(bar.label + bar.words for bar in self.bars)))


def picture(comparison: Comparison) -> Picture | None:
    """What is drawn of a comparison; None where no value is a number."""
    rows = _ordered(comparison)
    if not rows:
        return None
    kinds = [(unit_kind(_figure(row).unit), figure_scope(_figure(row))) for row in rows]
    kind = max(dict.fromkeys(kinds), key=kinds.count)
    same = [row for row, own in zip(rows, kinds, strict=True) if own == kind]
    apart = [row.region.name + _moment(_figure(row)) for row, own in zip(rows, kinds, strict=True) if own != kind]
    moments = list(dict.fromkeys(_moment(_figure(row)) for row in same[:BARS]))
    bars = tuple(_bar(row, moment=len(moments) > 1) for row in same[:BARS])
    when = "、".join(sorted(moments)) if len(moments) <= MOMENTS else ""
    notes = (
        *([texts.CHART_GOALS] if any(bar.plan for bar in bars) else []),
        *([texts.CHART_APART.format(names="、".join(apart[:6]))] if apart else []),
        *([texts.CHART_MORE.format(count=len(same) - BARS)] if len(same) > BARS else []),
        *([texts.COVERAGE.format(text=comparison.coverage.text)] if comparison.coverage.text else []),
        _sources(same[:BARS]),
    )
    head = " ".join(part for part in (title(comparison), when, _unit(same)) if part)
    return Picture(title=head, bars=bars, notes=notes)


def _ordered(comparison: Comparison) -> list[ComparisonRow]:
    """Ranked rows in their order, then the others with a number as the roster has them."""
    drawn = [row for row in comparison.rows if not row.earlier and row.indicator and row.indicator.number is not None]
    ranked = [row for row in comparison.ranking if row in drawn]
    return ranked + [row for row in drawn if row not in ranked]


def _figure(row: ComparisonRow) -> Indicator:
    if row.indicator is None:
        raise ValueError("a row without a figure is not drawn")
    return row.indicator


def _moment(figure: Indicator) -> str:
    year = f"{figure.year}年" if figure.year else ""
    return f"{year}{figure.period or ''}{texts.PLAN if figure.plan else texts.ACTUAL}"


def _bar(row: ComparisonRow, *, moment: bool) -> Bar:
    figure = _figure(row)
    name = shortened(row.region.name, _NAME)
    return Bar(
        label=f"{name}\n{_moment(figure)}" if moment else name,
        number=float(base_number(figure)),
        words=shortened(figure.shown, _VALUE),
        plan=figure.plan,
    )


def _unit(rows: Sequence[ComparisonRow]) -> str:
    units = {_figure(row).unit for row in rows}
    return f"（{units.pop()}）" if len(units) == 1 and units != {""} else ""


def _sources(rows: Sequence[ComparisonRow]) -> str:
    titles = list(dict.fromkeys(row.document for row in rows if row.document))
    named = "；".join(f"《{shortened(name, 30)}》" for name in titles[:2])
    return texts.SOURCES.format(titles=named + (texts.AND_MORE.format(count=len(titles)) if len(titles) > 2 else ""))


def drawable(picture: Picture, lacking: str) -> Picture:
    """The picture with the mark for a missing character (〓) in place of those that the font lacks."""
    table = str.maketrans(dict.fromkeys(lacking, texts.NO_GLYPH))
    return Picture(
        title=picture.title.translate(table),
        bars=tuple(
            Bar(label=bar.label.translate(table), number=bar.number, words=bar.words.translate(table), plan=bar.plan)
            for bar in picture.bars
        ),
        notes=tuple(note.translate(table) for note in picture.notes),
    )


def wrapped(text: str, width: float) -> list[str]:
    """Lines of at most ``width`` full-width characters; ASCII counts half."""
    lines, room = [""], width
    for character in text:
        room -= 0.56 if character.isascii() else 1
        if room < 0:
            lines.append("")
            room = width - 1
        lines[-1] += character
    return lines


def draw(picture: Picture, font: Path) -> Figure:
    """The figure, 390 points wide at 3 pixels a point; save it as PNG at its own density."""
    from matplotlib.figure import Figure  # noqa: PLC0415 -- heavy, and makes a list of the system's fonts

    heading = wrapped(picture.title, WIDTH / TITLE_SIZE - 2)
    notes = [line for note in picture.notes for line in wrapped(note, NOTE_WIDTH)]
    top, bottom = 20 + len(heading) * TITLE_SIZE * 1.35, 18 + len(notes) * NOTE_SIZE * 1.5
    two_lines = any("\n" in bar.label for bar in picture.bars)
    height = top + bottom + len(picture.bars) * (BAR + 10 * two_lines) + 10
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72 * DENSITY, facecolor="white")
    left = 16 + NAME_SIZE * max(_width(line) for bar in picture.bars for line in bar.label.split("\n"))
    axes = figure.add_axes(
        (left / WIDTH, bottom / height, (WIDTH - left - 12) / WIDTH, (height - top - bottom) / height)
    )
    _draw_bars(axes, picture.bars, font)
    common: dict[str, Any] = {"font": font, "va": "top", "linespacing": 1.35}
    figure.text(14 / WIDTH, 1 - 14 / height, "\n".join(heading), fontsize=TITLE_SIZE, color=INK, **common)
    figure.text(14 / WIDTH, (bottom - 8) / height, "\n".join(notes), fontsize=NOTE_SIZE, color=GREY, **common)
    return figure


def _width(text: str) -> float:
    return sum(0.58 if character.isascii() else 1 for character in text)


def _draw_bars(axes: Axes, bars: Sequence[Bar], font: Path) -> None:
    places = range(len(bars))
    numbers = [bar.number for bar in bars]
    drawn = axes.barh(places, numbers, height=0.62, color=BLUE, edgecolor=BLUE, linewidth=1.2)
    for patch, bar in zip(drawn, bars, strict=True):
        if bar.plan:
            patch.set(facecolor="white", hatch="////")
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    room = 0.06 + max(_width(bar.words) for bar in bars) * VALUE_SIZE / (WIDTH * 0.62)
    span = (high - low) or 1.0
    axes.set(ylim=(len(bars) - 0.4, -0.6), xlim=(low, high + span * room / (1 - min(room, 0.6))), xticks=[])
    for at, bar in enumerate(bars):
        axes.text(
            max(bar.number, 0) + span * 0.02, at, bar.words, font=font, fontsize=VALUE_SIZE, color=INK, va="center"
        )
    axes.set_yticks(places, [bar.label for bar in bars], font=font, fontsize=NAME_SIZE, color=INK)
    axes.tick_params(length=0, pad=6)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(GREY)
