"""Years of a question: written out, spans, counted from now."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.search.years import mentioned
from tests.retrieval.search.asking import one

EXPLICIT: list[tuple[str, tuple[int, ...]]] = [
    ("青岚2024年托位数", (2024,)),
    ("青岚2024托位数", (2024,)),
    ("青岚24年托位数", (2024,)),
    ("青岚二〇二四年托位数", (2024,)),
    ("青岚二零二四年托位数", (2024,)),
    ("青岚2023-2025年托位数", (2023, 2024, 2025)),
    ("青岚2019到2021托位数", (2019, 2020, 2021)),
    ("青岚2023年至2024年托位数", (2023, 2024)),
    ("青岚2023、2024年托位数", (2023, 2024)),
    ("青岚到2025年底托位数", (2025,)),
    ("青岚托位数", ()),
    ("青岚近三年托位数", ()),
    ("青岚新招2024人", ()),
    ("青岚2023-2030年血吸虫病消除行动方案", ()),
    ("健康青岚2030的目标", ()),
    ("健康中国2030行动", ()),
    ("青岚采血量比去年多多少", ()),
    ("青岚门诊量较上年增长多少", ()),
    ("青岚满20年工龄的村医", ()),
    ("青岚20世纪90年代的卫生院", ()),
]


@pytest.mark.parametrize(("question", "expected"), EXPLICIT)
def test_explicit_years(question: str, expected: tuple[int, ...]) -> None:
    found = mentioned(question)
    assert (found.explicit, found.offsets) == (expected, ())


RELATIVE = [
    # (question, clock, years, note)
    ("云泽今年打算新增多少托位", 2024, (2024,), None),
    ("云泽今年打算新增多少托位", 2026, (2024,), "2026年未收录，按2024年答"),
    ("云泽去年的目标", 2025, (2024,), None),
    ("青岚今年招了多少人", 2025, (2024,), "2025年未收录，按2024年答"),
    ("青岚今年打算招多少人", 2025, (2025,), None),
    ("青岚去年招了多少人", 2025, (2024,), None),
    ("青岚去年的门诊量", 2026, (2024,), "2025年未收录，按2024年答"),
    ("青岚明年的托位目标", 2024, (2025,), None),
    ("青岚明年的托位目标", 2026, (2025,), "2027年未收录，按2025年答"),
    ("云泽去年招了多少人", 2026, (2023,), "2025年未收录，按2023年答"),
    ("合肥今年的托位数", 2026, (2026,), None),
]


@pytest.mark.parametrize(("question", "clock", "years", "note"), RELATIVE)
def test_years_counted_from_now(question: str, clock: int, years: tuple[int, ...], note: str | None) -> None:
    query = one(question, today=date(clock, 6, 1))
    assert (query.years, query.year_note) == (years, note)


def test_an_explicit_year_never_falls_back() -> None:
    query = one("云泽2023年的托位数")
    assert (query.years, query.year_note) == ((2023,), None)
