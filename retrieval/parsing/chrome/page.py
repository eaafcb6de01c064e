"""Where the page ends and the text begins: the head, the tail and the title that stands twice."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from retrieval.parsing.chrome import fields, lines

_LONGEST_TITLE = 60
_LONGEST_CRUMB = 14
_LOOSE_LINES = 6  # so many lines in a row that are neither chrome nor surely body end the head
_LONGEST_LISTED = 100
_LISTED = 60
_SMALL_PRINT = 30
_STOPS = ("。", "；", "！", "？", ";", "!", "?", "：", ":")
_BLANK = re.compile(r"\s+")
_TITLE_SUFFIX = re.compile(r"\s*[-_|—–·]+\s*|\.(?:docx?|wps|pdf|txt|html?|ofd)\s*$")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")


class Head:
    """The lines above the first line that is surely body: ``dropped`` are chrome, ``found`` the fields read there.

    ``end``: index of the first line that is surely body. Lines above it that are no chrome (titles, a document number)
    stay.
    """

    def __init__(self, text: list[str]) -> None:
        self._text = text
        self._filled = [i for i, line in enumerate(text) if line.strip()]
        self._loose: list[int] = []
        self._small_print: set[int] = set()
        self.dropped: set[int] = set()
        self.found: list[tuple[str, str]] = []
        self.end = self._scan()
        self._drop_site_names()
        self._drop_repeated_titles()

    def _scan(self) -> int:
        row = 0
        for place, i in enumerate(self._filled):
            if i in self.dropped:
                continue
            if self._is_chrome(place):
                self.dropped.add(i)
                row = 0
            elif row >= _LOOSE_LINES or _is_body(self._text[i]):
                return i
            else:
                self._loose.append(i)
                row += 1
        return len(self._text)

    def _is_chrome(self, place: int) -> bool:
        own_tests = (self._is_lone_label, self._is_fields, self._is_crumb, self._is_small_print)
        return any(test(place) for test in own_tests) or any(test(self._line(place)) for test in _HEAD_TESTS)

    def _line(self, place: int) -> str:
        return self._text[self._filled[place]] if 0 <= place < len(self._filled) else ""

    def _is_lone_label(self, place: int) -> bool:
        """A label whose value stands on the next line, as where table cells were copied one a line."""
        label, value = fields.lone_label(self._line(place)), self._line(place + 1).strip()
        if not label or not fields.takes(label, value) or _is_other(value):
            return False
        if not fields.is_typed(label) and not _is_other(self._line(place + 2)):
            return False
        self.found.append((label, value))
        self.dropped.add(self._filled[place + 1])
        return True

    def _is_fields(self, place: int) -> bool:
        line = self._line(place)
        pairs = fields.read_fields(line)
        if pairs is not None:
            self.found += pairs
            return True
        among = place > 0 and self._filled[place - 1] in self.dropped and fields.read_fields(self._line(place + 1))
        return bool(among) and fields.is_unknown_field(line)

    def _is_crumb(self, place: int) -> bool:
        """One piece of a breadcrumb that was copied with one piece a line."""
        line = self._line(place).strip()
        if len(line) > _LONGEST_CRUMB or fields.has_title_words(line):
            return False
        return lines.is_arrow(self._line(place - 1)) or lines.is_arrow(self._line(place + 1))

    def _is_small_print(self, place: int) -> bool:
        """The site's 温馨提示 or 下载须知, and the clauses right below it."""
        line, above = self._line(place), self._filled[place - 1] if place else -1
        if lines.opens_small_print(line) or (above in self._small_print and lines.is_clause(line)):
            self._small_print.add(self._filled[place])
            return True
        return False

    def _drop_site_names(self) -> None:
        """The name of the authority or its site right above chrome goes; below it belongs to the document."""
        for i in list(self._loose):
            following = next((j for j in self._filled if j > i), None)
            if following in self.dropped and lines.is_site(self._text[i]):
                self.dropped.add(i)
                self._loose.remove(i)

    def _drop_repeated_titles(self) -> None:
        """Of a title that stands above and below the metadata line, the lower one, the body's own, stays."""
        candidates = [*self._loose, *([self.end] if self.end < len(self._text) else [])]
        last = max(self.dropped, default=-1)
        for place, i in enumerate(self._loose):
            if (i < last or fields.has_title_words(self._text[i])) and _repeats(
                self._text[i], [self._text[j] for j in candidates[place + 1 :]]
            ):
                self.dropped.add(i)


