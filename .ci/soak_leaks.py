"""Everybody through every door: the whole matrix of tests/bot/test_leaks.py (its test takes a part of it). Some minutes.

It is run as ``.venv/bin/python .ci/soak_leaks.py``.
"""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["HUIWEN_TEST_LEAKS"] = "all"
    sys.exit(pytest.main(["-q", "--durations=3", "tests/bot/test_leaks.py"]))
