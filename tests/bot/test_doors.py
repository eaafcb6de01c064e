"""Every handler, button, kind of message, web address and command has a right in ``bot.doors``, and nothing else has."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram import CallbackQuery, Chat, ChatMemberLeft, ChatMemberMember, ChatMemberUpdated, Message, Update, User

from bot import doors
from bot.app import build
from bot.cli import cli
from bot.handlers import routes
from bot.pool import Pool
from bot.rights import RIGHTS, Right, Role
from bot.settings import Settings
from bot.viewer.routes import Viewer
from bot.web.wiring import beside_pages
from tests.bot.conftest import Clock
from tests.bot.fakes import FakeLibrary
from tests.bot.web.sites import House

ROOT = Path(__file__).parents[2]
PERSON = User(5, "某", False)
#: The parts of the bot that work with all the reports: what administrators do, what asks for rights itself, wiring.
WHOLE = {
    "bot/app.py",
    "bot/circles.py",
    "bot/handlers/circling.py",
    "bot/alerts/wiring.py",
    "bot/access.py",
    "bot/web/wiring.py",
    "bot/vitals.py",
}


def test_every_command_and_button_in_chat_has_a_door() -> None:
    assert set(routes.COMMANDS) == set(doors.COMMANDS)
    assert set(routes.BUTTONS) == set(doors.BUTTONS)


def test_administering_is_for_administrators_alone() -> None:
    assert [role for role in Role if Right.ADMINISTER in RIGHTS[role]] == [Role.ADMIN]
    assert [role for role in Role if Right.ASK in RIGHTS[role]] == [Role.READER, Role.CONTRIBUTOR, Role.ADMIN]
    assert RIGHTS[Role.NONE] == frozenset()


async def test_every_web_address_has_a_door(tmp_path: Path, clock: Clock) -> None:
    settings = Settings(_env_file=None, data=tmp_path, telegram_token=SecretStr("1:x"), webhook=True)
    application = build(settings, FakeLibrary())
    viewer = Viewer(House(tmp_path, clock, FakeLibrary()).doors(), application.bot_data.passes, Pool("cpu", 1))
    own = beside_pages(application, settings)
    assert {route.path for route in (*viewer.routes(), *own)} == set(doors.WEB)


def test_every_command_of_huiwen_has_a_door() -> None:
    assert set(cli.commands) == set(doors.CLI)


@pytest.mark.parametrize("name", ["", "nothing", "pa2", "__class__"])
def test_an_unknown_button_stays_shut(name: str) -> None:
    assert doors.needed(Update(1, callback_query=CallbackQuery("1", PERSON, "c", data=f"{name}:1")), "bot") is None


def test_an_update_of_another_kind_stays_shut() -> None:
    assert doors.needed(Update(1), "bot") is None


def test_telegrams_own_word_needs_no_right() -> None:
    chat = Chat(-5, "group", title="群")
    change = ChatMemberUpdated(chat, PERSON, None, ChatMemberLeft(PERSON), ChatMemberMember(PERSON))  # type: ignore[arg-type]  # its date
    assert doors.needed(Update(1, my_chat_member=change), "bot") is Right.ANYONE
    moved = Message(1, None, chat, from_user=PERSON, migrate_to_chat_id=-6)  # type: ignore[arg-type]  # its date
    assert doors.needed(Update(1, message=moved), "bot") is Right.ANYONE


def modules() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py"))


@pytest.mark.parametrize("name", modules())
def test_no_handler_reaches_past_what_its_asker_sees(name: str) -> None:
    """``services.library`` is all the reports; handlers work with ``await context.reports(place)``."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    reached = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "library"
        and isinstance(node.value, (ast.Name, ast.Attribute))
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in ("services", "bot_data")
    ]
    assert name in WHOLE or not reached, f"{name}: lines {reached}"
