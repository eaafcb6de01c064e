"""People, invitations, requests, roles and groups, end to end over HTTP."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER, STRANGER
from bot.rendering import texts
from bot.rights import Right, Role
from bot.store import Audit
from tests.bot.conftest import Clock, Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import data, labels, settled, tell, until
from tests.bot.waiting import wait_until

Json = dict[str, Any]


async def code_of(playground: Playground) -> tuple[str, Json]:
    """A stranger knocks: his code, and what the administrator is told."""
    before = playground.send_text(ADMIN, None, "/help")
    await playground.wait_messages(ADMIN, before)
    said = await tell(playground, "你好", user=STRANGER)
    code = said["text"].split("代码：")[1].split("\n")[0]
    notice = await playground.wait_messages(ADMIN, before, until=lambda message: code in message["text"])
    return code, notice[-1]


async def link_of(playground: Playground, words: str = "") -> str:
    """The start parameter of a new invitation."""
    made = await tell(playground, f"/invite {words}".strip(), user=ADMIN)
    return str(made["text"].rsplit("start=", 1)[1])


async def start(playground: Playground, user: int, parameter: str) -> str:
    sent = playground.clients.start(user, parameter)
    return str((await playground.wait_messages(user, sent))[0]["text"])


async def test_a_stranger_is_let_in_by_the_button_in_the_notice(run: Run, playground: Playground) -> None:
    async with run() as application:
        code, notice = await code_of(playground)
        assert "访客" in notice["text"] and labels(notice) == ["同意（读者）", "同意（投稿人）", "拒绝"]
        playground.press(ADMIN, None, notice["message_id"], data(notice, "同意（读者）"))
        welcome = await playground.wait_messages(STRANGER, 0, until=lambda one: "已为您开通" in one["text"])
        assert welcome
        assert "4.52" in (await tell(playground, "千人口托位数", user=STRANGER))["text"]
        assert application.bot_data.access.role(STRANGER) is Role.READER
        assert not application.bot_data.access.members.waiting()
        playground.press(ADMIN, None, notice["message_id"], f"pa:{code}:contributor")
        await settled(playground)
        assert application.bot_data.access.role(STRANGER) is Role.READER, "a code is used up"


async def test_a_stranger_is_found_by_his_code_and_may_be_refused(run: Run, playground: Playground) -> None:
    async with run() as application:
        code, _ = await code_of(playground)
        assert code in (await tell(playground, "/people 访客", user=ADMIN))["text"]
        assert code not in (await tell(playground, "/people 无此人", user=ADMIN))["text"]
        shown = await tell(playground, f"/people {code.lower()}", user=ADMIN)
        playground.press(ADMIN, None, shown["message_id"], data(shown, "拒绝"))
        assert "没有让" in (await until(playground, shown["message_id"], "没有让", ADMIN))["text"]
        assert application.bot_data.access.role(STRANGER) is Role.NONE
        assert not playground.messages(STRANGER, playground.messages(STRANGER)[-1]["message_id"])


async def test_strangers_are_limited_in_number_and_administrators_are_not_flooded(run: Run, clock: Clock) -> None:
    async with run() as application:
        access = application.bot_data.access
        codes = [access.members.request(5000 + n, f"人{n}") for n in range(30)]
        assert sum(one is not None for one in codes) == 20, "an hour's worth"
        assert len({one.code for one in codes if one}) == 20
        for hour in range(8):
            clock.now += 3601
            for n in range(20):
                access.members.request(6000 + 20 * hour + n, "人")
        assert len(access.members.waiting()) == 100
        assert [access.notify() for _ in range(12)].count(True) == 10
        clock.now += 8 * 24 * 3600
        assert access.members.waiting() == ()


async def test_an_invitation_lets_in_one_person_once(run: Run, playground: Playground) -> None:
    async with run() as application:
        link = await link_of(playground, "投稿人 3天")
        with application.bot_data.access.members._database.reading() as connection:
            stored = connection.execute(sql("SELECT * FROM invites")).all()
        assert link.removeprefix("inv_") not in str(stored), "only its hash is kept"
        assert "投稿人" in await start(playground, STRANGER, link)
        assert application.bot_data.access.role(STRANGER) is Role.CONTRIBUTOR
        assert await start(playground, READER, link) == texts.INVITE_GONE


async def test_an_invitation_expires_and_never_lowers_a_role(run: Run, playground: Playground, clock: Clock) -> None:
    async with run() as application:
        short = await link_of(playground, "读者 2小时")
        assert "管理员" in await start(playground, ADMIN, await link_of(playground, "读者"))
        assert application.bot_data.access.role(ADMIN) is Role.ADMIN
        clock.now += 2 * 3600 + 1
        assert await start(playground, STRANGER, short) == texts.INVITE_GONE
        assert application.bot_data.access.role(STRANGER) is Role.NONE
        assert await start(playground, STRANGER, "inv_" + "A" * 32) == texts.INVITE_GONE


async def test_of_many_who_show_an_invitation_at_once_one_comes_in(run: Run) -> None:
    async with run() as application:
        members = application.bot_data.access.members
        secret = members.invite(Role.READER, (), 3600, by=ADMIN)
        tries = [asyncio.to_thread(members.redeem, secret, 7000 + n, "", lambda role: role) for n in range(12)]
        assert sum(invite is not None for invite in await asyncio.gather(*tries)) == 1
        assert len(members.standing.people) == 1


async def test_who_is_revoked_has_nothing_at_once(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run() as application:
        answer = await tell(playground, "千人口托位数")
        shown = await tell(playground, "/people", user=ADMIN)
        playground.press(ADMIN, None, shown["message_id"], f"po:{READER}")
        panel = await until(playground, shown["message_id"], "收回权限", ADMIN)
        playground.press(ADMIN, None, shown["message_id"], data(panel, "收回权限"))
        await until(playground, shown["message_id"], "无权限", ADMIN)
        asked = len(library.asked)
        playground.press(READER, None, answer["message_id"], data(answer, "原文1"))
        await settled_as(playground, ADMIN)
        assert not playground.messages(READER, answer["message_id"]), "the button opens nothing"
        assert "代码" in (await tell(playground, "千人口托位数"))["text"]
        assert len(library.asked) == asked
        access, desk = application.bot_data.access, application.bot_data.alerts
        assert access.reports_of(READER) is None and desk.rights.view(READER, READER) is None
        assert not access.may(READER, Right.ASK, GROUP), "who was thrown out stays out in groups too"


async def settled_as(playground: Playground, user: int) -> None:
    """Wait until what was done before is handled."""
    await playground.wait_messages(user, playground.send_text(user, None, "/help"))


async def test_an_administrator_can_lock_out_neither_himself_nor_the_first(run: Run, playground: Playground) -> None:
    async with run() as application:
        access = application.bot_data.access
        access.members.settle(READER, Role.ADMIN, by=ADMIN)
        shown = await tell(playground, "/people")
        for target in (READER, ADMIN):
            playground.press(READER, None, shown["message_id"], f"pr:{target}:none")
        await settled(playground)
        assert (access.role(READER), access.role(ADMIN)) == (Role.ADMIN, Role.ADMIN)


@pytest.mark.parametrize("command", ["/people", "/invite", "/circle", "/admit"])
async def test_administrators_commands_are_nobody_elses(run: Run, playground: Playground, command: str) -> None:
    async with run():
        assert (await tell(playground, command))["text"] == texts.UNKNOWN_COMMAND
        assert "/people" not in (await tell(playground, "/help"))["text"]
        assert "/people" in (await tell(playground, "/help", user=ADMIN))["text"]


async def test_administrators_buttons_are_nobody_elses(run: Run, playground: Playground) -> None:
    """Also where the button is under a message of the reader's own chat."""
    async with run() as application:
        code, _ = await code_of(playground)
        mine = await tell(playground, "千人口托位数")
        for pressed in (f"pa:{code}:reader", f"pr:{STRANGER}:admin", "jl:0", f"ja:{GROUP}", f"po:{ADMIN}"):
            playground.press(READER, None, mine["message_id"], pressed)
        await settled(playground)
        assert application.bot_data.access.role(STRANGER) is Role.NONE
        assert not application.bot_data.access.admitted(GROUP)
        assert all("管理员小周" not in one["text"] for one in playground.messages(READER))


