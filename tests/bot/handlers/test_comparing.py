"""Comparisons, summaries, profiles and tables, end to end over HTTP."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.files import saved
from bot.playground import Playground
from bot.playground.files import picture_size
from bot.playground.people import GROUP, READER
from bot.playground.wire import Upload
from bot.rendering import texts
from retrieval import Library, Line
from tests.bot.comparisons import MIXED, UNKNOWN, many, profile, summary, table
from tests.bot.conftest import Clock, Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import data, labels, settled, tell, until
from tests.bot.handlers.test_samples import reports  # noqa: F401 -- a fixture
from tests.bot.waiting import PATIENCE, wait_until

Json = dict[str, Any]


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary(
        comparisons={"": MIXED, "托位座数": UNKNOWN, "很多": many(60)},
        summaries=summary,
        profiles=profile,
        tabled=table,
    )


async def press(playground: Playground, message: Json, label: str) -> Json:
    """Press a button and wait for the message that it brings."""
    last = max(held["message_id"] for held in playground.messages(message["chat"]["id"]))
    playground.press(READER, message["chat"]["id"], message["message_id"], data(message, label))
    return (await playground.wait_messages(message["chat"]["id"], last))[0]


def upload(playground: Playground, message: Json) -> bytes:
    """The bytes of a message's file."""
    held = message.get("document") or message["photo"][-1]
    return playground.world.files.get(held["file_id"]).upload.data


