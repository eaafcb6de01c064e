"""Which element of a page holds the article.

trafilatura is good at telling the article from the rest but drops paragraphs whose class names look like widgets
(share-…). So its extraction only points: the element of the original tree that holds what it extracted is the
container, and the caller keeps every text node of it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree
from lxml.html import HtmlElement

from retrieval.loaders.links import is_file

SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "iframe", "svg", "select", "button", "nav"})
_COVERAGE = 0.9  # share of the extracted text that the container must hold
_LINKED = 0.3  # a parent joins while at most this share of what it adds is link text
_ASIDES = frozenset({"aside", "footer"})  # in these a single link is enough
_MENU_LINKS = 6  # a child outside the article that is mostly links, at least so many, is a menu
_SHORTEST = 6  # an extracted line shorter than this occurs anywhere
_PROSE = 25  # an extracted line of so many characters that is no link is of the article
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """``menus``: elements within ``element`` that are lists of links before or after the article, to be left out."""

    element: HtmlElement
    menus: frozenset[HtmlElement] = frozenset()


class _Map:
    """The page's text without blanks, and where each element, link and extracted line lies in it."""

    def __init__(self, body: HtmlElement) -> None:
        pieces: list[str] = []
        links = bytearray()
        self.spans: dict[HtmlElement, tuple[int, int]] = {}
        starts: dict[HtmlElement, int] = {}
        position = depth = 0
        for event, element, text in texts(body):
            if event == "start":
                starts[element] = position
                depth += _leads_on(element)
            elif event == "end":
                self.spans[element] = (starts[element], position)
                depth -= _leads_on(element)
            else:
                bare = _BLANK.sub("", text)
                pieces.append(bare)
                links += (b"\1" if depth else b"\0") * len(bare)
                position += len(bare)
        self.text = "".join(pieces)
        self._links = _sums(links)
        self._found = _sums(bytes(position))
        self._positions: tuple[int, int] | None = None

    def mark(self, lines: list[str]) -> None:
        """Note where the extracted ``lines`` lie; each is looked for after the one before it first."""
        marks = bytearray(len(self.text))
        prose = bytearray(len(self.text))
        cursor = 0
        for line in lines:
            start = self.text.find(line, cursor)
            if start < 0 and (start := self.text.find(line)) < 0:
                continue
            cursor = start + len(line)
            marks[start:cursor] = b"\1" * len(line)
            if len(line) >= _PROSE and self._links[cursor] == self._links[start]:
                prose[start:cursor] = marks[start:cursor]
        self._found = _sums(marks)
        article = prose if any(prose) else marks
        if any(article):
            self._positions = (article.index(1), article.rindex(1) + 1)

    @property
    def total(self) -> int:
        """Characters of the page that were extracted."""
        return self._found[-1]

    def found(self, element: HtmlElement) -> int:
        """Extracted characters inside ``element``."""
        start, end = self.spans[element]
        return self._found[end] - self._found[start]

    def size(self, element: HtmlElement) -> int:
        """Characters inside ``element``."""
        start, end = self.spans[element]
        return end - start

    def links(self, element: HtmlElement) -> int:
        """Characters of link text inside ``element``."""
        start, end = self.spans[element]
        return self._links[end] - self._links[start]

    def outside(self, element: HtmlElement) -> bool:
        """True where ``element`` lies wholly before or after the prose that was extracted."""
        start, end = self.spans[element]
        return self._positions is not None and (end <= self._positions[0] or start >= self._positions[1])


def _sums(flags: Iterable[int]) -> array[int]:
    """Number of flags set before each place."""
    return array("L", accumulate(flags, initial=0))


def find_container(body: HtmlElement, extracted: str) -> Container:
    """The container of ``extracted`` (trafilatura's plain text); ``body`` itself where nothing of it is found.

    The smallest element with 90 % of the extracted text, then upwards while a parent adds hardly any links, so that the
    title and the table of 索引号/发布机构 above the article come along but menus do not.
    """
    page = _Map(body)
    page.mark(_lines(extracted))
    if not page.total:
        return Container(element=body, menus=frozenset())
    element = _climb(page, _descend(page, body), body)
    return Container(element=element, menus=frozenset(_menus(page, element)))


def texts(root: HtmlElement) -> Iterator[tuple[str, HtmlElement, str]]:
    """(start|text|end, element, text) of ``root`` and below, in order, less what ``SKIPPED`` holds."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        skipped = element.tag in SKIPPED
        if event == "start" and skipped:
            walk.skip_subtree()
        elif not skipped:
            yield event, element, ""
        text = element.text if event == "start" else element.tail
        if text and not (skipped and event == "start") and not (event == "end" and element is root):
            yield "text", element, text


def _lines(extracted: str) -> list[str]:
    """Extracted paragraphs and table cells, list marks and blanks gone; the very short left out."""
    pieces = (re.sub(r"^\s*-\s+", "", piece) for line in extracted.split("\n") for piece in line.split("|"))
    return [bare for piece in pieces if len(bare := _BLANK.sub("", piece)) >= _SHORTEST]


def _descend(page: _Map, element: HtmlElement) -> HtmlElement:
    enough = _COVERAGE * page.total
    while (child := next((c for c in element if c in page.spans and page.found(c) >= enough), None)) is not None:
        element = child
    return element


def _climb(page: _Map, element: HtmlElement, body: HtmlElement) -> HtmlElement:
    while element is not body:
        parent = element.getparent()
        added = page.size(parent) - page.size(element)
        if page.links(parent) - page.links(element) > _LINKED * added:
            break
        element = parent
    return element


def _menus(page: _Map, element: HtmlElement) -> Iterator[HtmlElement]:
    """The outermost lists of links outside the article, however deep they stand."""
    waiting = list(element)
    while waiting:
        child = waiting.pop()
        if child not in page.spans:
            continue
        if page.outside(child) and _is_menu(page, child):
            yield child
        elif child.tag != "a":
            waiting += child


def _is_menu(page: _Map, child: HtmlElement) -> bool:
    least = 1 if child.tag in _ASIDES else _MENU_LINKS
    return page.links(child) * 2 > page.size(child) and sum(1 for _ in child.iter("a")) >= least


def _leads_on(element: HtmlElement) -> bool:
    """A link to another page; one to a file belongs to the article."""
    return element.tag == "a" and not is_file(element.get("href") or "", element.text or "")
