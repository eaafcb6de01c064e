"""A PDF in the library: same outline as the text it was made from, and citations that name the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from retrieval.library import Library
from retrieval.model import Section
from tests.fakes import FakeEmbedder
from tests.retrieval.loaders import pdfs

SAMPLES = Path(__file__).parents[2] / "bot" / "samples"
NAME = "linxi-2023-summary"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        yield opened


@pytest.fixture
def report(tmp_path: Path) -> Path:
    lines = (SAMPLES / f"{NAME}.txt").read_text(encoding="utf-8").strip().split("\n")
    path = tmp_path / f"{NAME}.pdf"
    path.write_bytes(pdfs.report(lines))
    return path


def shape(sections: tuple[Section, ...]) -> list[tuple[str | None, int | None, str]]:
    return [(one.heading, one.level, one.text) for root in sections for one in root.walk()]


def test_the_outline_is_that_of_the_text(library: Library, report: Path) -> None:
    of_pdf, of_text = library.outline(report), library.outline(SAMPLES / f"{NAME}.txt")
    assert shape(of_pdf.sections) == shape(of_text.sections)
    assert (of_pdf.profile.region, of_pdf.profile.years) == (of_text.profile.region, of_text.profile.years)


def test_a_citation_names_the_page(library: Library, report: Path) -> None:
    results = library.index([report.parent])
    assert [result.state for result in results] == ["added"]
    answer = library.ask("临溪县2023年村医年均收入是多少")
    assert answer.status == "answered"
    (citation,) = answer.citations
    with pypdfium2.PdfDocument(report) as document:
        shown = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    assert [number for number, text in enumerate(shown, 1) if "村医年均收入" in text] == [citation.page]
    assert citation.page == 2
