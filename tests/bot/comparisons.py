"""Made-up figures, comparisons, summaries and profiles about invented cities."""

from __future__ import annotations

from retrieval import (
    CityProfile,
    Comparison,
    ComparisonRow,
    Coverage,
    Indicator,
    Line,
    Pair,
    Region,
    RegionSummary,
    Summary,
    TableReport,
)
from tests.bot.fakes import DOCUMENTS, FIGURE, citation

NAME = "千人口托位数"


def region(name: str, level: str = "地级市", province: str = "江岚省") -> Region:
    """An invented region."""
    return Region(name=name, short=name[:-1], level=level, province=province)  # type: ignore[arg-type]  # a shorthand


def figure(value: str, number: float | None, **more: object) -> Indicator:
    """A result of 2024 unless said otherwise."""
    values: dict[str, object] = {"name": NAME, "unit": "个", "comparator": "=", "year": 2024, "plan": False}
    values |= {"quote": FIGURE, "section_id": "bbbbbbbbbb", "document_id": "d1", "path": ("一、总结", "（四）托育")}
    return Indicator(value=value, number=number, **(values | more))  # type: ignore[arg-type]  # a shorthand


def row(place_name: str, /, value: str | None = None, number: float | None = None, **more: object) -> ComparisonRow:
    """A region with a figure, or without one where ``value`` is None."""
    place = {key: more.pop(key) for key in ("level", "province") if key in more}
    state, earlier = more.pop("state", None), bool(more.pop("earlier", False))
    own = figure(value, number, **more) if value is not None else None
    return ComparisonRow(
        region=region(place_name, **place),  # type: ignore[arg-type]  # a shorthand
        state=state or ("reported" if own else "no_document"),  # type: ignore[arg-type]  # a shorthand
        indicator=own,
        document=f"{place_name}2024年卫生健康工作总结" if own else None,
        document_id="d1" if own else None,
        earlier=earlier,
    )


def compared(*rows: ComparisonRow, **more: object) -> Comparison:
    """A comparison of these rows, with its coverage."""
    by_state = {
        state: tuple(dict.fromkeys(each.region.name for each in rows if each.state == state))
        for state in ("reported", "not_mentioned", "anonymised", "no_document")
    }
    regions = {each.region.name for each in rows}
    text = f"收录 {len(regions) - len(by_state['no_document'])}/{len(regions)} 市"
    values: dict[str, object] = {"topic": NAME, "indicator": NAME, "coverage": Coverage(**by_state, text=text)}
    return Comparison(rows=rows, **(values | more))  # type: ignore[arg-type]  # a shorthand


GOAL = row("望川市", "4.5个以上", 4.5, year=2025, plan=True, comparator="≥", section_id="dddddddddd", quote="望川")
FIRST, SECOND = row("青岚市", "5.20个", 5.2), row("云泽市", "4.01个", 4.01, section_id="eeeeeeeeee", quote="云泽")
MIXED = compared(
    FIRST,
    SECOND,
    GOAL,
    row("临溪县", "3.3张", 3.3, level="县级", province="东岚省", unit="张", section_id="cccccccccc", quote="临溪"),
    row("白石市", state="not_mentioned"),
    row("长亭市"),
    row("云泽市", "3.80个", 3.8, year=2023, plan=True, earlier=True),
    ranking=(FIRST, SECOND),
    ranked="地级市、2024年实际",
    warnings=("级别不同：县级（临溪县）、地级（青岚市、云泽市）",),
)
UNKNOWN = compared(
    row("青岚市", state="not_mentioned"), topic="托位座数", indicator=None, candidates=(NAME, "托位使用率")
)


def many(count: int) -> Comparison:
    """A long roster, every region with its own sentence."""
    return compared(
        *(
            row(f"岚{at}县", f"{at / 10:.1f}个", at / 10, level="县级", quote=f"第{at}句", section_id=f"s{at:09d}")
            for at in range(1, count + 1)
        )
    )


def summary(topic: str) -> Summary:
    """Two regions, one of which says nothing."""
    line = Line(text=f"2024年实际：{FIGURE}", citations=(1,), region="青岚市", year=2024, plan=False)
    return Summary(
        topic=topic,
        regions=(RegionSummary(region=region("青岚市"), lines=(line,)), RegionSummary(region=region("云泽市"))),
        citations=(citation(),),
        coverage=Coverage(reported=("青岚市",), not_mentioned=("云泽市",), text="收录 2 地；云泽市未提及"),
    )


def profile(name: str) -> CityProfile:
    """A region with a figure, a goal and a pair that is half stated."""
    goal = figure("4.6个", 4.6, year=2025, plan=True)
    return CityProfile(
        region=region(name),
        documents=DOCUMENTS[:1],
        themes=(("托育", (figure("4.52个", 4.52, rank="全省首位"),)),),
        goals=(goal,),
        pairs=(Pair(name=NAME, year=2025, goal=goal, before=figure("4.52个", 4.52)),),
    )


def table(*names: str, value: str = "5.20个", number: float = 5.2) -> TableReport:
    """Two regions: one with results, one with a goal and no more."""
    cells = (
        tuple(
            row("青岚市", value, number) if at == 0 else row("青岚市", state="not_mentioned")
            for at in range(len(names))
        ),
        tuple(
            row("云泽市", "4个以上", 4, year=2025, plan=True, comparator="≥") if at == 0 else row("云泽市")
            for at in range(len(names))
        ),
    )
    return TableReport(
        regions=(region("青岚市"), region("云泽市")),
        indicators=names,
        cells=cells,
        coverage=tuple(
            Coverage(reported=("青岚市",) if at == 0 else (), text="收录 1/2 市") for at in range(len(names))
        ),
        notes=("注明“目标”的为报告提出的目标值", "数据来源：《青岚市2024年卫生健康工作总结》"),
    )
