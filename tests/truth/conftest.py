"""All files of the truth, made once a session."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.truth.reports import REPORTS
from tests.truth.writers import WRITERS, by_chromium, by_libreoffice, workbook

CONVERTED = ("odt", "doc", "pdf")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of every report in the formats that Python libraries write: ``<name>.<format>``."""
    folder = tmp_path_factory.mktemp("truth")
    for report in REPORTS:
        for form, write in WRITERS.items():
            (folder / f"{report.name}.{form}").write_bytes(write(report))
        (folder / f"{report.name}.xlsx").write_bytes(workbook(report))
    return folder


@pytest.fixture(scope="session")
def made(written: Path) -> Callable[[str, str], Path]:
    """The file of a report in a format; LibreOffice converts all reports in one call a format, Chromium prints."""
    done: set[str] = set()

    def file(name: str, form: str) -> Path:
        folder = written / "office"
        if form == "printed.pdf":
            _needs("chromium", "google-chrome")
            target = written / f"{name}.printed.pdf"
            if not target.exists():
                by_chromium(written / f"{name}.html", target)
            return target
        if form.removeprefix("office.") not in CONVERTED or form == "drawn.pdf":
            return written / f"{name}.{form}"
        kind = form.removeprefix("office.")
        _needs("soffice")
        if kind not in done:
            by_libreoffice([written / f"{report.name}.docx" for report in REPORTS], kind, folder)
            done.add(kind)
        return folder / f"{name}.{kind}"

    return file


def _needs(*programs: str) -> None:
    if not any(map(shutil.which, programs)):
        pytest.skip(f"no {programs[0]} here")
