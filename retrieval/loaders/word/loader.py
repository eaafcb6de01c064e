"""A Word document's body in its order: paragraphs with their generated numbers, tables in place, notes, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import DOCX
from retrieval.loaders.lines import Lines
from retrieval.loaders.word.inline import Inline, Paragraph
from retrieval.loaders.word.numbering import Numbering
from retrieval.loaders.word.package import Element, Package, child, children, is_on, name, value
from retrieval.loaders.word.styles import Style, Styles, number_of, outline_depth
from retrieval.model import Loaded
from retrieval.tabular import Cell, tabulate

_DEEPEST = 12
_THROUGH = frozenset({"ins", "moveTo", "customXml", "smartTag"})
_NUMBER = re.compile(r"[一-龥]{1,16}\s*[〔\[［(（]\s*20\d\d\s*[〕\]］)）]\s*\d{1,5}\s*号")
_LONGEST_HEADING = 80


def load_docx(data: bytes, context: LoadContext) -> Loaded:
    """The text of a docx or docm as Word shows it with all changes accepted; its macros are never looked at.

    Page heads and feet are left out, but for the document's number (文号) in ``metadata``. Raises LoadError for a damaged or
    encrypted file and for one without text.
    """
    package = Package(data, label=context.label, kind="Word（docx）")
    reading = _Reading(package)
    text = reading.lines.text
    if not text.strip():
        raise LoadError(f"{context.label}里没有文字{'，只有图片' if reading.pictures else ''}，请检查文件内容。")
    warnings = [f"有 {reading.pictures} 张图片，图片里的文字没有读。"] if reading.pictures else []
    number = reading.number()
    return Loaded(
        text=text,
        media_type=DOCX,
        metadata={"number": number} if number else {},
        warnings=(*warnings, *reading.warnings),
        tables=tuple(reading.lines.tables),
        headings=tuple(reading.lines.headings),
    )


class _Reading:
    """One reading of a package's main part."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._path = package.main()
        root = package.part(self._path)
        body = child(root, "body")
        if body is None:
            raise package.broken()
        self._styles = Styles(next(iter(package.related(self._path, "styles")), None))
        numbering = next(iter(package.related(self._path, "numbering")), None)
        self._numbering = Numbering(numbering, self._styles.lists())
        self._inline = Inline(self._styles)
        self._notes = {kind: self._note_elements(kind) for kind in ("footnote", "endnote")}
        self._noted = 0
        self._endnotes: list[str] = []
        self._begun = ""  # text of a paragraph whose end was deleted: it goes on in the next one
        self.lines = Lines()
        self.pictures = 0
        self.warnings: list[str] = []
        self._blocks(body, 0)
        for note in self._endnotes:
            self.lines.add(note)

    def number(self) -> str | None:
        """The document's number where only a page head states it."""
        heads = self._package.related(self._path, "header")
        said = ["".join(one.text or "" for one in head.iter() if name(one) == "t") for head in heads]
        found = next((match for text in said if (match := _NUMBER.search(text))), None)
        return found[0] if found and found[0] not in self.lines.text else None

    def _note_elements(self, kind: str) -> dict[str, Element]:
        roots = self._package.related(self._path, f"{kind}s")
        return {
            value(one, "id") or "": one
            for root in roots
            for one in children(root, kind)
            if value(one, "type") in (None, "normal")
        }

    # Blocks

    def _blocks(self, container: Element, deep: int) -> None:
        for block in _flat(container, 0):
            if name(block) == "p":
                self._paragraph(block, deep)
            elif name(block) == "tbl":
                self._table(block, deep)
            else:
                self.warnings.append("有嵌入的外部内容，没有读。")

    def _paragraph(self, element: Element, deep: int) -> None:
        text, found, depth = self._read(element)
        if text is None:
            return
        self.lines.add(text, depth=depth)
        self._after(found, deep)

    def _after(self, found: Paragraph, deep: int) -> None:
        """What hangs on a paragraph: its text boxes and its footnotes, each in lines of its own."""
        for box in found.boxes if deep < _DEEPEST else ():
            self._blocks(box, deep + 1)
        for note in self._said_notes(found):
            self.lines.add(note)

    def _read(self, element: Element) -> tuple[str | None, Paragraph, int | None]:
        """Text with its number, content, and depth of a paragraph; None for one that is not shown or goes on in the next."""
        properties = child(element, "pPr")
        style = self._styles.get(value(child(properties, "pStyle")))
        found = self._inline.read(element)
        self.pictures += found.pictures
        mark = child(properties, "rPr")
        gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        if style.contents or (style.hidden and found.text):
            return None, found, None
        if gone:
            self._begun += found.text
            return None, found, None
        text, self._begun = self._begun + found.text, ""
        label = self._label(properties, style) if text.strip() else ""
        depth = outline_depth(properties) or style.depth
        text = label + text.lstrip() if label else text
        return text, found, depth if len(text) <= _LONGEST_HEADING else None

    def _label(self, properties: Element | None, style: Style) -> str:
        own = number_of(properties)
        number, level = own or style.number or ("0", None)
        if number == "0":
            return ""
        if level is None and style.number and style.number[0] == number:
            level = style.number[1]
        if level is None:
            level = self._numbering.level_of_style(number, value(child(properties, "pStyle")))
        return self._numbering.label(number, level)

    def _said_notes(self, found: Paragraph) -> Iterator[str]:
        for kind, id in found.notes:
            note = self._notes[kind].pop(id, None)
            said = " ".join(filter(None, (self._plain(p) for p in _paragraphs(note)))) if note is not None else ""
            if said:
                self._noted += 1
                line = f"注{self._noted}：{said}"
                if kind == "footnote":
                    yield line
                else:
                    self._endnotes.append(line)

    def _plain(self, paragraph: Element) -> str:
        return Inline(self._styles).read(paragraph).text.strip()

    # Tables

    def _table(self, table: Element, deep: int) -> None:
        hanging: list[Paragraph] = []
        self.lines.table(self._cells(table, hanging, deep))
        for found in hanging:
            self._after(found, deep)

    def _cells(self, table: Element, hanging: list[Paragraph], deep: int) -> list[list[Cell]]:
        """The cells of a table; a cell that goes down stands once, in its first row."""
        rows: list[list[Cell]] = []
        places: list[dict[int, int]] = []  # by row: column → index of the cell that begins there
        for row in _flat_rows(table):
            cells: list[Cell] = []
            begins: dict[int, int] = {}
            marked = is_on(child(row, "trPr", "tblHeader"))
            column = _count(value(child(row, "trPr", "gridBefore")), 0)
            cells += [Cell(text="", across=column)] if column else []
            for cell in _flat(row, 0, "tc"):
                properties = child(cell, "tcPr")
                across = _count(value(child(properties, "gridSpan")), 1)
                merge = child(properties, "vMerge")
                text = self._cell_text(cell, hanging, deep)
                if merge is not None and value(merge) != "restart" and _grow(rows, places, column):
                    column += across
                    continue
                begins[column] = len(cells)
                cells.append(Cell(text=text, across=across, head=marked))
                column += across
            rows.append(cells)
            places.append(begins)
        return rows

    def _cell_text(self, cell: Element, hanging: list[Paragraph], deep: int) -> str:
        said: list[str] = []
        for block in _flat(cell, 0):
            if name(block) == "p":
                text, found, _ = self._read(block)
                hanging.append(found)
                said += [text] if text else []
            elif name(block) == "tbl" and deep < _DEEPEST:
                said += tabulate(self._cells(block, hanging, deep + 1)).lines
        return "\n".join(said)


