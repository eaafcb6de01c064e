"""A correction holds for the document: in place, over re-indexing, for later versions; never for another report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import InputError, UnknownIdError
from retrieval.library import Library
from retrieval.model import Correction, Region, Scope
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import report, write

WANGCHUAN = Region(name="望川市", short="望川", level="地级市", province="江岚省")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        opened.index([write(tmp_path, "望川.txt", report("望川市", 2023))])
        yield opened


def text(year: int, *, extra: str = "", city: str = "全市") -> str:
    return report(city, year, extra=extra)


def taken(library: Library, path: Path, **said: object) -> str:
    (result,) = library.index([path], correction=Correction(**said))  # type: ignore[arg-type]  # fields by name
    return result.state


def held(library: Library) -> dict[str, tuple[str | None, tuple[int, ...], str, int]]:
    return {one.key: (one.region, one.profile.years, one.profile.kind, one.version) for one in library.documents()}


def test_what_is_held_is_corrected_in_place_with_all_that_is_derived(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "甲.txt", text(2024))])
    before = next(one for one in library.documents() if one.key == "甲.txt")
    sections = [one.id for one in library.sections(before.id)]
    now = library.correct(before.id, region="望川市", year=2022, kind="要点")
    assert (now.region, now.profile.years, now.profile.kind, now.version) == ("望川市", (2022,), "要点", 1)
    assert [one.id for one in library.sections(before.id)] == sections
    assert {one.year for one in library.sections(before.id) if one.part} == {2022}
    assert {(one.region, one.year, one.plan) for one in library.indicators(before.id)} == {("望川市", 2022, True)}
    found = library.search("托育服务", scope=Scope(regions=("望川市",), years=(2022,), plan=True))
    assert {hit.passage.document_id for hit in found} == {before.id}
    assert all("vectors" in hit.ranks for hit in found[:1])
    assert not library.search("托育服务", scope=Scope(years=(2024,)))
    library.reindex()
    assert held(library)["甲.txt"] == ("望川市", (2022,), "要点", 1)


def test_a_held_report_sent_again_with_another_correction_is_no_second_one(library: Library, tmp_path: Path) -> None:
    assert taken(library, write(tmp_path, "a/甲.txt", text(2024)), region=WANGCHUAN) == "added"
    again = write(tmp_path, "b/甲.txt", text(2024))
    assert taken(library, again, kind="要点") == "updated"
    assert taken(library, again, kind="要点") == "unchanged"
    elsewhere = Region(name="江澜市", short="江澜", level="地级市", province="江岚省")
    assert taken(library, write(tmp_path, "c/甲.txt", text(2024)), region=elsewhere) == "updated"
    assert held(library)["甲.txt"] == ("江澜市", (2024,), "要点", 1)
    assert len(library.documents()) == 2


def test_it_wins_over_the_text_of_a_later_version_but_not_over_the_next_year(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    library.index([write(folder, "总结.txt", text(2024, city="云泽市"))])
    (wrong,) = [one for one in library.documents() if one.region == "云泽市"]
    library.correct(wrong.id, region="望川市", kind="新闻")
    library.index([write(folder, "总结.txt", text(2024, city="云泽市", extra="新增一节内容。"))])
    assert held(library)["总结.txt"] == ("望川市", (2024,), "新闻", 2)
    library.index([write(folder, "总结.txt", text(2025, city="云泽市"))])
    assert held(library)["总结.txt"][3] == 2
    assert held(library)["总结.txt~2"] == ("云泽市", (2025,), "总结", 1)


def test_another_citys_report_of_the_same_file_name_keeps_its_own_region(library: Library, tmp_path: Path) -> None:
    taken(library, write(tmp_path, "a/总结.txt", text(2024)), region=WANGCHUAN)
    other = "云泽市卫生健康委2024年工作总结\n一、主要工作\n（一）疾病控制。云泽市接种疫苗三万剂次，设接种点十二处。\n"
    library.index([write(tmp_path, "b/总结.txt", other)])
    assert held(library)["总结.txt"][0] == "望川市"
    assert held(library)["总结.txt~2"][0] == "云泽市"


def test_a_correction_is_news_only_of_what_is_new(library: Library, tmp_path: Path) -> None:
    library.index([write(tmp_path, "甲.txt", text(2024))])
    library.index([write(tmp_path, "乙.txt", text(2021))], silent=True)
    ids = {one.key: one.id for one in library.documents()}
    last = library.events()[-1].number
    for key in ("甲.txt", "乙.txt", "甲.txt"):
        library.correct(ids[key], region="望川市")
    told = [(one.document_id, one.kind, one.silent) for one in library.events(after=last)]
    assert told == [(ids["甲.txt"], "added", False), (ids["乙.txt"], "updated", True)]


def test_what_cannot_be_corrected_is_said(library: Library) -> None:
    with pytest.raises(InputError, match="不认识"):
        library.correct(library.documents()[0].id, region="无此地方")
    with pytest.raises(UnknownIdError):
        library.correct("nothing")
