"""Shared by all tests: nobody's own settings leak in."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the developer's HUIWEN_* variables."""
    for name in [name for name in os.environ if name.startswith("HUIWEN_")]:
        monkeypatch.delenv(name)
