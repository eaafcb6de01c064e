"""A model's whole text held to the evidence: sentences checked, repaired where the evidence leaves one way, else dropped. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from retrieval.answering.faithfulness import sides
from retrieval.answering.faithfulness.checking import check, judge
from retrieval.answering.faithfulness.grounds import Ground, ground
from retrieval.answering.faithfulness.model import Evidence, Gated, Sentence, Verdict
from retrieval.answering.faithfulness.sides import Head
from retrieval.answering.faithfulness.splitting import split
from retrieval.answering.values import ANSWERS, fits
from retrieval.model import Query

#: Of a text at least this share of its sentences must stand.
KEPT = 0.5
#: A sentence that cites nothing is given a citation only where it has so many Chinese characters.
SAYS = 4
_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|底|末)?")


class Gate:
    """Takes sentences in their order, as they are completed. ``offered``: handle → evidence; ``query``: what was asked.

    >>> from retrieval.answering.faithfulness.model import Evidence, Sentence
    >>> known = Evidence(handle="k1", text="建成托育点12个。", region="青岚市", year=2024, plan=False)
    >>> gate = Gate({"k1": known})
    >>> gate.add(Sentence(text="青岚市2024年建成托育点21个", handles=("k1",))).reason
    '出处没有“21个”'
    """

    def __init__(self, offered: Mapping[str, Evidence], query: Query | None = None) -> None:
        self._offered = offered
        self._query = query
        self._head = Head()
        self._kept: list[Verdict] = []
        self._dropped: list[Verdict] = []
        self._invented = 0

    def add(self, sentence: Sentence) -> Verdict:
        """The verdict on the next sentence; only one that is ``ok`` may be shown."""
        known = tuple(handle for handle in sentence.handles if handle in self._offered)
        self._invented += len(sentence.handles) - len(known) if not sentence.shared else 0
        verdict = self._judged(replace(sentence, handles=known))
        (self._kept if verdict.ok else self._dropped).append(verdict)
        if verdict.ok:
            self._head = sides.head_of(verdict.text, self._head)
        return verdict

    def result(self) -> Gated:
        """What may be sent of all that was added."""
        return Gated(
            lines=tuple(self._kept), dropped=tuple(self._dropped), invented=self._invented, enough=self._enough()
        )

    def _judged(self, sentence: Sentence) -> Verdict:
        """The verdict after repairs: as the sentence goes on with the one before, else as one that stands alone."""
        verdict = check(sentence, self._offered, self._head)
        if verdict.ok:
            return replace(verdict, repaired=sentence.shared)
        repaired = self._repaired(sentence)
        if repaired is None and self._head != Head():
            self._head, before = Head(), self._head
            alone = check(sentence, self._offered, self._head)
            repaired = replace(alone, repaired=True) if alone.ok else self._repaired(sentence)
            self._head = self._head if repaired else before
        return repaired or verdict

    def _repaired(self, sentence: Sentence) -> Verdict | None:
        if sentence.handles:
            return self._moved(sentence) or self._worded(sentence)
        if len(re.findall(r"[\u4e00-\u9fff]", sentence.text)) < SAYS:
            return None
        return self._moved(sentence) or self._moved(sentence, self._worded)

    def _moved(self, sentence: Sentence, repair: Callable[[Sentence], Verdict | None] | None = None) -> Verdict | None:
        """The sentence under the offered handle that proves it, as it is or after a ``repair``; None where that could be one or
        another: of two that do, the regions, years or sides differ.
        """
        fitting = []
        for handle in self._offered:
            moved = replace(sentence, handles=(handle,))
            verdict = repair(moved) if repair else check(moved, self._offered, self._head)
            if verdict and verdict.ok:
                fitting.append((verdict, self._offered[handle]))
        owners = {(each.region, each.year, each.plan) for _, each in fitting}
        return replace(fitting[0][0], repaired=True) if len(owners) == 1 else None

    def _worded(self, sentence: Sentence) -> Verdict | None:
        """The sentence with the word that its evidence has and it lacks: 目标, 约, 超, 近, 以上."""
        text = sentence.text
        for _ in range(3):
            changed = _reworded(text, [ground(self._offered[each]) for each in sentence.handles], self._head)
            if changed is None:
                return None
            text = changed
            verdict = check(replace(sentence, text=text), self._offered, self._head)
            if verdict.ok:
                return replace(verdict, repaired=True)
        return None

    def _enough(self) -> bool:
        """Whether what is left answers: half of it stands, and where a value is asked one is said."""
        if not self._kept or len(self._kept) < KEPT * (len(self._kept) + len(self._dropped)):
            return False
        query = self._query
        if query is None or query.wants not in ANSWERS or query.shape in ("how", "summary", "list"):
            return True
        return any(fits(query.wants, _YEAR.sub("", each.text), query.measure) > 0 for each in self._kept)


def gate(text: str | Sequence[Sentence], offered: Mapping[str, Evidence], query: Query | None = None) -> Gated:
    """Hold a text, or its sentences, to the evidence that was offered for it."""
    keeper = Gate(offered, query)
    for sentence in split(text) if isinstance(text, str) else text:
        keeper.add(sentence)
    return keeper.result()


def _reworded(text: str, grounds: Sequence[Ground], head: Head) -> str | None:
    """The text with one word added that the first failure asks for; None where no word would help."""
    if not grounds:
        return None
    failure = judge(text, grounds, head).failure
    if failure is None:
        return None
    if failure.reason == sides.UNTOLD:
        return _as_goal(text)
    if failure.loose and failure.loose.mark:
        return _marked(text, failure.loose.told.written, failure.loose.mark)
    return None


def _as_goal(text: str) -> str:
    """目标 behind the year that begins the sentence, else before all."""
    found = _YEAR.search(text[:24])
    return f"{text[: found.end()]}目标：{text[found.end() :].lstrip('，,：:的')}" if found else f"目标：{text}"


def _marked(text: str, written: str, mark: str) -> str | None:
    """约, 近, 超 before the number, 以上 behind it, where it stands once as written."""
    if text.count(written) != 1:
        return None
    return text.replace(written, written + mark if mark == "以上" else mark + written)
