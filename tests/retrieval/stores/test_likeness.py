"""Reposts, revisions and other reports of one form, told apart in a library that holds many alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.library import Library
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import report, write

CITIES = tuple(
    f"{name}市" for name in ("青岚", "云泽", "江澜", "白鹭", "松溪", "石桥", "霞浦岭", "柳源", "碧湖", "金穗")
)
FURTHER = "全年组织培训十二期，参加人员一千余人次，各项任务按时完成，群众反映良好。" * 4


def text(city: str, year: int, figure: int) -> str:
    return report(city, year, figure=figure, extra=f"{city}{FURTHER}")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as opened:
        files = [write(tmp_path / "files", f"{city}.txt", text(city, 2024, 10 + n)) for n, city in enumerate(CITIES)]
        assert [result.state for result in opened.index(files)] == ["added"] * len(CITIES)
        yield opened


def test_of_thirty_texts_each_repost_and_revision_finds_its_report_and_no_other_does(
    library: Library, tmp_path: Path
) -> None:
    known = {document.title.partition("卫生")[0]: document.id for document in library.documents()}
    assert len(known) == len(CITIES)
    found: dict[str, tuple[str, bool]] = {}
    for n, city in enumerate(CITIES):
        before = text(city, 2024, 10 + n)
        copies = {
            "repost": f"{before}（浏览次数：{100 + n}）\n"
            if n % 2
            else before.replace("。", "．") + "【打印】【关闭】\n",
            "revision": before.replace("比上年增加1个", f"比上年增加{20 + n}个"),
            "other": text(city, 2023, 10 + n),
        }
        for kind, said in copies.items():
            (result,) = library.index([write(tmp_path / kind, f"{n}.txt", said)])
            assert result.document is not None, result.error
            found[f"{kind} {city}"] = (result.state, result.document.id == known[city])
    wanted = {"repost": ("unchanged", True), "revision": ("updated", True), "other": ("added", False)}
    assert found == {name: wanted[name.split()[0]] for name in found}
    assert len(library.documents()) == 2 * len(CITIES)
