"""``huiwen correct``: what was misread of a report."""

from __future__ import annotations

from typing import cast, get_args

import click

from bot.commands.common import opened, show


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--region", help="地区全称，例如 芜湖市。")
@click.option("--year", type=click.IntRange(1949, 2100), help="第一部分的年份，其余部分跟着推移。")
@click.option("--kind", help="类别，例如 总结、要点、总结+计划。")
@click.pass_context
def correct(ctx: click.Context, document_id: str, region: str | None, year: int | None, kind: str | None) -> None:
    """更正一份报告的地区、年份、类别；ID 见 huiwen docs。以后的新版照此更正。

    \b
    例：huiwen correct 7c1f0a2b --region 芜湖市 --kind 总结
    """
    from bot import terminal
    from bot.terminal import readable
    from retrieval import Kind

    if region is None and year is None and kind is None:
        raise click.UsageError("请写明更正什么：--region、--year 或 --kind。")
    if kind is not None and kind not in get_args(Kind):
        raise click.BadParameter(f"可选：{'、'.join(get_args(Kind))}。", param_hint="--kind")
    with opened(ctx) as library:
        done = library.correct(readable(document_id), region=region, year=year, kind=cast("Kind | None", kind))
    show(None, terminal.documents((done,)))
