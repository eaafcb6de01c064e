from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.model import Loaded
from retrieval.parsing import parse
from retrieval.parsing.regions import Gazetteer
from tests.retrieval.parsing.samples import BODY, LAYOUTS, REPORT, solid


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_a_report_is_parsed_from_end_to_end(gazetteer: Gazetteer) -> None:
    page = f"当前位置：首页 > 政务公开\n{REPORT}\n扫一扫在手机打开当前页\n"
    outline = parse(Loaded(text=page, media_type="text/plain"), key="青岚市.txt", gazetteer=gazetteer)
    assert outline.profile.title == "青岚市卫生健康委员会2024年工作总结及2025年工作打算"
    assert outline.profile.years == (2024, 2025)
    assert [(part.year, part.plan) for part in outline.parts] == [(2024, False), (2025, True)]
    assert len(outline.chrome) == 2
    assert solid("".join(section.text for section in outline.walk())) == solid(REPORT)
    assert {outline.parts[section.part].year for section in outline.walk() if section.part is not None} == {2024, 2025}
    last = [*outline.walk()][-1]
    assert last.part == 1
    assert last.heading == "（三）全面完善疾控体系"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_ids_are_set_in_every_layout(layout: str, gazetteer: Gazetteer) -> None:
    outline = parse(Loaded(text=LAYOUTS[layout](REPORT), media_type="text/plain"), key="k", gazetteer=gazetteer)
    ids = [section.id for section in outline.walk()]
    assert len(ids) == len(set(ids)) == 13
    assert all(len(name) == 10 for name in ids)


def test_warnings_of_the_loader_are_kept(gazetteer: Gazetteer) -> None:
    loaded = Loaded(text=REPORT, media_type="text/plain", warnings=("编码不明",))
    assert "编码不明" in parse(loaded, key="k", gazetteer=gazetteer).warnings


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["一、医改\n", "\n", "索引号：", "来源：", "（一）", BODY, "2024年工作总结\n"])
        | st.text(max_size=5),
        max_size=20,
    )
)
def test_any_text_is_parsed(gazetteer: Gazetteer, pieces: list[str]) -> None:
    outline = parse(Loaded(text="".join(pieces), media_type="text/plain"), key="k", gazetteer=gazetteer)
    assert all(section.id for section in outline.walk())
