"""A real library with last year's reports of two cities, for alerts of this year's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import Library
from tests.bot.alerts.samples import put
from tests.fakes import FakeEmbedder


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "files"
    folder.mkdir()
    with Library(tmp_path / "library", embedder=FakeEmbedder()) as library:
        put(library, folder, "青岚市", 2024)
        put(library, folder, "云泽市", 2024)
        yield library
