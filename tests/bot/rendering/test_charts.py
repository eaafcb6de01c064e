"""The chart: what is drawn, and that its letters are letters."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread

from bot.fonts import PROBE, chinese_font
from bot.rendering import charts
from tests.bot.comparisons import FIRST, GOAL, MIXED, compared, many, row


def drawn(picture: charts.Picture) -> tuple[Figure, numpy.ndarray]:
    font = chinese_font(picture.text)
    assert font is not None
    figure = charts.draw(charts.drawable(picture, font.lacks(picture.text)), font.path)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    out.seek(0)
    return figure, imread(out)


def picture(comparison: object = MIXED) -> charts.Picture:
    made = charts.picture(comparison)  # type: ignore[arg-type]  # a shorthand
    assert made is not None
    return made


def test_bars_stand_in_order_and_goals_are_hatched() -> None:
    made = picture()
    assert [bar.label.split("\n") for bar in made.bars] == [
        ["青岚市", "2024年实际"],
        ["云泽市", "2024年实际"],
        ["望川市", "2025年目标"],
        ["临溪县", "2024年实际"],
    ]
    assert [bar.words for bar in made.bars] == ["5.20个", "4.01个", "4.5个以上", "3.3张"]
    assert "覆盖：收录 5/6 市" in made.notes and made.notes[0].startswith("斜线")
    figure, _ = drawn(made)
    assert [bool(patch.get_hatch()) for patch in figure.axes[0].patches] == [False, False, True, False]


def test_other_units_and_other_grounds_are_not_drawn_beside() -> None:
    odd = row("河洲市", "275个", 275, scope="每千名3岁以下婴幼儿")
    share = row("白石市", "12%", 12, unit="%")
    made = picture(compared(FIRST, odd, share))
    assert [bar.label for bar in made.bars] == ["青岚市"]
    assert "单位或口径不同未画：河洲市2024年实际、白石市2024年实际。" in made.notes


@pytest.mark.parametrize("comparison", [MIXED, compared(FIRST), compared(GOAL), many(60)])
def test_a_chart_is_as_wide_as_a_phone_and_nothing_leaves_it(comparison: object) -> None:
    figure, pixels = drawn(picture(comparison))
    height, width = pixels.shape[:2]
    assert width == charts.WIDTH * charts.DENSITY and height + width <= 10_000 and height / width < 20
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]  # matplotlib's own
    texts_ = [*figure.texts, *figure.axes[0].texts, *figure.axes[0].get_yticklabels()]
    for text in texts_:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, text.get_text()
        assert float(text.get_fontsize()) >= 10


def test_no_letter_is_the_box_of_a_missing_one() -> None:
    """Each character leaves ink, and other ink than what is drawn for one that the font lacks."""
    made = picture()
    font = chinese_font(made.text)
    assert font is not None and font.lacks(made.text) == ""
    with pytest.warns(UserWarning, match="missing from font"):
        missing = ink("\U000f1234", font.path)
    for character in sorted(set(made.text) - set(" \n")):
        pixels = ink(character, font.path)
        assert pixels.any() and not numpy.array_equal(pixels, missing), character


def ink(character: str, font: Path) -> numpy.ndarray:
    """One character, drawn alone: where its pixels are dark."""
    figure = Figure(figsize=(0.5, 0.5), dpi=72)
    figure.text(0.2, 0.2, character, font=font, fontsize=20)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # as above
    pixels: numpy.ndarray = numpy.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above
    return pixels[..., 0] < 128


def test_a_character_without_a_glyph_becomes_a_mark() -> None:
    made = picture(compared(row("\U000f1234市", "1", 1)))
    font = chinese_font(made.text)
    assert font is not None and font.lacks(made.text) == "\U000f1234" and font.lacks(PROBE) == ""
    assert charts.drawable(made, font.lacks(made.text)).bars[0].label == "〓市"


def test_nothing_is_drawn_without_numbers() -> None:
    assert charts.picture(compared(row("青岚市", "新建托育点", None), row("长亭市"))) is None
    assert charts.picture(replace(MIXED, rows=())) is None


def test_long_lines_are_broken() -> None:
    assert charts.wrapped("一二三四五", 2) == ["一二", "三四", "五"]
    assert charts.wrapped("", 3) == [""]
