"""The text of a tree of html elements: blocks become lines, tables are stated row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from retrieval.loaders.container import Container, texts
from retrieval.model import Table
from retrieval.tabular import Cell, tabulate

_BREAK, _HEADED = (
    "\x1e",
    "\x1d",
)  # a hard line break, a heading's depth, while walking; texts hold no control characters
_MARK = re.compile(f"{_HEADED}([1-5]) ?")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
})
# fmt: on
_VERBATIM = frozenset({"pre", "textarea"})
_CELLS = frozenset({"td", "th"})
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f"
_SOFT_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])(?<![。！？；])[ \t]*\n[ \t\n]*(?=[{_WIDE}])")
_SOFT = re.compile(r"[ \t\n]+")


@dataclass(slots=True, kw_only=True)
class _Open:
    """A table whose end has not come. ``rows``: its cells so far; ``lays_out``: a cell holds a table of its own."""

    rows: list[list[Cell]] = field(default_factory=list)
    lays_out: bool = False


class Writer:
    """Writes a container as lines. ``tables``: those that hold data; ``headings``: (offset, depth) of h2 to h6; in their order."""

    def __init__(self, container: Container) -> None:
        self.tables: list[Table] = []
        self._buffers: list[list[str]] = [[]]
        self._open: list[_Open] = []
        self._cells: list[HtmlElement] = []
        self._verbatim = 0
        for event, element, text in _without_menus(container):
            if event == "text":
                self._buffers[-1].append(text.replace("\n", _BREAK) if self._verbatim else text)
            else:
                self._border(event, element)
        self.headings: list[tuple[int, int]] = []
        self.text = self._finished(_lines("".join(self._buffers[0])))

    def _finished(self, lines: list[str]) -> str:
        """The lines joined, their marks read off; one heading alone says nothing (a page's title in h2)."""
        found: list[tuple[int, int]] = []
        length = 0
        for index, line in enumerate(lines):
            if mark := _MARK.match(line):
                lines[index] = line[mark.end() :]
                found.append((length, int(mark[1])))
            length += len(lines[index]) + 1
        self.headings = found if len(found) > 1 else []
        return "\n".join(lines)

    def _border(self, event: str, element: HtmlElement) -> None:
        tag = element.tag
        self._verbatim += (tag in _VERBATIM) * (1 if event == "start" else -1)
        if tag == "table":
            self._table(event)
        elif tag == "tr" and self._open and event == "start":
            self._open[-1].rows.append([])
        elif tag in _CELLS and self._open:
            self._cell(event, element)
        elif tag in _BLOCKS:
            self._buffers[-1].append(_BREAK)
            if event == "start" and tag in _HEADINGS and not self._open:
                self._buffers[-1].append(f"{_HEADED}{int(tag[1]) - 1}")

    def _table(self, event: str) -> None:
        self._buffers[-1].append(_BREAK)
        if event == "start":
            if self._open:
                self._open[-1].lays_out = True
            self._open.append(_Open())
            return
        table = self._open.pop()
        self._buffers[-1] += [_BREAK.join(self._stated(table)), _BREAK]

    def _cell(self, event: str, element: HtmlElement) -> None:
        if event == "start":
            self._buffers.append([])
            return
        text = "\n".join(_lines("".join(self._buffers.pop())))
        down, across = (_span(element.get(name)) for name in ("rowspan", "colspan"))
        rows = self._open[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(Cell(text=text, down=down, across=across, head=element.tag == "th"))

    def _stated(self, table: _Open) -> list[str]:
        """The lines of a finished table; one that lays out the page gives its cells' lines, row by row."""
        if not table.lays_out:
            found = tabulate(
                table.rows, above=[_MARK.sub("", line) for line in _lines("".join(self._buffers[-1][-60:]))[-2:]]
            )
            self.tables += [found.table] if found.table else []
            return list(found.lines)
        return [line for row in table.rows for line in tabulate([row]).lines]


def _span(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1


def _without_menus(container: Container) -> Iterator[tuple[str, HtmlElement, str]]:
    """The events of the container less those of its menus; the text after a menu stays."""
    menu: HtmlElement | None = None
    for event, element, text in texts(container.element):
        if menu is None and event == "start" and element in container.menus:
            menu = element
        elif menu is None:
            yield event, element, text
        elif element is menu and event == "end":
            menu = None


def _lines(text: str) -> list[str]:
    return [squeezed for line in text.split(_BREAK) if _MARK.sub("", squeezed := _squeeze(line)).strip()]


def _squeeze(line: str) -> str:
    """Source line breaks and runs of blanks as a browser shows them; no blank inside a Chinese sentence; NBSP stays."""
    return _SOFT.sub(" ", _SOFT_IN_CHINESE.sub("", line)).strip(" ")
