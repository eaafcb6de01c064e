"""Comparisons through the façade, over reports that we wrote, and over three hundred generated regions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import InputError
from retrieval.library import Library
from retrieval.model import Comparison
from tests.fakes import FakeEmbedder
from tests.retrieval.comparison.ledgers import fill

REPORTS = {
    "qinglan.txt": """青岚市卫生健康委员会2024年工作总结和2025年工作计划
一、2024年主要工作
（一）普惠托育扩面。全市托位总数1.95万个，千人口托位数达到4.73个，居全省第三位。
（二）家庭医生签约提质。常住人口家庭医生签约率46.8%。基层就诊率达到61.2%。
（三）医共体建设。依托牵头医院建成中心药房8个，处方由药师集中审核。
二、2025年工作计划
（一）发展普惠托育。新增托位1200个，千人口托位数达到5.0个，每千名3岁以下婴幼儿托位数不少于260个。
""",
    "yunze.txt": """2024年云泽市卫生健康工作要点
一、扩容优质资源
1.提升急救能力。全市急救站点增加到36个，城区平均急救反应时间不超过12分钟。
二、人口均衡发展
2.增加普惠托育供给。新增托位900个以上，力争每千人口托位数达到4.1个。
""",
    "yunze2.txt": """云泽市2024年卫生健康工作总结
一、主要工作
1.普惠托育稳步发展。全年新增托位1000个，每千人口托位数达到4.2个。
2.医共体建设提速。9个县（市、区）全部纳入医共体建设范围，统一人员招聘。
""",
    "linxi.txt": """临溪县2023年卫生健康工作总结
一、主要做法
（一）托育从无到有。全县托位总数达到1050个，千人口托位数2.75个。
（二）基层就诊率提高到62.4%，县域内就诊率85.7%。
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Library(folder / "data", embedder=FakeEmbedder()) as opened:
        opened.index([folder / name for name in REPORTS])
        yield opened


def values(found: Comparison) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for row in found.rows:
        own = row.indicator
        text = f"{own.year}{'目标' if own.plan else '实际'}{own.value}" if own else row.state
        said.setdefault(row.region.name, []).append(text + ("（更早）" if row.earlier else ""))
    return said


def test_one_indicator_over_all_regions(library: Library) -> None:
    found = library.compare("千人口托位数")
    assert found.indicator == "千人口托位数"
    assert values(found) == {
        "云泽市": ["2024实际4.2个", "2024目标4.1个（更早）"],
        "青岚市": ["2024实际4.73个", "2025目标5.0个", "2025目标260个"],
        "临溪县": ["2023实际2.75个"],
    }
    assert [row.indicator.section_id for row in found.rows if row.indicator if not row.indicator.section_id] == []
    assert any(warning.startswith("年份不同") for warning in found.warnings)


def test_the_answer_begins_with_what_was_asked_and_ends_with_the_coverage(library: Library) -> None:
    said = library.said(library.compare("各市千人口托位数谁最高"))
    assert "青岚市4.73个最高" in said.lines[0].text
    assert said.lines[0].citations
    assert said.lines[-1].text.startswith("收录 3 地")
    rows = [line for line in said.lines if not line.note][1:]
    assert all(line.region and line.text.startswith(line.region) and line.citations for line in rows)
    for citation in said.citations:
        text = library.section(citation.section_id).text
        assert text[citation.start : citation.start + len(citation.quote)] == citation.quote


def test_another_base_is_shown_apart(library: Library) -> None:
    found = library.compare("千人口托位数", regions=["青岚", "云泽"])
    assert "2025目标260个" in values(found)["青岚市"]
    assert any(warning.startswith("口径不同") for warning in found.warnings)
    assert "每千名3岁以下婴幼儿" in "\n".join(line.text for line in library.said(found).lines)
    assert values(library.compare("托位总数"))["青岚市"] == ["2024实际1.95万个"]


def test_arithmetic_only_when_asked(library: Library) -> None:
    asked = library.compare("青岚市千人口托位数比云泽市高多少")
    assert asked.calculation
    assert asked.calculation.text == "计算：4.73−4.2=0.53个"
    assert asked.indicator == "千人口托位数"
    assert library.compare("千人口托位数", regions=["青岚", "云泽"]).calculation is None
    done = library.compare("新增托位完成率", regions=["云泽"])
    assert (done.calculation, done.warnings[-1]) == (None, "没有可比的确数，未作计算")


def test_roster_members_without_reports_have_rows(library: Library) -> None:
    found = library.compare("千人口托位数", regions=["青岚", "芜湖", "安徽各市"])
    assert values(found)["芜湖市"] == ["no_document"]
    assert len({row.region.name for row in found.rows}) == 17
    assert library.compare("千人口托位数", year=2023).coverage.reported == ("临溪县",)


