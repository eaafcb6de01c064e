from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Part
from retrieval.parsing.ids import identify, section_id
from retrieval.parsing.outline import structure
from tests.retrieval.parsing.samples import BODY, REPORT, flat

PARTS = (Part(title="2024年总结", year=2024, plan=False), Part(title="2025年计划", year=2025, plan=True))


def test_ids_are_stable_short_and_unique() -> None:
    sections = flat(identify(structure(REPORT), key="a/b.txt", parts=PARTS, starts=(0, 9)))
    ids = [section.id for section in sections]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]{10}", name) for name in ids)
    again = flat(identify(structure(REPORT), key="a/b.txt", parts=PARTS, starts=(0, 9)))
    assert [section.id for section in again] == ids
    assert ids[0] == "ny7yhzncb0"


def test_parts_begin_at_their_first_section() -> None:
    sections = flat(identify(structure(REPORT), key="k", parts=PARTS, starts=(1, 9)))
    assert [section.part for section in sections] == [None, *[0] * 8, *[1] * 4]


def test_ids_outlive_other_changes_of_the_text() -> None:
    before = flat(identify(structure(REPORT), key="k", parts=PARTS, starts=(0, 9)))
    longer = REPORT.replace("2.培训乡村医生", f"2.添置救护车。{BODY}\n3.培训乡村医生").replace(
        "3.推进家庭", "4.推进家庭"
    )
    after = flat(identify(structure(longer), key="k", parts=PARTS, starts=(0, 10)))
    kept = {section.path: section.id for section in before if section.level}
    same = [section for section in after if section.path in kept and section.level]
    assert len(same) == 10
    assert all(kept[section.path] == section.id for section in same)


def test_equal_paths_and_unheaded_paragraphs_get_an_ordinal() -> None:
    body = f"2024年工作总结\n一、党建\n{BODY}\n一、党建\n{BODY}\n二、医改\n{BODY}"
    sections = flat(identify(structure(body), key="k"))
    assert len({section.id for section in sections}) == 4
    paragraphs = flat(identify(structure(f"{BODY}\n{BODY}\n{BODY}"), key="k"))
    assert len({section.id for section in paragraphs}) == 3


@given(st.text(), st.text(), st.lists(st.text(max_size=9), max_size=3), st.integers(1, 9))
def test_any_name_makes_an_id(key: str, part: str, path: list[str], ordinal: int) -> None:
    assert re.fullmatch(r"[a-z0-9]{10}", section_id(key, part, path, "heading", ordinal))


def test_documents_parts_and_kinds_are_kept_apart() -> None:
    names = [
        section_id(key, part, ["一、甲"], kind, ordinal)
        for key in "kl"
        for part in ("2024年总结", "2025年计划")
        for kind in ("title", "heading", "paragraph")
        for ordinal in (1, 2)
    ]
    assert len(set(names)) == 24
