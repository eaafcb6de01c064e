"""Every role and circle through every door: what is hidden does not come out, and those who may see it do see it.

The doors are those of ``bot.doors``: a new command, button or address is in the matrix by itself, and fails it until somebody
who may see everything either sees something there or the door is listed as one that shows no report.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot import doors
from bot.app import App
from bot.playground import Playground
from bot.playground.people import ADMIN, GROUP, READER
from bot.rendering.refs import Target
from bot.rights import Right, Role
from bot.viewer.routes import Viewer
from bot.web.site import site
from bot.web.wiring import Web, reader_doors
from retrieval import Library
from tests.bot.conftest import Run
from tests.bot.leaks import A, B, Visitor, buttons, commands, furnish, harmless, hidden_report, name_of, secrets
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import write

EACH, MANY = 1, 4
#: Buttons that name a section or a document.
SECTIONS = {"o", "t", "g", "po", "jm"}
ROUNDS = 3
#: Doors that show nothing of reports, whoever comes; each says something of itself, or changes a setting.
SILENT_COMMANDS = {
    "feedback",
    "sources",
    "status",
    "stop",
    "new",
    "home",
    "help",
    "invite",
    "admit",
    "people",
    "start",
    "following",
}
SILENT_BUTTONS = {
    *("ul", "ux"),
    *("z", "ask", "u", "d", "dr", "ke", "ks", "x", "b", "c", "r", "y", "yy", "kl", "kc", "kt", "kp", "kg", "kq"),
    *("fa", "fc", "fd", "fh", "fl", "fm", "fn", "fo", "fp", "fq", "fr", "fs", "fz"),
}
EVERYBODY = list(product((Role.NONE, Role.READER, Role.CONTRIBUTOR), ((), (A,), (B,), (A, B))))
#: Those who go through the doors in each run of the tests; ``.ci/soak_leaks.py`` sends everybody.
PEOPLE = (
    EVERYBODY
    if os.environ.get("HUIWEN_TEST_LEAKS") == "all"
    else [(Role.NONE, (A, B)), (Role.READER, (A,)), (Role.CONTRIBUTOR, (B,))]
)


GROUPS: tuple[tuple[str, ...] | None, ...] = (None, (), (A,)) if len(PEOPLE) > 3 else ((A,),)


@dataclass
class House:
    """The running bot over real reports. ``words``: circle → what must not come out; ``pressed``: data of all buttons seen."""

    application: App
    playground: Playground
    library: Library
    words: dict[str, tuple[str, ...]]
    pressed: list[str]
    shown: dict[str, set[str]]

    def become(self, role: Role, circles: tuple[str, ...]) -> None:
        """Make the reader somebody else."""
        members = self.application.bot_data.access.members
        members.settle(READER, Role.NONE, by=ADMIN)
        members.settle(READER, role, by=ADMIN)
        for circle in circles if role is not Role.NONE else ():
            members.join(READER, circle, by=ADMIN)

    def written_by_hand(self) -> Iterator[str]:
        """Data of buttons that nobody is shown in so small a house; anybody can send them."""
        yield from (
            "l:0",
            "kl:1",
            "kp:1",
            "kp:1:0",
            "kq:1",
            "fq:1",
            "fm:1",
            "fn:1:0",
            "ask:望川市2024年托育服务覆盖几个乡镇",
        )
        for document in self.library.documents():
            if document.circle is not None:
                yield from (f"fa:{document.id}", f"fz:1:{document.id}", f"t:{document.id}:0")

    def chosen(self) -> Iterator[str]:
        """Some buttons of each name, first those that name something hidden."""
        hidden = [word for words in self.words.values() for word in words]
        ordered = sorted(self.pressed, key=lambda data: not any(word in data for word in hidden))
        counts: dict[str, int] = {}
        for data in ordered:
            counts[name_of(data)] = counts.get(name_of(data), 0) + 1
            if counts[name_of(data)] <= (MANY if name_of(data) in SECTIONS else EACH):
                yield data

    def links(self) -> Iterator[str]:
        """Deep links to every hidden document and its sections."""
        for document in self.library.documents():
            if document.circle is not None:
                yield f"d_{document.id}"
                for section in self.library.sections(document.id)[:3]:
                    yield f"s_{Target(section_id=section.id).code}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("leaks")
    with Library(place / "data", embedder=FakeEmbedder()) as opened:
        furnish(opened, place / "in")
        yield opened


@pytest_asyncio.fixture
async def house(run: Run, playground: Playground, library: Library) -> AsyncIterator[House]:
    async with run(library=library, allowed=()) as application:
        yield House(application, playground, library, secrets(library), [], {})


async def explored(house: House) -> None:
    """An administrator goes through every door; what each shows him, and every button that he meets."""
    visitor = Visitor(house.playground, ADMIN)
    met = list(house.written_by_hand())
    for words in commands():
        visitor.say(words)
        await visitor.settled()
        came = visitor.came()
        met += buttons(came)
        _note(house, f"/{words.split()[0].lstrip('/')}" if words.startswith("/") else "/None", visitor, len(came))
    for link in house.links():
        house.playground.clients.start(ADMIN, link)
        await visitor.settled()
        came = visitor.came()
        met += buttons(came)
        _note(house, f"link {link[0]}", visitor, len(came))
    for _ in range(ROUNDS):
        met += await _press_new(house, visitor, met)
    house.pressed = list(dict.fromkeys(met))


async def _press_new(house: House, visitor: Visitor, met: list[str]) -> list[str]:
    """Press some buttons of each name that was not pressed before; the buttons that come then."""
    new: list[str] = []
    for name in dict.fromkeys(map(name_of, met)):
        mine = [data for data in dict.fromkeys(met) if name_of(data) == name and harmless(data)]
        for data in mine[: MANY if name in SECTIONS else EACH] if f"button {name}" not in house.shown else ():
            visitor.press(data)
            await visitor.settled()
            came = visitor.came()
            new += buttons(came)
            _note(house, f"button {name}", visitor, len(came))
    return new


def _note(house: House, door: str, visitor: Visitor, came: int) -> None:
    """Which marks the last things that came show."""
    words = "\n".join(visitor.heard[-came:]) if came else ""
    marks = {circle for circle, secret in house.words.items() if any(one in words for one in secret)}
    house.shown.setdefault(door, set()).update(marks)


async def through_every_door(house: House, visitor: Visitor) -> None:
    """All commands, links and buttons of the matrix; buttons as they stood under another person's messages."""
    for words in commands():
        visitor.say(words)
    if visitor.chat is None:
        for link in house.links():
            house.playground.clients.start(visitor.user, link)
    await visitor.settled()
    for data in house.chosen():
        visitor.press(data)
    await visitor.settled()
    visitor.came()