def test_counts_have_their_denominator(library: Library) -> None:
    found = library.compare("几个市提到了医共体建设")
    assert found.indicator is None
    assert found.headline
    assert found.headline.startswith("3地，其中2地有：")
    assert {row.region.name: row.state for row in found.rows}["临溪县"] == "not_mentioned"
    stated = [row.indicator for row in found.rows if row.indicator]
    assert all(each.name == "" and each.number is None and each.value in each.quote for each in stated)


def test_an_unsure_word_is_answered_with_names_to_choose_from(library: Library) -> None:
    found = library.compare("就诊率")
    assert found.indicator is None
    assert {"基层就诊率", "县域内就诊率"} <= set(found.candidates)
    wide = library.compare("托位")
    assert wide.indicator == "千人口托位数"
    assert wide.warnings[0].startswith("“托位”按“千人口托位数”比较")


@pytest.mark.parametrize("topic", ["", "的", "  ", "？"])
def test_a_topic_that_says_nothing_is_an_error(topic: str, library: Library) -> None:
    with pytest.raises(InputError):
        library.compare(topic)


def test_nothing_known_of_a_topic(library: Library) -> None:
    found = library.compare("地铁运营里程")
    assert found.coverage.reported == ()
    assert found.candidates


def test_over_the_years(library: Library) -> None:
    found = library.trend("千人口托位数", regions=["云泽", "青岚"])
    assert values(found) == {
        "云泽市": ["2024实际4.2个", "2024目标4.1个"],
        "青岚市": ["2024实际4.73个", "2025目标5.0个", "2025目标260个"],
    }


def test_summary_gives_every_region_its_statements(library: Library) -> None:
    found = library.summary("托育服务")
    assert [each.region.name for each in found.regions if each.lines] == ["云泽市", "青岚市", "临溪县"] or len(
        found.regions
    ) == 3
    for each in found.regions:
        assert 0 < len(each.lines) <= 3
        assert all(line.citations for line in each.lines)
    assert [citation.n for citation in found.citations] == list(range(1, len(found.citations) + 1))


def test_city_profile(library: Library) -> None:
    found = library.city("云泽")
    assert (found.region.name, len(found.documents)) == ("云泽市", 2)
    assert "托育" in dict(found.themes)
    pair = next(pair for pair in found.pairs if pair.name == "千人口托位数")
    assert pair.goal and pair.result
    assert (pair.goal.value, pair.result.value) == ("4.1个", "4.2个")
    with pytest.raises(InputError):
        library.city("某某某地")


def test_table(library: Library) -> None:
    found = library.table(["千人口托位数", "基层就诊率", "没有的指标名称"], regions=["青岚", "云泽", "临溪"])
    cells = [[cell.indicator.value if cell.indicator else cell.state for cell in row] for row in found.cells]
    assert cells == [
        ["4.73个", "61.2%", "not_mentioned"],
        ["4.2个", "not_mentioned", "not_mentioned"],
        ["2.75个", "62.4%", "not_mentioned"],
    ]
    assert found.indicators[:2] == ("千人口托位数", "基层就诊率")
    assert any(note.startswith("没有的指标名称：各地报告均未载") for note in found.notes)
    assert found.notes[-1].startswith("数据来源：《")


def test_figures_of_a_file_that_is_not_stored(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    path.write_text("望川市2024年工作总结\n一、托育\n千人口托位数达到4.51个。\n", encoding="utf-8")
    (found,) = [each for each in library.extract(path) if each.name == "千人口托位数"]
    assert (found.region, found.year, found.number) == ("望川市", 2024, 4.51)
    assert all(document.region != "望川市" for document in library.documents())


def test_an_empty_library(tmp_path: Path) -> None:
    with Library(tmp_path / "none", embedder=FakeEmbedder(), readonly=True) as empty:
        found = empty.compare("千人口托位数")
        assert (found.rows, found.coverage.text) == ((), "收录 0 地")
        assert empty.summary("托育").regions == ()
        assert empty.table(["千人口托位数"]).regions == ()


def test_three_hundred_regions_and_five_years_take_no_third_of_a_second(tmp_path: Path) -> None:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        fill(library._engine, 300, 5)
        library.compare("千人口托位数")
        taken = []
        for _ in range(5):
            started = time.thread_time()
            found = library.compare("各市千人口托位数谁最高")
            taken.append(time.thread_time() - started)
        assert (len(found.ranking), len(found.coverage.reported)) == (300, 300)
        assert len(library.said(found).lines) < 20
    assert statistics.median(taken) <= 0.3, taken


def test_a_table_has_one_roster_though_one_indicator_names_a_region(library: Library) -> None:
    made = library.table(["千人口托位数", "青岚市新增托位数"])
    assert [region.name for region in made.regions] == ["青岚市"]
    assert all(len(row) == 2 for row in made.cells)
