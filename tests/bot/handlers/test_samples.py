"""The whole way: the sample reports, the real library, the real application, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.playground import Playground
from bot.playground.people import READER
from retrieval import Library
from tests.bot.conftest import Run
from tests.bot.handlers.test_chat import data, labels, tell
from tests.fakes import FakeEmbedder

SAMPLES = Path(bot.__file__).parent / "samples"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("data"), embedder=FakeEmbedder()) as library:
        library.index([SAMPLES])
        yield library


async def test_a_person_asks_reads_and_goes_on(run: Run, playground: Playground, reports: Library) -> None:
    async with run(library=reports):
        reply = await tell(playground, "青岚市2024年千人口托位数是多少")
        first = reply["text"].split("\n")[0]
        assert first.startswith("青岚市2024年实际：") and first.endswith("[1]")
        playground.press(READER, None, reply["message_id"], data(reply, "原文1"))
        opened = (await playground.wait_messages(READER, reply["message_id"]))[0]
        assert {"bold", "underline"} <= {entity["type"] for entity in opened["entities"]}
        follow = await tell(playground, "那云泽市呢")
        assert follow["text"].startswith("云泽市") and "按上文：" in follow["text"]
        refusal = await tell(playground, "海宁市2024年托位数")
        assert "未收录" in refusal["text"].split("\n")[0]


async def test_every_example_of_the_greeting_is_answered(run: Run, playground: Playground, reports: Library) -> None:
    async with run(library=reports):
        greeting = await tell(playground, "/start")
        assert len(labels(greeting)) == 3
        for question in labels(greeting):
            assert "[1]" in (await tell(playground, question))["text"]
