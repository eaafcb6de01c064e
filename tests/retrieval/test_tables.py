"""Tables in the library: stored, shown whole, in the ledger, found; the same after a rebuild."""

from __future__ import annotations

from pathlib import Path

from retrieval.library import Library
from tests.fakes import FakeEmbedder
from tests.retrieval.reports import write

PAGE = """<html><body><h1>江澜省卫生健康委员会2024年工作总结</h1><p>一、托育服务</p><p>各地认真组织实施，各项任务按计划推进，群众满意。</p>
<p>表1 各市托育指标</p><table><tr><th>地区</th><th>千人口托位数（个）</th></tr><tr><td>青岚市</td><td>5.99</td></tr>
<tr><td>云泽市</td><td>4.43</td></tr></table><p>二、下一步打算</p><p>继续抓好各项工作，确保完成全年目标任务。</p></body></html>"""


def test_a_table_is_kept_and_its_rows_are_figures(tmp_path: Path) -> None:
    page = write(tmp_path, "省.html", PAGE)
    with Library(tmp_path / "data", embedder=FakeEmbedder()) as library:
        (result,) = library.index([page])
        assert result.document
        chapter = library.sections(result.document.id)[1]
        (table,) = library.tables(chapter.id)
        assert table.rows == (("青岚市", "5.99"), ("云泽市", "4.43"))
        assert chapter.text[table.start : table.end].startswith("青岚市：千人口托位数5.99个。")
        figures = library.indicators(result.document.id)
        assert [(f.region, f.name, f.number, f.year) for f in figures] == [
            ("青岚市", "千人口托位数", 5.99, 2024),
            ("云泽市", "千人口托位数", 4.43, 2024),
        ]
        library.reindex()
        assert library.indicators(result.document.id) == figures
        assert library.tables(chapter.id) == (table,)
        assert "青岚市：千人口托位数5.99个" in library.ask("江澜省2024年青岚市千人口托位数是多少").text
        library.remove(result.document.id)
        assert not library.indicators()
