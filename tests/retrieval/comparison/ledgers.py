"""Ledgers that we made up: figures of invented cities, and a library of three hundred of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Engine, insert

from retrieval.model import Document, Indicator, Part, Profile, Region
from retrieval.stores import rows
from retrieval.stores.database import writing
from retrieval.stores.tables import DocumentRow, IndicatorRow, SectionRow, VersionRow

NAMES = (
    "千人口托位数",
    "新增托位数",
    "普惠托位占比",
    "家庭医生签约率",
    "县域内就诊率",
    "基层就诊率",
    "孕产妇死亡率",
    "救护车数",
)
COUNTED = (
    "急救站点",
    "中医馆",
    "名医工作室",
    "护理院",
    "互联网医院",
    "重点专科",
    "实训基地",
    "发热门诊",
    "健康小屋",
    "托育园",
)


def region(name: str, *, level: str = "地级市", code: str | None = None, province: str | None = "江岚省") -> Region:
    return Region(name=name, short=name[:-1], level=level, code=code, province=province, parent=province)  # type: ignore[arg-type]  # a level by its name


def figure(
    place: str, value: str, number: float | None, *, name: str = "千人口托位数", year: int | None = 2024, plan: bool = False,
    unit: str = "个", comparator: str = "=", document: str = "", **more: object,
) -> Indicator:  # fmt: skip
    return Indicator(
        name=name, value=value, number=number, unit=unit, comparator=comparator, year=year, plan=plan, region=place,  # type: ignore[arg-type]  # a sign by its name
        quote=f"{name}{value}", section_id=f"s-{place}-{year}-{plan}", document_id=document or f"d-{place}", **more,  # type: ignore[arg-type]  # fields by name
    )  # fmt: skip


def document(place: Region | None, *years: int, id: str | None = None, anonymised: bool = False) -> Document:
    parts = tuple(Part(title=f"{year}年总结", year=year, plan=False) for year in years)
    name = place.name if place else "某市"
    return Document(
        id=id or f"d-{name}",
        key=f"{name}.txt",
        version=1,
        profile=Profile(title=f"{name}{years[0]}年总结", region=place, years=years, anonymised=anonymised),
        parts=parts,
        sections=3,
    )


def fill(engine: Engine, regions: int, years: int) -> None:
    """A report of each region and year, with seventy figures each, twelve of which are nobody else's."""
    documents: list[dict[str, object]] = []
    versions: list[dict[str, object]] = []
    sections: list[dict[str, object]] = []
    figures: list[dict[str, object]] = []
    for number in range(regions):
        place = region(f"青{number:03d}市", code=f"{990000 + number}")
        for year in range(2025 - years, 2025):
            id_ = f"d{number}y{year}"
            documents.append({"id": id_, "key": f"{id_}.txt", "version": 1, "url": None, "added_at": ""})
            versions.append(_version(id_, document(place, year, id=id_)))
            sections.append(_section(id_, year, place.name))
            figures += _figures(id_, place.name, number, year)
    with writing(engine) as session:
        for table, values in (
            (DocumentRow, documents),
            (VersionRow, versions),
            (SectionRow, sections),
            (IndicatorRow, figures),
        ):
            session.execute(insert(table), values)


def _version(id_: str, value: Document) -> dict[str, object]:
    return {
        "document_id": id_, "number": 1, "body_hash": id_, "profile": rows.profile_json(value.profile),
        "parts": [asdict(part) for part in value.parts], "warnings": [], "chrome": [], "text": "汇报内容。" * 2000, "at": "",
    }  # fmt: skip


def _section(id_: str, year: int, name: str) -> dict[str, object]:
    return {
        "id": f"s{id_}", "document_id": id_, "ordinal": 0, "parent": None, "heading": "一、托育", "level": 1, "path": ["一、托育"],
        "text": f"一、托育\n{name}{year}年千人口托位数达到若干个。", "part": 0, "part_title": f"{year}年总结", "year": year, "plan": False, "period": None,
    }  # fmt: skip


def _figures(id_: str, name: str, number: int, year: int) -> Iterator[dict[str, object]]:
    verbs, parts = ("新建", "改造"), ("一类", "二类", "市级")
    names = [*NAMES, *(f"{thing}{verb}{part}数" for thing in COUNTED for verb in verbs for part in parts)][:58]
    own = [f"{name}特色项目{each}数" for each in range(12)]
    shared = rows.indicator_row(figure(name, "", 0.0, year=year, document=id_, path=("一、托育",)))
    for place, each in enumerate([*names, *own]):
        value = round(1 + number / 100 + place + (year - 2020) / 10, 2)
        quote = f"{name}{year}年千人口托位数"
        yield shared | {"name": each, "value": f"{value}个", "number": value, "quote": quote, "section_id": f"s{id_}"}
