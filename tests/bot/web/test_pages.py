"""The pages over HTTP: who sees the text, who only the title, who nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import httpx
import pytest

from bot.rendering import texts
from bot.rendering.refs import Target, cited
from bot.viewer.addresses import permanent
from retrieval import Table
from tests.bot.fakes import DOCUMENTS, FIGURE, FakeLibrary, citation, section
from tests.bot.viewer.test_passes import init_data
from tests.bot.web.sites import ADDRESS, READER, REVOKED, House

TITLE = DOCUMENTS[0].title
SECTION = "bbbbbbbbbb"
IN_CHAT = f"https://t.me/demo_bot?start=s_{SECTION}"


def plain(response: httpx.Response) -> str:
    return re.sub(r"<[^>]+>", "", response.text)


async def test_a_valid_pass_opens_the_text_with_the_evidence_marked(house: House) -> None:
    async with house.asked() as client:
        page = await client.get(house.link(cited(citation())))
    assert page.status_code == 200
    assert f'<mark id="evidence">{FIGURE}</mark>' in page.text
    assert TITLE in page.text and "上一节" in page.text and "下一节" in page.text
    assert f'href="{IN_CHAT}_' in page.text
    assert len(page.content) < 100_000


async def test_the_way_on_carries_the_readers_pass_and_its_end(house: House) -> None:
    async with house.asked() as client:
        page = await client.get(house.link(SECTION))
        onward = re.search(r'rel="next" href="(cccccccccc\?p=[\w-]+)"', page.text)
        assert onward
        following = await client.get(f"{ADDRESS}/s/{onward[1]}")
        assert following.status_code == 200 and "村卫生室" in following.text
        house.clock.now += 3601
        assert (await client.get(f"{ADDRESS}/s/{onward[1]}")).status_code == 403


async def closed(client: httpx.AsyncClient, address: str, reason: str = texts.PAGE_CLOSED) -> None:
    """The page has the title and the way back to the chat, and no text."""
    page = await client.get(address)
    assert page.status_code == 403
    assert TITLE in page.text and reason in page.text
    assert f'href="{IN_CHAT}' in page.text and "在 Telegram 中打开" in page.text
    assert "托位" not in page.text


async def test_without_a_pass_there_is_the_title_and_the_way_to_the_chat(house: House) -> None:
    async with house.asked() as client:
        await closed(client, permanent(ADDRESS, SECTION))
        await closed(client, permanent(ADDRESS, SECTION) + "?p=" + "A" * 40)
        await closed(client, permanent(ADDRESS, SECTION) + "?p=%00&e=%ff")


async def test_an_expired_or_rotated_pass_keeps_its_meaning_but_shows_no_text(house: House) -> None:
    address = house.link(cited(citation()))
    async with house.asked() as client:
        house.keyring.rotate()
        await closed(client, address, texts.PAGE_EXPIRED)
        again = house.link(SECTION)
        house.clock.now += 3601
        await closed(client, again, texts.PAGE_EXPIRED)
        assert (await client.get(house.link(SECTION))).status_code == 200


async def test_a_pass_of_another_section_opens_nothing(house: House) -> None:
    code = house.link("aaaaaaaaaa").partition("?")[2]
    async with house.asked() as client:
        await closed(client, f"{ADDRESS}/s/{SECTION}?{code}")


async def test_a_revoked_person_reads_no_more(house: House) -> None:
    address = house.link(SECTION, REVOKED)
    async with house.asked() as client:
        await closed(client, address)
        house.admitted.add(REVOKED)
        assert (await client.get(address)).status_code == 200
        house.admitted.discard(REVOKED)
        await closed(client, address)


async def test_what_is_not_for_everyone_has_not_even_a_title(house: House) -> None:
    house.hidden = frozenset({"d1"})
    mine = house.link(SECTION)
    async with house.asked() as client:
        unknown = await client.get(permanent(ADDRESS, "zzzzzzzzzz"))
        for address in (permanent(ADDRESS, SECTION), house.link(SECTION, REVOKED)):
            hidden = await client.get(address)
            assert hidden.status_code == unknown.status_code == 404
            assert hidden.text.replace(SECTION, "") == unknown.text.replace("zzzzzzzzzz", "")
        assert (await client.get(mine)).status_code == 200
        house.clock.now += 3601
        await closed(client, mine, texts.PAGE_EXPIRED)


async def test_a_moved_section_is_followed(house: House) -> None:
    class Moved(FakeLibrary):
        def section(self, id: str) -> object:  # type: ignore[override]  # a redirect
            return super().section(SECTION if id == "oldoldoldo" else id)

    house.library = Moved()
    async with house.asked() as client:
        moved = await client.get(house.link("oldoldoldo"))
        assert moved.status_code == 302
        page = await client.get(f"{ADDRESS}/s/{moved.headers['location']}")
        assert page.status_code == 200 and FIGURE in page.text


async def test_the_text_is_data(house: House) -> None:
    nasty = section(SECTION, "d1", 1, '一、<script>alert(1)</script>\n<img src=x onerror="alert(2)"> {{ 7*7 }} &amp;')
    evil = replace(
        DOCUMENTS[0],
        url="javascript:alert(3)",
        profile=replace(DOCUMENTS[0].profile, title='"><svg onload=alert(4)>', number="<b>1号</b>"),
    )

    class Nasty(FakeLibrary):
        def section(self, id: str) -> object:  # type: ignore[override]  # one section for all
            return nasty

        def sections(self, document_id: str) -> object:  # type: ignore[override]
            return (nasty,)

    house.library = Nasty(documents_=(evil,))
    async with house.asked() as client:
        page = await client.get(house.link(SECTION))
    assert page.status_code == 200
    for raw in ("<script>alert", "<img", "<svg", "javascript:", "<b>1号", "49"):
        assert raw not in page.text.replace("{{ 7*7 }}", "")
    assert "{{ 7*7 }} &amp;amp;" in page.text


async def test_a_table_is_shown_whole(house: House) -> None:
    grid = Table(
        head=(("地区", "托位数"),),
        rows=(("青岚市", "4.52"), ("云泽市", "<b>3.90</b>")),
        lines=((), ()),
        caption="各市托位",
        unit="个",
    )
    house.library = FakeLibrary(grids={SECTION: (grid,)})
    async with house.asked() as client:
        page = await client.get(house.link(SECTION))
        closed = await client.get(f"{ADDRESS}/s/{SECTION}")
    assert "<caption>各市托位（单位：个）</caption>" in page.text
    assert '<th scope="col">托位数</th>' in page.text and '<th scope="row">青岚市</th><td>4.52</td>' in page.text
    assert "<b>3.90" not in page.text and "&lt;b&gt;3.90" in page.text
    assert "托位" not in closed.text, "no more of a table than of the text without a pass"


class Tags(HTMLParser):
    """Start tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("opened", [True, False])
