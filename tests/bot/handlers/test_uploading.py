"""Files sent in chat, over the real library and the playground."""

from __future__ import annotations

import io
import threading
import zipfile
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
from tests.retrieval.gathering.sites import Site, serving

REPORT = """青岚市2024年卫生健康工作总结
一、办好民生实事
1.发展普惠托育。全市千人口托位数达到4.73个，普惠托位占比67.7%。
"""
QUESTION = "千人口托位数是多少"
FIELDS = texts.UPLOAD_FIELDS.values()


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "reports", embedder=FakeEmbedder(), allow_private=["127.0.0.1"]) as library:
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


async def pressed(
    playground: Playground, shown: Json, label: str, user: int = ADMIN, *, after: Json | None = None
) -> Json:
    """Press a button; what comes then. ``after``: the last message before that, where it is not the one pressed on."""
    playground.press(user, None, shown["message_id"], data(shown, label))
    return (await playground.wait_messages(user, (after or shown)["message_id"], timeout=30))[0]


@pytest.mark.parametrize(("name", "payload"), [("报告.txt", REPORT.encode("gb18030")), ("报告.docx", docx(REPORT))])
async def test_who_may_add_sees_what_was_read_and_takes_it_in(
    run: Run, playground: Playground, reports: Library, name: str, payload: bytes
) -> None:
    async with run(library=reports):
        shown = await sent(playground, payload, name)
        assert "青岚市 · 2024 · 总结" in shown["text"]
        assert labels(shown) == [texts.UPLOAD_TAKE, texts.UPLOAD_CANCEL, *FIELDS]
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


PAGE = f"""<html><head><title>工作总结</title></head><body><div class="content"><h1>青岚市2024年卫生健康工作总结</h1>
{"".join(f"<p>{line}</p>" for line in REPORT.splitlines()[1:])}
<p><a href="/files/附表.docx">附表.docx</a></p></div></body></html>"""
LOGIN = "<html><head><title>登录</title></head><body>请登录<input type='password'></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        running.pages["/2024.html"] = PAGE
        running.pages["/login.html"] = LOGIN
        running.pages["/files/%E9%99%84%E8%A1%A8.docx"] = docx(REPORT.replace("青岚市", "云泽市"))
        yield running


@pytest.mark.parametrize("words", ["{}", "收录 {}", "{}看看", "请看一下这个网址：{}"])
async def test_an_address_is_read_shown_and_taken_in(
    run: Run, playground: Playground, reports: Library, site: Site, words: str
) -> None:
    async with run(library=reports):
        shown = await tell(playground, words.format(site.at("/2024.html")), user=ADMIN)
        assert "青岚市 · 2024 · 总结" in shown["text"] and "附表.docx" in shown["text"]
        attached = texts.UPLOAD_ATTACHMENT.format(n=1)
        assert labels(shown) == [texts.UPLOAD_TAKE, texts.UPLOAD_CANCEL, *FIELDS, attached]
        taken = await pressed(playground, shown, texts.UPLOAD_TAKE)
        assert taken["text"].startswith("已收录")
        (held,) = reports.documents()
        inner = await pressed(playground, shown, attached, after=taken)
        assert "云泽市 · 2024 · 总结" in inner["text"]
        assert (held.url, held.region) == (site.at("/2024.html"), "青岚市")
        again = await tell(playground, site.at("/2024.html"), user=ADMIN)
        assert "早已收录" in (await pressed(playground, again, texts.UPLOAD_TAKE))["text"]


async def test_a_reader_asks_an_address_alone(run: Run, playground: Playground, reports: Library, site: Site) -> None:
    async with run(library=reports):
        shown = await tell(playground, site.at("/2024.html"), user=READER)
        assert texts.UPLOAD_TAKE not in labels(shown)
        assert "4.73" in (await replied(playground, shown, QUESTION, READER))["text"]
        assert not reports.documents()


async def test_an_address_in_a_question_is_not_fetched(
    run: Run, playground: Playground, reports: Library, site: Site
) -> None:
    async with run(library=reports):
        for words in ("{}里千人口托位数是多少", "{} 讲了什么", "托位数见 {}"):
            await tell(playground, words.format(site.at("/2024.html")), user=ADMIN)
    assert site.asked == []


