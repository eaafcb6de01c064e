"""The log: references and forms."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from bot.logs import Hidden, JsonLines, Referenced, reference, referenced
from bot.pool import Pool

ROOT = Path(__file__).parents[2]


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    found = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("bot.x", logging.ERROR, "", 0, message, (), found)
    Referenced().filter(made)
    return made


def test_what_belongs_together_has_one_reference() -> None:
    assert reference() == "-"
    with referenced() as first:
        assert reference() == first
        assert logging.Formatter("%(reference)s").format(record("a")) == first
    with referenced() as second:
        assert second != first
    assert reference() == "-"


async def test_a_thread_of_the_pool_keeps_the_reference() -> None:
    pool = Pool("test", 1)
    with referenced() as mine:
        assert await pool(reference) == mine
    assert await pool(reference) == "-"
    pool.close()


def test_a_json_line_holds_the_traceback_and_no_secret() -> None:
    try:
        raise ValueError("the key is proxy-secret")
    except ValueError as error:
        with referenced() as mine:
            made = record("问题 failed", error)
    Hidden("proxy-secret").filter(made)
    line = JsonLines().format(made)
    assert "\n" not in line
    assert "proxy-secret" not in line
    found = json.loads(line)
    assert (found["level"], found["reference"], found["message"]) == ("ERROR", mine, "问题 failed")
    assert "ValueError: the key is ***" in found["traceback"]
    assert found["time"].endswith("+00:00")


def test_the_log_goes_to_stderr_in_the_form_asked_for() -> None:
    script = "import logging; from bot import logs; logs.to_stderr('json'); logging.getLogger('a').info('b')"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, json.loads(done.stderr)["message"]) == ("", "b")
