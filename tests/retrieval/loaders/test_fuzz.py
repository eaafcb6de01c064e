"""Damaged files of every format: read or refused in one sentence, never a failure. `.ci/soak_loaders.py` reads thousands."""

from __future__ import annotations

import logging
import re

import pytest

from retrieval.errors import LoadError
from retrieval.loaders import load
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


@pytest.mark.parametrize(("offset", "flags"), [(6, b"\x40"), (4, b"\x78")], ids=["strong encryption", "version 12.0"])
@pytest.mark.parametrize("name", ["f.docx", "g.xlsx", "l.zip"])
def test_a_package_that_python_cannot_open_is_refused(name: str, offset: int, flags: bytes) -> None:
    data = bytearray(fuzzing.seeds()[name])
    for found in re.finditer(rb"PK(\x03\x04|\x01\x02)", bytes(data)):
        start = found.start() + (2 if found[1] == b"\x01\x02" else 0)  # the second list has one more field before these
        data[start + offset : start + offset + 1] = flags
    with pytest.raises(LoadError):
        load(bytes(data), name=name)
