"""A text with marks of citation, cut into sentences. Pure."""

from __future__ import annotations

import re

from retrieval.answering.faithfulness.model import Sentence
from retrieval.parsing.text import mask, narrow

#: [k3], 【k3】, ［k3］, 〔k3〕, [k3,k4], [^k3], [来源k3]; narrow brackets after ``narrow``.
MARK = re.compile(
    r"[\[【〔]\s*(?:\^|来源|出处|引用|资料|证据|source|ref)?[\s:]*([A-Za-z0-9]{1,12}(?:\s*[,、;/\s]\s*\^?[A-Za-z0-9]{1,12})*)\s*[\]】〕]",
    re.IGNORECASE,
)
_RUN = re.compile(rf"(?:\s*(?:{MARK.pattern}))+", re.IGNORECASE)
_END = re.compile(r"[。!?]+[”’\"')]*")
_STOP = re.compile(r"\s*[。!?]+")
_BULLET = re.compile(r"^\s*(?:[-*•·●▪◦]|#{1,6})\s+")
#: 〔2024〕12号 is no mark.
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[【]\s*(?:19|20)\d\d\s*[〕\]】]\s*\d*\s*号")


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order. A mark belongs to the sentence that it ends or follows; blank ones are left out.

    A sentence without marks shares those that end its line.
    """
    return tuple(sentence for line in text.splitlines() for sentence in _line(line))


def _line(line: str) -> list[Sentence]:
    line = _BULLET.sub("", line)
    plain = narrow(line)
    found: list[tuple[str, tuple[str, ...]]] = []
    start = 0
    for low, high, marked in _cuts(plain):
        text = line[start:low].strip().lstrip("；;，,、")
        handles = _handles(plain[low:high]) if marked else ()
        if _words(text):
            found.append((text, handles))
        elif found and handles:
            found[-1] = (found[-1][0], tuple(dict.fromkeys((*found[-1][1], *handles))))
        start = high
    rest = line[start:].strip().lstrip("；;，,、")
    if _words(rest):
        found.append((rest, ()))
    return _shared(found)


def _cuts(plain: str) -> list[tuple[int, int, bool]]:
    """(where the words end, where the next begin, whether marks stand between) of every cut of a line."""
    hidden = mask(plain)
    numbers = [found.span() for found in _NUMBER_OF_DOCUMENT.finditer(plain)]
    cuts = []
    for run in _RUN.finditer(plain):
        if not any(low <= run.end() - 1 < high for low, high in numbers):
            behind = _STOP.match(plain, run.end())
            cuts.append((run.start(), behind.end() if behind else run.end(), True))
    taken = [(low, high) for low, high, _ in cuts]
    for stop in _END.finditer(hidden):
        if not any(low <= stop.start() < high for low, high in taken):
            cuts.append((stop.end(), stop.end(), False))
    return sorted(cuts)


def _handles(marks: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(each for found in MARK.finditer(marks) for each in re.findall(r"[A-Za-z0-9]{1,12}", found[1]))
    )


def _words(text: str) -> bool:
    return bool(re.search(r"[\w\u4e00-\u9fff]", text))


def _shared(found: list[tuple[str, tuple[str, ...]]]) -> list[Sentence]:
    """Sentences, each without marks taking those of the next one in its line that has some."""
    made: list[Sentence] = []
    coming: tuple[str, ...] = ()
    for text, handles in reversed(found):
        coming = handles or coming
        made.append(Sentence(text=text, handles=handles or coming, shared=not handles and bool(coming)))
    return made[::-1]
