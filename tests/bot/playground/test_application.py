"""The real python-telegram-bot Application against the playground."""

import asyncio
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    ReactionTypeEmoji,
)
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter

from bot.playground import ADMIN, GROUP, READER, Fault, Limits, Playground
from bot.playground.wire import Upload
from tests.bot.waiting import wait_until

from .conftest import App

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("原文1", callback_data="s:1")]])


async def test_a_question_is_answered(playground: Playground, app: App) -> None:
    sent = playground.send_text("reader", None, "青岚市的托位数是多少")
    (answer,) = await playground.wait_messages(READER, sent)
    assert answer["text"] == "回：青岚市的托位数是多少"
    assert answer["from"]["username"] == "huiwen_demo_bot"


async def test_start_payload_and_edited_message(playground: Playground, app: App) -> None:
    sent = playground.clients.start(READER, "s_abc-1")
    (answer,) = await playground.wait_messages(READER, sent)
    assert answer["text"] == "你好 s_abc-1"
    playground.clients.edit_text(READER, None, sent, "改过的问题")
    (again,) = await playground.wait_messages(READER, answer["message_id"])
    assert again["text"] == "改：改过的问题"


async def test_press_answers_and_edits(playground: Playground, app: App) -> None:
    playground.send_text(READER, None, "你好")
    message = await app.bot.send_message(READER, "选一个", reply_markup=KEYBOARD)
    playground.press(READER, None, message.message_id, "s:1")
    found = await playground.wait_messages(READER, message.message_id - 1, until=lambda m: m["edited"])
    changed = next(m for m in found if m["message_id"] == message.message_id)
    assert changed["text"] == "按了 s:1"
    assert changed["reply_markup"] is None
    with pytest.raises(BadRequest, match="not modified"):
        await app.bot.edit_message_text("按了 s:1", READER, message.message_id)


async def test_documents_go_both_ways(playground: Playground, app: App) -> None:
    playground.clients.send_file(
        READER, None, "document", Upload(name="总结.txt", media_type="text/plain", data="正文".encode()), caption="请看"
    )
    (answer,) = await playground.wait_messages(READER)
    assert answer["text"] == "回：请看"
    message = await app.bot.send_document(READER, InputFile(b"a,b\n1,2\n", filename="对比.csv"), caption="表")
    assert message.document is not None
    assert message.document.file_name == "对比.csv"
    file = await app.bot.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n1,2\n"
    again = await app.bot.send_document(READER, message.document.file_id)
    assert again.document is not None


async def test_photo_needs_a_picture(playground: Playground, app: App) -> None:
    playground.send_text(READER, None, "你好")
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + bytes(20)
    message = await app.bot.send_photo(READER, png, caption="<b>图</b>", parse_mode="HTML")
    assert (message.photo[0].width, message.photo[0].height) == (640, 480)
    assert message.caption_entities[0].type == "bold"
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await app.bot.send_photo(READER, b"not a picture")


async def test_commands_by_scope(playground: Playground, app: App) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await app.bot.set_my_commands([BotCommand("who", "谁")], scope=BotCommandScopeChat(ADMIN))
    playground.send_text(ADMIN, None, "你好")
    await app.bot.set_my_commands([BotCommand("help", "帮助")])
    await app.bot.set_my_commands([BotCommand("ask", "提问")], scope=BotCommandScopeAllGroupChats())
    await app.bot.set_my_commands([BotCommand("who", "谁")], scope=BotCommandScopeChat(ADMIN))
    assert [c.command for c in await app.bot.get_my_commands()] == ["help"]
    await app.bot.delete_my_commands(scope=BotCommandScopeChat(ADMIN))
    assert await app.bot.get_my_commands(scope=BotCommandScopeChat(ADMIN)) == ()
    with pytest.raises(BadRequest, match=r"(?i)BOT_COMMAND_INVALID"):
        await app.bot.set_my_commands([BotCommand("帮助", "帮助")])


