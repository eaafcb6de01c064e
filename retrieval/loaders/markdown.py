"""Markdown: the marks go, the words stay; tables are stated row by row, # lines are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html
from lxml.etree import LxmlError
from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.errors import LoadError
from retrieval.loaders.charset import decode
from retrieval.loaders.container import Container
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import MARKDOWN
from retrieval.loaders.lines import Lines
from retrieval.loaders.markup import Writer
from retrieval.loaders.txt import clean
from retrieval.model import Loaded
from retrieval.tabular import Cell

_FRONT = re.compile(r"\A---\n(?:[^\n]*\n){0,40}?(?:---|\.\.\.)\n")
_INDENT = re.compile(r"[^\S\n ]*")
_BLANK = re.compile(r"\s*\Z")


def load_markdown(data: bytes, context: LoadContext) -> Loaded:
    """The text of a Markdown file, line for line as in its source. Raises LoadError as for plain text."""
    decoded = decode(data, declared=(context.charset,))
    if decoded is None:
        raise LoadError(f"{context.label}的编码不是 UTF-8、UTF-16、GB18030 或 Big5，请用记事本另存为 UTF-8 后再试。")
    source, warnings = clean(decoded, context)
    lines = _Reading(_FRONT.sub("", source)).lines
    if not lines.text.strip():
        raise LoadError(f"{context.label}是空的，没有文字，请检查文件内容。")
    return Loaded(
        text=lines.text,
        media_type=MARKDOWN,
        encoding=decoded.encoding,
        warnings=warnings,
        tables=tuple(lines.tables),
        headings=tuple(lines.headings),
    )


class _Reading:
    """One reading: block tokens from top to bottom."""

    def __init__(self, source: str) -> None:
        self._source = source.split("\n")
        self._label = ""  # number of a list item whose text has not come yet
        self._rows: list[list[Cell]] | None = None
        self._depth: int | None = None
        self.lines = Lines()
        for token in MarkdownIt("commonmark").enable("table").parse(source):
            self._block(token)

    def _block(self, token: Token) -> None:
        kind = token.type
        if kind in ("table_open", "table_close", "tr_open"):
            self._table(kind)
        elif kind == "list_item_open":
            self._label = f"{token.info}{token.markup} " if token.info else ""
        elif kind in ("heading_open", "heading_close"):
            self._depth = int(token.tag[1:]) - 1 if kind == "heading_open" else None
        elif kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self.lines.add(token.content.rstrip("\n"))
        elif kind == "html_block":
            self._html(token.content)

    def _table(self, kind: str) -> None:
        if kind == "table_open":
            self._rows = []
        elif kind == "tr_open" and self._rows is not None:
            self._rows.append([])
        else:
            self.lines.table(self._rows or [])
            self._rows = None

    def _inline(self, token: Token) -> None:
        text = _said(token.children or ())
        if self._rows is not None:
            self._rows[-1].append(Cell(text=text, head=len(self._rows) == 1))
            return
        label, self._label = self._label, ""
        self.lines.add(label + self._indented(text, token), depth=self._depth)

    def _indented(self, text: str, token: Token) -> str:
        """``text`` with the wide blanks that its lines begin with, which Markdown would drop."""
        if not token.map or self._depth is not None:
            return text
        said = text.split("\n")
        source = self._source[token.map[0] : token.map[1]]
        if len(source) != len(said):
            return text
        indents = [found[0] if (found := _INDENT.match(line)) else "" for line in source]
        return "\n".join(indent + line.lstrip() for indent, line in zip(indents, said, strict=True))

    def _html(self, content: str) -> None:
        try:
            element = html.fragment_fromstring(content, create_parent="div")
        except LxmlError:
            return
        written = Writer(Container(element=element))
        if not _BLANK.match(written.text):
            self.lines.extend(written.text, written.tables)


def _said(tokens: Sequence[Token]) -> str:
    said = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            said += "\n"
        elif token.type in ("text", "code_inline", "text_special"):
            said += token.content
    return said
