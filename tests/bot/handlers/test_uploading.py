"""Files sent in chat, over the real library and the playground."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document as Word

from bot.playground import Playground
from bot.playground.people import ADMIN, READER
from bot.playground.wire import Upload
from bot.rendering import texts
from bot.uploads import KEPT_SECONDS, Uploads
from retrieval import Library
from tests.bot.conftest import Clock, Run
from tests.bot.handlers.test_chat import Json, data, labels, tell
from tests.fakes import FakeEmbedder

REPORT = """青岚市2024年卫生健康工作总结
一、办好民生实事
1.发展普惠托育。全市千人口托位数达到4.73个，普惠托位占比67.7%。
"""
QUESTION = "千人口托位数是多少"


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "reports", embedder=FakeEmbedder()) as library:
        yield library


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries of one file embed by the fake too."""
    monkeypatch.setattr("bot.opening.embedder", lambda settings: FakeEmbedder())


def docx(text: str) -> bytes:
    made, out = Word(), io.BytesIO()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


async def sent(playground: Playground, payload: bytes, name: str = "报告.txt", user: int = ADMIN) -> Json:
    """Send a file; the bot's reply."""
    upload = Upload(name=name, data=payload, media_type="application/octet-stream")
    asked = playground.clients.send_file(user, None, "document", upload)
    return (await playground.wait_messages(user, asked, timeout=30))[0]


async def replied(playground: Playground, to: Json, text: str, user: int = ADMIN) -> Json:
    asked = playground.clients.send_text(user, None, text, reply_to=to["message_id"])
    return (await playground.wait_messages(user, asked, timeout=30))[0]


async def pressed(playground: Playground, shown: Json, label: str, user: int = ADMIN) -> Json:
    playground.press(user, None, shown["message_id"], data(shown, label))
    return (await playground.wait_messages(user, shown["message_id"], timeout=30))[0]


@pytest.mark.parametrize(("name", "payload"), [("报告.txt", REPORT.encode("gb18030")), ("报告.docx", docx(REPORT))])
async def test_who_may_add_sees_what_was_read_and_takes_it_in(
    run: Run, playground: Playground, reports: Library, name: str, payload: bytes
) -> None:
    async with run(library=reports):
        shown = await sent(playground, payload, name)
        assert "青岚市 · 2024 · 总结" in shown["text"]
        assert labels(shown) == [texts.UPLOAD_TAKE, texts.UPLOAD_CANCEL]
        assert not reports.documents(), "nothing is taken in unasked"
        taken = await pressed(playground, shown, texts.UPLOAD_TAKE)
        assert taken["text"].startswith("已收录")
        (held,) = reports.documents()
        assert (held.key, held.region) == (name, "青岚市")
        assert "4.73" in (await tell(playground, f"青岚市2024年{QUESTION}", user=ADMIN))["text"]


async def test_what_is_corrected_stays_corrected(run: Run, playground: Playground, reports: Library) -> None:
    async with run(library=reports):
        shown = await sent(playground, REPORT.replace("青岚市", "全市").encode())
        assert texts.UPLOAD_UNKNOWN in shown["text"]
        wrong = await replied(playground, shown, "地区 无此地方")
        assert "不认识" in wrong["text"]
        shown = await replied(playground, shown, "地区 芜湖市")
        shown = await replied(playground, shown, "类别：通知")
        assert "芜湖市 · 2024 · 通知" in shown["text"]
        await pressed(playground, shown, texts.UPLOAD_TAKE)
        answer = await tell(playground, f"芜湖市2024年{QUESTION}", user=ADMIN)
        assert answer["text"].startswith("芜湖市2024年实际")
        shown = await sent(
            playground, (REPORT.replace("青岚市", "全市") + "2.建成托育中心。新增托位120个。\n").encode()
        )
        taken = await pressed(playground, shown, texts.UPLOAD_TAKE)
    (held,) = reports.documents()
    assert (held.region, held.profile.kind, held.version) == ("芜湖市", "通知", 2), taken["text"]
    reports.reindex()
    assert reports.documents()[0].region == "芜湖市"
    assert {figure.region for figure in reports.indicators()} == {"芜湖市"}


async def test_a_reader_asks_a_file_that_nobody_else_sees(
    run: Run, playground: Playground, reports: Library, clock: Clock
) -> None:
    async with run(library=reports) as application:
        shown = await sent(playground, REPORT.encode(), user=READER)
        assert labels(shown) == [texts.UPLOAD_CANCEL]
        answer = await replied(playground, shown, QUESTION, READER)
        assert "4.73" in answer["text"] and "“" in answer["text"] and "只据" in answer["text"]
        assert not reports.documents()
        playground.press(READER, None, shown["message_id"], data(shown, texts.UPLOAD_CANCEL).replace("ux", "ua"))
        assert "4.73" not in (await tell(playground, QUESTION))["text"], "asked of all reports, not of the file"
        assert not reports.documents(), "a reader takes nothing in, whatever he presses"
        folder = application.bot_data.uploads
        clock.now += KEPT_SECONDS + 1
        folder.purge()
        late = await replied(playground, shown, QUESTION, READER)
        assert "4.73" not in late["text"]


async def test_what_cannot_be_read_is_said_in_one_sentence(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports):
        reply = await sent(playground, b"\x00\x01\x02" * 400, "坏.bin")
        assert "\n" not in reply["text"] and not reply.get("reply_markup")
    assert not list((tmp_path / "uploads").iterdir())


async def test_cancelling_and_pressing_twice(
    run: Run, playground: Playground, reports: Library, tmp_path: Path
) -> None:
    async with run(library=reports):
        shown = await sent(playground, REPORT.encode())
        playground.press(ADMIN, None, shown["message_id"], data(shown, texts.UPLOAD_CANCEL))
        await tell(playground, "/help", user=ADMIN)
        assert not list((tmp_path / "uploads").iterdir())
        playground.press(ADMIN, None, shown["message_id"], data(shown, texts.UPLOAD_TAKE))
        await tell(playground, "/help", user=ADMIN)
        assert not reports.documents()


def test_a_purge_meanwhile_takes_no_file_that_is_being_put_away(tmp_path: Path, reports: Library, clock: Clock) -> None:
    def alone(place: Path) -> Library:
        raise AssertionError(place)

    uploads = Uploads(tmp_path / "uploads", reports, alone, clock)
    ended = threading.Event()

    def purging() -> None:
        while not ended.is_set():
            uploads.purge()

    sweeper = threading.Thread(target=purging)
    sweeper.start()
    try:
        kept = [uploads.keep(ADMIN, ADMIN, f"{number}.txt", b"x" * 500_000) for number in range(40)]
    finally:
        ended.set()
        sweeper.join()
    assert [uploads.find(one.token, ADMIN) for one in kept] == kept
