"""300 false and 300 true variants of right statements about invented cities, made by plain text surgery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import cli, json_views, verifying
from retrieval import Citation, Library
from retrieval.answering.units import every
from retrieval.answering.wording import head, trimmed
from tests.faithful.variants import FALSE, TRUE, Maker, variants
from tests.fakes import FakeEmbedder

SAMPLES = Path(cli.__file__).parent / "samples"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("variants"), embedder=FakeEmbedder()) as opened:
        opened.index([SAMPLES])
        yield opened


@pytest.fixture(scope="module")
def answers(library: Library) -> list[dict[str, Any]]:
    """Every sentence of the sample reports as a cited answer of one line."""
    return list(_answers(library))


def _answers(library: Library) -> Iterator[dict[str, Any]]:
    for document in library.documents():
        for section in library.sections(document.id):
            for unit in every(section) if section.part else ():
                if not 16 <= len(unit.text) <= 300 or "\n" in unit.text:
                    continue
                cited = Citation(
                    n=1, section_id=section.id, document=document.title, document_id=document.id, path=section.path,
                    quote=unit.text, start=unit.start, region=document.region, year=unit.year, plan=unit.plan,
                )  # fmt: skip
                line = head(document.region, unit.year, unit.plan, period=unit.period) + trimmed(unit.text)
                yield {"id": section.id, "text": f"{line} [1]", "citations": [json_views.citation(cited)]}


def passes(library: Library, answer: dict[str, Any]) -> bool:
    given = verifying.given(answer, 1)
    return all(verdict.ok for verdict in library.verify(given.text, given.citations, given.missing))


def rates(
    library: Library, answers: list[dict[str, Any]], makers: dict[str, Maker], each: int
) -> tuple[Counter[str], Counter[str], list[str]]:
    """(variants of each kind, those that pass, the lines that pass)."""
    asked, passed = Counter[str](), Counter[str]()
    lines = []
    for kind, answer, line in variants(answers, makers, each):
        asked[kind] += 1
        if passes(library, answer):
            passed[kind] += 1
            lines.append(f"{kind}: {line}")
    return asked, passed, lines


def test_every_sentence_of_the_reports_passes(library: Library, answers: list[dict[str, Any]]) -> None:
    assert len(answers) > 250
    assert [answer["text"] for answer in answers if not passes(library, answer)] == []


def test_false_variants_are_caught(library: Library, answers: list[dict[str, Any]]) -> None:
    asked, passed, lines = rates(library, answers, FALSE, 40)
    assert asked.total() >= 300
    assert passed.total() <= 0.02 * asked.total(), lines
    assert passed["direction"] <= 0.02 * asked["direction"], lines


def test_true_variants_pass(library: Library, answers: list[dict[str, Any]]) -> None:
    asked, passed, _ = rates(library, answers, TRUE, 64)
    assert asked.total() >= 300 and asked["comparison"] >= 50
    assert passed.total() >= 0.97 * asked.total(), passed
