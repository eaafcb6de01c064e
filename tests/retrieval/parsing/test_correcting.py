"""What a person says of a document wins."""

from __future__ import annotations

from retrieval.model import CORRECTED, UNCORRECTED, Correction, Outline, Part, Profile, Region
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


def test_region_and_kind_go_on_to_the_next_version_unless_it_names_its_region() -> None:
    before = corrected(READ, Correction(region=WANGCHUAN, kind="通知", year=2020)).profile
    assert carried(before, READ.profile) == Correction(region=WANGCHUAN, kind="通知")
    own = Profile(title="x", region=Region(name="云泽市", short="云泽", level="地级市"))
    assert carried(before, own) == Correction(kind="通知")
    assert carried(READ.profile, own) == UNCORRECTED
