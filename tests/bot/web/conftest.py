from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import Clock
from tests.bot.fakes import FakeLibrary
from tests.bot.web.sites import House


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> House:
    return House(data=tmp_path, clock=clock, library=FakeLibrary())