async def test_nothing_hidden_comes_out_of_any_door(house: House) -> None:
    await explored(house)
    unshown = {door for door, marks in house.shown.items() if not marks}
    allowed = {f"/{name}" for name in SILENT_COMMANDS} | {f"button {name}" for name in SILENT_BUTTONS}
    assert unshown <= allowed, f"an administrator sees nothing hidden there: {sorted(unshown - allowed)}"
    asked = {f"/{name}" for name in doors.COMMANDS}
    assert asked <= set(house.shown), f"never tried: {asked - set(house.shown)}"
    unmet = {name for name, right in doors.BUTTONS.items() if right is Right.ASK} - set(map(name_of, house.pressed))
    assert unmet <= SILENT_BUTTONS, f"buttons that were never met: {sorted(unmet)}"
    leaks = {}
    for role, circles in PEOPLE:
        house.become(role, circles)
        visitor = Visitor(house.playground, READER)
        await through_every_door(house, visitor)
        for circle, secret in house.words.items():
            sees = circle in circles and role is not Role.NONE
            known = visitor.knows(secret)
            if known and not sees:
                leaks[role, circles, circle] = known
            assert known or not sees, f"{role} of {circles} sees nothing of {circle}"
    assert leaks == {}
    access = house.application.bot_data.access
    assert access.role(READER) is Role.CONTRIBUTOR, "nobody gave himself a right"
    assert [document.circle for document in house.library.documents()].count(None) == 2, "nobody opened a report"
    for own in GROUPS:
        await a_group_hears_what_its_circles_see(house, own)


