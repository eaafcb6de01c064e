"""Text of scanned pages by RapidOCR, whose package carries its weights: ``pip install huiwen[ocr]``. No network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import groupby
from statistics import median
from typing import Any

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.pdf.characters import is_blank, is_closing, is_han, unbroken, written
from retrieval.loaders.pdf.model import Line, Page, Row
from retrieval.loaders.pdf.reader import PdfFile

MAX_PAGES = 100  # at 5 to 25 s a page
SCALE = 150 / 72  # pixels a point
_SURE = 0.6  # what is less certain than this is a stain or a stamp
_HEIGHT = 0.78  # the font's size in the height of a found line
_ALIKE = 0.3  # sizes that differ by less are one: their boxes are drawn by a model


def available() -> bool:
    """Whether the package is installed."""
    return find_spec("rapidocr") is not None


def recognised(file: PdfFile, pages: Sequence[Page], context: LoadContext) -> dict[int, list[Row]]:
    """Page number → its rows, for ``pages``. Raises LoadError where the package is missing or the pages are too many."""
    if not available():
        raise LoadError(f"{context.label}有扫描页，要先安装文字识别：pip install 'huiwen[ocr]'。")
    if len(pages) > MAX_PAGES:
        raise LoadError(f"{context.label}有 {len(pages)} 页扫描，超过一次识别 {MAX_PAGES} 页的上限，请拆分后再试。")
    engine = _engine()
    found = {page.number: list(_lines(engine(file.picture(page.number, SCALE)), page.number)) for page in pages}
    size = median(line.size for lines in found.values() for line in lines) if any(found.values()) else 0.0
    return {number: _rows([_evened(line, size) for line in lines]) for number, lines in found.items()}


def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 -- optional, and takes seconds

    return RapidOCR(params={"Global.log_level": "critical"})


def _lines(result: Any, page: int) -> Iterator[Line]:
    if result.boxes is None:
        return
    for box, said, sure in zip(result.boxes, result.txts, result.scores, strict=True):
        text = "".join(map(written, said)).strip()
        if sure >= _SURE and text:
            xs, ys = [float(x) / SCALE for x, _ in box], [float(y) / SCALE for _, y in box]
            yield _line(text, page, (min(xs), max(xs)), (min(ys), max(ys)))


def _line(text: str, page: int, across: tuple[float, float], down: tuple[float, float]) -> Line:
    size = _HEIGHT * (down[1] - down[0])
    widths = [_width(one) for one in text]
    unit = (across[1] - across[0]) / (sum(widths) or 1.0)
    closing = next((count for count, one in enumerate(reversed(text)) if not is_closing(one)), 0)
    return Line(
        text=text,
        page=page,
        x0=across[0],
        x1=across[1],
        base=down[1] - 0.2 * size,
        size=size,
        bold=False,
        edge=across[1] - unit * sum(widths[len(text) - closing :]),
        chunk=unit * sum(widths[: unbroken(text)]),
    )


def _width(text: str) -> float:
    return 1.0 if is_han(text) or not text.isascii() else 0.3 if is_blank(text) else 0.55


def _evened(line: Line, size: float) -> Line:
    """A line whose size is about the usual one has that size."""
    return replace(line, size=size) if abs(line.size - size) <= _ALIKE * size else line


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Lines from the top down, those side by side in one row."""
    ordered = sorted(lines, key=lambda line: line.base)
    level = 0
    levels: list[int] = []
    for before, line in zip([None, *ordered], ordered, strict=False):
        level += before is not None and line.base - before.base > 0.5 * line.size
        levels.append(level)
    pairs = zip(levels, ordered, strict=True)
    return [
        Row(sorted((line for _, line in row), key=lambda line: line.x0))
        for _, row in groupby(pairs, key=lambda pair: pair[0])
    ]
