"""The crash test in small; ``make soak`` does it in full."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bot.alerts.crash import WEATHER, Plan, Run


def test_nothing_is_lost_when_the_bot_is_killed(tmp_path: Path) -> None:
    run = Run(Plan(chats=12, cities=6, years=2, kills=2), tmp_path)
    run.prepare()
    run.index()
    with run.running():
        run.call("POST", "api/weather", WEATHER | {"retry_after": 1, "dropped": 0.05})
        began = time.monotonic()
        for _ in range(run.plan.kills):
            run.start()
            assert run.wait(run.luck.randint(10, 40), still=30)
            run.kill()
        run.start()
        run.settle(60)
        outcome = run.outcome(began)
    assert outcome.expected == 12 * 5 * 2
    assert outcome.lost == 0
    assert outcome.repeated <= outcome.kills