async def a_group_hears_what_its_circles_see(house: House, circles: tuple[str, ...] | None) -> None:
    """The administrator, who sees everything in private, asks in the group; then another member presses his buttons."""
    house.become(Role.READER, (A, B))
    members = house.application.bot_data.access.members
    if circles is not None:
        members.admit(GROUP, "科室群", circles, by=ADMIN)
    asking, pressing = Visitor(house.playground, ADMIN, GROUP), Visitor(house.playground, READER, GROUP)
    asking.say("/help")
    for words in commands():
        if words.startswith("/") and not words.startswith("/admit"):
            asking.say(words)
    await asking.settled()
    await through_every_door(house, pressing)
    asking.came()
    for circle, secret in house.words.items():
        known = [*asking.knows(secret), *pressing.knows(secret)]
        assert bool(known) is (circles is not None and circle in circles), (circle, known[:5])


async def test_source_pages_ask_for_the_right_of_their_reader(house: House) -> None:
    services = house.application.bot_data
    with_nothing = Web(listener=None, public_url="http://pages.test")  # type: ignore[arg-type]  # nothing is served
    viewer = Viewer(reader_doors(house.application, with_nothing), services.passes, services.cpu)
    app = httpx.ASGITransport(site(viewer, services.metrics, ()))
    async with httpx.AsyncClient(transport=app, base_url="http://pages.test") as client:
        for role, circles in PEOPLE:
            house.become(role, circles)
            for document in house.library.documents():
                for section in house.library.sections(document.id)[:4]:
                    code = services.passes.issue(READER, section.id)
                    pages = [(await client.get(f"/s/{section.id}", params={"p": code})).text]
                    pages += [(await client.get(f"/s/{section.id}")).text]
                    said = [word for word in house.words.get(document.circle or "", ()) if word in "\n".join(pages)]
                    said = [word for word in said if word != section.id]
                    sees = document.circle in circles and role is not Role.NONE
                    assert bool(said) is sees, (role, circles, document.circle, said)


async def test_alerts_tell_of_a_hidden_report_only_who_may_see_it(house: House, tmp_path: Path) -> None:
    house.become(Role.READER, (B,))
    members = house.application.bot_data.access.members
    members.admit(GROUP, "科室群", (), by=ADMIN)
    visitors = [Visitor(house.playground, ADMIN), Visitor(house.playground, READER)]
    visitors.append(Visitor(house.playground, ADMIN, GROUP))
    for visitor in visitors:
        visitor.say("/follow 云泽市")
        await visitor.settled()
        saves = [data for data in buttons(visitor.came()) if data.startswith("fs:")]
        assert saves
        visitor.press(saves[-1])
        await visitor.settled()
        visitor.came()
    mark = "暗号庚辛壬"
    path = write(tmp_path, "云泽内部.txt", hidden_report("云泽市", mark, "9368").replace("2024", "2025"))
    added = house.library.index([path], circle=A)[0].document
    assert added
    try:
        await house.playground.wait_messages(ADMIN, 0, timeout=60.0, until=lambda one: added.id in str(one))
        await asyncio.sleep(0.3)
        for visitor in visitors:
            visitor.came()
        assert [bool(visitor.knows((mark, added.id, "9368"))) for visitor in visitors] == [True, False, False]
    finally:
        house.library.remove(added.id)


async def test_what_is_stored_of_a_chat_tells_nothing_after_a_right_is_gone(house: House) -> None:
    """The answer, its buttons and receipt, the saved table and the thread were made when the reader saw it."""
    house.become(Role.READER, (A,))
    visitor = Visitor(house.playground, READER)
    for words in ("望川市2024年托育服务覆盖几个乡镇", "/table 表一：覆盖乡镇数 望川、青岚", "/compare 覆盖乡镇数"):
        visitor.say(words)
    await visitor.settled()
    mine = buttons(visitor.came())
    assert visitor.knows(house.words[A])
    house.become(Role.READER, ())
    after = Visitor(house.playground, READER)
    for words in ("/why", "出自哪份报告", "那云泽市呢", "/table"):
        after.say(words)
    for data in dict.fromkeys(mine):
        after.press(data)
    await after.settled()
    for data in buttons(after.came()):
        after.press(data)
    await after.settled()
    after.came()
    assert after.knows(house.words[A]) == []