async def test_a_group_is_admitted_its_members_ask_and_it_ends(run: Run, playground: Playground) -> None:
    async with run(allowed=()) as application:
        asked = playground.send_text(READER, GROUP, "/ask 千人口托位数")
        await asyncio.sleep(0.2)
        assert not playground.messages(GROUP, asked), "in a group a stranger is not even answered"
        admitted = await tell(playground, "/admit", user=ADMIN, chat=GROUP)
        assert admitted["text"] == texts.GROUP_ADMITTED
        assert "4.52" in (await tell(playground, "/ask 千人口托位数", user=READER, chat=GROUP))["text"]
        assert "代码" in (await tell(playground, "千人口托位数"))["text"], "within the group only"
        playground.clients.set_bot_status(ADMIN, GROUP, "kicked")
        await wait_until(lambda: not application.bot_data.access.admitted(GROUP))


async def test_administrators_are_asked_about_a_new_group(run: Run, playground: Playground) -> None:
    async with run() as application:
        before = playground.send_text(ADMIN, None, "/help")
        playground.clients.set_bot_status(ADMIN, GROUP, "left")
        playground.clients.set_bot_status(READER, GROUP, "member")
        notice = (await playground.wait_messages(ADMIN, before, until=lambda one: "加进了群" in one["text"]))[-1]
        playground.press(ADMIN, None, notice["message_id"], data(notice, "允许群成员提问"))
        await playground.wait_messages(GROUP, 0, until=lambda one: one["text"] == texts.GROUP_ADMITTED)
        assert application.bot_data.access.admitted(GROUP)


async def test_administration_stays_out_of_groups(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "/people", user=ADMIN, chat=GROUP)
        assert reply["text"] == texts.ONLY_PRIVATE


async def test_the_audit_log_tells_who_did_what(run: Run, playground: Playground, clock: Clock) -> None:
    async with run() as application:
        members = application.bot_data.access.members
        members.settle(READER, Role.CONTRIBUTOR, by=ADMIN)
        members.join(READER, "医政处", by=ADMIN)
        members.admit(GROUP, "科室群", ["医政处"], by=ADMIN)
        audit = Audit(members._database, clock)
        assert [(one.by, one.what, one.subject) for one in audit.entries()] == [
            (ADMIN, "person.role", str(READER)),
            (ADMIN, "person.circle.join", str(READER)),
            (ADMIN, "group.admit", str(GROUP)),
        ]
        clock.now += 181 * 24 * 3600
        assert audit.purge(180) == 3 and not list(audit.entries())
        assert json.dumps("医政处") not in str(list(audit.entries()))
