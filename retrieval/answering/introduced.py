"""What a sentence only introduces (还存在以下不足：) is said too: the points that follow it, 一是…；二是…. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from retrieval.answering.finding import Finding, Proof, Statement
from retrieval.answering.units import Unit, every
from retrieval.answering.wording import quoted, trimmed
from retrieval.model import StoredSection

COLON = re.compile(r"[:：]\s*$")
POINT = re.compile(r"(?:[一二三四五六七八九十]是|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])")
MOST, CHARACTERS = 8, 480


def introduced(finding: Finding, sections: Callable[[str], Sequence[StoredSection]]) -> Finding:
    """The finding with the points behind each statement that ends in a colon, each said once. ``sections``: of a document, in
    their order.
    """
    told = {_place(proof) for statement in finding.statements for proof in statement.proofs}
    said: list[Statement] = []
    for statement in finding.statements:
        fresh = [point for point in _points(statement, sections) if _place(point.proofs[0]) not in told]
        said += [statement, *fresh]
        told |= {_place(point.proofs[0]) for point in fresh}
    return replace(finding, statements=tuple(said))


def _place(proof: Proof) -> tuple[str, int]:
    return proof.section.id, proof.start


def _points(statement: Statement, sections: Callable[[str], Sequence[StoredSection]]) -> Iterator[Statement]:
    if not statement.proofs:
        return
    last = statement.proofs[-1]
    if not COLON.search(last.section.text[last.start : last.end]):
        return
    size = 0
    for count, unit in enumerate(_following(last, sections(last.section.document_id))):
        size += len(unit.text)
        if count >= MOST or size > CHARACTERS:
            return
        start, end = quoted(unit.section.text, unit.start, unit.end, unit.start, unit.end)
        yield Statement(
            text=trimmed(unit.text),
            proofs=(Proof(section=unit.section, start=start, end=end, year=unit.year, plan=unit.plan),),
            region=statement.region,
            year=unit.year,
            plan=unit.plan,
            headed=False,
        )


def _following(proof: Proof, sections: Sequence[StoredSection]) -> Iterator[Unit]:
    """The points right behind a proof: in its section, then those that begin the next sections."""
    for unit in every(proof.section):
        if unit.start >= proof.end:
            if not POINT.match(unit.folded):
                return
            yield unit
    places = [section.id for section in sections]
    if proof.section.id not in places:
        return
    for section in sections[places.index(proof.section.id) + 1 :]:
        first = next(iter(every(section)), None)
        if first is None or not POINT.match(first.folded):
            return
        yield first
