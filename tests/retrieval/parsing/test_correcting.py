"""What a person says of a document wins."""

from __future__ import annotations

import pytest

from retrieval.model import CORRECTED, UNCORRECTED, Correction, Kind, Outline, Part, Profile, Region
from retrieval.parsing.correcting import carried, corrected

WANGCHUAN = Region(name="望川市", short="望川", level="地级市")
PARTS = (Part(title="总结", year=2023, plan=False), Part(title="计划", year=2024, plan=True))
READ = Outline(profile=Profile(title="x", years=(2023, 2024), kind="总结+计划"), parts=PARTS, sections=())


def test_nothing_said_changes_nothing() -> None:
    assert corrected(READ, UNCORRECTED) == READ


def test_all_parts_move_with_the_year() -> None:
    found = corrected(READ, Correction(year=2024))
    assert ([part.year for part in found.parts], found.profile.years) == ([2024, 2025], (2024, 2025))
    assert found.profile.read_from["years"] == CORRECTED


def test_a_kind_says_whether_a_single_part_holds_goals() -> None:
    single = Outline(profile=Profile(title="x"), parts=(Part(title="x", year=None, plan=False),), sections=())
    found = corrected(single, Correction(kind="要点", year=2025))
    assert (found.parts[0].plan, found.parts[0].year, found.profile.kind) == (True, 2025, "要点")
    assert [part.plan for part in corrected(READ, Correction(kind="要点")).parts] == [False, True]


SAID = Correction(region=WANGCHUAN, kind="通知", year=2020)


def profile(year: int | None, kind: Kind = "总结+计划", region: str | None = None) -> Profile:
    place = Region(name=region, short=region[:-1], level="地级市") if region else None
    return Profile(title="x", years=(year,) if year else (), kind=kind, region=place)


@pytest.mark.parametrize(
    "now",
    [
        READ.profile,
        profile(2023, region="云泽市"),
        profile(2020, "通知"),
        profile(None, "其他"),
    ],
)
def test_all_that_was_corrected_goes_on_to_the_next_version(now: Profile) -> None:
    assert carried(corrected(READ, SAID).profile, now) == SAID


@pytest.mark.parametrize("now", [profile(2024), profile(2021, "通知"), profile(2023, "政府工作报告")])
def test_another_year_or_kind_is_another_report(now: Profile) -> None:
    assert carried(corrected(READ, SAID).profile, now) == UNCORRECTED
    assert carried(READ.profile, now) == UNCORRECTED


def test_what_was_read_first_is_kept_through_a_second_correction() -> None:
    twice = corrected(corrected(READ, SAID), Correction(year=2021)).profile
    assert (twice.as_read["years"], twice.as_read["region"], twice.years) == ([2023, 2024], None, (2021, 2022))