async def test_a_comparison_with_its_files(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        reply = await tell(playground, "对比 千人口托位数")
        assert reply["text"].startswith("千人口托位数（地级市、2024年实际，2地可比）")
        sheet = await press(playground, reply, "Excel")
        assert sheet["document"]["file_name"] == "千人口托位数.xlsx" and sheet["caption"] == "千人口托位数"
        assert load_workbook(io.BytesIO(upload(playground, sheet)))[texts.SHEET_ROWS]["F2"].value == 5.2
        chart = await press(playground, reply, "图")
        assert (picture_size(upload(playground, chart)) or (0, 0))[0] == 1170
        listed = await press(playground, reply, "未收录名单")
        assert "未收录（1）：长亭市" in listed["text"]
        opened = await press(playground, reply, "原文1")
        assert "2.托育服务" in opened["text"]


async def test_the_model_s_sentence_comes_on_top_of_a_summary_that_was_sent(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    library.leads = lambda topic: Line(text=f"两地都推进{topic}", citations=(1,))
    async with run():
        sent = playground.send_text(READER, None, "/summary 托育")
        found = await playground.wait_messages(READER, sent, until=lambda one: "两地都推进" in one["text"])
        lines = next(one["text"] for one in found if "两地都推进" in one["text"]).splitlines()
        assert lines[1] == "两地都推进托育 [1]（AI整理）"
        assert len(playground.messages(READER, sent)) == 1, "one message, edited"


async def test_the_model_s_sentence_stands_below_a_comparison_s_first_line(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    library.leads = lambda topic: Line(text=f"各地{topic}有高有低", citations=(1,))
    async with run():
        sent = playground.send_text(READER, None, "/compare 千人口托位数")
        found = await playground.wait_messages(READER, sent, until=lambda one: "有高有低" in one["text"])
        shown = next(one for one in found if "有高有低" in one["text"])
    assert "有高有低 [1]（AI整理）" in shown["text"].splitlines()[1]
    assert library.led[-1][0] == "comparison" and 1 in library.led[-1][2]
    marks = [entity["url"] for entity in shown["entities"] if entity["type"] == "text_link"]
    assert marks.count(marks[0]) > 1, "the same number leads to the same place"


async def test_a_slow_model_holds_up_nothing_and_turns_no_page_back(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slowly(topic: str) -> Line:
        asked.set()
        assert go_on.wait(PATIENCE)
        return Line(text="各地有高有低", citations=(1,))

    library.leads = slowly
    try:
        async with run():
            reply = await tell(playground, "/compare 很多")
            await wait_until(asked.is_set)
            playground.press(READER, READER, reply["message_id"], data(reply, texts.BUTTON_PAGE_ON))
            await until(playground, reply["message_id"], "第2/")
            other = await tell(playground, "/compare 千人口托位数")
            go_on.set()
            await until(playground, other["message_id"], "有高有低")
            kept = await until(playground, reply["message_id"], "第2/")
            assert kept["edits"] == 1, "whoever turned the page stays on it"
    finally:
        go_on.set()


async def test_where_the_model_fails_the_comparison_stays_and_nothing_is_said(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    def fails(topic: str) -> Line:
        raise RuntimeError("the model's host is gone")

    library.leads = fails
    async with run():
        reply = await tell(playground, "/compare 千人口托位数")
        await wait_until(lambda: library.led)
        await tell(playground, "/summary 托育")
        assert [held["edits"] for held in playground.messages(READER, reply["message_id"] - 1)][:1] == [0]
        assert len(playground.messages(READER, reply["message_id"])) == 1, "the summary alone"


async def test_follow_ups_change_the_last_comparison(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        reply = await tell(playground, "/compare 千人口托位数")
        await press(playground, reply, "只看江岚")
        await tell(playground, "只看江岚")
        assert (await tell(playground, "换成2025年目标"))["text"].startswith("千人口托位数（2025年目标")
        await tell(playground, "只看云泽市、望川")
        await tell(playground, "/compare 千人口托位数 历年")
        await tell(playground, "综述 托育")
        await tell(playground, "只看青岚市")
    assert library.compared == [
        ("千人口托位数", (), None, None),
        ("千人口托位数", (), None, None),
        ("千人口托位数", ("江岚省各市",), None, None),
        ("千人口托位数", ("江岚省各市",), None, None),
        ("千人口托位数", ("江岚省各市",), 2025, True),
        ("千人口托位数", ("云泽市", "望川"), 2025, True),
        ("历年千人口托位数 ", (), None, None),
        ("托育", (), None, None),
        ("托育", ("青岚市",), None, None),
    ]


async def test_words_follow_only_what_was_last(
    run: Run, playground: Playground, library: FakeLibrary, clock: Clock
) -> None:
    async with run():
        await tell(playground, "只看江岚")
        await tell(playground, "/compare 千人口托位数")
        await tell(playground, "青岚市托位")
        await tell(playground, "只看江岚")
        await tell(playground, "/compare 千人口托位数")
        clock.now += 1801
        await tell(playground, "换成2025年目标")
    assert [words for words, *_ in library.asked] == ["只看江岚", "青岚市托位", "只看江岚", "换成2025年目标"]
    assert len(library.compared) == 2


async def test_the_next_question_takes_over_the_topic(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        await tell(playground, "/compare 千人口托位数")
        await tell(playground, "那云泽呢")
    thread = library.asked[-1][1]
    assert thread is not None and thread.topic == "千人口托位数"


async def test_a_persons_own_region_is_told(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        await tell(playground, "/home 云泽市")
        await tell(playground, "/compare 全省千人口托位数")
    assert library.home == "云泽市"


async def test_near_names_and_bad_input(run: Run, playground: Playground, library: FakeLibrary) -> None:
    async with run():
        reply = await tell(playground, "/compare 托位座数")
        assert labels(reply)[:2] == ["千人口托位数", "托位使用率"]
        assert (await press(playground, reply, "千人口托位数"))["text"].startswith("千人口托位数（地级市")
        assert (await tell(playground, "/compare 的"))["text"] == "“的”说得太少"
        assert (await tell(playground, "/compare"))["text"] == texts.USAGE_COMPARE
        assert (await tell(playground, "综述"))["text"] == texts.USAGE_SUMMARY
        assert (await tell(playground, "/city"))["text"] == texts.USAGE_CITY


async def test_long_rosters_have_pages(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "/compare 很多")
        assert "第1/3页" in reply["text"]
        playground.press(READER, None, reply["message_id"], data(reply, "下页 ›"))
        turned = await until(playground, reply["message_id"], "第2/3页")
        assert "岚21县" in turned["text"]


async def test_a_summary_and_a_profile_with_their_documents(run: Run, playground: Playground) -> None:
    async with run():
        reply = await tell(playground, "综述 托育服务")
        assert (await press(playground, reply, "Word"))["document"]["file_name"] == "托育服务综述.docx"
        assert upload(playground, await press(playground, reply, "Excel"))[:2] == b"PK"
        playground.press(READER, None, reply["message_id"], data(reply, "其他主题"))
        choices = await until(playground, reply["message_id"], texts.TOPICS[1])
        await press(playground, choices, texts.TOPICS[1])
        city = await tell(playground, "城市 青岚市")
        assert city["text"].startswith("青岚市：已收录1份报告")
        assert (await press(playground, city, "Word"))["caption"] == "青岚市卫生健康工作概况"


async def test_an_edited_comparison_changes_its_message(
    run: Run, playground: Playground, library: FakeLibrary, clock: Clock
) -> None:
    async with run():
        sent = playground.send_text(READER, None, "/compare 千人口托位数")
        reply = (await playground.wait_messages(READER, sent))[0]
        playground.clients.edit_text(READER, None, sent, "/compare 托位座数")
        assert "托位使用率" in str((await until(playground, reply["message_id"], "托位使用率"))["reply_markup"])
        clock.now += 601
        playground.clients.edit_text(READER, None, sent, "/compare 很多")
        await settled(playground)
    assert [words for words, *_ in library.compared] == ["千人口托位数", "托位座数"]


async def test_buttons_of_other_chats_and_forgotten_ones_are_old(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        reply = await tell(playground, "/compare 千人口托位数")
        await tell(playground, "/compare@huiwen_demo_bot 千人口托位数", chat=GROUP)
        before = len(library.compared)
        for data_ in (
            "k:99:0",
            "kx:99",
            "kg:x",
            "kw:99",
            "kp:99",
            "kp:1:9",
            "kl:99",
            "kc:1:9",
            "kt:99",
            "kq:9",
            "kr:9",
            "ks:1",
            "ke:9",
        ):
            playground.world.chat(READER).records[reply["message_id"]].message["reply_markup"] = {
                "inline_keyboard": [[{"text": "x", "callback_data": data_}]]
            }
            playground.press(READER, None, reply["message_id"], data_)
        await settled(playground)
    assert len(playground.messages(READER, reply["message_id"])) == 1
    assert {words for words, *_ in library.compared[before:]} == {"千人口托位数"}


async def test_a_table_is_made_saved_and_run_again_with_changes_marked(
    run: Run, playground: Playground, library: FakeLibrary
) -> None:
    async with run():
        assert (await tell(playground, "做表"))["text"] == texts.USAGE_TABLE
        made = await tell(playground, "/table 托育表：千人口托位数、基层就诊率 江岚各市")
        assert made["document"]["file_name"] == "托育表.xlsx" and "已存为“托育表”" in made["caption"]
        unnamed = await tell(playground, "做表 千人口托位数 江岚各市")
        playground.press(READER, None, unnamed["message_id"], data(unnamed, "保存"))
        library.tabled = lambda *names: table(*names, value="5.50个", number=5.5)
        listed = await tell(playground, "/table")
        assert labels(listed) == ["托育表", "删除", "江岚各市千人口托位数", "删除"]
        again = await press(playground, listed, "托育表")
        assert "有1格变化" in again["caption"]
        sheet = load_workbook(io.BytesIO(upload(playground, again)))[texts.SHEET_TABLE]
        assert "上次：5.20个（2024年实际）" in sheet["B5"].comment.text
        assert texts.TABLE_SAME in (await press(playground, listed, "托育表"))["caption"]
        playground.press(READER, None, listed["message_id"], data(listed, "删除"))
        await settled(playground)
        assert len(labels(await tell(playground, "/table"))) == 2


async def test_a_persons_own_sheet_comes_back_filled(run: Run, playground: Playground, library: FakeLibrary) -> None:
    own = Workbook()
    own.worksheets[0].append(["地区", "千人口托位数"])
    own.worksheets[0].append(["青岚"])

    async def send(payload: bytes, name: str = "表.xlsx", caption: str = "2024年") -> Json:
        sent = playground.clients.send_file(
            READER,
            None,
            "document",
            Upload(name=name, data=payload, media_type="application/octet-stream"),
            caption=caption,
        )
        return (await playground.wait_messages(READER, sent))[0]

    async with run():
        reply = await send(saved(own.save))
        assert reply["document"]["file_name"] == "已填_表.xlsx" and reply["caption"].startswith("已填1格")
        assert load_workbook(io.BytesIO(upload(playground, reply))).worksheets[0]["B2"].value == 5.2
        assert library.compared[-1] == ("千人口托位数", ("青岚市",), 2024, None)
        assert (await send(b"PK broken"))["text"] == texts.FORM_BROKEN
        assert (await send(saved(Workbook().save)))["text"] == texts.FORM_UNCLEAR
        assert (await send(b"0" * 6_000_000))["text"] == texts.FORM_LARGE
        assert (await send(b"x", name="a.doc"))["text"] == "没有准备文件", "any other file is read as a report"


async def test_the_whole_way_with_the_sample_reports(
    run: Run,
    playground: Playground,
    reports: Library,  # noqa: F811 -- the fixture
) -> None:
    async with run(library=reports):
        reply = await tell(playground, "对比 千人口托位数")
        assert "青岚市" in reply["text"] and "[1]" in reply["text"] and "覆盖：" in reply["text"]
        assert upload(playground, await press(playground, reply, "图"))[:4] == b"\x89PNG"
        assert upload(playground, await press(playground, reply, "Excel"))[:2] == b"PK"
        city = await tell(playground, "城市 青岚")
        assert upload(playground, await press(playground, city, "Word"))[:2] == b"PK"
        assert "[1]" in (await tell(playground, "综述 托育服务"))["text"]
        assert "document" in await tell(playground, "做表 千人口托位数 青岚市、云泽市")
