"""/sources: for administrators, by words and buttons; notices come once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.playground import Playground
from bot.playground.people import ADMIN, READER
from retrieval import Notice
from tests.bot.conftest import Run
from tests.bot.fakes import FakeLibrary
from tests.bot.waiting import wait_until

Json = dict[str, Any]
ADDRESS = "https://example.gov.cn/tzgg/"


class Talk:
    """A private chat of one person with the bot."""

    def __init__(self, playground: Playground, person: int) -> None:
        self._playground = playground
        self._person = person

    async def says(self, text: str) -> Json:
        """The first answer to a message."""
        sent = self._playground.send_text(self._person, None, text)
        return (await self._playground.wait_messages(self._person, sent))[0]

    async def presses(self, message: Json, label: str, word: str) -> Json:
        """The message once a button's press has put ``word`` into it."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if button["text"] == label)
        self._playground.press(self._person, None, message["message_id"], data)
        found = await self._playground.wait_messages(
            self._person, message["message_id"] - 1, until=lambda one: word in one["text"]
        )
        return next(one for one in found if word in one["text"])

    def texts(self) -> list[str]:
        """What the bot has said."""
        return [one["text"] for one in self._playground.messages(self._person, 0)]


async def test_a_source_is_added_looked_at_paused_and_deleted(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        talk = Talk(playground, ADMIN)
        assert "还没有来源" in (await talk.says("/sources"))["text"]
        for folder in ("本地文件夹", "/etc", "file:///etc"):
            told = (await talk.says(f"/sources {folder}"))["text"]
            assert "http" in told and "huiwen sources add" in told
        assert library.sources.kept == []
        assert "已添加" in (await talk.says(f"/sources {ADDRESS}"))["text"]
        assert "已经添加过" in (await talk.says(f"/sources {ADDRESS}"))["text"]
        library.sources.kept[0] = replace(
            library.sources.kept[0],
            kind="page",
            trouble="网站拒绝了访问。",
            failures=3,
            due_at="2025-03-01T00:00:00+00:00",
        )
        listed = await talk.says("/sources")
        assert "1 个不正常" in listed["text"]
        shown = await talk.presses(listed, "1", "网站拒绝了访问")
        shown = await talk.presses(shown, "现在检查", "已安排")
        shown = await talk.presses(shown, "暂停", "已暂停")
        shown = await talk.presses(shown, "恢复", "栏目页\n")
        asked = await talk.presses(shown, "删除", "会留着")
        await talk.presses(asked, "确定删除", "还没有来源")
        assert library.sources.kept == []


async def test_a_reader_sees_no_sources(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        library.sources.add(ADDRESS)
        assert ADDRESS not in (await Talk(playground, READER).says("/sources"))["text"]


async def test_administrators_are_told_once_also_over_a_restart(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    library.sources.notices_ = [Notice(number=1, source_id=1, kind="failing", text="来源“青岚”读不到了。", at="")]
    talk = Talk(playground, ADMIN)
    playground.send_text(ADMIN, None, "/help")
    for _ in range(2):
        async with run():
            await wait_until(lambda: (1, str(ADMIN)) in library.sources.told_)
    assert [text for text in talk.texts() if "读不到了" in text] == ["⚠️ 来源“青岚”读不到了。"]
