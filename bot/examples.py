"""Questions to begin with, taken from the indexed reports and tried before they are offered."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

from bot.context import Reports
from bot.rendering.greeting import fits
from retrieval import Document, HuiwenError, StoredSection

OFFERED = 3
TRIED = 12
KEPT = 16
_FIGURE = re.compile(
    r"(?:^|[，。；：、,;:\s])(?:全[省市县区])?([\u4e00-\u9fff]{3,9}[率数])(?=[达为至提升高降]{0,4}[\d０-９])"
)


State = tuple[tuple[str, int], ...]


class Examples:
    """``get`` asks each set of documents that somebody sees once; what was found for the last few sets is kept."""

    def __init__(self) -> None:
        self._finding = threading.Lock()
        self._found: dict[State, tuple[str, ...]] = {}

    def get(self, library: Reports) -> tuple[tuple[Document, ...], tuple[str, ...]]:
        """All documents of a reader and some questions that they answer. Blocks."""
        documents = library.documents()
        state = tuple((document.id, document.version) for document in documents)
        with self._finding:
            if state not in self._found:
                while len(self._found) >= KEPT:
                    self._found.pop(next(iter(self._found)))
                self._found[state] = _find(library, documents)
            return documents, self._found[state]


def _find(library: Reports, documents: tuple[Document, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for tried, question in enumerate(_candidates(library, documents)):
        if len(found) == OFFERED or tried == TRIED:
            break
        if fits(question) and _answered(library, question):
            found.append(question)
    return tuple(found)


def _answered(library: Reports, question: str) -> bool:
    try:
        return library.ask(question).status == "answered"
    except HuiwenError:
        return False


def _candidates(library: Reports, documents: tuple[Document, ...]) -> Iterator[str]:
    """In turn one question of each document, so that several regions are shown."""
    rounds = [list(candidates(document, library.sections(document.id))) for document in documents[:OFFERED]]
    for at in range(max(map(len, rounds), default=0)):
        yield from (questions[at] for questions in rounds if at < len(questions))


def candidates(document: Document, sections: tuple[StoredSection, ...]) -> Iterator[str]:
    """Questions about figures that a report seems to state, results before goals."""
    region = document.profile.region
    if region is None:
        return
    for section in sorted(sections, key=lambda section: section.plan):
        for name in dict.fromkeys(_FIGURE.findall(section.text)):
            year = f"{section.year}年" if section.year else ""
            yield f"{region.short}{year}{name}{'目标' if section.plan else ''}是多少？"
