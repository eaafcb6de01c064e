"""The text of one paragraph, all changes accepted: insertions kept, deletions dropped, fields as they show, hidden text left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.loaders.word.package import Element, child, is_on, name, value
from retrieval.loaders.word.styles import Styles

_THROUGH = frozenset(
    {"hyperlink", "smartTag", "ins", "moveTo", "customXml", "dir", "bdo", "sdtContent", "rubyBase", "Choice"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_DRAWN = frozenset({"drawing", "pict", "object"})
_GENERATED = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "NOTEREF", "TOC", "INDEX", "TC", "XE", "STYLEREF"}
)
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")


@dataclass(slots=True)
class Paragraph:
    """What a paragraph holds. ``notes``: (kind, id) referred to; ``boxes``: contents of text boxes anchored in it."""

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: int = 0


class Inline:
    """Reads paragraphs in their order: a field may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[tuple[str, bool]] = []  # (instruction, its result has begun)
        self._found = Paragraph()

    def read(self, paragraph: Element) -> Paragraph:
        """The paragraph's content."""
        self._found = Paragraph()
        self._walk(paragraph)
        return self._found

    def _walk(self, element: Element) -> None:
        for one in element:
            tag = name(one)
            if tag == "r":
                self._run(one)
            elif tag in _THROUGH or (tag == "fldSimple" and not _is_generated(value(one, "instr") or "")):
                self._walk(one)
            elif tag == "sdt" and not is_on(child(one, "sdtPr", "showingPlcHdr")):
                self._walk(child(one, "sdtContent") if child(one, "sdtContent") is not None else one)
            elif tag == "AlternateContent":
                self._walk(_chosen(one))
            elif tag in ("oMath", "oMathPara"):
                self._say("".join(part.text or "" for part in one.iter() if name(part) == "t"))

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        own = child(properties, "vanish")
        styled = self._styles.get(style).hidden if (style := value(child(properties, "rStyle"))) else False
        self._parts(run, hidden=is_on(own) if own is not None else styled)

    def _parts(self, run: Element, *, hidden: bool) -> None:
        for part in run:
            tag = name(part)
            if tag == "fldChar":
                self._field(value(part, "fldCharType"))
            elif tag == "instrText" and self._fields:
                instruction, begun = self._fields[-1]
                self._fields[-1] = (instruction + (part.text or ""), begun)
            elif tag == "AlternateContent":
                self._parts(_chosen(part), hidden=hidden)
            elif tag in _DRAWN:
                self._drawn(part)
            elif not hidden:
                self._part(tag, part)

    def _part(self, tag: str, part: Element) -> None:
        if tag == "t":
            self._say(part.text or "")
        elif tag in _SIGNS and value(part, "type") not in ("page", "column"):
            self._say(_SIGNS[tag])
        elif tag == "sym":
            self._say(_symbol(part))
        elif tag in _NOTES:
            self._found.notes.append((_NOTES[tag], value(part, "id") or ""))
        elif tag == "ruby":
            self._walk(child(part, "rubyBase") if child(part, "rubyBase") is not None else part)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(("", False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _say(self, text: str) -> None:
        if all(begun and not _is_generated(instruction) for instruction, begun in self._fields):
            self._found.text += text

    def _drawn(self, drawing: Element) -> None:
        boxes = [one for one in drawing.iter() if name(one) == "txbxContent"]
        self._found.boxes += boxes
        inside = {name(one) for one in drawing.iter()}
        self._found.pictures += bool(inside & {"blip", "imagedata"}) and not boxes


def _is_generated(instruction: str) -> bool:
    """Whether a field makes page numbers or a table of contents, which are no text of the report."""
    return instruction.split()[:1] != [] and instruction.split()[0].upper() in _GENERATED


def _chosen(alternatives: Element) -> Element:
    """The alternative to read: the first choice, else the fallback."""
    chosen = child(alternatives, "Choice")
    if chosen is None:
        chosen = child(alternatives, "Fallback")
    return alternatives if chosen is None else chosen


def _symbol(part: Element) -> str:
    """A symbol by its code; one that only its font makes a sign says nothing."""
    code, font = value(part, "char") or "", (value(part, "font") or "").lower()
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= number <= 0xF8FF or font.startswith(_SYMBOL_FONTS) else chr(number)
