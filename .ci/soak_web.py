"""A thousand hostile web requests: tests/bot/web/test_hostile.py with more examples (its test takes a part of them).

It is run as ``.venv/bin/python .ci/soak_web.py``.
"""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["HUIWEN_TEST_WEB"] = "1000"
    sys.exit(pytest.main(["-q", "--durations=1", "tests/bot/web/test_hostile.py"]))
