"""The language model's sentence on top of an alert that was sent, end to end with an endpoint that plays scripted replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.alerts.telling import Telling
from bot.playground import Fault, Playground
from bot.playground.people import ADMIN, READER
from bot.playground.wire import Json
from bot.rendering import texts
from bot.rendering.message import Message
from bot.store.outbox import Waiting
from retrieval import LanguageModel, Library
from tests.bot.alerts.samples import put
from tests.bot.alerts.test_whole import subscribe
from tests.bot.conftest import Clock, Run
from tests.bot.handlers.test_chat import labels
from tests.bot.waiting import wait_until
from tests.endpoint import Endpoint, Reply, Request, copying, endpoint
from tests.fakes import FakeEmbedder


def first(request: Request) -> Reply:
    """A faithful model that says the first passage."""
    return Reply(text=copying(request).text.splitlines()[0])


@pytest.fixture
def model() -> Iterator[Endpoint]:
    with endpoint(first) as running:
        yield running


@pytest.fixture
def worded(tmp_path: Path, model: Endpoint) -> Iterator[Library]:
    (tmp_path / "files").mkdir()
    config = LanguageModel(name="openai:scripted", base_url=model.url, timeout=20)
    with Library(tmp_path / "library", embedder=FakeEmbedder(), model=config) as library:
        put(library, tmp_path / "files", "青岚市", 2024)
        yield library


async def alerted(playground: Playground, person: int = READER, *, led: bool) -> Json:
    """The alert, once it is there; ``led``: once the model's sentence is in it."""

    def seen(one: Json) -> bool:
        return one["text"].startswith("🔔") and (texts.WORDED in one["text"] or not led)

    return next(filter(seen, await playground.wait_messages(person, 0, until=seen)))


def tells_of(year: int) -> Callable[[Json], bool]:
    """Whether a message is the alert of a year's report."""
    return lambda one: one["text"].startswith(f"🔔 青岚市新文件：{year}年总结")


async def test_the_sentence_comes_on_top_of_what_was_sent(
    run: Run, playground: Playground, worded: Library, model: Endpoint, tmp_path: Path
) -> None:
    async with run(library=worded):
        await subscribe(playground, "/follow 青岚市 托育")
        put(worded, tmp_path / "files", "青岚市", 2025, places="4.6")
        alert = await alerted(playground, led=True)
        lines = alert["text"].split("\n")
        assert lines[2].endswith("[1]（AI整理）") and "千人口托位数达到4.6个" in lines[2]
        assert lines[3].startswith("2025年实际：千人口托位数 4.6个"), "what the report says stays below"
        assert alert["edits"] == 1 and {"原文1", "停止此订阅"} <= set(labels(alert))
        links = [entity["url"] for entity in alert["entities"] if entity["type"] == "text_link"]
        assert sum("start=s_" in link for link in links) == 2
        assert "订阅：青岚市 托育" in model.requests[-1].text
        assert sum(one["text"].startswith("🔔") for one in playground.messages(READER, 0)) == 1


async def test_the_same_is_worded_once_for_all(
    run: Run, playground: Playground, worded: Library, model: Endpoint, tmp_path: Path
) -> None:
    async with run(library=worded, admins=(ADMIN,), allowed=(READER, 1003, 1004)):
        for person in (READER, 1003, 1004):
            await subscribe(playground, "/follow 青岚市", user=person)
        model.requests.clear()
        put(worded, tmp_path / "files", "青岚市", 2025, places="4.6")
        for person in (READER, 1003, 1004):
            await alerted(playground, person, led=True)
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [Reply(text="青岚市2025年新增普惠托位99999个。"), Reply(status=500), Reply(text=""), Reply(text="报告未载")],
    ids=["unproven", "error", "empty", "refusal"],
)
async def test_without_a_proven_sentence_the_alert_stays_as_it_is(
    run: Run, playground: Playground, worded: Library, model: Endpoint, tmp_path: Path, reply: Reply
) -> None:
    model.script = lambda request: reply
    async with run(library=worded):
        await subscribe(playground, "/follow 青岚市")
        put(worded, tmp_path / "files", "青岚市", 2025, places="4.6")
        alert = await alerted(playground, led=False)
        await wait_until(lambda: bool(model.requests))
        put(worded, tmp_path / "files", "青岚市", 2026, places="4.7")
        found = await playground.wait_messages(READER, alert["message_id"])
        assert found[0]["text"].startswith("🔔 青岚市新文件：2026年总结"), "what comes next is not held up"
        assert all(texts.WORDED not in one["text"] for one in playground.messages(READER, 0))


async def test_an_unforeseen_failure_leaves_alerts_and_later_sentences_alone(
    run: Run,
    playground: Playground,
    worded: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    led, failures = Telling.led, [RuntimeError("a table is locked")]

    def failing(telling: Telling, rows: Sequence[Waiting]) -> Message | None:
        if failures:
            raise failures.pop()
        return led(telling, rows)

    monkeypatch.setattr(Telling, "led", failing)
    async with run(library=worded):
        await subscribe(playground, "/follow 青岚市")
        put(worded, tmp_path / "files", "青岚市", 2025, places="4.6")
        await alerted(playground, led=False)
        await wait_until(lambda: not failures)
        put(worded, tmp_path / "files", "青岚市", 2026, places="4.7")
        assert (await alerted(playground, led=True))["text"].startswith("🔔 青岚市新文件：2026年总结")
    assert "is begun again" not in caplog.text


async def test_without_a_model_nothing_is_done(
    run: Run, playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[Waiting]] = []

    def led(telling: Telling, rows: Sequence[Waiting]) -> None:
        asked.append(rows)

    monkeypatch.setattr(Telling, "led", led)
    (tmp_path / "files").mkdir()
    with Library(tmp_path / "library", embedder=FakeEmbedder()) as library:
        put(library, tmp_path / "files", "青岚市", 2024)
        async with run(library=library):
            await subscribe(playground, "/follow 青岚市")
            for year in (2025, 2026):
                put(library, tmp_path / "files", "青岚市", year, places="4.6")
                await playground.wait_messages(READER, 0, until=tells_of(year))
    assert not asked


async def test_an_alert_that_may_have_come_before_keeps_saying_so(
    run: Run, playground: Playground, worded: Library, model: Endpoint, tmp_path: Path, clock: Clock
) -> None:
    async with run(library=worded):
        await subscribe(playground, "/follow 青岚市")
        playground.fault(Fault(method="sendMessage", drop="after"))
        put(worded, tmp_path / "files", "青岚市", 2025, places="4.6")

        def told() -> list[str]:
            clock.now += 1
            return [one["text"] for one in playground.messages(READER, 0) if "🔔" in one["text"]]

        await wait_until(lambda: len(told()) == 2)
        put(worded, tmp_path / "files", "青岚市", 2026, places="4.7")
        await wait_until(lambda: texts.WORDED in told()[-1])
        assert told()[1].endswith(texts.ALERT_AGAIN)


async def test_a_slow_model_holds_up_no_alert(
    run: Run, playground: Playground, worded: Library, model: Endpoint, tmp_path: Path
) -> None:
    model.script = lambda request: Reply(text="", silence=60)
    async with run(library=worded):
        await subscribe(playground, "/follow 青岚市")
        for year in (2025, 2026):
            put(worded, tmp_path / "files", "青岚市", year, places="4.6")
        await playground.wait_messages(
            READER, 0, timeout=10, until=lambda one: one["text"].startswith("🔔 青岚市新文件：2026年总结")
        )
        model.closing.set()