async def test_profile_chats_and_reactions(playground: Playground, app: App) -> None:
    sent = playground.send_text(READER, GROUP, "@huiwen_demo_bot 你好")
    await app.bot.set_message_reaction(GROUP, sent, ReactionTypeEmoji("👀"))
    with pytest.raises(BadRequest, match=r"(?i)REACTION_INVALID"):
        await app.bot.set_message_reaction(GROUP, sent, ReactionTypeEmoji("🐛"))
    await app.bot.send_chat_action(GROUP, "typing")
    await app.bot.set_my_description("说明")
    assert (await app.bot.get_my_description()).description == "说明"
    assert (await app.bot.get_chat(GROUP)).title == "科室群"
    assert (await app.bot.get_chat_member(GROUP, ADMIN)).status == "creator"
    assert [member.user.id for member in await app.bot.get_chat_administrators(GROUP)] == [ADMIN]
    await app.bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="not a member"):
        await app.bot.send_message(GROUP, "还在吗")


async def test_copy_forward_delete(playground: Playground, app: App) -> None:
    sent = playground.send_text(READER, None, "原话")
    copied = await app.bot.copy_message(READER, READER, sent)
    forwarded = await app.bot.forward_message(READER, READER, sent)
    assert forwarded.forward_origin is not None
    assert await app.bot.delete_message(READER, copied.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await app.bot.delete_message(READER, copied.message_id)
    secret = await app.bot.send_message(READER, "内部", protect_content=True)
    with pytest.raises(BadRequest, match="can't be copied"):
        await app.bot.copy_message(READER, READER, secret.message_id)


async def test_inline_query(playground: Playground, app: App) -> None:
    query_id = playground.clients.ask_inline(READER, "托位")
    query = playground.world.queries[query_id]
    await playground.world.events.until(lambda: query.answer is not None, 5)
    assert query.answer is not None
    assert query.answer["results"][0]["title"] == "结果 托位"
    message_id = playground.clients.choose_inline(READER, GROUP, query_id, "1")
    record = playground.world.chats[GROUP].records[message_id]
    assert record.message["text"] == "内容 托位"
    assert record.message["via_bot"]["id"] == app.bot.id


async def test_flood_limits_make_429(playground: Playground) -> None:
    async with Playground(limits=Limits(chat_burst=2)) as strict, Bot(strict.token, base_url=strict.base_url) as bot:
        strict.send_text(READER, None, "你好")
        await bot.send_message(READER, "一")
        await bot.send_message(READER, "二")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(READER, "三")
    assert caught.value.retry_after == timedelta(seconds=1)


async def test_a_scripted_429_says_how_long_to_wait_and_passes(playground: Playground) -> None:
    playground.send_text(READER, None, "你好")
    playground.fault(Fault(method="sendMessage", status=429, retry_after=7))
    async with Bot(playground.token, base_url=playground.base_url) as bot:
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(READER, "终于")
        assert caught.value.retry_after == timedelta(seconds=7)
        await bot.send_message(READER, "终于")
    assert [message["text"] for message in playground.messages(READER)] == ["终于"]


@pytest.mark.parametrize(
    ("fault", "error", "arrived"),
    [
        (Fault(method="sendMessage", status=502), NetworkError, 0),
        (Fault(method="sendMessage", status=403), Forbidden, 0),
        (Fault(method="sendMessage", drop="before"), NetworkError, 0),
        (Fault(method="sendMessage", drop="after"), NetworkError, 1),
        (Fault(drop="after"), NetworkError, 1),
    ],
)
async def test_scripted_faults(playground: Playground, fault: Fault, error: type[Exception], arrived: int) -> None:
    playground.send_text(READER, None, "你好")
    async with Bot(playground.token, base_url=playground.base_url) as bot:
        await bot.get_me()
        playground.fault(fault)
        with pytest.raises(error):
            await bot.send_message(READER, "一")
        assert len(playground.messages(READER)) == arrived
        await bot.send_message(READER, "二")


async def test_two_pollers_conflict(playground: Playground) -> None:
    async with (
        Bot(playground.token, base_url=playground.base_url) as first,
        Bot(playground.token, base_url=playground.base_url) as second,
    ):
        waiting = asyncio.create_task(first.get_updates(timeout=20))
        await wait_until(lambda: playground.world.updates._poller)
        newer = asyncio.create_task(second.get_updates(timeout=20))
        with pytest.raises(Conflict, match="other getUpdates"):
            await waiting
        playground.send_text(READER, None, "你好")
        assert len(await newer) == 1


async def test_offset_confirms(playground: Playground) -> None:
    for text in ("一", "二", "三"):
        playground.send_text(READER, None, text)
    async with Bot(playground.token, base_url=playground.base_url) as bot:
        first = await bot.get_updates(limit=2)
        assert len(await bot.get_updates()) == 3
        rest = await bot.get_updates(offset=first[-1].update_id + 1)
        assert [update.message.text for update in rest if update.message] == ["三"]
        assert len(await bot.get_updates(offset=-1)) == 1
        await bot.set_webhook("https://example.org/hook")
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook(drop_pending_updates=True)
        assert (await bot.get_webhook_info()).pending_update_count == 0
        assert await bot.get_updates() == ()


async def test_duplicate_and_reordered_updates(playground: Playground, app: App) -> None:
    playground.send_text(READER, None, "一")
    await playground.wait_messages(READER)
    playground.world.updates.force(playground.world.updates.history[-1:])
    await playground.wait_messages(READER, until=lambda m: len(playground.messages(READER)) == 2)
    playground.world.updates.hold()
    after = playground.send_text(READER, None, "二")
    playground.send_text(READER, None, "三")
    playground.world.updates.release(reverse=True)
    found = await playground.wait_messages(READER, after, until=lambda m: m["text"] == "回：二")
    assert found[0]["text"] == "回：三"


async def test_blocked_and_unknown_chats(playground: Playground, app: App) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await app.bot.send_message(READER, "你好")
    playground.send_text(READER, None, "你好")
    playground.clients.block(READER)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await app.bot.send_message(READER, "你好")
    kinds = [kind for update in playground.world.updates.history for kind in update if kind != "update_id"]
    assert kinds == ["message", "my_chat_member"]


async def test_migration_names_the_new_chat(playground: Playground, app: App) -> None:
    from telegram.error import ChatMigrated

    playground.world.add_group(-4001, "临时群", (ADMIN,))
    new = playground.clients.migrate(-4001)
    with pytest.raises(ChatMigrated) as caught:
        await app.bot.send_message(-4001, "你好")
    assert caught.value.new_chat_id == new
    await app.bot.send_message(new, "你好")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("大家好", False),
        ("/ask 托位", True),
        ("/ask@huiwen_demo_bot 托位", True),
        ("/ask@other_bot 托位", False),
        ("@huiwen_demo_bot 托位", True),
    ],
)
async def test_group_privacy(playground: Playground, text: str, seen: bool) -> None:
    playground.send_text(READER, GROUP, text)
    assert (playground.world.updates.pending == 1) is seen


async def test_group_privacy_ends_with_reply_or_office(playground: Playground, app: App) -> None:
    message = await app.bot.send_message(GROUP, "大家好")
    sent = playground.send_text(READER, GROUP, "那云泽呢", reply_to=message.message_id)
    await playground.wait_messages(GROUP, sent)
    playground.clients.set_bot_status(ADMIN, GROUP, "administrator")
    sent = playground.send_text(READER, GROUP, "随便说说")
    await playground.wait_messages(GROUP, sent)


async def test_unknown_method_and_wrong_token(playground: Playground, app: App) -> None:
    from telegram.error import EndPointNotFound, InvalidToken

    with pytest.raises(EndPointNotFound):
        await app.bot.do_api_request("flyToTheMoon")
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=playground.base_url):
            pass