_HEAD_TESTS = (
    lines.is_breadcrumb,
    lines.is_rule,
    lines.is_arrow,
    lines.is_furniture,
    lines.is_footer,
    lines.is_button,
)


def _is_other(line: str) -> bool:
    """A label, metadata line or toolbar of its own."""
    return bool(line.strip()) and (fields.lone_label(line) is not None or fields.read_fields(line) is not None)


def _is_body(line: str) -> bool:
    bare = line.strip()
    return len(bare) > _LONGEST_TITLE or bare.endswith(_STOPS) or lines.is_heading(line)


def _repeats(title: str, below: list[str]) -> bool:
    """True where ``title`` comes again below: alike, reordered, over two or three lines, or less the site's name or the file's suffix."""
    bare = _bare(title)
    if len(bare) < 4:
        return False
    later = [_bare(line) for line in below]
    runs = [*later, *(a + b for a, b in pairwise(later)), *map("".join, zip(later, later[1:], later[2:], strict=False))]
    shortened = _bare(_TITLE_SUFFIX.split(title)[0])
    return any(run == bare or (len(run) >= 8 and (run == shortened or sorted(run) == sorted(bare))) for run in runs)


def _bare(line: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", line))


class Tail:
    """The chrome below the last line of the body: ``dropped``, the fields ``found`` there and the cut-off ``notices``.

    Only lines from ``start`` on are looked at.
    """

    def __init__(self, text: list[str], start: int) -> None:
        self._text = text
        end = next((i for i in range(start, len(text)) if self._opens_foreign(i)), len(text))
        top = self._top(start, end)
        self.dropped = set(range(top, len(text)))
        rows = text[top:end]
        self.found = [pair for line in rows for pair in fields.read_fields(line) or ()]
        self.notices = [line.strip() for line in rows if lines.is_cut(line) or lines.is_button(line)]

    def _opens_foreign(self, i: int) -> bool:
        """True where a list of other pages or the site's small print begins that fills the rest of the text."""
        line = self._text[i]
        if lines.is_related(line):
            rest = self._rest(i, _LISTED)
            return rest is not None and all(map(_is_listed, rest))
        if line.strip() and lines.is_disclaimer(line + "本站"):
            rest = self._rest(i, _SMALL_PRINT)
            return rest is not None and lines.is_disclaimer("\n".join(rest)) and not any(map(_CHAPTER.match, rest))
        return False

    def _rest(self, i: int, most: int) -> list[str] | None:
        """The filled lines from ``i`` on, None where there are more than ``most``."""
        rest: list[str] = []
        for line in self._text[i:]:
            if line.strip():
                rest.append(line.strip())
            if len(rest) > most:
                return None
        return rest

    def _top(self, start: int, end: int) -> int:
        """First line of the run of chrome that ends before ``end``."""
        top, kinds = end, list[str]()
        while top > start and (kind := _tail_kind(self._text[top - 1])):
            top -= 1
            kinds.append(kind)
        if "footer" not in kinds:
            return end - (kinds.index("soft") if "soft" in kinds else len(kinds))
        while not self._text[top].strip() or lines.is_contact(self._text[top]):
            top += 1
        return top


_TAIL_TESTS = (lines.is_rule, lines.is_furniture, lines.is_cut, lines.is_button, lines.is_breadcrumb)


def _tail_kind(line: str) -> str | None:
    """``blank``, ``chrome``, ``footer``, or ``soft``: chrome only beside a footer; None for text."""
    if not line.strip():
        return "blank"
    if lines.is_footer(line):
        return "footer"
    pairs = fields.read_fields(line)
    if any(test(line) for test in _TAIL_TESTS) or (pairs is not None and fields.may_stand_below(pairs)):
        return "chrome"
    return "soft" if lines.is_imprint(line) or lines.is_contact(line) else None


def _is_listed(line: str) -> bool:
    return len(line) <= _LONGEST_LISTED and (not line.endswith("。") or lines.is_furniture(line))