async def test_nothing_is_inline_and_nothing_comes_from_elsewhere(house: House, opened: bool) -> None:
    async with house.asked() as client:
        page = await client.get(house.link(cited(citation())) if opened else permanent(ADDRESS, SECTION))
        assert page.text.count("</html>") == 1
        tags = Tags(page.text).found
        for tag, attributes in tags:
            assert tag != "style" and "style" not in attributes
            assert tag != "script" or attributes.get("src")
            assert not [name for name in attributes if name.startswith("on")]
            fetched = attributes.get("src") or (attributes.get("href") if tag == "link" else None)
            if fetched:
                assert fetched.startswith("../static/")
                file = await client.get(f"{ADDRESS}/s/x/{fetched}".replace("/s/x/..", ""))
                assert file.status_code == 200 and "immutable" in file.headers["cache-control"]
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "private, no-store"


async def test_the_page_is_made_for_readers_of_screens_and_keyboards(house: House) -> None:
    async with house.asked() as client:
        page = await client.get(house.link(cited(citation())))
    tags = Tags(page.text).found
    names = [tag for tag, _ in tags]
    assert ("html", {"lang": "zh-CN"}) in tags
    assert [names.count(tag) for tag in ("h1", "main", "header", "footer", "aside")] == [1, 1, 1, 1, 1]
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert next(attributes for tag, attributes in tags if tag == "a") == {"class": "skip", "href": "#text"}
    for tag, attributes in tags:
        labelled = attributes.get("aria-labelledby")
        assert tag not in ("nav", "aside") or attributes.get("aria-label") or labelled in ids
    ranks = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(ranks))


