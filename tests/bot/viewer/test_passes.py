"""Passes and what Mini Apps tell: only what we or Telegram signed is believed."""

from __future__ import annotations

import hashlib
import hmac
import json
import stat
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.viewer.keys import FILE_NAME, KEPT, Keyring
from bot.viewer.miniapp import opener
from bot.viewer.passes import Passes
from retrieval import StoreError

TOKEN = "42:secret"
NOW = 1_750_000_000


class Clock:
    now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path)


def passes(keyring: Keyring, clock: Clock | None = None) -> Passes:
    return Passes(keyring, clock=clock or Clock(), life=3600)


def test_a_pass_tells_person_end_and_kind(keyring: Keyring) -> None:
    mine = passes(keyring)
    read = mine.read(mine.issue(7, "aaaaaaaaaa", mini=True), "aaaaaaaaaa")
    assert read and (read.person, read.expires, read.mini, read.valid) == (7, NOW + 3600, True, True)


def test_a_pass_is_for_one_section_and_one_key(keyring: Keyring, tmp_path: Path) -> None:
    mine = passes(keyring)
    code = mine.issue(7, "aaaaaaaaaa")
    assert mine.read(code, "bbbbbbbbbb") is None
    other = tmp_path / "other"
    other.mkdir()
    assert passes(Keyring(other)).read(code, "aaaaaaaaaa") is None


@given(at=st.integers(0, 39), letter=st.sampled_from("ABCxyz059-_"))
def test_a_changed_letter_makes_it_worthless(at: int, letter: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    mine = passes(Keyring(tmp_path_factory.getbasetemp()))
    code = mine.issue(7, "aaaaaaaaaa")
    changed = code[:at] + letter + code[at + 1 :]
    assert changed == code or mine.read(changed, "aaaaaaaaaa") is None


@given(st.text(max_size=60))
def test_what_we_did_not_sign_is_none(tmp_path_factory: pytest.TempPathFactory, code: str) -> None:
    assert passes(Keyring(tmp_path_factory.getbasetemp())).read(code, "aaaaaaaaaa") is None


def test_a_pass_ends_but_still_tells_whose_it_was(keyring: Keyring) -> None:
    clock = Clock()
    mine = passes(keyring, clock)
    code = mine.issue(7, "aaaaaaaaaa")
    clock.now += 3600
    read = mine.read(code, "aaaaaaaaaa")
    assert read and read.person == 7 and not read.valid


def test_rotation_closes_old_passes_and_still_knows_them(keyring: Keyring) -> None:
    mine = passes(keyring)
    old = mine.issue(7, "aaaaaaaaaa")
    keyring.rotate()
    read = mine.read(old, "aaaaaaaaaa")
    assert read and read.person == 7 and not read.valid
    fresh = mine.read(mine.issue(7, "aaaaaaaaaa"), "aaaaaaaaaa")
    assert fresh and fresh.valid
    for _ in range(KEPT):
        keyring.rotate()
    assert mine.read(old, "aaaaaaaaaa") is None
    assert len(keyring.keys()) == KEPT


def test_the_keys_are_the_owners_alone_and_last(keyring: Keyring, tmp_path: Path) -> None:
    secret = keyring.derived("webhook")
    file = tmp_path / FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Keyring(tmp_path).derived("webhook") == secret != keyring.derived("other")
    keyring.rotate()
    assert Keyring(tmp_path).derived("webhook") == keyring.derived("webhook") != secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_broken_file_of_keys_is_said(keyring: Keyring, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("0 12\n")
    with pytest.raises(StoreError, match=FILE_NAME):
        keyring.keys()


def init_data(token: str = TOKEN, *, at: int = NOW, person: object = 7, **more: str) -> str:
    """What Telegram's apps give a Mini App of a bot."""
    fields = {"auth_date": str(at), "user": json.dumps({"id": person, "first_name": "林"}), "query_id": "AA", **more}
    text = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()})


def test_telegrams_word_is_believed() -> None:
    assert opener(init_data(), TOKEN, NOW + 5) == 7


@pytest.mark.parametrize(
    "told",
    [
        "",
        "hash=",
        "user=%7B%22id%22%3A7%7D",
        init_data(at=NOW - 3600),
        init_data(at=NOW + 600),
        init_data("43:other"),
        init_data().replace("%22id%22%3A+7", "%22id%22%3A+8"),
        init_data(person="7"),
        init_data(person=True),
        init_data(auth_date="soon"),
        init_data(user="[]"),
        init_data() + "&hash=%C3%A9",
        "a=1&" * 60,
        "x" * 9000,
    ],
)
def test_anything_else_is_not(told: str) -> None:
    assert opener(told, TOKEN, NOW) is None


@given(st.text(max_size=300))
def test_nonsense_is_nobody(told: str) -> None:
    assert opener(told, TOKEN, NOW) is None
