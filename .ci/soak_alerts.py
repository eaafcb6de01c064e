"""Alerts under fire, in full: prints its numbers, exits 1 where one of them is not reached.

usage: .venv/bin/python .ci/soak_alerts.py
2,000 subscriptions of 400 chats and 10,000 alerts through the playground, in a process of its own, with scripted faults
(2 % 429, 1 % 5xx, 1 % dropped after the message was taken, 3 % of the chats block the bot for a while); the bot is killed
20 times. Then: how soon a file reaches a subscriber, and how long matching takes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.bot.alerts.crash import FIRST, WEATHER, Plan, Run
from tests.bot.alerts.test_match import timed_matching

PLAN = Plan(chats=400, cities=20, years=5, kills=20, blocked=0.03)
LONGEST = 15 * 60


def main() -> int:
    """Run everything; the exit status."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        failed = storm(Run(PLAN, Path(folder)))
    failed += matching()
    print("failed: " + "; ".join(failed) if failed else "all reached")
    return bool(failed)


def storm(run: Run) -> list[str]:
    """The crash test, then the time from a file to its alert."""
    began = time.monotonic()
    run.prepare()
    print(
        f"prepared: {PLAN.chats * 5} subscriptions of {PLAN.chats} chats in {time.monotonic() - began:.0f} s",
        flush=True,
    )
    with run.running():
        run.call("POST", "api/weather", WEATHER)
        began = time.monotonic()
        killed(run)
        run.start()
        for chat in blockers():
            run.call("POST", "api/start", {"user": chat})
        run.settle(LONGEST - (time.monotonic() - began))
        outcome = run.outcome(began)
        print("storm: " + ", ".join(f"{name} {value:.0f}" for name, value in asdict(outcome).items()), flush=True)
        print(
            f"storm: {outcome.delivered / outcome.seconds:.0f} alerts/s with restarts, indexing and faults", flush=True
        )
        run.call("POST", "api/weather", {})
        soon = reaching(run)
    failed = [f"{outcome.lost} lost"] if outcome.lost else []
    failed += [f"{outcome.repeated} repeated"] if outcome.repeated > outcome.kills else []
    return failed + ([f"{soon:.1f} s from file to alert"] if soon > 10 else [])


def killed(run: Run) -> None:
    """Files arrive life by life; each life of the bot ends at a random moment."""
    reports = list(PLAN.reports())
    share = len(reports) // PLAN.kills
    for life in range(PLAN.kills):
        run.drop(reports[life * share : (life + 1) * share if life + 1 < PLAN.kills else None])
        run.start()
        if life == PLAN.kills // 3:
            for chat in blockers():
                run.call("POST", "api/block", {"user": chat, "blocked": True})
        if life == 2 * PLAN.kills // 3:
            for chat in list(blockers())[::2]:
                run.call("POST", "api/start", {"user": chat})
        run.wait(run.luck.randint(1, 600), still=30)
        time.sleep(run.luck.random() / 5)
        run.kill()
        print(f"killed {life + 1}: {run.events()} events so far", flush=True)


def blockers() -> range:
    """The chats that block the bot for a while."""
    return range(FIRST, FIRST + PLAN.chats, round(1 / PLAN.blocked))


def reaching(run: Run) -> float:
    """Seconds from writing a file, at rest, until its alert is in the chat."""
    city = PLAN.names[0]
    chat = next(FIRST + n for n in range(PLAN.chats) if PLAN.followed(n)[0] == city)
    before = len(run.call("GET", f"api/messages?chat={chat}"))
    text = next(text for name, _, text in PLAN.reports() if name == city).replace("2020年", "2030年")
    run.drop([(city, 2030, text)])
    began = time.monotonic()
    while len(run.call("GET", f"api/messages?chat={chat}")) == before and time.monotonic() - began < 60:
        time.sleep(0.05)
    taken = time.monotonic() - began
    print(f"a new file in the watched folder reached a subscriber in {taken:.1f} s", flush=True)
    return taken


def matching() -> list[str]:
    """500 documents against 10,000 subscriptions."""
    found, seconds = timed_matching()
    print(f"matching: 500 documents against 10000 subscriptions in {seconds:.2f} s ({found} matches)")
    return [f"matching took {seconds:.1f} s"] if seconds > 5 else []


if __name__ == "__main__":
    sys.exit(main())
