from __future__ import annotations

import doctest
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Passage, Profile, Region
from retrieval.stores import keys


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(keys).failed == 0


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_document_ids_are_short_stable_and_plain(key: str) -> None:
    assert re.fullmatch(r"[a-z0-9]{8}", keys.document_id(key))
    assert keys.document_id(key) == keys.document_id(key)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("HTTPS://WJW.Example.CN:443/a/B.html#p2", "https://wjw.example.cn/a/B.html"),
        ("http://wjw.example.cn", "http://wjw.example.cn/"),
        ("http://wjw.example.cn:8080/a?id=1&b", "http://wjw.example.cn:8080/a?id=1&b"),
    ],
)
def test_canonical(address: str, canonical: str) -> None:
    assert keys.canonical(address) == canonical
    assert keys.canonical(canonical) == canonical


def profile(region: str | None = None, years: tuple[int, ...] = (), kind: str = "其他") -> Profile:
    place = Region(name=region, short=region, level=None) if region else None
    return Profile(title=None, region=place, years=years, kind=kind)  # type: ignore[arg-type]  # the table gives words


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (profile("青岚市", (2024,), "总结"), profile("青岚市", (2024,), "总结"), True),
        (profile("青岚市", (2024,), "总结"), profile(None, (), "其他"), True),
        (profile("青岚市", (2024,), "总结"), profile("云泽市", (2024,), "总结"), False),
        (profile("青岚市", (2024,), "总结"), profile("青岚市", (2025,), "总结"), False),
        (profile("青岚市", (2024,), "总结"), profile("青岚市", (2024,), "要点"), False),
    ],
)
def test_compatible(a: Profile, b: Profile, same: bool) -> None:
    assert keys.compatible(a, b) is keys.compatible(b, a) is same


def test_another_content_is_another_entry() -> None:
    passage = Passage(
        id="abc.0",
        section_id="abc",
        document_id="d",
        start=0,
        end=2,
        text="甲乙",
        header="青岚",
        region=None,
        year=2024,
        plan=False,
    )
    changed: list[dict[str, Any]] = [
        {"text": "甲丙"},
        {"header": "云泽"},
        {"year": 2025},
        {"plan": True},
        {"region": "青岚市"},
    ]
    values = {name: getattr(passage, name) for name in Passage.__dataclass_fields__}
    entries = {keys.entry_id(Passage(**(values | change))) for change in [{}, *changed]}
    assert len(entries) == len(changed) + 1
    assert keys.entry_id(Passage(**(values | {"start": 5, "end": 7}))) in entries