@pytest.mark.parametrize(
    ("path", "said"),
    [("/login.html", "要求登录"), ("/nothing.html", "404"), ("http://10.0.0.7/a.html", "内部网络地址")],
)
async def test_what_an_address_does_not_give_is_said_in_one_sentence(
    run: Run, playground: Playground, reports: Library, site: Site, path: str, said: str, tmp_path: Path
) -> None:
    async with run(library=reports):
        reply = await tell(playground, path if path.startswith("http") else site.at(path), user=ADMIN)
    assert said in reply["text"] and "\n" not in reply["text"] and not reply.get("reply_markup")
    assert not list((tmp_path / "uploads").glob("*"))


async def test_warnings_within_an_archive_are_counted_and_named(
    run: Run, playground: Playground, reports: Library
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("青岚市2024年总结.txt", REPORT)
        for number in range(7):
            archive.writestr(f"坏{number}.docx", b"\x00\x01\x02" * 400)
    async with run(library=reports):
        shown = await sent(playground, packed.getvalue(), "报告.zip")
        assert "青岚市 · 2024 · 总结" in shown["text"]
        assert texts.UPLOAD_WARNINGS.format(count=7) in shown["text"]
        assert "坏0.docx" in shown["text"] and "坏6.docx" not in shown["text"]
        taken = await pressed(playground, shown, texts.UPLOAD_TAKE)
    assert "已收录" in taken["text"] and len(reports.documents()) == 1


async def edited(playground: Playground, shown: Json, label: str, said: str) -> Json:
    """Press a button that changes its message; the message once it says so, under its text or on its buttons."""
    playground.press(ADMIN, None, shown["message_id"], data(shown, label))

    def now() -> Json:
        return dict(playground.world.chat(ADMIN).records[shown["message_id"]].message)

    await playground.world.events.until(lambda: said in now()["text"] or said in labels(now()), 30.0)
    assert said in now()["text"] or said in labels(now())
    return now()


async def test_region_year_and_kind_are_corrected_by_buttons(
    run: Run, playground: Playground, reports: Library
) -> None:
    async with run(library=reports):
        shown = await sent(playground, REPORT.replace("青岚市", "全市").encode())
        shown = await edited(playground, shown, "改类别", "通知")
        shown = await edited(playground, shown, "通知", "未识别 · 2024 · 通知")
        shown = await edited(playground, shown, "改年份", "2023")
        shown = await edited(playground, shown, texts.UPLOAD_BACK, "改类别")
        shown = await edited(playground, shown, "改年份", "2023")
        shown = await edited(playground, shown, "2023", "未识别 · 2023 · 通知")
        asks = await pressed(playground, shown, "改地区")
        assert asks["text"] == texts.UPLOAD_REGION
        near = await replied(playground, asks, "无湖市")
        assert "不认识“无湖市”" in near["text"] and labels(near) == ["安徽省芜湖市"]
        told = await pressed(playground, near, "安徽省芜湖市")
        assert "芜湖市 · 2023 · 通知" in told["text"]
        twin = await replied(playground, asks, "鼓楼区")
        assert len(labels(twin)) > 1, "several share the name"
        told = await pressed(playground, twin, labels(twin)[0])
        assert "鼓楼区 · 2023 · 通知" in told["text"]
        taken = await pressed(playground, told, texts.UPLOAD_TAKE)
        assert taken["text"].startswith("已收录")
    (held,) = reports.documents()
    assert (held.region, held.profile.years, held.profile.kind) == ("鼓楼区", (2023,), "通知")


async def test_a_held_report_is_corrected_by_sending_it_again(
    run: Run, playground: Playground, reports: Library
) -> None:
    async with run(library=reports):
        for region in ("芜湖市", "池州市"):
            shown = await sent(playground, REPORT.encode())
            shown = await replied(playground, shown, f"地区 {region}")
            await pressed(playground, shown, texts.UPLOAD_TAKE)
    (held,) = reports.documents()
    assert (held.region, held.version) == ("池州市", 1)
