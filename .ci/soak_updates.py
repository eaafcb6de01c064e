"""A thousand malformed updates, polled and pushed: tests/bot/test_malformed.py with more examples (its test takes a part of them).

It is run as ``.venv/bin/python .ci/soak_updates.py``.
"""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["HUIWEN_TEST_UPDATES"] = "1000"
    sys.exit(pytest.main(["-q", "--durations=2", "tests/bot/test_malformed.py"]))
