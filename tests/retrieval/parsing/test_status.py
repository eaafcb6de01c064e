"""Year, tense and period of single sentences."""

from __future__ import annotations

import pytest

from retrieval.parsing.dates import iso_date, period, years
from retrieval.parsing.placeholders import anonymised, placeholders
from retrieval.parsing.status import status

RESULTS, PLANS = (2024, False), (2025, True)


@pytest.mark.parametrize(
    ("sentence", "part", "expected"),
    [
        ("全市新增托位三百个。", RESULTS, (2024, False)),
        ("到2025年底，千人口托位数达到4.8个。", RESULTS, (2025, True)),
        ("到2024年底，签约率已达80%。", RESULTS, (2024, False)),
        ("2023年完成改造三家卫生院。", RESULTS, (2023, False)),
        ("门诊量较2023年增长5%。", RESULTS, (2024, False)),
        ("托位数同比增长12%，比去年多三百个。", RESULTS, (2024, False)),
        ("去年建成急救站三个。", RESULTS, (2023, False)),
        ("明年新增托位五百个。", RESULTS, (2025, True)),
        ("力争签约率达到90%。", RESULTS, (2024, True)),
        ("重点人群签约率不低于75%。", RESULTS, (2024, True)),
        ("争取省级资金2.1亿元。", RESULTS, (2024, False)),
        ("争取青岚医院列入名单。", RESULTS, (2024, True)),
        ("在2023年度医院绩效考核中列第九。", RESULTS, (2024, False)),
        ("已建成中医馆12个，确保群众就近看病。", RESULTS, (2024, False)),
        ("将中医药纳入考核，完成培训300人。", RESULTS, (2024, False)),
        ("按计划完成免疫接种。", RESULTS, (2024, False)),
        ("落实计划生育家庭扶助。", RESULTS, (2024, False)),
        ("近三年累计投入3000万元。", RESULTS, (2024, False)),
        ("印发《脑健康规划（2025-2030年）》。", RESULTS, (2024, False)),
        ("实施三年行动（2024-2026年）。", RESULTS, (2024, False)),
        ("2025年将新建卫生院两家。", RESULTS, (2025, True)),
        ("新增托位四百个。", PLANS, (2025, True)),
        ("2025年底前全部实现智能监测。", PLANS, (2025, True)),
        ("截至目前，已完成改造五家。", PLANS, (2025, False)),
        ("今年以来新增托位两百个。", PLANS, (2025, False)),
        ("2024年千人口托位数达到4.4个。", PLANS, (2024, False)),
        ("力争到2027年床位达到6000张。", PLANS, (2027, True)),
        ("在2024年基础上增加100个，达到500个。", PLANS, (2025, True)),
        ("巩固国家卫生城市创建成果。", PLANS, (2025, True)),
    ],
)
def test_year_and_tense(sentence: str, part: tuple[int, bool], expected: tuple[int, bool]) -> None:
    found = status(sentence, year=part[0], plan=part[1])
    assert (found.year, found.plan) == expected


def test_an_unknown_year_stays_unknown_unless_said() -> None:
    assert status("去年新增托位三百个。", year=None, plan=False).year is None
    assert status("2023年新增托位三百个。", year=None, plan=False).year == 2023


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年上半年完成三家", "上半年"),
        ("2024年前三季度门诊量", "前三季度"),
        ("1—9月，全市门诊量", "1-9月"),
        ("一至十月", None),
        ("前10个月", "1-10月"),
        ("截至2024年10月底", "截至10月底"),
        ("截止6月30日", "截至6月30日"),
        ("第三季度", "三季度"),
        ("每季度开展督查，每半年考核", None),
        ("全年完成", None),
        ("半年工作总结", "上半年"),
    ],
)
def test_periods(text: str, expected: str | None) -> None:
    assert period(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年完成，2023-2030年规划，《2022年要点》", [2024]),
        ("２０２４年", [2024]),
        ("二〇二三年和2025年度", [2023, 2025]),
        ("2024至2026年", []),
        ("国卫发〔2021〕3号", []),
    ],
)
def test_years(text: str, expected: list[int]) -> None:
    assert [year for *_, year in years(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-04-19 16:31", "2024-04-19"),
        ("2024年4月9日", "2024-04-09"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二○二五年十月九日", "2025-10-09"),
        ("2024年4月", None),
        ("2024-13-40", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("xx市新增xx张床位", ["xx市", "xx"]),
        ("XX县培训×名医生", ["XX县", "×"]),
        ("某市**区完成**万人次", ["某市", "**区", "**"]),
        ("建成x.x平方米", ["x", "x"]),
        ("MAX市场3×3阵列，某些地区，AXX名单", []),
    ],
)
def test_placeholders(text: str, found: list[str]) -> None:
    got = [text[start:end] for start, end in placeholders(text)]
    assert bool(got) is bool(found)
    assert set(found) <= set(got) or "x.x" in text


def test_anonymised() -> None:
    assert anonymised("xx市工作总结", "")
    assert anonymised("", "培训xx名，新增xx张")
    assert not anonymised("青岚市工作总结", "面积为3×4米")