async def test_robots_are_kept_out(house: House) -> None:
    async with house.asked() as client:
        assert (await client.get("/robots.txt")).text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/s", "/s/", "/s/../pages.key", "/s/%2e%2e%2fpages.key", "/static/", "/static/..%2froutes.py"),
        *("/static/%2e%2e/routes.py", "/s/" + "a" * 400, "/s/%00", "/s/a/b/c", "/healthz/../s", "/static/viewer.css/x"),
    ],
)
async def test_there_is_nothing_else(house: House, path: str) -> None:
    async with house.asked() as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text and "<h1>" in answer.text


async def test_other_methods_and_large_bodies_are_refused(house: House) -> None:
    async with house.asked() as client:
        assert (await client.post(f"/s/{SECTION}")).status_code == 405
        large = await client.post(f"/s/{SECTION}/open", content=b"x" * (1024 * 1024 + 1))
        assert large.status_code == 413

        async def growing() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b"x" * 100_000

        assert (await client.post(f"/s/{SECTION}/open", content=growing())).status_code == 413


async def test_what_breaks_is_one_sentence_with_a_reference(house: House, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeLibrary):
        def section(self, id: str) -> object:  # type: ignore[override]  # what the test is about
            raise RuntimeError("secret detail")

    house.library = Broken()
    async with house.asked() as client:
        page = await client.get(house.link(SECTION))
    assert page.status_code == 500
    reference = re.search(r"编号 ([0-9a-f]{6})", page.text)
    assert reference and reference[1] in caplog.text
    assert "secret" not in page.text and "Traceback" not in page.text
    assert "content-security-policy" in page.headers
    assert b'huiwen_errors_total{kind="RuntimeError"} 1.0' in house.metrics.page()


async def test_who_guesses_is_not_listened_to_for_a_minute(house: House) -> None:
    async with house.asked() as client:
        for n in range(30):
            assert (await client.get(f"/s/{SECTION}?p={n:040}")).status_code == 403
        assert (await client.get(house.link(SECTION))).status_code == 429
        house.clock.now += 61
        assert (await client.get(house.link(SECTION))).status_code == 200


# As a Telegram Mini App


async def opened(client: httpx.AsyncClient, address: str, told: str, evidence: str = "") -> httpx.Response:
    url = httpx.URL(address)
    body = {"pass": url.params.get("p", ""), "init_data": told, "evidence": evidence}
    return await client.post(f"{url.path}/open", json=body)


async def test_a_mini_apps_pass_opens_only_for_its_person(house: House) -> None:
    now = int(house.clock.now)
    address = house.link(cited(citation()), mini=True)
    async with house.asked() as client:
        shell = await client.get(address)
        assert shell.status_code == 403 and "data-pass" in shell.text and "托位" not in shell.text
        other = await opened(client, address, init_data(person=REVOKED, at=now))
        assert (other.status_code, other.json()) == (403, {"error": texts.PAGE_OTHER})
        mine = await opened(client, address, init_data(person=READER, at=now), str(httpx.URL(address).params["e"]))
        assert mine.status_code == 200
        page = await client.get(f"{ADDRESS}/s/{mine.json()['address']}")
        assert page.status_code == 200 and '<mark id="evidence">' in page.text


async def test_a_mini_apps_pass_without_telegrams_word_opens_nothing(house: House) -> None:
    now = int(house.clock.now)
    address = house.link(Target(section_id=SECTION), mini=True)
    async with house.asked() as client:
        for told in ("", init_data("43:other", at=now, person=READER), init_data(at=now - 4000, person=READER)):
            assert (await opened(client, address, told)).status_code == 403
        for body in (b"", b"[]", b"{", b'{"pass": 1}', b"\xff", b"[" * 100_000):
            assert (await client.post(f"/s/{SECTION}/open", content=body)).status_code == 403
        house.clock.now += 3601
        late = await opened(client, address, init_data(person=READER, at=now + 3601))
        assert late.json() == {"error": texts.PAGE_EXPIRED}
