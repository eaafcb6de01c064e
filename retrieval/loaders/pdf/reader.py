"""PDFium: bytes → pages of glyphs and ruling lines. The only module that knows the library."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.pdf.characters import written
from retrieval.loaders.pdf.model import Glyph, Page, Rule

MAX_PAGES = 2000
_MAX_GLYPHS = 60_000  # on one page; a page of a report has 1,000
_MAX_PATHS = 20_000  # a drawing or a map has more, a table never
_THIN = 3.0
_LONGEST = 5000  # pixels of a picture's longer side
_TILT = math.radians(2)
_BOLD = 600
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


class PdfFile:
    """An open PDF; a context manager. Raises LoadError where it is encrypted, broken or too long."""

    def __init__(self, data: bytes, context: LoadContext) -> None:
        self._context = context
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise LoadError(_refusal(error, context)) from error
        if not 0 < len(self._document) <= MAX_PAGES:
            count = len(self._document)
            self._document.close()
            if not count:
                raise LoadError(f"{context.label}里没有页面，文件可能没有下载完整，请重新下载。")
            raise LoadError(f"{context.label}有 {count} 页，超过 {MAX_PAGES} 页的上限，请拆分后再试。")

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def pages(self) -> Iterator[Page]:
        """Each page in turn; one that cannot be read is empty."""
        for index in range(len(self._document)):
            try:
                page = self._document[index]
            except pdfium.PdfiumError:
                yield Page(number=index + 1, width=0, height=0, glyphs=())
                continue
            try:
                yield _page(page, index + 1)
            finally:
                page.close()

    def picture(self, number: int, scale: float) -> Any:
        """The page as an array of pixels (height, width, 3), ``scale`` pixels a point; huge pages smaller."""
        page = self._document[number - 1]
        try:
            longest = max(page.get_size()) * scale
            return page.render(scale=scale * min(1.0, _LONGEST / longest)).to_numpy()
        finally:
            page.close()


def _refusal(error: pdfium.PdfiumError, context: LoadContext) -> str:
    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        return f"{context.label}有打开密码，请去掉密码后再试。"
    if code == raw.FPDF_ERR_SECURITY:
        return f"{context.label}的加密方式不支持，请去掉加密后再试。"
    return f"{context.label}不是完整的 PDF，可能已损坏或没有下载完整，请重新下载或另存后再试。"


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the page's own space to the page as it is shown, y downwards: for pages turned by quarters."""

    left: float
    bottom: float
    width: float
    height: float
    turns: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.turns == 1:
            return y, x
        if self.turns == 2:
            return self.width - x, y
        if self.turns == 3:
            return self.height - y, self.width - x
        return x, self.height - y

    @property
    def shown(self) -> tuple[float, float]:
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)


