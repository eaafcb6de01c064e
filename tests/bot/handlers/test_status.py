"""/status: for administrators, what is to be done first."""

from __future__ import annotations

from bot.playground import Playground
from bot.playground.people import ADMIN, READER
from retrieval import Check, Source
from tests.bot.conftest import Run
from tests.bot.fakes import FakeLibrary
from tests.bot.handlers.test_chat import tell
from tests.bot.handlers.test_sourcing import Talk


async def test_an_administrator_sees_how_everything_is(run: Run, playground: Playground, library: FakeLibrary) -> None:
    library.sources.kept = [Source(id=1, address="https://example.gov.cn/", kind="page", trouble="打不开")]
    library.checks = (
        Check(name="备份", ok=True, warning=True, detail="还没有备份过", advice="运行 huiwen backup"),
        Check(name="磁盘", ok=False, detail="只剩 3 MB", advice="腾出空间"),
    )
    async with run():
        await tell(playground, "千人口托位数")
        await tell(playground, "天气")
        said = (await Talk(playground, ADMIN).says("/status"))["text"]
        lines = said.splitlines()
        assert lines[0].startswith("汇问 ") and "已运行" in lines[0]
        assert lines[1] == "要处理 2 件："
        assert lines[2:4] == ["1. 磁盘：只剩 3 MB → 腾出空间", "2. 备份：还没有备份过 → 运行 huiwen backup"]
        assert "今天　2 问：答出 1，未答 1，反问 0；一半在" in said
        assert "来源　读不到 1" in said and "备份　还没有" in said and "模型　没有设置" in said
        assert "在办　1 条消息" in said, "the one that asks"
        assert "已运行" not in (await Talk(playground, READER).says("/status"))["text"]
        library.checks = ()
        assert "一切正常。" in (await Talk(playground, ADMIN).says("/status"))["text"]
