"""One truth, every format: headings, characters and cells as they are; the same questions, the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.library import Library
from retrieval.model import Outline
from tests.fakes import FakeEmbedder
from tests.truth import scoring
from tests.truth.reports import CITY, PROVINCE, QUESTIONS, REPORTS, Report
from tests.truth.writers import WRITERS

Made = Callable[[str, str], Path]
OFFICE = [pytest.param(form, marks=pytest.mark.office) for form in ("office.odt", "office.doc", "office.pdf")]
PRINTED = pytest.param("printed.pdf", marks=pytest.mark.browser)
FORMS = [*WRITERS, *OFFICE, PRINTED]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("none") / "data", embedder=FakeEmbedder(), readonly=True) as library:
        yield library


@pytest.fixture(scope="module")
def outlines(reading: Library, made: Made) -> Callable[[Report, str], Outline]:
    kept: dict[tuple[str, str], Outline] = {}

    def outline(report: Report, form: str) -> Outline:
        key = (report.name, form)
        if key not in kept:
            kept[key] = reading.outline(made(*key))
        return kept[key]

    return outline


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_headings_and_text(form: str, report: Report, outlines: Callable[[Report, str], Outline]) -> None:
    outline = outlines(report, form)
    assert outline.profile.title == report.title
    assert scoring.headings(outline, report) >= 0.97
    assert scoring.body(outline, report) >= 0.995


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
@pytest.mark.parametrize("form", [form for form in [*FORMS, "xlsx"] if "txt" not in str(form)], ids=str)
def test_cells(form: str, report: Report, outlines: Callable[[Report, str], Outline]) -> None:
    outline = outlines(report, form)
    assert scoring.cells(outline, report) >= 0.98
    assert [line for table in outline.tables for row in table.lines for line in row] == list(report.stated)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, made: Made) -> Callable[[Report, str], list[str]]:
    def answered(report: Report, form: str) -> list[str]:
        with Library(tmp_path_factory.mktemp("asked") / "data", embedder=FakeEmbedder()) as library:
            library.index([made(report.name, form)])
            return [library.ask(question).text for question in QUESTIONS[report.name]]

    return answered


@pytest.fixture(scope="module")
def expected(answers: Callable[[Report, str], list[str]]) -> dict[str, list[str]]:
    return {report.name: answers(report, "docx") for report in REPORTS}


def test_the_answers_are_right(expected: dict[str, list[str]]) -> None:
    places, contracts, beds, goal, life, _ = expected[CITY.name]
    assert "4.62个" in places
    assert "48.6%" in contracts
    assert "实际" in beds
    assert "7.05张" in beds
    assert "目标" in goal
    assert "6.8张" in goal
    assert "80.1岁" in life
    assert "132所" in expected[PROVINCE.name][0]
    assert "5.03个" in expected[PROVINCE.name][1]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
@pytest.mark.parametrize("form", ["html", "md", "eml", "drawn.pdf", OFFICE[1], PRINTED], ids=str)
def test_the_same_answers(
    form: str, report: Report, answers: Callable[[Report, str], list[str]], expected: dict[str, list[str]]
) -> None:
    assert answers(report, form) == expected[report.name]