@dataclass(slots=True)
class _Drawn:
    """What a page has beside its text."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    paths: int = 0
    covered: float = 0.0


def _page(page: pdfium.PdfPage, number: int) -> Page:
    left, bottom, right, top = page.get_bbox()
    turns = (page.get_rotation() // 90) % 4
    frame = _Frame(left, bottom, right - left, top - bottom, turns)
    text = page.get_textpage()
    try:
        glyphs, unmapped, hidden = _glyphs(text, frame)
    finally:
        text.close()
    drawn = _Drawn()
    _draw(_objects(page), frame, _IDENTITY, drawn)
    width, height = frame.shown
    many = drawn.paths > _MAX_PATHS
    return Page(
        number=number,
        width=width,
        height=height,
        glyphs=tuple(glyphs),
        across=() if many else tuple(drawn.across),
        down=() if many else tuple(drawn.down),
        covered=min(1.0, drawn.covered),
        unmapped=unmapped,
        hidden=hidden,
    )


@dataclass(slots=True)
class _Style:
    """Of a run of characters that one text object draws."""

    size: float = 0.0
    width: float = 0.0
    bold: bool = False
    upright: bool = True
    hidden: bool = False


def _glyphs(text: pdfium.PdfTextpage, frame: _Frame) -> tuple[list[Glyph], int, int]:
    """Glyphs in the order of the file, how many have no character, how many are invisible. Tilted text (watermarks) is left out."""
    found: list[Glyph] = []
    unmapped = hidden = 0
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    style, last = _Style(), 0
    for index in range(min(raw.FPDFText_CountChars(text), _MAX_GLYPHS)):
        code = _code(text, index)
        if raw.FPDFText_IsGenerated(text, index) == 1 or code < 32 or code == 0xFFFF:
            unmapped += not code
            continue
        owner = raw.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if address != last:
            style, last = _style(text, index, owner, frame), address
        if not style.upright:
            continue
        unmapped += raw.FPDFText_HasUnicodeMapError(text, index) == 1 or code == 0xFFFD
        hidden += style.hidden
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        found.append(_glyph(code, box, (x.value, y.value), style, frame))
    return found, unmapped, hidden


def _code(text: pdfium.PdfTextpage, index: int) -> int:
    """Code point; PDFium marks a hyphen at the end of a line as one that may go, but between Chinese words it stays."""
    code: int = raw.FPDFText_GetUnicode(text, index)
    return 0x2D if code in (2, 0xFFFE) else code


def _glyph(code: int, box: raw.FS_RECTF, origin: tuple[float, float], style: _Style, frame: _Frame) -> Glyph:
    ends = (frame.point(box.left, box.bottom), frame.point(box.right, box.top))
    x, base = frame.point(*origin)
    right = max(ends[0][0], ends[1][0])
    left = min(x, right)
    if 0x4E00 <= code < 0xA000:  # a full square, though some fonts only give the box of the ink
        right = max(right, left + 0.98 * style.width)
    return Glyph(written(chr(code)) if code < 0x110000 else "\ufffd", left, right, base, style.size, style.bold)


def _style(text: pdfium.PdfTextpage, index: int, owner: raw.FPDF_PAGEOBJECT, frame: _Frame) -> _Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = math.atan2(matrix.b, matrix.a) - frame.turns * math.pi / 2
    mode = raw.FPDFTextObj_GetTextRenderMode(owner)
    weight = raw.FPDFText_GetFontWeight(text, index)
    stroked = mode in (raw.FPDF_TEXTRENDERMODE_FILL_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE)
    return _Style(
        width=raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.a, matrix.b),
        size=raw.FPDFText_GetFontSize(text, index) * scale,
        bold=weight >= _BOLD or stroked or _named_bold(text, index),
        upright=abs(math.remainder(angle, 2 * math.pi)) < _TILT,
        hidden=mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP),
    )


def _named_bold(text: pdfium.PdfTextpage, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 128, flags)
    said = name.value.lower()
    return any(word in said for word in (b"bold", b"black", b"heavy", b"simhei", b"heiti", b"-bd"))


def _objects(page: pdfium.PdfPage) -> Iterator[raw.FPDF_PAGEOBJECT]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPage_GetObject(page, index)


def _draw(objects: Iterator[raw.FPDF_PAGEOBJECT], frame: _Frame, outer: _Matrix, drawn: _Drawn, depth: int = 0) -> None:
    """Collect ruling lines and pictures, also those inside forms."""
    for one in objects:
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_PATH and drawn.paths <= _MAX_PATHS:
            drawn.paths += 1
            _rules(one, frame, _times(_matrix(one), outer), drawn)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _picture(one, frame, outer, drawn)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 8:
            inside = (raw.FPDFFormObj_GetObject(one, index) for index in range(raw.FPDFFormObj_CountObjects(one)))
            _draw(inside, frame, _times(_matrix(one), outer), drawn, depth + 1)


def _picture(one: raw.FPDF_PAGEOBJECT, frame: _Frame, outer: _Matrix, drawn: _Drawn) -> None:
    a, b, c, d, _, _ = _times(_matrix(one), outer)
    drawn.covered += abs(a * d - b * c) / max(1.0, frame.width * frame.height)


def _matrix(one: raw.FPDF_PAGEOBJECT) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _rules(path: raw.FPDF_PAGEOBJECT, frame: _Frame, matrix: _Matrix, drawn: _Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for corners in _outlines(path, frame, matrix):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) <= _THIN < max(width, height):
            _rule(drawn, (min(xs), min(ys)), (max(xs), max(ys)))
        elif stroke.value:
            for start, end in itertools.pairwise(corners):
                _rule(drawn, start, end)


def _rule(drawn: _Drawn, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x0, y0), (x1, y1) = start, end
    if abs(x1 - x0) >= abs(y1 - y0) and abs(y1 - y0) <= _THIN < abs(x1 - x0):
        drawn.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) <= _THIN < abs(y1 - y0):
        drawn.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _outlines(path: raw.FPDF_PAGEOBJECT, frame: _Frame, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path as shown; a closed one ends where it begins."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), 2000)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1:
                yield corners
            corners = []
        corners.append(frame.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if len(corners) > 1:
        yield corners
