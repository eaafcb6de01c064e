"""Small reports about invented cities, a year or two of each, and a library that holds some."""

from __future__ import annotations

from pathlib import Path

from retrieval import Library


def report(city: str, year: int, *, places: str = "4.2", extra: str = "") -> str:
    """A summary: childcare with its figure, family doctors, medical communities."""
    return (
        f"{city}卫生健康委{year}年工作总结\n"
        f"一、主要工作\n"
        f"（一）托育服务。{year}年，全市千人口托位数达到{places}个，新增普惠托位{year - 1500}个。\n"
        f"（二）家庭医生签约。全市家庭医生签约率{places}0%，重点人群应签尽签。\n"
        f"（三）医共体建设。全市建成紧密型县域医共体3个，覆盖所有乡镇卫生院。\n"
        f"二、存在问题\n基层力量仍然薄弱。{extra}\n"
        f"{city}卫生健康委员会\n{year + 1}年1月20日\n"
    )


def put(library: Library, folder: Path, city: str, year: int, *, silent: bool = False, **more: str) -> None:
    """Index a report under its own name."""
    path = folder / f"{city}-{year}.txt"
    path.write_text(report(city, year, **more), encoding="utf-8")
    library.index([path], silent=silent)
