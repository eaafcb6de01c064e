"""The alerts under fire: a playground that survives, a bot process that is killed again and again.

``Run`` starts both as processes of their own, forked from one that has imported everything already
(``python -m tests.bot.alerts.crash``). Tests do it in small, ``make soak`` in full.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app import build
from bot.playground import UNLIMITED, Playground
from bot.playground.people import Person
from bot.playground.server import TOKEN
from bot.running import UPDATES
from bot.settings import Settings
from bot.store import Database
from bot.store.outbox import Outbox
from bot.store.subscriptions import Subscriptions
from bot.store.tables import outbox
from bot.watching import Watcher
from retrieval import Followed, Library, open_database
from tests.bot.alerts.samples import report
from tests.fakes import FakeEmbedder

FIRST = 5000
#: None of them is the name of a real place, which the gazetteer would take it for.
NAMES = "青岚 云泽 望川 江澜 林溪 松陵 白鹭 石桥 南浦 北亭 东渚 西坞 秋浦 春台 梧岭 枫泾 雁屿 柳营 竹海 澄湾"
WEATHER = {"flooded": 0.02, "failing": 0.01, "dropped": 0.01, "seed": 7}
#: What each chat follows, each of another city.
WANTS = ("", " 托育", " 总结", " 家庭医生", " “紧密型县域医共体”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much: ``chats`` that follow five cities each, reports of ``cities`` in ``years``, ``kills`` of the bot."""

    chats: int
    cities: int
    years: int
    kills: int
    blocked: float = 0.0
    seed: int = 1

    @property
    def names(self) -> list[str]:
        """The cities."""
        return [f"{name}市" for name in NAMES.split()[: self.cities]]

    def followed(self, chat: int) -> list[str]:
        """The cities that a chat follows."""
        return [self.names[(chat + n) % self.cities] for n in range(len(WANTS))]

    def reports(self) -> Iterator[tuple[str, int, str]]:
        """City, year and text of every report."""
        for year in range(2020, 2020 + self.years):
            for n, city in enumerate(self.names):
                more = "".join(f"{city}{year}年第{k}项工作惠及{(n + 1) * k + year}人。" for k in range(1, 9))
                yield city, year, report(city, year, places=f"{n % 7 + 1}.{year - 2018}", extra=more)

    def expected(self) -> set[tuple[int, str]]:
        """(chat, title of the report) of every alert that must come."""
        return {
            (FIRST + chat, f"{city}卫生健康委{year}年工作总结")
            for chat in range(self.chats)
            for city, year, _ in self.reports()
            if city in self.followed(chat)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run. ``dropped``: repeated since a connection dropped after the message was taken; ``repeated``: others."""

    expected: int
    delivered: int
    lost: int
    dropped: int
    repeated: int
    kills: int
    seconds: float


@dataclass
class Run:
    """Both processes of one run over ``data``. ``counts``: what arrived, filled by ``count``."""

    plan: Plan
    data: Path
    luck: random.Random = field(init=False)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, verify=False))  # noqa: S501 -- loopback
    address: str = ""
    forks: Forks | None = None
    bot: int = 0

    def __post_init__(self) -> None:
        self.luck = random.Random(self.plan.seed)  # noqa: S311 -- when to kill, no secret

    def prepare(self) -> None:
        """Write the subscriptions."""
        with Library(self.data, embedder=FakeEmbedder()) as library:
            database = Database(self.data)
            database.open()
            subscriptions = Subscriptions(database, time.time)
            Outbox(database, time.time).take((), cursor=0)
            wants = [library.interest(want) for want in WANTS]
            for chat in range(self.plan.chats):
                for city, want in zip(self.plan.followed(chat), wants, strict=True):
                    interest = replace(want, places=(Followed(name=city, label=city),))
                    place = (FIRST + chat, 0, FIRST + chat)
                    subscriptions.save(subscriptions.draft(place, city, interest), FIRST + chat)
            database.close()

    def index(self) -> None:
        """Index all reports, before the bot runs."""
        folder = self.data / "inbox"
        folder.mkdir(exist_ok=True)
        self.drop(list(self.plan.reports()))
        with Library(self.data, embedder=FakeEmbedder()) as library:
            library.index([folder])

    def drop(self, reports: Sequence[tuple[str, int, str]]) -> None:
        """Put reports into the bot's inbox."""
        folder = self.data / "inbox"
        folder.mkdir(exist_ok=True)
        for city, year, text in reports:
            (folder / f"{city}{year}.txt").write_text(text, encoding="utf-8")

    @contextmanager
    def running(self) -> Iterator[None]:
        """The playground, and whatever bot process is left at the end."""
        forks = Forks()
        playground = 0
        try:
            playground, self.address = forks.start("playground", str(self.plan.chats))
            self.forks = forks
            yield
        finally:
            self.kill()
            self.client.close()
            forks.kill(playground)
            forks.close()

    def start(self) -> None:
        """Start the bot."""
        if self.forks is not None:
            self.bot, _ = self.forks.start("bot", str(self.data), self.address)

    def kill(self) -> None:
        """End the bot as a power cut does."""
        if self.forks is not None:
            self.forks.kill(self.bot)
        self.bot = 0

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the playground."""
        answer = self.client.request(method, self.address + path, json=body)
        answer.raise_for_status()
        return answer.json()

    def alerts(self) -> list[tuple[int, int, str]]:
        """(chat, message, title) of every alert that arrived."""
        return [
            (chat, message["message_id"], message["text"].split("\n")[1].partition("｜")[0])
            for chat in range(FIRST, FIRST + self.plan.chats)
            for message in self.call("GET", f"api/messages?chat={chat}")
            if message["text"].startswith("🔔")
        ]

    def events(self) -> int:
        """How much happened in the chats so far: each message that arrives is one event."""
        return int(self.call("GET", "api/state")["seq"])

    def wait(self, more: int, *, still: float) -> int:
        """Wait until so many more messages arrived, or none did for ``still`` seconds; how many arrived."""
        first = last = self.events()
        since = time.monotonic()
        while last - first < more and time.monotonic() - since < still:
            time.sleep(0.05)
            now = self.events()
            if now != last:
                last, since = now, time.monotonic()
        return last - first

    def settle(self, seconds: float) -> None:
        """Wait until the running bot has nothing more to tell, at most so long."""
        engine, until = open_database(self.data), time.monotonic() + seconds
        query = select(func.count()).select_from(outbox).where(outbox.c.state == "sent")
        done = 0
        while done < len(self.plan.expected()) and time.monotonic() < until:
            time.sleep(0.1)
            with engine.connect() as connection:
                done = connection.execute(query).scalar_one()
        engine.dispose()

    def outcome(self, began: float) -> Outcome:
        """Compare what arrived with what must."""
        expected = self.plan.expected()
        alerts = self.alerts()
        arrived = Counter((chat, title) for chat, _, title in alerts)
        taken = set(self.call("GET", "api/faults")["taken"])
        excused = Counter((chat, title) for chat, message, title in alerts if message in taken)
        more = {pair: count - 1 for pair, count in arrived.items() if count > 1}
        by_drop = {pair: min(count, excused[pair]) for pair, count in more.items()}
        return Outcome(
            expected=len(expected),
            delivered=sum(arrived.values()),
            lost=len(expected - set(arrived)),
            dropped=sum(by_drop.values()),
            repeated=sum(more.values()) - sum(by_drop.values()) + len(set(arrived) - expected),
            kills=self.plan.kills,
            seconds=time.monotonic() - began,
        )


# The processes


def people(chats: int) -> tuple[Person, ...]:
    """One person a chat."""
    return tuple(
        Person(id=FIRST + n, key=f"p{n}", first_name=f"读者{n}", username=f"reader{n}", role="读者")
        for n in range(chats)
    )


def serve_playground(chats: str) -> None:
    """The playground, until the process is ended; tells its address."""
    asyncio.run(_playground(int(chats)))


async def _playground(chats: int) -> None:
    async with Playground(users=people(chats), limits=UNLIMITED) as playground:
        for chat in playground.world.chats.values():
            chat.started = True
        tell(playground.page_url)
        await asyncio.Event().wait()


def serve_bot(folder: str, address: str) -> None:
    """The bot with its inbox, until the process is ended."""
    tell("")
    data = Path(folder)
    logging.disable(logging.WARNING)
    settings = Settings(
        _env_file=None,
        data=data,
        telegram_token=SecretStr(TOKEN),
        telegram_api=address.rstrip("/"),
        allowed=tuple(range(FIRST, FIRST + 1000)),
    )
    with Library(data, embedder=FakeEmbedder()) as library, Watcher(library, data / "inbox"):
        application = build(settings, library, first_wait=0.05)
        application.run_polling(allowed_updates=UPDATES, bootstrap_retries=20)


def tell(line: str) -> None:
    """Say who one is, and a line more."""
    sys.stdout.write(f"{os.getpid()} {line}\n")
    sys.stdout.flush()


class Forks:
    """A process that has imported everything, and those forked from it."""

    def __init__(self) -> None:
        root = Path(__file__).parents[3]
        command = [sys.executable, "-m", "tests.bot.alerts.crash"]
        self._parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)

    def start(self, *words: str) -> tuple[int, str]:
        """Start ``playground`` or ``bot`` with its arguments; its process id and the line it said."""
        assert self._parent.stdin is not None and self._parent.stdout is not None
        self._parent.stdin.write("\t".join(words) + "\n")
        self._parent.stdin.flush()
        pid, _, line = self._parent.stdout.readline().strip().partition(" ")
        return int(pid), line

    def kill(self, pid: int) -> None:
        """End a process at once, and wait until it is gone with all that it held."""
        with suppress(ProcessLookupError):
            while pid:
                os.kill(pid, signal.SIGKILL)
                time.sleep(0.01)

    def close(self) -> None:
        """End the parent."""
        with self._parent:
            assert self._parent.stdin is not None
            self._parent.stdin.close()


def fork_on_demand() -> None:
    """Fork a child for each line that comes; children are not waited for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    serve: dict[str, Callable[..., None]] = {"playground": serve_playground, "bot": serve_bot}
    for line in sys.stdin:
        name, *arguments = line.rstrip("\n").split("\t")
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve[name](*arguments)
            os._exit(0)


if __name__ == "__main__":
    fork_on_demand()