def _grow(rows: list[list[Cell]], places: list[dict[int, int]], column: int) -> bool:
    """Let the cell above that begins at ``column`` reach one row further down; False where there is none."""
    for up in range(len(rows) - 1, -1, -1):
        if column in places[up]:
            index = places[up][column]
            cell = rows[up][index]
            rows[up][index] = Cell(text=cell.text, across=cell.across, head=cell.head, down=len(rows) - up + 1)
            return True
    return False


def _flat(container: Element, deep: int, wanted: str = "") -> Iterator[Element]:
    """Paragraphs and tables (or only ``wanted``) of a container, those in content controls and insertions too."""
    for one in container:
        tag = name(one)
        if tag in ((wanted,) if wanted else ("p", "tbl", "altChunk")):
            yield one
        elif deep < _DEEPEST and tag in _THROUGH:
            yield from _flat(one, deep + 1, wanted)
        elif deep < _DEEPEST and tag == "sdt" and not _is_contents(one):
            inner = child(one, "sdtContent")
            if inner is not None:
                yield from _flat(inner, deep + 1, wanted)


def _flat_rows(table: Element) -> Iterator[Element]:
    return (row for row in _flat(table, 0, "tr") if child(row, "trPr", "del") is None)


def _paragraphs(container: Element) -> Iterator[Element]:
    return _flat(container, 0, "p")


def _is_contents(control: Element) -> bool:
    """Whether a content control is the generated table of contents, or shows only its placeholder."""
    properties = child(control, "sdtPr")
    gallery = value(child(properties, "docPartObj", "docPartGallery")) or ""
    return "contents" in gallery.lower() or is_on(child(properties, "showingPlcHdr"))


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else otherwise
