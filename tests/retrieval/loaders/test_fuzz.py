"""Damaged files of every format: read or refused in one sentence, never a failure. `.ci/soak_loaders.py` reads thousands."""

from __future__ import annotations

import logging

import pytest

from retrieval.loaders.isolation import Workers
from tests.retrieval.loaders import fuzzing


def test_damaged_files_are_read_or_refused(caplog: pytest.LogCaptureFixture) -> None:
    files = fuzzing.seeds()
    workers = Workers()
    with caplog.at_level(logging.ERROR, logger="retrieval.loaders.isolation"):
        outcomes = [fuzzing.read(workers, *fuzzing.damaged(number, files)) for number in range(60)]
    workers.close()
    assert not caplog.records
    assert set(outcomes) == {"read", "refused"}
