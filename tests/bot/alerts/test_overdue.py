"""Reports that are late by their own past."""

from __future__ import annotations

from datetime import date

import pytest

from bot.alerts.overdue import overdue, overdue_text
from retrieval import Document, Part, Profile, Region
from retrieval.model import Kind

CITY = Region(name="青岚市", short="青岚", level="地级市", province="江岚省")


def held(year: int, published: str | None, kind: Kind = "总结", parts: tuple[int, ...] = ()) -> Document:
    made = tuple(Part(title="", year=each, plan=False) for each in parts or (year,))
    profile = Profile(title="t", region=CITY, years=(year,), kind=kind, published=published)
    return Document(id=f"{kind}{year}", key="k", version=1, profile=profile, parts=made, sections=1)


@pytest.mark.parametrize(
    ("documents", "today", "late"),
    [
        ([held(2023, "2024-01-10"), held(2024, "2025-01-20")], "2026-02-11", ["青岚市2025年总结"]),
        ([held(2023, "2024-01-10"), held(2024, "2025-01-20")], "2026-02-08", []),  # within the margin
        ([held(2024, "2025-01-20")], "2026-02-11", []),  # one year alone: a longer one
        ([held(2024, "2025-01-20")], "2026-03-08", ["青岚市2025年总结"]),
        ([held(2024, "2025-01-20"), held(2025, "2026-01-15")], "2026-03-08", []),
        ([held(2024, None)], "2026-03-08", []),
        ([held(2024, "2025-01-20")], "2027-03-08", []),  # given up
        ([held(2024, "2024-03-01", "要点")], "2025-04-20", ["青岚市2025年要点"]),
        (
            [held(2024, "2025-01-20", "总结+计划", (2024, 2025))],
            "2026-03-08",
            ["青岚市2025年总结", "青岚市2026年计划"],
        ),
    ],
)
def test_what_is_overdue(documents: list[Document], today: str, late: list[str]) -> None:
    found = overdue(documents, date.fromisoformat(today))
    assert [f"{one.region.name}{one.year}年{one.kind}" for one in found] == late


def test_it_says_by_what_it_is_late() -> None:
    (one,) = overdue([held(2024, "2025-01-20")], date(2026, 3, 8))
    assert overdue_text(one) == "⏰ 青岚市2025年总结还没有见到：按往年应在1月20日前后发布（2024年的是2025-01-20）。"
    assert one.key == "overdue:青岚市:总结:2025"
