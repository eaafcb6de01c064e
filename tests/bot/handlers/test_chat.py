"""A person in a chat, end to end over HTTP."""

from __future__ import annotations

from typing import Any

from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER, STRANGER
from bot.rendering import texts
from tests.bot.conftest import Clock, Run
from tests.bot.fakes import FakeLibrary

Json = dict[str, Any]


def labels(message: Json) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


def data(message: Json, label: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)


async def tell(playground: Playground, text: str, *, user: int = READER, chat: int | None = None) -> Json:
    """Say something and wait for the first new message of the bot."""
    sent = playground.send_text(user, chat, text)
    return (await playground.wait_messages(chat or user, sent))[0]


async def test_a_question_is_answered_with_its_source(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "青岚市2024年千人口托位数是多少")
    first = reply["text"].split("\n")[0]
    assert first == "青岚市2024年实际：千人口托位数4.52 [1]"
    kinds = {entity["type"] for entity in reply["entities"]}
    assert kinds == {"text_link", "expandable_blockquote"}
    assert "唐溪镇政府网转载" in reply["text"]
    assert labels(reply) == ["原文1", "其他地区", "其他年份", "复制", "有用", "没用"]


async def test_the_source_link_opens_the_section_with_the_evidence_marked(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "千人口托位数")
        url = next(entity["url"] for entity in reply["entities"] if entity["type"] == "text_link")
        playground.clients.start(READER, url.partition("start=")[2])
        opened = (await playground.wait_messages(READER, reply["message_id"]))[-1]
    marked = next(entity for entity in opened["entities"] if entity["type"] == "underline")
    text = opened["text"].encode("utf-16-le")
    span = text[2 * marked["offset"] : 2 * (marked["offset"] + marked["length"])].decode("utf-16-le")
    assert span == "全市千人口托位数达4.52个，普惠托位占比六成"


async def test_the_source_button_opens_and_turns_to_the_next_section(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "千人口托位数")
        playground.press(READER, None, reply["message_id"], data(reply, "原文1"))
        opened = (await playground.wait_messages(READER, reply["message_id"]))[0]
        assert labels(opened) == ["‹ 上一节", "下一节 ›", "原件", "本报告目录"]
        playground.press(READER, None, opened["message_id"], data(opened, "下一节 ›"))
        turned = await until(playground, opened["message_id"], "基层医疗")
        assert "第1/3页" in turned["text"]
        playground.press(READER, None, opened["message_id"], data(turned, "下页 ›"))
        assert "第2/3页" in (await until(playground, opened["message_id"], "第2/3页"))["text"]


async def settled(playground: Playground) -> None:
    """Wait until all that was said before is handled: a chat is served in order."""
    sent = playground.send_text(READER, None, "/help")
    await playground.wait_messages(READER, sent, until=lambda message: message["text"].startswith("直接发问题"))


async def until(playground: Playground, message_id: int, words: str, chat: int = READER) -> Json:
    """A message once it holds some words, or such a button."""

    def holds(message: Json) -> bool:
        shown = message["text"] + str(message.get("reply_markup", ""))
        return message["message_id"] == message_id and words in shown

    found = await playground.wait_messages(chat, message_id - 1, until=holds)
    return next(message for message in found if holds(message))


async def test_a_refusal_names_near_sections_by_heading_only(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "青岚市家庭医生签约率")
    assert reply["text"].split("\n")[0] == "青岚市2024年总结未载所问事项。"
    assert "2.托育服务" in reply["text"] and "4.52" not in reply["text"]


