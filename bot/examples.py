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
_FIGURE = re.compile(
    r"(?:^|[，。；：、,;:\s])(?:全[省市县区])?([\u4e00-\u9fff]{3,9}[率数])(?=[达为至提升高降]{0,4}[\d０-９])"
)


class Examples:
    """``get`` reads the library, at most once for each state of its catalogue."""

    def __init__(self, library: Reports) -> None:
        self._library = library
        self._finding = threading.Lock()
        self._state: tuple[tuple[str, int], ...] | None = None
        self._questions: tuple[str, ...] = ()

    def get(self) -> tuple[tuple[Document, ...], tuple[str, ...]]:
        """All documents and some questions that they answer. Blocks."""
        documents = self._library.documents()
        state = tuple((document.id, document.version) for document in documents)
        with self._finding:
            if state != self._state:
                self._questions, self._state = self._find(documents), state
            return documents, self._questions

    def _find(self, documents: tuple[Document, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for tried, question in enumerate(self._candidates(documents)):
            if len(found) == OFFERED or tried == TRIED:
                break
            if fits(question) and self._answered(question):
                found.append(question)
        return tuple(found)

    def _answered(self, question: str) -> bool:
        try:
            return self._library.ask(question).status == "answered"
        except HuiwenError:
            return False

    def _candidates(self, documents: tuple[Document, ...]) -> Iterator[str]:
        """In turn one question of each document, so that several regions are shown."""
        rounds = [list(candidates(document, self._library.sections(document.id))) for document in documents[:OFFERED]]
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
