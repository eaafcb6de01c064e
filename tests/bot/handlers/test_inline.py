"""Inline mode, end to end over HTTP: typed in any chat, answered with what everyone may see."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import httpx

from bot.playground import Playground
from bot.playground.people import ADMIN, READER, STRANGER
from bot.rendering import texts
from retrieval import StoreError
from tests.bot.conftest import Run
from tests.bot.fakes import DOCUMENTS, FakeLibrary, long_answer
from tests.bot.handlers.test_chat import tell

Json = dict[str, Any]


async def typed(playground: Playground, query: str, user: int = READER) -> Json:
    async with httpx.AsyncClient(base_url=playground.page_url, timeout=60) as client:
        answer = await client.post("/api/inline", json={"user": user, "query": query})
    found: Json = answer.raise_for_status().json()
    return found


async def test_an_answer_is_offered_first_and_inserted_with_its_source(run: Run, playground: Playground) -> None:
    async with run():
        offered = await typed(playground, "青岚 托位")
        first = offered["results"][0]
        assert first["title"].startswith("青岚市2024年实际：千人口托位数4.52")
        async with httpx.AsyncClient(base_url=playground.page_url, timeout=60) as client:
            choice = {"user": READER, "inline_query_id": offered["inline_query_id"], "result_id": first["id"]}
            await client.post("/api/inline/choose", json=choice)
        inserted = playground.world.chats[READER].records.popitem()[1].view()
    assert inserted["text"].startswith("青岚市2024年实际：千人口托位数4.52 [1]")
    links = [entity["url"] for entity in inserted["entities"] if entity["type"] == "text_link"]
    assert links and all(link.startswith("https://t.me/huiwen_demo_bot?start=s_") for link in links)


async def test_passages_follow_each_section_once_and_at_most_fifty(run: Run, playground: Playground) -> None:
    async with run():
        offered = await typed(playground, "青岚 托位")
    ids = [result["id"] for result in offered["results"]]
    assert ids == ["answer", "bbbbbbbbbb"]
    passage = offered["results"][1]["input_message_content"]
    assert "第0段：新建社区托育点" in passage["message_text"] and DOCUMENTS[0].title in passage["message_text"]
    assert [entity["type"] for entity in passage["entities"]] == ["text_link"]


async def test_only_what_everyone_may_see_is_asked(run: Run, playground: Playground) -> None:
    """Also for an administrator, who sees all in his own chat: the answer goes to readers who are not known."""
    everyone = FakeLibrary()

    class Circled(FakeLibrary):
        def seen_by(self, circles: Collection[str] | None) -> FakeLibrary:
            return self if circles is None else everyone

    library = Circled()
    async with run(library):
        everyone.asked.clear()
        await typed(playground, "青岚 托位", ADMIN)
    assert [asked[0] for asked in everyone.asked] == ["青岚 托位"]
    assert library.asked == []


async def test_a_stranger_is_offered_the_way_to_the_private_chat_and_nothing_else(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        offered = await typed(playground, "青岚 托位", STRANGER)
        assert offered["results"] == []
        assert offered["button"] == {"text": texts.INLINE_STRANGER, "start_parameter": "inline"}
        playground.clients.start(STRANGER, "inline")
        assert (await playground.wait_messages(STRANGER))[0]["text"].startswith(texts.STRANGER[:6])
    assert library.asked == []


async def test_nothing_typed_nothing_found_and_trouble_give_a_hint(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    library.error = StoreError("坏了")
    async with run():
        assert (await typed(playground, "  "))["button"]["text"] == texts.INLINE_EMPTY
        assert (await typed(playground, "坏"))["button"]["text"] == texts.INLINE_NOTHING
        refusal = await typed(playground, "天气")
        assert [result["title"] for result in refusal["results"]] == ["青岚市2024年总结未载所问事项。"]


async def test_what_takes_long_is_not_waited_for(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        library.slow = 1.2
        assert (await typed(playground, "青岚 托位"))["button"]["text"] == texts.INLINE_BUSY


async def test_only_the_last_letters_are_worked_on(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        for letters in ("青", "青岚", "青岚 托"):
            playground.clients.ask_inline(READER, letters)
        offered = await typed(playground, "青岚 托位")
    assert offered["results"]
    assert [asked[0] for asked in library.asked] == ["青岚 托位"]


async def test_a_long_answer_is_cut_to_one_message(run: Run, playground: Playground) -> None:
    async with run():
        offered = await typed(playground, "长")
    text = offered["results"][0]["input_message_content"]["message_text"]
    assert len(text.encode("utf-16-le")) // 2 <= 4096 < len(long_answer("长").text)


async def test_the_button_for_the_chat_greets_who_is_known(run: Run, playground: Playground) -> None:
    async with run():
        assert (await tell(playground, "/start inline"))["text"].startswith(texts.ABOUT[:5])