async def test_a_follow_up_says_what_it_took_over_and_can_drop_it(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        await tell(playground, "千人口托位数")
        reply = await tell(playground, "那云泽呢")
        assert "按上文：2024年·千人口托位数" in reply["text"]
        playground.press(READER, None, reply["message_id"], data(reply, "不用上文"))
        await until(playground, reply["message_id"], "未载所问")
    assert [thread is None for _, thread, _ in library.asked] == [True, False, True]


async def test_a_thread_is_forgotten_after_half_an_hour_and_by_new(
    run: Run, playground: Playground, library: FakeLibrary, clock: Clock
) -> None:
    async with run():
        await tell(playground, "千人口托位数")
        await tell(playground, "/new")
        await tell(playground, "千人口托位数")
        clock.now += 1801
        await tell(playground, "千人口托位数")
    assert [thread for _, thread, _ in library.asked] == [None, None, None]


async def test_other_region_and_other_year_ask_the_same(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        reply = await tell(playground, "千人口托位数")
        playground.press(READER, None, reply["message_id"], data(reply, "其他地区"))
        offered = await until(playground, reply["message_id"], "云泽市")
        assert labels(offered) == ["云泽市", "返回"]
        playground.press(READER, None, reply["message_id"], data(offered, "云泽市"))
        await playground.wait_messages(READER, reply["message_id"])
        again = await until(playground, reply["message_id"], "其他年份")
        playground.press(READER, None, reply["message_id"], data(again, "其他年份"))
        assert labels(await until(playground, reply["message_id"], "2023")) == ["2023", "返回"]
    assert library.asked[-1][0] == "那云泽市呢？"


async def test_not_helpful_asks_why_and_keeps_it(run: Run, playground: Playground) -> None:
    async with run() as application:
        reply = await tell(playground, "千人口托位数")
        playground.press(READER, None, reply["message_id"], data(reply, "没用"))
        offered = await until(playground, reply["message_id"], "数不对")
        playground.press(READER, None, reply["message_id"], data(offered, "漏了"))
        await until(playground, reply["message_id"], "其他地区")
        services = application.bot_data
        with services.answers._database.reading() as connection:
            kept = connection.exec_driver_sql("select helpful, reason from feedback").all()
    assert [tuple(row) for row in kept] == [(0, "漏了")]


async def test_an_edited_question_edits_its_answer_for_ten_minutes(
    run: Run, playground: Playground, clock: Clock
) -> None:
    async with run():
        asked = playground.send_text(READER, None, "家庭医生签约率")
        reply = (await playground.wait_messages(READER, asked))[0]
        playground.clients.edit_text(READER, None, asked, "千人口托位数")
        changed = await until(playground, reply["message_id"], "4.52")
        assert len(playground.messages(READER, asked)) == 1 and "4.52" in changed["text"]
        clock.now += 601
        playground.clients.edit_text(READER, None, asked, "家庭医生签约率")
        await settled(playground)
        assert "4.52" in playground.messages(READER, asked)[0]["text"]


async def test_an_edit_to_a_long_answer_adds_messages(run: Run, playground: Playground) -> None:
    async with run():
        asked = playground.send_text(READER, None, "千人口托位数")
        await playground.wait_messages(READER, asked)
        playground.clients.edit_text(READER, None, asked, "长")
        await settled(playground)
        parts = playground.messages(READER, asked)
        playground.clients.edit_text(READER, None, asked, "千人口托位数是多少")
        await settled(playground)
        assert len(parts) == 4
        assert len(playground.messages(READER, asked)) == 3


async def test_search_is_paged(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "/search 托育点")
        assert "检索“托育点”：12段" in reply["text"] and "1. 青岚市 2024年实际" in reply["text"]
        playground.press(READER, None, reply["message_id"], data(reply, "下页 ›"))
        turned = await until(playground, reply["message_id"], "第2/3页")
        assert "6. 青岚市" in turned["text"]
        assert "没有找到" in (await tell(playground, "/search 无此"))["text"]
        assert "没有原词" in (await tell(playground, "/search 托管班"))["text"]
        assert (await tell(playground, "/search 😀"))["text"] == texts.USAGE_SEARCH


async def test_docs_lead_to_headings_and_these_to_sections(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "目录")
        assert reply["text"].startswith("已收录3份报告\n")
        links = [entity["url"] for entity in reply["entities"] if entity["type"] == "text_link"]
        playground.clients.start(READER, links[-2].partition("start=")[2])
        contents = (await playground.wait_messages(READER, reply["message_id"]))[-1]
    assert "一、总结" in contents["text"]


async def test_start_offers_questions_that_are_answered(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "/start")
        assert "已收录3份" in reply["text"]
        question = labels(reply)[0]
        assert "托位数是多少" in question
        playground.press(READER, None, reply["message_id"], data(reply, question))
        assert "4.52" in (await playground.wait_messages(READER, reply["message_id"]))[0]["text"]


async def test_every_command_of_the_menu_is_answered_and_stands_in_help(run: Run, playground: Playground) -> None:
    async with run():
        for name in texts.COMMANDS:
            assert (await tell(playground, f"/{name}"))["text"] != texts.UNKNOWN_COMMAND
            assert name == "help" or f"/{name}" in texts.HELP
        assert all(f"/{name}" in texts.HELP_ADMIN for name in texts.ADMIN_COMMANDS)
        menu = playground.world.chats
    assert menu


async def test_chinese_words_are_commands(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        assert "已收录" in (await tell(playground, "／目录"))["text"]
        assert (await tell(playground, "、帮助"))["text"].startswith("直接发问题")
        assert (await tell(playground, "订阅"))["text"] == texts.USAGE_FOLLOW
        await tell(playground, "城市医疗集团托位")
        assert (await tell(playground, "/nothing"))["text"] == texts.UNKNOWN_COMMAND
    assert [question for question, *_ in library.asked] == ["城市医疗集团托位"]


async def test_why_shows_the_receipt(run: Run, playground: Playground) -> None:
    async with run():
        assert (await tell(playground, "/why"))["text"] == texts.NO_LAST
        await tell(playground, "千人口托位数")
        reply = await tell(playground, "/why")
    assert "地区：青岚市" in reply["text"] and "✓ 数字" in reply["text"] and "词语第1" in reply["text"]


async def test_a_person_has_a_home_region(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run(home_region="望川市"):
        await tell(playground, "千人口托位数")
        assert "云泽市" in (await tell(playground, "/home 云泽"))["text"]
        assert (await tell(playground, "/home 某地"))["text"] == texts.HOME_UNKNOWN.format(name="某地")
        await tell(playground, "我市千人口托位数")
    assert [home for _, _, home in library.asked] == ["望川市", "云泽市"]


async def test_choices_of_a_question_with_several_meanings(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        reply = await tell(playground, "哪个托育")
        assert labels(reply) == ["青岚市托位", "云泽市托位"]
        playground.press(READER, None, reply["message_id"], data(reply, "青岚市托位"))
        assert "4.52" in (await playground.wait_messages(READER, reply["message_id"]))[0]["text"]


async def test_in_a_group_only_when_addressed(run: Run, playground: Playground, library: FakeLibrary) -> None:
    playground.world.privacy = False
    async with run():
        playground.send_text(READER, GROUP, "千人口托位数是多少")
        playground.send_text(READER, GROUP, "目录")
        mentioned = await tell(playground, "@huiwen_demo_bot 千人口托位数", chat=GROUP)
        assert "4.52" in mentioned["text"] and mentioned["reply_to_message"]
        by_command = await tell(playground, "/ask@huiwen_demo_bot 千人口托位数是多少", chat=GROUP)
        assert "4.52" in by_command["text"]
        sent = playground.send_text(READER, GROUP, "那云泽呢", reply_to=by_command["message_id"])
        assert "3.90" in (await playground.wait_messages(GROUP, sent))[0]["text"]
        assert playground.send_text(READER, GROUP, "/ask@another_bot 千人口托位数是多少")
    assert [question for question, *_ in library.asked] == ["千人口托位数", "千人口托位数是多少", "那云泽呢"]


async def test_a_stranger_reads_his_code_and_nothing_else(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run() as application:
        reply = await tell(playground, "千人口托位数", user=STRANGER)
        (asking,) = application.bot_data.access.members.waiting()
        assert reply["text"] == texts.STRANGER.format(code=asking.code)
        last = playground.send_text(STRANGER, None, "/start")
        await settled(playground)
        assert not playground.messages(STRANGER, last) and not library.asked


async def test_nobody_is_answered_where_nobody_is_named(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run(admins=(), allowed=()):
        assert "编号" in (await tell(playground, "千人口托位数", user=ADMIN))["text"]
    assert not library.asked


async def test_what_is_not_text(run: Run, playground: Playground) -> None:
    from bot.playground.wire import Upload

    async with run():
        sent = playground.clients.send_file(
            READER, None, "voice", Upload(name="v.ogg", data=b"x", media_type="audio/ogg")
        )
        assert (await playground.wait_messages(READER, sent))[0]["text"] == texts.NOT_TEXT


async def test_courtesy_is_answered_in_kind(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        assert (await tell(playground, "谢谢！"))["text"] == texts.COURTEOUS["thanks"]
        assert (await tell(playground, "收到"))["text"] == texts.COURTEOUS["bye"]
        assert (await tell(playground, "你能做什么？"))["text"].startswith(texts.HELP[:10])
        assert "青岚市" in (await tell(playground, "你好"))["text"]
        assert library.asked == []
        await tell(playground, "你好，青岚市千人口托位数是多少")
        assert len(library.asked) == 1
